"""`terrain rating`: judgements of cases on the scale of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import judging
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import done, show_record, show_rows
from toolkit.cli.rows import Names, one_of
from toolkit.messages import _
from toolkit.store import judgements

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, give and remove ratings: your judgement of a case on the scale of a code, with codings for and against it."),
    example="terrain rating list these.terrain",
)
def rating() -> None:
    """The group of commands."""


_case = argument("case", N_("CASE"))
_code = argument("code", N_("CODE"))
_period = option("--period", default="", metavar=N_("PERIOD"), help=N_("Of which time the rating speaks."))


@rating.command(
    "list",
    help=N_("List the ratings; stale ones rest on codings that have changed since."),
    example="terrain rating list these.terrain --json",
)
@with_study
@option("--layer", metavar=N_("CODER"), help=N_("Only those of this coder."))
@json_option
def _list(study: Study, layer: str | None, *, as_json: bool) -> None:
    with study.read() as connection:
        rows = _rows(study, connection, layer)
    show_rows(rows, _labels(), as_json=as_json)


def _labels() -> dict[str, str]:
    columns = {"case": _("Case"), "code": _("Code"), "period": _("Period"), "value": _("Value"), "note": _("Note")}
    return {**columns, "stale": _("Stale"), "coder": _("Coder")}


def _rows(study: Study, connection: Connection, layer: str | None = None) -> list[dict[str, object]]:
    names, vocabulary = Names(connection), study.vocabulary(connection)
    coder = study.layer(connection, layer).id if layer else None
    return [
        {
            "id": found.uid.hex(),
            "case": names.cases[found.case],
            "code": names.codes[found.code],
            "period": found.period,
            "value": found.value,
            "note": found.note,
            "for": list(found.evidence_for),
            "against": list(found.evidence_against),
            "stale": judging.stale(connection, vocabulary, found),
            "coder": names.coders[found.coder],
        }
        for found in judgements.ratings(connection)
        if coder in (None, found.coder)
    ]


@rating.command(
    "show", help=N_("Show one, named by the beginning of its identifier."), example="terrain rating show these.terrain 3f2a91c0"
)
@with_study
@argument("uid", N_("RATING"))
@json_option
def _show(study: Study, uid: str, *, as_json: bool) -> None:
    with study.read() as connection:
        row = one_of(_rows(study, connection), uid)
    show_record(row, _labels(), as_json=as_json)


@rating.command(
    "add",
    help=N_("Rate a case, or rate it anew."),
    example="terrain rating add these.terrain Nord condition.perspectives B --note 'Deux voix manquent' --for 3f2a91c0",
)
@with_study
@_case
@_code
@argument("value", N_("VALUE"))
@_period
@option("--note", default="", metavar=N_("TEXT"), help=N_("Why."))
@option("--for", "evidence_for", multiple=True, metavar=N_("CODING"), help=N_("A coding that speaks for it; can be repeated."))
@option("--against", "evidence_against", multiple=True, metavar=N_("CODING"), help=N_("A coding that speaks against it; can be repeated."))
def _add(study: Study, case: str, code: str, value: str, **said: Any) -> None:
    judging.set_rating(study, case, code, value, **said)
    done(_("{case} is rated {value} on {code}.", case=case, value=value, code=code))


@rating.command("remove", help=N_("Take your rating back."), example="terrain rating remove these.terrain Nord condition.perspectives")
@with_study
@_case
@_code
@_period
def _remove(study: Study, case: str, code: str, period: str) -> None:
    judging.remove_rating(study, case, code, period)
    done(_("Your rating of {case} on {code} was taken back; `terrain undo` brings it back.", case=case, code=code))
