"""Match two sequences of words that are in the same order: first what is the same, then what resembles."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from toolkit.text.chains import Block, heaviest_chain, unique_matches
from toolkit.text.resembling import LETTERS_A_WORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.text.chains import Gap
    from toolkit.text.compared import Words
    from toolkit.text.resembling import Phrase, Resembling

STRONG = re.compile(r"\n|[.?!…]\s")

GRAM = 3  # words that together are mostly unique
SMALL = 400  # pairs of words that are compared one by one before anything is looked for that is unique among them
CELLS = 40_000  # pairs of words that are compared one by one at all
FEW = 3  # words that replace as many others one by one


class Strand:
    """Two sequences of words, and which stand for which: `to[i]` is the new word of the old one `i`, `back` the other way, -1 for none.

    One word may have become several (`parts` says how many), and several may have become one.
    """

    def __init__(self, old: Words, new: Words, olds: Sequence[int], news: Sequence[int]) -> None:
        """`olds` and `news` are the places of the words in their texts."""
        self.old, self.new, self.olds, self.news = old, new, olds, news
        self.a, self.b = [old.keys[i] for i in olds], [new.keys[j] for j in news]
        self.to, self.back = [-1] * len(self.a), [-1] * len(self.b)
        self.parts: dict[int, int] = {}
        self.loose: list[list[int]] = []  # stretches of old words (places in the text) of which it cannot be known which stand for which
        self._apart: set[int] = set()  # old words that are not to be matched by their number alone

    def match(self) -> None:
        """Match the words that are the same and leave no doubt."""
        todo = [(0, len(self.a), 0, len(self.b))]
        while todo:
            i0, i1, j0, j1 = self._trimmed(*todo.pop())
            if i0 == i1 or j0 == j1 or (i1 - i0) * (j1 - j0) <= SMALL:
                continue
            chains = (heaviest_chain(unique_matches(self.a, self.b, (i0, i1, j0, j1), gram)) for gram in range(GRAM, 0, -1))
            chain = next(filter(None, chains), [])
            for block in chain:
                self._join(block.i, block.j, block.m)
            ends = [(i0, j0), *((block.i + block.m, block.j + block.n) for block in chain)]
            starts = [*((block.i, block.j) for block in chain), (i1, j1)]
            if chain:
                todo += [(left[0], right[0], left[1], right[1]) for left, right in zip(ends, starts, strict=True)]

    def _trimmed(self, i0: int, i1: int, j0: int, j1: int) -> Gap:
        """A gap without the same words at its beginning and end, which are matched."""
        a, b = self.a, self.b
        while i0 < i1 and j0 < j1 and a[i0] == b[j0]:
            self.to[i0], self.back[j0] = j0, i0
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and a[i1 - 1] == b[j1 - 1]:
            i1, j1 = i1 - 1, j1 - 1
            self.to[i1], self.back[j1] = j1, i1
        return i0, i1, j0, j1

    def _join(self, i: int, j: int, length: int) -> None:
        self.to[i : i + length] = range(j, j + length)
        self.back[j : j + length] = range(i, i + length)

    def gaps(self) -> Iterator[Gap]:
        """The stretches without a match, in order; one side may be empty."""
        i = j = 0
        for place, target in enumerate([*self.to, len(self.b)]):
            if target < 0:
                continue
            if place > i or target > j:
                yield i, place, j, target
            i, j = place + 1, target + self.parts.get(place, 1)

    def swaps(self) -> Iterator[tuple[Phrase, Phrase]]:
        """What few words were replaced by, wherever it is clear: in gaps that go over as many lines in either text."""
        for i0, i1, j0, j1 in self.gaps():
            breaks = [i for i in range(i0 + 1, i1) if self.old.opens_line(self.olds[i])]
            there = [j for j in range(j0 + 1, j1) if self.new.opens_line(self.news[j])]
            if i0 == i1 or j0 == j1 or len(breaks) != len(there):
                continue
            for left, right in pairwise([(i0, j0), *zip(breaks, there, strict=True), (i1, j1)]):
                these, those = _differing(self.a[left[0] : right[0]], self.b[left[1] : right[1]])
                if 0 < len(these) <= FEW and 0 < len(those) <= FEW and all(x != y for x, y in zip(these, those, strict=False)):
                    yield tuple(these), tuple(those)

    def lost(self) -> Iterator[int]:
        """Words that were left out, few at a time."""
        for i0, i1, j0, j1 in self.gaps():
            if j0 == j1 and i1 - i0 <= FEW:
                yield from self.a[i0:i1]

    def resolve(self, resembling: Resembling) -> None:
        """Match what resembles within the gaps; let go of chance meetings; then one for one where few stand against as many."""
        for gap in list(self.gaps()):
            if 0 < (gap[1] - gap[0]) * (gap[3] - gap[2]) <= CELLS:
                self._resolve(resembling, *gap)
        while self._let_go(resembling):
            pass
        for i0, i1, j0, j1 in list(self.gaps()):
            if i1 - i0 == j1 - j0 <= FEW and i0 not in self._apart:
                self._join(i0, j0, i1 - i0)
        for gap in list(self.gaps()):
            self._settle(*gap)

    def _resolve(self, resembling: Resembling, i0: int, i1: int, j0: int, j1: int) -> None:
        blocks = [
            Block(i, j, m, n, weight + self._alike_place(i, j))
            for m, n in resembling.sizes
            for i in range(i0, i1 - m + 1)
            for j in range(j0, j1 - n + 1)
            if (weight := resembling.weight(self.a[i : i + m], self.b[j : j + n]))
        ]
        for block in heaviest_chain(sorted(blocks, key=lambda block: (block.i, -block.j))):
            if block.m == block.n:
                self._join(block.i, block.j, block.m)
                continue
            self.to[block.i : block.i + block.m] = [block.j] * block.m
            self.back[block.j : block.j + block.n] = [block.i] * block.n
            if block.n > 1:
                self.parts.update(dict.fromkeys(range(block.i, block.i + block.m), block.n))

    def _alike_place(self, i: int, j: int) -> int:
        """What it adds to a match that both words are the first of their lines, or neither."""
        return int(self.old.opens_line(self.olds[i]) == self.new.opens_line(self.news[j]))

    def _let_go(self, resembling: Resembling) -> bool:
        """Undo matches of few words between many that have no match on either side; says whether there were any."""
        gone = False
        for left, right in pairwise(list(self.gaps())):
            i0, i1 = left[1], right[0]
            if i0 == i1:
                continue
            conflict = min(left[1] - left[0], left[3] - left[2], right[1] - right[0], right[3] - right[2])
            if conflict > 1 and resembling.length(self.a[i0:i1]) < conflict * LETTERS_A_WORD:
                self._undo(i0, i1, left[3], right[2])
                gone = True
            elif i1 - i0 <= _shifted(left, right):
                self._undo(i0, i1, left[3], right[2])
                self._apart.update(range(left[0], right[1]))
                gone = True
        return gone

    def _undo(self, i0: int, i1: int, j0: int, j1: int) -> None:
        self.to[i0:i1] = [-1] * (i1 - i0)
        self.back[j0:j1] = [-1] * (j1 - j0)
        for i in range(i0, i1):
            self.parts.pop(i, None)

    def _settle(self, i0: int, i1: int, j0: int, j1: int) -> None:
        """Put what was left out or inserted where a person would see it."""
        old, new = Side(self.old, self.olds, self.a, self.to), Side(self.new, self.news, self.b, self.back)
        if j0 == j1:
            first, last = _slide(old, new, i0, i1, j0)
            self.loose.append([self.olds[i] for i in range(first, last)])
        elif i0 == i1:
            first, last = _slide(new, old, j0, j1, i0)
            self.loose.append([self.olds[i] for j in range(first, last) if (i := self.back[j]) >= 0])


def _differing(these: Sequence[int], those: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Two sequences without what is the same at their beginning and end."""
    while these and those and these[0] == those[0]:
        these, those = these[1:], those[1:]
    while these and those and these[-1] == those[-1]:
        these, those = these[:-1], those[:-1]
    return these, those


