"""`terrain document`: transcripts, notes and other texts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.documents import change_document, numbered_turns, remove_document
from toolkit.actions.naming import find_document
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import OUTPUT, attribute_options, force_option, json_option, with_study
from toolkit.cli.output import confirm, done, say, show_json, show_record, show_rows
from toolkit.cli.quotes import export_document
from toolkit.cli.rows import Names, attribute_columns, attribute_values
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.store import documents

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, show and change documents: transcripts, notes and other texts."),
    example="terrain document list these.terrain",
)
def document() -> None:
    """The group of commands."""


document.add_command(export_document)


@document.command("list", help=N_("List the documents."), example="terrain document list these.terrain --json")
@with_study
@json_option
def _list(study: Study, *, as_json: bool) -> None:
    with study.read() as connection:
        columns = {"name": _("Document"), "case": _("Case"), "kind": _("Kind"), "date": _("Date"), "language": _("Language")}
        rows = _rows(connection)
        show_rows(rows, {**columns, **attribute_columns(connection, "document"), "left_out": _("Not taken over")}, as_json=as_json)


@document.command(
    "show", help=N_("Show what is known of a document, and its text turn by turn."), example="terrain document show these.terrain A1"
)
@with_study
@argument("name", N_("DOCUMENT"))
@json_option
def _show(study: Study, name: str, *, as_json: bool) -> None:
    with study.read() as connection:
        found = find_document(connection, name)
        [row] = [row for row in _rows(connection) if row["id"] == found.uid.hex()]
        turns = numbered_turns(connection, found)
    if as_json:
        show_json({**row, "turns": [{"turn": number, **asdict(turn), "text": text} for number, turn, text in turns]})
        return
    labels = {"name": _("Document"), "case": _("Case"), "kind": _("Kind"), "date": _("Date"), "language": _("Language")}
    show_record(row, {**labels, "attributes": _("Attributes"), "left_out": _("Not taken over")})
    for number, turn, text in turns:
        say(f"\n{number or '':>4}  {turn.speaker + ': ' if turn.speaker else ''}{text}")


@document.command(
    "change", help=N_("Change what is known of a document."), example="terrain document change these.terrain A1 --case Nord --date 2024-06"
)
@with_study
@argument("name", N_("DOCUMENT"))
@option("--name", "new_name", metavar=N_("NAME"), help=N_("The new name."))
@option("--case", metavar=N_("CASE"), help=N_("The case of the document; empty for none."))
@option("--kind", metavar=N_("KIND"), help=N_("interview, group interview, observation or document."))
@option("--date", metavar=N_("DATE"), help=N_("A year, a month or a day; empty for none."))
@option("--language", metavar=N_("LANGUAGE"), help=N_("The language of the text: fr or en."))
@attribute_options
def _change(study: Study, name: str, values: tuple[tuple[str, str], ...], **said: Any) -> None:
    changed = change_document(study, name, values=dict(values), **said)
    done(_("The document {name} was changed.", name=changed.name))


@document.command(
    "remove", help=N_("Take a document out of the study, with its codings."), example="terrain document remove these.terrain A1 --yes"
)
@with_study
@argument("name", N_("DOCUMENT"))
@force_option
def _remove(study: Study, name: str, *, yes: bool) -> None:
    with study.read() as connection:
        found = find_document(connection, name)
    confirm(_("Take {name} out of the study, with its codings?", name=found.name), yes=yes)
    count = remove_document(study, found.name)
    done(ngettext("{name} was taken out, with {n} coding.", "{name} was taken out, with {n} codings.", count, name=found.name))
    done(_("`terrain undo` brings it back."))


@document.command(
    "original", help=N_("Write a document's original file, byte for byte."), example="terrain document original these.terrain A1 -o A1.docx"
)
@with_study
@argument("name", N_("DOCUMENT"))
@option("-o", "--output", "target", type=OUTPUT, required=True, metavar=N_("FILE"), help=N_("The file to write; it must not exist."))
def _original(study: Study, name: str, target: Path) -> None:
    with study.read() as connection:
        data = documents.original_of(connection, find_document(connection, name).id)
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UsageError(_("{path} exists already. Choose another name; nothing was changed.", path=target)) from error
    done(_("{path} was written.", path=target))


def _rows(connection: Connection) -> list[dict[str, Any]]:
    names, values = Names(connection), attribute_values(connection, "document")
    return [
        {
            "id": found.uid.hex(),
            "name": found.name,
            "case": names.cases.get(found.case),
            "kind": found.kind,
            "date": found.date,
            "language": found.language,
            "layout": found.layout,
            "reader": found.reader,
            "sha256": found.sha256.hex(),
            "left_out": {left.kind: left.count for left in found.left_out},
            "attributes": values.get(found.id, {}),
        }
        for found in documents.documents(connection)
    ]
