"""Words as they are compared between two versions of a text: by number, without case, accents, ligatures and what scanners mistake."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

WORD = re.compile(r"[^\W_]+")
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "1": "l", "0": "o"})


class Vocabulary(dict[str, int]):
    """A number for each word, the same for words that differ only by case, accents, ligatures, l/1 and o/0.

    >>> numbers = Vocabulary()
    >>> numbers["Œuvre"] == numbers["oeuvre"], numbers["1e"] == numbers["le"], numbers["10"] == numbers["lo"]
    (True, True, False)
    """

    def __init__(self) -> None:
        """No word yet."""
        super().__init__()
        self.forms: list[str] = []  # by number
        self._numbers: dict[str, int] = {}

    def __missing__(self, word: str) -> int:
        plain = unicodedata.normalize("NFKD", word.casefold())
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        if not plain.isdecimal():
            plain = plain.translate(LETTERS)
        number = self._numbers.setdefault(plain, len(self.forms))
        if number == len(self.forms):
            self.forms.append(plain)
        self[word] = number
        return number


class Words:
    """The words of a text: where they begin and end (code points), and the number of each."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        """`vocabulary` numbers the words of both texts that are compared."""
        found = [(match.start(), match.end(), vocabulary[match[0]]) for match in WORD.finditer(text)]
        self.text = text
        self.starts = [start for start, _end, _key in found]
        self.ends = [end for _start, end, _key in found]
        self.keys = [key for _start, _end, key in found]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The first word that reaches into a stretch of the text, and the first one behind it."""
        first = bisect_left(self.starts, start)
        if first and self.ends[first - 1] > start:
            first -= 1
        return first, max(first, bisect_left(self.starts, end))

    def between(self, place: int) -> str:
        """What stands before a word, or at the end of the text."""
        start = self.ends[place - 1] if place else 0
        return self.text[start : self.starts[place] if place < len(self.starts) else len(self.text)]

    def opens_line(self, place: int) -> bool:
        """Whether a word is the first of a line; so is the end."""
        return place in (0, len(self.starts)) or "\n" in self.between(place)

    def line(self, place: int) -> tuple[int, int]:
        """The first word of the line in which a word stands, and the first of the next line."""
        first, last = place, place + 1
        while not self.opens_line(first):
            first -= 1
        while not self.opens_line(last):
            last += 1
        return first, last
