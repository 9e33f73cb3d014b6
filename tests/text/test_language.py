"""Which of a study's languages a text is in."""

from __future__ import annotations

import pytest

from toolkit.text.language import guess_language

FRENCH = "Ben là, c’est sûr que nous autres on n'était pas dans le comité, mais ça nous a aidés pour la suite."
ENGLISH = "Well, it's not that we were in the committee, but they have helped us with the rest of it."


@pytest.mark.parametrize("languages", [["fr", "en"], ["en", "fr"]])
def test_french_and_english_speech_are_told_apart(languages: list[str]) -> None:
    assert guess_language(FRENCH, languages) == "fr"
    assert guess_language(ENGLISH, languages) == "en"


def test_capitals_and_the_straight_apostrophe_count_alike() -> None:
    assert guess_language(FRENCH.upper().replace("’", "'"), ["en", "fr"]) == "fr"


def test_where_nothing_speaks_the_first_language_of_the_study_holds() -> None:
    assert guess_language("", ["en", "fr"]) == "en"
    assert guess_language("17:30 ... 42", ["fr", "en"]) == "fr"


def test_a_study_of_one_language_has_only_that() -> None:
    assert guess_language(ENGLISH, ["fr"]) == "fr"
