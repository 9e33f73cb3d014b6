"""Documents with their originals, texts, speakers and turns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from toolkit.ids import new_id, sha256
from toolkit.model import Document, Speaker, Turn
from toolkit.store import words
from toolkit.store.history import now
from toolkit.store.rows import current_versions, live, records
from toolkit.store.tables import correction, document, original, speaker, text_version, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Dialect, Table

    from toolkit.columns import Ints
    from toolkit.model import Role
    from toolkit.store.history import Change


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was just added, its text, and its speakers by label."""

    id: int
    uid: bytes
    text_version: int
    speakers: dict[str, int]


def documents(connection: Connection) -> list[Document]:
    """All documents with their current text version, in the order of import."""
    current = current_versions()
    query = live(document).add_columns(current.c.text_version).join(current, current.c.document == document.c.id)
    return records(connection, query, Document)


def document_names(connection: Connection) -> dict[str, int]:
    """The local keys of all documents, by name."""
    return {row.name: row.id for row in connection.execute(select(document.c.name, document.c.id).where(document.c.deleted.is_(False)))}


def originals_known(connection: Connection) -> dict[bytes, str]:
    """The names of all documents by the SHA-256 of their original, and of the files that their text was corrected from."""
    alive = select(document.c.sha256, document.c.name).where(document.c.deleted.is_(False))
    corrected = (
        select(correction.c.sha256, document.c.name)
        .join(text_version, text_version.c.id == correction.c.text_version)
        .join(document, document.c.id == text_version.c.document)
        .where(document.c.deleted.is_(False), text_version.c.deleted.is_(False))
    )
    return {row.sha256: row.name for query in (corrected, alive) for row in connection.execute(query)}


def add_document(
    change: Change,
    data: bytes,
    text: str,
    starts: Ints,
    turns: Iterable[Turn],
    roles: Mapping[str, Role] | None = None,
    **values: Any,
) -> Added:
    """Add a document with its original, its first text with the starts of its words, and the turns found in it.

    `values` are the columns of the document, its SHA-256 among them. Each label becomes a speaker, whose role is unknown unless `roles`
    says it. The index of words is left to `search.put_all`: that is quickest for many documents together.
    """
    uid = new_id()
    key = change.insert(document, uid, **values)
    version = _add_text(change.connection, key, text)
    _insert_all(change.connection, original, ("document", "data"), [(key, data)])
    words.put(change.connection, version, starts)
    turns = list(turns)
    labels = dict.fromkeys(found.speaker for found in turns if found.speaker is not None)
    keys = _add_speakers(change.connection, key, labels, roles or {})
    add_turns(change.connection, version, turns, keys)
    return Added(key, uid, version, keys)


def _add_text(connection: Connection, key: int, text: str) -> int:
    """A document's first text."""
    columns = ("uid", "document", "sha256", "text", "created")
    return _insert_one(connection, text_version, columns, (new_id(), key, sha256(text), text, now()))


def _add_speakers(connection: Connection, key: int, labels: Iterable[str], roles: Mapping[str, Role]) -> dict[str, int]:
    """The speakers of a new document, by label."""
    columns = ("uid", "document", "label", "role")
    return {label: _insert_one(connection, speaker, columns, (new_id(), key, label, roles.get(label, "unknown"))) for label in labels}


def add_turns(
    connection: Connection, version: int, turns: Iterable[Turn], speakers: Mapping[str, int], cases: Mapping[int, int] | None = None
) -> None:
    """Write the turns of a text version; `speakers` has the local key of each label.

    `cases` are the cases to which a person had assigned turns of the text that this one corrects, by the place of a turn in `turns`.
    """
    rows = [
        (
            version,
            found.start,
            found.end,
            found.kind,
            None if found.speaker is None else speakers[found.speaker],
            found.start_ms,
            found.end_ms,
        )
        for found in turns
    ]
    columns = ("text_version", "start", "end", "kind", "speaker", "start_ms", "end_ms")
    if not cases:
        _insert_all(connection, turn, columns, rows)
        return
    assigned = [(*row, cases.get(place), new_id() if place in cases else None) for place, row in enumerate(rows)]
    _insert_all(connection, turn, (*columns, "case", "uid"), assigned)


