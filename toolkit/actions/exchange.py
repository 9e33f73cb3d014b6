"""Codings and judgements of one coder as lines of JSON: what `coding import` reads and `coding export` writes.

One object a line, in any order; its `type` says what it is, and a line without one is a coding:

    {"document": "A1", "code": "theme.sub", "quote": "…", "fields": {"who": "…"}, "memo": "…"}
    {"document": "A1", "code": "theme", "quote": "first words", "until": "last words"}
    {"type": "reading", "document": "A1", "mode": "free"}
    {"type": "rating", "case": "A", "code": "theme", "value": "B", "note": "…", "for": ["document: first words"], "against": []}
    {"type": "summary", "case": "A", "code": "theme", "text": "…"}
    {"type": "not asked", "code": "theme", "case": "A"}
    {"type": "memo", "about": "case", "name": "A", "text": "…"}
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.actions import judging
from toolkit.actions.coding import NewCoding, add_reading, code_segment
from toolkit.actions.exchange_lines import parse_line
from toolkit.actions.lookup import Lookup
from toolkit.actions.naming import find_object
from toolkit.errors import Conflict, Problem, TerrainError, UnreadableFile, UsageError
from toolkit.messages import _
from toolkit.store import codings, memos
from toolkit.text.anchors import find_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from toolkit.study import Study


@dataclass
class Taken:
    """How many lines of each type were taken over, and what was left out."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def import_lines(study: Study, path: Path, *, new_entries: bool = False, done: Callable[[], None] = lambda: None) -> Taken:
    """Take over the lines of a file for the present coder, in one change; those that do not fit are listed, each left out whole.

    What the coder has said before in the same words is not said again. Raises `UnreadableFile` for a file that is not in UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # not splitlines(): a quote may hold other line ends
    except UnicodeDecodeError as error:
        raise UnreadableFile(_("{name} is not written in UTF-8. Save it anew in this encoding.", name=path.name)) from error
    taken, faults, parsed = Taken(), dict[int, str](), dict[int, dict[str, Any]]()
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                parsed[number] = parse_line(line)
        except UsageError as error:
            faults[number] = str(error)
    with study.change("coding import") as change:
        lookup = Lookup(study, change)
        for kind, take in TYPES.items():
            for number in [number for number, said in parsed.items() if said["type"] == kind]:
                try:
                    take(lookup, parsed[number], new_entries)
                    taken.counts[kind] = taken.counts.get(kind, 0) + 1
                except TerrainError as error:
                    faults[number] = str(error)
                done()
    taken.problems += [Problem(path.name, _("line {n}", n=number), faults[number]) for number in sorted(faults)]
    return taken


def _coding(lookup: Lookup, said: Mapping[str, Any], new_entries: bool) -> None:
    new = NewCoding(
        document=said["document"],
        code=said["code"],
        quote=said["quote"],
        until=said.get("until", ""),
        occurrence=said.get("occurrence"),
        fields=said.get("fields"),
        memo=said.get("memo", ""),
    )
    code_segment(lookup, new, "imported", new_entries=new_entries)


def _reading(lookup: Lookup, said: Mapping[str, Any], _new_entries: bool) -> None:
    add_reading(lookup, said["document"], said.get("mode", "free"), said.get("start"), said.get("end"))


def _rating(lookup: Lookup, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.rate(
        lookup.study,
        lookup.change,
        said["case"],
        said["code"],
        said["value"],
        note=said.get("note", ""),
        period=said.get("period", ""),
        evidence_for=[_cited(lookup, said["code"], words) for words in said.get("for", ())],
        evidence_against=[_cited(lookup, said["code"], words) for words in said.get("against", ())],
    )


def _cited(lookup: Lookup, code: str, citation: str) -> str:
    """The identifier of the present coder's coding with this code that begins with the words after `document: `."""
    name, _colon, words = citation.partition(": ")
    document = lookup.document(name)
    places = [start for start, _end in find_quote(lookup.text(document.text_version), words)]
    code_id = lookup.vocabulary.ids.get(code, -1)
    mine = codings.codings(lookup.change.connection, document=document.id, coder=lookup.coder.id, codes=[code_id])
    found = [coding for coding in mine if any(coding.start <= start < coding.end for start in places)]
    if not found:
        raise UsageError(_("No coding of yours with {code} begins with “{words}”.", code=code, words=words))
    return min(found, key=lambda coding: min(abs(start - coding.start) for start in places)).uid.hex()


def _summary(lookup: Lookup, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.summarise(lookup.study, lookup.change, said["case"], said["code"], said["text"])


def _mark(lookup: Lookup, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.set_mark(lookup.study, lookup.change, said["code"], case=said.get("case"), document=said.get("document"))


def _memo(lookup: Lookup, said: Mapping[str, Any], _new_entries: bool) -> None:
    uid = find_object(lookup.study, lookup.change.connection, said["about"], said.get("name", ""))
    if any((memo.coder, memo.text) == (lookup.coder.id, said["text"]) for memo in memos.memos(lookup.change.connection, uid)):
        raise Conflict(_("You have written this memo before."))
    memos.add_memo(lookup.change, said["about"], uid, said["text"], lookup.coder.id)


#: What takes over each type of line; judgements come last, because they look at the codings.
TYPES: dict[str, Callable[[Lookup, Mapping[str, Any], bool], None]] = {
    "coding": _coding,
    "reading": _reading,
    "not asked": _mark,
    "memo": _memo,
    "rating": _rating,
    "summary": _summary,
}
