"""`terrain coding`: what was coded with which code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.actions import codebooks
from toolkit.actions import coding as actions
from toolkit.actions.exchange import import_lines
from toolkit.actions.exchange_out import export_lines
from toolkit.actions.naming import find_case, find_document
from toolkit.actions.reviewing import CONTEXT, speech_at
from toolkit.cli.commands import N_, Group, argument, option
from toolkit.cli.options import FILE, OUTPUT, field_option, force_option, gathered, json_option, new_entries_option, with_study
from toolkit.cli.output import done, left_out, may_overwrite, next_step, progress, say, show_record, show_rows
from toolkit.cli.rows import coding_rows
from toolkit.errors import Problem
from toolkit.messages import _, ngettext
from toolkit.store import codings, documents, memos
from toolkit.store.rows import find

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.model import Coding
    from toolkit.study import Study

    Pairs = tuple[tuple[str, str], ...]


@click.group(
    cls=Group,
    help=N_("List, show, make and change codings. A coding is named by the beginning of its identifier."),
    example="terrain coding list these.terrain --code condition",
)
def coding() -> None:
    """The group of commands."""


_uid = argument("uid", N_("CODING"))
_layer = option("--layer", metavar=N_("CODER"), help=N_("Only the codings of this coder."))


@coding.command("list", help=N_("List codings."), example="terrain coding list these.terrain --case Nord --code condition --json")
@with_study
@option("--document", metavar=N_("DOCUMENT"), help=N_("Only those of this document."))
@option("--case", metavar=N_("CASE"), help=N_("Only those of the documents of this case."))
@option("--code", metavar=N_("CODE"), help=N_("Only those with this code or one below it."))
@_layer
@option("--outdated", is_flag=True, help=N_("Only those made when their code was defined otherwise than now."))
@option("--without-code", is_flag=True, help=N_("Only those whose code was removed or split: they count nowhere."))
@json_option
def _list(study: Study, *, outdated: bool, without_code: bool, as_json: bool, **chosen: str | None) -> None:
    with study.read() as connection:
        found = _chosen(study, connection, **chosen)
        for wanted, listed in ((outdated, codebooks.outdated), (without_code, codebooks.without_code)):
            if wanted:
                keys = {coding.id for coding in listed(study, connection)}
                found = [coding for coding in found if coding.id in keys]
        rows = coding_rows(study, connection, found)
    columns = {
        "id": _("Coding"),
        "document": _("Document"),
        "code": _("Code"),
        "quote": _("Quote"),
        "fields": _("Fields"),
        "incomplete": _("Incomplete"),
        "coder": _("Coder"),
        "made_by": _("Made"),
    }
    show_rows(rows, columns, as_json=as_json)


def _chosen(
    study: Study, connection: Connection, document: str | None, case: str | None, code: str | None, layer: str | None
) -> list[Coding]:
    vocabulary = study.vocabulary(connection)
    found = codings.codings(
        connection,
        document=find_document(connection, document).id if document else None,
        coder=study.layer(connection, layer).id if layer else None,
        codes=[vocabulary.ids[below.key] for below in vocabulary.codebook.descendants(code, itself=True)] if code else None,
    )
    if case is None:
        return found
    in_case = {found.id for found in documents.documents(connection) if found.case == find_case(connection, case).id}
    return [coding for coding in found if coding.document in in_case]


@coding.command("show", help=N_("Show a coding with the words around it."), example="terrain coding show these.terrain 3f2a91c0")
@with_study
@_uid
@json_option
def _show(study: Study, uid: str, *, as_json: bool) -> None:
    with study.read() as connection:
        [found] = codings.codings(connection, key=find(connection, "coding", uid))
        [row] = coding_rows(study, connection, [found])
        text = documents.text_of(connection, found.text_version)
        turn = speech_at([turn for _key, turn in documents.turns(connection, found.text_version)], found.start)
        row["memos"] = [memo.text for memo in memos.memos(connection, found.uid)]
    row["speaker"] = turn.speaker if turn else None
    row["before"], row["after"] = text[max(0, found.start - CONTEXT) : found.start], text[found.end : found.end + CONTEXT]
    labels = {"id": _("Coding"), "code": _("Code"), "document": _("Document"), "speaker": _("Speaker"), "fields": _("Fields")}
    labels |= {"incomplete": _("Incomplete"), "coder": _("Coder"), "made_by": _("Made"), "created": _("Time"), "memos": _("Memos")}
    show_record(row, labels, as_json=as_json)
    if not as_json:
        say(f"\n…{row['before']}[{row['quote']}]{row['after']}…")


@coding.command(
    "add",
    help=N_("Code a passage, named by its words."),
    example="terrain coding add these.terrain A1 condition --quote 'on se parle' --field actor='CLSC du Nord' --memo 'À revoir'",
)
@with_study
@argument("document", N_("DOCUMENT"))
@argument("code", N_("CODE"))
@option("--quote", required=True, metavar=N_("WORDS"), help=N_("The words to code, or the first of them."))
@option("--until", default="", metavar=N_("WORDS"), help=N_("The last words, where only the first are given."))
@option("--occurrence", type=int, metavar="N", help=N_("Which of several places with these words, from 1."))
@field_option
@option("--memo", default="", metavar=N_("TEXT"), help=N_("A note on the coding."))
@new_entries_option
def _add(study: Study, document: str, code: str, fields: Pairs, *, new_entries: bool, **said: Any) -> None:
    new = actions.NewCoding(document=document, code=code, fields=gathered(fields), **said)
    made = actions.add_coding(study, new, new_entries=new_entries)
    _tell(study, made, _("Coded: {id}.", id=made.uid.hex()[:8]))


@coding.command(
    "change",
    help=N_("Give a coding another code, other field values (an empty one takes a value away) or other borders."),
    example="terrain coding change these.terrain 3f2a91c0 --code actor --field stance=",
)
@with_study
@_uid
@option("--code", metavar=N_("CODE"), help=N_("The new code."))
@option("--quote", metavar=N_("WORDS"), help=N_("The words that it is to stand on."))
@field_option
@new_entries_option
def _change(study: Study, uid: str, fields: Pairs, *, code: str | None, quote: str | None, new_entries: bool) -> None:
    changed = actions.change_coding(study, uid, code=code, quote=quote, fields=gathered(fields) or None, new_entries=new_entries)
    _tell(study, changed, _("Changed: {id}.", id=changed.uid.hex()[:8]))


@coding.command(
    "confirm",
    help=N_("Say of codings that they hold under the present definition of their code too."),
    example="terrain coding confirm these.terrain 3f2a91c0 7be01d44",
)
@with_study
@argument("uids", N_("CODING..."), nargs=-1, required=True)
def _confirm(study: Study, uids: tuple[str, ...]) -> None:
    codebooks.confirm(study, uids)
    done(ngettext("{n} coding was confirmed.", "{n} codings were confirmed.", len(uids)))


@coding.command("remove", help=N_("Take codings away."), example="terrain coding remove these.terrain 3f2a91c0")
@with_study
@argument("uids", N_("CODING..."), nargs=-1, required=True)
def _remove(study: Study, uids: tuple[str, ...]) -> None:
    for uid in uids:
        actions.remove_coding(study, uid)
    done(
        ngettext(
            "{n} coding was taken away; `terrain undo` brings it back.",
            "{n} codings were taken away; `terrain undo` brings them back one by one.",
            len(uids),
        )
    )


@coding.command(
    "import",
    help=N_("Take over codings, readings, ratings, summaries, marks and memos from lines of JSON."),
    example="terrain coding import these.terrain thomas.jsonl --coder thomas",
)
@with_study
@argument("lines", N_("FILE.jsonl"), type=FILE)
@new_entries_option
@json_option
def _import(study: Study, lines: Path, *, new_entries: bool, as_json: bool) -> int:
    with progress(_("Lines"), lines.read_bytes().count(b"\n")) as step:
        taken = import_lines(study, lines, new_entries=new_entries, done=step)
    counts = [{"type": kind, "lines": count} for kind, count in taken.counts.items()]
    show_rows(counts, {"type": _("Type"), "lines": _("Lines taken over")}, as_json=as_json)
    next_step("terrain", "matrix", study.path)
    return left_out(taken.problems)


@coding.command(
    "export",
    help=N_("Write one coder's codings and judgements as lines of JSON, which `coding import` takes over."),
    example="terrain coding export these.terrain --layer thomas -o thomas.jsonl",
)
@with_study
@_layer
@option("-o", "--output", "target", type=OUTPUT, metavar=N_("FILE.jsonl"), help=N_("The file to write; otherwise the lines are printed."))
@force_option
def _export(study: Study, layer: str | None, target: Path | None, *, yes: bool) -> int:
    with study.read() as connection:
        lines = list(export_lines(study, connection, layer))
        coder = study.layer(connection, layer)
        lost = [coding for coding in codebooks.without_code(study, connection) if coding.coder == coder.id]
    if target is None:
        say("\n".join(lines))
    else:
        may_overwrite(target, yes=yes)
        target.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        done(ngettext("{n} line was written to {path}.", "{n} lines were written to {path}.", len(lines), path=target))
    return left_out([Problem(study.path.name, coding.uid.hex()[:8], _("The code of this coding was removed.")) for coding in lost])


def _tell(study: Study, made: Coding, sentence: str) -> None:
    """Say what was done, and which required fields are still empty."""
    done(sentence)
    with study.read() as connection:
        missing = actions.missing_fields(study.vocabulary(connection).code_of(made.code), made.fields)
    if missing:
        done(_("It is incomplete: these fields have no value: {names}.", names=", ".join(missing)))
        next_step("terrain", "coding", "change", study.path, made.uid.hex()[:8], "--field", f"{missing[0]}=…")
