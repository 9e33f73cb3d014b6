"""The ground that codings stand on: all documents of a study laid end to end on one line, with their turns and the words that count.

Documents are kept apart (see `matrices.words`), so that nothing reaches from one into the next.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.columns import SPEECH, UNKNOWN
from toolkit.matrices.numbers import find, runs
from toolkit.matrices.words import LONGEST, Words, on_line

if TYPE_CHECKING:
    from toolkit.columns import Bools, Ints, StudyColumns


@dataclass(frozen=True, eq=False)
class Speech:
    """The turns of speech, in the order of the line.

    `row` is the turn's row in the study's columns, `document` the document's place in `Ground.documents`.
    """

    line: Words = field(repr=False)
    row: Ints
    document: Ints
    start: Ints
    end: Ints
    person: Ints
    case: Ints
    role: Ints

    @cached_property
    def words(self) -> Ints:
        """How many words of each turn are eligible."""
        return self.line.count(self.start, self.end)


@dataclass(frozen=True, eq=False)
class Ground:
    """The line: `documents` (identifiers, ascending) belong to `case`; turns, words and texts are read when they are first needed."""

    columns: StudyColumns
    documents: Ints
    case: Ints

    @cached_property
    def words(self) -> Words:
        """The words of the line."""
        return Words(self.columns, self.documents)

    @cached_property
    def base(self) -> Ints:
        """Where each document begins."""
        import numpy as np

        return np.arange(len(self.documents)) * LONGEST

    @cached_property
    def divided(self) -> Bools:
        """The documents of whose turns some may belong to another case than the document."""
        import numpy as np

        return np.isin(self.documents, list(self.columns.documents.divided))

    @cached_property
    def speech(self) -> Speech:
        """The turns of speech."""
        import numpy as np

        turns = self.columns.turns
        rows = np.flatnonzero((turns.kind == SPEECH) & (turns.end > turns.start))
        start, end = self.words.turns
        rows = rows[np.argsort(start[rows], kind="stable")]
        document = find(self.documents, turns.document[rows])
        return Speech(self.words, rows, document, start[rows], end[rows], turns.person[rows], turns.case[rows], turns.role[rows])

    @cached_property
    def unclear(self) -> Bools:
        """The documents in which somebody speaks whose role is unknown."""
        import numpy as np

        unclear = np.zeros(len(self.documents), dtype=np.bool_)
        unclear[self.speech.document[self.speech.role == UNKNOWN]] = True
        return unclear

    def on_line(self, documents: Ints, offsets: Ints) -> Ints:
        """The places on the line of offsets in documents; ValueError where there is no such place."""
        return on_line(self.documents, documents, offsets)

    def count_words(self, start: Ints, end: Ints) -> Ints:
        """How many eligible words begin in each interval of the line."""
        return self.words.count(start, end)

    def are_blank(self, document: Ints, start: Ints, end: Ints) -> Bools:
        """Whether there is only white space in each interval of the line, given its document's place; an empty interval is blank."""
        import numpy as np

        texts = self.columns.texts(self.documents[np.flatnonzero(np.bincount(document))].tolist())
        of_place = [texts.get(key, "") for key in self.documents.tolist()]
        first, past = start - self.base[document], end - self.base[document]
        rows = zip(document.tolist(), first.tolist(), past.tolist(), strict=True)
        blank = (begin == stop or of_place[at][begin:stop].isspace() for at, begin, stop in rows)
        return np.fromiter(blank, dtype=np.bool_, count=len(document))

    def cut(self, start: Ints, end: Ints) -> tuple[Ints, Ints, Ints, Ints]:
        """Intervals of the line cut by the turns of speech: which interval, which turn, and the piece's start and end."""
        import numpy as np

        first = np.searchsorted(self.speech.end, start, side="right")
        past = np.searchsorted(self.speech.start, end, side="left")
        interval, turn = runs(first, np.maximum(past - first, 0))
        return interval, turn, np.maximum(start[interval], self.speech.start[turn]), np.minimum(end[interval], self.speech.end[turn])

    def only(self, documents: Bools) -> Ground:
        """The same line with some of the documents alone, so that no more is read than they need."""
        keys = self.documents[documents]
        return Ground(self.columns.only(keys), keys, self.case[documents])


def lay_out(columns: StudyColumns) -> Ground:
    """Lay the documents of a study on one line; made once, it serves every layer and matrix."""
    import numpy as np

    order = np.argsort(columns.documents.document)
    return Ground(columns, columns.documents.document[order], columns.documents.case[order])
