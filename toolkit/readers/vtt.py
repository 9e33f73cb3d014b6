"""WebVTT subtitles, as Teams and Zoom write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.readers.cues import read_cues

if TYPE_CHECKING:
    from toolkit.readers.base import Content

SIGNATURE = b""


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read WebVTT: voices, cues and their times; notes, styles and regions are counted, not read."""
    return read_cues(name, data, encoding, vtt=True)
