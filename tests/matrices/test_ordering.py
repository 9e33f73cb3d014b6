"""Cases in the order of a choice, a number, a date or a text, with their bands."""

from __future__ import annotations

import pytest

from toolkit.errors import UsageError
from toolkit.matrices.ordering import Ordered, backwards, order_by_choice, order_by_value, yes_before_no

CASES = (1, 2, 3, 4)


def test_choices_come_in_their_own_order_and_what_is_not_known_last() -> None:
    order = order_by_choice("size", CASES, {1: "large", 2: "small", 4: "huge"}, {"small": "S – small", "large": "L – large"})
    assert order == Ordered("size", (2, 1, 4, 3), {2: "S – small", 1: "L – large", 4: "huge"})


def test_numbers_are_cut_where_a_band_begins() -> None:
    order = order_by_value("members", CASES, {1: "12", 2: "9,5", 3: "10", 4: "200"}, "number", (10, 100))
    assert order.cases == (2, 3, 1, 4)
    assert order.bands == {2: "under 10", 3: "10 to under 100", 1: "10 to under 100", 4: "100 and more"}


def test_numbers_without_cut_points_are_their_own_bands_and_a_text_among_them_is_not_known() -> None:
    order = order_by_value("members", CASES, {1: "12", 2: "two", 3: "2"}, "number")
    assert (order.cases, order.bands) == ((3, 1, 2, 4), {3: "2", 1: "12"})


def test_dates_are_banded_by_year_and_texts_by_themselves() -> None:
    assert order_by_value("begun", CASES, {1: "2024-02", 2: "2023", 3: "2024-01-31"}, "date").bands == {2: "2023", 3: "2024", 1: "2024"}
    assert order_by_value("begun", CASES, {1: "2024-02", 2: "2023", 3: "2024-01-31"}, "date").cases == (2, 3, 1, 4)
    assert order_by_value("town", CASES, {1: "verdun", 2: "Lachine", 3: "Verdun", 4: "Anjou"}, "text").cases == (4, 2, 1, 3)


def test_cut_points_need_numbers() -> None:
    with pytest.raises(UsageError, match="leave out --bands"):
        order_by_value("town", CASES, {1: "Verdun"}, "text", (10,))


def test_backwards_leaves_what_is_not_known_at_the_end() -> None:
    order = backwards(order_by_value("members", CASES, {1: "1", 2: "2", 4: "3"}, "number"))
    assert order.cases == (4, 2, 1, 3)


def test_yes_comes_before_no_in_any_language() -> None:
    assert list(yes_before_no(["non", "oui", "non"])) == ["oui", "non"]
    assert list(yes_before_no(["no", "yes"])) == ["yes", "no"]
