"""What kind of folder a study lies in: one that another program copies, or one on another machine."""

from __future__ import annotations

import sys
from pathlib import Path

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
