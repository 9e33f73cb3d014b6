"""Plain text and Markdown: kept as they are, once their encoding is known."""

from __future__ import annotations

from toolkit.readers.base import Content, Draft
from toolkit.readers.encodings import decode
from toolkit.text.tiers import in_time_order

SIGNATURE = b""


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read a text. Nothing is left out but soft hyphens and characters that no text may hold.

    The rows of a table that a program has written tier by tier (ELAN) are put into the order of their times.
    """
    found = decode(name, data, encoding)
    draft = Draft(name)
    draft.paragraph(in_time_order(found.text))
    return draft.content(encoding=found.encoding, guessed=found.guessed)
