"""What a check of a study compares: texts with their hashes, originals with theirs, quotes with the text that they were taken from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from toolkit.store.tables import coding, document, original, text_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class StoredText:
    """One text version of a document, and the SHA-256 that was noted when it was written."""

    id: int
    document: str
    text: str
    sha256: bytes


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """A document's name, the SHA-256 that was noted for its original, and the original's bytes; None where they are missing."""

    document: str
    sha256: bytes
    data: bytes | None


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """Where a coding stood when it was made, and the words that were there."""

    uid: bytes
    text_version: int
    start: int
    end: int
    quote: str


def texts(connection: Connection) -> Iterator[StoredText]:
    """All text versions, also older ones, one after the other."""
    query = select(text_version.c.id, document.c.name, text_version.c.text, text_version.c.sha256)
    for row in connection.execute(query.join(document, document.c.id == text_version.c.document).order_by(text_version.c.id)):
        yield StoredText(*row)


def originals(connection: Connection) -> Iterator[StoredOriginal]:
    """The originals of all documents, one after the other."""
    query = select(document.c.name, document.c.sha256, original.c.data).outerjoin(original, original.c.document == document.c.id)
    for row in connection.execute(query.order_by(document.c.id)):
        yield StoredOriginal(*row)


def quotes(connection: Connection, version: int) -> Iterator[StoredQuote]:
    """The live codings made on one text version."""
    columns = (coding.c.uid, coding.c.text_version, coding.c.start, coding.c.end, coding.c.quote)
    query = select(*columns).where(coding.c.text_version == version, coding.c.deleted.is_(False)).order_by(coding.c.id)
    for row in connection.execute(query):
        yield StoredQuote(*row)
