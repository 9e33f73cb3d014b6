"""Copies of a study: made whole while others write, put in the place of one, kept aside."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from toolkit.messages import _
from toolkit.store import connecting, folders, locks
from toolkit.store.connecting import (
    NotAStudy,
    ReadOnlyStudy,
    StudyBusy,
    StudyDamaged,
    StudyExists,
    faults,
    must_be_a_study,
    must_be_there,
    reading,
    side_files,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.store.connecting import Access


def copy(path: Path, target: Path, access: Access) -> None:
    """Copy a study, also while others write to it; the copy appears under its name only when it is complete."""
    refuse_existing(target)
    with complete(target) as temporary, faults(path), closing(connecting.connect(path, access)) as source:
        _copy(source, temporary)


def restore(backup: Path, target: Path) -> None:
    """Put a copy in the place of a study.

    A study that SQLite can still open is written over page by page, in one transaction: who has it open sees the new content, and none of
    its files is taken away under somebody's hands. Otherwise the file is replaced; the side files of the old one go first, since they would
    be folded into the copy.
    """
    must_be_there(backup)
    holder = locks.held_elsewhere(target)
    if holder is not None:
        raise StudyBusy(_("{who} has {path} open on {host}. It can be replaced when it is closed there.", path=target, **said_of(holder)))
    with faults(backup), closing(connecting.connect(backup, reading(backup))) as source:
        must_be_a_study(source, backup)
        if not (target.exists() and _written_over(source, target)):
            with complete(target) as temporary:
                _copy(source, temporary)
                for side in side_files(target):
                    side.unlink(missing_ok=True)


def put_aside(path: Path, kept: Path) -> None:
    """Copy whatever stands at `path`, a damaged study byte by byte with its side files."""
    try:
        with faults(path), closing(connecting.connect(path, reading(path))) as source:
            must_be_a_study(source, path)
            with complete(kept) as temporary:
                _copy(source, temporary)
    except (NotAStudy, StudyDamaged):
        for old, new in zip((path, *side_files(path)), (kept, *side_files(kept)), strict=True):
            if old.exists() and not old.name.endswith("-shm"):
                with new.open("wb") as file:
                    file.write(old.read_bytes())
                    os.fsync(file.fileno())


def said_of(lock: locks.Lock) -> dict[str, str]:
    """Who, where and since when, for a sentence."""
    return {"who": lock.who, "host": lock.host, "time": lock.time}


def free_name(path: Path) -> Path:
    """The path, or the first of `NAME-2`, `NAME-3`, … that nothing stands at."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def refuse_existing(path: Path) -> None:
    """Refuse to write over a file, or beside the side files of one that has gone: SQLite would fold them into the new one."""
    for found in (path, *side_files(path)):
        if found.exists():
            raise StudyExists(_("{path} exists already. Choose another name; nothing was changed.", path=found))


@contextmanager
def complete(path: Path) -> Iterator[Path]:
    """A file to write to that takes its name, on the disk, only when the block has been left without failure."""
    temporary = folders.unfinished(path)
    try:
        temporary.touch()
    except OSError as error:
        sentence = _("Nothing can be written to the folder {folder}: {reason}.", folder=path.parent, reason=error.strerror or error)
        raise ReadOnlyStudy(sentence) from error
    try:
        with faults(path):
            yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except PermissionError as error:  # Windows, while another program holds the file
        raise StudyBusy(_("{path} cannot be replaced: another program has it open. Close that and try again.", path=path)) from error
    finally:
        for left in (temporary, *side_files(temporary)):
            left.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Let a new name survive a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _written_over(source: sqlite3.Connection, target: Path) -> bool:
    try:
        with faults(target), closing(connecting.connect(target, "write")) as old:
            old.execute("BEGIN IMMEDIATE")  # waits for other writers, or says that they are there; the copying itself would wait for ever
            old.execute("ROLLBACK")
            with _in_pages_of(old, source, target) as fitting:
                fitting.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StudyDamaged:
        return False
    return True


@contextmanager
def _in_pages_of(old: sqlite3.Connection, source: sqlite3.Connection, target: Path) -> Iterator[sqlite3.Connection]:
    """The source, or a copy of it whose pages are as large as those of the study that it will be written over."""
    size = _page_size(old)
    if _page_size(source) == size:
        yield source
        return
    temporary = folders.unfinished(target)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copied:
            source.backup(copied)
            copied.execute("PRAGMA journal_mode=DELETE")
            copied.execute(f"PRAGMA page_size={size}")
            copied.execute("VACUUM")
            yield copied
    finally:
        temporary.unlink(missing_ok=True)


def _page_size(raw: sqlite3.Connection) -> int:
    return int(raw.execute("PRAGMA page_size").fetchone()[0])


def _copy(source: sqlite3.Connection, new: Path) -> None:
    with closing(sqlite3.connect(new)) as made:
        source.backup(made)
        made.execute("PRAGMA journal_mode=DELETE")
