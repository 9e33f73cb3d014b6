"""One matrix as a table of text, as the spreadsheets of the report's language open it, and beside it what must be known of it."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.export.base import Told
from toolkit.export.files import replacing
from toolkit.export.heads import above, beside
from toolkit.export.labels import figure_text, measured, references_text
from toolkit.export.text import is_formula_like, visible
from toolkit.matrices.matrix import Portion
from toolkit.messages import _, in_language, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from toolkit.export.base import Figure, Grid, Report

SEPARATORS = {"fr": ";"}
DECIMALS = {"fr": ","}


def notes_beside(path: Path) -> Path:
    """The second file, which says what the first one holds: `mots.csv` and `mots-notes.csv`."""
    return path.with_name(f"{path.stem}-notes{path.suffix}")


def write(path: Path, report: Report) -> tuple[str, ...]:
    """Write the only matrix of a report in UTF-8 with a byte order mark, and its notes beside; UsageError where there is none or several.

    A text that a spreadsheet would compute has an apostrophe in front.
    """
    if len(report.grids) != 1:
        raise UsageError(_("A csv file holds one matrix. Choose one, or export to .xlsx, which holds them all."))
    with in_language(report.language), ExitStack() as both:
        for target, rows in ((path, _rows(report.grids[0], report.language)), (notes_beside(path), _notes(report))):
            file = both.enter_context(replacing(target))
            with file.open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream, delimiter=SEPARATORS.get(report.language, ",")).writerows(rows)
        return (_("What must be known of the figures is in {name}.", name=notes_beside(path).name),)


def _rows(grid: Grid, language: str) -> Iterator[list[str]]:
    axes, sides = grid.axes, beside(grid)
    blank = [""] * len(sides)
    for line in above(grid):
        yield _safe([line.name, *blank, *map(str, line.values)])
    yield _safe([grid.title, *(side.name for side in sides), *(head.label for head in axes.columns)])
    for row, head in enumerate(axes.rows):
        heads = _safe([head.label, *(str(side.values[row]) for side in sides)])
        yield [*heads, *(_shown(grid.cells.get((row, column)), grid.measure, language) for column in range(len(axes.columns)))]


def _notes(report: Report) -> Iterator[list[str]]:
    """What the figures are and what they leave out, a line each."""
    grid = report.grids[0]
    codebook = in_words(report.codebook.title) or report.codebook.key
    lines = [
        (_("Study"), report.study),
        (_("Matrix"), grid.title),
        (_("Rule"), measured(grid)),
        (_("Layer"), report.layer),
        (_("Codebook"), _("{title}, version {version}", title=codebook, version=report.codebook_version)),
        (_("Date"), report.date),
        (_("Made with"), report.program),
        *((_("Filters"), text) for text in report.filters),
        *([(_("Order of the cases"), report.order)] if report.order else []),
        *((_("Note"), text) for text in grid.notes),
        *((_("Warnings"), text) for text in report.warnings),
        *((_("Left out, and why"), text) for text in report.left_out),
    ]
    return (_safe(line) for line in lines)


def _shown(figure: Figure | None, measure: str, language: str) -> str:
    match figure:
        case Portion():
            return _number(figure.hundredths, language)
        case Told():
            return _safe(["\n".join(part for part in (figure.text, references_text(figure)) if part)])[0]
        case int() | float():
            return _number(figure, language)
        case _:
            return _safe([figure_text(figure, measure)])[0]


def _number(figure: float, language: str) -> str:
    return str(figure).replace(".", DECIMALS.get(language, "."))


def _safe(texts: Iterable[str]) -> list[str]:
    return [visible(f"'{text}" if is_formula_like(text) else text) for text in texts]
