"""Documents of several cases: their turns are assigned one by one, and what belongs to no case yet is listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.actions.naming import find_case, find_document, find_speaker
from toolkit.errors import Problem, UsageError
from toolkit.messages import _, ngettext
from toolkit.store import cases, documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from toolkit.model import Document, Turn
    from toolkit.study import Study

RANGE = re.compile(r"(\d{1,9})(?:\s*[-–]\s*(\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was assigned, and the numbers of the turns of the document that belong to no case now."""

    document: str
    turns: int
    case: str | None
    unassigned: list[int]


@dataclass(frozen=True, slots=True)
class PlacedTurn:
    """A turn of speech with its number, its local key and the case that it counts in, by local key, none if there is none."""

    number: int
    key: int
    turn: Turn
    case: int | None
    asks: bool


def assign_turns(study: Study, name: str, case: str, *, numbers: str | None = None, speaker: str | None = None) -> Assigned:
    """Say to which case turns of a document belong: those with some numbers (`1-14, 20`), those of a speaker, or both together.

    An empty case takes the assignment away: then a turn counts in its person's case, else in its document's. Raises `UsageError` for
    numbers that cannot be, `NotFound` for a document, a speaker or a case that there is not.
    """
    if numbers is None and speaker is None:
        raise UsageError(_("Say which turns: --turns 1-14, or --speaker LABEL."))
    with study.change("document assign") as change:
        connection = change.connection
        document = find_document(connection, name)
        found = find_case(connection, case) if case else None
        chosen = placed_turns(connection, document)
        if numbers is not None:
            wanted = _numbers(numbers, len(chosen))
            chosen = [placed for placed in chosen if placed.number in wanted]
        if speaker is not None:
            label = find_speaker(connection, document, speaker).label
            chosen = [placed for placed in chosen if placed.turn.speaker == label]
        count = documents.assign_turns(change, document.text_version, {placed.key for placed in chosen}, found.id if found else None)
        return Assigned(document.name, count, found.name if found else None, unassigned(connection, document))


def _numbers(written: str, last: int) -> set[int]:
    """The turns that `1-14, 20` names; raises `UsageError` for what is no number of a turn."""
    chosen: set[int] = set()
    for part in written.split(","):
        match = RANGE.fullmatch(part.strip())
        if match is None:
            raise UsageError(_("{text} names no turns. Write for instance 1-14,20.", text=written))
        first, end = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= end <= last:
            raise UsageError(_("The document has the turns 1 to {last}; there are no turns {text}.", last=last, text=part.strip()))
        chosen.update(range(first, end + 1))
    return chosen


def placed_turns(connection: Connection, document: Document) -> list[PlacedTurn]:
    """The turns of speech of a document's current text, numbered from 1, each with its case: assigned, else the person's, else its own."""
    speakers = {speaker.label: speaker for speaker in documents.speakers(connection, document.id)}
    persons = {person.id: person.case for person in cases.persons(connection)}
    assigned = documents.turn_cases(connection, document.text_version)
    speech = [(key, turn) for key, turn in documents.turns(connection, document.text_version) if turn.kind == "speech"]
    found = []
    for number, (key, turn) in enumerate(speech, 1):
        speaker = speakers.get(turn.speaker or "")
        of_person = persons.get(speaker.person) if speaker is not None and speaker.person is not None else None
        case = next((case for case in (assigned.get(key), of_person, document.case) if case is not None), None)
        found.append(PlacedTurn(number, key, turn, case, speaker is not None and speaker.role == "interviewer"))
    return found


def unassigned(connection: Connection, document: Document) -> list[int]:
    """The numbers of the turns that belong to no case; those of an interviewer need none."""
    return [placed.number for placed in placed_turns(connection, document) if placed.case is None and not placed.asks]


def unassigned_parts(connection: Connection) -> list[Problem]:
    """The documents of which some turns were assigned to cases and others belong to none, which no matrix of cases counts."""
    divided = documents.with_assigned_turns(connection)
    left = [(document, unassigned(connection, document)) for document in documents.documents(connection) if document.id in divided]
    return [left_over(document.name, numbers) for document, numbers in left if numbers]


def left_over(document: str, numbers: list[int]) -> Problem:
    """What to say of turns that belong to no case."""
    written = in_ranges(numbers)
    what = ngettext("Turn {numbers} belongs to no case.", "Turns {numbers} belong to no case.", len(numbers), numbers=written)
    return Problem(document, "", what, _("Say which with `terrain document assign`."))


def in_ranges(numbers: Iterable[int]) -> str:
    """Ascending numbers as a person writes them.

    >>> in_ranges([1, 2, 3, 5, 8, 9])
    '1-3, 5, 8-9'
    """
    runs = [[number for _place, number in run] for _gap, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
