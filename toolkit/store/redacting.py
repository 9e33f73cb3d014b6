"""Find and take out what a study's own texts (memos, summaries, the history, …) quote of a text that is erased.

Which column of which table may hold a participant's words is said here for every column; a test compares the lists with the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select, update

from toolkit.ids import sha256
from toolkit.store.history import seal
from toolkit.store.tables import change, codebook_version, document, event, metadata, text_version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Column, Connection

    from toolkit.text.runs import Runs

#: Written by persons about the material, or kept from it by the machine: searched for quotations.
SEARCHED = [
    "memo.text",
    "summary.text",
    "rating.note",
    "coding.fields",
    "suggestion.fields",
    "suggestion.reasons",
    "register_entry.aliases",
    "register_entry.attributes",
    "attribute_value.value",
    "codebook_version.reason",
    "change.reason",
    "event.before",
    "event.after",
    "erased.reason",
]

#: Names, by which things are found: not searched, as a participant's words are no name of a thing.
NAMES = [
    "study.title",
    "coder.name",
    "case.name",
    "attribute.name",
    "attribute.choices",
    "document.name",
    "person.name",
    "speaker.label",
    "code.key",
    "register_entry.name",
    "register_entry.register",
    "correction.name",
    "written.path",
    "erased.copies",
]

#: The texts themselves and what is taken from them word by word: emptied or cut, never searched.
TEXTS = [
    "text_version.text",
    "original.data",
    "correction.data",
    "coding.quote",
    "coding.before",
    "coding.after",
    "finding.found",
    "text_words.starts",
]

#: Kept by their hash: searched apart, as the hash changes with them.
HASHED = ("codebook_version.yaml",)


@dataclass(frozen=True, slots=True)
class Quoting:
    """A place outside the texts that quotes one: the kind of object, its identifier where it has one, and the words around it."""

    kind: str
    uid: bytes | None
    words: str


def forget_others(connection: Connection, runs: Runs, documents: list[int]) -> None:
    """Forget the runs that stand in the current texts of documents other than these: there they are somebody else's words."""
    keys = select(func.max(text_version.c.id)).join(document, document.c.id == text_version.c.document)
    others = keys.where(document.c.id.not_in(documents), document.c.deleted.is_(False)).group_by(text_version.c.document)
    for text in connection.scalars(select(text_version.c.text).where(text_version.c.id.in_(others)).execution_options(yield_per=20)):
        runs.forget(text)


def quoting(connection: Connection, runs: Runs, but: dict[str, set[bytes]] | None = None) -> list[Quoting]:
    """Where the study quotes these runs outside its texts and its history; not in the objects (by kind) that go with the texts."""
    found = []
    for column, row_id, uid, value in _values(connection):
        if column.table not in (event, change) and uid not in (but or {}).get(column.table.name, ()):
            del row_id
            found += [Quoting(column.table.name, uid, words) for words in _words(value, runs)]
    for version, yaml in _codebooks(connection):
        found += [Quoting(codebook_version.name, version, words) for words in _words(yaml, runs)]
    return found


def redact(connection: Connection, runs: Runs) -> None:
    """Take these runs out of everything but the texts and the codebooks; a mark stands in their place."""
    for column, row_id, _uid, value in _values(connection):
        new = _without(value, runs)
        if new != value:
            connection.execute(update(column.table).where(column.table.c.id == row_id).values({column: new}))
            if column.table is change:
                seal(connection, row_id)


def redact_codebooks(connection: Connection, runs: Runs, readable: Callable[[str], bool]) -> list[bytes]:
    """Take these runs out of all versions of the codebook; gives the identifiers of those that could not be read any more without them.

    The hashes by which versions know each other change with the texts.
    """
    hashes: dict[str, str] = {}
    kept = []
    for uid, yaml in list(_codebooks(connection)):
        new = runs.without(yaml)
        if new == yaml:
            continue
        if not readable(new):
            kept.append(uid)
            continue
        hashes[sha256(yaml).hex()] = sha256(new).hex()
        own = codebook_version.c.uid == uid
        connection.execute(update(codebook_version).where(own).values(yaml=new, sha256=sha256(new)))
    if hashes:
        _replace_hashes(connection, hashes)
    return kept


def _replace_hashes(connection: Connection, hashes: dict[str, str]) -> None:
    for row in connection.execute(select(codebook_version.c.id, codebook_version.c.parents)).all():
        parents = [hashes.get(parent, parent) for parent in row.parents]
        connection.execute(update(codebook_version).where(codebook_version.c.id == row.id).values(parents=parents))
    for row in connection.execute(select(event).where(event.c.kind == codebook_version.name)).all():
        values = {"before": _hashes_in(row.before, hashes), "after": _hashes_in(row.after, hashes)}
        connection.execute(update(event).where(event.c.id == row.id).values(**values))


def _hashes_in(value: Any, hashes: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _hashes_in(inner, hashes) for name, inner in value.items()}
    if isinstance(value, list):
        return [_hashes_in(inner, hashes) for inner in value]
    return hashes.get(value, value) if isinstance(value, str) else value


def _codebooks(connection: Connection) -> Iterator[tuple[bytes, str]]:
    for row in connection.execute(select(codebook_version.c.uid, codebook_version.c.yaml).order_by(codebook_version.c.id)):
        yield row.uid, row.yaml


def _values(connection: Connection) -> Iterator[tuple[Column[Any], int, bytes | None, Any]]:
    """Every searched value that has a space in it: column, local key and identifier of the row, value."""
    for name in SEARCHED:
        table_name, _dot, column_name = name.partition(".")
        table = metadata.tables[table_name]
        column = table.c[column_name]
        uid = table.c.uid if "uid" in table.c else table.c.object if table is event else None
        columns = [table.c.id, column, *([uid] if uid is not None else [])]
        for row in connection.execute(select(*columns).where(cast(column, Text).like("% %"))).all():
            yield column, row[0], row[2] if uid is not None else None, row[1]


def _words(value: Any, runs: Runs) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value[max(0, start - 10) : end + 10] for start, end in runs.found(value))
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _words(inner, runs)


def _without(value: Any, runs: Runs) -> Any:
    if isinstance(value, str):
        return runs.without(value)
    if isinstance(value, dict):
        return {name: _without(inner, runs) for name, inner in value.items()}
    return [_without(inner, runs) for inner in value] if isinstance(value, list) else value
