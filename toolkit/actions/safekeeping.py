"""Keep a study safe: copy it while it is open, put a copy back, know where its copies are, say what endangers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from toolkit.actions.checking import check
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.store import copies, folders, history, tombstones
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import Connection

    from toolkit.store.tombstones import Erased
    from toolkit.study import Study

__all__ = ["Copy", "Restored", "backup", "check", "copies_with", "note_written", "restore", "warnings"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A file outside the study that holds something of it; `sure` where it was looked into."""

    path: Path
    kind: str  # backup or export
    sure: bool


@dataclass
class Restored:
    """What stood in the place of the study before, and what the copy holds again although it had been erased."""

    kept: Path | None = None
    returned: list[Erased] = field(default_factory=list)


def backup(study: Study, target: Path | None = None) -> Path:
    """Copy an open study, beside it under a name with the time unless another is given; raises `StudyExists`."""
    target = target or _beside(study.path, "")
    study.store.backup(target)
    note_written(study, "backup", target)
    return target


def note_written(study: Study, kind: Literal["backup", "export"], path: Path) -> None:
    """Note that a file was written from the study, so that an erasing can name it; nothing where the study can only be read."""
    if not study.store.read_only:
        with study.store.write() as connection:
            tombstones.note_written(connection, kind, str(path.resolve()))


def restore(copy: Path, target: Path) -> Restored:
    """Put a copy in a study's place; what stood there is kept beside it. Raises `NotAStudy`, `StudyBusy`.

    What was known of erasings and of files written goes over into the copy.
    """
    if copy.resolve() == target.resolve():
        raise UsageError(_("{path} cannot be put in its own place.", path=copy))
    if not target.exists():
        copies.restore(copy, target)
        return Restored()
    known = tombstones.known_in(target)
    kept = _beside(target, "before-")
    copies.put_aside(target, kept)
    copies.restore(copy, target)
    with open_study(target) as study, study.store.write() as connection:
        returned = tombstones.take_over(connection, known)
        tombstones.note_written(connection, "backup", str(kept.resolve()))
    return Restored(kept, returned)


def copies_with(study: Study, connection: Connection, digests: Collection[bytes], since: str) -> list[Copy]:
    """The backups and exports that hold, or may hold, an original with one of these hashes: those noted since a time, and those beside it.

    A backup that can be looked into and does not hold it is left out.
    """
    named = {Path(found.path): found.kind for found in tombstones.files_written(connection, since)}
    beside = [*folders.own_copies(study.path), *folders.conflict_copies(study.path)]
    named |= {path.resolve(): "backup" for path in beside if path.resolve() not in named}
    found = []
    for path, kind in named.items():
        holds = tombstones.holds(path, digests) if kind == "backup" and path.exists() else None
        if holds is not False:
            found.append(Copy(path, kind, sure=holds is True))
    return found


def warnings(study: Study) -> Iterator[str]:
    """What a person should know of the study's file when it is opened: where it lies, what a crash has left, what stands beside it."""
    store = study.store
    if store.recovered:
        with study.read() as connection:
            [last] = history.past_changes(connection, limit=1)
        sentence = _("{path} had not been closed properly. What was saved is there; the last change is no. {number} ({verb}, {time}).")
        yield sentence.format(path=study.path, number=last.number, verb=last.verb, time=last.time)
    if store.read_only:
        yield store.why_read_only()
    if store.synchronised:
        yield _("{path} lies in a folder that another program synchronises. Work on it on one machine at a time.", path=study.path)
    elif store.elsewhere:
        yield _("{path} lies on another machine. Nobody else may work on it meanwhile.", path=study.path)
    beside = folders.conflict_copies(study.path)
    if beside:
        names = ", ".join(path.name for path in beside)
        yield _(
            "Beside {path} stand other versions of it: {names}. Two machines have changed it at once. Look at both before you go on.",
            path=study.path,
            names=names,
        )
    if store.unfinished:
        yield _(
            "An erasing is not finished: remains may still be in {path}. Close the study everywhere else and make room.", path=study.path
        )


def _beside(path: Path, what: str) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    return copies.free_name(path.with_name(f"{path.stem}.{what}{stamp}{path.suffix}"))
