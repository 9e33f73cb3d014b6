"""One coder's codings, or the agreed ones, cut by turns: the one layer that feeds a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.matrices.ground import distinct, find, known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.columns import Bools, Ints
    from toolkit.matrices.axes import Places
    from toolkit.matrices.ground import Ground


@dataclass(frozen=True, slots=True)
class Pieces:
    """Codings cut by turns of speech, in the order of the line.

    `coding` is the coding's place in the layer, `turn` the turn's in `Ground.speech`, `reach` the piece's end moved past white space,
    `words` how many eligible words begin in it; `continues` is true where the coding has a piece in an earlier turn. `by_coding` is the
    order of the pieces that has those of one coding side by side.
    """

    coding: Ints
    turn: Ints
    start: Ints
    end: Ints
    reach: Ints
    words: Ints
    continues: Bools
    by_coding: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The codings of one coder in the order of the line: identifiers, the places of each one's document and code, and their pieces."""

    ground: Ground
    coder: int
    codings: Ints
    document: Ints
    code: Ints
    pieces: Pieces

    def name(self, places: Ints) -> tuple[int, ...]:
        """The identifiers of codings, given their places."""
        return tuple(self.codings[places].tolist())

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


def layer_of(ground: Ground, coder: int, codes: Sequence[int] | None = None) -> Layer:
    """The layer of one coder, or what it holds of some codes; a coder without codings has an empty one."""
    import numpy as np

    columns = ground.columns.codings
    chosen = columns.coder == coder
    if codes is not None:
        chosen &= np.isin(columns.code, np.array(codes, dtype=np.int64))
    rows = np.flatnonzero(chosen)
    start, end = (ground.on_line(columns.document[rows], offset[rows]) for offset in (columns.start, columns.end))
    order = np.argsort(start, kind="stable")
    rows, start, end = rows[order], start[order], end[order]
    document = find(ground.documents, columns.document[rows])
    code = known(ground.columns.codes.code, columns.code[rows], "code")
    return Layer(ground, coder, columns.coding[rows], document, code, _cut(ground, start, end))


def _cut(ground: Ground, start: Ints, end: Ints) -> Pieces:
    import numpy as np

    coding, turn, start, end = ground.cut(start, end)
    continues = np.zeros(len(coding), dtype=np.bool_)
    continues[1:] = coding[1:] == coding[:-1]
    order = np.argsort(start, kind="stable")
    coding, turn, start, end = coding[order], turn[order], start[order], end[order]
    reach = np.minimum(ground.past_blanks(end), ground.speech.end[turn])
    by_coding = np.empty_like(order)
    by_coding[order] = np.arange(len(order))
    return Pieces(coding, turn, start, end, reach, ground.count_words(start, end), continues[order], by_coding)
