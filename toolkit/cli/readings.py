"""`terrain reading`: what was read, with which codes in mind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions.coding import mark_read
from toolkit.actions.naming import find_document
from toolkit.actions.readings import remove_reading
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import done, show_record, show_rows
from toolkit.cli.rows import Names, one_of
from toolkit.messages import _
from toolkit.store import codings, documents

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, add and remove readings: only what was read can be said not to contain something."),
    example="terrain reading add these.terrain A1",
)
def reading() -> None:
    """The group of commands."""


@reading.command("list", help=N_("List what was read, by whom and how."), example="terrain reading list these.terrain --json")
@with_study
@option("--document", metavar=N_("DOCUMENT"), help=N_("Only those of this document."))
@json_option
def _list(study: Study, document: str | None, *, as_json: bool) -> None:
    with study.read() as connection:
        rows = _rows(study, connection, document)
    show_rows(rows, _labels(), as_json=as_json)


def _labels() -> dict[str, str]:
    return {"id": _("Reading"), "document": _("Document"), "whole": _("Whole"), "coder": _("Coder"), "mode": _("How"), "time": _("Time")}


def _rows(_study: Study, connection: Connection, document: str | None = None) -> list[dict[str, object]]:
    names, texts = Names(connection), documents.texts(connection)
    found = codings.readings(connection, document=find_document(connection, document).id if document else None)
    return [
        {
            "id": read.uid.hex(),
            "document": names.documents[read.document],
            "start": read.start,
            "end": read.end,
            "whole": (read.start, read.end) == (0, len(texts[read.document])),
            "coder": names.coders[read.coder],
            "mode": read.mode,
            "time": read.time,
        }
        for read in found
    ]


@reading.command(
    "show", help=N_("Show one, named by the beginning of its identifier."), example="terrain reading show these.terrain 3f2a91c0"
)
@with_study
@argument("uid", N_("READING"))
@json_option
def _show(study: Study, uid: str, *, as_json: bool) -> None:
    with study.read() as connection:
        row = one_of(_rows(study, connection), uid)
    show_record(row, _labels(), as_json=as_json)


@reading.command("add", help=N_("Say that you have read a document."), example="terrain reading add these.terrain A1 --mode blind")
@with_study
@argument("document", N_("DOCUMENT"))
@option("--mode", default="free", metavar=N_("HOW"), help=N_("How: free, with suggestions or blind."))
@option("--span", nargs=2, type=int, metavar=N_("START END"), help=N_("Only this stretch of the text, in characters from 0."))
def _add(study: Study, document: str, mode: str, span: tuple[int, int] | None) -> None:
    mark_read(study, document, mode, span)
    done(_("{name} is marked as read.", name=document))


@reading.command(
    "remove",
    help=N_("Take a reading back, named by the beginning of its identifier."),
    example="terrain reading remove these.terrain 3f2a91c0",
)
@with_study
@argument("uid", N_("READING"))
def _remove(study: Study, uid: str) -> None:
    remove_reading(study, uid)
    done(_("The reading was taken back; `terrain undo` brings it back."))
