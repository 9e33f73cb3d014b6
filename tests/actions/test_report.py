"""A report's quotes are the evidence of its matrices: the same codings, in the same cases, through the same filters."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from builders import code
from openpyxl import load_workbook

from toolkit.actions import coding, documents, judging, labels, people
from toolkit.actions.comparing import View
from toolkit.actions.report import Contents, report
from toolkit.errors import NotFound
from toolkit.export import workbook
from toolkit.export.base import Rated, Tally, Told
from toolkit.matrices import MEASURES, TOGETHER

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.export.base import Report
    from toolkit.study import Study


def make(study: Study, **contents: object) -> Report:
    with study.read() as connection:
        return report(study, connection, Contents(measures=("codings",), others=(), **contents))  # type: ignore[arg-type]


def cells(made: Report) -> dict[tuple[str, str], object]:
    """The codings of code by case, as the matrix counts them; parents count what is below them, too."""
    [grid] = made.grids
    return {(grid.axes.rows[row].key, grid.axes.columns[column].key): n for (row, column), n in grid.cells.items() if n}


def recounted(made: Report) -> dict[tuple[str, str], int]:
    """The same, counted from the quotes."""
    counts: Counter[tuple[str, str]] = Counter()
    for quote in made.quotes:
        parts = quote.code.split(".")
        counts.update((".".join(parts[:end]), quote.case) for end in range(1, len(parts) + 1))
    return {place: n for place, n in counts.items() if place[1]}


def test_the_quotes_are_the_codings_of_the_matrix(coded: Study) -> None:
    made = make(coded)
    assert (
        cells(made)
        == recounted(made)
        == {
            ("work", "case one"): 3,
            ("work.tools", "case one"): 1,
            ("stance", "case one"): 1,
            ("stance", "case two"): 2,
        }
    )


def test_a_quote_stands_in_the_case_of_the_person_who_speaks(coded: Study) -> None:
    people.change_person(coded, "Ben", case="case one")
    made = make(coded)
    assert cells(made) == recounted(made)
    assert cells(made)["stance", "case one"] == 3


def test_a_quote_over_the_turns_of_two_cases_stands_in_both(coded: Study) -> None:
    people.change_person(coded, "Ben", case="case one")
    code(coded, "two", "work", "And you?\nR: I am")
    made = make(coded)
    assert cells(made) == recounted(made)
    assert (cells(made)["work", "case one"], cells(made)["work", "case two"]) == (4, 1)


@pytest.mark.parametrize("name", ["two", "two.txt", "tw", "TW"])
def test_a_document_may_be_named_shortly_and_is_then_the_only_one_quoted(coded: Study, name: str) -> None:
    made = make(coded, documents=(name,))
    assert cells(made) == recounted(made) == {("stance", "case two"): 2}


def test_filters_of_cases_and_codes(coded: Study) -> None:
    assert recounted(make(coded, cases=("CASE TWO",))) == {("stance", "case two"): 2}
    made = make(coded, codes=("work",))
    assert {quote.code for quote in made.quotes} == {"work", "work.tools"}
    with pytest.raises(NotFound, match="no case case 3"):
        make(coded, cases=("case 3",))
    with pytest.raises(NotFound, match="no document three"):
        make(coded, documents=("three",))


def test_the_other_coders_layer_is_not_in_it(coded: Study) -> None:
    coded.work_as("eve")
    code(coded, "two", "work", "I am against")
    assert [(quote.code, quote.coder) for quote in make(coded).quotes] == [("work", "eve")]
    assert {quote.coder for quote in make(coded, layer="ada").quotes} == {"ada"}


def test_what_a_reader_must_know_is_said(coded: Study) -> None:
    code(coded, "two", "stance", "the hammer")
    labels.set_role(coded, "one", "Q", "unknown")
    documents.change_document(coded, "two", case="")
    warnings = " ".join(make(coded).warnings)
    assert "who takes part and who asks in: one." in warnings
    assert "their code requires: 1." in warnings or "that their code requires: 1" in warnings
    assert "Documents without a case: two." in warnings


@pytest.fixture
def rich(coded: Study) -> Study:
    """The same with dates, a second stance of Ben over his first, ratings, a summary, and everything read."""
    documents.change_document(coded, "one", date="2023-05")
    documents.change_document(coded, "two", date="2024-06-12")
    code(coded, "two", "work.tools", "the hammer, and my neighbour")
    code(coded, "two", "stance", "my neighbour says", who="neighbour", quarrel="hammer", side="against")
    evidence = code(coded, "two", "work", "I am against")
    judging.set_rating(coded, "case one", "work", "A")
    judging.set_rating(coded, "case two", "work", "C", evidence_for=[evidence])
    judging.set_summary(coded, "case two", "stance", "Ben is torn.")
    for name in ("one", "two"):
        coding.mark_read(coded, name)
    return coded


def whole(study: Study, **contents: object) -> Report:
    with study.read() as connection:
        return report(study, connection, Contents(**contents))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("selection", "quotes"),
    [
        ({"persons": ("Ben",)}, 5),
        ({"where": (("person", "job", "smith"),)}, 5),
        ({"where": (("case", "setting", "rural"),)}, 4),
        ({"since": "2024"}, 5),
        ({"kinds": ("observation",)}, 0),
        ({"persons": ("Ann",), "codes": ("work",)}, 2),  # not the one on the interviewer's words
    ],
)
def test_the_quotes_are_those_of_the_matrix_whatever_is_restricted(rich: Study, selection: dict[str, object], quotes: int) -> None:
    people.change_person(rich, "Ben", values={"job": "smith"}, new_attributes=True)
    made = make(rich, **selection)
    assert cells(made) == recounted(made)
    assert len({quote.uid for quote in made.quotes}) == quotes
    assert made.filters


def test_a_turn_that_was_assigned_to_a_case_brings_its_quotes_there(coded: Study) -> None:
    documents.change_document(coded, "two", case="")
    labels.set_person(coded, "two", "R", "")
    made = make(coded)
    assert {quote.case for quote in made.quotes if quote.document == "two"} == {""}
    assert cells(made) == recounted(made)


def test_cases_in_order_are_so_everywhere_and_their_bands_are_named(rich: Study) -> None:
    made = whole(rich, order="rating:work", descending=True)
    assert [case.name for case in made.cases] == ["case two", "case one"]
    assert made.order == "Work"
    by_title = {grid.title: grid for grid in made.grids}
    for title in ("Codings", "Ratings by case"):
        assert [(head.label, head.band) for head in by_title[title].axes.columns] == [("case two", "C – weak"), ("case one", "A – strong")]
    assert [head.band for head in by_title["Framework"].axes.rows] == ["C – weak", "A – strong"]
    assert by_title["Codes by document"].axes.order == ""


def test_behind_two_codes_stand_pairs_of_quotes_as_many_as_they_share(rich: Study) -> None:
    grid = next(grid for grid in whole(rich).grids if grid.axes.together and grid.measure == "segments")
    keys = [head.key for head in grid.axes.rows]
    place = (keys.index("work.tools"), keys.index("stance"))
    pairs = grid.axes.evidence[place]
    assert len({(one.uid, one.other) for one in pairs}) == len(pairs) == 3  # tools meet all three
    assert grid.cells[place] == grid.cells[place[::-1]] == 2  # two of which are one passage
    assert len({step.segment for step in grid.axes.steps[place]}) == 2
    assert place[::-1] not in grid.axes.evidence
    assert grid.axes.kept(place[::-1]) == place


def test_values_that_are_told_apart_have_their_own_quotes(rich: Study) -> None:
    grid = next(grid for grid in whole(rich).grids if isinstance(next(iter(grid.cells.values()), None), Tally))
    row = [head.label for head in grid.axes.rows].index("neighbour")
    said = {quote.uid: quote.quote for quote in whole(rich).quotes}
    assert [(one.part, said[one.uid]) for one in grid.axes.evidence[row, 0]] == [
        ("for", "my neighbour says so too"),
        ("against", "my neighbour says"),
    ]
    assert grid.cells[row, 0] == Tally((("for", 1), ("against", 1)))


def test_a_framework_shows_the_codes_with_a_summary_and_all_that_is_behind_them(rich: Study) -> None:
    grid = next(grid for grid in whole(rich).grids if grid.measure == "summary")
    assert ([head.label for head in grid.axes.rows], [head.key for head in grid.axes.columns]) == (["case one", "case two"], ["stance"])
    told = grid.cells[1, 0]
    assert isinstance(told, Told)
    assert (told.text, len(told.quotes), told.stale) == ("Ben is torn.", 3, False)
    assert grid.notes == ("2 codes with quotes have no summary of any case yet.",)


def test_without_a_summary_there_is_a_framework_only_where_it_is_asked_for(coded: Study) -> None:
    assert not any(grid.measure == "summary" for grid in whole(coded).grids)
    [grid] = whole(coded, measures=(), others=(), judged=("summary",)).grids
    assert [head.key for head in grid.axes.columns] == ["work", "work.tools", "stance"]


def test_what_a_rating_was_based_on_is_behind_it(rich: Study) -> None:
    grid = next(grid for grid in whole(rich).grids if grid.measure == "rating")
    column = [head.label for head in grid.axes.columns].index("case two")
    assert grid.cells[0, column] == Rated("C", 1, 0)
    [behind] = grid.axes.evidence[0, column]
    assert next(quote.quote for quote in whole(rich).quotes if quote.uid == behind.uid) == "I am against"


def test_too_many_pairs_of_codes_are_left_out_of_a_workbook_and_that_is_said(rich: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["toolkit.actions.report.grids"], "MOST_PAIRS", 1)
    made = whole(rich)
    assert not any(grid.axes.together for grid in made.grids)
    assert any(sentence.startswith("Codes by codes: 7 pairs") for sentence in made.left_out)
    asked = whole(rich, measures=(), others=(View(columns="codes"),))
    assert [grid.axes.together for grid in asked.grids] == [True]


COUNTS = ("codings", "segments", "turns", "words")
EVERY_KIND = (
    *(View(columns="codes", measure=measure) for measure in TOGETHER),
    *(
        View(columns="codes", measure=measure, percent=of)
        for measure in ("words", "turns", "documents")
        for of in ("row", "column", "either")
    ),
    *(View(measure=measure, percent=of) for measure in COUNTS for of in ("row", "column")),
    *(View(columns=columns, measure=measure) for columns in ("document", "person") for measure in MEASURES),
    *(View(rows="register:who", columns="case", each="field:side", measure=measure) for measure in COUNTS),
    View(columns="date", period="month"),
)


def test_every_figure_of_every_kind_is_what_is_recounted_from_its_quotes(rich: Study, tmp_path: Path) -> None:
    made = whole(rich, measures=tuple(MEASURES), others=EVERY_KIND, judged=("rating", "summary"))
    assert not [note for note in workbook.write(tmp_path / "all.xlsx", made) if "recount" in note]
    book = load_workbook(tmp_path / "all.xlsx")
    rows = list(book["Check cells"].iter_rows(min_row=2, values_only=True))

    def figure(said: float | str) -> float:
        """A figure, or that of the cell to which a formula leads."""
        if not isinstance(said, str):
            return said
        sheet, _sign, cell = said.removeprefix("=").rpartition("!")
        return float(book[sheet[1:-1].replace("''", "'")][cell].value)

    assert all(abs(figure(row[5]) - row[6]) < 1e-9 for row in rows)
    assert {grid.title for grid in made.grids if grid.measure != "summary"} == {row[0] for row in rows}
