"""Connections to the one file that a study is, and what SQLite says of it in sentences.

The file is touched through SQLite alone: on POSIX, closing any other handle of it would drop the locks of every connection of this process.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from toolkit.errors import TerrainError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

    from sqlalchemy import Connection, Engine

    #: To write; to read what others may write; to read a file beside which nothing can be made, and which nobody changes.
    Access = Literal["write", "read", "still"]

APPLICATION_ID = 0x54525241  # "TRRA", in the file's header
BUSY_SECONDS = 20
SIDE_FILES = ("-wal", "-shm", "-journal")


class NotAStudy(TerrainError):
    """A file that is no study."""


class StudyExists(TerrainError):
    """A new study would overwrite something."""


class StudyBusy(TerrainError):
    """Another process holds the study."""


class StudyDamaged(TerrainError):
    """The file, or something in it, cannot be read."""


class ReadOnlyStudy(TerrainError):
    """A change was asked of a study that can only be read."""


class DiskFull(TerrainError):
    """There is no room for a change."""


def side_files(path: Path) -> list[Path]:
    """The files that SQLite may have put beside a study, and that belong to it."""
    return [path.with_name(path.name + suffix) for suffix in SIDE_FILES]


def left_to_fold(path: Path) -> bool:
    """Whether a side file holds something that is not in the study's own file."""
    return any(_size(side) for side in side_files(path) if not side.name.endswith("-shm"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def must_be_there(path: Path) -> None:
    """Refuse, with a sentence, what no study can be opened from."""
    try:
        if path.is_dir():
            raise NotAStudy(_("{path} is a folder. A study is one file whose name ends in .terrain.", path=path))
        path.stat()
    except FileNotFoundError as error:
        raise NotAStudy(_("There is no study {path}. `terrain new {path}` makes one.", path=path)) from error
    except OSError as error:
        raise NotAStudy(_("{path} cannot be opened: {reason}.", path=path, reason=error.strerror or error)) from error


def must_be_a_study(raw: sqlite3.Connection, path: Path) -> None:
    """Refuse what is no study; an SQLite file of another program is told apart by its application number."""
    try:
        found = raw.execute("PRAGMA application_id").fetchone()[0]
    except sqlite3.DatabaseError as error:
        if "not a database" not in str(error).lower():
            raise
        found = 0
    if found != APPLICATION_ID:
        raise NotAStudy(_("{path} is not a Terrain study.", path=path))


def uri(path: PurePath, parameters: str) -> str:
    """The address of a file for SQLite; `as_uri` would make the server of a Windows share its authority, which SQLite refuses."""
    name = path.as_posix()
    address = quote(os.fsencode(name if name.startswith("/") else f"/{name}"), safe="/:")
    return f"file://{address}?{parameters}"


def connect(path: Path, access: Access, *, wait: float | None = None) -> sqlite3.Connection:
    """A connection without SQLAlchemy; it never makes a study, and waits for others (seconds)."""
    mode = {"write": "mode=rw", "read": "mode=ro", "still": "mode=ro&immutable=1"}[access]
    timeout = BUSY_SECONDS if wait is None else wait
    return sqlite3.connect(uri(path.resolve(), mode), uri=True, isolation_level=None, timeout=timeout, check_same_thread=False)


def reading(path: Path, *, room: bool = True) -> Access:
    """How a study is read that cannot be written.

    WAL needs to write beside the file even to read. Where that cannot be, because the folder is protected or the disk has no `room`, a file
    without a log beside it is opened as one that does not change.
    """
    return "read" if left_to_fold(path) or (room and os.access(path.resolve().parent, os.W_OK)) else "still"


def engine(path: Path, access: Access, *, wal: bool, alone: bool = False) -> Engine:
    """SQLAlchemy on `sqlite3` with transactions under our own control (the driver's implicit ones start too late).

    With `alone` its one connection keeps everybody else away from the first statement on until it is closed.
    """

    def made() -> sqlite3.Connection:
        raw = connect(path, access)
        try:
            for pragma in _pragmas(access, wal=wal, alone=alone):
                raw.execute(f"PRAGMA {pragma}")
        except BaseException:
            raw.close()  # it may hold a lock
            raise
        return raw

    # An open connection saves the dozen file operations that making and folding a log costs in every transaction.
    pool = QueuePool if access == "write" else NullPool
    found = create_engine("sqlite://", creator=made, poolclass=pool, json_serializer=_to_json, json_deserializer=_from_json)

    @event.listens_for(found, "connect")
    def remember(_raw: object, record: Any) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(found, "checkout")
    def same_file(_raw: object, record: Any, _proxy: object) -> None:
        if record.info["file"] != _identity(path):  # a program that synchronises, or a person, has put another file in its place
            raise DisconnectionError

    @event.listens_for(found, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
        connection.exec_driver_sql("BEGIN EXCLUSIVE" if alone else "BEGIN IMMEDIATE" if write else "BEGIN")

    return found


def _pragmas(access: Access, *, wal: bool, alone: bool) -> Iterator[str]:
    if alone:
        yield "locking_mode=EXCLUSIVE"
    yield from ("foreign_keys=ON", "trusted_schema=OFF")
    if access == "write":
        yield from (f"journal_mode={'WAL' if wal else 'DELETE'}", "synchronous=FULL", "secure_delete=ON")
        if sys.platform == "darwin":
            yield from ("fullfsync=ON", "checkpoint_fullfsync=ON")


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise StudyDamaged(_("Something in the study cannot be read. `terrain check` says where.")) from error


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None when it has gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def try_to_write(path: Path) -> None:
    """Begin a change and leave it; raises what SQLite says against it."""
    with closing(connect(path, "write", wait=0)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")


def is_refusal(error: Exception) -> bool:
    """Whether SQLite says that it may not."""
    words = str(error).lower()
    return "readonly database" in words or "unable to open" in words


def is_full(error: Exception) -> bool:
    """Whether SQLite says that there is no room, or that the disk does not answer."""
    words = str(error).lower()
    return "disk is full" in words or "disk i/o" in words


def is_busy(error: Exception) -> bool:
    """Whether SQLite says that somebody else holds the file."""
    words = str(error).lower()
    return "locked" in words or "busy" in words


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Say in a sentence what SQLite says in its own words."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        sentence = _sentence(error, path)
        if sentence is None:
            raise
        raise sentence from error


def _sentence(error: Exception, path: Path) -> TerrainError | None:
    words = str(error).lower()
    if isinstance(error, (OperationalError, sqlite3.OperationalError)):
        if is_busy(error):
            return StudyBusy(
                _("Another program is writing to {path}. Wait until it is done and try again; nothing was changed.", path=path)
            )
        if is_refusal(error) and not path.exists():
            return NotAStudy(_("There is no study {path} any more: it was moved or deleted while it was open.", path=path))
        if is_refusal(error):
            sentence = _(
                "{path} cannot be opened for this here. Copy it, and the files beside it whose names begin so, to a folder of yours."
            )
            return ReadOnlyStudy(sentence.format(path=path))
        if is_full(error):
            return DiskFull(_("The disk is full or does not answer; the change to {path} was not made.", path=path))
    if "malformed" in words or "not a database" in words or "could not decode" in words:
        return StudyDamaged(_("{path} is damaged. `terrain check` says where; `terrain restore` puts a backup in its place.", path=path))
    return None
