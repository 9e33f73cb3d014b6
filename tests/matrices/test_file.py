"""The columns of a study file say what is in it: compared with small studies that were drawn and then written into a file, row by row."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from drawn import check_codes_by_units, check_counts, small_study
from hypothesis import given, settings
from hypothesis import strategies as st
from slow import codings_of, with_value

from toolkit.actions.laying_out import number_values, study_columns
from toolkit.actions.starting import new_study
from toolkit.ids import new_id
from toolkit.matrices import Codes, Units, Values, lay_out, layer_of, tabulate
from toolkit.store.words import pack
from toolkit.study import open_study
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.actions.laying_out import Numbered
    from toolkit.columns import StudyColumns

CODEBOOK = """\
format: 1
key: four
languages: [en]
title: Four codes
codes:
""" + "".join(
    f"  - {{key: {key}, label: L, definition: D {key}., fields: {{f20: {{choice: [s7, s8], many: true}},"
    " f21: {choice: [s7, s8], many: true}, f30: {choice: [s7, s8], many: true}}}\n"
    for key in ("a", "a.b", "c", "a.b.d")
)
PARENTS = {1: None, 2: 1, 3: None, 4: 2}
HOW = ("unchanged", "by diff", "by context", "doubtful", "by hand")


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study file with the four codes and the coders ada (1) and bob (2), and nothing in it."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "four.yaml").write_text(CODEBOOK, encoding="utf-8")
    new_study(folder / "four.terrain", codebook=str(folder / "four.yaml"), coder="ada").close()
    with closing(sqlite3.connect(folder / "four.terrain")) as raw:
        raw.execute("INSERT INTO coder (uid, name) VALUES (?, 'bob')", (new_id(),))
        for case in (1, 2):
            raw.execute("INSERT INTO \"case\" (id, uid, name) VALUES (?, ?, 'C')", (case, new_id()))
        raw.execute(
            "INSERT INTO codebook_version (uid, yaml, sha256, parents, coder, reason, created)"
            " SELECT zeroblob(16), yaml, sha256, parents, coder, reason, created FROM codebook_version"
        )
        raw.execute("INSERT INTO code (id, uid, deleted, key, first_version) VALUES (5, ?, 1, 'removed', 1)", (new_id(),))
        raw.commit()
    return folder / "four.terrain"


class Written:
    """A drawn study, being written into a file."""

    def __init__(self, raw: sqlite3.Connection, study: dict[str, Any], dice: random.Random) -> None:
        self.raw, self.study, self.dice = raw, study, dice
        self.versions: dict[int, list[int]] = {}  # of each document, the current one last

    def write(self) -> None:
        """All rows, and others beside them that must not be seen."""
        for code in self.study["codes"]:
            self.raw.execute("UPDATE code SET first_version = ? WHERE id = ?", (code["version"], code["code"]))
        for person, case in self.study["persons"].items():
            self.insert("person", id=person, uid=new_id(), name=f"P{person}", case=case)
        for row in self.study["documents"]:
            self.document(row)
        for row in self.study["turns"]:
            self.turn(row)
        for row in self.study["codings"]:
            self.coding(row)
        for number, row in enumerate(self.study["readings"], 1):
            made = {"coder": row["coder"], "codebook_version": row["version"], "mode": "free", "time": ""}
            self.placed("reading", row, id=number, uid=new_id(), **made)
        for mark in self.study["not_asked"]:
            if mark.get("document", None) in {None, *self.versions}:  # marks may be drawn on documents that were not
                self.insert("not_asked", uid=new_id(), coder=1, **mark)
        self.strangers()

    def insert(self, table: str, **values: Any) -> int:
        """A row; gives its key."""
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
        return int(self.raw.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values())).lastrowid or 0)

    def version(self, document: int, text: str, *, deleted: bool = False) -> int:
        """A text of a document, whose words are kept or not."""
        made = {"sha256": b"", "text": text, "created": "", "deleted": deleted}
        version = self.insert("text_version", uid=new_id(), document=document, **made)
        if self.dice.random() < 0.5:
            self.insert("text_words", text_version=version, starts=pack(word_starts(text)))
        return version

    def document(self, row: dict[str, Any], *, deleted: bool = False) -> None:
        """A document with up to two older texts, and perhaps a newer one that was taken back."""
        key = row["document"]
        what = {"name": f"{key}", "reader": "txt", "sha256": b"", "kind": "interview", "language": "en", "layout": "x", "left_out": "[]"}
        self.insert("document", id=key, uid=new_id(), deleted=deleted, case=row["case"], **what)
        older = [self.version(key, "an older text. " * 5) for _ in range(self.dice.choice([0, 0, 1, 2]))]
        self.versions[key] = [*older, self.version(key, row["text"])]
        if self.dice.random() < 0.2:
            self.version(key, "taken back", deleted=True)
        for version in older:
            self.insert(
                "turn",
                id=1000 + version,
                text_version=version,
                start=0,
                end=9,
                kind="speech",
                case=self.dice.choice([None, 1]),
                uid=new_id(),
            )

    def turn(self, row: dict[str, Any]) -> None:
        """A turn of the current text, with its speaker."""
        who = (row["document"], f"{row['role']} {row['person']}")
        found = self.raw.execute("SELECT id FROM speaker WHERE document = ? AND label = ?", who).fetchone()
        role = {"role": row["role"], "person": row["person"]}
        speaker = found[0] if found else self.insert("speaker", uid=new_id(), document=who[0], label=who[1], **role)
        place = {name: row[name] for name in ("start", "end", "kind")}
        assigned = {"case": row["assigned"], "uid": new_id() if row["assigned"] or self.dice.random() < 0.1 else None}
        self.insert("turn", id=row["turn"], text_version=self.versions[row["document"]][-1], speaker=speaker, **place, **assigned)

    def coding(self, row: dict[str, Any], **different: Any) -> None:
        """A coding with its values."""
        fields: dict[str, list[str]] = {}
        for field, value in row["values"]:
            fields.setdefault(f"f{field}", []).append(f"s{value}")
        quoted = {"quote": "", "before": "", "after": "", "made_by": "hand", "created": "", "codebook_version": 1}
        made = {"id": row["coding"], "code": row["code"], "coder": row["coder"], "fields": json.dumps(fields, separators=(",", ":"))}
        self.placed("coding", row, uid=new_id(), **{**quoted, **made, **different})

    def placed(self, kind: str, row: dict[str, Any], **values: Any) -> None:
        """A row made on the current text, or on an older one with places in all that follow."""
        versions = self.versions[row["document"]]
        made = self.dice.randrange(len(versions))
        span = {"start": row["start"], "end": row["end"]} if made == len(versions) - 1 else self.anywhere()
        key = self.insert(kind, text_version=versions[made], **span, **values)
        for version in versions[made + 1 : -1]:
            self.place(kind, key, version, **self.anywhere())
        if made < len(versions) - 1:
            self.place(kind, key, versions[-1], start=row["start"], end=row["end"])

    def anywhere(self) -> dict[str, int]:
        """Borders that say nothing."""
        start = self.dice.randint(0, 20)
        return {"start": start, "end": start + self.dice.randint(1, 9)}

    def place(self, kind: str, row: int, version: int, **span: int | None) -> None:
        """Where a row stands in another text."""
        self.insert("place", kind=kind, row=row, text_version=version, how=self.dice.choice(HOW), **span)

    def strangers(self) -> None:
        """Codings that were deleted, stand nowhere in the current text, have a code that was removed, or are in a document that was."""
        some = {"coding": 100, "start": 0, "end": 1, "code": 1, "coder": 1, "values": [(20, 7)]}
        for document, versions in list(self.versions.items()):
            self.coding({**some, "document": document}, id=None, deleted=True)
            self.coding({**some, "document": document}, id=None, code=5)
            for version in versions[:-1]:
                self.versions[document] = [version]
                self.coding({**some, "document": document}, id=None)
                if self.dice.random() < 0.5:
                    key = self.raw.execute("SELECT max(id) FROM coding").fetchone()[0]
                    self.place("coding", key, versions[-1], start=None, end=None)
                self.versions[document] = versions
        self.document({"document": 3, "text": "gone", "case": 1}, deleted=True)
        self.coding({**some, "document": 3}, id=None)


@contextmanager
def in_a_file(empty: Path, study: dict[str, Any], dice: random.Random) -> Iterator[tuple[StudyColumns, Numbered]]:
    """The columns of a drawn study that was written into a file."""
    for number, code in enumerate(study["codes"], 1):
        code["parent"] = PARENTS[number]
    path = empty.with_name("drawn.terrain")
    shutil.copy(empty, path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA foreign_keys=ON")
        Written(raw, study, dice).write()
        raw.commit()
    with open_study(path, "ada") as opened, opened.read() as connection:
        vocabulary = opened.vocabulary(connection)
        numbered = number_values(vocabulary, connection)
        yield study_columns(vocabulary, connection, numbered.columns), numbered


seeds = st.integers(0, 10**9)


@settings(deadline=None, derandomize=True, max_examples=15)
@given(seed=seeds)
def test_every_measure_of_a_file_is_what_the_slow_recount_says(seed: int, empty: Path) -> None:
    study = small_study(random.Random(seed))
    with in_a_file(empty, study, random.Random(seed)) as (columns, numbered):
        ground = lay_out(columns)
        for of in ("case", "document", "person"):
            check_codes_by_units(tabulate(layer_of(ground, 1), Codes(), Units(of)), study, of)
        table = tabulate(layer_of(ground, 1), Values((numbered.fields["f20"], numbered.fields["f21"]), (0, 1)), Codes())
        for row, value in enumerate((7, 8)):
            for column, code in enumerate(table.columns):
                check_counts(table, study, row, column, with_value(codings_of(study, 1, code), {20, 21}, value), None)
