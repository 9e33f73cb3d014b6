"""Percentages are of a union of the same measure, and refused where they say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.matrices import Codes, Portion, Units, Values, cooccurrence, percent_rule, percentages, tabulate

if TYPE_CHECKING:
    from toolkit.matrices import Table

    from .conftest import Sheet

P = "participant"


@pytest.fixture
def table(sheet: Sheet) -> Table:
    """Case 1: code 2 on two of three coded words, code 3 on two of them; case 2: one word of code 2."""
    sheet.interview(1, [(P, 1, "un deux trois quatre")], case=1)
    sheet.interview(2, [(P, 1, "cinq six")], case=2)
    sheet.coding(2, 1, "un deux")
    sheet.coding(3, 1, "deux trois")
    sheet.coding(2, 2, "cinq")
    return tabulate(sheet.layer(), Codes((2, 3)), Units("case"))


def test_a_column_is_a_percentage_of_what_its_codes_cover_together_and_may_sum_to_more_than_100(table: Table) -> None:
    matrix = percentages(table.words(), "column")
    assert [matrix.value(row, 0) for row in (0, 1)] == [Portion(2, 3), Portion(2, 3)]
    assert [matrix.value(row, 1) for row in (0, 1)] == [Portion(1, 1), Portion(0, 1)]


def test_a_row_is_a_percentage_of_what_the_code_has_everywhere(table: Table) -> None:
    matrix = percentages(table.words(), "row")
    assert [[matrix.value(row, column) for column in (0, 1)] for row in (0, 1)] == [
        [Portion(2, 3), Portion(1, 3)],
        [Portion(2, 2), Portion(0, 2)],
    ]
    assert Portion(2, 3).hundredths == pytest.approx(66.667, abs=0.001)


def test_of_nothing_there_is_no_percentage(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "un deux")])
    matrix = percentages(tabulate(sheet.layer(), Codes((2,)), Units("case")).words(), "row")
    assert matrix.value(0, 0) is None


@pytest.mark.parametrize("measure", ["share", "rate", "presence", "documents", "persons"])
def test_measures_that_are_ratios_or_no_parts_are_refused(table: Table, measure: str) -> None:
    with pytest.raises(UsageError, match=f"no percentages of {measure}. Use one of: codings, segments, turns, words"):
        percentages(table.matrix(measure), "row")


def test_either_is_for_codes_by_codes(table: Table) -> None:
    with pytest.raises(UsageError, match="Use row or column"):
        percentages(table.words(), "either")


def test_cells_that_tell_values_apart_have_none(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "un deux")])
    sheet.coding(2, 1, "un", values=[(20, 1)])
    table = tabulate(sheet.layer(), Codes((2,)), Units("case"), each=Values((20,)))
    with pytest.raises(UsageError, match="tells values apart"):
        percentages(table.segments(), "row")


@pytest.mark.parametrize("measure", ["codings", "segments"])
def test_pairs_of_two_codes_are_no_part_of_what_one_has(table: Table, measure: str) -> None:
    """Two long codings of one code over three short ones of another are six pairs."""
    with pytest.raises(UsageError, match="percentages say nothing"):
        percentages(cooccurrence(table, measure), "either")


def test_every_whole_is_explained(table: Table) -> None:
    said = {percent_rule(percentages(table.words(), of)) for of in ("row", "column")}
    said |= {percent_rule(percentages(cooccurrence(table, "words"), of)) for of in ("row", "column", "either")}
    assert len(said) == 5
    assert percent_rule(table.words()) == ""
    assert all("100" in text for text in said if "sums" in text or "sum" in text)
