"""Cut stretches out of a text, and say where the rest of it stands then."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Cuts:
    """Stretches (start, end) to be cut out of a text, in order and apart from each other."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Cuts:
        """Any stretches, those that meet or overlap made one.

        >>> Cuts.of([(5, 9), (0, 2), (8, 12)]).spans
        ((0, 2), (5, 12))
        """
        merged: list[tuple[int, int]] = []
        for start, end in sorted(span for span in spans if span[0] < span[1]):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return cls(tuple(merged))

    def rest(self, text: str) -> str:
        """The text without the stretches.

        >>> Cuts.of([(1, 3)]).rest("abcd")
        'ad'
        """
        starts = [0, *(end for _start, end in self.spans)]
        ends = [*(start for start, _end in self.spans), len(text)]
        return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))

    def moved(self, offset: int) -> int:
        """Where an offset into the text stands in the rest; one within a stretch, where the stretch was.

        >>> [Cuts.of([(1, 3)]).moved(offset) for offset in range(5)]
        [0, 1, 1, 1, 2]
        """
        place = bisect_right(self._starts, offset) - 1
        if place < 0:
            return offset
        start, end = self.spans[place]
        return offset - self._gone[place] - (min(offset, end) - start)

    def left(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Where what is left of `text[start:end]` stands in the rest; None where that is nothing, or white space alone."""
        kept = Cuts.of((max(start, a) - start, min(end, b) - start) for a, b in self.spans).rest(text[start:end])
        return (self.moved(start), self.moved(end)) if kept.strip() else None

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.spans]

    @cached_property
    def _gone(self) -> list[int]:
        """How many characters are cut before each stretch."""
        return [0, *accumulate(end - start for start, end in self.spans)]
