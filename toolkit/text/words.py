r"""Words: a maximal match of `\w+(?:['’-]\w+)*`, the same with or without a language model."""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import int64, uint8
    from numpy.typing import NDArray

WORD = re.compile(r"\w+(?:['’-]\w+)*")

# What a character does in a word; 0 where it has not been asked yet.
_OUTSIDE, _INSIDE, _JOINS = 1, 2, 3


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("C’est peut-être l'aréna, tsé ?")
    4
    """
    return len(WORD.findall(text))


def word_starts(text: str, start: int = 0, end: int | None = None) -> NDArray[int64]:
    r"""Where the words of `text[start:end]` begin, as offsets into `text` (int64, ascending).

    A word belongs to a segment if its first character does. It begins at each `\w` that has before it neither another `\w` nor a joining
    mark behind another `\w`: this can be asked of all characters at once, in a sixth of the time of the pattern.
    """
    import numpy as np

    codes = np.frombuffer(text[start:end].encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _kinds()
    kinds = table[codes]
    if not kinds.all():
        for code in np.unique(codes[kinds == 0]).tolist():
            table[code] = _kind(chr(code))
        kinds = table[codes]
    inside = kinds == _INSIDE
    begins = inside.copy()
    begins[1:] &= ~inside[:-1]
    begins[2:] &= ~((kinds[1:-1] == _JOINS) & inside[:-2])
    return np.flatnonzero(begins).astype(np.int64, copy=False) + start


@cache
def _kinds() -> NDArray[uint8]:
    """The kinds of all characters by code point, learned as they occur."""
    import numpy as np

    return np.zeros(sys.maxunicode + 1, dtype=np.uint8)


def _kind(character: str) -> int:
    if WORD.match(character):
        return _INSIDE
    return _JOINS if WORD.fullmatch(f"a{character}a") else _OUTSIDE
