"""One matrix as a table of text, as the spreadsheets of the report's language open it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.export.base import Refused, Tally
from toolkit.export.files import replacing
from toolkit.export.labels import presence_word
from toolkit.export.text import is_formula_like, visible
from toolkit.matrices.matrix import OutOf
from toolkit.messages import _, in_language

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.export.base import Figure, Grid, Report

SEPARATORS = {"fr": ";"}
DECIMALS = {"fr": ","}


def write(path: Path, report: Report) -> tuple[str, ...]:
    """Write the only matrix of a report in UTF-8 with a byte order mark; UsageError where there is none or several.

    A text that a spreadsheet would compute has an apostrophe in front.
    """
    if len(report.grids) != 1:
        raise UsageError(_("A csv file holds one matrix. Choose one, or export to .xlsx, which holds them all."))
    with (
        in_language(report.language),
        replacing(path) as file,
        file.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        csv.writer(stream, delimiter=SEPARATORS.get(report.language, ",")).writerows(_rows(report.grids[0], report.language))
    return ()


def _rows(grid: Grid, language: str) -> Iterator[list[str]]:
    axes = grid.axes
    keys = [_("Code key")] if axes.in_quotes else []
    blank = [""] * (len(keys) + len(axes.row_attributes))
    for number, attribute in enumerate(axes.column_attributes):
        yield _safe([attribute, *blank, *(head.attributes[number] for head in axes.columns)])
    if axes.eligible is not None:
        yield [_("Words of participants"), *blank, *map(str, axes.eligible)]
    yield _safe([grid.title, *keys, *axes.row_attributes, *(head.label for head in axes.columns)])
    for row, head in enumerate(axes.rows):
        heads = _safe([head.label, *([head.key] if axes.in_quotes else []), *head.attributes])
        yield [*heads, *(_shown(grid.cells.get((row, column)), grid.measure, language) for column in range(len(axes.columns)))]


def _shown(figure: Figure | None, measure: str, language: str) -> str:
    match figure:
        case None:
            return ""
        case Refused():
            return _("role?")
        case OutOf():
            return _("{n} of {total}", n=figure.n, total=figure.of)
        case Tally():
            return _safe([", ".join(f"{value} {count}" for value, count in figure.parts)])[0]
        case str():
            return presence_word(figure) if measure == "presence" else _safe([figure])[0]
        case _:
            return str(figure).replace(".", DECIMALS.get(language, "."))


def _safe(texts: list[str]) -> list[str]:
    return [visible(f"'{text}" if is_formula_like(text) else text) for text in texts]
