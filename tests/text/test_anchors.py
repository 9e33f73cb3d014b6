"""A quote is found where it stands, whatever typography and line ends it was written with."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.anchors import find_quote


def test_every_place_is_found_in_order_also_overlapping_ones() -> None:
    assert find_quote("tatata", "tata") == [(0, 4), (2, 6)]
    assert find_quote("oui, non, oui", "oui") == [(0, 3), (10, 13)]


def test_case_typography_and_line_ends_do_not_matter_but_accents_do() -> None:
    text = "L’été\u00a0: « on s’est\nvus »"
    assert find_quote(text, "l'été : \"") == [(0, 9)]
    assert find_quote(text, "On s'est vus") == [(10, 22)]
    assert find_quote(text, "l'ete") == []


def test_a_quote_with_accents_as_marks_of_their_own_is_found() -> None:
    quote = unicodedata.normalize("NFD", "été")
    assert len(quote) == 5
    assert find_quote("Cet été-là", quote) == [(4, 7)]


def test_offsets_count_code_points() -> None:
    assert find_quote("😀😀 là", "là") == [(3, 5)]


def test_a_letter_whose_small_form_is_longer_does_not_shift_what_follows() -> None:
    assert find_quote("İstanbul, oui", "OUI") == [(10, 13)]


def test_the_words_around_choose_among_several_places_but_hide_none_when_they_fit_nowhere() -> None:
    text = "bon, oui. non, oui."
    assert find_quote(text, "oui", before="non, ") == [(15, 18)]
    assert find_quote(text, "oui", after=". non") == [(5, 8)]
    assert find_quote(text, "oui", before="peut-être ") == [(5, 8), (15, 18)]


def test_an_empty_quote_is_nowhere() -> None:
    assert find_quote("oui", "") == []


@given(st.text(alphabet="aé’' «\n-—É", max_size=40), st.integers(0, 40), st.integers(1, 10))
def test_what_stands_in_a_text_is_found_there(text: str, start: int, length: int) -> None:
    quote = text[start : start + length]
    places = find_quote(text, quote)
    assert not quote or (start, start + len(quote)) in places
