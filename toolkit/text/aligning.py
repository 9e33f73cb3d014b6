"""Which words of a text are which words of its corrected version.

Stretches of three words that occur once in either text are the framework: the heaviest chain of them that keeps the order holds most words,
the others may have been moved (`passages`). What lies between is matched by what is unique there, then word by word (`strands`): the same
words, then alike ones (a slip, a misread letter), parts of one (`instru-` `ment`), and those that replace each other elsewhere, too (a name
and its pseudonym). Chance meetings within a stretch that was rewritten are let go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.text.chains import heaviest_chain, unique_matches
from toolkit.text.compared import Vocabulary, Words
from toolkit.text.passages import Passages, stray_lines
from toolkit.text.resembling import Resembling
from toolkit.text.strands import GRAM, Strand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.text.chains import Gap


class Alignment:
    """The words of a text and those of its corrected version, and which stand for which.

    `image[i]` is where the image of the old word `i` begins among the new ones, -1 for none; `until[i]` where it ends (it may be two words,
    and two words may have one image); `origin[j]` an old word of which the new word `j` is the image, -1 for none. `passage[i]` is 0 where
    the order was kept, else the number of the moved passage. `loose` are stretches of old words of which it cannot be known which stand for
    which, for the text has the same words again; `maybe` are pairs of lines that may be the same in another place.
    """

    def __init__(self, old: str, new: str) -> None:
        """Compares the two texts, in time that grows as their length."""
        vocabulary = Vocabulary()
        self.old, self.new = Words(old, vocabulary), Words(new, vocabulary)
        n, m = len(self.old.keys), len(self.new.keys)
        self.image, self.until, self.origin, self.passage = [-1] * n, [-1] * n, [-1] * m, [0] * n
        self.loose: list[tuple[int, int]] = []
        strands = self._strands()
        for strand in strands:
            strand.match()
        swaps = (swap for strand in strands for swap in strand.swaps())
        resembling = Resembling(vocabulary, self.old.keys, swaps, (word for strand in strands for word in strand.lost()))
        self.dropped = resembling.dropped
        for strand in strands:
            strand.resolve(resembling)
            self._note(strand)
        moved, self.maybe = stray_lines(self.old, self.new, self.image, self.origin, resembling)
        for number, (i0, i1, j0, j1) in enumerate(moved, len(strands)):
            self.passage[i0:i1] = [number] * (i1 - i0)
            stray = Strand(self.old, self.new, range(i0, i1), range(j0, j1))
            stray.match()
            stray.resolve(resembling)
            self._note(stray)

    def _strands(self) -> list[Strand]:
        """The text without what was moved, and each moved passage."""
        a, b = self.old.keys, self.new.keys
        blocks = unique_matches(a, b, (0, len(a), 0, len(b)), GRAM)
        kept = heaviest_chain(blocks)
        passages = Passages(self.old, self.new).find(blocks, kept) if len(kept) < len(blocks) else []
        olds, news = _without(len(a), passages, 0), _without(len(b), passages, 2)
        for number, (i0, i1, _j0, _j1) in enumerate(passages, 1):
            self.passage[i0:i1] = [number] * (i1 - i0)
        strands = [Strand(self.old, self.new, olds, news)]
        return strands + [Strand(self.old, self.new, range(i0, i1), range(j0, j1)) for i0, i1, j0, j1 in passages]

    def _note(self, strand: Strand) -> None:
        """Write the matches of a strand down."""
        for i, j in enumerate(strand.to):
            if j >= 0:
                self.image[strand.olds[i]] = strand.news[j]
                self.until[strand.olds[i]] = strand.news[j + strand.parts.get(i, 1) - 1] + 1
        for j, i in enumerate(strand.back):
            if i >= 0:
                self.origin[strand.news[j]] = strand.olds[i]
        self.loose += [(words[0], words[-1] + 1) for words in strand.loose if words]


def _without(length: int, passages: Sequence[Gap], side: int) -> Sequence[int]:
    """All places but those of the passages, in the old text (side 0) or the new one (2)."""
    if not passages:
        return range(length)
    rest = bytearray(b"\1" * length)
    for passage in passages:
        start, end = passage[side], passage[side + 1]
        rest[start:end] = bytes(end - start)
    return [place for place, free in enumerate(rest) if free]
