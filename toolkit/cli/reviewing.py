"""`terrain review`: decide on what the machine proposes, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import reviewing
from toolkit.actions.deciding import write_decisions
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.keyboard import Review
from toolkit.cli.options import OUTPUT, field_option, force_option, gathered, json_option, new_entries_option, with_study
from toolkit.cli.output import done, interactive, may_overwrite, next_step, show_rows
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.actions.reviewing import Shown
    from toolkit.study import Study


@click.command(
    cls=Command,
    help=N_(
        "Decide on suggestions: at the keyboard one after the other, or by naming them with --accept, --reject and --edit. "
        "Without a keyboard the open ones are listed; --xlsx writes them to a workbook that `terrain read` takes back."
    ),
    example="terrain review these.terrain --code condition",
)
@with_study
@option("--document", metavar=N_("DOCUMENT"), help=N_("Only those in this document."))
@option("--code", metavar=N_("CODE"), help=N_("Only those with this code or one below it."))
@option("--accept", multiple=True, metavar=N_("SUGGESTION"), help=N_("Accept this suggestion; can be repeated."))
@option("--reject", multiple=True, metavar=N_("SUGGESTION"), help=N_("Reject this suggestion; can be repeated."))
@option("--edit", metavar=N_("SUGGESTION"), help=N_("Accept this suggestion with another code (--as) or field values (--field)."))
@option("--as", "other", metavar=N_("CODE"), help=N_("The code with which the edited suggestion is accepted."))
@field_option
@new_entries_option
@option("-o", "--xlsx", "target", type=OUTPUT, metavar=N_("FILE.xlsx"), help=N_("Write the open ones to a workbook, to decide there."))
@force_option
@json_option
def review(
    study: Study,
    document: str | None,
    code: str | None,
    accept: Sequence[str],
    reject: Sequence[str],
    edit: str | None,
    other: str | None,
    fields: Sequence[tuple[str, str]],
    target: Path | None,
    *,
    new_entries: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """`terrain review`."""
    if target is not None:
        may_overwrite(target, yes=yes)
        _write(study, target, document, code)
        return
    for uid in accept:
        reviewing.accept(study, uid)
    for uid in reject:
        reviewing.reject(study, uid)
    if edit is not None:
        reviewing.edit(study, edit, code=other, fields=gathered(fields), new_entries=new_entries)
    decided = len(accept) + len(reject) + (edit is not None)
    if decided:
        done(ngettext("{n} suggestion was decided on.", "{n} suggestions were decided on.", decided))
        return
    with study.read() as connection:
        found = reviewing.open_suggestions(study, connection, document=document, code=code)
        if as_json or not interactive():
            shown = [reviewing.show(study, connection, suggestion) for suggestion in found]
            columns = {"id": _("Suggestion"), "document": _("Document"), "code": _("Code"), "quote": _("Quote"), "why": _("Why")}
            show_rows([_row(one) for one in shown], columns, as_json=as_json)
            return
    Review(study, [suggestion.uid.hex() for suggestion in found]).run()


def _write(study: Study, target: Path, document: str | None, code: str | None) -> None:
    count = write_decisions(study, target, document=document, code=code)
    done(ngettext("{n} open suggestion was written to {path}.", "{n} open suggestions were written to {path}.", count, path=target))
    next_step("terrain", "read", study.path, target)


def _row(shown: Shown) -> dict[str, object]:
    return {
        "id": shown.suggestion.uid.hex(),
        "document": shown.document,
        "speaker": shown.speaker,
        "code": shown.code,
        "start": shown.suggestion.start,
        "end": shown.suggestion.end,
        "before": shown.before,
        "quote": shown.quote,
        "after": shown.after,
        "suggester": shown.suggestion.suggester,
        "probability": shown.suggestion.probability,
        "why": list(shown.why),
    }
