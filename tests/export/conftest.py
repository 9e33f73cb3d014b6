"""A small study to export: two cases, three documents, a code with two children and one beside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.codebook.codebook import Choice, Code, Codebook, Field, Scale
from toolkit.export import workbook
from toolkit.export.base import Axes, Behind, CaseRow, DocumentRow, Grid, Head, QuoteRow, RatingRow, Refused, Report, Step, SummaryRow
from toolkit.model import Attribute

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

STANCE = Field("stance", "choice", {"en": "Stance"}, choices=(Choice("for", {"en": "for it"}), Choice("against", {"en": "against it"})))
CODES = (
    Code("place", "place", b"p" * 16, {"en": "Place"}),
    Code("actor", "actor", b"a" * 16, {"en": "Actor"}),
    Code("actor.city", "actor.city", b"c" * 16, {"en": "The city"}, fields={"stance": STANCE}),
    Code("actor.club", "actor.club", b"k" * 16, {"en": "The club"}, scale="abc"),
    Code("actor.other", "actor.other", b"o" * 16, {"en": "Others"}, reserved={"en": "Not read in a source."}),
    Code("time", "time", b"t" * 16, {"en": "Time"}),
)
ABC = Scale("abc", b"s" * 16, {"en": "Strength"}, (Choice("A", {"en": "strong"}), Choice("B", {"en": "B"})))
CODEBOOK = Codebook("test", ("en",), title={"en": "Test"}, scales={"abc": ABC}, codes=CODES)
EAST, WEST = "L'Est [1]", "West"


def quote(number: int, case: str, code: str, text: str, start: int = 0, **more: Any) -> QuoteRow:
    """A coding with an identifier made of its number."""
    uid = number.to_bytes(4, "big") + bytes(12)
    return QuoteRow(uid, case, f"Interview {case}", code, start, start + len(text), text, "Ann", "hand", words=len(text.split()), **more)


QUOTES = (
    quote(1, WEST, "actor.city", "the city said no", 40, turn=3, time_ms=3_723_000, role="participant"),
    quote(2, EAST, "actor.club", "our club", 5),
    quote(3, EAST, "actor", "they all", 90),
    quote(4, EAST, "actor.city", "the mayor came", 60, fields={"stance": "for it"}, missing=("actor",)),
    quote(5, EAST, "place", "in the park", 10, memo="=1+1"),
)
AXES = Axes(
    "Codes by case",
    tuple(Head(code.key, code.label["en"], code.level) for code in CODEBOOK.tree() if not code.reserved),
    (Head(EAST, EAST, attributes=("rural",)), Head(WEST, WEST, attributes=("urban",))),
    in_quotes=True,
    eligible=(200, 100),
    column_attributes=("Setting",),
    steps={
        (0, 0): (Step("Interview East", 1, 10, 21, 3, 1),),
        (1, 0): (Step("Interview East", 1, 5, 13, 2, 1), Step("Interview East", 2, 60, 98, 5, 1), Step("Interview East", 2, 99, 104, 1, 2)),
        (1, 1): (Step("Interview West", 3, 40, 56, 4, 1),),
        (2, 0): (Step("Interview East", 2, 60, 74, 3, 1),),
        (2, 1): (Step("Interview West", 3, 40, 56, 4, 1),),
        (3, 0): (Step("Interview East", 1, 5, 13, 2, 1),),
    },
)
BY_DOCUMENT = Axes(
    "Codes by document",
    AXES.rows[:2],
    (Head("d", "Interview East"),),
    evidence={(0, 0): (Behind(QUOTES[4].uid),), (1, 0): tuple(Behind(QUOTES[number].uid) for number in (2, 1, 3))},
)
GRIDS = (
    Grid(
        "Codings", AXES, "codings", "Decisions.", {(0, 0): 1, (0, 1): 0, (1, 0): 3, (1, 1): 1, (2, 0): 1, (2, 1): 1, (3, 0): 1, (3, 1): 0}
    ),
    Grid("Segments", AXES, "segments", "Merged.", {(0, 0): 1, (1, 0): 2, (1, 1): 1, (2, 0): 1, (2, 1): 1, (3, 0): 1}),
    Grid("Turns", AXES, "turns", "Distinct.", {(0, 0): 1, (1, 0): 2, (1, 1): 1, (2, 0): 1, (2, 1): 1, (3, 0): 1}),
    Grid("Share", AXES, "share", "Of words.", {(0, 0): 3 / 200, (1, 0): 8 / 200, (1, 1): Refused("Unknown in: Interview West.")}),
    Grid(
        "Presence", AXES, "presence", "In words.", {(0, 0): "yes", (0, 1): "no", (1, 0): "yes", (4, 0): "not asked", (4, 1): "not yet read"}
    ),
    Grid("Codes by document", BY_DOCUMENT, "codings", "Decisions.", {(0, 0): 1, (1, 0): 3}),
)


@pytest.fixture
def report() -> Report:
    """The small study, as a report."""
    return Report(
        study="Parks",
        codebook=CODEBOOK,
        codebook_version="2",
        date="2024-05-01",
        program="Terrain 0",
        layer="consensus",
        language="en",
        event=17,
        codings=len(QUOTES),
        characters=sum(len(each.quote) for each in QUOTES),
        cases=(CaseRow(b"e" * 16, EAST, {"Setting": "rural"}), CaseRow(b"w" * 16, WEST, {"Setting": "urban"})),
        documents=(DocumentRow(f"Interview {EAST}", "interview"), DocumentRow(f"Interview {WEST}", "interview")),
        case_attributes=(Attribute(1, b"", "case", "Setting", "choice", ("rural", "urban")),),
        quotes=QUOTES,
        grids=GRIDS,
        ratings=(RatingRow(EAST, "actor.club", "A", stale=True), RatingRow(WEST, "actor.club")),
        summaries=(SummaryRow(EAST, "place", "Quiet."), SummaryRow(WEST, "place")),
        warnings=("In one document a speaker's role is unknown.",),
    )


@pytest.fixture
def with_quotes(report: Report) -> Callable[..., Report]:
    """The same report with other quotes, and no matrix."""

    def build(*quotes: QuoteRow) -> Report:
        characters = sum(each.end - each.start for each in quotes)
        return replace(report, quotes=quotes, codings=len(quotes), characters=characters, grids=())

    return build


@pytest.fixture
def exported(tmp_path: Path) -> Callable[[Report], Workbook]:
    """Writes a report and opens the workbook again."""
    from openpyxl import load_workbook

    def write(report: Report) -> Workbook:
        workbook.write(tmp_path / "out.xlsx", report)
        return load_workbook(tmp_path / "out.xlsx")

    return write


@pytest.fixture
def codebook() -> Codebook:
    """The codebook of the small study."""
    return CODEBOOK


@pytest.fixture
def make_quote() -> Callable[..., QuoteRow]:
    """`quote`, for tests that need other ones."""
    return quote
