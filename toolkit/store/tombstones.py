"""What was erased, and which files were written from the study that may still hold it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from toolkit.store import connecting
from toolkit.store.history import now
from toolkit.store.rows import live, records
from toolkit.store.tables import coder, erased, written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.store.history import Change


@dataclass(frozen=True, slots=True)
class Erased:
    """A tombstone: what was erased, by the SHA-256 of its original where it had one, when, why, and the copies that then still held it."""

    id: int
    uid: bytes
    kind: str
    sha256: bytes | None
    reason: str
    coder: int
    copies: list[str]
    time: str


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written from the study: a backup or an export, and when."""

    kind: str
    path: str
    time: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a study's file knows of erasings (values in the order of `COLUMNS`) and of files that were written from it."""

    erased: list[tuple[Any, ...]]
    written: list[Written]


COLUMNS = "uid, kind, sha256, reason, copies, time"


def erasures(connection: Connection) -> list[Erased]:
    """Everything that was erased, in the order of time."""
    return records(connection, live(erased), Erased)


def note_erased(change: Change, kind: str, digests: Iterable[bytes | None], reason: str, copies: Sequence[str]) -> None:
    """Leave a tombstone for each original; None stands for what had none."""
    for digest in digests:
        change.insert(erased, kind=kind, sha256=digest, reason=reason, coder=change.coder, copies=list(copies), time=now())


def note_written(connection: Connection, kind: str, path: str) -> None:
    """Note that a file was written from the study; one that is written over is noted once, with the last time."""
    _note(connection, Written(kind, path, now()))


def _note(connection: Connection, file: Written) -> None:
    connection.execute(delete(written).where(written.c.path == file.path, written.c.time <= file.time))
    if connection.scalar(select(written.c.id).where(written.c.path == file.path)) is None:
        connection.execute(insert(written).values(kind=file.kind, path=file.path, time=file.time))


def files_written(connection: Connection, since: str = "") -> list[Written]:
    """The files that were written from the study since a time, the oldest first."""
    query = select(written.c.kind, written.c.path, written.c.time).where(written.c.time >= since)
    return [Written(*row) for row in connection.execute(query.order_by(written.c.time, written.c.id))]


def known_in(path: Path) -> Known:
    """What the file of a study, perhaps damaged or of an older format, knows of erasings and files; nothing where it cannot be read."""
    try:
        with closing(connecting.connect(path, connecting.reading(path))) as raw:
            found = raw.execute(f"SELECT {COLUMNS} FROM erased").fetchall()  # noqa: S608 - a constant
            return Known(found, [Written(*row) for row in raw.execute("SELECT kind, path, time FROM written")])
    except sqlite3.DatabaseError:
        return Known([], [])


def take_over(connection: Connection, known: Known) -> list[Erased]:
    """Take over what another state of this study knew; gives the tombstones that were not here, which then are."""
    here = set(connection.scalars(select(erased.c.uid)))
    first = connection.scalar(select(func.min(coder.c.id)))
    for uid, kind, digest, reason, copies, time in known.erased:
        if uid not in here:
            values = {
                "uid": uid,
                "kind": kind,
                "sha256": digest,
                "reason": reason,
                "coder": first,
                "copies": json.loads(copies),
                "time": time,
            }
            connection.execute(insert(erased), values)
    for file in known.written:
        _note(connection, file)
    return [found for found in erasures(connection) if found.uid not in here]


def holds(path: Path, digests: Collection[bytes]) -> bool | None:
    """Whether a copy of a study holds one of these originals, or their texts; None where it cannot be read."""
    marks = ",".join("?" * len(digests))
    query = (
        f"SELECT 1 FROM document JOIN text_version ON text_version.document = document.id WHERE text <> '' AND document.sha256 IN ({marks})"  # noqa: S608
    )
    try:
        with closing(connecting.connect(path, connecting.reading(path))) as raw:
            return raw.execute(query, list(digests)).fetchone() is not None
    except sqlite3.DatabaseError:
        return None
