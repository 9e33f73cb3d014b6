"""The texts of a document: adding a corrected one with the file that it was read from, and listing them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from toolkit.errors import NotFound
from toolkit.ids import sha256
from toolkit.messages import _
from toolkit.store import places, search, words
from toolkit.store.documents import original_of
from toolkit.store.history import now
from toolkit.store.tables import correction, document, speaker, text_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from toolkit.columns import Ints
    from toolkit.store.history import Change
    from toolkit.store.places import Movers


MEANWHILE = "\N{ZERO WIDTH SPACE}"  # ends a label that somebody else has just got


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a corrected text was read from, with what reads it."""

    name: str
    reader: str
    encoding: str | None
    data: bytes


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One text of a document: its number among them, from 1, the name of its file, and when it came."""

    id: int
    number: int
    file: str
    created: str
    sha256: bytes


def add_text(change: Change, document_id: int, parent: int, text: str, starts: Ints, source: Source, movers: Movers | None = None) -> int:
    """Add a corrected text, the words that begin at `starts` with it, and place what was made on the older ones; gives its local key."""
    connection = change.connection
    corrected = connection.execute(select(text_version.c.sha256).where(text_version.c.id == parent)).scalar_one()
    values = {"document": document_id, "parent": corrected, "sha256": sha256(text), "text": text, "created": now()}
    version = change.insert(text_version, **values)
    file = {"name": source.name, "reader": source.reader, "encoding": source.encoding, "sha256": sha256(source.data), "data": source.data}
    connection.execute(insert(correction), {"text_version": version, **file})
    words.put(connection, version, starts)
    search.put(connection, version, text)
    places.put(connection, version, movers)
    return version


def keep_speakers(change: Change, document_id: int, labels: Iterable[str], renamed: Mapping[str, str]) -> dict[str, int]:
    """The speakers of a corrected text by label: those of the old one with their roles and persons, `renamed` from old to new label.

    A speaker whose label is in the text no more is taken away, and comes back with it; the role of a new one is unknown.
    """
    rows = {row.label: row for row in change.connection.execute(select(speaker).where(speaker.c.document == document_id)).all()}
    before = {new: rows[old] for old, new in renamed.items() if old in rows}
    found: dict[str, int] = {}
    to_name: dict[str, int] = {}
    for label in dict.fromkeys(labels):
        own, old = rows.get(label), before.get(label)
        if own is not None and label not in renamed:
            known = {"role": old.role, "person": old.person} if own.deleted and old is not None else {}
            change.update(speaker, own.id, deleted=False, **known)
            found[label] = own.id
        elif old is not None:
            if own is not None:  # its owner gets another one: two labels may have changed places
                change.update(speaker, own.id, label=f"{label}{MEANWHILE}")
            found[label] = to_name[label] = old.id
        else:
            found[label] = change.insert(speaker, document=document_id, label=label, role="unknown", person=None)
    for label, key in to_name.items():
        change.update(speaker, key, label=label, deleted=False)
    for row in rows.values():
        if row.id not in found.values():
            change.delete(speaker, row.id)
    return found


def versions(connection: Connection, document_id: int) -> list[TextVersion]:
    """The live texts of a document, the oldest first."""
    query = (
        select(text_version.c.id, text_version.c.created, correction.c.name, correction.c.sha256, document.c.name, document.c.sha256)
        .join(document, document.c.id == text_version.c.document)
        .outerjoin(correction, correction.c.text_version == text_version.c.id)
        .where(text_version.c.document == document_id, text_version.c.deleted.is_(False))
    )
    rows = connection.execute(query.order_by(text_version.c.id)).all()
    return [
        TextVersion(key, number, file or name, created, digest or original)
        for number, (key, created, file, digest, name, original) in enumerate(rows, 1)
    ]


def file_of(connection: Connection, document_id: int, number: int) -> bytes:
    """The file that one of the texts of a document was read from, byte for byte; raises `NotFound`."""
    known = {version.number: version.id for version in versions(connection, document_id)}
    if number not in known:
        raise NotFound(_("The document has no text no. {number}. `terrain document versions` lists them.", number=number))
    data: bytes | None = connection.scalar(select(correction.c.data).where(correction.c.text_version == known[number]))
    return original_of(connection, document_id) if data is None else data
