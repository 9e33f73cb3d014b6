"""What a table leaves out, listed so that nothing disappears in silence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from toolkit.columns import Bools
    from toolkit.matrices.table import Table


@dataclass(frozen=True, eq=False)
class Omissions:
    """What a table leaves out; the codings are those of its rows that are in scope. Each list is made when it is asked for."""

    table: Table

    @property
    def incomplete(self) -> tuple[int, ...]:
        """Codings of a row without a value for the columns."""
        return self.table.incomplete

    @cached_property
    def without_participant_words(self) -> tuple[int, ...]:
        """Codings that count in no measure but `codings`."""
        import numpy as np

        layer = self.table.layer
        spoken = np.zeros(len(layer.codings), dtype=np.bool_)
        spoken[layer.pieces.coding[layer.pieces.words > 0]] = True
        return layer.name(np.flatnonzero(_counted(self.table) & ~spoken))

    @cached_property
    def outside(self) -> tuple[int, ...]:
        """Codings in no column."""
        import numpy as np

        table = self._open
        placed = np.zeros(len(table.layer.codings), dtype=np.bool_)
        placed[table.layer.touching(table.places)[0]] = True
        return table.layer.name(np.flatnonzero(_counted(table) & ~placed))

    @cached_property
    def unassigned_words(self) -> dict[int, int]:
        """How many eligible words of each document are in no column."""
        import numpy as np

        table, ground = self._open, self._open.layer.ground
        left = (table.scope.of_turn >= 0) & (table.places.of_turn < 0)
        words = np.bincount(ground.speech.document[left], ground.speech.words[left], minlength=len(ground.documents)).astype(np.int64)
        return {document: count for document, count in zip(ground.documents.tolist(), words.tolist(), strict=True) if count}

    @cached_property
    def unturned(self) -> tuple[int, ...]:
        """Documents without turns, all of whose words count."""
        import numpy as np

        ground, scope = self.table.layer.ground, self.table.scope
        without = np.isin(ground.documents, list(ground.columns.documents.unturned))
        if scope.apart != "all":
            scope = scope.on(ground.only(without))
        present = scope.ground.speech.document[scope.of_turn >= 0]
        return tuple(sorted(set(scope.ground.documents[present].tolist()) & ground.columns.documents.unturned))

    @cached_property
    def _open(self) -> Table:
        """The table, where it can be, of those documents alone of which something may be in scope and in no column."""
        table = self.table
        apart = table.places.are_apart | table.scope.are_apart
        return table.only(apart | ((table.scope.of_document >= 0) & (table.places.of_document < 0))) or table


def omissions(table: Table) -> Omissions:
    """What a table leaves out."""
    return Omissions(table)


def _counted(table: Table) -> Bools:
    """Which codings of the layer are in a row and in scope."""
    import numpy as np

    counted = np.zeros(len(table.layer.codings), dtype=np.bool_)
    counted[table.layer.touching(table.scope)[0]] = True
    counted &= np.bincount(table.members.coding, minlength=len(counted)) > 0
    return counted


def contradicted(table: Table) -> list[tuple[Hashable, Hashable]]:
    """The cells (row and column key) that are marked as not asked and have a segment nevertheless."""
    import numpy as np

    found = np.argwhere(table.states(table.places).not_asked & (table.segments().cells > 0)).tolist()
    return [(table.rows[row], table.columns[column]) for row, column in found]
