"""The study's codings as columns of numbers, and the numbers of the values of their fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.columns import NONE, CodeColumns, LateValues, ValueColumns
from toolkit.messages import _, in_words
from toolkit.store import codebooks, columns, registers, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Field
    from toolkit.columns import CodingColumns, DocumentColumns, Ints, NotAsked, ReadingColumns, StudyColumns, TurnColumns
    from toolkit.model import Entry
    from toolkit.study import Vocabulary


@dataclass(frozen=True, slots=True)
class Numbered:
    """The values of fields as numbers: entries of a register by local key, choices and yes/no by their place in `names`."""

    fields: dict[str, int]
    names: dict[tuple[int, int], str]  # field number, value -> name
    columns: ValueColumns


def fields_of(vocabulary: Vocabulary) -> list[Field]:
    """The fields of all codes, in the codebook's order."""
    return [field for code in vocabulary.codebook.codes for field in code.fields.values()]


def study_columns(vocabulary: Vocabulary, connection: Connection, values: ValueColumns) -> StudyColumns:
    """All that a matrix is counted from, read through the connection when it is first asked for."""
    return _Columns(vocabulary, connection, values)


@dataclass(frozen=True, eq=False)
class _Columns:
    """The columns of a study file; `chosen` are the documents that they are restricted to."""

    vocabulary: Vocabulary
    connection: Connection
    values: ValueColumns
    chosen: frozenset[int] | None = None

    @cached_property
    def documents(self) -> DocumentColumns:
        """The documents."""
        return columns.document_columns(self.connection, self.chosen)

    @cached_property
    def codes(self) -> CodeColumns:
        """The codes of the current codebook."""
        import numpy as np

        tree, ids = self.vocabulary.codebook.tree(), self.vocabulary.ids
        first = {row.id: row.first_version for row in codebooks.codes(self.connection)}
        return CodeColumns(
            code=np.array([ids[code.key] for code in tree], dtype=np.int64),
            parent=np.array([ids.get(code.parent, NONE) for code in tree], dtype=np.int64),
            first_version=np.array([first[ids[code.key]] for code in tree], dtype=np.int64),
            reserved=np.array([bool(code.reserved) for code in tree], dtype=np.bool_),
        )

    @cached_property
    def turns(self) -> TurnColumns:
        """The turns."""
        return columns.turn_columns(self.connection, self.chosen)

    @cached_property
    def words(self) -> Mapping[int, Ints]:
        """Where the words of the texts begin."""
        return words.starts_of(self.connection)

    @cached_property
    def readings(self) -> ReadingColumns:
        """What was read."""
        return columns.reading_columns(self.connection, self.chosen)

    @cached_property
    def not_asked(self) -> NotAsked:
        """The marks that something was not asked."""
        return columns.not_asked(self.connection)

    def texts(self, documents: Sequence[int]) -> Mapping[int, str]:
        """The current texts of some documents; those read once are kept."""
        missing = [document for document in documents if document not in self._texts]
        self._texts.update(columns.texts(self.connection, missing) if missing else {})
        return self._texts

    def codings(self, coder: int, codes: Sequence[int] | None = None) -> CodingColumns:
        """The codings of one layer."""
        return columns.coding_columns(self.connection, coder, self._codes(codes), self.chosen)

    def coded(self, coder: int, codes: Sequence[int] | None = None) -> tuple[Ints, Ints]:
        """The code and the document of each of these codings."""
        return columns.coded(self.connection, coder, self._codes(codes), self.chosen)

    def only(self, documents: Ints) -> StudyColumns:
        """The same with these documents alone."""
        return _Columns(self.vocabulary, self.connection, self.values, frozenset(documents.tolist()))

    def _codes(self, codes: Sequence[int] | None) -> Sequence[int]:
        """Some codes, or all of the codebook: the codings of a removed code count nowhere."""
        return list(self.vocabulary.ids.values()) if codes is None else codes

    @cached_property
    def _texts(self) -> dict[int, str]:
        return {}


def number_values(vocabulary: Vocabulary, connection: Connection) -> Numbered:
    """Number the fields and their values; fields of free text, numbers and dates sort nothing and are left out."""
    fields = [field for field in fields_of(vocabulary) if field.type in ("register", "choice", "yes/no")]
    numbers = {name: number for number, name in enumerate(sorted({field.name for field in fields}))}
    entries = registers.entries(connection)
    names: dict[tuple[int, int], str] = {}
    places: dict[tuple[int, str], int] = {}
    for field in fields:
        number = numbers[field.name]
        for said, value, label in _values(field, entries, places, number):
            places[number, said] = value
            names[number, value] = label
    return Numbered(numbers, names, LateValues(lambda: _value_columns(connection, numbers, places)))


def _value_columns(connection: Connection, numbers: Mapping[str, int], places: Mapping[tuple[int, str], int]) -> ValueColumns:
    """The values of all codings; what many codings say alike is looked at once."""
    import numpy as np

    parts = []
    for fields, codings in columns.field_values(connection).items():
        said = [
            (numbers[name], places[numbers[name], each])
            for name, value in json.loads(fields).items()
            for each in ([value] if isinstance(value, str) else value)
            if name in numbers and (numbers[name], each) in places
        ]
        pairs = np.array(said, dtype=np.int64).reshape(len(said), 2)
        keys = np.array(codings, dtype=np.int64)
        parts.append(np.column_stack([np.repeat(keys, len(said)), np.tile(pairs, (len(keys), 1))]))
    table = np.concatenate([*parts, np.empty((0, 3), dtype=np.int64)])
    return ValueColumns(table[:, 0], table[:, 1], table[:, 2])


def _values(field: Field, entries: Sequence[Entry], places: Mapping[tuple[int, str], int], number: int) -> list[tuple[str, int, str]]:
    """The values of a field: as stored, as numbered, as shown. A choice that another code has, too, keeps its number."""
    if field.type == "register":
        return [(entry.uid.hex(), entry.id, entry.name) for entry in entries if entry.register == field.register]
    if field.type == "yes/no":
        return [("no", 0, _("no")), ("yes", 1, _("yes"))]
    taken = sum(other == number for other, _said in places)
    new = (choice.key for choice in field.choices if (number, choice.key) not in places)
    numbered = {key: taken + place for place, key in enumerate(new)}
    return [(choice.key, numbered.get(choice.key, places.get((number, choice.key), 0)), in_words(choice.label)) for choice in field.choices]
