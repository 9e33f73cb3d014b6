"""Runs of words that one text shares with others: how a quotation is known where nobody has marked it as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.text.typography import fold
from toolkit.text.words import WORD

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

LENGTH = 5  # words in a row that are taken for a quotation

MARK = "(…)"
"""What stands where a run was taken out; it is also a plain word of YAML."""


class Runs:
    """The runs of `LENGTH` words of some texts; case and typographic variants do not matter."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Read the texts."""
        self._known: set[tuple[str, ...]] = set()
        for text in texts:
            self._known.update(_grams(text))

    def forget(self, text: str) -> None:
        """Forget the runs that stand in another text too: there they are somebody else's words."""
        if self._known:
            self._known.difference_update(_grams(text))

    def found(self, text: str) -> list[tuple[int, int]]:
        """Where words of these runs stand in a text: (start, end) from the first to the last word of each stretch, in order.

        >>> Runs(["We meet every week on Monday."]).found("He said “we meet every week on” and left; we meet.")
        [(9, 30)]
        """
        places: list[tuple[int, int]] = []
        words = _words(text) if self._known else []
        for first, last, gram in zip(words, words[LENGTH - 1 :], _grams(text), strict=False):
            if gram in self._known:
                if places and first.start() <= places[-1][1]:
                    places[-1] = (places[-1][0], last.end())
                else:
                    places.append((first.start(), last.end()))
        return places

    def without(self, text: str) -> str:
        """The text with a mark in the place of each of these runs.

        >>> Runs(["We meet every week on Monday."]).without("Says: we meet every week on Monday!")
        'Says: (…)!'
        """
        for start, end in reversed(self.found(text)):
            text = text[:start] + MARK + text[end:]
        return text


def _words(text: str) -> list[re.Match[str]]:
    return list(WORD.finditer(fold(text)))


def _grams(text: str) -> Iterator[tuple[str, ...]]:
    words = WORD.findall(fold(text))
    return zip(*(words[place:] for place in range(LENGTH)), strict=False)
