"""Open the one file that a study is: connections, transactions, copies, and what can be said of its health.

SQLite in WAL mode with `synchronous=FULL`: what was acknowledged survives a killed process and a power cut. In folders that another program
synchronises, or where WAL cannot work, a rollback journal is used instead, because there the file alone must always be whole.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from toolkit.errors import TerrainError
from toolkit.messages import _
from toolkit.store import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x54525241  # "TRRA", in the file's header
HEADER = b"SQLite format 3\0"
BUSY_SECONDS = 20

#: Folder names that synchronisation programs use; a WAL file beside the study would be copied at another moment than the study.
SYNCHRONISED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "mobile documents",
    "nextcloud",
    "owncloud",
    "seafile",
    "syncthing",
)


class NotAStudy(TerrainError):
    """A file that is no study."""


class StudyExists(TerrainError):
    """A new study would overwrite something."""


class StudyBusy(TerrainError):
    """Another process holds the study."""


class StudyDamaged(TerrainError):
    """SQLite cannot read the file."""


class ReadOnlyStudy(TerrainError):
    """A change was asked of a study that can only be read."""


def in_synchronised_folder(path: Path) -> bool:
    """Whether another program probably copies this folder while we write."""
    return any(name in part.lower() for part in path.resolve().parts for name in SYNCHRONISED)


class Store:
    """A study file, opened. `read()` and `write()` give connections; nothing is kept open in between."""

    def __init__(self, path: Path) -> None:
        """Open an existing study, bring it to the current format after a backup, and find out whether it can be written."""
        self.path = path
        _check_header(path)
        self.synchronised = in_synchronised_folder(path)
        self.read_only = not _writable(path)
        self._engine = _engine(path, read_only=self.read_only, wal=not self.synchronised)
        self._upgrade()

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new, empty study file; it appears under its name only when it is complete."""
        if path.exists():
            raise StudyExists(_("{path} exists already. Choose another name; nothing was changed.", path=path))
        if not path.parent.is_dir():
            raise NotAStudy(_("The folder {folder} does not exist. Make it first.", folder=path.parent))
        temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with closing(sqlite3.connect(temporary)) as raw:
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute("VACUUM")
            engine = _engine(temporary, read_only=False, wal=False)
            with _transaction(engine, temporary) as connection:
                for number in range(1, migrations.CURRENT + 1):
                    migrations.migrate(connection, number)
            engine.dispose()
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        return cls(path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the study."""
        with _faults(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the study for writing; everything in it happens, or nothing."""
        if self.read_only:
            raise ReadOnlyStudy(_("{path} can only be read here. Copy it to a folder where you may write.", path=self.path))
        with _transaction(self._engine, self.path) as connection:
            yield connection

    def backup(self, target: Path) -> None:
        """Copy the study, also while others write to it; the copy appears under its name only when it is complete."""
        if target.exists():
            raise StudyExists(_("{path} exists already. Choose another name; nothing was changed.", path=target))
        temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            with _faults(self.path), closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(temporary)) as copy:
                source.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, or one line for each fault."""
        with closing(sqlite3.connect(self.path)) as raw:
            try:
                found = [row[0] for row in raw.execute("PRAGMA integrity_check")]
                found += [f"foreign key: {row[0]} row {row[1]} -> {row[2]}" for row in raw.execute("PRAGMA foreign_key_check")]
            except sqlite3.DatabaseError as error:
                return [str(error)]
        return [line for line in found if line != "ok"]

    def close(self) -> None:
        """Fold the write-ahead log into the file, so that the one file is complete when it is copied or mailed."""
        if not self.read_only and not self.synchronised:
            with closing(sqlite3.connect(self.path, timeout=1)) as raw:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._engine.dispose()

    def _upgrade(self) -> None:
        with self.read() as connection:
            done = migrations.check_not_newer(connection)
        if done == migrations.CURRENT:
            return
        if self.read_only:
            raise ReadOnlyStudy(
                _("{path} has an older format and cannot be written here. Copy it to a folder where you may write.", path=self.path)
            )
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        self.backup(self.path.with_name(f"{self.path.stem}.format-{done}.{stamp}{self.path.suffix}"))
        for number in range(done + 1, migrations.CURRENT + 1):
            with self.write() as connection:
                if migrations.applied(connection) < number:  # another process may have been faster
                    migrations.migrate(connection, number)


def restore(backup: Path, target: Path) -> None:
    """Put a copy in the place of a study: the side files of the old one go first, since they would be folded into the copy."""
    _check_header(backup)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(temporary)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        for suffix in ("-wal", "-shm", "-journal"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _check_header(path: Path) -> None:
    """Refuse what is no study with a sentence; an SQLite file of another program is told apart by its application number."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise NotAStudy(_("There is no study {path}. `terrain new {path}` makes one.", path=path)) from error
    except IsADirectoryError as error:
        raise NotAStudy(_("{path} is a folder. A study is one file whose name ends in .terrain.", path=path)) from error
    except OSError as error:
        raise NotAStudy(_("{path} cannot be opened: {reason}.", path=path, reason=error.strerror or error)) from error
    if header[:16] != HEADER or int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAStudy(_("{path} is not a Terrain study.", path=path))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _engine(path: Path, *, read_only: bool, wal: bool) -> Engine:
    """SQLAlchemy on `sqlite3` with transactions under our own control (the driver's implicit ones start too late)."""

    def connect() -> sqlite3.Connection:
        # A study in a folder that cannot be written is opened as an unchanging file: WAL needs to write even to read.
        uri = f"{path.resolve().as_uri()}?{'mode=ro&immutable=1' if read_only else 'mode=rw'}"
        raw = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
        raw.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            raw.execute(f"PRAGMA journal_mode={'WAL' if wal else 'DELETE'}")
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("PRAGMA secure_delete=ON")
            if sys.platform == "darwin":
                raw.execute("PRAGMA fullfsync=ON")
                raw.execute("PRAGMA checkpoint_fullfsync=ON")
        return raw

    def to_json(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, json_serializer=to_json)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


@contextmanager
def _transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    with _faults(path), engine.connect().execution_options(write=True) as connection, connection.begin():
        yield connection


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """Say in a sentence what SQLite says in its own words."""
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        words = str(error).lower()
        if "locked" in words or "busy" in words:
            raise StudyBusy(
                _("Another program is writing to {path}. Wait until it is done and try again; nothing was changed.", path=path)
            ) from error
        if "disk is full" in words or "disk i/o" in words:
            raise TerrainError(_("The disk is full or does not answer; the change to {path} was not made.", path=path)) from error
        raise
    except (DatabaseError, sqlite3.DatabaseError) as error:
        words = str(error).lower()
        if "malformed" in words or "not a database" in words:
            raise StudyDamaged(
                _("{path} is damaged. `terrain check` says where; `terrain restore` puts a backup in its place.", path=path)
            ) from error
        raise
