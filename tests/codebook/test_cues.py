"""Cues are written in three ways."""

from __future__ import annotations

import pytest

from toolkit.codebook.cues import Cue, all_cues, parse_cue
from toolkit.codebook.reading import read_codebook
from toolkit.errors import UsageError


@pytest.mark.parametrize(
    ("written", "kind", "text"),
    [
        ("pour nous", "literal", "pour nous"),
        ("lemma:défendre", "lemma", "défendre"),
        ("re:selon (eux|elles)", "re", "selon (eux|elles)"),
        ("le problème : personne", "literal", "le problème : personne"),
        (r"re:\p{Lu}+", "re", r"\p{Lu}+"),
    ],
)
def test_a_cue_says_its_kind_before_the_colon(written: str, kind: str, text: str) -> None:
    cue = parse_cue(written, "fr", "a")
    assert (cue.kind, cue.text, str(cue)) == (kind, text, written)


@pytest.mark.parametrize("written", ["", " ", "re:(", "lema:x", "https://x.org"])
def test_what_is_not_a_cue_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        parse_cue(written, "fr", "a")


def test_all_cues_come_with_language_and_code() -> None:
    codebook, _ = read_codebook("key: k\nlanguages: [fr, en]\ncodes: [{key: a, cues: {fr: [x], en: ['lemma:y']}}, {key: b}]\n")
    assert codebook is not None
    assert all_cues(codebook) == [Cue("literal", "x", "fr", "a"), Cue("lemma", "y", "en", "a")]
