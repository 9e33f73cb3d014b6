"""`terrain matrix`: cases compared, on the screen or as a workbook in which every number leads to its quotes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.comparing import Compared, Comparison, View
from toolkit.actions.exporting import write_workbook
from toolkit.actions.report import Contents
from toolkit.actions.report.gathered import RATING, SUMMARY
from toolkit.actions.selecting import Selection, in_words, seen_through
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.matrix_screen import Row, Screen, paragraph, show
from toolkit.cli.options import OUTPUT, force_option, json_option, with_study
from toolkit.cli.output import done, may_overwrite, next_step, say, show_json, show_rows
from toolkit.cli.selecting import selection_options
from toolkit.errors import UsageError
from toolkit.export.base import Rated
from toolkit.export.csv import notes_beside
from toolkit.export.labels import KIN, figure_text, presence_word
from toolkit.matrices import Kin, OutOf, Portion, Presence, Refused, label, rule_of
from toolkit.messages import _
from toolkit.store import cases as stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from toolkit.matrices import Rating
    from toolkit.matrices.ordering import Ordered
    from toolkit.study import Study

    Names = tuple[str, ...]

SHORT = 60  # characters of a summary on the screen


@click.command(
    cls=Command,
    help=N_(
        "Compare cases: on the screen one matrix, with -o FILE.xlsx or FILE.html all of them, with -o FILE.csv one as a table. "
        "Rows are codes, field:NAME or register:NAME; columns case, document, person, date, case:ATTRIBUTE, codes, field:NAME or "
        "register:NAME. Codes by codes are what two codes share."
    ),
    example="terrain matrix these.terrain -o matrices.xlsx",
)
@with_study
@option("-o", "--output", "target", type=OUTPUT, metavar=N_("FILE"), help=N_("The file to write: .xlsx, .html or .csv."))
@option("--rows", default="codes", metavar=N_("ROWS"), help=N_("What the rows are; otherwise codes."))
@option("--columns", metavar=N_("COLUMNS"), help=N_("What the columns are; otherwise cases, or documents where there are none."))
@option(
    "--measure",
    "measures",
    multiple=True,
    metavar=N_("MEASURE"),
    help=N_(
        "codings, segments, turns, words, share, rate, presence, documents or persons; or rating or summary, what was judged of the cases. "
        "Can be repeated."
    ),
)
@option("--each", metavar="field:…", help=N_("Tell the values of this field apart in every cell."))
@option("--period", default="year", metavar=N_("PERIOD"), help=N_("Sort dates by year, quarter, month or day; otherwise by year."))
@option("--percent", metavar="row|column|either", help=N_("Percentages of the row, of the column, or of what has either of two codes."))
@selection_options
@option("--all", "everything", is_flag=True, help=N_("Show on the screen also the rows in which there is nothing."))
@force_option
@json_option
def matrix(
    study: Study,
    target: Path | None,
    rows: str,
    columns: str | None,
    measures: Names,
    each: str | None,
    period: str,
    percent: str | None,
    selection: Selection,
    *,
    everything: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """`terrain matrix`."""
    judged = tuple(name for name in measures if name in (RATING, SUMMARY))
    counted = tuple(name for name in measures if name not in judged) or (() if judged else ("segments",))
    made = View(rows, columns or _usual_columns(study), "segments", each, period, percent)  # type: ignore[arg-type] # looked at when compared
    views = [seen_through(replace(made, measure=measure), selection) for measure in counted]
    if selection.order and not judged and made.columns != "case":
        raise UsageError(_("--order sorts cases, which are not the columns here."))
    if target is None:
        _show(study, views, judged, selection, everything=everything, as_json=as_json)
        return
    usual = (rows, columns or "case", each, percent) == ("codes", "case", None, None)
    contents = _contents(target, selection, views, judged, usual=usual, whole=usual and not measures)
    may_overwrite(target, yes=yes)
    if target.suffix.lower() == ".csv":
        may_overwrite(notes_beside(target), yes=yes)
    for note in write_workbook(study, target, contents):
        done(note)
    done(_("{path} was written.", path=target))
    if target.suffix.lower() == ".xlsx":
        done(_("Open it in a spreadsheet program: every figure leads to its quotes."))


def _contents(target: Path, selection: Selection, views: list[View], judged: Names, *, usual: bool, whole: bool) -> Contents:
    """What is written: without a wish everything, in a csv file one matrix, else the matrices that were named."""
    chosen = {name: getattr(selection, name) for name in Selection.__slots__}
    one = target.suffix.lower() == ".csv"
    if whole and not one:
        return Contents(**chosen)
    measures = tuple(view.measure for view in views) if usual else ()
    others = [] if usual else views
    if not usual and views and views[0].percent and not one:  # beside percentages the counts that they are of
        others = [each for view in views for each in (replace(view, percent=None), view)]
    return Contents(measures=measures, others=tuple(others), judged=judged, **chosen)


def _usual_columns(study: Study) -> str:
    """Cases, or documents while the study has no case."""
    with study.read() as connection:
        return "case" if stored.cases(connection) else "document"


def _show(study: Study, views: list[View], judged: Names, selection: Selection, *, everything: bool, as_json: bool) -> None:
    """Print one matrix after the other, each with its measure, its rule and what must be known of it."""
    with study.read() as connection:
        comparison = Comparison(study, connection)
        layer = study.layer(connection, selection.layer).name
        ratings = _ratings(comparison, selection) if RATING in judged else []
        framework = _framework(comparison, selection) if SUMMARY in judged else []
        found = [comparison.compare(view) for view in views]
        levels = {key: comparison.vocabulary.codebook.by_key[code].level for code, key in comparison.vocabulary.ids.items()}
    if as_json:
        summaries = [{"measure": SUMMARY, "rows": framework}] if SUMMARY in judged else []
        show_json([*(rated.plain for rated in ratings), *summaries, *(_plain(compared) for compared in found)])
        return
    for rated in ratings:
        say(rated.title)
        _say_selection(layer, in_words(selection))
        show(rated.screen)
    if SUMMARY in judged:
        _show_framework(framework, layer, selection, everything=everything)
    for compared in found:
        _show_matrix(compared, levels if compared.view.rows == "codes" else {}, everything=everything)
    next_step("terrain", "matrix", study.path, "-o", "matrices.xlsx")


def _say_selection(layer: str, filters: Names) -> None:
    say(_("Layer: {coder}.", coder=layer))
    if filters:
        paragraph(_("Only {filters}.", filters="; ".join(filters)))


def _show_matrix(compared: Compared, levels: Mapping[Any, int], *, everything: bool) -> None:
    name = label(compared.view.measure)
    paragraph(_("{name}: {text}", name=f"{name} %" if compared.view.percent else name, text=rule_of(compared.matrix)))
    _say_selection(compared.layer, compared.filters)
    values = [line for _name, line in _lines(compared)]
    shown = [row for row, line in enumerate(values) if everything or any(_is_something(value) for value in line)]
    show(_screen(compared, values, shown, levels))
    for note in compared.notes:
        done(note)
    if len(shown) < len(values):
        done(_("Rows in which there is nothing, and which are not shown: {n}. --all shows them.", n=len(values) - len(shown)))


def _screen(compared: Compared, values: list[list[object]], shown: list[int], levels: Mapping[Any, int]) -> Screen:
    """Some rows of a matrix as text, with what 100 % are beside or above them."""
    matrix, order, percent = compared.matrix, compared.order, compared.view.percent
    rows = [
        Row(compared.rows[row], tuple(_cell(value, percent) for value in values[row]), levels.get(matrix.rows[row], 0)) for row in shown
    ]
    heads = tuple(compared.columns)
    bands = _bands(order, matrix.columns) if order else ()
    if matrix.of is not None and percent == "row":
        heads, bands = (*heads, "100 %"), (*bands, "") if bands else ()
        rows = [replace(row, cells=(*row.cells, str(matrix.of[number, 0]))) for row, number in zip(rows, shown, strict=True)]
    if matrix.of is not None and percent == "column" and len(matrix.rows):
        rows = [Row("100 %", tuple(str(whole) for whole in matrix.of[0].tolist())), *rows]
    return Screen(heads, tuple(rows), bands, _in_order(order))


def _bands(order: Ordered, cases: Iterable[Any]) -> Names:
    return tuple(order.bands.get(case, _("(not known)")) for case in cases)


def _in_order(order: Ordered | None) -> str:
    return _("In order of: {title}", title=order.title) if order else ""


@dataclass(frozen=True, slots=True)
class _Rated:
    """The ratings of one period, as they are shown and as plain data."""

    title: str
    screen: Screen
    plain: dict[str, object]


def _ratings(comparison: Comparison, selection: Selection) -> list[_Rated]:
    """Rated codes by cases, a matrix for each period."""
    cases, order = comparison.cases(selection), comparison.order(selection)
    codes = comparison.names_of("codes")
    found = []
    for period in comparison.periods(selection.layer):
        ratings = comparison.ratings(selection.layer, period)
        rows, plain = [], []
        for code, cells in zip(ratings.rows, ratings.cells, strict=True):
            by_case = dict(zip(ratings.columns, cells, strict=True))
            rows.append(Row(codes[code], tuple(_rating(by_case[case]) for case in cases)))
            plain.append({"name": codes[code], "cells": [_plain_rating(by_case[case]) for case in cases]})
        title = _("Ratings by case, {period}", period=period) if period else _("Ratings by case")
        screen = Screen(tuple(cases.values()), tuple(rows), _bands(order, cases) if order else (), _in_order(order))
        found.append(_Rated(title, screen, {"measure": RATING, "period": period, "columns": list(cases.values()), "rows": plain}))
    return found


def _rating(rating: Rating | None) -> str:
    if rating is None:
        return ""
    return figure_text(Rated(rating.value, len(rating.codings_for), len(rating.codings_against), rating.stale), RATING)


def _plain_rating(rating: Rating | None) -> dict[str, object] | None:
    if rating is None:
        return None
    return {"value": rating.value, "for": len(rating.codings_for), "against": len(rating.codings_against), "stale": rating.stale}


def _framework(comparison: Comparison, selection: Selection) -> list[dict[str, object]]:
    """Cases by codes, a row each: the summary, how many quotes are behind it, and whether these have changed since."""
    framework = comparison.framework(selection)
    cases, codes = comparison.cases(selection), comparison.names_of("codes")
    return [
        {"case": cases[case], "code": codes[code], "summary": told.text, "quotes": len(told.codings), "stale": told.stale}
        for case in framework.cases
        for code in framework.codes
        if (told := framework.cells.get((case, code)))
    ]


def _show_framework(rows: list[dict[str, object]], layer: str, selection: Selection, *, everything: bool) -> None:
    """Summaries shortly; the workbook and the page have them whole, in rows and columns."""
    paragraph(_("Framework: what each case says of each code, shortly. -o FILE.xlsx or FILE.html shows it whole, cases by codes."))
    _say_selection(layer, in_words(selection))
    heads = {"case": _("Case"), "code": _("Code"), "summary": _("Summary"), "quotes": _("Quotes"), "stale": _("Stale")}
    shown = [row for row in rows if everything or row["summary"]]
    show_rows([{**row, "summary": _short(str(row["summary"]))} for row in shown], heads)
    if len(shown) < len(rows):
        done(_("Places with quotes and without a summary: {n}. --all shows them.", n=len(rows) - len(shown)))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _lines(compared: Compared) -> list[tuple[str, list[object]]]:
    """The rows by name, with plain values; where a cell tells values apart, by their names."""
    places = range(len(compared.columns))
    return [(name, [_named(compared, compared.matrix.value(row, column)) for column in places]) for row, name in enumerate(compared.rows)]


def _named(compared: Compared, value: object) -> object:
    if isinstance(value, dict):
        return {compared.values.get(key, str(key)): figure for key, figure in value.items()}
    return value


def _plain(compared: Compared) -> dict[str, object]:
    order = compared.order
    bands = {"order": order.title, "bands": list(_bands(order, compared.matrix.columns))} if order else {}
    return {
        "measure": compared.view.measure,
        "percent": compared.view.percent,
        "rule": rule_of(compared.matrix),
        "layer": compared.layer,
        "filters": list(compared.filters),
        "columns": compared.columns,
        **bands,
        "rows": [{"name": name, "cells": [_json(value) for value in line]} for name, line in _lines(compared)],
        "notes": list(compared.notes),
    }


def _json(value: object) -> object:
    match value:
        case OutOf():
            return {"n": value.n, "of": value.of}
        case Portion():
            return {"percent": value.hundredths, "n": value.n, "of": value.of}
        case Refused():
            return {"refused": len(value.documents)}
        case Kin():
            return {"contains": True}
        case _:
            return value


def _is_something(value: object) -> bool:
    """Whether a cell shows more than that there is nothing."""
    match value:
        case OutOf():
            return value.of > 0
        case Portion():
            return value.n > 0
        case Presence():
            return value != Presence.NOT_READ
        case Kin():
            return False
        case _:
            return bool(value)


def _cell(value: object, percent: str | None = None) -> str:
    """A figure as a person reads it; what could not be counted is a question mark, explained by the notes."""
    match value:
        case None:
            return ""
        case Refused():
            return "?"
        case Kin():
            return KIN
        case OutOf():
            return _("{n} of {of}", n=value.n, of=value.of)
        case Portion():
            text = _("{percent} %", percent=f"{value.hundredths:.1f}")
            return f"{text} ({value.n}/{value.of})" if percent == "either" else text
        case Presence():
            return presence_word(value)
        case float():
            return f"{value:.3f}"
        case dict():
            return ", ".join(f"{name} {_cell(figure)}" for name, figure in value.items())
        case _:
            return str(value)
