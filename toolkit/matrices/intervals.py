"""Union before counting: the pieces of each group of codings, merged within a turn and joined over turns, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.matrices.ground import differs, distinct, look_up

if TYPE_CHECKING:
    from toolkit.columns import Ints
    from toolkit.matrices.axes import Members
    from toolkit.matrices.layer import Layer


@dataclass(frozen=True, slots=True)
class Intervals:
    """Merged intervals by group, then in the order of the line.

    `turn` is the turn's place in `Ground.speech`, `words` the eligible words that begin in the interval; intervals of one `segment` are
    joined by a coding over several turns.
    """

    group: Ints
    turn: Ints
    start: Ints
    end: Ints
    words: Ints
    segment: Ints


def merge(layer: Layer, members: Members) -> Intervals:
    """Merge each group's pieces that overlap, touch or are separated by white space only, within one turn.

    A coding over several turns covers all speech between its first and its last piece, so that the intervals it joins follow one another
    in their group: an interval belongs to the segment of the one before it where it holds the continuation of a coding.
    """
    import numpy as np

    pieces = layer.pieces
    row, member = look_up(members.coding, pieces.coding)
    # Pieces are in the order of the line already; a stable sort by few groups is a radix sort.
    group = members.group[member]
    order = np.argsort(group.astype(np.min_scalar_type(members.groups)), kind="stable")
    group, row = group[order], row[order]
    turn, start, end = pieces.turn[row], pieces.start[row], pieces.end[row]

    far = group * len(layer.ground.blank)
    top = np.maximum.accumulate(far + pieces.reach[row])
    opens = differs(group, turn)
    opens[1:] |= far[1:] + start[1:] > top[:-1]
    first = np.flatnonzero(opens)
    if not first.size:
        return Intervals(group, turn, start, end, end, end)
    start, end = start[first], np.maximum.reduceat(end, first)
    joined = np.logical_or.reduceat(pieces.continues[row], first)
    return Intervals(group[first], turn[first], start, end, layer.ground.count_words(start, end), np.cumsum(~joined) - 1)


def sum_words(intervals: Intervals, of_turn: Ints, shape: tuple[int, int]) -> Ints:
    """Words in the union, for each group and unit."""
    import numpy as np

    unit = of_turn[intervals.turn]
    kept = unit >= 0
    cell = intervals.group[kept] * shape[1] + unit[kept]
    total: Ints = np.bincount(cell, intervals.words[kept], minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)
    return total


def count_turns(intervals: Intervals, of_turn: Ints, shape: tuple[int, int]) -> Ints:
    """Distinct turns with a participant's word, for each group and unit."""
    return _count_distinct(intervals, intervals.turn, of_turn, shape)


def count_segments(intervals: Intervals, of_turn: Ints, shape: tuple[int, int]) -> Ints:
    """Segments with a participant's word in the unit, for each group and unit."""
    return _count_distinct(intervals, intervals.segment, of_turn, shape)


def _count_distinct(intervals: Intervals, thing: Ints, of_turn: Ints, shape: tuple[int, int]) -> Ints:
    import numpy as np

    unit = of_turn[intervals.turn]
    kept = (intervals.words > 0) & (unit >= 0)
    _, cell = distinct(thing[kept], intervals.group[kept] * shape[1] + unit[kept])
    total: Ints = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape)
    return total
