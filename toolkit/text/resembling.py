"""Which words may be taken for which: misspelt ones, parts of one, and those that replace each other again and again."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.text.compared import Vocabulary

    Phrase = tuple[int, ...]

ALIKE = 0.6  # of its letters, for a word to be another one misspelt
MANY = 3  # times that a word must be left out for it to be one that is left out everywhere
LETTERS_A_WORD = 5


class Resembling:
    """Learned from what was plainly replaced and left out in the two texts."""

    def __init__(self, vocabulary: Vocabulary, words: Iterable[int], swaps: Iterable[tuple[Phrase, Phrase]], lost: Iterable[int]) -> None:
        """`words` are those of the old text; `swaps` are phrases and what stands in their place, `lost` words left out, each every time."""
        self._forms = vocabulary.forms
        self._known: dict[tuple[int, int], float] = {}
        self._swaps = {pair for pair, count in Counter(swaps).items() if count > 1}
        self.sizes = {(len(these), len(those)) for these, those in self._swaps} | {(1, 1), (2, 1), (1, 2)}
        occurs = Counter(words)
        #: Words that are left out in most places, such as `euh`.
        self.dropped = frozenset(word for word, count in Counter(lost).items() if count > MANY and 2 * count > occurs[word])

    def weight(self, these: Sequence[int], those: Sequence[int]) -> float:
        """What the match of some words with others weighs, long ones more; 0 where nobody would take them for each other."""
        if len(these) == 1 == len(those) and (alike := self._alike(these[0], those[0])):
            return alike * _heaviness(self.length(these))
        if (tuple(these), tuple(those)) in self._swaps or (len(these) != len(those) and self._letters(these) == self._letters(those)):
            return _heaviness(self.length(these))
        return 0.0

    def length(self, words: Iterable[int]) -> int:
        """How many letters words have."""
        return sum(len(self._forms[word]) for word in words)

    def as_replaced(self, words: Sequence[int]) -> Counter[int]:
        """Words after what was replaced everywhere was replaced; without numbers (times) and what was left out everywhere."""
        found: list[int] = []
        place = 0
        while place < len(words):
            pairs = [pair for pair in self._swaps if tuple(words[place : place + len(pair[0])]) == pair[0]]
            these, those = max(pairs, key=lambda pair: len(pair[0]), default=((words[place],), (words[place],)))
            found += those
            place += len(these)
        return Counter(word for word in found if word not in self.dropped and not self._forms[word].isdecimal())

    def _alike(self, x: int, y: int) -> float:
        if x == y:
            return 1.0
        known = self._known.get((x, y))
        if known is None:
            known = self._known[x, y] = likeness(self._forms[x], self._forms[y])
        return known

    def _letters(self, words: Sequence[int]) -> str:
        return "".join(self._forms[word] for word in words)


def _heaviness(letters: int) -> int:
    return LETTERS_A_WORD + min(letters, 2 * LETTERS_A_WORD)


def likeness(one: str, other: str) -> float:
    """The share of letters that two words have in common at their beginning and end, of long words in pairs anywhere; 0 below `ALIKE`.

    >>> likeness("interview", "intervewi") >= ALIKE, likeness("maison", "raison") >= ALIKE, likeness("oui", "non")
    (True, True, 0.0)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < ALIKE * len(long):
        return 0.0
    begin = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    end = next((place for place in range(len(short) - begin) if short[-1 - place] != long[-1 - place]), len(short) - begin)
    shared = (begin + end) / len(long)
    if shared < ALIKE and len(short) > LETTERS_A_WORD:  # two slips in a long word
        pairs = Counter(pairwise(short)) & Counter(pairwise(long))
        shared = pairs.total() / (len(long) - 1)
    return shared if shared >= ALIKE else 0.0
