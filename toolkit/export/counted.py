"""The documents and persons that a count of them is about: the step between what was read and a figure such as 5 of 7."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.export.places import lay_out
from toolkit.export.table import Column, write_table
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.export.base import Counted, Grid, Place
    from toolkit.export.book import Book
    from toolkit.export.grids import Layout
    from toolkit.export.places import Address, Names
    from toolkit.export.table import Row


@dataclass(frozen=True)
class CountedUnits:
    """The documents and persons behind the cells of all matrices that count them; each cell has a number of its own."""

    cells: Mapping[tuple[int, Place], int]
    rows: list[tuple[Grid, Place, int, Counted]]
    places: Sequence[Address]


NUMBER, READ, FOUND = 6, 4, 5
"""The columns of the sheet that formulas use: the cell, whether the unit counts, and whether it counts and has a segment."""


def arrange_counted(layouts: Sequence[Layout], names: Names) -> CountedUnits:
    """Number the cells that count documents or persons and lay these out; a sheet's name is taken only where there are any."""
    cells: dict[tuple[int, Place], int] = {}
    rows: list[tuple[Grid, Place, int, Counted]] = []
    for layout in layouts:
        for place, units in sorted(layout.grid.counted.items()):
            number = cells.setdefault((id(layout.grid), place), len(cells) + 1)
            rows += [(layout.grid, place, number, unit) for unit in units]
    return CountedUnits(cells, rows, lay_out(names, _("Documents and persons"), ((1, 0) for _row in rows)) if rows else [])


def write_counted(book: Book, counted: CountedUnits) -> None:
    """Write each document and person, whether it counts, and whether it also has a segment."""
    columns = [
        Column(_("Row"), 28),
        Column(_("Column"), 20),
        Column(_("Document or person"), 24),
        Column(_("Read whole and asked"), 12),
        Column(_("And has a segment"), 12),
        Column(_("Cell no."), 8),
        Column(_("Has a segment"), 12),
    ]
    write_table(book, columns, (_row(*row) for row in counted.rows), counted.places)


def _row(grid: Grid, place: Place, number: int, unit: Counted) -> Row:
    row, column = grid.axes.rows[place[0]].label, grid.axes.columns[place[1]].label
    return [row, column, unit.name, int(unit.read), int(unit.read and unit.yes), number, int(unit.yes)]
