"""SubRip subtitles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.readers.cues import read_cues

if TYPE_CHECKING:
    from toolkit.readers.base import Content

SIGNATURE = b""


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read SubRip: cues and their times, with the speakers that labels name."""
    return read_cues(name, data, encoding, vtt=False)
