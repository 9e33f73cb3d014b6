"""The framework matrix: one row per case, one column per code, in each cell what a person wrote and the quotes behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.base import Told
from toolkit.export.heads import beside, corner
from toolkit.export.labels import references_text
from toolkit.export.sheet import Cell
from toolkit.export.table import Column, add_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.export.base import Grid, Place
    from toolkit.export.book import Book
    from toolkit.export.places import Address
    from toolkit.export.quotes import Quotes
    from toolkit.export.sheet import Value


def write_framework(book: Book, grid: Grid, quotes: Quotes) -> Sequence[Address]:
    """Write the cases with what they say of each code; a text longer than a cell continues on further rows, as everywhere."""
    axes, sides = grid.axes, beside(grid)
    columns = [
        Column(corner(grid), 20, "strong", key=True),
        *(Column(side.name, 16, "band" if side.kind == "band" else "text") for side in sides),
        *(Column(head.label, 46, "wrap") for head in axes.columns),
    ]
    rows = [
        [head.label, *(side.values[row] for side in sides), *(_cell(grid, quotes, (row, column)) for column in range(len(axes.columns)))]
        for row, head in enumerate(axes.rows)
    ]
    return add_table(book, grid.title, columns, rows)


def _cell(grid: Grid, quotes: Quotes, place: Place) -> Value:
    told = grid.cells.get(place)
    if not isinstance(told, Told):
        return None
    case, code = grid.axes.rows[place[0]].key, grid.axes.columns[place[1]].key
    behind = quotes.behind(code, case)
    text = "\n".join(part for part in (told.text, references_text(told)) if part)
    return Cell(text, "wrap", link=quotes.places[behind[0]] if behind else None)
