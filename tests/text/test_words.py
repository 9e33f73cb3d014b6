r"""Words are the matches of `\w+(?:['’-]\w+)*`, found in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.words import WORD, count_words, word_starts


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("a", [0]),
        ("l’aréna, peut-être: 'tsé'", [0, 9, 21]),
        ("a--b a'-b a-b-c -a a-", [0, 3, 5, 8, 10, 17, 19]),
        ("3,5 km_h ½ x²", [0, 2, 4, 9, 11]),
        ("e\u0301te\u0301 👍🏽 שלום العربية", [0, 2, 9, 14]),
    ],
)
def test_where_words_begin(text: str, starts: list[int]) -> None:
    assert word_starts(text).tolist() == starts


CHARACTERS = st.one_of(st.sampled_from("aé_1-’' \u0301\u200d😀٣اש\ud800Ⅷ²\n"), st.characters())


@given(st.text(CHARACTERS, max_size=40), st.integers(0, 45), st.integers(0, 45))
def test_words_begin_where_the_pattern_matches(text: str, start: int, end: int) -> None:
    assert word_starts(text).tolist() == [match.start() for match in WORD.finditer(text)]
    assert word_starts(text, start, end).tolist() == [match.start() for match in WORD.finditer(text, start, end)]
    assert count_words(text) == len(word_starts(text))
