"""The matrices of a report: code by case for every measure, what was judged of cases, and what crosses anything else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit import matrices
from toolkit.actions.comparing import Compared, View
from toolkit.actions.report.axes import axes_by_case, axes_of, case_attributes, case_heads, code_heads, order_title, title
from toolkit.actions.report.gathered import RATING, SUMMARY
from toolkit.actions.selecting import seen_through
from toolkit.export.base import Axes, Behind, Counted, Grid, Rated, Refused, Tally, Told
from toolkit.messages import _, ngettext
from toolkit.store import cases

if TYPE_CHECKING:
    from toolkit.actions.report.gathered import Gathered
    from toolkit.export.base import Figure, Place
    from toolkit.matrices import Matrix

MOST_PAIRS = 200_000
"""How many pairs of codings a report lists without having been asked for codes by codes."""


def grids(gathered: Gathered) -> list[Grid]:
    """Code by case for every measure, on common axes; then what was judged of the cases; then the other matrices."""
    measures = gathered.contents.measures if gathered.cases else ()  # without cases there is nothing to stand in their columns
    compared = [gathered.comparison.compare(replace(gathered.view, measure=measure)) for measure in measures]
    found = []
    if compared:
        axes = axes_by_case(gathered, compared[0].matrix)
        found = [_grid(gathered, each, axes, matrices.label(each.matrix.measure)) for each in compared]
    if RATING in gathered.contents.shown:
        found += [_ratings_grid(gathered, period) for period in gathered.comparison.periods(gathered.coder.name)]
    if SUMMARY in gathered.contents.shown and (gathered.contents.judged or any(told.text for told in gathered.framework.cells.values())):
        found.append(_framework_grid(gathered))
    views = other_views(gathered) if gathered.contents.others is None else gathered.contents.others
    return found + _other_grids(gathered, [seen_through(view, gathered.contents) for view in views])


def _other_grids(gathered: Gathered, views: list[View]) -> list[Grid]:
    """Matrices of several measures of one and the same share their axes, and so the lists of what is behind their cells."""
    known: dict[View, Axes] = {}
    found = []
    for view in views:
        compared = gathered.comparison.compare(view)
        family = replace(view, measure=_unit(view), percent=None)
        axes = known.setdefault(family, known.get(family) or axes_of(gathered, compared))
        alone = sum(replace(other, measure=view.measure, percent=view.percent) == view for other in views) == 1
        found.append(_grid(gathered, compared, axes, title(gathered, view) if alone else _measured_title(gathered, view)))
    return found


def _unit(view: View) -> str:
    """What decides which codings are behind the cells of a measure."""
    if view.together:
        return "words" if view.measure in ("codings", "segments", "words") else view.measure
    return "codings" if view.measure == "codings" else "words"


def _measured_title(gathered: Gathered, view: View) -> str:
    measure = matrices.label(view.measure)
    return f"{title(gathered, view)}, {measure}" + (" %" if view.percent else "")


def other_views(gathered: Gathered) -> list[View]:
    """What a study suggests.

    Code by document, by person and by date, by the attributes of cases that sort; what the fields of the codes point to; codes by codes.
    """
    codes = gathered.contents.codes
    sorting = _sorting_attributes(gathered)
    views = [View(columns=columns, codes=codes) for columns in ("document", "person", *(f"case:{name}" for name in sorting))]
    views += _times(gathered)
    for register in gathered.codebook.registers:
        pointing = [code.key for code in gathered.codebook.codes if any(field.register == register for field in code.fields.values())]
        within = tuple(key for key in pointing if not codes or any(key == code or key.startswith(f"{code}.") for code in codes))
        if within and any(register in coding.fields for coding in gathered.codings):
            views.append(View(rows=f"register:{register}", columns="codes", codes=within))
    return views + _stances(gathered) + _meetings(gathered)


def _sorting_attributes(gathered: Gathered) -> list[str]:
    """The attributes of cases that have few values, and more than one."""
    values = cases.values(gathered.connection, "case")
    few = [found for found in cases.attributes(gathered.connection, "case") if found.type in ("choice", "yes/no")]
    return [found.name for found in few if len({value for (_case, key), value in values.items() if key == found.id}) > 1]


def _times(gathered: Gathered) -> list[View]:
    """Codes by the documents' years, or months where all are of one year; and by the dates that codings give."""
    dates = {document.date for document in gathered.documents.values() if document.date}
    codes = gathered.contents.codes
    views = []
    if len({date[:4] for date in dates}) > 1:
        views.append(View(columns="date", codes=codes))
    elif len({date[:7] for date in dates}) > 1:
        views.append(View(columns="date", period="month", codes=codes))
    for name in gathered.comparison.dates:
        dated = tuple(code.key for code in gathered.codebook.codes if name in code.fields)
        given = {coding.fields[name] for coding in gathered.codings if isinstance(coding.fields.get(name), str)}
        if len(given) > 1:
            views.append(View(columns=f"field:{name}", codes=codes or dated))
    return views


def _stances(gathered: Gathered) -> list[View]:
    """For a code that requires two register entries: one by the other, told apart by the choice that it requires."""
    used = {coding.code for coding in gathered.codings}
    views = []
    for code in gathered.codebook.codes:
        required = [field for field in code.fields.values() if field.required]
        pointing = [field.name for field in required if field.type == "register"]
        choice = next((field.name for field in required if field.type == "choice"), None)
        if len(pointing) >= 2 and gathered.vocabulary.ids[code.key] in used:
            each = f"field:{choice}" if choice else None
            views.append(View(rows=f"field:{pointing[0]}", columns=f"field:{pointing[1]}", each=each, codes=(code.key,)))
    return views


