"""What a file really is, by its first bytes, whatever its name says."""

from __future__ import annotations

from toolkit.errors import UnreadableFile
from toolkit.messages import _

ZIP = b"PK"
PDF = b"%PDF-"
RTF = b"{\\rtf"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = {
    ZIP: ".zip (.docx, .odt, .xlsx)",
    PDF: ".pdf",
    RTF: ".rtf",
    OLE: ".doc",
    b"\x89PNG\r\n": ".png",
    b"\xff\xd8\xff": ".jpg",
}


def refuse_other_kind(name: str, data: bytes, expected: bytes) -> None:
    """Raise UnreadableFile for a file that is known by its first bytes as something else than `expected` (empty for plain text).

    Word wraps a document with a password in an OLE container with a stream `EncryptedPackage`.
    """
    found = next((signature for signature in SUFFIXES if data.startswith(signature)), None)
    if found is None or found == expected:
        return
    if found == OLE and "EncryptedPackage".encode("utf-16-le") in data:
        raise locked(name)
    raise mislabelled(name, SUFFIXES[found])


def mislabelled(name: str, suffix: str) -> UnreadableFile:
    """The failure of a file that is of another kind than its name says."""
    return UnreadableFile(_("{name} is really a {suffix} file. Save it in the format that its name promises.", name=name, suffix=suffix))


def locked(name: str) -> UnreadableFile:
    """The failure of a file that a password protects."""
    return UnreadableFile(
        _("{name} is protected by a password. Remove the password in the program that made it, then import it again.", name=name)
    )
