"""One coder's codings, or the agreed ones, cut by turns: the one layer that feeds a matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.matrices.numbers import distinct, find, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.columns import Bools, CodingColumns, Ints
    from toolkit.matrices.axes import Places
    from toolkit.matrices.ground import Ground
    from toolkit.matrices.words import Words


@dataclass(frozen=True, eq=False)
class Pieces:
    """Codings cut by turns of speech, in the order of the line.

    `coding` is the coding's place in the layer, `turn` the turn's in `Ground.speech`; `continues` is true where the coding has a piece in
    an earlier turn. `by_coding` is the order of the pieces that has those of one coding side by side.
    """

    line: Words = field(repr=False)
    coding: Ints
    turn: Ints
    start: Ints
    end: Ints
    continues: Bools
    by_coding: Ints

    @cached_property
    def first(self) -> Ints:
        """How many words of the line begin before a piece."""
        return self.line.before(self.start)

    @cached_property
    def past(self) -> Ints:
        """How many words of the line begin before the end of a piece."""
        return self.line.before(self.end)

    @cached_property
    def words(self) -> Ints:
        """How many eligible words begin in a piece."""
        return self.line.eligible(self.past) - self.line.eligible(self.first)


@dataclass(frozen=True, eq=False)
class Layer:
    """The codings of one coder, or those with some codes; they are read when they are first needed."""

    ground: Ground
    coder: int
    codes: tuple[int, ...] | None = None

    @cached_property
    def codings(self) -> Ints:
        """The identifiers of the codings, in the order of the line."""
        return self._rows[0].coding[self._rows[1]]

    @cached_property
    def document(self) -> Ints:
        """The place of each coding's document in `Ground.documents`."""
        return find(self.ground.documents, self._rows[0].document[self._rows[1]])

    @cached_property
    def code(self) -> Ints:
        """The place of each coding's code in the study's columns."""
        return self._codes(self._rows[0].code[self._rows[1]])

    @cached_property
    def pieces(self) -> Pieces:
        """The codings, cut by turns."""
        rows, order = self._rows
        start, end = (self.ground.on_line(rows.document[order], offset[order]) for offset in (rows.start, rows.end))
        return _cut(self.ground, start, end)

    @cached_property
    def tally(self) -> Ints:
        """How many codings there are of each code and in each document, by the places of both."""
        import numpy as np

        code, document = self.ground.columns.coded(self.coder, self.codes)
        documents = len(self.ground.documents)
        cell = self._codes(code) * documents + known(self.ground.documents, document, "document")
        codes = len(self.ground.columns.codes.code)
        return np.bincount(cell, minlength=codes * documents).reshape(codes, documents)

    def name(self, places: Ints) -> tuple[int, ...]:
        """The identifiers of codings, given their places."""
        return tuple(self.codings[places].tolist())

    def only(self, documents: Bools) -> Layer:
        """The same layer on the ground of some documents."""
        return Layer(self.ground.only(documents), self.coder, self.codes)

    def touching(self, places: Places) -> tuple[Ints, Ints]:
        """Which codings touch which units, each pair once: by the turns of speech that a coding meets, else by its document."""
        import numpy as np

        unplaced = np.flatnonzero(np.bincount(self.pieces.coding, minlength=len(self.codings)) == 0)
        order = self.pieces.by_coding
        coding = np.concatenate([self.pieces.coding[order], unplaced])
        unit = np.concatenate([places.of_turn[self.pieces.turn[order]], places.of_document[self.document[unplaced]]])
        return distinct(coding[unit >= 0], unit[unit >= 0])

    def heard(self, places: Places) -> tuple[Ints, Ints]:
        """Which codings have a participant's word in which units, each pair once."""
        order = self.pieces.by_coding[self.pieces.words[self.pieces.by_coding] > 0]
        coding, unit = self.pieces.coding[order], places.of_turn[self.pieces.turn[order]]
        return distinct(coding[unit >= 0], unit[unit >= 0])

    @cached_property
    def _rows(self) -> tuple[CodingColumns, Ints]:
        """The columns of the codings, and their order on the line."""
        import numpy as np

        rows = self.ground.columns.codings(self.coder, self.codes)
        return rows, np.argsort(self.ground.on_line(rows.document, rows.start), kind="stable")

    def _codes(self, codes: Ints) -> Ints:
        return known(self.ground.columns.codes.code, codes, "code")


def layer_of(ground: Ground, coder: int, codes: Sequence[int] | None = None) -> Layer:
    """The layer of one coder, or what it holds of some codes; a coder without codings has an empty one."""
    return Layer(ground, coder, None if codes is None else tuple(codes))


def _cut(ground: Ground, start: Ints, end: Ints) -> Pieces:
    import numpy as np

    coding, turn, start, end = ground.cut(start, end)
    continues = np.zeros(len(coding), dtype=np.bool_)
    continues[1:] = coding[1:] == coding[:-1]
    order = np.argsort(start, kind="stable")
    by_coding = np.empty_like(order)
    by_coding[order] = np.arange(len(order))
    return Pieces(ground.words, coding[order], turn[order], start[order], end[order], continues[order], by_coding)
