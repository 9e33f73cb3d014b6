"""`terrain suggest`: let the machine propose; nothing of it counts until a person decides."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from toolkit.actions import suggesting
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import done, left_out, next_step, progress, show_json, show_rows
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.study import Study


@click.command(
    cls=Command,
    help=N_("Let the machine propose codes for what participants say, or entries for a register. Nothing of it counts until you decide."),
    example="terrain suggest these.terrain --document A1",
)
@with_study
@option("--document", "names", multiple=True, metavar=N_("DOCUMENT"), help=N_("Only in this document; can be repeated."))
@option("--suggester", default="cues", metavar=N_("NAME"), help=N_("Who proposes: cues (the cue words of the codebook)."))
@option("--register", metavar=N_("REGISTER"), help=N_("Propose entries for this register instead."))
@json_option
def suggest(study: Study, names: tuple[str, ...], suggester: str, register: str | None, *, as_json: bool) -> int:
    """`terrain suggest`."""
    if register is not None:
        return _entries(study, register, names, as_json=as_json)
    with study.read() as connection:
        total = len(suggesting.chosen_documents(connection, names))
    with progress(_("Suggestions"), total) as step:
        outcome = suggesting.suggest(study, names, suggester, step)
    if as_json:
        show_json(asdict(outcome))
    else:
        rows = [{"code": code, "count": count} for code, count in outcome.by_code.items()]
        show_rows(rows, {"code": _("Code"), "count": _("Suggestions")})
        count = sum(outcome.by_code.values())
        done(
            ngettext(
                "{n} suggestion in {documents} documents.", "{n} suggestions in {documents} documents.", count, documents=outcome.documents
            )
        )
        next_step("terrain", "review", study.path)
    return left_out(outcome.problems)


def _entries(study: Study, register: str, names: tuple[str, ...], *, as_json: bool) -> int:
    proposed, problems = suggesting.propose_entries(study, register, names)
    show_rows([{"name": name} for name in proposed], {"name": _("Proposed entry")}, as_json=as_json)
    next_step("terrain", "register", "change", study.path, register, _("ENTRY"), "--confirm")
    return left_out(problems)
