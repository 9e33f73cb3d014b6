"""Open the one file that a study is: transactions, copies, and what can be said of its health.

SQLite in WAL mode with `synchronous=FULL`: what was acknowledged survives a killed process and a power cut. In folders that another program
synchronises or that lie on another machine a rollback journal is used instead: there the file alone must always be whole, and WAL needs
memory that all its users share.
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from toolkit.messages import _
from toolkit.store import connecting, copies, folders, locks, migrations
from toolkit.store.connecting import (
    APPLICATION_ID,
    DiskFull,
    NotAStudy,
    ReadOnlyStudy,
    StudyBusy,
    StudyDamaged,
    StudyExists,
    faults,
)
from toolkit.store.copies import restore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    #: Why a study is only read: file or folder are protected, there is no room, another machine has it open. Empty: it is written.
    Obstacle = Literal["", "protected", "full", "held"]

__all__ = ["DiskFull", "NotAStudy", "ReadOnlyStudy", "Store", "StudyBusy", "StudyDamaged", "StudyExists", "restore"]

UNFOLDED_SECONDS = 0.05  # for which a rollback journal must lie still to be one that a crash has left


class Store:
    """A study file, opened. `read()` and `write()` lend connections, which stay open in between until `close()`.

    What was found at opening, for the doors to say: `obstacle`, why it cannot be written; `holder`, who has it open on another machine;
    `recovered`, whether a crash had left something beside it; `unfinished`, whether an erasing could not be finished yet.
    """

    def __init__(self, path: Path) -> None:
        """Open an existing study, bring it to the current format after a backup, and find out whether it can be written."""
        self.path = path
        connecting.must_be_there(path)
        self.synchronised = folders.is_synchronised(path)
        self.elsewhere = folders.is_elsewhere(path)
        self._wal = not self.synchronised and not self.elsewhere
        self.holder = None if self._wal else locks.held_elsewhere(path)
        with faults(path):
            done, unfinished = _look(path)
            self.recovered = _recovered(path)
            self.obstacle: Obstacle = "held" if self.holder is not None else _obstacle(path)
        self.read_only = bool(self.obstacle)
        self._engine = connecting.engine(path, self._access, wal=self._wal)
        self._upgrade(done)
        self.unfinished = unfinished and not self._finished()
        if not self.read_only:
            folders.sweep(path)
            self._hold()

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make a new, empty study file; it appears under its name only when it is complete."""
        copies.refuse_existing(path)
        if not path.parent.is_dir():
            raise NotAStudy(_("The folder {folder} does not exist. Make it first.", folder=path.parent))
        with copies.complete(path) as temporary:
            make(temporary, migrations.CURRENT)
        return cls(path)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the study; nothing can be written through it."""
        with faults(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that holds the study for writing; everything in it happens, or nothing."""
        if self.read_only:
            raise ReadOnlyStudy(self.why_read_only())
        self._hold()
        with _transaction(self._engine, self.path) as connection:
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A transaction during which nobody else has the study open; raises `StudyBusy` with who has. For what changes the whole file."""
        if self.read_only:
            raise ReadOnlyStudy(self.why_read_only())
        self._engine.dispose()
        engine = connecting.engine(self.path, "write", wal=self._wal, alone=True)
        try:
            with _only_one(self.path, wal=self._wal), _transaction(engine, self.path) as connection:
                yield connection
        finally:
            engine.dispose()

    def rewrite(self) -> None:
        """Write the whole file anew, so that nothing is left in it of what was deleted; raises `StudyBusy` and `DiskFull`."""
        self._engine.dispose()
        with _only_one(self.path, wal=self._wal), faults(self.path), closing(connecting.connect(self.path, "write")) as raw:
            raw.execute("PRAGMA locking_mode=EXCLUSIVE")
            raw.execute("PRAGMA secure_delete=ON")
            raw.execute("VACUUM")
            raw.execute(f"PRAGMA user_version={WHOLE}")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def why_read_only(self) -> str:
        """The sentence that says why the study can only be read, and what to do."""
        if self.holder is not None:
            sentence = _(
                "{who} has {path} open on {host} since {time}; here it can only be read. If that is not so any more, delete {lock}.",
                path=self.path,
                lock=locks.lock_path(self.path).name,
                **copies.said_of(self.holder),
            )
        elif self.obstacle == "full":
            sentence = _("The disk is full: {path} can only be read. Make room; nothing that was saved is lost.", path=self.path)
        else:
            sentence = _("{path} can only be read here. Copy it to a folder where you may write.", path=self.path)
        return sentence

    def backup(self, target: Path) -> None:
        """Copy the study, also while others write to it; the copy appears under its name only when it is complete."""
        copies.copy(self.path, target, self._access)

    def check(self) -> list[str]:
        """What SQLite finds wrong with the file: nothing, or one line for each fault."""
        with faults(self.path), closing(connecting.connect(self.path, self._access)) as raw:
            try:
                found = [row[0] for row in raw.execute("PRAGMA integrity_check")]
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
        with suppress(sqlite3.OperationalError), closing(connecting.connect(self.path, "write", wait=1)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Leave one complete file behind."""
        self._engine.dispose()
        self.fold()
        if not self._wal and not self.read_only:
            locks.release(self.path)

    @property
    def _access(self) -> connecting.Access:
        return connecting.reading(self.path, room=self.obstacle != "full") if self.obstacle else "write"

    def _hold(self) -> None:
        if self._wal:
            return
        self.holder = locks.held_elsewhere(self.path)
        if self.holder is not None:  # both had opened it before the lock of one of them was seen by the other
            raise ReadOnlyStudy(self.why_read_only())
        locks.hold(self.path)

    def _upgrade(self, done: int) -> None:
        if done == migrations.CURRENT:
            return
        if self.read_only:
            raise ReadOnlyStudy(
                _("{path} has an older format and cannot be written here. Copy it to a folder where you may write.", path=self.path)
            )
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        self.backup(copies.free_name(self.path.with_name(f"{self.path.stem}.format-{done}.{stamp}{self.path.suffix}")))
        for number in range(done + 1, migrations.CURRENT + 1):
            with self.alone() as connection:
                if migrations.applied(connection) < number:  # another process may have been faster
                    migrations.migrate(connection, number)

    def _finished(self) -> bool:
        """Finish an erasing that was interrupted, unless somebody else has the study open or there is no room."""
        if self.read_only:
            return False
        try:
            self.rewrite()
        except (StudyBusy, DiskFull):
            return False
        return True


