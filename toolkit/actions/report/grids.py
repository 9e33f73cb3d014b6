"""The matrices of a report, with the codings and intervals behind every cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from toolkit import matrices
from toolkit.actions.comparing import Compared, View
from toolkit.actions.laying_out import fields_of
from toolkit.export.base import Axes, Figure, Grid, Head, Refused, Step, Tally
from toolkit.messages import _, in_words
from toolkit.store import cases, registers

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from toolkit.actions.report.gathered import Gathered
    from toolkit.codebook.codebook import Register, RegisterAttribute
    from toolkit.matrices import Matrix


def grids(gathered: Gathered) -> list[Grid]:
    """Code by case for every measure, on common axes; then the other matrices."""
    measures = gathered.contents.measures if gathered.cases else ()  # without cases there is nothing to stand in their columns
    compared = [gathered.comparison.compare(replace(gathered.view, measure=measure)) for measure in measures]
    found = []
    if compared:
        axes = _case_axes(gathered, compared[0].matrix)
        found = [_grid(gathered, each, axes, matrices.label(each.matrix.measure)) for each in compared]
    if gathered.contents.others is None:
        found += [_ratings_grid(gathered, period) for period in gathered.comparison.periods(gathered.coder.name)]
    for view in other_views(gathered) if gathered.contents.others is None else gathered.contents.others:
        view = replace(view, layer=gathered.coder.name, cases=gathered.view.cases, documents=gathered.view.documents)  # noqa: PLW2901
        each = gathered.comparison.compare(view)
        found.append(_grid(gathered, each, _axes(gathered, each), title(gathered, view)))
    return found


def other_views(gathered: Gathered) -> list[View]:
    """Code by document and by person, by the attributes of cases that sort, and what the fields of the codes point to."""
    codes = gathered.contents.codes
    sorting = _sorting_attributes(gathered)
    views = [View(columns=columns, codes=codes) for columns in ("document", "person", *(f"case:{name}" for name in sorting))]
    for register in gathered.codebook.registers:
        pointing = [code.key for code in gathered.codebook.codes if any(field.register == register for field in code.fields.values())]
        within = tuple(key for key in pointing if not codes or any(key == code or key.startswith(f"{code}.") for code in codes))
        if within and any(register in coding.fields for coding in gathered.codings):
            views.append(View(rows=f"register:{register}", columns="codes", codes=within))
    return views + _stances(gathered)


def _sorting_attributes(gathered: Gathered) -> list[str]:
    """The attributes of cases that have few values, and more than one."""
    values = cases.values(gathered.connection, "case")
    few = [found for found in cases.attributes(gathered.connection, "case") if found.type in ("choice", "yes/no")]
    return [found.name for found in few if len({value for (_case, key), value in values.items() if key == found.id}) > 1]


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


def title(gathered: Gathered, view: View) -> str:
    """What a matrix crosses, in words."""
    return _("{rows} by {columns}", rows=_axis_name(gathered, view.rows), columns=_axis_name(gathered, view.columns).lower())


def _axis_name(gathered: Gathered, axis: str) -> str:
    kind, _colon, name = axis.partition(":")
    if kind == "register":
        return in_words(gathered.codebook.registers[name].label)
    if kind == "field":
        field = next(field for code in gathered.codebook.codes for field in code.fields.values() if field.name == name)
        return in_words(gathered.codebook.registers[field.register].label if field.register else field.label)
    return name or {"codes": _("Codes"), "case": _("Case"), "document": _("Document"), "person": _("Person")}[kind]


def _grid(gathered: Gathered, compared: Compared, axes: Axes, name: str) -> Grid:
    matrix = compared.matrix
    cells = {
        (row, column): figure
        for row in range(len(matrix.rows))
        for column in range(len(matrix.columns))
        if (figure := _figure(gathered, compared, row, column)) is not None
    }
    return Grid(name, axes, matrix.measure, matrices.rule(matrix.measure), cells, compared.notes)


def _ratings_grid(gathered: Gathered, period: str) -> Grid:
    """Rated codes by cases: the value, and how many codings were named for and against it; these are behind the cell."""
    ratings = gathered.comparison.ratings(gathered.coder.name, period)
    uids = {coding.id: coding.uid for coding in gathered.codings}
    cells: dict[tuple[int, int], Figure] = {}
    evidence = {}
    columns = [case for case in ratings.columns if case in gathered.cases]
    for row, ratings_of_code in enumerate(ratings.cells):
        by_case = dict(zip(ratings.columns, ratings_of_code, strict=True))
        for column, case in enumerate(columns):
            rating = by_case[case]
            if rating is not None:
                cells[row, column] = f"{rating.value} (+{len(rating.codings_for)} −{len(rating.codings_against)})"
                evidence[row, column] = tuple(uids[key] for key in (*rating.codings_for, *rating.codings_against) if key in uids)
    name = _("Ratings by case, {period}", period=period) if period else _("Ratings by case")
    heads = tuple(Head(gathered.cases[case], gathered.cases[case]) for case in columns)
    rule = _("A coder's judgement of the case on the scale of the code, and how many codings were named for it and against it.")
    return Grid(name, Axes(name, _code_heads(gathered, ratings.rows), heads, evidence=evidence), "rating", rule, cells)


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


def _case_axes(gathered: Gathered, matrix: Matrix) -> Axes:
    attributes = cases.attributes(gathered.connection, "case")
    values = cases.values(gathered.connection, "case")
    columns = tuple(
        Head(name, name, attributes=tuple(values.get((key, attribute.id), "") for attribute in attributes))
        for key, name in ((key, gathered.cases[key]) for key in cast("tuple[int, ...]", matrix.columns))
    )
    return Axes(
        _("Codes by case"),
        _code_heads(gathered, matrix.rows),
        columns,
        in_quotes=True,
        steps=_steps(gathered, matrix),
        eligible=tuple(matrix.eligible.tolist()),
        column_attributes=tuple(attribute.name for attribute in attributes),
    )


def _axes(gathered: Gathered, compared: Compared) -> Axes:
    """The rows and columns of a matrix that is not code by case, with the codings behind each cell."""
    matrix, view = compared.matrix, compared.view
    uids = {coding.id: coding.uid for coding in gathered.codings}
    evidence = {
        (row, column): tuple(uids[key] for key in found if key in uids)
        for row in range(len(matrix.rows))
        for column in range(len(matrix.columns))
        if (found := matrix.evidence(row, column))
    }
    in_units = view.columns.partition(":")[0] in ("case", "document", "person")
    return Axes(
        title(gathered, view),
        _heads(gathered, view.rows, matrix.rows, compared.rows),
        _heads(gathered, view.columns, matrix.columns, compared.columns),
        evidence=evidence,
        steps=_steps(gathered, matrix),
        eligible=tuple(matrix.eligible.tolist()) if in_units else None,
        row_attributes=_entry_attributes(gathered, view.rows),
    )


def _register_of(gathered: Gathered, axis: str) -> Register | None:
    """The register whose entries stand on an axis."""
    kind, _colon, name = axis.partition(":")
    if kind == "field":
        name = next((field.register for field in fields_of(gathered.vocabulary) if field.name == name), "")
    return gathered.codebook.registers.get(name) if kind in ("register", "field") else None


def _entry_attributes(gathered: Gathered, axis: str) -> tuple[str, ...]:
    """What is known of the entries on an axis: other names, and the register's attributes."""
    register = _register_of(gathered, axis)
    return (_("Other names"), *(in_words(found.label) for found in register.attributes.values())) if register else ()


