"""What transcripts in rows and columns say beside names and words: times in seconds or milliseconds, numbers of rows and of lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.text.times import milliseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.text.times import Times

LINE_NUMBER = re.compile(r"^[ \t]*\d{1,5}[.):]?(?=[ \t\n]|\Z)", re.MULTILINE)
MOST = 0.8  # of the lines must have the number that follows


def row_times(matches: Sequence[re.Match[str]]) -> list[Times]:
    """The times of rows, in the groups `start` and `end`, or `seconds`; numbers that count the rows are no seconds."""
    seconds = [match["seconds"] for match in matches]
    written = [text for text in seconds if text]
    counting = all(text.isdecimal() for text in written) and all(int(after) == int(before) + 1 for before, after in pairwise(written))
    return [
        (None if counting and len(written) > 1 else from_seconds(text), None)
        if text
        else (milliseconds(match["start"]) if match["start"] else None, milliseconds(match["end"]) if match["end"] else None)
        for match, text in zip(matches, seconds, strict=True)
    ]


def every_line_numbered(matches: Sequence[re.Match[str]]) -> bool:
    """Whether the lines of the text that the matches are of are numbered: nearly each by one more than the line before."""
    if not matches:
        return False
    lines = [line for line in matches[0].string.split("\n") if line.strip()]
    numbers = [int(found[0].strip(" \t.):")) if (found := LINE_NUMBER.match(line)) else None for line in lines]
    following = sum(before is not None and after == before + 1 for before, after in pairwise(numbers))
    return following >= MOST * (len(lines) - 1)


def from_seconds(written: str) -> int:
    """Seconds with or without a fraction, in milliseconds."""
    return round(1000 * float(written.replace(",", ".")))
