"""What a workbook adds: rows without an identifier, and columns that are no attributes yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.taking_over.plan import NewColumn, NewRow
from toolkit.errors import Problem
from toolkit.export.editable import SHEETS, Editable, Unfit, head_of, of_entry, short
from toolkit.export.edited import OF_EVERY_SHEET, PART, UNKNOWN
from toolkit.export.reading_back import fault_words, in_all_languages, plain
from toolkit.messages import _
from toolkit.text.values import infer_type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.actions.taking_over.plan import Plan
    from toolkit.actions.taking_over.present import State
    from toolkit.actions.taking_over.resolve import Resolved
    from toolkit.export.edited import EditedRow, EditedSheet


def add_rows(plan: Plan, state: State, rows: Sequence[EditedRow]) -> None:
    """Write the rows of a sheet that the study does not have into a plan."""
    taken: set[tuple[str, str]] = set()
    for row in rows:
        try:
            new = _new_row(state, row, [known.name for known in plan.rows if known.kind == "case"])
        except Unfit as error:
            plan.problems.append(Problem(plan.path, row.place, _("This row has no identifier and cannot be added: {reason}", reason=error)))
            continue
        if (new.register, new.name.casefold()) in taken:
            what = _("There is another new row with the name {name}.", name=new.name)
            plan.problems.append(Problem(plan.path, row.place, what, _("Keep one of the two.")))
            continue
        taken.add((new.register, new.name.casefold()))
        plan.rows.append(new)


def _new_row(state: State, row: EditedRow, cases: Sequence[str]) -> NewRow:
    for cell in row.cells.values():
        if cell.fault:
            raise Unfit(" ".join(fault_words(cell.fault)))
    name, register = row.text("name"), ""
    if not name:
        raise Unfit(_("it has no name."))
    editable: Mapping[str, Editable] = state.of_attributes.get(row.kind, {})
    if row.kind == "entry":
        known = ", ".join(state.register_label(name) for name in state.codebook.registers)
        register = state.register(row.text("register")) or ""
        if not register:
            raise Unfit(_("There is no register {name}. The registers are: {known}.", name=short(row.text("register")), known=known))
        editable = of_entry(state.codebook, register)
    if row.kind == "person":
        names = [*(case.name for case in state.cases.values()), *cases]
        editable = {**editable, "case": Editable("choice", {name: name for name in names})}
    values = {}
    for key, cell in row.cells.items():
        if key in editable and key != "name" and cell.text.strip():
            values[key] = editable[key].kept(cell.text.strip())
        elif key not in SHEETS[row.kind].heads and key != PART and not key.startswith(UNKNOWN) and cell.text.strip():
            raise Unfit(_("This register has no attribute {head}.", head=key[1:]))
    return NewRow(row.kind, row.sheet, row.row, name, register, values)


def add_columns(plan: Plan, sheet: EditedSheet, rows: Sequence[Resolved], new: Sequence[EditedRow]) -> None:
    """Write the columns of a sheet that are no attributes of the study into a plan; columns elsewhere are only mentioned."""
    lacking = [key for resolved in rows[:1] for key in resolved.present.editable if key not in sheet.columns]
    words = frozenset().union(*(in_all_languages(word) for word in (*SHEETS[sheet.kind].heads.values(), *OF_EVERY_SHEET.values())))
    for key in (key for key in sheet.columns if key.startswith(UNKNOWN)):
        head = key.removeprefix(UNKNOWN)
        if plain(sheet.columns[key]) in words:
            plan.notes.append(_("Sheet {sheet} has several columns {head}; only one was read.", sheet=sheet.title, head=sheet.columns[key]))
        elif lacking:
            missing = ", ".join(head_of(sheet.kind, key) for key in lacking)
            what = _("The column {head} is unknown, while there is none with the head: {missing}.", head=head, missing=missing)
            todo = _("If it is the same, give it its own head again; nothing of it was read.")
            plan.problems.append(Problem(plan.path, _("sheet {sheet}", sheet=sheet.title), what, todo))
        elif sheet.kind not in ("case", "person"):
            plan.notes.append(_("Sheet {sheet}: the column {head} is none of Terrain's and was not read.", sheet=sheet.title, head=head))
        else:
            values = {resolved.present.identity: resolved.row.text(key) for resolved in rows} | {row.row: row.text(key) for row in new}
            given = {of: text for of, text in values.items() if text}
            if given:
                type_, choices = infer_type(list(given.values()))
                plan.columns.append(NewColumn(sheet.kind, sheet.title, head, type_, choices, given))
