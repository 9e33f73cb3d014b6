"""`terrain summary`: what a case says of a code, in a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import judging
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, text_argument, with_study
from toolkit.cli.output import done, show_rows
from toolkit.cli.rows import Names
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.store import judgements

if TYPE_CHECKING:
    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, write and remove summaries: what a case says of a code, in your words."),
    example="terrain summary list these.terrain --case Nord",
)
def summary() -> None:
    """The group of commands."""


_case = argument("case", N_("CASE"))
_code = argument("code", N_("CODE"))


@summary.command(
    "list",
    help=N_("List the summaries; stale ones rest on codings that have changed since."),
    example="terrain summary list these.terrain --json",
)
@with_study
@option("--case", metavar=N_("CASE"), help=N_("Only those of this case."))
@option("--code", metavar=N_("CODE"), help=N_("Only those of this code."))
@json_option
def _list(study: Study, case: str | None, code: str | None, *, as_json: bool) -> None:
    with study.read() as connection:
        names, vocabulary = Names(connection), study.vocabulary(connection)
        rows = [
            {
                "id": found.uid.hex(),
                "case": names.cases[found.case],
                "code": names.codes[found.code],
                "text": found.text,
                "stale": judging.stale(connection, vocabulary, found),
                "coder": names.coders[found.coder],
            }
            for found in judgements.summaries(connection)
        ]
    rows = [row for row in rows if case in (None, row["case"]) and code in (None, row["code"])]
    show_rows(rows, {"case": _("Case"), "code": _("Code"), "text": _("Summary"), "stale": _("Stale"), "coder": _("Coder")}, as_json=as_json)


@summary.command(
    "add",
    help=N_("Write your summary of a case and a code, or write it anew; - reads it from the standard input."),
    example="terrain summary add these.terrain Nord condition 'Les rencontres sont régulières.'",
)
@with_study
@_case
@_code
@text_argument
def _add(study: Study, case: str, code: str, text: str) -> None:
    if not text.strip():
        raise UsageError(_("A summary without words says nothing. `terrain summary remove` takes one away."))
    judging.set_summary(study, case, code, text)
    done(_("The summary of {case} and {code} was written.", case=case, code=code))


@summary.command("remove", help=N_("Take your summary away."), example="terrain summary remove these.terrain Nord condition")
@with_study
@_case
@_code
def _remove(study: Study, case: str, code: str) -> None:
    judging.set_summary(study, case, code, "")
    done(_("The summary of {case} and {code} was taken away; `terrain undo` brings it back.", case=case, code=code))
