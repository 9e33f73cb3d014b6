"""`terrain summary`: what a case says of a code, in a person's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import judging
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, text_argument, with_study
from toolkit.cli.output import done, show_record, show_rows
from toolkit.cli.rows import Names, one_of
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.store import judgements

if TYPE_CHECKING:
    from sqlalchemy import Connection

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
        rows = [row for row in _rows(study, connection) if case in (None, row["case"]) and code in (None, row["code"])]
    show_rows(rows, _labels(), as_json=as_json)


def _labels() -> dict[str, str]:
    return {"case": _("Case"), "code": _("Code"), "text": _("Summary"), "stale": _("Stale"), "coder": _("Coder")}


def _rows(study: Study, connection: Connection) -> list[dict[str, object]]:
    names, vocabulary = Names(connection), study.vocabulary(connection)
    return [
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


@summary.command(
    "show", help=N_("Show one, named by the beginning of its identifier."), example="terrain summary show these.terrain 3f2a91c0"
)
@with_study
@argument("uid", N_("SUMMARY"))
@json_option
def _show(study: Study, uid: str, *, as_json: bool) -> None:
    with study.read() as connection:
        row = one_of(_rows(study, connection), uid)
    show_record(row, _labels(), as_json=as_json)


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
