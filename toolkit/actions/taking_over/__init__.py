"""What somebody has edited in a workbook: compared with the study, shown, and taken over in one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions import deciding
from toolkit.actions.taking_over.additions import add_columns, add_rows
from toolkit.actions.taking_over.carrying_out import Chosen, carry_out
from toolkit.actions.taking_over.compare import Comparison
from toolkit.actions.taking_over.past import Past
from toolkit.actions.taking_over.plan import Difference, NewColumn, NewRow, Plan
from toolkit.actions.taking_over.present import State
from toolkit.actions.taking_over.resolve import Resolved, resolve
from toolkit.errors import Conflict, NotFound, Problem, UnreadableFile
from toolkit.export.decisions import decisions_in
from toolkit.export.editable import ATTRIBUTE, Kind, entry_columns, head_of
from toolkit.export.edited import edited_in
from toolkit.export.reading_back import bytes_of, origin_of, read_workbook
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.export.edited import EditedRow, EditedSheet
    from toolkit.study import Study

__all__ = ["Chosen", "Difference", "NewColumn", "NewRow", "Plan", "carry_out", "plan_reading"]

ORDER: tuple[Kind, ...] = ("case", "entry", "person", "rating", "summary")  # persons may belong to new cases
MOST_NAMED = 10  # missing rows whose names are listed


def plan_reading(study: Study, path: Path) -> Plan:
    """Read a workbook and compare it with the study; nothing is changed.

    Raises `UnreadableFile`, and `Conflict` for a workbook of another study.
    """
    workbook = read_workbook(path.name, bytes_of(path))
    plan = Plan(path.name, origin_of(workbook))
    with study.read() as connection:
        state = State(study, connection)
        _refuse_other_study(plan, state, workbook.properties.title or "")
        sheets, problems = edited_in(path.name, workbook, _attribute_heads(state))
        decided = decisions_in(path.name, workbook)
        if not sheets and decided is None:
            raise UnreadableFile(
                _("{name} has no sheet that can be read back. Export anew with `terrain matrix` or `terrain review -o`.", name=path.name)
            )
        plan.problems += problems
        _compare(plan, state, sheets)
        if decided is not None:
            plan.decisions = deciding.plan_rows(connection, path.name, *decided)
    return plan


def _refuse_other_study(plan: Plan, state: State, title: str) -> None:
    if plan.origin.study not in (b"", state.study.uid):
        raise Conflict(
            _(
                "{name} was exported from another study, “{other}”; this one is “{own}”. Nothing was read.",
                name=plan.path,
                other=title,
                own=state.study.title,
            )
        )


def _attribute_heads(state: State) -> dict[Kind, dict[str, list[str]]]:
    """The columns of attributes that a workbook of this study may have, by kind of sheet and key, with their heads."""
    found: dict[Kind, dict[str, list[str]]] = {
        "case": {ATTRIBUTE + attribute.name: [attribute.name] for attribute in state.attributes["case"]},
        "person": {ATTRIBUTE + attribute.name: [attribute.name] for attribute in state.attributes["person"]},
        "entry": {key: [head] for key, head in entry_columns(state.codebook).items()},
    }
    for register in state.codebook.registers.values():
        for name, attribute in register.attributes.items():
            labels = [*attribute.label.values(), name]
            found["entry"][ATTRIBUTE + name] += [*labels, *(f"{label} [{name}]" for label in labels)]
    return found


def _compare(plan: Plan, state: State, sheets: Sequence[EditedSheet]) -> None:
    past = Past(state, plan.origin)
    if past.is_older_than(plan.origin.change):
        plan.notes.append(_("The workbook is newer than this study: was the study restored from an earlier copy?"))
    seen: dict[Kind, set[tuple[str, str]]] = {kind: set() for kind in ORDER}
    for sheet in sorted(sheets, key=lambda sheet: ORDER.index(sheet.kind)):
        plan.read.append((sheet.title, len(sheet.rows)))
        rows, new = _resolved(plan, state, sheet)
        seen[sheet.kind] |= sheet.keys | {(str(resolved.present.identity), resolved.row.text("period")) for resolved in rows}
        add_rows(plan, state, new)
        cases = [added.name for added in plan.rows if added.kind == "case"]
        cases += [each.value for each in plan.differences if each.identity.kind == "case" and each.key == "name"]
        plan.differences += Comparison(plan, past, sheet, cases).run(rows)
        add_columns(plan, sheet, rows, [row for row in new if row.row in {added.row for added in plan.rows if added.sheet == sheet.title}])
        _note_columns(plan, sheet, rows)
    for kind in ORDER:
        _note_missing(plan, state, past, [sheet for sheet in sheets if sheet.kind == kind], seen[kind])


def _resolved(plan: Plan, state: State, sheet: EditedSheet) -> tuple[list[Resolved], list[EditedRow]]:
    """The rows that the study has, and those that it does not; the rows of which neither is sure become problems.

    Who copies a row to make a new one clears its identifier and leaves the marks: the row with the identifier is the old one.
    """
    rows: list[Resolved] = []
    new: list[EditedRow] = []
    unsure: dict[str, list[int]] = {}
    taken = set(sheet.keys)
    for row in sorted(sheet.rows, key=lambda row: row.identity is None):
        try:
            found = resolve(state, row)
            key = (str(found.present.identity), row.text("period")) if found else None
            if found and row.identity is None and key in taken:
                _refuse_repeated(found)
                found = None
        except NotFound as error:
            if not row.is_untouched:
                unsure.setdefault(str(error), []).append(row.row)
            continue
        if found and key:
            rows.append(found)
            taken.add(key)
        else:
            new.append(row)
    for sentence, numbers in unsure.items():
        place = ngettext("sheet {sheet}, row {rows}", "sheet {sheet}, rows {rows}", len(numbers), sheet=sheet.title, rows=_listed(numbers))
        plan.problems.append(Problem(plan.path, place, sentence))
    return rows, new


def _refuse_repeated(found: Resolved) -> None:
    if found.row.kind in ("rating", "summary"):
        raise NotFound(_("There is another row for {name}.", name=found.present.name))


def _listed(numbers: Sequence[int]) -> str:
    """Row numbers as a person writes them: 2, 5–9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _note_columns(plan: Plan, sheet: EditedSheet, rows: Sequence[Resolved]) -> None:
    """Say which columns were known only by their values, and which are gone."""
    for key in sheet.by_contents:
        head = head_of(sheet.kind, key)
        sentence = _(
            "Sheet {sheet}: the column “{there}” was read as {head}, as its values are those.",
            sheet=sheet.title,
            there=sheet.columns[key],
            head=head,
        )
        plan.notes.append(sentence)
    known = {key for resolved in rows for key in resolved.present.editable} - sheet.columns.keys()
    for key in sorted(known):
        held = (
            resolved.exported is not None and resolved.exported.has(key, editable.comparable(resolved.present.values[key]))
            for resolved in rows
            if (editable := resolved.present.editable.get(key))
        )
        if any(held):
            plan.notes.append(
                _(
                    "Sheet {sheet} has no column {head} any more; nothing of it was changed.",
                    sheet=sheet.title,
                    head=head_of(sheet.kind, key),
                )
            )


def _note_missing(plan: Plan, state: State, past: Past, sheets: Sequence[EditedSheet], found: set[tuple[str, str]]) -> None:
    """Say how many rows of a kind are gone, and which, where that is certain; nobody takes a row that is gone for a deletion."""
    expected = max((row.exported.rows for sheet in sheets for row in sheet.rows if row.exported), default=0)
    missing = expected - len(found)
    if missing <= 0:
        return
    title = sheets[0].title
    change = plan.origin.change
    names = []
    if sheets[0].kind in ("case", "person", "entry"):
        gone = [identity for identity in state.identities(sheets[0].kind) if (str(identity), "") not in found]
        names = [state.row(identity).name for identity in gone if not past.is_newer(identity.uids[0], change)]
    which = f" ({', '.join(names)})" if len(names) == missing <= MOST_NAMED else ""
    plan.notes.append(
        ngettext(
            "Sheet {sheet}: {n} row that was exported is gone{which}. Nothing is deleted because of that.",
            "Sheet {sheet}: {n} rows that were exported are gone{which}. Nothing is deleted because of that.",
            missing,
            sheet=title,
            which=which,
        )
    )
