"""`terrain case`: what is studied and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import people
from toolkit.actions.naming import find_case
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import attribute_options, json_option, with_study
from toolkit.cli.output import done, show_record, show_rows
from toolkit.cli.rows import attribute_columns, attribute_values
from toolkit.messages import _
from toolkit.store import cases, documents

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, show and change cases: what is studied and compared."),
    example="terrain case list these.terrain",
)
def case() -> None:
    """The group of commands."""


@case.command("list", help=N_("List the cases with their attributes."), example="terrain case list these.terrain --json")
@with_study
@json_option
def _list(study: Study, *, as_json: bool) -> None:
    with study.read() as connection:
        columns = {"name": _("Case"), "documents": _("Documents"), "persons": _("Persons"), **attribute_columns(connection, "case")}
        rows = [{**row, "documents": len(row["documents"]), "persons": len(row["persons"])} for row in _rows(connection)]
        show_rows(rows, columns, as_json=as_json)


@case.command("show", help=N_("Show one case."), example="terrain case show these.terrain 'Quartier Nord'")
@with_study
@argument("name", N_("CASE"))
@json_option
def _show(study: Study, name: str, *, as_json: bool) -> None:
    with study.read() as connection:
        found = find_case(connection, name)
        [row] = [row for row in _rows(connection) if row["id"] == found.uid.hex()]
    labels = {"name": _("Case"), "attributes": _("Attributes"), "documents": _("Documents"), "persons": _("Persons")}
    show_record(row, labels, as_json=as_json)


@case.command("add", help=N_("Add a case."), example="terrain case add these.terrain 'Quartier Nord' --set milieu=urbain --new-attributes")
@with_study
@argument("name", N_("CASE"))
@attribute_options
def _add(study: Study, name: str, values: tuple[tuple[str, str], ...], *, new_attributes: bool) -> None:
    added = people.add_case(study, name, dict(values), new_attributes=new_attributes)
    done(_("The case {name} was added.", name=added.name))


@case.command(
    "change", help=N_("Rename a case, or change its attributes."), example="terrain case change these.terrain Nord --name 'Quartier Nord'"
)
@with_study
@argument("name", N_("CASE"))
@option("--name", "new_name", metavar=N_("NAME"), help=N_("The new name."))
@attribute_options
def _change(study: Study, name: str, new_name: str | None, values: tuple[tuple[str, str], ...], *, new_attributes: bool) -> None:
    changed = people.change_case(study, name, new_name=new_name, values=dict(values), new_attributes=new_attributes)
    done(_("The case {name} was changed.", name=changed.name))


@case.command("remove", help=N_("Take away a case that nothing belongs to."), example="terrain case remove these.terrain 'Quartier Nord'")
@with_study
@argument("name", N_("CASE"))
def _remove(study: Study, name: str) -> None:
    people.remove_case(study, name)
    done(_("The case {name} was taken away; `terrain undo` brings it back.", name=name))


def _rows(connection: Connection) -> list[dict[str, Any]]:
    known, persons = documents.documents(connection), cases.persons(connection)
    values = attribute_values(connection, "case")
    return [
        {
            "id": found.uid.hex(),
            "name": found.name,
            "attributes": values.get(found.id, {}),
            "documents": [document.name for document in known if document.case == found.id],
            "persons": [person.name for person in persons if person.case == found.id],
        }
        for found in cases.cases(connection)
    ]
