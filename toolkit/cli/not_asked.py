"""`terrain not-asked`: marks that a code was no subject in a case or a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions.judging import mark_not_asked
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import done, show_rows
from toolkit.cli.rows import Names
from toolkit.messages import _
from toolkit.store import judgements

if TYPE_CHECKING:
    from toolkit.study import Study


@click.group(
    "not-asked",
    cls=Group,
    help=N_("List, set and remove marks that a code was no subject: its absence then says nothing."),
    example="terrain not-asked list these.terrain",
)
def not_asked() -> None:
    """The group of commands."""


_code = argument("code", N_("CODE"))
_case = option("--case", metavar=N_("CASE"), help=N_("The case in which it was not asked."))
_document = option("--document", metavar=N_("DOCUMENT"), help=N_("The document in which it was not asked."))


@not_asked.command("list", help=N_("List the marks."), example="terrain not-asked list these.terrain --json")
@with_study
@json_option
def _list(study: Study, *, as_json: bool) -> None:
    with study.read() as connection:
        names = Names(connection)
        marks = judgements.marks(connection)
    rows = [
        {
            "id": mark.uid.hex(),
            "code": names.codes[mark.code],
            "case": names.cases.get(mark.case),
            "document": names.documents.get(mark.document) if mark.document is not None else None,
            "coder": names.coders[mark.coder],
        }
        for mark in marks
    ]
    show_rows(rows, {"code": _("Code"), "case": _("Case"), "document": _("Document"), "coder": _("Coder")}, as_json=as_json)


@not_asked.command("add", help=N_("Mark that a code was no subject."), example="terrain not-asked add these.terrain condition --case Nord")
@with_study
@_code
@_case
@_document
def _add(study: Study, code: str, case: str | None, document: str | None) -> None:
    new = mark_not_asked(study, code, case=case, document=document)
    done(_("{code} is marked as not asked.", code=code) if new else _("{code} was marked as not asked already.", code=code))


@not_asked.command("remove", help=N_("Take a mark away."), example="terrain not-asked remove these.terrain condition --case Nord")
@with_study
@_code
@_case
@_document
def _remove(study: Study, code: str, case: str | None, document: str | None) -> None:
    there = mark_not_asked(study, code, case=case, document=document, on=False)
    done(_("The mark on {code} was taken away.", code=code) if there else _("There is no such mark on {code}.", code=code))
