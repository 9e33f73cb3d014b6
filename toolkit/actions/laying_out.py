"""The study's codings as columns of numbers, and the numbers of the values of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.columns import NONE, CodeColumns, StudyColumns, ValueColumns
from toolkit.messages import _, in_words
from toolkit.store import codebooks, codings, columns, documents, registers
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Field
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
    """All that a matrix is counted from."""
    texts = documents.texts(connection)
    return StudyColumns(
        documents=columns.document_columns(connection),
        turns=columns.turn_columns(connection),
        codings=columns.coding_columns(connection, vocabulary.ids.values()),
        codes=_code_columns(vocabulary, connection),
        readings=columns.reading_columns(connection),
        values=values,
        texts=texts,
        words={document: word_starts(text) for document, text in texts.items()},
        not_asked=columns.not_asked(connection),
    )


def _code_columns(vocabulary: Vocabulary, connection: Connection) -> CodeColumns:
    import numpy as np

    tree, ids = vocabulary.codebook.tree(), vocabulary.ids
    first = {row.id: row.first_version for row in codebooks.codes(connection)}
    return CodeColumns(
        code=np.array([ids[code.key] for code in tree], dtype=np.int64),
        parent=np.array([ids.get(code.parent, NONE) for code in tree], dtype=np.int64),
        first_version=np.array([first[ids[code.key]] for code in tree], dtype=np.int64),
        reserved=np.array([bool(code.reserved) for code in tree], dtype=np.bool_),
    )


def number_values(vocabulary: Vocabulary, connection: Connection) -> Numbered:
    """Number the fields and their values; fields of free text, numbers and dates sort nothing and are left out."""
    import numpy as np

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
    rows = [
        (coding.id, numbers[name], places[numbers[name], said])
        for coding in codings.codings(connection)
        for name, value in coding.fields.items()
        for said in ([value] if isinstance(value, str) else value)
        if name in numbers and (numbers[name], said) in places
    ]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    return Numbered(numbers, names, ValueColumns(table[:, 0], table[:, 1], table[:, 2]))


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
