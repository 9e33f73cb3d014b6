"""What a table leaves out, listed so that nothing disappears in silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from toolkit.matrices.table import Table


@dataclass(frozen=True, slots=True)
class Omissions:
    """Codings and words in scope that a table cannot count, or counts by a rule of their own.

    `without_participant_words`: codings that count in no measure but `codings`. `outside`: codings in no column; `unassigned_words`: how
    many eligible words of each document are in none. `incomplete`: codings of a row without a value for the columns. `unturned`:
    documents without turns, all of whose words count.
    """

    without_participant_words: tuple[int, ...]
    outside: tuple[int, ...]
    unassigned_words: dict[int, int]
    incomplete: tuple[int, ...]
    unturned: tuple[int, ...]


def omissions(table: Table) -> Omissions:
    """What a table leaves out; the codings are those of its rows that are in scope."""
    import numpy as np

    layer, ground = table.layer, table.layer.ground
    pieces, speech, names = layer.pieces, ground.speech, ground.documents.tolist()
    counted, placed, spoken = (np.zeros(len(layer.codings), dtype=np.bool_) for _ in range(3))
    counted[layer.touching(table.scope)[0]] = True
    counted &= np.bincount(table.members.coding, minlength=len(counted)) > 0
    placed[layer.touching(table.places)[0]] = True
    spoken[pieces.coding[pieces.words > 0]] = True
    in_scope = table.scope.of_turn >= 0
    left = in_scope & (table.places.of_turn < 0)
    words = np.bincount(speech.document[left], speech.words[left], minlength=len(names)).astype(np.int64)
    present = set(ground.documents[speech.document[in_scope]].tolist())
    return Omissions(
        without_participant_words=layer.name(np.flatnonzero(counted & ~spoken)),
        outside=layer.name(np.flatnonzero(counted & ~placed)),
        unassigned_words={document: count for document, count in zip(names, words.tolist(), strict=True) if count},
        incomplete=table.incomplete,
        unturned=tuple(sorted(present & ground.columns.documents.unturned)),
    )


def contradicted(table: Table) -> list[tuple[Hashable, Hashable]]:
    """The cells (row and column key) that are marked as not asked and have a segment nevertheless."""
    import numpy as np

    found = np.argwhere(table.states(table.places).not_asked & (table.segments().cells > 0)).tolist()
    return [(table.rows[row], table.columns[column]) for row, column in found]