def _meetings(gathered: Gathered) -> list[View]:
    """Codes by codes: the passages in which two codes stand, and the words that both have out of those that either has."""
    view = seen_through(View(columns="codes", measure="codings"), gathered.contents)
    compared = gathered.comparison.compare(view)
    half = [(row, column) for row, column in compared.matrix.filled if row < column]
    pairs = sum(int(compared.matrix.cells[place]) for place in half)
    if pairs > MOST_PAIRS:
        gathered.left_out.append(
            _("Codes by codes: {n} pairs of codings. Ask for them with --columns codes, and choose codes with --code.", n=pairs)
        )
    if not 0 < pairs <= MOST_PAIRS:
        return []
    return [replace(view, measure="segments"), replace(view, measure="words", percent="either")]


def _grid(gathered: Gathered, compared: Compared, axes: Axes, name: str) -> Grid:
    matrix = compared.matrix
    cells = {
        (row, column): figure
        for row in range(len(matrix.rows))
        for column in range(len(matrix.columns))
        if (figure := _figure(gathered, compared, row, column)) is not None
    }
    return Grid(
        name,
        axes,
        matrix.measure,
        matrices.rule_of(matrix),
        cells,
        compared.notes,
        matrix.percent,
        totals(matrix),
        _counted(gathered, matrix),
    )


def totals(matrix: Matrix) -> tuple[int, ...]:
    """What 100 % are, by row or by column; empty where every cell has a whole of its own."""
    if matrix.of is None or matrix.percent not in ("row", "column"):
        return ()
    whole = matrix.of[:, :1].T if matrix.percent == "row" else matrix.of[:1]
    return tuple(whole.ravel().tolist())


def _counted(gathered: Gathered, matrix: Matrix) -> dict[Place, tuple[Counted, ...]]:
    """The documents or persons that a count of them is about."""
    if matrix.measure not in ("documents", "persons") or isinstance(matrix.table, matrices.Together):
        return {}
    names = gathered.names if matrix.measure == "documents" else {key: person.name for key, person in gathered.persons.items()}
    found = matrices.members_of(matrix, matrix.table)
    return {place: tuple(Counted(names[one.key], one.counts, one.yes) for one in members) for place, members in found.items()}


def _figure(gathered: Gathered, compared: Compared, row: int, column: int) -> Figure | None:
    """A cell in words and numbers; None for one that shows nothing."""
    value = compared.matrix.value(row, column)
    if isinstance(value, matrices.Refused):
        names = ", ".join(gathered.names[document] for document in value.documents)
        return Refused(_("A speaker's role is unknown in: {names}.", names=names))
    if isinstance(value, dict):
        parts = tuple((compared.values.get(key, str(key)), int(count)) for key, count in value.items() if count)
        return Tally(parts) if parts else None
    if isinstance(value, matrices.Presence):
        return value.value
    return value  # type: ignore[return-value] # what is left are plain figures


def _ratings_grid(gathered: Gathered, period: str) -> Grid:
    """Rated codes by cases: the value, and how many codings were named for and against it; these are behind the cell."""
    ratings = gathered.comparison.ratings(gathered.coder.name, period)
    cells: dict[Place, Figure] = {}
    evidence = {}
    for row, ratings_of_code in enumerate(ratings.cells):
        by_case = dict(zip(ratings.columns, ratings_of_code, strict=True))
        for column, case in enumerate(gathered.cases):
            rating = by_case[case]
            if rating is not None:
                cells[row, column] = Rated(rating.value, len(rating.codings_for), len(rating.codings_against), rating.stale)
                evidence[row, column] = tuple(Behind(gathered.uids[key]) for key in (*rating.codings_for, *rating.codings_against))
    name = _("Ratings by case, {period}", period=period) if period else _("Ratings by case")
    rule = _("A coder's judgement of the case on the scale of the code, and how many codings were named for it and against it.")
    axes = Axes(
        name,
        code_heads(gathered, ratings.rows),
        case_heads(gathered, tuple(gathered.cases)),
        evidence=evidence,
        column_attributes=case_attributes(gathered),
        order=order_title(gathered),
    )
    return Grid(name, axes, RATING, rule, cells)


def _framework_grid(gathered: Gathered) -> Grid:
    """Cases by codes: what each case says of each code in a person's words, with the quotes behind it.

    Shown are the codes with a summary of some case; where there is none yet, all codes with quotes.
    """
    framework = gathered.framework
    written = {code for (_case, code), told in framework.cells.items() if told.text}
    codes = [code for code in framework.codes if code in written or not written]
    rows = {case: number for number, case in enumerate(framework.cases)}
    columns = {code: number for number, code in enumerate(codes)}
    cells: dict[Place, Figure] = {
        (rows[case], columns[code]): Told(told.text, tuple(gathered.uids[key] for key in told.codings), told.stale)
        for (case, code), told in framework.cells.items()
        if code in columns
    }
    axes = Axes(
        _("Framework"),
        case_heads(gathered, framework.cases),
        code_heads(gathered, codes),
        turned=True,
        row_attributes=case_attributes(gathered),
        order=order_title(gathered),
    )
    rule = _("What each case says of each code: a coder's summary, and the quotes behind it. Stale: the evidence has changed since.")
    left = len(framework.codes) - len(codes)
    note = ngettext("{n} code with quotes has no summary of any case yet.", "{n} codes with quotes have no summary of any case yet.", left)
    return Grid(_("Framework"), axes, SUMMARY, rule, cells, (note,) if left else ())
