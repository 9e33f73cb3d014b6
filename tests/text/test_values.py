"""What a column of a table holds is told from all its values."""

from __future__ import annotations

import pytest

from toolkit.text.values import fits, infer_type, is_date


@pytest.mark.parametrize("text", ["2024", "2024-06", "2024-06-12", "2024-02-29"])
def test_a_date_is_a_year_a_month_or_a_day(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2023-02-29", "12/06/2024", "2024-6", "2024-06-12T10:00", "0000"])
def test_anything_else_is_no_date(text: str) -> None:
    assert not is_date(text)


def test_numbers_may_have_a_comma_or_a_point() -> None:
    assert fits("-3,5", "number")
    assert fits("12", "number")
    assert not fits("3 ans", "number")
    assert not fits("", "number")


def test_a_choice_is_one_of_those_named_and_a_text_is_anything() -> None:
    assert fits("rural", "choice", ["rural", "urbain"])
    assert not fits("Rural", "choice", ["rural", "urbain"])
    assert fits("", "text")


@pytest.mark.parametrize(
    ("values", "type_", "choices"),
    [
        (["oui", "non", "Oui", ""], "yes/no", ()),
        (["2021", "2022"], "number", ()),
        (["2021", "2022-03"], "date", ()),
        (["3,5", "4"], "number", ()),
        (["a", "b", "a", "b"], "choice", ("a", "b")),
        (["a", "b", "a"], "text", ()),
        (["oui", "peut-être", "oui", "oui"], "choice", ("oui", "peut-être")),
        (["12", "douze"], "text", ()),
        ([], "text", ()),
        (["", ""], "text", ()),
    ],
)
def test_the_narrowest_type_that_all_values_fit(values: list[str], type_: str, choices: tuple[str, ...]) -> None:
    assert infer_type(values) == (type_, choices)


def test_many_different_values_are_no_choice() -> None:
    assert infer_type([str(n) + "x" for n in range(13)] * 3)[0] == "text"
    assert infer_type([str(n) + "x" for n in range(12)] * 3)[0] == "choice"
