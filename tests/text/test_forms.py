"""Numbers, dates, yes and no are known however people and spreadsheets write them; what could mean two things is not guessed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.forms import date_forms, number_form, yes_no_form

FRENCH_MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"]
ENGLISH_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("12,50", "12.5"),
        ("1,234", "1.234"),
        ("1\u202f234,5", "1234.5"),
        ("1 234 567", "1234567"),
        ("1'234.50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0,0", "0"),
        ("007", "7"),
        ("0.1000000000000000000000000000000000001", "0.1000000000000000000000000000000000001"),
        ("12 3", None),
        ("1,23,4", None),
        ("12 %", None),
        ("1e5", None),
        ("nan", None),
        ("", None),
    ],
)
def test_a_number_is_known_by_its_value(text: str, number: str | None) -> None:
    assert number_form(text) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_written_with_spaces_and_a_comma_is_the_same_number(number: Decimal) -> None:
    written = f"{number:,f}".replace(",", "\u00a0").replace(".", ",")
    assert Decimal(number_form(written) or "nan") == number


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2024", ["2024"]),
        ("2024-6", ["2024-06"]),
        ("2024/06/02", ["2024-06-02"]),
        ("2024-06-02 00:00:00", ["2024-06-02"]),
        ("2/6/2024", ["2024-06-02", "2024-02-06"]),
        ("6/6/2024", ["2024-06-06"]),
        ("25/06/2024", ["2024-06-25"]),
        ("06/25/2024", ["2024-06-25"]),
        ("2.6.2024", ["2024-06-02"]),
        ("1er juin 2024", ["2024-06-01"]),
        ("jeudi 6 juin 2024", ["2024-06-06"]),
        ("Thursday, June 6th, 2024", ["2024-06-06"]),
        ("déc. 2023", ["2023-12"]),
        ("45455", ["2024-06-12"]),
        ("31/02/2024", []),
        ("13/13/2024", []),
        ("6/24", []),
        ("6 juin", []),
        ("12/06-2024", []),
        ("soon", []),
        ("", []),
    ],
)
def test_a_date_is_known_by_its_day(text: str, dates: list[str]) -> None:
    assert list(date_forms(text)) == dates


@given(st.dates(date(1930, 1, 1), date(2150, 1, 1)))
def test_a_day_in_words_of_either_language_and_as_a_spreadsheets_number_is_that_day(day: date) -> None:
    number = (day - date(1899, 12, 30)) // timedelta(days=1)
    written = (
        f"{day.day} {FRENCH_MONTHS[day.month - 1]} {day.year}",
        f"{ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}",
        day.isoformat(),
        str(number),
    )
    assert [date_forms(text) for text in written] == [(day.isoformat(),)] * 4


@pytest.mark.parametrize(("text", "form"), [("OUI", "yes"), (" vrai ", "yes"), ("FALSE", "no"), ("n", "no"), ("1", None), ("", None)])
def test_yes_and_no_are_known_in_both_languages(text: str, form: str | None) -> None:
    assert yes_no_form(text) == form
