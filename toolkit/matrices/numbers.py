"""Small operations on columns of integers that numpy does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.columns import Bools, Ints


def known(keys: Ints, wanted: Ints, what: str) -> Ints:
    """Where each wanted identifier stands among `keys`; ValueError names the first one that does not."""
    import numpy as np

    found = find(keys, wanted)
    if (found < 0).any():
        stranger = wanted[np.argmax(found < 0)]
        message = f"the columns name {what} {stranger}, which is not among the {len(keys)} of the study"
        raise ValueError(message)
    return found


def find(keys: Ints, wanted: Ints) -> Ints:
    """Where each wanted identifier stands among `keys`, which may come in any order; -1 where it does not.

    Identifiers are the store's row numbers: a table of all numbers up to the highest is small, and faster than a search.
    """
    import numpy as np

    # The last place of the table is for -1, which is nobody's identifier.
    table = np.full(max(keys.max(initial=0), wanted.max(initial=0)) + 2, -1, dtype=np.int64)
    table[keys] = np.arange(len(keys))
    place: Ints = table[wanted]
    return place


def runs(first: Ints, count: Ints) -> tuple[Ints, Ints]:
    """Numbers `first`, `first + 1`, … of each row, `count` of them, after one another: the row each belongs to, and the number.

    >>> import numpy as np
    >>> [array.tolist() for array in runs(np.array([5, 0, 2]), np.array([2, 0, 3]))]
    [[0, 0, 2, 2, 2], [5, 6, 2, 3, 4]]
    """
    import numpy as np

    row = np.repeat(np.arange(len(first)), count)
    number = np.arange(len(row)) + np.repeat(first - (np.cumsum(count) - count), count)
    return row, number


def look_up(keys: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """All pairs of a place in `wanted` and a place in `keys`, which ascend, that hold the same small number."""
    import numpy as np

    count = np.bincount(keys, minlength=int(wanted.max(initial=-1)) + 1)
    first = np.cumsum(count) - count
    return runs(first[wanted], count[wanted])


def differs(*columns: Ints) -> Bools:
    """Where a row differs from the one before it in some column."""
    import numpy as np

    found = np.ones(len(columns[0]), dtype=np.bool_)
    found[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return found


def distinct(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The distinct pairs of two columns of which the first has its equals side by side, in no order.

    >>> import numpy as np
    >>> [array.tolist() for array in distinct(np.array([4, 4, 4, 2]), np.array([0, 1, 0, 1]))]
    [[2, 4, 4], [1, 0, 1]]
    """
    import numpy as np

    fresh = differs(one, other)
    one, other = one[fresh], other[fresh]
    # What has one row by now is distinct, and that is nearly all; only the rest is sorted.
    begins = differs(one)
    alone = begins & np.append(begins[1:], True)[: len(begins)]
    size = int(other.max(initial=0)) + 1
    rest = np.unique(one[~alone] * size + other[~alone])
    return np.concatenate([one[alone], rest // size]), np.concatenate([other[alone], rest % size])


def union(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The union of intervals as intervals that are apart, in ascending order.

    >>> import numpy as np
    >>> [array.tolist() for array in union(np.array([300, 0, 40]), np.array([320, 60, 100]))]
    [[0, 300], [100, 320]]
    """
    import numpy as np

    order = np.argsort(start)
    start, top = start[order], np.maximum.accumulate(end[order])
    opens = np.ones(len(start), dtype=np.bool_)
    opens[1:] = start[1:] > top[:-1]
    closes = np.ones(len(start), dtype=np.bool_)
    closes[:-1] = opens[1:]
    return start[opens], top[closes]
