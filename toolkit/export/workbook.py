"""The workbook: one .xlsx in which every figure leads to its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.book import Book, Origin
from toolkit.export.check import write_cells, write_check
from toolkit.export.counted import arrange_counted, write_counted
from toolkit.export.editing import write_cases, write_persons, write_ratings, write_registers, write_summaries
from toolkit.export.framework import write_framework
from toolkit.export.grids import arrange_grid, arrange_index, write_grid, write_index
from toolkit.export.intervals import arrange_intervals, write_intervals
from toolkit.export.labels import measured
from toolkit.export.places import sheets_of
from toolkit.export.quotes import arrange, write_quotes
from toolkit.export.readme import write_readme
from toolkit.export.recount import recount
from toolkit.export.reference import write_codebook, write_documents
from toolkit.ids import new_id
from toolkit.messages import _, in_language

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.export.base import Report
    from toolkit.export.grids import Index, Layout
    from toolkit.export.intervals import Intervals
    from toolkit.export.places import Address
    from toolkit.export.quotes import Quotes

Written = list[tuple[str, str]]
"""The sheets written so far, each with what stands on it."""


def write(path: Path, report: Report) -> tuple[str, ...]:
    """Write the workbook of a report, whole or not at all, and say in sentences what had to be written in another form.

    Raises Conflict where another program holds the file, TerrainError where it cannot be written, UsageError for a matrix that is too wide.
    """
    with in_language(report.language), Book(report.study) as book:
        notes = _fill(book, report)
        book.origin(Origin(report.event, report.study_uid, report.replica, new_id()))
        book.save(path)
    return notes


def _fill(book: Book, report: Report) -> tuple[str, ...]:
    readme = book.names.take(_("Read me"))
    quotes = arrange(report, book.names)
    indexes = _arrange_indexes(report, quotes, book)
    layouts = [arrange_grid(grid, quotes, indexes.get(id(grid.axes)), book.names) for grid in report.grids if not grid.axes.turned]
    intervals = arrange_intervals(layouts, book.names)
    shown = _first_of_axes(layouts)

    written = _write_matrices(book, report, quotes, layouts)
    matrix = next((layout for layout in layouts if layout.grid.axes.in_quotes), None)
    write_quotes(book, report, quotes, _cells_by_names(matrix))
    written += [(name, _("One row per coding, by case and then code.")) for name in sheets_of(quotes.places)]
    written += _write_references(book, report)
    for key, index in indexes.items():
        write_index(book, index, quotes, shown[key].addresses)
        text = _("The quotes behind each cell of {title}.", title=index.axes.title)
        written += [(name, text) for name in sheets_of(index.places)]
    checks, notes = _write_checks(book, report, quotes, layouts, indexes, intervals)
    write_readme(book, readme, report, written + checks)
    return notes


def _arrange_indexes(report: Report, quotes: Quotes, book: Book) -> dict[int, Index]:
    """An index for all axes whose evidence is not in the quotes' own order, by the axes' identity."""
    several = {id(grid.axes): grid.axes for grid in report.grids if not grid.axes.in_quotes and grid.axes.evidence}
    return {key: arrange_index(axes, quotes, book.names) for key, axes in several.items()}


def _first_of_axes(layouts: list[Layout]) -> dict[int, Layout]:
    """For all axes the matrix that their index leads back to."""
    return {id(layout.grid.axes): layout for layout in reversed(layouts)}


def _cells_by_names(matrix: Layout | None) -> dict[tuple[str, str], Address]:
    """Where the first code × case matrix shows each code and case."""
    if matrix is None:
        return {}
    rows, columns = matrix.grid.axes.rows, matrix.grid.axes.columns
    return {(row.key, column.key): matrix.address((r, c)) for r, row in enumerate(rows) for c, column in enumerate(columns)}


def _write_matrices(book: Book, report: Report, quotes: Quotes, layouts: list[Layout]) -> Written:
    """The code × case matrices first, then the judgements made of the cases, then all other matrices."""
    written: Written = []
    for layout in layouts:
        if layout.grid.axes.in_quotes:
            written += _write_matrix(book, layout)
    if report.ratings:
        places = write_ratings(book, report, quotes.order)
        written += [(name, _("A person's judgement of each case on the codes that can be rated.")) for name in sheets_of(places)]
    if report.summaries:
        places = write_summaries(book, report, quotes.order)
        written += [
            (name, _("A person's text for each case and code, and the places where there is none yet.")) for name in sheets_of(places)
        ]
    for grid in report.grids:
        if grid.axes.turned:
            written += [(name, f"{grid.title}. {measured(grid)}") for name in sheets_of(write_framework(book, grid, quotes))]
    for layout in layouts:
        if not layout.grid.axes.in_quotes:
            written += _write_matrix(book, layout)
    return written


def _write_matrix(book: Book, layout: Layout) -> Written:
    write_grid(book, layout)
    grid = layout.grid
    text = "\n".join([f"{grid.title}. {measured(grid)}", *grid.notes])
    return [(name, text) for name in sheets_of(layout.places)]


def _write_references(book: Book, report: Report) -> Written:
    sheets = [
        (write_codebook(book, report.codebook), _("The codes, with all that says when they apply.")),
        (write_cases(book, report), _("The cases with their attributes.")),
        (write_persons(book, report), _("The persons, under their pseudonyms.")),
        *([(write_registers(book, report), _("The entries of the registers."))] if report.codebook.registers else []),
        (write_documents(book, report), _("The documents: how many words who says, and what was read of them.")),
    ]
    return [(name, text) for places, text in sheets for name in sheets_of(places)]


def _write_checks(
    book: Book,
    report: Report,
    quotes: Quotes,
    layouts: list[Layout],
    indexes: dict[int, Index],
    intervals: Intervals,
) -> tuple[Written, tuple[str, ...]]:
    written: Written = []
    if intervals.rows:
        write_intervals(book, intervals)
        text = _("The merged intervals that segments, turns and words are counted from.")
        written += [(name, text) for name in sheets_of(intervals.places)]
    counted = arrange_counted(layouts, book.names)
    if counted.rows:
        write_counted(book, counted)
        text = _("The documents and persons that figures of documents and persons are about: whether they were read, and have a segment.")
        written += [(name, text) for name in sheets_of(counted.places)]
    recounts = recount(report, layouts, quotes, indexes, intervals, counted)
    longest = max([len(quotes.rows), len(intervals.rows), len(counted.rows), *(len(index.entries) for index in indexes.values())])
    cells = write_cells(book, recounts, longest)
    written += [(name, _("Each figure beside its recount.")) for name in sheets_of(cells)]
    check = book.names.take(_("Check"))
    notes = write_check(book, check, report, quotes, recounts, cells)
    written.append((check, _("Whether anything was lost, and what had to be written in another form.")))
    return written, notes
