"""`terrain register`: named things that codings point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import registers as entries
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import FILE, json_option, name_value, with_study
from toolkit.cli.output import done, left_out, next_step, show_record, show_rows
from toolkit.cli.rows import coding_rows
from toolkit.messages import _, ngettext
from toolkit.store import registers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.model import Entry
    from toolkit.study import Study


@click.group(
    cls=Group,
    help=N_("List, show and change register entries: the actors, controversies and other named things that codings point to."),
    example="terrain register list these.terrain actor",
)
def register() -> None:
    """The group of commands."""


_register = argument("register_name", N_("REGISTER"))
_name = argument("name", N_("ENTRY"))
_aliases = option("--alias", "aliases", multiple=True, metavar=N_("ALIAS"), help=N_("Another name of it; can be repeated."))
_values = option(
    "--set", "values", type=name_value, multiple=True, metavar=N_("ATTRIBUTE=VALUE"), help=N_("Give an attribute of the register a value.")
)


@register.command("list", help=N_("List the entries of a register, or of all."), example="terrain register list these.terrain actor --json")
@with_study
@argument("register_name", N_("[REGISTER]"), required=False)
@option("--proposed", is_flag=True, help=N_("Only what the machine proposed and nobody has confirmed."))
@json_option
def _list(study: Study, register_name: str | None, *, proposed: bool, as_json: bool) -> None:
    with study.read() as connection:
        if register_name is not None:
            entries.check_register(study.vocabulary(connection).codebook, register_name)
        found = [entry for entry in registers.entries(connection, register_name) if not proposed or entry.state == "proposed"]
    columns = {"register": _("Register"), "name": _("Entry"), "aliases": _("Aliases"), "attributes": _("Attributes"), "state": _("State")}
    show_rows([_row(entry) for entry in found], columns, as_json=as_json)


@register.command(
    "show", help=N_("Show one entry and the codings that point to it."), example="terrain register show these.terrain actor CLSC"
)
@with_study
@_register
@_name
@json_option
def _show(study: Study, register_name: str, name: str, *, as_json: bool) -> None:
    with study.read() as connection:
        found = entries.find_entry(connection, register_name, name)
        codings = coding_rows(study, connection, entries.mentions(connection, found))
    row = {**_row(found), "codings": codings}
    if not as_json:
        row["codings"] = [f"{coding['id'][:8]} {coding['code']}" for coding in codings]
    labels = {"name": _("Entry"), "aliases": _("Aliases"), "attributes": _("Attributes"), "state": _("State"), "codings": _("Codings")}
    show_record(row, labels, as_json=as_json)


@register.command(
    "add", help=N_("Add an entry."), example="terrain register add these.terrain actor 'CLSC du Nord' --alias CLSC --set sector=public"
)
@with_study
@_register
@_name
@_aliases
@_values
def _add(study: Study, register_name: str, name: str, aliases: Sequence[str], values: tuple[tuple[str, str], ...]) -> None:
    added = entries.add_entry(study, register_name, name, aliases, dict(values))
    done(_("{name} was added to the register {register}.", name=added.name, register=register_name))


@register.command(
    "change",
    help=N_("Rename an entry (the old name stays as an alias), give it aliases or attributes, or confirm a proposal."),
    example="terrain register change these.terrain actor CLSC --name 'CLSC du Nord'",
)
@with_study
@_register
@_name
@option("--name", "new_name", metavar=N_("NAME"), help=N_("The new name."))
@_aliases
@_values
@option("--confirm", is_flag=True, help=N_("Confirm what the machine proposed."))
def _change(
    study: Study,
    register_name: str,
    name: str,
    new_name: str | None,
    aliases: Sequence[str],
    values: tuple[tuple[str, str], ...],
    *,
    confirm: bool,
) -> None:
    said: dict[str, Any] = {"new_name": new_name, "aliases": aliases or None, "attributes": dict(values), "confirm": confirm}
    changed = entries.change_entry(study, register_name, name, **said)
    done(_("{name} was changed.", name=changed.name if changed else name))


@register.command(
    "remove", help=N_("Take away an entry that no coding points to."), example="terrain register remove these.terrain actor CLSC"
)
@with_study
@_register
@_name
def _remove(study: Study, register_name: str, name: str) -> None:
    entries.change_entry(study, register_name, name, delete=True)
    done(_("{name} was taken away; `terrain undo` brings it back.", name=name))


@register.command(
    "merge",
    help=N_("Make two entries one; codings of the first then point to the second."),
    example="terrain register merge these.terrain actor CLSC 'CLSC du Nord'",
)
@with_study
@_register
@_name
@argument("into", N_("INTO"))
def _merge(study: Study, register_name: str, name: str, into: str) -> None:
    merged = entries.merge_entries(study, register_name, name, into)
    done(_("{name} is now {into}.", name=name, into=merged.name))


@register.command(
    "import",
    help=N_("Add the entries of a table with the columns register, name, aliases and one for each attribute."),
    example="terrain register import these.terrain acteurs.csv",
)
@with_study
@argument("table", N_("TABLE"), type=FILE)
def _import(study: Study, table: Path) -> int:
    added, problems = entries.import_entries(study, table)
    done(ngettext("{n} entry was added.", "{n} entries were added.", added))
    next_step("terrain", "register", "list", study.path)
    return left_out(problems)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.uid.hex(),
        "register": entry.register,
        "name": entry.name,
        "aliases": list(entry.aliases),
        "attributes": dict(entry.attributes),
        "state": entry.state,
    }
