"""Union before counting: the pieces of each group of codings, merged within a turn and joined over turns, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.matrices.numbers import differs, distinct

if TYPE_CHECKING:
    from toolkit.columns import Ints
    from toolkit.matrices.axes import Members, MembersByCode
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


def merge(layer: Layer, members: Members | MembersByCode) -> Intervals:
    """Merge each group's pieces that overlap, touch or are separated by white space only, within one turn.

    A coding over several turns covers all speech between its first and its last piece, so that the intervals it joins follow one another
    in their group: an interval belongs to the segment of the one before it where it holds the continuation of a coding.
    """
    import numpy as np

    pieces, line = layer.pieces, layer.ground.words
    group, row = members.rows(pieces.coding)
    if not row.size:
        return Intervals(group, row, row, row, row, row)
    # How far the pieces of a group reach so far, and how many words begin before that. Pieces are in the order of the line, and turns do
    # not overlap: what reaches furthest in a turn reaches further than all before.
    edges = np.flatnonzero(differs(group))
    reach, past = (_furthest(column[row], edges) for column in (pieces.end, pieces.past))
    turn, start, first = pieces.turn[row], pieces.start[row], pieces.first[row]
    begins = differs(turn)
    begins[edges] = True
    apart = (start[1:] > reach[:-1]) & ~begins[1:]
    begins[1:] |= apart
    # A gap can be blank only where no word begins in it.
    silent = np.flatnonzero(apart & (first[1:] == past[:-1]))
    blank = layer.ground.are_blank(layer.ground.speech.document[turn[silent]], reach[silent], start[silent + 1])
    begins[1 + silent[blank]] = False

    head = np.flatnonzero(begins)
    last = np.append(head[1:], len(row)) - 1
    words = line.eligible(past[last]) - line.eligible(first[head])
    joined = np.logical_or.reduceat(pieces.continues[row], head)
    return Intervals(group[head], turn[head], start[head], reach[last], words, np.cumsum(~joined) - 1)


def _furthest(values: Ints, edges: Ints) -> Ints:
    """The greatest value so far in each group, given where groups begin."""
    import numpy as np

    for group in np.split(values, edges[1:]):
        np.maximum.accumulate(group, out=group)
    return values


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
