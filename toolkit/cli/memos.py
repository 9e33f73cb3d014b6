"""`terrain memo`: notes on anything in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import memos as actions
from toolkit.actions.naming import MEMO_KINDS, find_object
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, text_argument, with_study
from toolkit.cli.output import done, show_record, show_rows
from toolkit.cli.rows import Names, one_of
from toolkit.messages import _
from toolkit.store import memos

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, write and change memos: notes on the study, a case, a document, a person, a code or a coding."),
    example="terrain memo list these.terrain",
)
def memo() -> None:
    """The group of commands."""


_about = option(
    "--about",
    nargs=2,
    type=(click.Choice(MEMO_KINDS), str),
    metavar=N_("KIND NAME"),
    help=N_("What it is about: case, document, person, code or coding, and which; otherwise the study."),
)
_uid = argument("uid", N_("MEMO"))


@memo.command(
    "list", help=N_("List the memos, or those about one thing."), example="terrain memo list these.terrain --about case Nord --json"
)
@with_study
@_about
@json_option
def _list(study: Study, about: tuple[str, str] | None, *, as_json: bool) -> None:
    with study.read() as connection:
        rows = _rows(study, connection, about)
    show_rows(rows, _labels(), as_json=as_json)


def _labels() -> dict[str, str]:
    return {"id": _("Memo"), "about": _("About"), "text": _("Text"), "coder": _("Coder"), "created": _("Time")}


def _rows(study: Study, connection: Connection, about: tuple[str, str] | None = None) -> list[dict[str, object]]:
    names = Names(connection)
    found = memos.memos(connection, find_object(study, connection, *about) if about else None)
    return [
        {
            "id": note.uid.hex(),
            "about": note.about,
            "object": note.object.hex(),
            "text": note.text,
            "coder": names.coders[note.coder],
            "created": note.created,
        }
        for note in found
    ]


@memo.command("show", help=N_("Show one, named by the beginning of its identifier."), example="terrain memo show these.terrain 3f2a91c0")
@with_study
@_uid
@json_option
def _show(study: Study, uid: str, *, as_json: bool) -> None:
    with study.read() as connection:
        row = one_of(_rows(study, connection), uid)
    show_record(row, _labels(), as_json=as_json)


@memo.command(
    "add",
    help=N_("Write a memo; - reads it from the standard input."),
    example="terrain memo add these.terrain 'Revenir sur le financement' --about case Nord",
)
@with_study
@text_argument
@_about
def _add(study: Study, text: str, about: tuple[str, str] | None) -> None:
    written = actions.add_memo(study, *(about or ("study", "")), text)
    done(_("The memo {id} was written.", id=written.uid.hex()[:8]))


@memo.command(
    "change",
    help=N_("Write a memo anew, named by the beginning of its identifier."),
    example="terrain memo change these.terrain 3f2a91c0 'Fait.'",
)
@with_study
@_uid
@text_argument
def _change(study: Study, uid: str, text: str) -> None:
    actions.change_memo(study, uid, text)
    done(_("The memo was changed."))


@memo.command(
    "remove", help=N_("Take a memo away, named by the beginning of its identifier."), example="terrain memo remove these.terrain 3f2a91c0"
)
@with_study
@_uid
def _remove(study: Study, uid: str) -> None:
    actions.remove_memo(study, uid)
    done(_("The memo was taken away; `terrain undo` brings it back."))
