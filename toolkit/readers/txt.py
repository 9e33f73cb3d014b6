"""Plain text and Markdown: kept as they are, once their encoding is known."""

from __future__ import annotations

import codecs

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import Content, Draft

SIGNATURE = b""

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MANY_NULS = 0.05  # of all characters; stray ones are left out and listed, more are another encoding or no text


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read a text. Nothing is left out but soft hyphens and characters that no text may hold."""
    text, found = decode(name, data, encoding)
    draft = Draft()
    draft.paragraph(text)
    return draft.content(name, encoding=found)


def decode(name: str, data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The characters of a file and the encoding that gave them.

    The user's word wins; else a byte order mark, then UTF-8, then Windows-1252. Raises UnreadableFile where none of them fits.
    """
    marked = next((codec for mark, codec in MARKS if data.startswith(mark)), None)
    for codec in [encoding] if encoding else [marked] if marked else ["utf-8", "cp1252"]:
        try:
            text = data.decode(codec)
        except LookupError:
            raise UnreadableFile(
                _("{name}: the encoding {encoding} is not known. Give another, such as utf-8, cp1252 or utf-16.", name=name, encoding=codec)
            ) from None
        except UnicodeError:
            continue
        if text.count("\0") > MANY_NULS * len(text):
            break
        return text.removeprefix("\ufeff"), codec
    raise UnreadableFile(
        _(
            "{name} is not text in the encoding {encoding}. Name its encoding, or save it as UTF-8.",
            name=name,
            encoding=encoding or marked or "UTF-8",
        )
    )
