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

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.actions import judging
from toolkit.actions.coding import NewCoding, code_segment
from toolkit.actions.naming import find_document, find_object
from toolkit.errors import Problem, TerrainError, UsageError
from toolkit.messages import _
from toolkit.model import READING_MODES, Segment
from toolkit.store import codings, documents, memos
from toolkit.text.anchors import find_quote

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from toolkit.store.history import Change
    from toolkit.study import Study


@dataclass
class Taken:
    """How many lines of each type were taken over, and what was left out."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def import_lines(study: Study, path: Path, *, new_entries: bool = False, done: Callable[[], None] = lambda: None) -> Taken:
    """Take over the lines of a file for the present coder, in one change; those that do not fit are listed and left out."""
    taken = Taken()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    parsed = [(number, _parse(path.name, number, line, taken.problems)) for number, line in enumerate(lines, 1) if line.strip()]
    order = {name: place for place, name in enumerate(TYPES)}
    with study.change("coding import") as change:
        for number, said in sorted(
            (line for line in parsed if line[1]), key=lambda line: (order.get(line[1].get("type", "coding"), 0), line[0])
        ):
            kind = said.get("type", "coding")
            try:
                if kind not in TYPES:
                    raise UsageError(_("{type} is no type of line. Use one of: {known}.", type=kind, known=", ".join(TYPES)))
                TYPES[kind](study, change, said, new_entries)
                taken.counts[kind] = taken.counts.get(kind, 0) + 1
            except KeyError as error:
                taken.problems.append(Problem(path.name, _("line {n}", n=number), _("The line has no {key}.", key=error.args[0])))
            except TerrainError as error:
                taken.problems.append(Problem(path.name, _("line {n}", n=number), str(error)))
            done()
    return taken


def _parse(path: str, number: int, line: str, problems: list[Problem]) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except json.JSONDecodeError as error:
        problems.append(
            Problem(path, _("line {n}, column {m}", n=number, m=error.colno), _("This is no JSON: {reason}.", reason=error.msg))
        )
        return {}
    if not isinstance(said, dict):
        problems.append(Problem(path, _("line {n}", n=number), _("A line is one object in braces.")))
        return {}
    return said


def _coding(study: Study, change: Change, said: Mapping[str, Any], new_entries: bool) -> None:
    new = NewCoding(
        document=said["document"],
        code=said["code"],
        quote=said["quote"],
        until=said.get("until", ""),
        occurrence=said.get("occurrence"),
        fields=said.get("fields"),
        memo=said.get("memo", ""),
    )
    code_segment(study, change, new, "imported", new_entries=new_entries)


def _reading(study: Study, change: Change, said: Mapping[str, Any], _new_entries: bool) -> None:
    document = find_document(change.connection, said["document"])
    mode = said.get("mode", "free")
    if mode not in READING_MODES:
        raise UsageError(_("{mode} is no way of reading. Use one of: {known}.", mode=mode, known=", ".join(READING_MODES)))
    length = len(documents.text_of(change.connection, document.text_version))
    segment = Segment(document.text_version, said.get("start", 0), said.get("end", length))
    codings.add_reading(change, segment, study.coder(change.connection).id, study.vocabulary(change.connection).version, mode)


def _rating(study: Study, change: Change, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.rate(
        study,
        change,
        said["case"],
        said["code"],
        said["value"],
        note=said.get("note", ""),
        period=said.get("period", ""),
        evidence_for=[_cited(study, change, said["code"], words) for words in said.get("for", ())],
        evidence_against=[_cited(study, change, said["code"], words) for words in said.get("against", ())],
    )


def _cited(study: Study, change: Change, code: str, citation: str) -> str:
    """The identifier of the present coder's coding with this code that begins with the words after `document: `."""
    connection = change.connection
    name, _colon, words = citation.partition(": ")
    document = find_document(connection, name)
    text = documents.text_of(connection, document.text_version)
    places = [start for start, _end in find_quote(text, words)]
    code_id = study.vocabulary(connection).ids.get(code, -1)
    mine = codings.codings(connection, document=document.id, coder=study.coder(connection).id, codes=[code_id])
    found = [coding for coding in mine if any(coding.start <= start < coding.end for start in places)]
    if not found:
        raise UsageError(_("No coding of yours with {code} begins with “{words}”.", code=code, words=words))
    return min(found, key=lambda coding: min(abs(start - coding.start) for start in places)).uid.hex()


def _summary(study: Study, change: Change, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.summarise(study, change, said["case"], said["code"], said["text"])


def _mark(study: Study, change: Change, said: Mapping[str, Any], _new_entries: bool) -> None:
    judging.set_mark(study, change, said["code"], case=said.get("case"), document=said.get("document"))


def _memo(study: Study, change: Change, said: Mapping[str, Any], _new_entries: bool) -> None:
    uid = find_object(study, change.connection, said["about"], said.get("name", ""))
    memos.add_memo(change, said["about"], uid, said["text"], study.coder(change.connection).id)


#: The types of lines, in the order in which they are taken over: judgements look at the codings.
TYPES: dict[str, Callable[[Study, Change, Mapping[str, Any], bool], None]] = {
    "coding": _coding,
    "reading": _reading,
    "not asked": _mark,
    "memo": _memo,
    "rating": _rating,
    "summary": _summary,
}
