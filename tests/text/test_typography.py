"""Typographic variants become one form, at the same offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.typography import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Aréna", "l'aréna"),
        ("« Oui »", '" oui "'),
        ("Où\u00a0?\u202f!", "où ? !"),
        ("Montréal‑Nord – là", "montréal-nord - là"),
        ("İSTANBUL", "İstanbul"),
    ],
)
def test_variants_are_alike_and_accents_stay(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_a_folded_text_is_as_long_as_it_was(text: str) -> None:
    assert len(fold(text)) == len(text)