def _entry_heads(gathered: Gathered, register: Register, keys: Sequence[Hashable], labels: Sequence[str]) -> tuple[Head, ...]:
    entries = {entry.id: entry for entry in registers.entries(gathered.connection, register.name)}
    heads = []
    for key, label in zip(keys, labels, strict=True):
        entry = entries.get(cast("int", key))
        known = [_attribute_text(found, entry.attributes.get(name, "")) for name, found in register.attributes.items()] if entry else []
        heads.append(Head(str(key), label, attributes=("; ".join(entry.aliases), *known) if entry else ()))
    return tuple(heads)


def _attribute_text(attribute: RegisterAttribute, value: str) -> str:
    return next((in_words(choice.label) for choice in attribute.choices if choice.key == value), value)


def _heads(gathered: Gathered, axis: str, keys: Sequence[Hashable], labels: Sequence[str]) -> tuple[Head, ...]:
    if axis == "codes":
        return _code_heads(gathered, keys)
    register = _register_of(gathered, axis)
    if register is not None:
        return _entry_heads(gathered, register, keys, labels)
    return tuple(Head(str(key), label) for key, label in zip(keys, labels, strict=True))


def _code_heads(gathered: Gathered, keys: Sequence[Hashable]) -> tuple[Head, ...]:
    names = gathered.vocabulary.keys
    codes = [gathered.codebook.by_key[names[key]] for key in cast("Sequence[int]", keys)]
    return tuple(Head(code.key, in_words(code.label), level=code.level) for code in codes)


def _steps(gathered: Gathered, matrix: Matrix) -> dict[tuple[int, int], tuple[Step, ...]]:
    """The merged intervals behind each cell that has any."""
    found = {}
    for row in range(len(matrix.rows)):
        for column in range(len(matrix.columns)):
            steps = [
                Step(gathered.names[step.document], gathered.turn_numbers[step.turn], step.start, step.end, step.words, step.segment)
                for step in matrix.steps(row, column)
            ]
            if steps:
                found[row, column] = tuple(steps)
    return found
