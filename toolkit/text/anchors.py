"""Find a quoted passage in a text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from toolkit.text.typography import fold


def find_quote(text: str, quote: str, before: str = "", after: str = "") -> list[tuple[int, int]]:
    """Where a quote stands in a text: all its places, or those with the given characters around it if there are any.

    The words must be the same; case and typographic variants (apostrophes, quotation marks, dashes, spaces and line ends) do not matter,
    nor whether the quote writes its accents as marks of their own (the text does not: it is NFC).
    Spans are offsets in code points, the end excluded, in order.

    >>> find_quote("Il dit « c’est ça ». C'est ça.", "c'est ça")
    [(9, 17), (21, 29)]
    >>> find_quote("Il dit « c’est ça ». C'est ça.", "c'est ça", before="». ")
    [(21, 29)]
    """
    wanted, folded = _plain(unicodedata.normalize("NFC", quote)), _plain_text(text)
    places = []
    start = folded.find(wanted) if wanted else -1
    while start >= 0:
        places.append((start, start + len(wanted)))
        start = folded.find(wanted, start + 1)
    left, right = _plain(before), _plain(after)
    exact = [(a, b) for a, b in places if folded.endswith(left, 0, a) and folded.startswith(right, b)]
    return exact or places


@lru_cache(maxsize=4)  # many quotes are looked for in one text after the other
def _plain_text(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    """A text of the same length in which a quote may be looked for."""
    return fold(text).replace("\n", " ").replace("\t", " ")
