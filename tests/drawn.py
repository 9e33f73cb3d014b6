"""Small studies drawn at random as plain data (see `slow.py`), and one cell of a table compared with the slow recount."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import slow

from toolkit.matrices import OutOf, Refused

if TYPE_CHECKING:
    from random import Random

    from toolkit.matrices import Table

CODES = [1, 2, 3, 4]
PERSONS = [1, 2, 3, None]
CASES = [1, 2, None]
STANCES = [7, 8]


def small_study(dice: Random) -> dict[str, Any]:
    """Up to three documents, four nested codes, two coders."""
    case_of = {person: dice.choice([None, None, None, 1, 2]) for person in PERSONS if person is not None}
    drawn = [_document(dice, document, case_of) for document in dice.sample([11, 5, 8], dice.randint(1, 3))]
    turns = [{"turn": number, **turn} for number, turn in enumerate([turn for _, found in drawn for turn in found], start=1)]
    lengths = {row["document"]: len(row["text"]) for row, _ in drawn}

    def span(longest: int) -> dict[str, int]:
        document = dice.choice(sorted(lengths))
        start = dice.randrange(lengths[document])
        return {"document": document, "start": start, "end": min(start + dice.randint(1, longest), lengths[document])}

    def coding(number: int) -> dict[str, Any]:
        values = [(dice.choice([20, 21, 30]), dice.choice(STANCES)) for _ in range(dice.randint(0, 3))]
        return {
            **span(dice.choice([3, 3, 40])),
            "coding": number,
            "code": dice.choice(CODES),
            "coder": dice.choice([1, 1, 2]),
            "values": values,
        }

    whole = [{"document": key, "start": 0, "end": length} for key, length in lengths.items() if dice.random() < 0.6]
    parts = [span(40) for _ in range(dice.randint(0, 4))]
    marks = [{"case": 1}, {"case": 2}, {"document": 5}, {"document": 8}]
    return {
        "persons": case_of,
        "documents": [row for row, _ in drawn],
        "turns": turns,
        "codes": [
            {"code": 1, "parent": None, "version": 1},
            {"code": 2, "parent": 1, "version": dice.randint(1, 2)},
            {"code": 3, "parent": dice.choice([1, 2, None]), "version": 1},
            {"code": 4, "parent": dice.choice([2, 3]), "version": 2},
        ],
        "codings": [coding(number) for number in range(1, dice.randint(0, 15) + 1)],
        "readings": [{**part, "coder": dice.choice([1, 1, 2]), "version": dice.randint(1, 2)} for part in whole + parts],
        "not_asked": [{"code": dice.choice(CODES), **dice.choice(marks)} for _ in range(dice.randint(0, 2))],
    }


def _document(dice: Random, document: int, case_of: dict[int, int | None]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A text of short words, blanks and marks, cut into turns with gaps, some with an aside inside.

    A turn's case is the one that it was assigned to, else its person's, else its document's.
    """
    text = "".join(dice.choices(["a", "b ", "  ", "b-a ", "\n", ". ", "l'a "], k=dice.randint(1, 25)))
    cuts = sorted(dice.choices(range(len(text) + 1), k=dice.randint(2, 6)))
    case = dice.choice(CASES)
    turns = []
    for start, end in pairwise([0, *cuts, len(text)]):
        kind = dice.choice(["speech"] * 6 + ["header", "aside"])
        role = dice.choices(["participant", "interviewer", "unknown"], [20, 5, 1])[0]
        person = dice.choice(PERSONS) if role == "participant" else None
        assigned = dice.choice([1, 2]) if dice.random() < 0.15 else None
        place = {
            "document": document,
            "role": role,
            "person": person,
            "assigned": assigned,
            "case": assigned or (person and case_of[person]) or case,
        }
        turns.append({**place, "start": start, "end": end, "kind": kind})
        if kind == "speech" and end - start > 2 and dice.random() < 0.2:
            aside = sorted(dice.choices(range(start, end + 1), k=2))
            turns.append({**place, "start": aside[0], "end": aside[1], "kind": "aside"})
    return {"document": document, "text": text, "case": case}, turns


def plain(value: object) -> object:
    """A cell as the slow recount says it."""
    if isinstance(value, Refused):
        return "refused"
    return (value.n, value.of) if isinstance(value, OutOf) else value


def check_counts(table: Table, study: dict[str, Any], row: int, column: int, codings: list[Any], unit: Any) -> None:
    """One cell of every measure that is counted from codings, and what stands behind it."""
    expected = {
        "segments": slow.count_segments(study, codings, unit),
        "turns": slow.count_turns(study, codings, unit),
        "words": slow.count_words(study, codings, unit),
        "share": slow.share(study, codings, unit),
        "rate": slow.rate(study, codings, unit),
    }
    assert {measure: plain(table.matrix(measure).value(row, column)) for measure in expected} == expected
    steps = table.words().steps(row, column)
    assert len({step.segment for step in steps}) == expected["segments"]
    assert len({step.turn for step in steps}) == expected["turns"]
    assert sum(step.words for step in steps) == expected["words"]
    heard = {one["coding"] for one in codings if slow.covered(study, [one], unit)}
    assert set(table.words().evidence(row, column)) == heard


def check_codes_by_units(table: Table, study: dict[str, Any], of: str) -> None:
    """Every cell of every measure of codes by cases, documents or persons."""
    for row, code in enumerate(table.rows):
        codings = slow.codings_of(study, 1, code)
        for column, key in enumerate(table.columns):
            unit = {"of": of, "keys": {key}}
            check_counts(table, study, row, column, codings, unit)
            assert table.codings().value(row, column) == slow.count_codings(study, codings, unit)
            assert len(table.codings().evidence(row, column)) == slow.count_codings(study, codings, unit)
            assert table.presence().value(row, column) == slow.presence(study, 1, code, unit)
            assert plain(table.documents().value(row, column)) == slow.breadth(study, 1, code, unit, "document")
            assert plain(table.persons().value(row, column)) == slow.breadth(study, 1, code, unit, "person")
