"""English lemmas without a model."""

from __future__ import annotations

import pytest

from toolkit.suggest.english import lemmas


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("negotiates", "negotiate"),
        ("negotiating", "negotiate"),
        ("planned", "plan"),
        ("stopping", "stop"),
        ("parties", "party"),
        ("carried", "carry"),
        ("dying", "die"),
        ("tied", "tie"),
        ("boxes", "box"),
        ("houses", "house"),
        ("churches", "church"),
        ("goes", "go"),
        ("fought", "fight"),
        ("withdrawn", "withdraw"),
        ("women", "woman"),
        ("analyses", "analysis"),
        ("analyses", "analyse"),
        ("agreed", "agree"),
        ("left", "leave"),
        ("board", "board"),
    ],
)
def test_a_form_has_its_lemma(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)


@pytest.mark.parametrize(
    ("form", "other"),
    [("bed", "be"), ("seed", "see"), ("thing", "the"), ("news", "new"), ("bus", "bu"), ("wing", "we"), ("process", "proces")],
)
def test_a_word_that_only_looks_like_a_form_keeps_to_itself(form: str, other: str) -> None:
    assert other not in lemmas(form)
    assert form in lemmas(form)
