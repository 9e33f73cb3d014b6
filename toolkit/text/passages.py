"""Passages that stand elsewhere in the corrected text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.text.chains import Block, Gap
    from toolkit.text.compared import Words
    from toolkit.text.resembling import Resembling

GRAM = 3  # words that together are mostly unique
MOVED = 8  # words that must match before a passage counts as moved; fewer where they are most of a line
NEAR = 12  # words between two matches of one passage at most
LABEL = 5  # words of a speaker's label at most
PAIRS = 40_000  # of lines, that are compared at most


class Passages:
    """Looks for what was moved among the matches that do not keep the order."""

    def __init__(self, old: Words, new: Words) -> None:
        """The words of both texts."""
        self.old, self.new = old, new
        self._taken = bytearray(len(old.keys)), bytearray(len(new.keys))

    def find(self, blocks: Sequence[Block], kept: Sequence[Block]) -> list[Gap]:
        """The moved passages, by their words in either text; `kept` are the matches that keep the order."""
        for block in kept:
            self._take((block.i, block.i + block.m, block.j, block.j + block.n))
        found = []
        for group in _groups(blocks, frozenset(kept)):
            passage = self._passage(group)
            if passage is not None:
                found.append(passage)
                self._take(passage)
        return found

    def _take(self, stretch: Gap) -> None:
        i0, i1, j0, j1 = stretch
        self._taken[0][i0:i1], self._taken[1][j0:j1] = b"\1" * (i1 - i0), b"\1" * (j1 - j0)

    def _is_taken(self, i0: int, i1: int, j0: int, j1: int) -> bool:
        return any(self._taken[0][i0:i1]) or any(self._taken[1][j0:j1])

    def _passage(self, group: Sequence[Block]) -> Gap | None:
        """The borders of a moved passage: those of its lines where these are free, else of what matches; None if that is too little."""
        i0, i1, j0, j1 = group[0].i, group[-1].i + group[-1].m, group[0].j, group[-1].j + group[-1].n
        while i0 < i1 and j0 < j1 and self._is_taken(i0, i0 + 1, j0, j0 + 1):
            i0, j0 = i0 + 1, j0 + 1
        while i0 < i1 and j0 < j1 and self._is_taken(i1 - 1, i1, j1 - 1, j1):
            i1, j1 = i1 - 1, j1 - 1
        if i0 == i1 or j0 == j1 or self._is_taken(i0, i1, j0, j1):
            return None
        i0, i1, j0, j1 = self._within_lines(i0, i1, j0, j1)
        left_old, left_new = self.old.line(i0)[0], self.new.line(j0)[0]
        right_old, right_new = self.old.line(i1 - 1)[1], self.new.line(j1 - 1)[1]
        if self._is_free(left_old, i0, left_new, j0):
            i0, j0 = left_old, left_new
        if self._is_free(i1, right_old, j1, right_new):
            i1, j1 = right_old, right_new
        matched = sum(block.m for block in group)
        lines = max(right_old - left_old, right_new - left_new)
        enough = matched >= MOVED or (matched > GRAM and 2 * matched >= lines)
        return (i0, i1, j0, j1) if enough and 2 * matched >= max(i1 - i0, j1 - j0) else None

    def _within_lines(self, i0: int, i1: int, j0: int, j1: int) -> Gap:
        """Matching words without those of the lines before and after that are the same by chance (a label, the end of a sentence)."""
        few = min(LABEL, (i1 - i0) // 2)
        ends = range(0 if self._opens_both(i1, j1) else 1, few + 1)
        by = next((by for by in ends if self._opens_both(i1 - by, j1 - by)), 0)
        i1, j1 = i1 - by, j1 - by
        by = next((by for by in range(few + 1) if self._opens_both(i0 + by, j0 + by)), 0)
        return i0 + by, i1, j0 + by, j1

    def _opens_both(self, i: int, j: int) -> bool:
        return self.old.opens_line(i) and self.new.opens_line(j)

    def _is_free(self, i0: int, i1: int, j0: int, j1: int) -> bool:
        """Whether the rest of a line may go with it: nothing else has it, or it is the same here and there (the label of a speaker)."""
        if i1 - i0 <= LABEL and self.old.keys[i0:i1] == self.new.keys[j0:j1]:
            return True
        return not self._is_taken(i0, i1, j0, j1)


def _groups(blocks: Sequence[Block], kept: frozenset[Block]) -> list[list[Block]]:
    """Matches that do not keep the order, those together that may be of one passage."""
    groups: list[list[Block]] = []
    for block in blocks:
        if block in kept:
            continue
        last = groups[-1][-1] if groups else None
        if last is not None and -GRAM < block.i - last.i - last.m <= NEAR and -GRAM < block.j - last.j - last.n <= NEAR:
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def stray_lines(old: Words, new: Words, image: Sequence[int], origin: Sequence[int], resembling: Resembling) -> tuple[list[Gap], list[Gap]]:
    """Lines without any match that stand elsewhere, and pairs of lines that may be the same but not surely.

    The first are those with the same words, or nearly all of them, that no other line has; the second have half of them in common.
    """
    olds = {line: words for line in _unmatched_lines(old, image) if (words := resembling.as_replaced(old.keys[slice(*line)]))}
    news = {line: words for line in _unmatched_lines(new, origin) if (words := resembling.as_replaced(new.keys[slice(*line)]))}
    if len(olds) * len(news) > PAIRS:
        return [], []
    shares = {(x, y): _share(olds[x], news[y]) for x in olds for y in news}
    alike = [pair for pair, share in shares.items() if share > 0.75]
    of_old, of_new = Counter(x for x, _y in alike), Counter(y for _x, y in alike)
    sure = [(x, y) for x, y in alike if of_old[x] == 1 == of_new[y]]
    taken = {line for pair in sure for line in pair}
    unsure = [(x, y) for (x, y), share in shares.items() if share >= 0.5 and x not in taken and y not in taken]
    return [(*x, *y) for x, y in sure], [(*x, *y) for x, y in unsure]


def _share(these: Counter[int], those: Counter[int]) -> float:
    """Which share of their words two lines have in common; of lines of up to four words all or at most half counts."""
    most, common = max(these.total(), those.total()), (these & those).total()
    return min(common / most, 1.0 if most > GRAM + 1 or common == most else 0.5)


def _unmatched_lines(words: Words, match: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The lines (first word, end) of at least two words of which none has a match."""
    place = 0
    while place < len(match):
        if match[place] >= 0:
            place += 1
            continue
        first, last = words.line(place)
        if last - first > 1 and all(other < 0 for other in match[first:last]):
            yield first, last
        place = last
