"""`terrain read`: take over what was decided or changed in a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import deciding
from toolkit.cli.commands import N_, Command, argument
from toolkit.cli.options import FILE, force_option, new_entries_option, with_study
from toolkit.cli.output import confirm, done, left_out, next_step, show_table
from toolkit.export.decisions import decision_word
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study


@click.command(
    cls=Command,
    help=N_("Take over the decisions of a workbook that `terrain review -o` has written: shows them first, and asks."),
    example="terrain read these.terrain decisions.xlsx",
)
@with_study
@argument("file", N_("FILE.xlsx"), type=FILE)
@new_entries_option
@force_option
def read(study: Study, file: Path, *, new_entries: bool, yes: bool) -> int:
    """`terrain read`."""
    plan = deciding.plan_decisions(study, file)
    if plan.done:
        done(ngettext("{n} decision was taken over before.", "{n} decisions were taken over before.", plan.done))
    if not plan.decisions:
        done(_("{path} holds no new decision.", path=file))
        return left_out(plan.problems)
    counted = [[decision_word(decision), str(count)] for decision, count in plan.counts.items()]  # type: ignore[arg-type] # one of four
    show_table([_("Decision"), _("Suggestions")], counted)
    confirm(_("Take these decisions over?"), yes=yes)
    counts, problems = deciding.carry_out(study, plan, new_entries=new_entries)
    done(ngettext("{n} decision was taken over.", "{n} decisions were taken over.", counts.total()))
    next_step("terrain", "matrix", study.path)
    return left_out([*plan.problems, *problems])
