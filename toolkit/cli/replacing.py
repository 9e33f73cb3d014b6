"""`terrain document replace`, `review` and `versions`: corrected transcripts, and what may not stand in the right place after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import doubts, history
from toolkit.actions.coding import shortened
from toolkit.actions.naming import find_document
from toolkit.actions.replacing import plan_replacement, replace_text
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, force_option, json_option, name_value, with_study
from toolkit.cli.output import (
    ask_key,
    ask_or_nothing,
    confirm,
    done,
    interactive,
    next_step,
    passage,
    say,
    show_json,
    show_rows,
    show_table,
)
from toolkit.errors import TerrainError
from toolkit.messages import _, ngettext
from toolkit.store import corrections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.actions.doubts import Doubt
    from toolkit.actions.replacing import Move, Plan
    from toolkit.study import Study

HOWS = ("unchanged", "by diff", "by context", "doubtful", "nowhere")
KEYS = ("a", "o", "r", "s", "u", "q")


def _how_word(how: str) -> str:
    return {
        "unchanged": _("unchanged"),
        "by diff": _("words changed"),
        "by context": _("moved elsewhere"),
        "doubtful": _("doubtful"),
        "nowhere": _("nowhere"),
    }[how]


def _kind_word(kind: str) -> str:
    return {"coding": _("codings"), "reading": _("readings"), "suggestion": _("suggestions"), "memo": _("memos")}[kind]


@click.command(
    "replace",
    cls=Command,
    help=N_(
        "Replace a transcript by its corrected version. Codings, readings, suggestions and memos move along; what happens to each is shown "
        "before anything changes. The old text and its file are kept."
    ),
    example="terrain document replace these.terrain A1 A1-corrige.docx",
)
@with_study
@argument("name", N_("DOCUMENT"))
@argument("file", N_("FILE"), type=FILE)
@option(
    "--speaker",
    "speakers",
    type=name_value,
    multiple=True,
    metavar=N_("OLD=NEW"),
    help=N_("The new label of a speaker; otherwise found out. Can be repeated."),
)
@option("--encoding", metavar=N_("NAME"), help=N_("The encoding of a plain text, for instance cp1252; otherwise found out."))
@force_option
@json_option
def replace_document(
    study: Study, name: str, file: Path, speakers: Sequence[tuple[str, str]], encoding: str | None, *, yes: bool, as_json: bool
) -> None:
    """`terrain document replace`."""
    plan = plan_replacement(study, name, file, speakers=dict(speakers), encoding=encoding)
    if not plan.same:
        if not as_json:
            _show(plan)
        confirm(_("Replace the text of {name}?", name=plan.document.name), yes=yes)
        replace_text(study, plan)
    if as_json:
        show_json(_as_json(plan))
    elif plan.same:
        done(_("The text of {name} is the same as before; nothing was changed.", name=plan.document.name))
    else:
        _tell(study, plan)


def _show(plan: Plan) -> None:
    """How many of each kind move how, the labels, and every doubtful one with its words before and after."""
    rows = [[_kind_word(kind), *(str(count[how]) for how in HOWS)] for kind, count in plan.counts.items()]
    if rows:
        show_table(["", *map(_how_word, HOWS)], rows)
    for old, new in plan.labels.renamed.items():
        done(_("Speaker {old} is called {new} now.", old=old, new=new))
    if plan.labels.new:
        done(_("New speakers, whose role is not known yet: {labels}.", labels=", ".join(plan.labels.new)))
    if plan.labels.gone:
        done(_("Speakers who are not in the text any more: {labels}.", labels=", ".join(plan.labels.gone)))
    for how in ("doubtful", "nowhere"):
        for move in plan.moved(how):
            done("")
            done(f"{_how_word(how)} ({_kind_word(move.made.kind)})")
            done(_("  before: {quote}", quote=shortened(move.old, 200)))
            if move.new:
                done(_("  now: {quote}", quote=shortened(move.new, 200)))


def _tell(study: Study, plan: Plan) -> None:
    done(_("The text of {name} was replaced; `terrain undo` brings the old one back.", name=plan.document.name))
    doubtful = len(plan.moved("doubtful")) + len(plan.moved("nowhere"))
    if doubtful:
        done(ngettext("{n} thing is to be looked at.", "{n} things are to be looked at.", doubtful))
        next_step("terrain", "document", "review", study.path, plan.document.name)
    elif plan.labels.new:
        next_step("terrain", "speakers", study.path, "--document", plan.document.name)
    else:
        next_step("terrain", "suggest", study.path)


def _as_json(plan: Plan) -> dict[str, Any]:
    return {
        "document": plan.document.name,
        "same": plan.same,
        "moved": {kind: {how: count[how] for how in HOWS} for kind, count in plan.counts.items()},
        "renamed": plan.labels.renamed,
        "new_speakers": plan.labels.new,
        "gone_speakers": plan.labels.gone,
        "doubtful": [_move(move) for move in plan.moved("doubtful")],
        "nowhere": [_move(move) for move in plan.moved("nowhere")],
    }


def _move(move: Move) -> dict[str, Any]:
    return {"kind": move.made.kind, "old": move.old, "new": move.new, "start": move.to.start, "end": move.to.end}


@click.command(
    "review",
    cls=Command,
    help=N_("Decide on what may not stand in the right place after a correction, one by one at the keyboard, or by options."),
    example="terrain document review these.terrain A1",
)
@with_study
@argument("name", N_("[DOCUMENT]"), required=False)
@option("--accept", "accepted", multiple=True, metavar=N_("ID"), help=N_("It stands rightly; can be repeated."))
@option("--remove", "removed", multiple=True, metavar=N_("ID"), help=N_("Take it away; can be repeated."))
@option(
    "--quote", "quotes", type=name_value, multiple=True, metavar=N_("ID=WORDS"), help=N_("Put a coding on these words; can be repeated.")
)
@json_option
def review_document(
    study: Study,
    name: str | None,
    accepted: Sequence[str],
    removed: Sequence[str],
    quotes: Sequence[tuple[str, str]],
    *,
    as_json: bool,
) -> None:
    """`terrain document review`."""
    for uid in accepted:
        doubts.accept(study, uid)
    for uid in removed:
        doubts.remove(study, uid)
    for uid, words in quotes:
        doubts.set_quote(study, uid, words)
    decided = len(accepted) + len(removed) + len(quotes)
    if decided:
        done(ngettext("{n} place was decided on.", "{n} places were decided on.", decided))
        return
    with study.read() as connection:
        found = doubts.doubts(connection, name)
    if not found and not as_json:
        done(_("Everything stands where it should; there is nothing to look at."))
    elif as_json or not interactive():
        columns = {"id": _("ID"), "kind": _("Kind"), "document": _("Document"), "code": _("Code"), "how": _("Place")}
        show_rows([_row(doubt) for doubt in found], {**columns, "old": _("Before"), "new": _("Now")}, as_json=as_json)
    else:
        _ask(study, found)


def _row(doubt: Doubt) -> dict[str, Any]:
    new = doubt.displaced.new_start, doubt.displaced.new_end
    return {
        "id": doubt.uid,
        "kind": doubt.displaced.kind,
        "document": doubt.document,
        "code": doubt.code,
        "coder": doubt.coder,
        "how": doubt.displaced.how,
        "old": doubt.old.quote,
        "new": doubt.new.quote if doubt.new else None,
        "start": new[0],
        "end": new[1],
    }


def _ask(study: Study, found: Sequence[Doubt]) -> None:
    """Show one after the other and do what the keys say, with the way back."""
    done(_("a = it stands rightly, o = other words, r = remove, s = skip, u = undo, q = stop"))
    decided: list[int] = []
    place, on_screen = 0, -1
    while place < len(found):
        if on_screen != place:
            _show_doubt(found[place], place + 1, len(found))
        on_screen = place
        key = ask_key(_("Decision"), KEYS)
        if key == "q":
            break
        try:
            if key == "u" and decided:
                history.undo(study)
                place = decided.pop()
            elif key == "s":
                place += 1
            elif key != "u" and _decide(study, found[place], key):
                decided.append(place)
                place += 1
        except TerrainError as error:
            done(str(error))
    done(ngettext("{n} place was decided on.", "{n} places were decided on.", len(decided)))


def _decide(study: Study, doubt: Doubt, key: str) -> bool:
    """Do what a key says; False where nothing was decided after all."""
    if key == "a":
        doubts.accept(study, doubt.uid)
    elif key == "r":
        doubts.remove(study, doubt.uid)
    else:
        words = ask_or_nothing(_("The words that it is to stand on"))
        if not words:
            return False
        doubts.set_quote(study, doubt.uid, words)
    return True


def _show_doubt(doubt: Doubt, number: int, total: int) -> None:
    say("")
    say(f"{number}/{total}  {doubt.document}  {doubt.code or _kind_word(doubt.displaced.kind)}  {doubt.coder}".rstrip())
    say(_("Before:"))
    passage(doubt.old.before, doubt.old.quote, doubt.old.after)
    say(_("Now:") if doubt.new else _("It stands nowhere in the present text."))
    if doubt.new:
        passage(doubt.new.before, doubt.new.quote, doubt.new.after)


@click.command(
    "versions",
    cls=Command,
    help=N_("List the texts that a document has had, the oldest first."),
    example="terrain document versions these.terrain A1",
)
@with_study
@argument("name", N_("DOCUMENT"))
@json_option
def document_versions(study: Study, name: str, *, as_json: bool) -> None:
    """`terrain document versions`."""
    with study.read() as connection:
        found = corrections.versions(connection, find_document(connection, name).id)
    rows = [
        {"number": version.number, "file": version.file, "created": version.created, "sha256": version.sha256.hex()} for version in found
    ]
    show_rows(rows, {"number": _("No."), "file": _("File"), "created": _("Time")}, as_json=as_json)
