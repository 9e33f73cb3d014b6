"""Matrices: rows by columns with heads, heat and links, and an index of the quotes behind each cell where the quotes' own order is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.export.base import Rated, Refused, Tally, Told
from toolkit.export.heads import above, beside, corner
from toolkit.export.labels import figure_text, measured
from toolkit.export.places import Address, lay_out
from toolkit.export.sheet import Cell, backlink
from toolkit.export.table import Column, refuse_width, write_table
from toolkit.ids import short_id
from toolkit.matrices.matrix import Kin, OutOf, Portion
from toolkit.matrices.presence import Presence
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.export.base import Axes, Behind, Figure, Grid, Place
    from toolkit.export.book import Book
    from toolkit.export.places import Names
    from toolkit.export.quotes import Quotes
    from toolkit.export.sheet import Sheet, Value
    from toolkit.export.table import Row

MAX_FORMATS = 150
"""Excel takes some 200 number formats in a workbook; n of N with a greater N is written as text."""


@dataclass(frozen=True)
class Index:
    """What is behind each cell of some axes, one record each, sorted by cell and then as the quotes are."""

    axes: Axes
    entries: tuple[tuple[Place, Behind], ...]
    places: Sequence[Address]
    first: Mapping[Place, Address] = field(repr=False)

    @property
    def in_pairs(self) -> bool:
        """Whether some records are pairs of codings."""
        return any(behind.other is not None for _place, behind in self.entries)

    @property
    def in_parts(self) -> bool:
        """Whether the cells tell values apart."""
        return any(behind.part for _place, behind in self.entries)


def arrange_index(axes: Axes, quotes: Quotes, names: Names) -> Index:
    """Sort the evidence of some axes and lay it out; each record has a link to its quote, the first of a cell one to the cell."""
    last = len(quotes.rows)

    def place_in_quotes(behind: Behind) -> tuple[int, int]:
        return quotes.by_uid.get(behind.uid, last), quotes.by_uid.get(behind.other or b"", last)

    entries = tuple((place, one) for place, behind in sorted(axes.evidence.items()) for one in sorted(behind, key=place_in_quotes))
    fresh = (number == 0 or entries[number - 1][0] != place for number, (place, _one) in enumerate(entries))
    sizes = ((1, 1 + (one.other is not None) + new) for (_place, one), new in zip(entries, fresh, strict=True))
    places = lay_out(names, _("Index {title}", title=axes.title), sizes)
    first: dict[Place, Address] = {}
    for (place, _behind), address in zip(entries, places, strict=False):
        first.setdefault(place, address)
    return Index(axes, entries, places, first)


INDEX_ROW, INDEX_COLUMN = 6, 7
"""The columns of an index sheet that number the row and column of the cell, for formulas."""


def write_index(book: Book, index: Index, quotes: Quotes, cells: Mapping[Place, Address]) -> None:
    """Write an index; `cells` is where its matrix shows each cell."""
    columns = [
        Column(_("Row"), 30, "wrap"),
        Column(_("Column"), 24, "wrap"),
        Column(_("Quote"), 10),
        Column(_("Row in Quotes"), 14),
        Column(_("Matrix cell"), 18),
        Column(_("Row no."), 8),
        Column(_("Column no."), 8),
        *([Column(_("Meets the quote"), 10), Column(_("Its row in Quotes"), 14)] if index.in_pairs else []),
        *([Column(_("Value"), 20, "wrap")] if index.in_parts else []),
    ]
    rows = (_index_row(index, number, quotes, cells) for number in range(len(index.entries)))
    write_table(book, columns, rows, index.places)


def _index_row(index: Index, number: int, quotes: Quotes, cells: Mapping[Place, Address]) -> Row:
    place, behind = index.entries[number]
    return [
        index.axes.rows[place[0]].label,
        index.axes.columns[place[1]].label,
        short_id(behind.uid),
        _quote_link(quotes, behind.uid),
        backlink(cells.get(place), is_first=index.first[place] == index.places[number]),
        place[0] + 1,
        place[1] + 1,
        *([short_id(behind.other), _quote_link(quotes, behind.other)] if behind.other else [None, None] if index.in_pairs else []),
        *([behind.part] if index.in_parts else []),
    ]


def _quote_link(quotes: Quotes, uid: bytes) -> Value:
    known = quotes.by_uid.get(uid)
    return _("not among the quotes") if known is None else Cell(quotes.places[known].text, "link", link=quotes.places[known])


@dataclass(frozen=True)
class Layout:
    """Where a matrix stands: its rows begin at `places`, its figures right of `left` columns of heads; cells lead to `targets`."""

    grid: Grid
    places: Sequence[Address]
    left: int
    head_rows: int
    targets: Mapping[Place, Address] = field(repr=False)

    def address(self, place: Place) -> Address:
        """Where a cell is shown."""
        row = self.places[place[0]]
        return Address(row.sheet, row.row, self.left + 1 + place[1])

    @property
    def addresses(self) -> dict[Place, Address]:
        """Where each cell that leads to quotes is shown."""
        return {place: self.address(place) for place in self.targets}


def arrange_grid(grid: Grid, quotes: Quotes, index: Index | None, names: Names) -> Layout:
    """Find where the cells of a matrix lead, and lay its rows out."""
    axes = grid.axes
    targets = {place: target for place, figure in grid.cells.items() if counts(figure) and (target := _target(axes, place, quotes, index))}
    links = [0] * len(axes.rows)
    for row, _column in targets:
        links[row] += 1
    head_rows = 4 + len(above(grid))
    places = lay_out(names, grid.title, ((1, n) for n in links), head_rows)
    return Layout(grid, places, 1 + len(beside(grid)), head_rows, targets)


def _target(axes: Axes, place: Place, quotes: Quotes, index: Index | None) -> Address | None:
    if index:
        return index.first.get(axes.kept(place))
    code, case = axes.rows[place[0]].key, axes.columns[place[1]].key
    behind = quotes.behind(case, code) if axes.turned else quotes.behind(code, case)
    return quotes.places[behind[0]] if behind else None


def counts(figure: Figure) -> bool:
    """Whether there is something behind a figure: a number over 0, the presence “yes”, a judgement, another word."""
    match figure:
        case Refused() | Kin():
            return False
        case OutOf() | Portion():
            return figure.n > 0
        case Tally():
            return figure.total > 0
        case Rated() | Told():
            return True
        case str():
            return figure == Presence.YES or (figure != "" and figure not in list(Presence))
        case _:
            return figure > 0


def write_grid(book: Book, layout: Layout) -> None:
    """Write a matrix on as many sheets as it takes, each with its heads."""
    grid, axes = layout.grid, layout.grid.axes
    refuse_width(layout.left + len(axes.columns), layout.places[0].sheet)
    sides = beside(grid)
    sheet = _begin(book, layout, layout.places[0].sheet)
    for row, place in enumerate(layout.places[: len(axes.rows)]):
        if place.sheet != sheet.name:
            _colour(sheet, layout)
            sheet = _begin(book, layout, place.sheet)
        head = axes.rows[row]
        heads: list[Value] = [Cell(head.label, f"label{min(head.level, 7)}"), *(side.values[row] for side in sides)]
        figures = [_shown(layout, (row, column)) for column in range(len(axes.columns))]
        sheet.append([*heads, *figures], level=head.level)
    _colour(sheet, layout)


def _begin(book: Book, layout: Layout, name: str) -> Sheet:
    from openpyxl.utils import get_column_letter

    grid, axes, left = layout.grid, layout.grid.axes, layout.left
    sides = beside(grid)
    column_width = 18 if len(axes.columns) <= 12 else 13
    widths = [46, *(30 if side.kind == "key" else 16 for side in sides), *[column_width] * len(axes.columns)]
    sheet = book.sheet(name, widths, freeze=f"{get_column_letter(left + 1)}{layout.head_rows + 1}")
    sheet.outline(max((head.level for head in axes.rows), default=0))
    sheet.append([Cell(grid.title, "title")])
    sheet.append([measured(grid)])
    sheet.append([" ".join(grid.notes)])
    blank: list[Value] = [None] * (left - 1)
    for line in above(grid):
        label = "band" if line.kind == "band" else "attribute"
        sheet.append([line.name, *blank, *line.values], [label, *["text"] * (left - 1), *[line.kind] * len(line.values)])
    heads = [corner(grid), *(side.name for side in sides), *(head.label for head in axes.columns)]
    head_row = sheet.append(heads, ["head"] * len(heads))
    sheet.repeat_in_print(head_row, head_row)
    return sheet


def _colour(sheet: Sheet, layout: Layout) -> None:
    columns = len(layout.grid.axes.columns)
    if layout.grid.measure != "presence" and columns and sheet.row > layout.head_rows:
        corners = [
            Address(sheet.name, row, column)
            for row, column in ((layout.head_rows + 1, layout.left + 1), (sheet.row, layout.left + columns))
        ]
        sheet.heat(f"{corners[0].cell}:{corners[1].cell}")


def _shown(layout: Layout, place: Place) -> Value:
    figure, link, measure = layout.grid.cells.get(place), layout.targets.get(place), layout.grid.measure
    alone = layout.grid.axes.together and place[0] == place[1]  # what a code has alone, which is no meeting of two codes
    match figure:
        case None:
            return Cell("–", "word")
        case Refused():
            return Cell(figure_text(figure, measure), "refused", note=figure.reason)
        case Kin():
            return Cell(figure_text(figure, measure), "refused")
        case OutOf() if figure.of <= MAX_FORMATS:
            return Cell(figure.n, "count", link, format=f'0" / {figure.of}"')
        case Portion():
            return Cell(figure.n / figure.of, "percent", link)
        case str() if measure == "presence":
            return Cell(figure_text(figure, measure), str(Presence(figure)), link)
        case int() | float():
            return Cell(figure, "alone" if alone else {"share": "percent", "rate": "ratio"}.get(measure, "count"), link)
        case _:
            return Cell(figure_text(figure, measure), "word", link)
