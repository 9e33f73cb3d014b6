"""A report's quotes are the evidence of its matrices: the same codings, in the same cases, through the same filters."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from builders import code

from toolkit.actions import documents, labels, people
from toolkit.actions.report import Contents, report
from toolkit.errors import NotFound

if TYPE_CHECKING:
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
