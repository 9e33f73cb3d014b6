"""`terrain document erase`, `document erased`, `person erase`: what a participant who withdraws is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import erasing as actions
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import force_option, json_option, with_study
from toolkit.cli.output import ask_text, done, interactive, show_rows
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.actions.erasing import Done, Loss
    from toolkit.study import Study

reason_option = option("--reason", required=True, metavar=N_("TEXT"), help=N_("Why; this stays, so name nobody in it."))


@click.command(
    "erase",
    cls=Command,
    help=N_("Erase a document for good: its original, texts, quotes and what the history says of them. It cannot be undone."),
    example='terrain document erase these.terrain A1 --reason "withdrawn on 12 May"',
)
@with_study
@argument("name", N_("DOCUMENT"))
@reason_option
@force_option
def erase_document(study: Study, name: str, reason: str, *, yes: bool) -> None:
    """`terrain document erase`."""
    loss = actions.loss_of_document(study, name)
    _ask(loss, yes=yes)
    _show(loss.name, actions.erase_document(study, loss.name, reason))


@click.command(
    "erased",
    cls=Command,
    help=N_("List what was erased, why, and the copies that then still held it."),
    example="terrain document erased these.terrain --json",
)
@with_study
@json_option
def erased(study: Study, *, as_json: bool) -> None:
    """`terrain document erased`."""
    with study.read() as connection:
        rows = [
            {
                "time": found.time,
                "kind": found.kind,
                "reason": found.reason,
                "sha256": found.sha256 and found.sha256.hex(),
                "copies": found.copies,
            }
            for found in actions.erased_so_far(connection)
        ]
    show_rows(rows, {"time": _("Time"), "kind": _("What"), "reason": _("Reason"), "copies": _("Copies")}, as_json=as_json)


@click.command(
    "erase",
    cls=Command,
    help=N_(
        "Erase a person for good: name, attributes, and what the person said. Documents in which nobody else but interviewers speaks are"
        " erased; out of others the person's turns are cut. It cannot be undone."
    ),
    example='terrain person erase these.terrain Alice --reason "withdrawn on 12 May"',
)
@with_study
@argument("name", N_("PERSON"))
@reason_option
@option("--keep-speech", is_flag=True, help=N_("Keep what the person said, without saying whose words they are."))
@force_option
def erase_person(study: Study, name: str, reason: str, *, keep_speech: bool, yes: bool) -> None:
    """`terrain person erase`."""
    loss = actions.loss_of_person(study, name, keep_speech=keep_speech)
    _ask(loss, yes=yes)
    _show(loss.name, actions.erase_person(study, loss.name, reason, keep_speech=keep_speech))


def _ask(loss: Loss, *, yes: bool) -> None:
    """Show what will go, then have the name typed; without a person to ask, `--yes` must have been said."""
    for sentence in _sentences(loss):
        done(sentence)
    if yes:
        return
    if not interactive():
        raise UsageError(_("This erases {name} for good. Say so with --yes.", name=loss.name))
    if ask_text(_("This cannot be undone. Type {name} to erase it", name=loss.name)).strip() != loss.name:
        raise UsageError(_("That is not the name; nothing was erased."))


def _sentences(loss: Loss) -> list[str]:
    found = [_("{document} goes as a whole.", document=name) for name in loss.whole]
    found += [
        ngettext(
            "{n} turn is cut out of {document}; its original file goes.",
            "{n} turns are cut out of {document}; its original file goes.",
            turns,
            document=name,
        )
        for name, turns in loss.cut.items()
    ]
    found.append(_("With it go: {counts}.", counts=", ".join(_counted(kind, n) for kind, n in loss.counts.items())))
    found += [_("Where this quotes it, a mark (…) will stand: {place}", place=place) for place in loss.quotations]
    found += [
        ngettext(
            "The name {name} stays at {n} place in other texts.", "The name {name} stays at {n} places in other texts.", count, name=name
        )
        for name, count in loss.names.items()
    ]
    return found


def _counted(kind: str, n: int) -> str:
    """So many things of a kind, in the researcher's language."""
    return {
        "document": lambda: ngettext("{n} document", "{n} documents", n),
        "text_version": lambda: ngettext("{n} text", "{n} texts", n),
        "speaker": lambda: ngettext("{n} speaker", "{n} speakers", n),
        "person": lambda: ngettext("{n} person", "{n} persons", n),
        "coding": lambda: ngettext("{n} coding", "{n} codings", n),
        "reading": lambda: ngettext("{n} reading", "{n} readings", n),
        "suggestion": lambda: ngettext("{n} suggestion", "{n} suggestions", n),
        "turn": lambda: ngettext("{n} assignment of a turn", "{n} assignments of turns", n),
        "not_asked": lambda: ngettext("{n} mark “not asked”", "{n} marks “not asked”", n),
        "attribute_value": lambda: ngettext("{n} value of an attribute", "{n} values of attributes", n),
        "memo": lambda: ngettext("{n} memo", "{n} memos", n),
        "event": lambda: ngettext("what {n} entry of the history says", "what {n} entries of the history say", n),
    }[kind]()


def _show(name: str, result: Done) -> None:
    done(_("{name} was erased, and the file was written anew. Earlier changes that touched it cannot be undone any more.", name=name))
    for copy in result.copies:
        done(_("{path} still holds it.", path=copy.path) if copy.sure else _("{path} may still hold it.", path=copy.path))
    if result.copies:
        done(_("Delete these copies, or erase in them too. `terrain document erased` lists them again."))
    for version in result.codebooks:
        done(_("Version {version} of the codebook quotes it and was left as it is.", version=version))
