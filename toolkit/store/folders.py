"""What kind of folder a study lies in (one that another program copies, one on another machine), and what stands beside it there."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path
from shutil import which

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

#: Names that Linux gives to file systems of other machines.
NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.rclone", "davfs", "fuse.davfs2"}
)
MOUNTS = Path("/proc/self/mounts")
REMOTE_DRIVE = 4  # GetDriveType of Windows

#: What synchronising programs put behind the name of a file of which there are two versions.
CONFLICT = re.compile(r"conflict|konflikt|en conflit|sfconflict", re.IGNORECASE)
#: The same from OneDrive (the name of the computer), Google Drive and iCloud (a number); elsewhere a person may have called a file so.
NUMBERED = re.compile(r" ?\(\d{1,2}\)| \d{1,2}|-[A-Z0-9]+(?:-[A-Z0-9]+)*")
#: Where our own copies have the time of their making.
STAMP = re.compile(r"\.(?:before-|format-\d+\.)?\d{8}-\d{6}(?:-\d+)?")

FORGOTTEN = 600  # seconds after which an unfinished copy belongs to nobody


def is_synchronised(path: Path) -> bool:
    """Whether another program probably copies this folder while we write."""
    return any(name in part.lower() for part in path.resolve().parts for name in SYNCHRONISED)


def is_elsewhere(path: Path) -> bool:
    """Whether the folder lies on another machine, as far as the system says so."""
    path = path.resolve()
    if sys.platform == "win32":
        import ctypes

        return path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == REMOTE_DRIVE
    return MOUNTS.exists() and network_mount(path, MOUNTS.read_text(encoding="utf-8", errors="replace"))


def network_mount(path: Path, mounts: str) -> bool:
    r"""Whether the mount point nearest to a path, of those that Linux lists, is a network file system.

    >>> network_mount(Path("/home/ada/these.terrain"), "/dev/sda1 / ext4 rw 0 0\nserver:/x /home/ada nfs4 rw 0 0\n")
    True
    """
    nearest, kind = -1, ""
    for line in mounts.splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        point = Path(words[1].replace("\\040", " "))
        if (point == path or point in path.parents) and len(point.parts) >= nearest:
            nearest, kind = len(point.parts), words[2]
    return kind in NETWORK_SYSTEMS


def conflict_copies(path: Path) -> list[Path]:
    """Other versions of a study that a synchronising program has put beside it, because two machines changed it at once."""
    numbered = is_synchronised(path)
    found = []
    for other in _beside(path):
        rest = other.name.removeprefix(path.stem).removesuffix(path.suffix)
        if other.name.startswith(path.stem) and other.suffix == path.suffix and not STAMP.fullmatch(rest):
            found += [other] if CONFLICT.search(rest) or (numbered and NUMBERED.fullmatch(rest)) else []
    return found


def own_copies(path: Path) -> list[Path]:
    """The copies beside a study that the program made: backups, what stood there before a restore, and older formats."""
    return [
        other
        for other in _beside(path)
        if other.name.startswith(path.stem)
        and other.suffix == path.suffix
        and STAMP.fullmatch(other.name.removeprefix(path.stem).removesuffix(path.suffix))
    ]


def _beside(path: Path) -> list[Path]:
    try:
        return sorted(other for other in path.parent.iterdir() if other.name != path.name)
    except OSError:  # a folder whose content may not be listed
        return []


def unfinished(path: Path) -> Path:
    """The name under which a process writes what will take the name `path` when it is complete."""
    import os

    return path.with_name(f".{path.name}.{os.getpid()}.new")


def sweep(path: Path, *, age: float = FORGOTTEN) -> None:
    """Delete unfinished copies of a study that a process left behind when it was killed."""
    name = re.compile(rf"\.{re.escape(path.stem)}(?:\..*)?{re.escape(path.suffix)}\.\d+\.new(?:-wal|-shm|-journal)?")
    for other in _beside(path):
        if name.fullmatch(other.name) and time.time() - other.stat().st_mtime >= age:
            other.unlink(missing_ok=True)


def holders(path: Path) -> list[str]:
    """The other processes that have a file open, by name and number, as far as the system tells; elsewhere none are known."""
    lister = which("lsof")
    if sys.platform == "linux":
        return _linux_holders(path)
    if lister is None:
        return []
    done = subprocess.run([lister, "-F", "pc", "--", str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - a path of ours
    return _told_by_lsof(done.stdout)


def _linux_holders(path: Path) -> list[str]:
    import os

    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            holds = process.name != str(os.getpid()) and any(handle.samefile(path) for handle in (process / "fd").iterdir())
            if holds:
                found.append(f"{(process / 'comm').read_text(encoding='utf-8', errors='replace').strip()} ({process.name})")
        except OSError:  # of another person, or gone
            continue
    return found


def _told_by_lsof(lines: str) -> list[str]:
    import os

    found = re.findall(r"^p(\d+)\nc(.*)$", lines, re.MULTILINE)
    return [f"{name} ({number})" for number, name in found if int(number) != os.getpid()]
