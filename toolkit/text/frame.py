"""What stands around a transcript: front matter, a header box, the names of columns, the last line of the program that wrote it."""

from __future__ import annotations

import re
from enum import Enum, auto

from toolkit.text.labels import is_field, is_name, is_role

FRONT_MATTER = re.compile(r"\A\n?---\n.*?\n---(?=\n)", re.DOTALL)
LABELLED = re.compile(r"[ \t]*[*_]{0,3}([^\W\d_][^\n\t:]{0,60}?)[*_]{0,3} {0,9}[:\t][*_]{0,3}[ \t]*(.*)")
# A line that begins or ends with a time, or begins with a bracket, announces a turn.
ANNOUNCES = re.compile(r"[ \t]*(?:[\[(#{]?\d{1,3}:\d|\[)|.*\d:\d\d[\])]?[ \t]*$")
CELL_END = re.compile(r"[\t,;]")
COLUMN_NAMES = """
    time times timespan timestamp start begin end from to duration speaker name tier participant text content transcript speech utterance
    annotation temps heure début debut fin durée locuteur locutrice intervenant nom texte contenu transcription parole propos n° no # id
"""
COLUMNS = frozenset(COLUMN_NAMES.split())
LAST_LINE = re.compile(
    r"(?:Transcribed (?:by|with)|Transcrit (?:par|avec)) \S.{0,80}"
    r"|.{1,60} (?:(?:started|stopped) transcription|a (?:démarré|commencé|arrêté) la transcription)"
)
BOX_LINES, BOX_CHARACTERS = 40, 8000
TITLE_LENGTH = 200  # characters; a longer line is speech


class _Line(Enum):
    BLANK = auto()
    TITLE = auto()
    FIELD = auto()
    PERSON = auto()
    SPEECH = auto()


def frame(lines: str) -> tuple[int, int]:
    """Where in a text turns may stand, as (start, end); takes `layouts.lined(text)` and gives offsets in the text.

    A header box begins with the text and ends with the last line that names a field such as `Date` or `Lieu` or the columns of a table;
    names behind roles (`Enquêteur : Jean Roy`) that follow it at once are in it, too.
    """
    front = FRONT_MATTER.match(lines)
    start = _behind_box(lines, front.end() if front else 1)
    end = len(lines.rstrip())
    last = lines.rfind("\n", start, end) + 1
    return max(start - 1, 0), (last if last > start and LAST_LINE.fullmatch(lines, last, end) else len(lines) - 1) - 1


def _behind_box(lines: str, start: int) -> int:
    box_end, place, within = start, start, False
    for line in lines[start : start + BOX_CHARACTERS].split("\n")[:BOX_LINES]:
        kind = _kind(line)
        if kind is _Line.SPEECH:
            break
        within = kind is _Line.FIELD or (kind is _Line.PERSON and within)
        place += len(line)
        box_end = place if within else box_end
        place += 1
    return box_end


def _kind(line: str) -> _Line:
    if not line.strip():
        return _Line.BLANK
    if _names_columns(line):
        return _Line.FIELD
    labelled = LABELLED.match(line)
    if labelled is None:
        return _Line.SPEECH if len(line) > TITLE_LENGTH or ANNOUNCES.match(line) else _Line.TITLE
    label, value = labelled[1], labelled[2].partition(",")[0].strip()
    if is_field(label):
        return _Line.FIELD
    if not value or not is_name(value) or (value[-1] in ".?!…" and not is_role(value)):
        return _Line.SPEECH
    return _Line.PERSON if is_role(label) and " " in value else _Line.TITLE


def _names_columns(line: str) -> bool:
    cells = [cell.strip(' "').casefold() for cell in CELL_END.split(line)]
    return len(cells) > 1 and COLUMNS.issuperset(cells)
