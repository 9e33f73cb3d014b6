"""`terrain coder`: who codes in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli.commands import N_, Group
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import show_rows
from toolkit.messages import _
from toolkit.store import codings, studies

if TYPE_CHECKING:
    from toolkit.study import Study


@click.group(
    cls=Group, help=N_("List who codes. Somebody joins a study with the first change."), example="terrain coder list these.terrain"
)
def coder() -> None:
    """The group of commands."""


@coder.command("list", help=N_("List the coders, and how much each has coded and read."), example="terrain coder list these.terrain --json")
@with_study
@json_option
def _list(study: Study, *, as_json: bool) -> None:
    with study.read() as connection:
        rows = [
            {
                "id": found.uid.hex(),
                "name": found.name,
                "codings": len(codings.codings(connection, coder=found.id)),
                "readings": len(codings.readings(connection, coder=found.id)),
            }
            for found in studies.coders(connection)
        ]
    show_rows(rows, {"name": _("Coder"), "codings": _("Codings"), "readings": _("Readings")}, as_json=as_json)
