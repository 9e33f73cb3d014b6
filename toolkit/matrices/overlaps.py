"""Stretches of words that lie over one another: a sort, then a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from toolkit.columns import Bools, Ints

CHUNK = 1 << 17
"""Pairs that are looked at in one go: few enough to stay near the processor."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of participants' words within one turn each, none empty, of things (codings or segments) that are each in one group.

    `first` and `past` number the eligible words of the line, so that two spans share a word exactly where they overlap. A thing may have a
    span in several turns, one in each, and then covers all words between its first and its last; `begins` is true for the first of these.
    `row` is where a span was found.
    """

    first: Ints
    past: Ints
    thing: Ints
    group: Ints
    begins: Bools
    row: Ints

    def only(self, places: Ints) -> Spans:
        """Some of them, in the order named."""
        return Spans(*(getattr(self, name)[places] for name in Spans.__slots__))

    def in_order(self) -> Spans:
        """The same by where they begin."""
        import numpy as np

        return self.only(np.argsort(self.first, kind="stable"))

    def beside(self, other: Spans) -> Spans:
        """Two sets of spans as one, in the order of the line, whose groups are 0 and 1."""
        import numpy as np

        first, past, thing, _group, begins, row = (np.concatenate([getattr(self, name), getattr(other, name)]) for name in Spans.__slots__)
        group = np.repeat(np.arange(2), (len(self.first), len(other.first)))
        return Spans(first, past, thing, group, begins, row).in_order()


@dataclass(frozen=True, slots=True)
class Sweep:
    """Some pairs of spans that share a word: those from `top` to `bottom`, each with `count` others, whose places are `other`.

    A span is paired with those that begin after it, or with it and stand later.
    """

    top: int
    bottom: int
    count: Ints
    other: Ints

    def repeat(self, values: NDArray[Any]) -> NDArray[Any]:
        """What is known of the spans that begin first, once for each pair."""
        import numpy as np

        return np.repeat(values[self.top : self.bottom], self.count)


def sweep(spans: Spans) -> Iterator[Sweep]:
    """All pairs of spans that share a word, some at a time; the spans are in the order in which they begin."""
    import numpy as np

    following = np.arange(1, len(spans.first) + 1)
    count = np.searchsorted(spans.first, spans.past) - following
    so_far = np.append(0, np.cumsum(count))
    cuts = np.searchsorted(so_far, np.arange(0, so_far[-1] + CHUNK, CHUNK))
    for top, bottom in pairwise(np.unique(np.minimum(cuts, len(count))).tolist()):
        here = count[top:bottom]
        other = np.repeat(following[top:bottom] - (so_far[top:bottom] - so_far[top]), here)
        other += np.arange(len(other))
        yield Sweep(top, bottom, here, other)


def overlapping(spans: Spans) -> tuple[Ints, Ints]:
    """The places of all pairs of spans that share a word: of the one that begins first, and of the other."""
    import numpy as np

    places = np.arange(len(spans.first))
    found = [(places[:0], places[:0]), *((part.repeat(places), part.other) for part in sweep(spans))]
    one, other = (np.concatenate(side) for side in zip(*found, strict=True))
    return one, other


def count_pairs(spans: Spans, groups: int) -> Ints:
    """For each two groups the pairs of things, one of each, that share a word.

    Two things that both go on from an earlier turn shared the last word of it: they are counted where one of them begins.
    """
    import numpy as np

    total = np.zeros(groups * groups, dtype=np.int64)
    row, column, goes_on = *_numbered(spans, groups), ~spans.begins
    for part in sweep(spans):
        cell = part.repeat(row) + column[part.other]
        again = part.repeat(goes_on) & goes_on[part.other]
        total += np.bincount(cell, minlength=len(total)) - np.bincount(cell[again], minlength=len(total))
    return _both_ways(total, groups)


def sum_words(spans: Spans, groups: int) -> Ints:
    """For each two groups the words that both cover; the spans of one group do not overlap."""
    import numpy as np

    total = np.zeros(groups * groups)  # whole numbers, which floats hold exactly up to 2^53
    row, column = _numbered(spans, groups)
    for part in sweep(spans):
        shared = np.minimum(part.repeat(spans.past), spans.past[part.other]) - spans.first[part.other]
        total += np.bincount(part.repeat(row) + column[part.other], shared, minlength=len(total))
    return _both_ways(total.astype(np.int64), groups)


def _numbered(spans: Spans, groups: int) -> tuple[Ints, Ints]:
    """What each span adds to the number of a cell as the first and as the second of a pair."""
    import numpy as np

    kind = np.min_scalar_type(groups * groups)
    return (spans.group * groups).astype(kind), spans.group.astype(kind)


def _both_ways(counts: Ints, groups: int) -> Ints:
    """A table in which it does not matter which of two begins first; what a group has with itself counts for nothing here."""
    table = counts.reshape(groups, groups)
    both: Ints = table + table.T
    return both
