"""The measures of a matrix, counted again from their definitions: word by word, with sets, and sharing nothing with the program.

A study is plain data:

    {"documents": [{"document": 1, "text": "…", "case": 1 or None}],
     "turns": [{"turn": 1, "document": 1, "start": 0, "end": 9, "kind": "speech", "role": "participant",
                "person": 1 or None, "case": 1 or None}],
     "codes": [{"code": 1, "parent": None, "version": 1}],
     "codings": [{"coding": 1, "document": 1, "start": 0, "end": 9, "code": 1, "coder": 1, "values": [(field, value)]}],
     "readings": [{"document": 1, "start": 0, "end": 9, "coder": 1, "version": 1}],
     "not_asked": [{"code": 1, "case": 1} or {"code": 1, "document": 1}]}

A unit is `{"of": "case", "keys": {1, 2}}`: the turns of these cases, documents or persons; `None` among the keys is for turns of none.
Every function is slow on purpose: it may be read beside section "Measures" of the design and checked line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from typing import Any

Study = dict[str, Any]
Row = dict[str, Any]
Unit = dict[str, Any]
Word = tuple[int, int]
"""A word is its document and where it begins."""


def family(study: Study, code: int) -> set[int]:
    """A code and its descendants."""
    found = {code}
    while True:
        more = {row["code"] for row in study["codes"] if row["parent"] in found} - found
        if not more:
            return found
        found |= more


def codings_of(study: Study, coder: int, code: int) -> list[Row]:
    """The codings of one coder with a code or a descendant of it."""
    return [row for row in study["codings"] if row["coder"] == coder and row["code"] in family(study, code)]


def with_value(codings: list[Row], fields: set[int], value: int | None) -> list[Row]:
    """The codings that have a value in one of these fields; None: those that have no value in any."""
    if value is None:
        return [row for row in codings if not any(field in fields for field, _ in row["values"])]
    return [row for row in codings if any(field in fields and found == value for field, found in row["values"])]


def text_of(study: Study, document: int) -> str:
    """The text of a document."""
    return next(row["text"] for row in study["documents"] if row["document"] == document)


def speech(study: Study, unit: Unit | None = None) -> list[Row]:
    """The turns of speech, of a unit or of all; in a turn without a character nobody speaks."""
    spoken = [row for row in study["turns"] if row["kind"] == "speech" and row["start"] < row["end"]]
    return [row for row in spoken if unit is None or row[unit["of"]] in unit["keys"]]


def words_of_turn(study: Study, turn: Row) -> set[Word]:
    """A turn's eligible words: they begin in it and in no aside, and a participant says them."""
    if turn["role"] != "participant":
        return set()
    asides = [row for row in study["turns"] if row["kind"] == "aside" and row["document"] == turn["document"]]
    asides = [row for row in asides if row["start"] < turn["end"] and turn["start"] < row["end"]]
    starts = starts_of_words(text_of(study, turn["document"]))
    return {
        (turn["document"], begin)
        for begin in starts[bisect_left(starts, turn["start"]) : bisect_left(starts, turn["end"])]
        if not any(row["start"] <= begin < row["end"] for row in asides)
    }


@cache
def starts_of_words(text: str) -> list[int]:
    """Where the words of a text begin."""
    return [match.start() for match in re.finditer(r"\w+(?:['’-]\w+)*", text)]


def eligible(study: Study, unit: Unit | None) -> set[Word]:
    """The eligible words of a unit, or of all turns."""
    return {word for turn in speech(study, unit) for word in words_of_turn(study, turn)}


def covered(study: Study, spans: list[Row], unit: Unit | None) -> set[Word]:
    """The eligible words of a unit that begin in one of the spans (codings or readings)."""
    return {
        (document, begin)
        for document, begin in eligible(study, unit)
        if any(row["document"] == document and row["start"] <= begin < row["end"] for row in spans)
    }


def meets(turn: Row, coding: Row) -> bool:
    """Whether a coding has a character in a turn."""
    return turn["document"] == coding["document"] and max(turn["start"], coding["start"]) < min(turn["end"], coding["end"])


def count_codings(study: Study, codings: list[Row], unit: Unit) -> int:
    """Codings that meet a turn of speech of the unit; one that meets no speech at all is in its document, and in that one's case."""
    return sum(any(meets(turn, row) for turn in speech(study, unit)) or _beside_speech(study, row, unit) for row in codings)


def _beside_speech(study: Study, coding: Row, unit: Unit) -> bool:
    if unit["of"] == "person" or any(meets(turn, coding) for turn in speech(study)):
        return False
    document = next(row for row in study["documents"] if row["document"] == coding["document"])
    return document[unit["of"]] in unit["keys"]


