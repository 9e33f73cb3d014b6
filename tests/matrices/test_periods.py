"""Dates that may be partial, in periods and between limits."""

from __future__ import annotations

import pytest

from toolkit.matrices.periods import PERIODS, may_lie, period_name, period_of


@pytest.mark.parametrize(("month", "quarter"), [("01", "Q1"), ("03", "Q1"), ("04", "Q2"), ("09", "Q3"), ("10", "Q4"), ("12", "Q4")])
def test_months_are_in_their_quarter(month: str, quarter: str) -> None:
    assert period_of(f"2024-{month}-15", "quarter") == period_of(f"2024-{month}", "quarter") == f"2024-{quarter}"


def test_a_date_that_says_less_stands_before_those_of_its_year_and_says_what_is_unknown() -> None:
    found = {by: sorted({period_of(date, by) for date in ("2024-06-12", "2024", "2023-12-31", "2024-06")}) for by in PERIODS}
    assert found == {
        "year": ["2023", "2024"],
        "quarter": ["2023-Q4", "2024", "2024-Q2"],
        "month": ["2023-12", "2024", "2024-06"],
        "day": ["2023-12-31", "2024", "2024-06", "2024-06-12"],
    }
    assert [period_name("2024", by) for by in PERIODS] == ["2024", "2024, quarter unknown", "2024, month unknown", "2024, month unknown"]
    assert period_name("2024-06", "day") == "2024-06, day unknown"


@pytest.mark.parametrize(
    ("date", "since", "until", "lies"),
    [
        ("2024", "2024-06", "", True),  # it may be of December
        ("2024", "", "2024-06", True),  # or of January
        ("2023", "2024", "", False),
        ("2024-06-30", "", "2024-06", True),
        ("2024-07-01", "", "2024-06", False),
        ("2024-07-01", "2024-07-01", "2024-07-01", True),
        ("1999", "", "", True),
    ],
)
def test_a_date_lies_between_limits_if_one_of_its_days_may(date: str, since: str, until: str, lies: bool) -> None:
    assert may_lie(date, since, until) is lies
