"""Documents with their originals, texts, speakers and turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from toolkit.ids import new_id, sha256
from toolkit.model import Document, Speaker, Turn
from toolkit.store.history import now
from toolkit.store.rows import current_versions, live, records
from toolkit.store.tables import document, original, speaker, text_version, turn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from toolkit.store.history import Change


def documents(connection: Connection) -> list[Document]:
    """All documents with their current text version, in the order of import."""
    current = current_versions()
    query = live(document).add_columns(current.c.text_version).join(current, current.c.document == document.c.id)
    return records(connection, query, Document)


def document_with_hash(connection: Connection, digest: bytes) -> Document | None:
    """The live document whose original has this SHA-256."""
    return next((found for found in documents(connection) if found.sha256 == digest), None)


def add_document(change: Change, data: bytes, text: str, turns: Iterable[Turn], **values: Any) -> int:
    """Add a document with its original, its first text and the turns found in it; gives its local key.

    `values` are the other columns of the document. Each label becomes a speaker whose role is unknown.
    """
    key = change.insert(document, sha256=sha256(data), **values)
    change.add(original, [{"document": key, "data": data}])
    version = change.connection.execute(
        insert(text_version)
        .values(uid=new_id(), document=key, parent=None, sha256=sha256(text), text=text, created=now())
        .returning(text_version.c.id)
    ).scalar_one()
    turns = list(turns)
    labels = dict.fromkeys(found.speaker for found in turns if found.speaker is not None)
    change.add(speaker, [{"uid": new_id(), "document": key, "label": label, "role": "unknown", "person": None} for label in labels])
    keys = {found.label: found.id for found in speakers(change.connection, key)}
    change.add(
        turn,
        [
            {
                "text_version": version,
                "start": found.start,
                "end": found.end,
                "kind": found.kind,
                "speaker": keys.get(found.speaker) if found.speaker is not None else None,
                "start_ms": found.start_ms,
                "end_ms": found.end_ms,
                "case": None,
            }
            for found in turns
        ],
    )
    return key


def original_of(connection: Connection, document_id: int) -> bytes:
    """The document's bytes as they were imported."""
    data: bytes = connection.execute(select(original.c.data).where(original.c.document == document_id)).scalar_one()
    return data


def text_of(connection: Connection, version: int) -> str:
    """A normalised text."""
    text: str = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
    return text


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


def change_document(change: Change, key: int, **values: Any) -> bool:
    """Change what is known of a document: its name, case, kind, date or language; or delete it."""
    return change.update(document, key, **values)


def change_speaker(change: Change, key: int, **values: Any) -> bool:
    """Say who a speaker is: the role, and the person."""
    return change.update(speaker, key, **values)
