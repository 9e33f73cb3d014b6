"""The lock file beside a study in a synchronised or network folder, where the locks of the system cannot be trusted.

It says who has the study open. Whoever finds it on another machine reads only; on the same machine SQLite's own locks do the work.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

STALE = timedelta(hours=12)  # since somebody last wrote: then the lock was left behind by a crash
FRESH = timedelta(minutes=1)  # one's own lock is not written anew before


@dataclass(frozen=True, slots=True)
class Lock:
    """Who has a study open, on which machine, and when that was last said (UTC, ISO 8601)."""

    who: str
    host: str
    process: int
    time: str

    def age(self) -> timedelta:
        """How long ago it was last said."""
        return datetime.now(UTC) - datetime.fromisoformat(self.time)


def lock_path(path: Path) -> Path:
    """Where the lock of a study is."""
    return path.with_name(path.name + ".lock")


def read(path: Path) -> Lock | None:
    """The lock of a study, if there is one that can be read."""
    try:
        said = json.loads(lock_path(path).read_text(encoding="utf-8"))
        found = Lock(str(said["who"]), str(said["host"]), int(said["process"]), str(said["time"]))
        found.age()
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def held_elsewhere(path: Path) -> Lock | None:
    """Who has the study open on another machine; nobody any more where the lock has grown old."""
    found = read(path)
    return found if found is not None and found.host != socket.gethostname() and found.age() < STALE else None


def hold(path: Path) -> None:
    """Say that this process has the study open."""
    known = read(path)
    if known is not None and known.host == socket.gethostname() and known.process == os.getpid() and known.age() < FRESH:
        return
    made = Lock(_user(), socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
    temporary = lock_path(path).with_name(f".{lock_path(path).name}.{os.getpid()}")
    temporary.write_text(json.dumps(asdict(made), ensure_ascii=False), encoding="utf-8")
    temporary.replace(lock_path(path))


def release(path: Path) -> None:
    """Take the lock of this process away; another's stays."""
    known = read(path)
    if known is not None and known.host == socket.gethostname() and known.process == os.getpid():
        lock_path(path).unlink(missing_ok=True)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a machine that has no name for its user
        return "?"
