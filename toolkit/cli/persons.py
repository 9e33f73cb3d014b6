"""`terrain person`: those who speak in the study, under pseudonyms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import people
from toolkit.actions.naming import find_person
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.erasing import erase_person
from toolkit.cli.options import attribute_options, json_option, with_study
from toolkit.cli.output import done, next_step, show_record, show_rows
from toolkit.cli.rows import Names, attribute_columns, attribute_values
from toolkit.messages import _
from toolkit.store import cases, documents, registers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, show and change persons: those who speak or are spoken for, under pseudonyms."),
    example="terrain person list these.terrain",
)
def person() -> None:
    """The group of commands."""


@person.command("list", help=N_("List the persons with their attributes."), example="terrain person list these.terrain --json")
@with_study
@json_option
def _list(study: Study, *, as_json: bool) -> None:
    with study.read() as connection:
        columns = {"name": _("Person"), "case": _("Case"), "entry": _("Speaks for"), "speakers": _("Speaks as")}
        show_rows(_rows(connection), {**columns, **attribute_columns(connection, "person")}, as_json=as_json)


@person.command("show", help=N_("Show one person."), example="terrain person show these.terrain Alice")
@with_study
@argument("name", N_("PERSON"))
@json_option
def _show(study: Study, name: str, *, as_json: bool) -> None:
    with study.read() as connection:
        found = find_person(connection, name)
        [row] = [row for row in _rows(connection) if row["id"] == found.uid.hex()]
    labels = {"name": _("Person"), "case": _("Case"), "entry": _("Speaks for"), "speakers": _("Speaks as"), "attributes": _("Attributes")}
    show_record(row, labels, as_json=as_json)


def _options(function: Any) -> Any:
    """What `add` and `change` share."""
    case = option("--case", metavar=N_("CASE"), help=N_("The case of the person; empty for none."))
    entry = option("--entry", metavar=N_("REGISTER:ENTRY"), help=N_("The register entry that the person speaks for; empty for none."))
    return case(entry(attribute_options(function)))


@person.command(
    "add", help=N_("Add a person under a pseudonym."), example="terrain person add these.terrain Alice --case Nord --entry actor:CLSC"
)
@with_study
@argument("name", N_("PERSON"))
@_options
def _add(study: Study, name: str, values: tuple[tuple[str, str], ...], **said: Any) -> None:
    added = people.add_person(study, name, values=dict(values), **said)
    done(_("The person {name} was added.", name=added.name))
    next_step("terrain", "speakers", study.path, "--person", f"{_('LABEL')}={added.name}")


@person.command(
    "change", help=N_("Change what is known of a person."), example="terrain person change these.terrain Alice --name Anne --case Sud"
)
@with_study
@argument("name", N_("PERSON"))
@option("--name", "new_name", metavar=N_("NAME"), help=N_("The new pseudonym."))
@_options
def _change(study: Study, name: str, values: tuple[tuple[str, str], ...], **said: Any) -> None:
    changed = people.change_person(study, name, values=dict(values), **said)
    done(_("The person {name} was changed.", name=changed.name))


@person.command("remove", help=N_("Take away a person whom no speaker is."), example="terrain person remove these.terrain Alice")
@with_study
@argument("name", N_("PERSON"))
def _remove(study: Study, name: str) -> None:
    people.remove_person(study, name)
    done(_("The person {name} was taken away; `terrain undo` brings it back.", name=name))


def _rows(connection: Connection) -> list[dict[str, Any]]:
    names, speakers = Names(connection), documents.speakers(connection)
    entries: dict[int | None, str] = {entry.id: entry.name for entry in registers.entries(connection)}
    values = attribute_values(connection, "person")
    return [
        {
            "id": found.uid.hex(),
            "name": found.name,
            "case": names.cases.get(found.case),
            "entry": entries.get(found.register_entry),
            "speakers": [f"{speaker.label} ({names.documents[speaker.document]})" for speaker in speakers if speaker.person == found.id],
            "attributes": values.get(found.id, {}),
        }
        for found in cases.persons(connection)
    ]


person.add_command(erase_person)
