"""Paragraphs and spans without white space at their ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.paragraphs import paragraphs, trimmed


@given(st.text(st.sampled_from("ab \t\n\u00a0"), max_size=60))
def test_paragraphs_are_the_lines_that_are_not_blank(text: str) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == [line.strip() for line in text.split("\n") if line.strip()]


def test_a_blank_span_is_empty_where_it_begins() -> None:
    assert trimmed("a  \n b", 1, 5) == (1, 1)
    assert trimmed("a  \n b", 0, 6) == (0, 6)