def _insert_one(connection: Connection, table: Table, columns: tuple[str, ...], values: tuple[Any, ...]) -> int:
    """Insert a row as `_insert_all` does; gives its local key."""
    return int(connection.exec_driver_sql(_insertion(connection.dialect, table, columns, keyed=True), values).scalar_one())


def _insert_all(connection: Connection, table: Table, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows whose values stand in the order of the table's columns, as the driver takes them: several times quicker than by name."""
    if rows:
        connection.exec_driver_sql(_insertion(connection.dialect, table, columns), rows)


@cache
def _insertion(dialect: Dialect, table: Table, columns: tuple[str, ...], *, keyed: bool = False) -> str:
    """The statement that takes the values of some columns by their place."""
    statement = insert(table).returning(table.c.id) if keyed else insert(table)
    return str(statement.compile(dialect=dialect, column_keys=list(columns)))


def original_of(connection: Connection, document_id: int) -> bytes:
    """The document's bytes as they were imported."""
    data: bytes = connection.execute(select(original.c.data).where(original.c.document == document_id)).scalar_one()
    return data


def text_of(connection: Connection, version: int) -> str:
    """A normalised text."""
    text: str = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
    return text


def current_text(connection: Connection, document_id: int) -> int:
    """The local key of a document's current text version."""
    own = text_version.c.document == document_id, text_version.c.deleted.is_(False)
    return int(connection.execute(select(func.max(text_version.c.id)).where(*own)).scalar_one())


def texts(connection: Connection) -> dict[int, str]:
    """The current text of every document, by the document's local key."""
    current = current_versions()
    query = select(current.c.document, text_version.c.text).join(text_version, text_version.c.id == current.c.text_version)
    return {found.document: found.text for found in connection.execute(query)}


def speakers(connection: Connection, document_id: int | None = None) -> list[Speaker]:
    """The speakers of a document, or of all live ones."""
    query = live(speaker).join(document, document.c.id == speaker.c.document).where(document.c.deleted.is_(False))
    return records(connection, query.where(speaker.c.document == document_id) if document_id is not None else query, Speaker)


def turns(connection: Connection, version: int) -> list[tuple[int, Turn]]:
    """The turns of a text, with their local keys, in order."""
    query = (
        select(turn.c.id, turn.c.start, turn.c.end, turn.c.kind, speaker.c.label, turn.c.start_ms, turn.c.end_ms)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker)
        .where(turn.c.text_version == version)
        .order_by(turn.c.start, turn.c.end.desc())
    )
    return [(row.id, Turn(*row[1:])) for row in connection.execute(query)]


def turn_cases(connection: Connection, version: int) -> dict[int, int]:
    """The cases to which a person assigned turns of a text, by local keys."""
    query = select(turn.c.id, turn.c.case).where(turn.c.text_version == version, turn.c.case.is_not(None))
    return {row.id: row.case for row in connection.execute(query)}


def with_assigned_turns(connection: Connection) -> frozenset[int]:
    """The live documents of whose current text a person assigned turns to cases, by local key."""
    current = current_versions()
    query = select(current.c.document).join(turn, turn.c.text_version == current.c.text_version)
    return frozenset(connection.scalars(query.where(turn.c.uid.is_not(None), turn.c.case.is_not(None))))


def assign_turns(change: Change, version: int, keys: Collection[int], case: int | None) -> int:
    """Assign turns of a text to a case, or to none; gives how many were not in it before.

    From then on a turn has an identifier and a history.
    """
    query = select(turn.c.id, turn.c.uid).where(turn.c.text_version == version, turn.c.case.is_distinct_from(case))
    found = [row for row in change.connection.execute(query) if row.id in keys]
    for row in found:
        if row.uid is None:
            change.connection.execute(update(turn).where(turn.c.id == row.id).values(uid=new_id()))
        change.update(turn, row.id, case=case)
    return len(found)


def change_document(change: Change, key: int, **values: Any) -> bool:
    """Change what is known of a document: its name, case, kind, date or language; or delete it."""
    return change.update(document, key, **values)


def change_speaker(change: Change, key: int, **values: Any) -> bool:
    """Say who a speaker is: the role, and the person."""
    return change.update(speaker, key, **values)