def segments(study: Study, codings: list[Row]) -> list[set[Word]]:
    """The participants' words of each segment.

    Pieces of codings in one turn belong together if they share a character or only white space lies between them, and the pieces of one
    coding belong together; a segment is all that belongs together so, directly or through others.
    """
    pieces = [(row, turn, *_clip(row, turn)) for row in codings for turn in speech(study) if meets(turn, row)]
    left = list(range(len(pieces)))
    found = []
    while left:
        together, waiting = set(), [left[0]]
        while waiting:
            one = waiting.pop()
            together.add(one)
            waiting += [
                other for other in left if other not in together and other not in waiting and _belong(study, pieces[one], pieces[other])
            ]
        left = [one for one in left if one not in together]
        found.append({word for one in together for word in _words_of_piece(study, pieces[one])})
    return found


def _clip(coding: Row, turn: Row) -> tuple[int, int]:
    return max(turn["start"], coding["start"]), min(turn["end"], coding["end"])


def _belong(study: Study, one: tuple[Row, Row, int, int], other: tuple[Row, Row, int, int]) -> bool:
    if one[0] is other[0]:
        return True
    if one[1] is not other[1]:
        return False
    first, second = sorted([one[2:], other[2:]])
    return second[0] < first[1] or re.fullmatch(r"\s*", text_of(study, one[1]["document"])[first[1] : second[0]]) is not None


def _words_of_piece(study: Study, piece: tuple[Row, Row, int, int]) -> set[Word]:
    _, turn, start, end = piece
    return {word for word in words_of_turn(study, turn) if start <= word[1] < end}


def count_segments(study: Study, codings: list[Row], unit: Unit | None) -> int:
    """Segments with an eligible word of the unit."""
    here = eligible(study, unit)
    return sum(bool(words & here) for words in segments(study, codings))


def count_turns(study: Study, codings: list[Row], unit: Unit | None) -> int:
    """Turns of the unit with a covered word."""
    return sum(bool(covered(study, codings, unit) & words_of_turn(study, turn)) for turn in speech(study, unit))


def count_words(study: Study, codings: list[Row], unit: Unit | None) -> int:
    """Covered words of the unit."""
    return len(covered(study, codings, unit))


def unclear_documents(study: Study, unit: Unit | None) -> set[int]:
    """The documents of the unit's turns (an interviewer's apart) in which somebody speaks whose role is unknown."""
    unknown = {turn["document"] for turn in speech(study) if turn["role"] == "unknown"}
    return unknown & {turn["document"] for turn in speech(study, unit) if turn["role"] != "interviewer"}


def ratio(study: Study, unit: Unit | None, n: float) -> float | str | None:
    """`n` ÷ the eligible words of the unit; refused while a role is unknown, None without words."""
    if unclear_documents(study, unit):
        return "refused"
    words = len(eligible(study, unit))
    return n / words if words else None


def share(study: Study, codings: list[Row], unit: Unit | None) -> float | str | None:
    """Words ÷ eligible words."""
    return ratio(study, unit, count_words(study, codings, unit))


def rate(study: Study, codings: list[Row], unit: Unit | None) -> float | str | None:
    """1000 × segments ÷ eligible words."""
    return ratio(study, unit, 1000 * count_segments(study, codings, unit))


def read_whole(study: Study, coder: int, code: int, words: set[Word]) -> bool:
    """Whether the coder has read all of these words under a codebook version that contains the code; nobody has read no words."""
    version = next(row["version"] for row in study["codes"] if row["code"] == code)
    readings = [row for row in study["readings"] if row["coder"] == coder and row["version"] >= version]
    return bool(words) and words <= covered(study, readings, None)


def not_asked(study: Study, code: int, unit: Unit, words: set[Word]) -> bool:
    """Whether a person's mark, on the code or one above it, holds for the unit itself or for all of these words."""
    marks = [mark for mark in study["not_asked"] if code in family(study, mark["code"])]
    if any(unit["keys"] == {mark.get(unit["of"])} for mark in marks if mark.get(unit["of"]) is not None):
        return True
    turns = [
        turn
        for turn in speech(study)
        if any(mark.get(of) is not None and mark[of] == turn[of] for mark in marks for of in ("case", "document"))
    ]
    return bool(words) and words <= {word for turn in turns for word in words_of_turn(study, turn)}


def presence(study: Study, coder: int, code: int, unit: Unit) -> str:
    """Yes, no, not asked, not yet read."""
    words = eligible(study, unit)
    if count_segments(study, codings_of(study, coder, code), unit):
        return "yes"
    if not_asked(study, code, unit, words):
        return "not asked"
    known = not unclear_documents(study, unit)
    return "no" if known and read_whole(study, coder, code, words) else "not yet read"


def breadth(study: Study, coder: int, code: int, unit: Unit, of: str) -> tuple[int, int]:
    """How many documents (or persons) of the unit have a segment, and of how many that were read whole there and asked."""
    n = total = 0
    for key in {turn[of] for turn in speech(study, unit)} - {None}:
        turns = [turn for turn in speech(study, unit) if turn[of] == key]
        part = {"of": "turn", "keys": {turn["turn"] for turn in turns}}
        words = eligible(study, part)
        yes = count_segments(study, codings_of(study, coder, code), part) > 0
        asked = yes or not not_asked(study, code, {"of": of, "keys": {key}}, words)
        if asked and not unclear_documents(study, part) and read_whole(study, coder, code, words):
            total += 1
            n += yes
    return n, total
