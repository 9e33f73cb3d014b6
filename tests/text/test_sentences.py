"""Sentences of speech, in French and English."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.sentences import MAX_LENGTH, sentences
from toolkit.text.words import WORD


@pytest.mark.parametrize(
    "text",
    [
        "Un.|Deux ?|Trois !|Quatre…|Cinq",
        "Je… enfin, on verra.|Bon...|Après, oui.",
        "M. Roy et Mme. Côté voient le Dr. Lim.|Puis J. Tremblay.",
        "Ça coûte 3.50 $ à 17 h. 30 près.|Oui.",
        "On a des vis, des clous, etc. pour tout.|Des vis, etc.|Et après ?",
        "P. ex. le toit, cf. le plan.|Voir no. 12 et p. 3.|No.|I said no.|Then yes.",
        "« Tu viens ? »|“Yes.”|(Il est parti.)|Voilà.",
        "Quoi ?!|Non !!!|Si.|« Ah ! ».|Bon.",
        "Il dit « Non.|Jamais. »|et part.",
    ],
)
def test_where_sentences_end(text: str) -> None:
    expected = text.split("|")
    whole = " ".join(expected)
    assert [whole[start:end] for start, end in sentences(whole)] == expected


def test_a_line_end_ends_a_sentence() -> None:
    assert sentences("un\n deux \n\n") == [(0, 2), (4, 8)]


def test_only_the_given_stretch_is_cut() -> None:
    assert sentences("Un. Deux. Trois.", 4, 9) == [(4, 9)]


def test_endless_speech_is_cut_after_commas_else_at_spaces_never_in_a_word() -> None:
    clauses = ", ".join("et puis on a fait " + "x" * n for n in range(20, 80))
    cut = [clauses[start:end] for start, end in sentences(clauses)]
    assert all(len(piece) <= MAX_LENGTH for piece in cut)
    assert all(piece.endswith(",") for piece in cut[:-1])
    assert sentences("mot " * 400)[0][1] <= MAX_LENGTH
    assert sentences("x" * 2000 + " fin") == [(0, 2000), (2001, 2004)]


def test_rows_of_marks_are_cut_in_no_time() -> None:
    text = "!" * 5000 + "a" + ")" * 5000 + ". )" * 5000
    assert sentences(text)[-1][1] == len(text)


SPEECH = st.text(st.sampled_from("aéZ .,…?!«»()\n\u00a0’'3M"), max_size=200)


@given(st.one_of(SPEECH, SPEECH.map(lambda text: text * 30), st.text()))
def test_sentences_are_in_order_disjoint_trimmed_and_hold_every_word(text: str) -> None:
    spans = sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(any(start <= word.start() and word.end() <= end for start, end in spans) for word in WORD.finditer(text))
