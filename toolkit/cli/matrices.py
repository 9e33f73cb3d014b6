"""`terrain matrix`: cases compared, on the screen or as a workbook in which every number leads to its quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions.comparing import Compared, Comparison, View
from toolkit.actions.exporting import write_workbook
from toolkit.actions.report import Contents
from toolkit.actions.report.gathered import DEFAULT_MEASURES
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.options import OUTPUT, force_option, json_option, with_study
from toolkit.cli.output import done, may_overwrite, next_step, say, show_json, show_table
from toolkit.export.labels import presence_word
from toolkit.matrices import OutOf, Presence, Refused, label, rule
from toolkit.messages import _
from toolkit.store import cases as stored

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study

    Names = tuple[str, ...]


@click.command(
    cls=Command,
    help=N_(
        "Compare cases: on the screen one matrix, with -o FILE.xlsx the whole workbook, with -o FILE.csv one matrix as a table. "
        "Rows are codes, field:NAME or register:NAME; columns case, document, person, case:ATTRIBUTE, codes, field:NAME or register:NAME."
    ),
    example="terrain matrix these.terrain -o matrices.xlsx",
)
@with_study
@option("-o", "--output", "target", type=OUTPUT, metavar=N_("FILE"), help=N_("The file to write: .xlsx or .csv."))
@option("--rows", default="codes", metavar=N_("ROWS"), help=N_("What the rows are; otherwise codes."))
@option("--columns", metavar=N_("COLUMNS"), help=N_("What the columns are; otherwise cases, or documents where there are none."))
@option(
    "--measure",
    "measures",
    multiple=True,
    metavar=N_("MEASURE"),
    help=N_("codings, segments, turns, words, share, rate, presence, documents or persons; can be repeated."),
)
@option("--each", metavar="field:…", help=N_("Tell the values of this field apart in every cell."))
@option("--layer", metavar=N_("CODER"), help=N_("Whose codings; otherwise yours."))
@option("--code", "codes", multiple=True, metavar=N_("CODE"), help=N_("Only this code and those below it; can be repeated."))
@option("--case", "cases", multiple=True, metavar=N_("CASE"), help=N_("Only this case; can be repeated."))
@option("--document", "documents", multiple=True, metavar=N_("DOCUMENT"), help=N_("Only this document; can be repeated."))
@force_option
@json_option
def matrix(
    study: Study,
    target: Path | None,
    rows: str,
    columns: str | None,
    measures: Names,
    each: str | None,
    layer: str | None,
    codes: Names,
    cases: Names,
    documents: Names,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """`terrain matrix`."""
    wanted = measures or ("segments",)
    usual = (rows, columns or "case", each) == ("codes", "case", None)
    views = [View(rows, columns or _usual_columns(study), measure, each, layer, codes, cases, documents) for measure in wanted]
    if target is None:
        _show(study, views, as_json=as_json)
        return
    whole = target.suffix.lower() == ".xlsx" and not measures  # a csv file holds one matrix
    by_case = (DEFAULT_MEASURES if whole else wanted) if usual else ()
    others = None if usual and whole else () if usual else tuple(views)
    contents = Contents(by_case, others, layer, codes, cases, documents)
    may_overwrite(target, yes=yes)
    for note in write_workbook(study, target, contents):
        done(note)
    done(_("{path} was written.", path=target))
    if target.suffix.lower() == ".xlsx":
        done(_("Open it in a spreadsheet program: every figure leads to its quotes."))


def _usual_columns(study: Study) -> str:
    """Cases, or documents while the study has no case."""
    with study.read() as connection:
        return "case" if stored.cases(connection) else "document"


def _show(study: Study, views: list[View], *, as_json: bool) -> None:
    """Print one matrix after the other, each with its measure, its rule and what must be known of it."""
    with study.read() as connection:
        comparison = Comparison(study, connection)
        layer = study.layer(connection, views[0].layer).name
        found = [comparison.compare(view) for view in views]
    if as_json:
        show_json([_plain(compared) for compared in found])
        return
    for compared in found:
        say(_("{name}: {text}", name=label(compared.view.measure), text=rule(compared.view.measure)))
        say(_("Layer: {coder}.", coder=layer))
        show_table(["", *compared.columns], [[name, *(_cell(value) for value in line)] for name, line in _lines(compared)])
        for note in compared.notes:
            done(note)
    next_step("terrain", "matrix", study.path, "-o", "matrices.xlsx")


def _lines(compared: Compared) -> list[tuple[str, list[object]]]:
    """The rows by name, with plain values; where a cell tells values apart, by their names."""
    places = range(len(compared.columns))
    return [(name, [_named(compared, compared.matrix.value(row, column)) for column in places]) for row, name in enumerate(compared.rows)]


def _named(compared: Compared, value: object) -> object:
    if isinstance(value, dict):
        return {compared.values.get(key, str(key)): figure for key, figure in value.items()}
    return value


def _plain(compared: Compared) -> dict[str, object]:
    return {
        "measure": compared.view.measure,
        "rule": rule(compared.view.measure),
        "columns": compared.columns,
        "rows": [{"name": name, "cells": [_json(value) for value in line]} for name, line in _lines(compared)],
        "notes": list(compared.notes),
    }


def _json(value: object) -> object:
    if isinstance(value, OutOf):
        return {"n": value.n, "of": value.of}
    return {"refused": len(value.documents)} if isinstance(value, Refused) else value


def _cell(value: object) -> str:
    """A figure as a person reads it; what could not be counted is a question mark, explained by the notes."""
    if value is None:
        return ""
    if isinstance(value, Refused):
        return "?"
    if isinstance(value, OutOf):
        return _("{n} of {of}", n=value.n, of=value.of)
    if isinstance(value, Presence):
        return presence_word(value)
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_cell(figure)}" for name, figure in value.items())
    return str(value)
