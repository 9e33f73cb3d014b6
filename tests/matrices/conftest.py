"""A study written down as plain data, as `tests/slow.py` has it, and the columns that the program counts from."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from toolkit import columns
from toolkit.matrices import Ground, Layer, lay_out, layer_of
from toolkit.model import ROLES, TURN_KINDS
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType


def _column(rows: list[dict[str, Any]], name: str) -> columns.Ints:
    return np.array([-1 if row.get(name) is None else row[name] for row in rows], dtype=np.int64)


def _rows(rows: list[dict[str, Any]], *names: str) -> list[columns.Ints]:
    return [_column(rows, name) for name in names]


@dataclass(frozen=True, eq=False)
class PlainColumns:
    """The columns of a plain study."""

    study: dict[str, Any]

    @cached_property
    def documents(self) -> columns.DocumentColumns:
        """The documents; one is divided if a turn has another case."""
        rows = self.study["documents"]
        case_of = {row["document"]: row["case"] for row in rows}
        return columns.DocumentColumns(
            *_rows(rows, "document", "case"),
            unturned=frozenset(row["document"] for row in rows if row.get("unturned")),
            divided=frozenset(row["document"] for row in self.study["turns"] if row["case"] != case_of[row["document"]]),
        )

    @cached_property
    def codes(self) -> columns.CodeColumns:
        """The codes."""
        rows = self.study["codes"]
        return columns.CodeColumns(
            *_rows(rows, "code", "parent", "version"), np.array([bool(row.get("reserved")) for row in rows], dtype=bool)
        )

    @cached_property
    def turns(self) -> columns.TurnColumns:
        """The turns, headers too."""
        rows = self.study["turns"]
        numbers = (ROLES.index(row["role"]) for row in rows), (TURN_KINDS.index(row["kind"]) for row in rows)
        role, kind = (np.fromiter(column, dtype=np.int64, count=len(rows)) for column in numbers)
        return columns.TurnColumns(*_rows(rows, "turn", "document", "start", "end", "speaker", "person", "case"), role, kind)

    @cached_property
    def words(self) -> dict[int, columns.Ints]:
        """Where the words begin."""
        return {row["document"]: word_starts(row["text"]) for row in self.study["documents"]}

    @cached_property
    def readings(self) -> columns.ReadingColumns:
        """The readings."""
        return columns.ReadingColumns(*_rows(self.study["readings"], "document", "start", "end", "coder", "version"))

    @cached_property
    def values(self) -> columns.ValueColumns:
        """The values of fields."""
        values = [
            {"coding": row["coding"], "field": field, "value": value} for row in self.study["codings"] for field, value in row["values"]
        ]
        return columns.ValueColumns(*_rows(values, "coding", "field", "value"))

    @property
    def not_asked(self) -> columns.NotAsked:
        """The marks."""
        marks = self.study["not_asked"]
        return columns.NotAsked(
            frozenset((mark["code"], mark["case"]) for mark in marks if "case" in mark),
            frozenset((mark["code"], mark["document"]) for mark in marks if "document" in mark),
        )

    def texts(self, documents: Sequence[int]) -> dict[int, str]:
        """The texts."""
        return {row["document"]: row["text"] for row in self.study["documents"] if row["document"] in documents}

    def codings(self, coder: int, codes: Sequence[int] | None = None) -> columns.CodingColumns:
        """The codings of a coder."""
        rows = [row for row in self.study["codings"] if row["coder"] == coder and (codes is None or row["code"] in codes)]
        return columns.CodingColumns(*_rows(rows, "coding", "document", "start", "end", "code"))

    def coded(self, coder: int, codes: Sequence[int] | None = None) -> tuple[columns.Ints, columns.Ints]:
        """Their codes and documents."""
        rows = self.codings(coder, codes)
        return rows.code, rows.document

    def only(self, documents: columns.Ints) -> PlainColumns:
        """The rows of some documents."""
        in_documents = ("documents", "turns", "codings", "readings")
        kept = {name: [row for row in self.study[name] if row["document"] in documents] for name in in_documents}
        return PlainColumns({**self.study, **kept})


def to_ground(study: dict[str, Any]) -> Ground:
    """The ground of a plain study."""
    return lay_out(PlainColumns(study))


@pytest.fixture(scope="session")
def ground_of() -> Callable[[dict[str, Any]], Ground]:
    """The function that makes a ground of a plain study."""
    return to_ground


@pytest.fixture(scope="session")
def slow() -> ModuleType:
    """The independent recount."""
    path = Path(__file__).resolve().parent.parent / "slow.py"
    spec = importlib.util.spec_from_file_location("slow", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Sheet:
    """A study being written down: interviews as lists of turns, codings by the words they begin and end with."""

    def __init__(self) -> None:
        self.study: dict[str, Any] = {name: [] for name in ("documents", "turns", "codings", "codes", "readings", "not_asked")}

    def code(self, code: int, parent: int | None = None, version: int = 1, *, reserved: bool = False) -> None:
        """Add a code."""
        self.study["codes"].append({"code": code, "parent": parent, "version": version, "reserved": reserved})

    def interview(
        self, document: int, turns: list[tuple[str, int | None, str]], case: int | None = 1, cases: dict[int, int] | None = None
    ) -> str:
        """Add a document of turns (role, person, what is said), each with a label before it; `(…)` is an aside.

        `cases` gives persons a case of their own.
        """
        text = ""
        for role, person, said in turns:
            label = f"{role[0].upper()}{person or ''} : "
            start = len(text) + len(label)
            place = {"document": document, "person": person, "case": (cases or {}).get(person, case) if person else case, "role": role}
            self._turn(place, len(text), start - 1, "header")
            self._turn(place, start, start + len(said), "speech")
            if "(" in said:
                self._turn(place, start + said.index("("), start + said.index(")") + 1, "aside")
            text += label + said + "\n"
        self.study["documents"].append({"document": document, "text": text, "case": case})
        return text

    def _turn(self, place: dict[str, Any], start: int, end: int, kind: str) -> None:
        self.study["turns"].append({**place, "turn": len(self.study["turns"]) + 1, "start": start, "end": end, "kind": kind})

    def coding(
        self, code: int, document: int, first: str, last: str | None = None, coder: int = 1, values: list[tuple[int, int]] | None = None
    ) -> int:
        """Add a coding from the first words named to the last ones (or the same); returns its identifier."""
        text = next(row["text"] for row in self.study["documents"] if row["document"] == document)
        start = text.index(first)
        end = text.index(last or first, start) + len(last or first)
        return self.span(code, document, start, end, coder, values)

    def span(self, code: int, document: int, start: int, end: int, coder: int = 1, values: list[tuple[int, int]] | None = None) -> int:
        """Add a coding by its offsets."""
        codings = self.study["codings"]
        row = {
            "coding": len(codings) + 1,
            "document": document,
            "start": start,
            "end": end,
            "code": code,
            "coder": coder,
            "values": values or [],
        }
        codings.append(row)
        return len(codings)

    def read(self, document: int, part: str | None = None, coder: int = 1, version: int = 1) -> None:
        """Mark a document, or a part of it, as read."""
        text = next(row["text"] for row in self.study["documents"] if row["document"] == document)
        start = text.index(part) if part else 0
        end = start + len(part or text)
        self.study["readings"].append({"document": document, "start": start, "end": end, "coder": coder, "version": version})

    def not_asked(self, code: int, **unit: int) -> None:
        """Mark a code as not asked in a case or document."""
        self.study["not_asked"].append({"code": code, **unit})

    def layer(self, coder: int = 1) -> Layer:
        """The layer of a coder."""
        return layer_of(to_ground(self.study), coder)


@pytest.fixture
def sheet() -> Sheet:
    """An empty study with the codes 1 and its children 2 and 3."""
    made = Sheet()
    made.code(1)
    made.code(2, parent=1)
    made.code(3, parent=1)
    return made
