"""Open the one file that a study is: connections, transactions, copies, and what can be said of its health.

SQLite in WAL mode with `synchronous=FULL`: what was acknowledged survives a killed process and a power cut. In folders that another program
synchronises or that lie on another machine a rollback journal is used instead: there the file alone must always be whole, and WAL needs
memory that all its users share.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool, QueuePool

from toolkit.errors import TerrainError
from toolkit.messages import _
from toolkit.store import folders, migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path, PurePath

    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x54525241  # "TRRA", in the file's header
HEADER = b"SQLite format 3\0"
BUSY_SECONDS = 20
SIDE_FILES = ("-wal", "-shm", "-journal")


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


class Store:
    """A study file, opened. `read()` and `write()` lend connections, which stay open in between until `close()`."""

    def __init__(self, path: Path) -> None:
        """Open an existing study, bring it to the current format after a backup, and find out whether it can be written."""
        self.path = path
        _check_header(path)
        self.synchronised = folders.is_synchronised(path)
        self.read_only = not _writable(path)
        self.elsewhere = folders.is_elsewhere(path)
        wal = not self.synchronised and not self.elsewhere
        self._engine = _engine(path, read_only=self.read_only, wal=wal)
        self._upgrade()

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new, empty study file; it appears under its name only when it is complete."""
        _refuse_existing(path)
        if not path.parent.is_dir():
            raise NotAStudy(_("The folder {folder} does not exist. Make it first.", folder=path.parent))
        with _complete(path) as temporary:
            with closing(sqlite3.connect(temporary)) as raw:
                raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
                raw.execute("VACUUM")
            engine = _engine(temporary, read_only=False, wal=False)
            with _transaction(engine, path) as connection:
                for number in range(1, migrations.CURRENT + 1):
                    migrations.migrate(connection, number)
            engine.dispose()
        return cls(path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the study; nothing can be written through it."""
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
        _refuse_existing(target)
        with _faults(self.path), _complete(target) as temporary, closing(_connect(self.path, read_only=self.read_only)) as source:
            _copy(source, temporary)

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, or one line for each fault."""
        with _faults(self.path), closing(_connect(self.path, read_only=self.read_only)) as raw:
            try:
                found = [row[0] for row in raw.execute("PRAGMA integrity_check")]
                found += [f"foreign key: {row[0]} row {row[1]} -> {row[2]}" for row in raw.execute("PRAGMA foreign_key_check")]
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError as error:
                return [str(error)]
        return [line for line in found if line != "ok"]

    def fold(self) -> None:
        """Fold the write-ahead log into the file, so that the one file is complete when it is copied or mailed.

        Does nothing while somebody else reads or writes; whoever comes last folds. For a page: after an idle second.
        """
        if self.read_only or not self.path.with_name(self.path.name + "-wal").exists():
            return
        with suppress(sqlite3.OperationalError), closing(_connect(self.path, read_only=False, wait=1)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Leave one complete file behind."""
        self._engine.dispose()
        self.fold()

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
    """Put a copy in the place of a study.

    A study that SQLite can still open is written over page by page, in one transaction: who has it open sees the new content, and none of
    its files is taken away under somebody's hands. Otherwise the file is replaced; the side files of the old one go first, since they would
    be folded into the copy.
    """
    _check_header(backup)
    with _faults(backup), closing(_connect(backup, read_only=not _writable(backup))) as source:
        if not (target.exists() and _written_over(source, target)):
            with _complete(target) as temporary:
                _copy(source, temporary)
                for suffix in SIDE_FILES:
                    target.with_name(target.name + suffix).unlink(missing_ok=True)


def _written_over(source: sqlite3.Connection, target: Path) -> bool:
    try:
        with _faults(target), closing(_connect(target, read_only=False)) as old:
            if _page_size(source) != _page_size(old):
                return False
            old.execute("BEGIN IMMEDIATE")  # waits for other writers, or says that they are there; the copying itself would wait for ever
            old.execute("ROLLBACK")
            source.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.DatabaseError, StudyDamaged):
        return False
    return True


def _page_size(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA page_size").fetchone()[0])


def _copy(source: sqlite3.Connection, new: Path) -> None:
    with closing(sqlite3.connect(new)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def _complete(path: Path) -> Iterator[Path]:
    """A file to write to that takes its name only when the block has been left without failure."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        temporary.touch()
    except OSError as error:
        sentence = _("Nothing can be written to the folder {folder}: {reason}.", folder=path.parent, reason=error.strerror or error)
        raise ReadOnlyStudy(sentence) from error
    try:
        yield temporary
        temporary.replace(path)
    except PermissionError as error:  # Windows, while another program holds the file
        raise StudyBusy(_("{path} cannot be replaced: another program has it open. Close that and try again.", path=path)) from error
    finally:
        for suffix in ("", *SIDE_FILES):
            temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def _refuse_existing(path: Path) -> None:
    """Refuse to write over a file, or beside the side files of one that has gone: SQLite would fold them into the new one."""
    for found in (path, *(path.with_name(path.name + suffix) for suffix in SIDE_FILES)):
        if found.exists():
            raise StudyExists(_("{path} exists already. Choose another name; nothing was changed.", path=found))


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
    """Whether the study can be written: what the system says of file and folder, and, as it does not know of every share, an attempt."""
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return False
    try:
        with closing(_connect(path, read_only=False, wait=0)) as raw:
            raw.execute("BEGIN IMMEDIATE")
            raw.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        return not _is_refusal(error)
    return True


def _is_refusal(error: Exception) -> bool:
    words = str(error).lower()
    return "readonly database" in words or "unable to open" in words


def _uri(path: PurePath, parameters: str) -> str:
    """The address of a file for SQLite; `as_uri` would make the server of a Windows share its authority, which SQLite refuses."""
    name = path.as_posix()
    address = quote(os.fsencode(name if name.startswith("/") else f"/{name}"), safe="/:")
    return f"file://{address}?{parameters}"


def _connect(path: Path, *, read_only: bool, wait: float | None = None) -> sqlite3.Connection:
    """A connection without SQLAlchemy; it never makes a file, and waits for others.

    WAL needs to write beside the file even to read. Where that cannot be, a file without a log beside it is opened as one that does not
    change.
    """
    resolved = path.resolve()
    mode = "mode=rw"
    if read_only:
        alone = not resolved.with_name(resolved.name + "-wal").exists()
        mode = "mode=ro&immutable=1" if alone and not os.access(resolved.parent, os.W_OK) else "mode=ro"
    timeout = BUSY_SECONDS if wait is None else wait
    return sqlite3.connect(_uri(resolved, mode), uri=True, isolation_level=None, timeout=timeout, check_same_thread=False)


def _engine(path: Path, *, read_only: bool, wal: bool) -> Engine:
    """SQLAlchemy on `sqlite3` with transactions under our own control (the driver's implicit ones start too late)."""

    def connect() -> sqlite3.Connection:
        raw = _connect(path, read_only=read_only)
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA trusted_schema=OFF")
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

    # An open connection saves the dozen file operations that making and folding a log costs in every transaction.
    pool = NullPool if read_only else QueuePool
    engine = create_engine("sqlite://", creator=connect, poolclass=pool, json_serializer=to_json)

    @event.listens_for(engine, "connect")
    def remember(_raw: object, record: Any) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def same_file(_raw: object, record: Any, _proxy: object) -> None:
        if record.info["file"] != _identity(path):  # a program that synchronises, or a person, has put another file in its place
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name; None when it has gone."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


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
        if _is_refusal(error):
            raise ReadOnlyStudy(
                _(
                    "{path} cannot be opened for this here. Copy it, and the files beside it whose names begin so, to a folder of yours.",
                    path=path,
                )
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
