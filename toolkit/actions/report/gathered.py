"""What several sheets of a report need, read once from the study."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actions.comparing import Comparison, Framework, View
from toolkit.actions.naming import short_name
from toolkit.actions.selecting import Selection, seen_through
from toolkit.matrices import in_scope
from toolkit.store import cases, codings, documents, registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document, Person, Speaker, Turn
    from toolkit.study import Study

NO_CASE = ""
DEFAULT_MEASURES = ("codings", "segments", "words", "share", "presence")
SUMMARY, RATING = "summary", "rating"
"""What is shown of cases as persons judged them, where a measure is asked for."""


@dataclass(frozen=True, slots=True)
class Contents(Selection):
    """What a report is to hold, seen through a selection.

    `measures` of code by case; `others` are further matrices, None for what the codebook and the study suggest; `judged` are `SUMMARY`
    and `RATING`, None for those that there are.
    """

    measures: tuple[str, ...] = DEFAULT_MEASURES
    others: tuple[View, ...] | None = None
    judged: tuple[str, ...] | None = None

    @property
    def shown(self) -> tuple[str, ...]:
        """The judgements to be shown if there are any; a report of chosen matrices has none but those named."""
        return self.judged if self.judged is not None else (RATING, SUMMARY) if self.others is None else ()


class Gathered:
    """The facts of one report: a study, seen through the filters of its contents."""

    def __init__(self, study: Study, connection: Connection, contents: Contents) -> None:
        """Lays the codings out and finds those that the filters let through."""
        self.study = study
        self.connection = connection
        self.contents = contents
        self.comparison = Comparison(study, connection)
        self.vocabulary = self.comparison.vocabulary
        self.codebook = self.vocabulary.codebook
        self.coder = study.layer(connection, contents.layer)
        self.documents: dict[int, Document] = {document.id: document for document in documents.documents(connection)}
        self.names = _distinct_names(list(self.documents.values()))
        self.cases = self.comparison.cases(contents)
        self.order = self.comparison.order(contents)
        self.view = seen_through(View(), contents)
        found = {coding.id: coding for coding in codings.codings(connection, coder=self.coder.id)}
        self.uids = {key: coding.uid for key, coding in found.items()}
        self.codings = [found[key] for key in self._in_view() if key in found]
        self.left_out: list[str] = []

    @cached_property
    def texts(self) -> dict[int, str]:
        """The text of every document."""
        return documents.texts(self.connection)

    @cached_property
    def turns(self) -> dict[int, list[tuple[int, Turn]]]:
        """The turns of every document, with their local keys."""
        return {key: documents.turns(self.connection, document.text_version) for key, document in self.documents.items()}

    @cached_property
    def turn_numbers(self) -> dict[int, int]:
        """The number of every turn of speech in its document, from 1, by local key."""
        return {key: number for spoken in self._spoken.values() for number, (key, _turn) in enumerate(spoken, 1)}

    @cached_property
    def speakers(self) -> dict[int, list[Speaker]]:
        """The speakers of every document."""
        found: dict[int, list[Speaker]] = {key: [] for key in self.documents}
        for speaker in documents.speakers(self.connection):
            found[speaker.document].append(speaker)
        return found

    @cached_property
    def persons(self) -> dict[int, Person]:
        """The persons, by local key."""
        return {person.id: person for person in cases.persons(self.connection)}

    @cached_property
    def entries(self) -> dict[str, str]:
        """The names of all register entries, by identifier in hexadecimal."""
        return {entry.uid.hex(): entry.name for entry in registers.entries(self.connection)}

    @cached_property
    def framework(self) -> Framework:
        """What each case says of each code."""
        return self.comparison.framework(self.contents)

    def speech_at(self, document: int, place: int) -> tuple[int, Turn] | None:
        """The turn of speech in which a place lies, with its local key."""
        spoken = self._spoken[document]
        number = bisect_right(spoken, place, key=lambda found: found[1].start) - 1
        return spoken[number] if number >= 0 and place < spoken[number][1].end else None

    @cached_property
    def cases_of(self) -> dict[int, list[int]]:
        """The cases in view that each coding touches, by its local key; codings of no case are not here."""
        touched = self.comparison.table(self.view).over_rows().codings()
        found: dict[int, list[int]] = {}
        for column, case in enumerate(touched.columns):
            for key in touched.evidence(0, column):
                found.setdefault(key, []).append(case)  # type: ignore[arg-type] # columns are cases
        return found

    def _in_view(self) -> list[int]:
        """The codings that the filters let through, by local key: those that touch a turn in scope, or else a document."""
        table = self.comparison.table(replace(self.view, columns="document"))
        return sorted(in_scope(table).over_rows().codings().evidence(0, 0))

    @cached_property
    def _spoken(self) -> dict[int, list[tuple[int, Turn]]]:
        """The turns of speech of every document, in their order."""
        return {
            document: sorted(((key, turn) for key, turn in found if turn.kind == "speech"), key=lambda found: found[1].start)
            for document, found in self.turns.items()
        }


def _distinct_names(known: Sequence[Document]) -> dict[int, str]:
    """Short names where they tell documents apart, else the names with their folders."""
    counts = Counter(short_name(document.name) for document in known)
    return {document.id: short_name(document.name) if counts[short_name(document.name)] == 1 else document.name for document in known}
