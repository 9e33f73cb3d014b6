"""What several sheets of a report need, read once from the study."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actions.comparing import Comparison, View
from toolkit.actions.naming import find_case, find_document, short_name
from toolkit.store import cases, codings, documents, registers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.model import Coding, Document, Person, Speaker, Turn
    from toolkit.study import Study

NO_CASE = ""
DEFAULT_MEASURES = ("codings", "segments", "words", "share", "presence")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a report is to hold: measures of code by case, and other matrices; without `others`, ratings and what the codebook suggests."""

    measures: tuple[str, ...] = DEFAULT_MEASURES
    others: tuple[View, ...] | None = None
    layer: str | None = None
    codes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


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
        wanted = {find_case(connection, name).id for name in contents.cases}
        self.cases = {case.id: case.name for case in cases.cases(connection) if not wanted or case.id in wanted}
        self.view = View(layer=self.coder.name, codes=contents.codes, cases=contents.cases, documents=contents.documents)
        self.codings = self._codings_in_view()

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
        spoken = [[key for key, turn in found if turn.kind == "speech"] for found in self.turns.values()]
        return {key: number for keys in spoken for number, key in enumerate(keys, 1)}

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

    def speech_at(self, document: int, place: int) -> tuple[int, Turn] | None:
        """The turn of speech in which a place lies, with its local key."""
        return next(((key, turn) for key, turn in self.turns[document] if turn.kind == "speech" and turn.start <= place < turn.end), None)

    def cases_of(self, coding: Coding) -> list[int | None]:
        """The cases that a coding touches, as matrices count them: those of the turns that it meets, else its document's.

        A turn's case is that of the person who speaks, else its document's.
        """
        own = self.documents[coding.document].case
        of_label = {
            speaker.label: self.persons[speaker.person].case for speaker in self.speakers[coding.document] if speaker.person is not None
        }
        met = [
            turn
            for _key, turn in self.turns[coding.document]
            if turn.kind == "speech" and turn.start < coding.end and coding.start < turn.end
        ]
        return list(dict.fromkeys(of_label.get(turn.speaker or "") or own for turn in met)) or [own]

    def _codings_in_view(self) -> list[Coding]:
        keys = [code.key for key in self.contents.codes for code in self.codebook.descendants(key, itself=True)]
        code_ids = [self.vocabulary.ids[key] for key in keys] if keys else None
        found = codings.codings(self.connection, coder=self.coder.id, codes=code_ids)
        wanted = {find_document(self.connection, name).id for name in self.contents.documents}
        return [
            coding
            for coding in found
            if self.vocabulary.code_of(coding.code) is not None
            and (not wanted or coding.document in wanted)
            and (not self.contents.cases or any(case in self.cases for case in self.cases_of(coding)))
        ]


def _distinct_names(known: Sequence[Document]) -> dict[int, str]:
    """Short names where they tell documents apart, else the names with their folders."""
    counts = Counter(short_name(document.name) for document in known)
    return {document.id: short_name(document.name) if counts[short_name(document.name)] == 1 else document.name for document in known}
