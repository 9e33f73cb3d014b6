"""Speech inside the speech of another, which noScribe writes so: `S01: Alors //S02: oui// on a commencé.`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.text.layouts import Head

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OPENS = re.compile(r"//[ \t]*(?P<speaker>[^\W\d_][^\n\t:/]{0,48}?)[ \t\u00a0]?:[ \t\u00a0]*")


def with_overlaps(text: str, heads: Sequence[Head], end: int) -> list[Head]:
    """The heads of turns with those of overlaps among them; where an overlap ends, the turn around it goes on under a head `//`.

    Only who has turns of their own can overlap; an overlap ends at the next `//`, else with its line.
    """
    if text.find("//", 0, end) < 0:
        return list(heads)
    known = {head.speaker for head in heads}
    ends = [*(head.start for head in heads[1:]), end]
    return [found for head, stop in zip(heads, ends, strict=True) for found in (head, *_inside(text, head, stop, known))]


def _inside(text: str, head: Head, stop: int, known: set[str]) -> Iterator[Head]:
    place = head.end
    while opened := OPENS.search(text, place, stop):
        place = opened.end()
        if opened["speaker"] not in known:
            continue
        yield Head(opened.start(), opened.end(), opened["speaker"])
        line_end = text.find("\n", place, stop)
        closed = text.find("//", place, stop if line_end < 0 else line_end)
        place = closed + 2 if closed >= 0 else stop if line_end < 0 else line_end
        yield Head(closed if closed >= 0 else place, place, head.speaker)
