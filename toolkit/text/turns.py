"""Speaker turns: who speaks where, found by the layout of a transcript.

Roles are not guessed: a person is shown the labels, with counts and first lines, and says who is the interviewer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.model import Turn
from toolkit.text.asides import asides_within
from toolkit.text.frame import frame
from toolkit.text.labels import is_name, is_role, speakers
from toolkit.text.layouts import LAYOUTS, Announced, Head, Layout, first_characters, has_time, label_of, lined
from toolkit.text.overlaps import with_overlaps
from toolkit.text.paragraphs import trimmed
from toolkit.text.times import STAMP, milliseconds
from toolkit.text.unnamed import by_dashes, by_weight
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import int64
    from numpy.typing import NDArray

FIRST_LINES = 3
LINE_LENGTH = 100  # characters of a first line
END_STAMP = re.compile(rf"#({STAMP})#")  # f4: the time at the end of a paragraph


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker as the document writes it, with what a person needs to tell who it is."""

    name: str
    turns: int
    words: int
    first_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a text and the layout they were found by: a key of `LAYOUTS`, `bold`, `dash` or `none`.

    Without a layout there are no turns: the paragraphs are the units.
    """

    turns: tuple[Turn, ...]
    layout: str
    text: str = field(default="", repr=False, compare=False)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The speakers in order of appearance."""
        return label_table(self.text, self.turns)


def find_turns(text: str, bold: tuple[tuple[int, int], ...] = ()) -> Transcript:
    """The turns of a text; `bold` are its wholly bold paragraphs (start, end).

    The layout that announces most turns is taken. Labels and times are headers, and so is all before the first of them and the last line of
    the program that wrote the transcript; the rest, up to the next head, is one speech turn of several paragraphs. Transcriber's notes are
    asides within it. Every character but white space lies in a speech turn or a header, never in both; turns are in order of their start, a
    speech turn before its asides. Blank lines at the end change nothing.
    """
    lines = lined(text)
    start, end = frame(lines)
    body, openings = text[start:end].rstrip(), first_characters(lines)
    found: list[tuple[Layout, Announced]] = []
    for layout in LAYOUTS:
        candidates = [match for match in layout.candidates(lines, openings) if start <= match.start() < end]
        found.append((layout, _announced(layout, candidates, body, start)))
    layout, announced = max(found, key=lambda candidate: len(candidate[1]))
    if announced:
        heads = with_overlaps(text, layout.heads(announced), end)
        return Transcript(tuple(_assemble(text, heads, end, layout.marks)), layout.key, text)
    for key, heads in (("bold", by_weight(text, bold)), ("dash", by_dashes(text))):
        if heads:
            return Transcript(tuple(_assemble(text, heads, end)), key, text)
    return Transcript((), "none", text)


def label_table(text: str, turns: Sequence[Turn], starts: NDArray[int64] | None = None) -> tuple[Label, ...]:
    """The speakers of a document in order of appearance; words within asides are not theirs.

    Takes turns in the order of `find_turns`; `starts` are the text's word starts, where they are known already.
    """
    counts = _words_of(turns, word_starts(text) if starts is None else starts)
    said: dict[str, list[Turn]] = {}
    words: dict[str, int] = {}
    speech = Turn(0, 0)
    for turn, count in zip(turns, counts, strict=True):
        if turn.kind == "speech":
            speech = turn
            if turn.speaker is not None:
                said.setdefault(turn.speaker, []).append(turn)
                words[turn.speaker] = words.get(turn.speaker, 0) + count
        elif turn.kind == "aside" and speech.speaker is not None and turn.end <= speech.end:
            words[speech.speaker] -= count
    return tuple(Label(name, len(own), words[name], _first_lines(text, own)) for name, own in said.items())


def _words_of(turns: Sequence[Turn], starts: NDArray[int64]) -> list[int]:
    """How many words begin in each turn."""
    import numpy as np

    before = np.searchsorted(starts, [[turn.start for turn in turns], [turn.end for turn in turns]])
    counts: list[int] = (before[1] - before[0]).tolist()
    return counts


def _announced(layout: Layout, matches: list[re.Match[str]], body: str, begin: int) -> Announced:
    """Those candidates of a layout that announce speakers; none if it is not the layout of this text, whose turns stand from `begin` on."""
    labels = [label_of(match) for match in matches]
    with_time = [label for label, match in zip(labels, matches, strict=True) if has_time(match)]
    timed = frozenset(with_time)
    names = speakers(labels, [match.start() - begin for match in matches], body, timed, sure=layout.sure_with_time)
    if timed and len(with_time) >= len(matches) / 3:  # then a label without a time must look like one: not `[VILLE]` on a line of its own
        names = frozenset(name for name in names if name in timed or (not layout.sure_with_time and (is_role(name) or is_name(name))))
    return [(match, label) for match, label in zip(matches, labels, strict=True) if label in names]


def _assemble(text: str, heads: Sequence[Head], last: int, marks: re.Pattern[str] | None = None) -> list[Turn]:
    ends = [*(head.start for head in heads[1:]), last]
    stretches = [trimmed(text, head.end, end) for head, end in zip(heads, ends, strict=True)]
    turns = [_piece(text, 0, heads[0].start)]
    for head, (start, end), asides in zip(heads, stretches, asides_within(text, stretches, marks), strict=True):
        turns.append(_piece(text, head.start, head.end))
        end_ms = head.end_ms or _end_stamp(text, asides, end)
        turns.append(Turn(start, end, "speech", head.speaker, head.start_ms, end_ms))
        turns.extend(Turn(*aside, "aside") for aside in asides)
    turns.append(_piece(text, last, len(text)))
    return [turn for turn in turns if turn.start < turn.end]


def _end_stamp(text: str, asides: list[tuple[int, int]], end: int) -> int | None:
    """The time that f4 and MAXQDA write at the end of a paragraph."""
    if not asides or asides[-1][1] != end or text[end - 1] != "#":
        return None
    found = END_STAMP.fullmatch(text, *asides[-1])
    return milliseconds(found[1]) if found else None


def _piece(text: str, start: int, end: int) -> Turn:
    return Turn(*trimmed(text, start, end), "header")


def _first_lines(text: str, said: list[Turn]) -> tuple[str, ...]:
    return tuple(text[turn.start : turn.end].split("\n", 1)[0][:LINE_LENGTH] for turn in said[:FIRST_LINES])