def _shifted(left: Gap, right: Gap) -> int:
    """How many words more there are on one side of a match and less on the other: `x y` that became `z x` may be two other names."""
    if left[0] == left[1] and right[2] == right[3]:
        return min(left[3] - left[2], right[1] - right[0])
    if left[2] == left[3] and right[0] == right[1]:
        return min(left[1] - left[0], right[3] - right[2])
    return 0


class Side(NamedTuple):
    """One of the two sequences of a strand: its text, the places of its words there, their numbers, and their matches."""

    words: Words
    places: Sequence[int]
    keys: list[int]
    match: list[int]

    def before(self, place: int) -> str:
        """What stands before a word; a line end at either end of the text."""
        return self.words.between(self.places[place]) if 0 < place < len(self.places) else "\n"


def _slide(x: Side, y: Side, i0: int, i1: int, j: int) -> tuple[int, int]:
    """Words i0 to i1 stand in `x` only, before word `j` of `y`; they may as well be those before or after them, if these are the same.

    The stretch is put where it begins and ends with a line, or a sentence, and the marks around the rest are as they are in `y`. Gives the
    words of `x` of which it cannot be known, since several places are as good.
    """
    left = right = 0
    while min(i0, j) > left and x.keys[i0 - left - 1] == x.keys[i1 - left - 1] and x.match[i0 - left - 1] == j - left - 1:
        left += 1
    while i1 + right < len(x.keys) and x.keys[i0 + right] == x.keys[i1 + right] and x.match[i1 + right] == j + right:
        right += 1
    if not left and not right:
        return i0, i0
    scores = {by: _score(x, y, (i0, i1, j), range(-left, right + 1), by) for by in range(-left, right + 1)}
    best = [by for by, score in scores.items() if score == max(scores.values())]
    by = best[0]
    for place in range(-left, right):
        i = (i0 if place < by else i1) + place
        x.match[i], y.match[j + place] = j + place, i
    x.match[i0 + by : i1 + by] = [-1] * (i1 - i0)
    return (i0, i0) if len(best) == 1 else (i0 + best[0], i1 + best[-1])


def _score(x: Side, y: Side, at: tuple[int, int, int], zone: range, by: int) -> tuple[int, int, int]:
    """How good it is to shift a stretch by so many words: its ends that are ends of lines, of sentences, and marks that are the same."""
    i0, i1, j = at
    edges = x.before(i0 + by), x.before(i1 + by)
    same = sum(x.before((i0 if place < by else i1) + place).strip() == y.before(j + place).strip() for place in zone if place != by)
    same += y.before(j + by).strip() in (edges[0].strip(), edges[1].strip())
    return sum("\n" in edge for edge in edges), sum(STRONG.search(edge) is not None for edge in edges), same
