"""The proof that nothing was lost: totals, every cell recounted, and what had to be written in another form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.places import Address, lay_out, ranges
from toolkit.export.quotes import column_ranges, text_ranges
from toolkit.export.sheet import Cell
from toolkit.export.table import Column, write_table
from toolkit.export.text import utf16_units
from toolkit.ids import short_id
from toolkit.matrices import wording
from toolkit.matrices.table import MEASURES
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.export.base import Grid, QuoteRow, Report
    from toolkit.export.book import Book
    from toolkit.export.quotes import Quotes
    from toolkit.export.recount import Recount
    from toolkit.export.sheet import Sheet, Value

MAX_WORK = 300_000_000
"""How many comparisons a spreadsheet is asked to make when the workbook is opened; beyond that the recount is written as numbers."""
EQUAL_COLUMN = 9


def write_cells(book: Book, recounts: Sequence[Recount], rows_counted: int) -> Sequence[Address]:
    """Write the recount of every cell, each beside the figure that it checks and with a link to it."""
    columns = [
        Column(_("Matrix"), 28),
        Column(_("Measure"), 20),
        Column(_("Row"), 30),
        Column(_("Column"), 22),
        Column(_("Cell"), 16),
        Column(_("In the matrix"), 12),
        Column(_("Recounted when written"), 14),
        Column(_("Recounted now"), 14),
        Column(_("Equal"), 10),
    ]
    live = rows_counted * len(recounts) <= MAX_WORK
    places = lay_out(book.names, _("Check cells"), ((1, 1) for _entry in recounts))
    rows = (_cell_row(entry, place.row, live=live) for entry, place in zip(recounts, places, strict=False))
    write_table(book, columns, rows, places)
    return places


def _cell_row(entry: Recount, row: int, *, live: bool) -> list[Value]:
    grid, (place_row, place_column) = entry.layout.grid, entry.place
    address = entry.layout.address(entry.place)
    return [
        grid.title,
        _measure(grid),
        grid.axes.rows[place_row].label,
        grid.axes.columns[place_column].label,
        Cell(address.text, "link", link=address),
        # A number is looked up where it stands, so that one changed there by hand is noticed.
        Cell(f"={address.reference}", formula=True) if live and _is_number(entry) else entry.exported,
        entry.counted,
        Cell(f"={entry.formula}", formula=True) if live else entry.counted,
        _equal(f"ABS(F{row}-H{row})<0.000000001"),
    ]


def _measure(grid: Grid) -> str:
    """What is compared: of n of N the quotient, of a rating how many codings were named."""
    if grid.measure not in MEASURES:
        return _("Codings named")
    return wording.label(grid.measure) + (" %" if grid.percent else "")


def _is_number(entry: Recount) -> bool:
    """Whether the cell shows the very number that is recounted, and no word or several numbers."""
    figure = entry.layout.grid.cells[entry.place]
    return isinstance(figure, (int, float)) and figure == entry.exported


def _equal(condition: str) -> Cell:
    equal, different = _("equal"), _("different")
    return Cell(f'=IF({condition},"{equal}","{different}")', formula=True)


def write_check(
    book: Book, name: str, report: Report, quotes: Quotes, recounts: Sequence[Recount], cells: Sequence[Address]
) -> tuple[str, ...]:
    """Write the totals and the lists, after all other sheets; gives the sentences of whatever is not as it should be."""
    sheet = book.sheet(name, [64, 16, 16, 16, 12], freeze="A2")
    sheet.append([Cell(_("Check"), "title")])
    sheet.append([_("Each figure is counted three times: in the study, when this workbook was written, and now, by a formula.")])
    sheet.append([_("Of n of N the quotient is recounted, of a rating how many codings were named; a person's words are not counted.")])
    _totals(sheet, report, quotes, recounts, cells)
    sections = list(_sections(quotes, recounts, book))
    for heading, lines in sections:
        sheet.append([])
        sheet.append([Cell(heading, "strong")])
        for line in lines:
            sheet.append(line)
    return tuple(heading for heading, lines in sections if lines)


def _totals(sheet: Sheet, report: Report, quotes: Quotes, recounts: Sequence[Recount], cells: Sequence[Address]) -> None:
    once = column_ranges(report, quotes, "once")
    ends, starts = column_ranges(report, quotes, "end"), column_ranges(report, quotes, "start")
    lengths = "+".join(f"SUMIFS({end},{one},1)-SUMIFS({start},{one},1)" for end, start, one in zip(ends, starts, once, strict=True))
    own = [quote for quote in quotes.rows if not quote.again]
    texts = [quote.quote for quote in quotes.rows]
    written, units = sum(map(len, texts)), sum(map(utf16_units, texts))
    equal = _("equal")
    totals = [
        (_("Codings"), report.codings, len(own), "+".join(f"SUM({area})" for area in once), None),
        (_("Characters of all quotes, from start to end"), report.characters, sum(quote.end - quote.start for quote in own), lengths, None),
        (
            _("Characters of the texts in Quotes, with codings that stand in several cases"),
            sum(quote.end - quote.start for quote in quotes.rows),
            written,
            "+".join(f"SUMPRODUCT(LEN({area}))" for area in text_ranges(report, quotes)),
            units,  # Excel counts a character outside the basic plane twice, LibreOffice once
        ),
        (
            _("Cells that agree with their recount"),
            len(recounts),
            sum(entry.equal for entry in recounts),
            "+".join(f'COUNTIF({area},"{equal}")' for area in ranges(cells, EQUAL_COLUMN)),
            None,
        ),
    ]
    sheet.append([])
    sheet.append(["", _("In the study"), _("When written"), _("Now"), _("Equal")], ["head"] * 5)
    for what, expected, counted, formula, other in totals:
        row = sheet.row + 1
        also = f",D{row}={other}" if other is not None else ""
        sheet.append([what, expected, counted, Cell(f"={formula}", formula=True), _equal(f"AND(B{row}=C{row},OR(D{row}=C{row}{also}))")])


def _sections(quotes: Quotes, recounts: Sequence[Recount], book: Book) -> Iterable[tuple[str, list[list[Value]]]]:
    """What is not as plain as it could be: a heading with its number, and a line each."""
    different = [entry for entry in recounts if not entry.equal]
    yield (
        ngettext("{n} cell differs from its recount.", "{n} cells differ from their recount.", len(different)),
        [[entry.layout.address(entry.place).text, entry.exported, entry.counted] for entry in different],
    )
    uneven = [quote for quote in quotes.rows if len(quote.quote) != quote.end - quote.start]
    yield (
        ngettext(
            "{n} quote is not as long as its start and end say.", "{n} quotes are not as long as their start and end say.", len(uneven)
        ),
        [[_cited(quote), len(quote.quote), quote.end - quote.start] for quote in uneven],
    )
    outside = [quote for quote in quotes.rows if quote.case not in quotes.order.case or quote.code not in quotes.order.code]
    yield (
        ngettext(
            "{n} coding has no case or no code of this codebook.", "{n} codings have no case or no code of this codebook.", len(outside)
        ),
        [[_cited(quote)] for quote in outside],
    )
    incomplete = [quote for quote in quotes.rows if quote.missing]
    yield (
        ngettext("{n} coding lacks a required field.", "{n} codings lack a required field.", len(incomplete)),
        [[_cited(quote), ", ".join(quote.missing)] for quote in incomplete],
    )
    laid_out = zip(quotes.rows, quotes.heights, quotes.places, strict=False)
    long = [(quote, place) for quote, rows, place in laid_out if rows > 1]
    yield (
        ngettext(
            "{n} quote is longer than a cell and continues on numbered rows.",
            "{n} quotes are longer than a cell and continue on numbered rows.",
            len(long),
        ),
        [[_cited(quote), Cell(place.text, "link", link=place)] for quote, place in long],
    )
    replaced = list(book.replaced)
    yield (
        ngettext(
            "In {n} cell control characters, which Excel refuses, are replaced by visible marks.",
            "In {n} cells control characters, which Excel refuses, are replaced by visible marks.",
            len(replaced),
        ),
        [[Address(entry.sheet, entry.row).text, " ".join(entry.characters)] for entry in replaced],
    )


def _cited(quote: QuoteRow) -> str:
    return f"{short_id(quote.uid)} · {quote.document} · {quote.code}"
