"""The ground that codings stand on: all documents of a study laid end to end on one line, with their turns and the words that count.

A place on the line is the document's base plus the offset in its text. Documents are kept one place apart, so that nothing reaches from
one into the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from toolkit.columns import ASIDE, PARTICIPANT, SPEECH, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.columns import Bools, Ints, StudyColumns


@dataclass(frozen=True, slots=True)
class Speech:
    """The turns of speech, in the order of the line.

    `row` is the turn's row in the study's columns, `document` the document's place in `Ground.documents`, `words` how many of its words
    are eligible.
    """

    row: Ints
    document: Ints
    start: Ints
    end: Ints
    person: Ints
    case: Ints
    role: Ints
    words: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The line: `documents` (identifiers, ascending) begin at `base` and belong to `case`.

    `before` counts, at each place of the line and at its end, the eligible words that begin before it: the words of participants' speech
    that begin in no aside. `blank` is true at each place that holds white space, `unclear` for the documents in which somebody speaks whose
    role is unknown.
    """

    columns: StudyColumns
    documents: Ints
    base: Ints
    case: Ints
    unclear: Bools
    blank: Bools
    before: Ints
    speech: Speech

    def on_line(self, documents: Ints, offsets: Ints) -> Ints:
        """The places on the line of offsets in documents; ValueError where an offset is outside its document."""
        import numpy as np

        document = known(self.documents, documents, "document")
        length = np.diff(self.base, append=len(self.blank))[document] - 1
        if ((offsets < 0) | (offsets > length)).any():
            outside = documents[np.argmax((offsets < 0) | (offsets > length))]
            message = f"the columns name a place that is outside the text of document {outside}"
            raise ValueError(message)
        place: Ints = self.base[document] + offsets
        return place

    def count_words(self, start: Ints, end: Ints) -> Ints:
        """How many eligible words begin in each interval of the line."""
        count: Ints = self.before[end] - self.before[start]
        return count

    def past_blanks(self, end: Ints) -> Ints:
        """The first place at or after each `end` that is not white space."""
        import numpy as np

        reach = end.copy()
        moving = np.flatnonzero(self.blank[reach])
        while moving.size:
            reach[moving] += 1
            moving = moving[self.blank[reach[moving]]]
        return reach

    def cut(self, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Intervals of the line cut by the turns of speech: which interval, which turn, and the piece's start and end."""
        import numpy as np

        first = np.searchsorted(self.speech.end, start, side="right")
        past = np.searchsorted(self.speech.start, end, side="left")
        interval, turn = runs(first, np.maximum(past - first, 0))
        return interval, turn, np.maximum(start[interval], self.speech.start[turn]), np.minimum(end[interval], self.speech.end[turn])


def lay_out(columns: StudyColumns) -> Ground:
    """Lay the documents of a study on one line; made once, it serves every layer and matrix."""
    import numpy as np

    order = np.argsort(columns.documents.document)
    documents, case = columns.documents.document[order], columns.documents.case[order]
    texts = [columns.texts[document] for document in documents.tolist()]
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    base = np.cumsum(lengths) - lengths

    place = known(documents, columns.turns.document, "document")
    start, end = base[place] + columns.turns.start, base[place] + columns.turns.end
    before = _count_before(columns, documents, base, start, end)
    rows = np.flatnonzero((columns.turns.kind == SPEECH) & (end > start))
    rows = rows[np.argsort(start[rows])]
    begins, ends = start[rows], end[rows]
    turns = columns.turns
    speech = Speech(rows, place[rows], begins, ends, turns.person[rows], turns.case[rows], turns.role[rows], before[ends] - before[begins])

    unclear = np.zeros(len(documents), dtype=np.bool_)
    unclear[speech.document[speech.role == UNKNOWN]] = True
    return Ground(columns, documents, base, case, unclear, _blanks(texts), before, speech)


def _count_before(columns: StudyColumns, documents: Ints, base: Ints, start: Ints, end: Ints) -> Ints:
    """At each place of the line how many eligible words begin before it, given the places of the turns."""
    import numpy as np

    line = [columns.words[document] + at for document, at in zip(documents.tolist(), base.tolist(), strict=True)]
    words = np.concatenate([*line, np.empty(0, dtype=np.int64)])
    first, past = np.searchsorted(words, start), np.searchsorted(words, end)
    eligible = np.zeros(len(words), dtype=np.bool_)
    said = (columns.turns.kind == SPEECH) & (columns.turns.role == PARTICIPANT)
    for turns, counts in ((said, True), (columns.turns.kind == ASIDE, False)):
        eligible[runs(first[turns], past[turns] - first[turns])[1]] = counts
    begins = np.zeros(sum(len(columns.texts[document]) + 1 for document in documents.tolist()) + 1, dtype=np.int64)
    begins[words[eligible] + 1] = 1
    return np.cumsum(begins)


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


def _blanks(texts: Iterable[str]) -> Bools:
    """Where white space stands in the texts, laid end to end with one place that is not blank after each."""
    import numpy as np

    characters = np.frombuffer("".join(text + "\0" for text in texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _white_space()
    blank: Bools = table[np.minimum(characters, len(table) - 1)]
    return blank


@cache
def _white_space() -> Bools:
    """Which code points are white space, up to U+3000, which is the highest, and one more that stands for all others."""
    import numpy as np

    return np.array([chr(code_point).isspace() for code_point in range(0x3002)])
