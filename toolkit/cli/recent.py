"""`terrain` alone: the studies that were worked on last, and what comes next in the last one.

The list is a file in the person's own folder for such things; it holds paths and times, and never leaves. Nothing fails because it cannot
be read or written.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.output import done, next_step, say, show_table
from toolkit.errors import TerrainError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 10


@dataclass(frozen=True, slots=True)
class Recent:
    """A study that was opened: where it is, and when that was (local time, to the minute)."""

    path: Path
    time: str


def remember(path: Path) -> None:
    """Put a study at the head of the list."""
    now = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    found = [Recent(path.resolve(), now), *(one for one in recent() if one.path != path.resolve())][:MOST]
    with suppress(OSError):
        target = _file()
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f"{target.name}.{os.getpid()}")
        new.write_text(json.dumps([[str(one.path), one.time] for one in found], ensure_ascii=False), encoding="utf-8")
        new.replace(target)


def recent() -> list[Recent]:
    """The studies that were opened last and are still there, the last one first."""
    with suppress(OSError, ValueError, TypeError):
        rows = json.loads(_file().read_text(encoding="utf-8"))
        return [Recent(Path(path), str(time)) for path, time in rows if Path(path).is_file()]
    return []


def _file() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Terrain"
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support" / "Terrain"
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "terrain"
    return folder / "recent.json"


def show_recent(found: Sequence[Recent]) -> None:
    """Print the list, and how far the last one is; the others are not opened, since opening a study can change its file."""
    say(_("Your studies:"))
    show_table([_("Study"), _("Opened")], [[_shown(one.path), one.time] for one in found])
    with suppress(TerrainError):  # a command on it will explain
        _show_progress(found[0].path)
    done(_("All commands: terrain --help"))


def _show_progress(path: Path) -> None:
    from toolkit.actions.progress import next_command
    from toolkit.store import counts
    from toolkit.study import open_study

    with open_study(path) as study, study.read() as connection:
        held = counts.held(connection)
    sentence = _("{title}: documents {documents}, codings {codings}, suggestions to decide {suggestions}.")
    done(sentence.format(title=held.title, documents=held.documents, codings=held.codings, suggestions=held.open_suggestions))
    command = next_command(held)
    target = {"matrix": ["-o", "matrices.xlsx"], "import": [_("FOLDER/")]}.get(command, [])
    next_step("terrain", command, _shown(path), *target)


def _shown(path: Path) -> str:
    """The path as a person would type it here."""
    with suppress(ValueError, OSError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
