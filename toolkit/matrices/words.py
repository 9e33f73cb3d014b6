"""The words of all documents of a study, laid end to end on one line, and which of them count.

A place on the line is the document's base plus the offset in its text. Every document has as much of the line as the longest text could
need, so that nothing reaches from one into the next, and no text has to be read to know where it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from toolkit.columns import ASIDE, PARTICIPANT, SPEECH
from toolkit.matrices.numbers import differs, known, runs

if TYPE_CHECKING:
    from numpy import int32
    from numpy.typing import NDArray

    from toolkit.columns import Ints, StudyColumns

BITS = 30
LONGEST = 1 << BITS
"""Places for each document, more than the characters that a text can have."""


@dataclass(frozen=True, eq=False)
class Words:
    """The words of some documents (identifiers, ascending); they are read when they are first needed."""

    columns: StudyColumns
    documents: Ints

    def before(self, places: Ints) -> Ints:
        """How many words of the line begin before each place, whoever says them."""
        import numpy as np

        document, offset = places >> BITS, places & (LONGEST - 1)
        if (document[1:] < document[:-1]).any():
            order = np.argsort(document, kind="stable")
            count = np.empty(len(places), dtype=np.int64)
            count[order] = self.before(places[order])
            return count
        edges = np.append(np.flatnonzero(differs(document)), len(document)).tolist()
        parts = [self._of_document(int(document[first]), offset[first:past]) for first, past in pairwise(edges)]
        return np.concatenate([*parts, document[:0]])

    def eligible(self, before: Ints) -> Ints:
        """How many of so many words of the line, the first ones, are eligible: of participants' speech, and beginning in no aside."""
        count: Ints = self._eligible[before].astype(before.dtype)
        return count

    def count(self, start: Ints, end: Ints) -> Ints:
        """How many eligible words begin in each interval of the line."""
        return self.eligible(self.before(end)) - self.eligible(self.before(start))

    @cached_property
    def turns(self) -> tuple[Ints, Ints]:
        """Where each turn of the columns begins and ends."""
        turns = self.columns.turns
        return on_line(self.documents, turns.document, turns.start), on_line(self.documents, turns.document, turns.end)

    @cached_property
    def _starts(self) -> list[Ints]:
        """Where the words of each document begin in its text."""
        return [self.columns.words[document] for document in self.documents.tolist()]

    @cached_property
    def _so_far(self) -> list[int]:
        """How many words of the line there are before each document, and in all."""
        return [0, *accumulate(len(starts) for starts in self._starts)]

    def _of_document(self, document: int, offsets: Ints) -> Ints:
        import numpy as np

        return np.searchsorted(self._starts[document], offsets) + self._so_far[document]

    @cached_property
    def _eligible(self) -> NDArray[int32]:
        """How many of the words before each word of the line, and before its end, are eligible; four bytes each, as there are many."""
        import numpy as np

        turns, (start, end) = self.columns.turns, self.turns
        order = np.argsort(start, kind="stable")
        said = order[((turns.kind == SPEECH) & (turns.role == PARTICIPANT))[order]]
        # Every other of the runs of words between these bounds is said by a participant; turns of speech do not overlap.
        bounds = np.maximum.accumulate(np.stack([self.before(start[said]), self.before(end[said])], axis=1).ravel())
        eligible = np.repeat(np.arange(len(bounds) + 1) % 2 == 1, np.diff(bounds, prepend=0, append=self._so_far[-1]))
        aside = order[(turns.kind == ASIDE)[order]]
        first = self.before(start[aside])
        eligible[runs(first, self.before(end[aside]) - first)[1]] = False
        before = np.zeros(len(eligible) + 1, dtype=np.int32)
        np.cumsum(eligible, out=before[1:])
        return before


def on_line(documents: Ints, keys: Ints, offsets: Ints) -> Ints:
    """The places on the line of offsets in some of the documents; ValueError where there is no such place."""
    import numpy as np

    beyond = (offsets < 0) | (offsets >= LONGEST)
    if beyond.any():
        message = f"the columns name a place that is outside the text of document {keys[np.argmax(beyond)]}"
        raise ValueError(message)
    place: Ints = known(documents, keys, "document") * LONGEST + offsets
    return place
