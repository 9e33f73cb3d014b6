r"""Words: a maximal match of `\w+(?:['’-]\w+)*`, the same with or without a language model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import int64
    from numpy.typing import NDArray

WORD = re.compile(r"\w+(?:['’-]\w+)*")


def count_words(text: str) -> int:
    """How many words a text has.

    >>> count_words("C’est peut-être l'aréna, tsé ?")
    4
    """
    return sum(1 for _ in WORD.finditer(text))


def word_starts(text: str, start: int = 0, end: int | None = None) -> NDArray[int64]:
    """Where the words of `text[start:end]` begin, as offsets into `text` (int64, ascending).

    A word belongs to a segment if its first character does.
    """
    import numpy as np

    found = WORD.finditer(text, start, len(text) if end is None else end)
    return np.fromiter((match.start() for match in found), dtype=np.int64)
