"""`terrain read`: take over what was decided or changed in a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.taking_over import Chosen, carry_out, plan_reading
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, force_option, json_option, new_entries_option, with_study
from toolkit.cli.output import ask, confirm, done, interactive, left_out, next_step, said_yes, say, show_json, show_table
from toolkit.errors import Problem
from toolkit.export.decisions import decision_word
from toolkit.export.editable import ATTRIBUTE, SHEETS
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.actions.deciding import Plan as Decisions
    from toolkit.actions.taking_over import Difference, NewColumn, NewRow, Plan
    from toolkit.study import Study

WORKBOOK, STUDY = "workbook", "study"
SHOWN = 60  # characters of a value in the table of differences
READ_WHOLE = 400  # in a question about one of them
LEAD = 20  # characters shown before the first that differs


@click.command(
    cls=Command,
    help=N_(
        "Take over what was edited in a workbook of `terrain matrix -o` (summaries, ratings, cases, persons, registers) or decided in "
        "one of `terrain review -o`. Every difference is shown first, and nothing changes before you agree; what was changed on both "
        "sides is asked one by one."
    ),
    example="terrain read these.terrain matrices.xlsx",
)
@with_study
@argument("file", N_("FILE.xlsx"), type=FILE)
@option(
    "--prefer",
    type=click.Choice((WORKBOOK, STUDY)),
    metavar=N_("SIDE"),
    help=N_("What counts where both sides have changed: workbook or study; otherwise you are asked."),
)
@option("--clear", is_flag=True, help=N_("Take away what was emptied in the workbook; otherwise you are asked."))
@option("--new", "new", is_flag=True, help=N_("Add the new rows and columns of the workbook; otherwise you are asked."))
@new_entries_option
@force_option
@json_option
def read(study: Study, file: Path, prefer: str | None, *, clear: bool, new: bool, new_entries: bool, yes: bool, as_json: bool) -> int:
    """`terrain read`."""
    plan = plan_reading(study, file)
    if as_json:
        show_json(_plain(plan))
        return 0
    _tell(plan)
    choice = _Choice(plan, asking=interactive() and not yes)
    differences = [*plan.of("changed"), *choice.emptied(clear=clear), *choice.asked(prefer)]
    rows, columns = choice.added(new=new)
    chosen = Chosen(differences, rows, columns, new_entries)
    decided = len(plan.decisions.decisions) if plan.decisions else 0
    total = len(differences) + len(rows) + len(columns) + decided
    if not total:
        done(_("{path} holds nothing to take over.", path=file))
        return left_out(choice.left)
    confirm(ngettext("Take {n} change over?", "Take these {n} changes over?", total), yes=yes)
    taken = carry_out(study, plan, chosen)
    done(
        ngettext(
            "{n} change was taken over; `terrain undo` takes it back.",
            "{n} changes were taken over; `terrain undo` takes all of them back.",
            taken.total,
        )
    )
    next_step("terrain", "matrix", study.path)
    return left_out([*choice.left, *taken.problems])


def _tell(plan: Plan) -> None:
    """Show what was read, and every difference."""
    if plan.read:
        sheets = ", ".join(ngettext("{sheet} ({n} row)", "{sheet} ({n} rows)", rows, sheet=title) for title, rows in plan.read)
        done(_("Read: {sheets}.", sheets=sheets))
    for note in plan.notes:
        done(note)
    if plan.later:
        done(
            ngettext(
                "{n} value was changed in the study since the export, and not in the workbook; it stays.",
                "{n} values were changed in the study since the export, and not in the workbook; they stay.",
                plan.later,
            )
        )
    if plan.same:
        done(ngettext("{n} change is in the study already.", "{n} changes are in the study already.", plan.same))
    if plan.differences:
        heads = [_("Cell"), _("Row"), _("Column"), _("In the study"), _("In the workbook"), _("What")]
        show_table(heads, [_line(difference) for difference in plan.differences])
    for row in plan.rows:
        say(_("New in {sheet}, row {row}: {what}", sheet=row.sheet, row=row.row, what=_described(row)))
    for column in plan.columns:
        values = ", ".join(dict.fromkeys(column.values.values()))
        say(_("New column in {sheet}: {head} ({values})", sheet=column.sheet, head=column.head, values=_cut(values, SHOWN)))
    if plan.decisions:
        _tell_decisions(plan.decisions)


def _tell_decisions(decisions: Decisions) -> None:
    if decisions.done:
        done(ngettext("{n} decision was taken over before.", "{n} decisions were taken over before.", decisions.done))
    if decisions.decisions:
        counted = [[decision_word(decision), str(count)] for decision, count in decisions.counts.items()]  # type: ignore[arg-type] # one of four
        show_table([_("Decision"), _("Suggestions")], counted)


def _line(difference: Difference) -> list[str]:
    here, there = contrasted(difference.here, difference.there, SHOWN)
    place = difference.place
    return [f"{place.sheet}!{place.cell}", place.row, place.head, here, there, _nature(difference)]


def _nature(difference: Difference) -> str:
    return {
        "changed": "",
        "emptied": _("emptied"),
        "both": _("changed on both sides"),
        "unknown": _("different; what was exported is not known"),
        "moved": _("the values of this column stand in other rows than before"),
    }[difference.nature]


def contrasted(one: str, other: str, width: int) -> tuple[str, str]:
    """Two texts cut to a width, from shortly before the place where they begin to differ.

    >>> contrasted("a long way to the same end", "a long way to the other end", 16)
    ('… way to the sam…', '… way to the oth…')
    """
    same = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    start = max(0, same - min(LEAD, width // 2)) if max(len(one), len(other)) > width else 0
    return tuple(("…" if start else "") + _cut(text[start:], width) for text in (one, other))  # type: ignore[return-value]  # two


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _described(row: NewRow) -> str:
    heads = SHEETS[row.kind].heads
    values = [f"{heads[key]() if key in heads else key.removeprefix(ATTRIBUTE)}: {value}" for key, value in row.values.items()]
    name = f"{row.register}: {row.name}" if row.register else row.name
    return f"{name} ({', '.join(values)})" if values else name


class _Choice:
    """What the person chooses of a plan; whatever is not chosen, without anybody to ask, is left and listed."""

    def __init__(self, plan: Plan, *, asking: bool) -> None:
        self._plan = plan
        self._asking = asking
        self.left: list[Problem] = [*plan.problems, *(plan.decisions.problems if plan.decisions else ())]

    def emptied(self, *, clear: bool) -> Sequence[Difference]:
        """The emptied cells, which may be a slip of the hand."""
        found = self._plan.of("emptied")
        question = ngettext(
            "{n} value was emptied in the workbook. Take it away in the study too?",
            "{n} values were emptied in the workbook. Take them away in the study too?",
            len(found),
        )
        return self._all_or_none(found, question, _("Say so with --clear, or fill the cell in again."), chosen=clear)

    def _all_or_none(self, found: Sequence[Difference], question: str, todo: str, *, chosen: bool) -> Sequence[Difference]:
        if not found or chosen:
            return found
        if self._asking:
            return found if said_yes(question) else ()
        self._leave(found, todo)
        return ()

    def _leave(self, found: Sequence[Difference], todo: str) -> None:
        for each in found:
            place = _("sheet {sheet}, cell {cell}", sheet=each.place.sheet, cell=each.place.cell)
            self.left.append(Problem(self._plan.path, place, f"{each.place.row}, {each.place.head}: {_nature(each)}.", todo))

    def asked(self, prefer: str | None) -> Sequence[Difference]:
        """The differences of which a person says one by one which side counts."""
        found = self._plan.of("both", "unknown", "moved")
        if prefer:
            return found if prefer == WORKBOOK else ()
        if not self._asking:
            self._leave(found, _("Say which side counts with --prefer workbook or --prefer study."))
            return ()
        chosen, said = [], ""
        for number, each in enumerate(found, 1):
            said = said if said in ("3", "4") else _ask(each, number, len(found))
            if said in ("1", "3"):
                chosen.append(each)
        return chosen

    def added(self, *, new: bool) -> tuple[Sequence[NewRow], Sequence[NewColumn]]:
        """The rows and columns that the study does not have."""
        rows, columns = self._plan.rows, self._plan.columns
        if not (rows or columns) or new:
            return rows, columns
        if self._asking:
            total = len(rows) + len(columns)
            question = ngettext(
                "{n} row or column is new. Add it to the study?", "{n} rows or columns are new. Add them to the study?", total
            )
            return (rows, columns) if said_yes(question) else ((), ())
        todo = _("Say so with --new if it is to be added.")
        for row in rows:
            place = _("sheet {sheet}, row {row}", sheet=row.sheet, row=row.row)
            self.left.append(Problem(self._plan.path, place, _("{name} is new.", name=row.name), todo))
        for column in columns:
            place = _("sheet {sheet}", sheet=column.sheet)
            self.left.append(Problem(self._plan.path, place, _("The column {head} is new.", head=column.head), todo))
        return (), ()


def _ask(difference: Difference, number: int, total: int) -> str:
    """Which side counts: 1 the workbook, 2 the study; 3 and 4 the same for all that follow."""
    place = difference.place
    here, there = contrasted(difference.here, difference.there, READ_WHOLE)
    done(
        _(
            "{number} of {total}: {sheet}!{cell}, {row}, {head}: {what}.",
            number=number,
            total=total,
            what=_nature(difference),
            sheet=place.sheet,
            cell=place.cell,
            row=place.row,
            head=place.head,
        )
    )
    if difference.was is not None:
        done(_("  When exported: {text}", text=_cut(difference.was, READ_WHOLE) or "–"))
    done(_("  1 In the workbook: {text}", text=there or "–"))
    done(_("  2 In the study: {text}", text=here or "–"))
    return ask(_("Which one counts? 1 or 2; 3 the workbook and 4 the study for this one and all that follow"), ("1", "2", "3", "4"))


def _plain(plan: Plan) -> dict[str, Any]:
    """A plan as JSON."""
    decisions = plan.decisions
    problems = [*plan.problems, *(decisions.problems if decisions else ())]
    return {
        "file": plan.path,
        "change": plan.origin.change,
        "sheets": [{"sheet": title, "rows": rows} for title, rows in plan.read],
        "differences": [
            {
                "id": str(each.identity),
                "sheet": each.place.sheet,
                "cell": each.place.cell,
                "row": each.place.row,
                "column": each.place.head,
                "what": each.nature,
                "exported": each.was,
                "workbook": each.there,
                "study": each.here,
            }
            for each in plan.differences
        ],
        "rows": [
            {"kind": row.kind, "sheet": row.sheet, "row": row.row, "register": row.register, "name": row.name, "values": dict(row.values)}
            for row in plan.rows
        ],
        "columns": [{"kind": each.kind, "sheet": each.sheet, "name": each.head, "type": each.type} for each in plan.columns],
        "decisions": dict(decisions.counts) if decisions else {},
        "changed_here": plan.later,
        "same": plan.same,
        "notes": plan.notes,
        "problems": [{"place": each.place, "what": each.what, "todo": each.todo} for each in problems],
    }
