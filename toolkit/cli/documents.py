"""`terrain document`: transcripts, notes and other texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from toolkit.actions.assigning import assign_turns, in_ranges, left_over, placed_turns, unassigned
from toolkit.actions.documents import change_document, numbered_turns, remove_document
from toolkit.actions.naming import find_document
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.erasing import erase_document, erased
from toolkit.cli.options import OUTPUT, attribute_options, force_option, json_option, with_study
from toolkit.cli.output import confirm, done, say, show_json, show_record, show_rows
from toolkit.cli.quotes import export_document
from toolkit.cli.replacing import document_versions, replace_document, review_document
from toolkit.cli.rows import Names, attribute_columns, attribute_values
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.store import corrections, documents

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.model import Document
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
        columns |= attribute_columns(connection, "document")
        if any(row["unassigned_turns"] for row in rows):
            columns["unassigned_turns"] = _("Turns of no case")
        show_rows(rows, {**columns, "left_out": _("Not taken over")}, as_json=as_json)


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
        names = Names(connection).cases
        of_turns = {placed.number: names.get(placed.case) for placed in placed_turns(connection, found)}
    if as_json:
        show_json(
            {
                **row,
                "turns": [
                    {"turn": number, **asdict(turn), "case": of_turns.get(number or 0), "text": text} for number, turn, text in turns
                ],
            }
        )
        return
    labels = {"name": _("Document"), "case": _("Case"), "turn_cases": _("Cases of turns"), "unassigned_turns": _("Turns of no case")}
    labels |= {"kind": _("Kind"), "date": _("Date"), "language": _("Language"), "attributes": _("Attributes")}
    show_record(row, {**labels, "left_out": _("Not taken over")})
    for number, turn, text in turns:
        case = f"[{of_turns.get(number) or _('no case')}] " if number and row["turn_cases"] else ""
        say(f"\n{number or '':>4}  {case}{turn.speaker + ': ' if turn.speaker else ''}{text}")


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
    "assign",
    help=N_("Say which turns of a document of several cases belong to which case."),
    example="terrain document assign these.terrain A1 --turns 1-14 --case Nord",
)
@with_study
@argument("name", N_("DOCUMENT"))
@option("--turns", "numbers", metavar=N_("NUMBERS"), help=N_("The numbers of the turns, as `terrain document show` has them: 1-14,20."))
@option("--speaker", metavar=N_("LABEL"), help=N_("The turns of this speaker; with --turns, only those."))
@option("--case", required=True, metavar=N_("CASE"), help=N_("The case of these turns; empty to take the assignment away."))
def _assign(study: Study, name: str, case: str, **said: Any) -> None:
    made = assign_turns(study, name, case, **said)
    if made.case is None:
        sentence = ngettext(
            "{n} turn of {name} is not assigned any more.", "{n} turns of {name} are not assigned any more.", made.turns, name=made.document
        )
    else:
        sentence = ngettext(
            "{n} turn of {name} was assigned to {case}.",
            "{n} turns of {name} were assigned to {case}.",
            made.turns,
            name=made.document,
            case=made.case,
        )
    done(sentence)
    if made.unassigned:
        done(str(left_over(made.document, made.unassigned)))


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
@option("--version", "number", type=int, metavar="N", default=1, help=N_("The file of a corrected text, by its number."))
def _original(study: Study, name: str, target: Path, number: int) -> None:
    with study.read() as connection:
        data = corrections.file_of(connection, find_document(connection, name).id, number)
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise UsageError(_("{path} exists already. Choose another name; nothing was changed.", path=target)) from error
    done(_("{path} was written.", path=target))


def _rows(connection: Connection) -> list[dict[str, Any]]:
    names, values, divided = Names(connection), attribute_values(connection, "document"), documents.with_assigned_turns(connection)
    return [
        {
            "id": found.uid.hex(),
            "name": found.name,
            "case": names.cases.get(found.case),
            **(_parts(connection, found, names) if found.id in divided else {"turn_cases": {}, "unassigned_turns": ""}),
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


def _parts(connection: Connection, found: Document, names: Names) -> dict[str, Any]:
    """How many turns of a document were assigned to which case, and which belong to none."""
    counts = Counter(names.cases[case] for case in documents.turn_cases(connection, found.text_version).values())
    return {"turn_cases": dict(counts), "unassigned_turns": in_ranges(unassigned(connection, found))}


document.add_command(erase_document)
document.add_command(erased)
document.add_command(replace_document)
document.add_command(review_document)
document.add_command(document_versions)