#: What the header's user version says: everything is as it should be; or rows were erased and the file is still to be rewritten.
WHOLE, ERASING = 0, 1


def mark_erasing(connection: Connection) -> None:
    """Note, within a transaction that erases, that the file must be rewritten afterwards, also if this process ends before."""
    connection.exec_driver_sql(f"PRAGMA user_version={ERASING}")


def make(path: Path, number: int) -> None:
    """Make an empty study of format `number` in an empty file."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
        raw.execute("VACUUM")
    bring_to(path, number, done=0)


def bring_to(path: Path, number: int, *, done: int) -> None:
    """Change a file that nobody else knows of from format `done` to format `number`."""
    engine = connecting.engine(path, "write", wal=False)
    with _transaction(engine, path) as connection:
        for step in range(done + 1, number + 1):
            migrations.migrate(connection, step)
    engine.dispose()


def _look(path: Path) -> tuple[int, bool]:
    """The file's format, and whether an erasing is not finished; refuses, untouched, what is no study or one of a newer program."""
    log = path.with_name(path.name + "-wal")
    # Whoever writes, and closes as the last one, folds in what a crash has left: not into a file that is refused.
    access: connecting.Access = connecting.reading(path) if log.exists() or _is_protected(path) else "write"
    try:
        return _looked(path, access)
    except sqlite3.OperationalError as error:
        if access != "write" or not (connecting.is_refusal(error) or connecting.is_full(error)):
            raise
        return _looked(path, connecting.reading(path, room=not connecting.is_full(error)))


def _looked(path: Path, access: connecting.Access) -> tuple[int, bool]:
    with closing(connecting.connect(path, access)) as raw:
        connecting.must_be_a_study(raw, path)
        there = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'migration'").fetchone()
        done = (raw.execute("SELECT max(number) FROM migration").fetchone()[0] or 0) if there else 0
        migrations.refuse_newer(done)
        return done, raw.execute("PRAGMA user_version").fetchone()[0] == ERASING


def _is_protected(path: Path) -> bool:
    return not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _recovered(path: Path) -> bool:
    """Whether a crash has left something beside the study that nobody has open; SQLite then takes it over, or takes half a change back."""
    log, journal = (path.with_name(path.name + suffix) for suffix in ("-wal", "-journal"))
    if not connecting.left_to_fold(path) or _is_protected(path):
        return False
    if journal.exists() and not _lies_still(journal):
        return False
    try:
        with closing(connecting.connect(path, "write", wait=0)) as raw:
            raw.execute("PRAGMA locking_mode=EXCLUSIVE")
            connecting.must_be_a_study(raw, path)
            there = journal.exists() or connecting.left_to_fold(path)  # nobody else can fold it now
            raw.execute("BEGIN EXCLUSIVE")
            raw.execute("ROLLBACK")
    except sqlite3.OperationalError:  # somebody has it open, or it cannot be written
        return False
    return there and not (log.exists() and connecting.left_to_fold(path))


def _lies_still(journal: Path) -> bool:
    def seen() -> tuple[int, int, int] | None:
        try:
            found = journal.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    before = seen()
    time.sleep(UNFOLDED_SECONDS)
    return before is not None and seen() == before


def _obstacle(path: Path) -> Obstacle:
    """Why a study cannot be written: what the system says of file and folder, and, as it does not know of every share, an attempt."""
    if _is_protected(path):
        return "protected"
    try:
        connecting.try_to_write(path)
    except sqlite3.DatabaseError as error:
        return "protected" if connecting.is_refusal(error) else "full" if connecting.is_full(error) else ""
    return ""


@contextmanager
def _transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    with faults(path), engine.connect().execution_options(write=True) as connection, connection.begin():
        yield connection


@contextmanager
def _only_one(path: Path, *, wal: bool) -> Iterator[None]:
    """Say who else has the study open, where that stands in the way; a rollback journal's readers hold no lock between two readings."""
    others = [] if wal else folders.holders(path)
    if others:
        raise _not_alone(path, others)
    try:
        yield
    except StudyBusy as error:
        raise _not_alone(path, folders.holders(path)) from error


def _not_alone(path: Path, holders: list[str]) -> StudyBusy:
    who = ", ".join(holders) or _("another program")
    return StudyBusy(_("For this nobody else may have {path} open, but {who} has. Close that and try again.", path=path, who=who))
