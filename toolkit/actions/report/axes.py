"""What the matrices of a report cross, with the codings and intervals behind every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from toolkit import matrices
from toolkit.actions.laying_out import fields_of
from toolkit.export.base import Axes, Behind, Head, Step
from toolkit.messages import _, in_words
from toolkit.store import cases, registers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from toolkit.actions.comparing import Compared, View
    from toolkit.actions.report.gathered import Gathered
    from toolkit.codebook.codebook import Register, RegisterAttribute
    from toolkit.export.base import Place
    from toolkit.matrices import Matrix, Table


def title(gathered: Gathered, view: View) -> str:
    """What a matrix crosses, in words."""
    return _("{rows} by {columns}", rows=_axis_name(gathered, view, view.rows), columns=_axis_name(gathered, view, view.columns).lower())


def _axis_name(gathered: Gathered, view: View, axis: str) -> str:
    kind, _colon, name = axis.partition(":")
    period = period_word(view.period)
    if kind == "register":
        return in_words(gathered.codebook.registers[name].label)
    if kind == "field":
        field = next(field for field in fields_of(gathered.vocabulary) if field.name == name)
        label = in_words(gathered.codebook.registers[field.register].label if field.register else field.label) or name
        return _("{name}, by {period}", name=label, period=period) if field.type == "date" else label
    if kind == "date":
        return period.capitalize()
    return name or {"codes": _("Codes"), "case": _("Case"), "document": _("Document"), "person": _("Person")}[kind]


def period_word(period: str) -> str:
    """The word for a period."""
    return {"year": _("year"), "quarter": _("quarter"), "month": _("month"), "day": _("day")}[period]


def axes_by_case(gathered: Gathered, matrix: Matrix) -> Axes:
    """Codes by cases: the quotes' own order is the evidence."""
    heads = case_heads(gathered, cast("tuple[int, ...]", matrix.columns))
    return Axes(
        _("Codes by case"),
        code_heads(gathered, matrix.rows),
        heads,
        in_quotes=True,
        steps={place: found for place in matrix.filled if (found := _steps(gathered, matrix.table, place))},
        eligible=tuple(matrix.eligible.tolist()),
        column_attributes=case_attributes(gathered),
        order=order_title(gathered),
    )


def axes_of(gathered: Gathered, compared: Compared) -> Axes:
    """The rows and columns of any other matrix."""
    matrix, view = compared.matrix, compared.view
    in_units = view.columns.partition(":")[0] in ("case", "document", "person", "date")
    by_case = view.columns == "case"
    evidence, steps = {}, {}
    for place in matrix.filled:
        if view.together and place[0] > place[1]:
            continue  # the other half of the matrix
        if behind := tuple(_behind(gathered, compared, place)):
            evidence[place] = behind
        if found := tuple(_steps_by_part(gathered, compared, place)):
            steps[place] = found
    return Axes(
        title(gathered, view),
        _heads(gathered, view.rows, matrix.rows, compared.rows),
        _heads(gathered, view.columns, matrix.columns, compared.columns),
        evidence=evidence,
        steps=steps,
        eligible=tuple(matrix.eligible.tolist()) if in_units else None,
        row_attributes=_entry_attributes(gathered, view.rows),
        column_attributes=case_attributes(gathered) if by_case else (),
        together=view.together,
        order=order_title(gathered) if by_case else "",
    )


def _behind(gathered: Gathered, compared: Compared, place: Place) -> Iterator[Behind]:
    """The codings behind a cell; where it tells values apart, for each value; where codings of two codes meet, in pairs."""
    matrix, uids = compared.matrix, gathered.uids
    table = matrix.table
    if isinstance(table, matrices.Together):
        in_pairs = table.measure in ("codings", "segments", "words") and place[0] != place[1]
        if in_pairs:
            yield from (Behind(uids[one], uids[other]) for one, other in table.pairs(*place))
        else:
            yield from (Behind(uids[key]) for key in matrix.evidence(*place))
        return
    touching = matrix.measure == "codings"
    for part, table_of_part in _parts(compared, table):
        yield from (Behind(uids[key], None, part) for key in table_of_part.evidence(*place, touching=touching))


def _steps_by_part(gathered: Gathered, compared: Compared, place: Place) -> Iterator[Step]:
    """The merged intervals behind a cell; the segments of each value are numbered on."""
    table = compared.matrix.table
    if isinstance(table, matrices.Together):
        yield from _steps(gathered, table, place)
        return
    past = 0
    for part, table_of_part in _parts(compared, table):
        steps = _steps(gathered, table_of_part, place, part, past)
        past = max([past, *(step.segment for step in steps)])
        yield from steps


def _parts(compared: Compared, table: Table) -> list[tuple[str, Table]]:
    """A table by the values that it tells apart, each with its name; where it tells none apart, itself."""
    if table.each is None:
        return [("", table)]
    return [(compared.values.get(key, str(key)), compared.part(number)) for number, key in enumerate(table.each)]


def _steps(gathered: Gathered, table: Table | matrices.Together, place: Place, part: str = "", past: int = 0) -> tuple[Step, ...]:
    numbers, names = gathered.turn_numbers, gathered.names
    return tuple(
        Step(names[step.document], numbers[step.turn], step.start, step.end, step.words, past + step.segment, part)
        for step in table.steps(*place)
    )


def order_title(gathered: Gathered) -> str:
    """What the cases are in order of; empty where they are in none."""
    order = gathered.order
    return order.title if order else ""


def case_attributes(gathered: Gathered) -> tuple[str, ...]:
    """The names of the attributes of cases."""
    return tuple(attribute.name for attribute in cases.attributes(gathered.connection, "case"))


def case_heads(gathered: Gathered, keys: Sequence[int]) -> tuple[Head, ...]:
    """Cases with their attributes and, where they are in order, their bands."""
    attributes, values = cases.attributes(gathered.connection, "case"), cases.values(gathered.connection, "case")
    bands = gathered.order.bands if gathered.order else {}
    names = {key: gathered.cases[key] for key in keys}
    return tuple(
        Head(
            name,
            name,
            attributes=tuple(values.get((key, attribute.id), "") for attribute in attributes),
            band=bands.get(key, _("(not known)") if gathered.order else ""),
        )
        for key, name in names.items()
    )


def code_heads(gathered: Gathered, keys: Sequence[Hashable]) -> tuple[Head, ...]:
    """Codes by their labels, indented under their parents."""
    names = gathered.vocabulary.keys
    codes = [gathered.codebook.by_key[names[key]] for key in cast("Sequence[int]", keys)]
    return tuple(Head(code.key, in_words(code.label), level=code.level) for code in codes)


def _heads(gathered: Gathered, axis: str, keys: Sequence[Hashable], labels: Sequence[str]) -> tuple[Head, ...]:
    if axis == "codes":
        return code_heads(gathered, keys)
    if axis == "case":
        return case_heads(gathered, cast("Sequence[int]", keys))
    register = _register_of(gathered, axis)
    if register is not None:
        return _entry_heads(gathered, register, keys, labels)
    return tuple(Head(str(key), label) for key, label in zip(keys, labels, strict=True))


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
