"""Recount the demonstration corpus word by word, from the study file's own rows and `slow.py`; run it to write the expected figures anew.

python tests/recount.py demo/partnerships.terrain corpora/partnerships/expected.json
"""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import slow

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MEASURES = ("codings", "segments", "turns", "words", "share", "rate", "presence", "documents", "persons")


def rows_of(path: Path) -> dict[str, Any]:
    """The study as plain data, by SQLite alone; codes, cases and coders are named as researchers name them."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row

        def rows(query: str) -> list[dict[str, Any]]:
            return [dict(row) for row in raw.execute(query)]

        keys = {row["key"]: row["id"] for row in rows("SELECT id, key FROM code WHERE deleted = 0")}
        study: dict[str, Any] = {
            "documents": rows(
                'SELECT d.id AS document, d."case", t.text FROM document d JOIN text_version t ON t.document = d.id WHERE d.deleted = 0'
            ),
            "turns": rows(
                "SELECT t.id AS turn, v.document, t.start, t.end, t.kind, CASE d.layout WHEN '' THEN 'participant' ELSE s.role END AS role,"
                ' s.person, coalesce(p."case", d."case") AS "case" FROM turn t JOIN text_version v ON v.id = t.text_version'
                " JOIN document d ON d.id = v.document LEFT JOIN speaker s ON s.id = t.speaker LEFT JOIN person p ON p.id = s.person"
            ),
            "codes": [
                {"code": row["id"], "parent": keys.get(row["key"].rpartition(".")[0]), "version": row["first_version"]}
                for row in rows("SELECT id, key, first_version FROM code WHERE deleted = 0")
            ],
            "codings": rows(
                "SELECT c.id AS coding, v.document, c.start, c.end, c.code, c.coder FROM coding c"
                " JOIN text_version v ON v.id = c.text_version WHERE c.deleted = 0"
            ),
            "readings": rows(
                "SELECT v.document, r.start, r.end, r.coder, r.codebook_version AS version FROM reading r"
                " JOIN text_version v ON v.id = r.text_version WHERE r.deleted = 0"
            ),
            "not_asked": [
                {name: value for name, value in row.items() if value is not None}
                for row in rows('SELECT code, "case", document FROM not_asked WHERE deleted = 0')
            ],
            "keys": keys,
            "cases": {row["name"]: row["id"] for row in rows('SELECT id, name FROM "case" WHERE deleted = 0')},
            "coders": {row["name"]: row["id"] for row in rows("SELECT id, name FROM coder WHERE deleted = 0")},
        }
    return study


def recount(study: dict[str, Any]) -> dict[str, Any]:
    """Every measure of code by case for each coder: `{coder: {case: {code: {measure: figure}}}}`; what is 0 or not yet read is left out."""
    remembered = {
        "words_of_turn": lambda _study, turn: turn["turn"],
        "eligible": lambda _study, unit: _named(unit),
        "covered": lambda _study, spans, unit: (_spans(spans), _named(unit)),
        "segments": lambda _study, codings: _spans(codings),
    }
    found: dict[str, Any] = {}
    for coder, coder_id in study["coders"].items():
        for case, case_id in study["cases"].items():
            with ExitStack() as patches:
                for name, key in remembered.items():
                    patches.enter_context(patch.object(slow, name, _remember(getattr(slow, name), key)))
                found.setdefault(coder, {})[case] = _case(study, coder_id, {"of": "case", "keys": {case_id}})
    return found


def _remember(function: Callable[..., Any], key: Callable[..., Hashable]) -> Callable[..., Any]:
    """The same function, which computes once for each key; without it the recount would take hours."""
    known: dict[Hashable, Any] = {}

    def remembering(*arguments: Any) -> Any:
        name = key(*arguments)
        if name not in known:
            known[name] = function(*arguments)
        return known[name]

    return remembering


def _named(unit: slow.Unit | None) -> Hashable:
    return (unit["of"], frozenset(unit["keys"])) if unit else None


def _spans(rows: list[slow.Row]) -> Hashable:
    return tuple((row["document"], row["start"], row["end"]) for row in rows)


def _case(study: dict[str, Any], coder: int, unit: slow.Unit) -> dict[str, dict[str, Any]]:
    """The figures of one case, by code; the codings of other documents cannot be in it."""
    within = {row["document"] for row in study["turns"] if row["case"] in unit["keys"]}
    here = {name: [row for row in study[name] if row["document"] in within] for name in ("documents", "turns", "codings", "readings")}
    part = {**study, **here}
    found = {}
    for key, code in study["keys"].items():
        codings = slow.codings_of(part, coder, code)
        figures = {
            "codings": slow.count_codings(part, codings, unit),
            "segments": slow.count_segments(part, codings, unit),
            "turns": slow.count_turns(part, codings, unit),
            "words": slow.count_words(part, codings, unit),
            "share": slow.share(part, codings, unit),
            "rate": slow.rate(part, codings, unit),
            "presence": slow.presence(part, coder, code, unit),
            "documents": list(slow.breadth(part, coder, code, unit, "document")),
            "persons": list(slow.breadth(part, coder, code, unit, "person")),
        }
        shown = {name: value for name, value in figures.items() if value not in (0, "not yet read", [0, 0])}
        found[key] = {name: round(value, 9) if isinstance(value, float) else value for name, value in shown.items()}
    return {key: figures for key, figures in found.items() if figures}


if __name__ == "__main__":
    figures = recount(rows_of(Path(sys.argv[1])))
    Path(sys.argv[2]).write_text(json.dumps(figures, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
