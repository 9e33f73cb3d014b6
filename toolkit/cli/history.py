"""`terrain history`, `undo`, `redo`: what was changed, taken back, made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import history as actions
from toolkit.actions.naming import MEMO_KINDS, find_object
from toolkit.cli.commands import N_, Command, Group, argument, option
from toolkit.cli.options import force_option, json_option, with_study
from toolkit.cli.output import confirm, done, show_rows
from toolkit.cli.rows import Names
from toolkit.messages import _
from toolkit.store import history as store

if TYPE_CHECKING:
    from toolkit.store.history import PastChange
    from toolkit.study import Study


MANY = 20  # objects of one change, from which a person is asked before it is taken back


@click.group(
    cls=Group,
    help=N_("See what was changed, when and by whom; nothing is ever erased from the history."),
    example="terrain history list these.terrain",
)
def history() -> None:
    """The group of commands."""


@history.command(
    "list", help=N_("List the changes, newest first."), example="terrain history list these.terrain --object case Nord --limit 20 --json"
)
@with_study
@option("--by", metavar=N_("CODER"), help=N_("Only the changes of this coder."))
@option("--object", "about", nargs=2, type=(click.Choice(MEMO_KINDS), str), metavar=N_("KIND NAME"), help=N_("Only what touched this one."))
@option("--limit", type=click.IntRange(min=1), metavar="N", help=N_("At most so many."))
@json_option
def _list(study: Study, by: str | None, about: tuple[str, str] | None, limit: int | None, *, as_json: bool) -> None:
    with study.read() as connection:
        found = store.past_changes(connection, study.layer(connection, by).id if by else None, None if about else limit)
        if about:
            touching = {event.change for event in store.object_events(connection, find_object(study, connection, *about))}
            found = [past for past in found if past.number in touching][:limit]
    columns = {"number": _("No."), "time": _("Time"), "coder": _("Coder"), "verb": _("What"), "touched": _("Touched")}
    show_rows([_row(past) for past in found], {**columns, "reason": _("Reason"), "undone": _("Taken back")}, as_json=as_json)


@history.command(
    "show",
    help=N_("Show everything that happened to one thing: a case, document, person, code or coding."),
    example="terrain history show these.terrain coding 3f2a91c0",
)
@with_study
@argument("kind", N_("KIND"), type=click.Choice(MEMO_KINDS))
@argument("name", N_("[NAME]"), default="")
@json_option
def _show(study: Study, kind: str, name: str, *, as_json: bool) -> None:
    with study.read() as connection:
        names = Names(connection)
        events = store.object_events(connection, find_object(study, connection, kind, name))
    rows = [
        {
            "number": event.change,
            "time": event.time,
            "coder": names.coders.get(event.coder),
            "verb": event.verb,
            "before": event.before,
            "after": event.after,
            "reason": event.reason,
        }
        for event in events
    ]
    columns = {"number": _("No."), "time": _("Time"), "coder": _("Coder"), "verb": _("What"), "before": _("Before"), "after": _("After")}
    show_rows(rows, columns, as_json=as_json)


@click.command(cls=Command, help=N_("Take your last change back."), example="terrain undo these.terrain")
@with_study
@force_option
def undo(study: Study, *, yes: bool) -> None:
    """`terrain undo`."""
    last = actions.next_undo(study)
    if last is not None and sum(last.kinds.values()) > MANY:
        touched = "; ".join(f"{kind}: {count}" for kind, count in last.kinds.items())
        done(_("No. {number}, {verb}, of {time}: {touched}.", number=last.number, verb=last.verb, time=last.time, touched=touched))
        confirm(_("Take all of this back?"), yes=yes)
    past = actions.undo(study)
    done(_("Taken back: no. {number}, {verb}. `terrain redo` makes it again.", number=past.number, verb=past.verb))


@click.command(cls=Command, help=N_("Make the change again that you have taken back last."), example="terrain redo these.terrain")
@with_study
def redo(study: Study) -> None:
    """`terrain redo`."""
    past = actions.redo(study)
    done(_("Made again: no. {number}, {verb}.", number=past.number, verb=past.verb))


def _row(past: PastChange) -> dict[str, object]:
    return {
        "number": past.number,
        "time": past.time,
        "coder": past.coder,
        "verb": past.verb,
        "touched": past.kinds,
        "reason": past.reason,
        "undoes": past.undoes,
        "undone": past.undone,
    }
