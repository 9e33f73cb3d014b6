"""What two sequences have in common in the same order."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Gap = tuple[int, int, int, int]
"""A stretch of either sequence: in the one from, to (excluded), in the other from, to."""


class Block(NamedTuple):
    """Matching stretches: where they begin in either sequence, their lengths, and what the match weighs."""

    i: int
    j: int
    m: int
    n: int
    weight: float


def unique_matches(a: Sequence[int], b: Sequence[int], within: Gap, gram: int) -> list[Block]:
    """The stretches of at least `gram` members that occur once in either sequence, as long as can be, in the order of the first."""
    i0, i1, j0, j1 = within
    there = _once(b, j0, j1, gram)
    found: list[Block] = []
    for i, grams in sorted((place, key) for key, place in _once(a, i0, i1, gram).items() if key in there):
        j = there[grams]
        last = found[-1] if found else None
        if last is not None and last.i + last.m == i + gram - 1 and last.j + last.n == j + gram - 1:
            found[-1] = Block(last.i, last.j, last.m + 1, last.n + 1, last.weight + 1)
        else:
            found.append(Block(i, j, gram, gram, gram))
    return found


def _once(keys: Sequence[int], start: int, end: int, gram: int) -> dict[tuple[int, ...], int]:
    """Where each run of `gram` members begins that occurs once in a stretch."""
    grams = list(zip(*(keys[start + by : end - gram + 1 + by] for by in range(gram)), strict=True))
    last = dict(zip(grams, range(start, start + len(grams)), strict=True))
    if len(last) == len(grams):
        return last
    first = dict(zip(reversed(grams), range(start + len(grams) - 1, start - 1, -1), strict=True))
    return {key: place for key, place in last.items() if first[key] == place}


def heaviest_chain(blocks: Sequence[Block]) -> list[Block]:
    """Those blocks that keep the order in both sequences and together weigh most; in time n log n.

    The blocks come in the order of `i`, and of those with one `i` the last `j` first. Where two overlap, the later one begins behind the
    earlier one.
    """
    in_order = all(one.i < other.i and one.j < other.j for one, other in pairwise(blocks))
    kept: list[Block] = []
    for block in blocks if in_order else _heaviest(blocks):
        last = kept[-1] if kept else Block(0, 0, 0, 0, 0)
        over = max(last.i + last.m - block.i, last.j + last.n - block.j, 0)
        if not over:
            kept.append(block)
        elif over < block.m == block.n:
            kept.append(Block(block.i + over, block.j + over, block.m - over, block.n - over, block.weight - over))
    return kept


def _heaviest(blocks: Sequence[Block]) -> list[Block]:
    """The heaviest increasing chain, by a tree of best ends (Fenwick 1994)."""
    ranks = {j: rank for rank, j in enumerate(sorted({block.j for block in blocks}), 1)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    ends: list[tuple[float, int]] = []
    for number, block in enumerate(blocks):
        best, rank = (0.0, -1), ranks[block.j] - 1
        while rank:
            best = max(best, tree[rank])
            rank &= rank - 1
        before.append(best[1])
        end = (best[0] + block.weight, number)
        ends.append(end)
        rank = ranks[block.j]
        while rank < len(tree):
            tree[rank] = max(tree[rank], end)
            rank += rank & -rank
    chain = []
    number = max(ends)[1]
    while number >= 0:
        chain.append(blocks[number])
        number = before[number]
    return chain[::-1]
