"""What is searched is found as by reading every word, with its turn and speaker."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from builders import small_study
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.actions import assigning, labels, people, searching
from toolkit.errors import NotFound, UsageError
from toolkit.store import documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.study import Study

TALKS = {
    "a": "Q : L’aréna, c’est à qui ?\nR : À la Ville. Le rendez-vous est à l'ARENA ; peut être à l’aréna.\n",
    "b": "Q : Et l'œuvre ?\nR : Les cœurs, oui.\n\nBref, l’aréna (rires) est là.\nQ : Là ?\nR : Là, à l'aréna. Oui, là\n",
    "c": "Note sans personne : peut-être l'arène.\nEncore l’aréna, élève, élevé, élevée.\n",
    "d": "Le rendez\u00a0- vous : rendez‑vous, RENDEZ-VOUS ; rendezvous.\n_l_ l'l'l ll l\n",
}
WORDS = ["l", "la", "là", "aréna", "arena", "ARÉNA", "à", "est", "rendez", "vous", "peut", "être", "oui", "cœurs", "œuvre"]
WORDS += ["élève", "élevé", "ELEVE", "ville", "q", "r", "rires", "_l_", "ll", "zzz"]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    with small_study(tmp_path_factory.mktemp("talks"), **TALKS) as opened:
        yield opened


def by_reading(written: str, asked: list[str], *, begins: bool, accents: bool) -> list[tuple[int, int]]:
    """Every place of words that follow each other, read letter by letter."""
    words: list[tuple[int, int]] = []
    for place, letter in enumerate(written):
        if letter.isalnum() or letter == "_":
            start = words.pop()[0] if words and words[-1][1] == place else place
            words.append((start, place + 1))

    def same(said: str, wanted: str, *, beginning: bool) -> bool:
        said, wanted = said.lower(), wanted.lower()
        if not accents:
            said, wanted = ("".join(c for c in unicodedata.normalize("NFD", w) if not unicodedata.combining(c)) for w in (said, wanted))
        return said.startswith(wanted) if beginning else said == wanted

    found, free = [], 0
    for first in range(len(words) - len(asked) + 1):
        window = words[first : first + len(asked)]
        if window[0][0] >= free and all(
            same(written[start:end], wanted, beginning=begins and number == len(asked) - 1)
            for number, ((start, end), wanted) in enumerate(zip(window, asked, strict=True))
        ):
            found.append((window[0][0], window[-1][1]))
            free = window[-1][1]
    return found


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from([" ", "-", "’", " … "]), st.booleans(), st.booleans())
@example(["l", "aréna"], "'", False, True)
@example(["l", "l"], "'", False, True)
@example(["élev"], " ", True, False)
def test_a_search_finds_what_reading_every_word_finds(study: Study, asked: list[str], joint: str, begins: bool, accents: bool) -> None:
    written = joint.join(asked) + ("*" if begins else "")
    with study.read() as connection:
        found = searching.search(connection, [written], accents=accents)
        texts = {document.name: documents.text_of(connection, document.text_version) for document in documents.documents(connection)}
    expected = [(name, *span) for name, text in texts.items() for span in by_reading(text, asked, begins=begins, accents=accents)]
    assert [(place.document, place.start, place.end) for place in found.places] == expected
    assert (found.total, found.documents) == (len(expected), len({name for name, *_span in expected}))


def places(study: Study, *words: str, **said: object) -> list[tuple[str, int | None, str | None, str]]:
    with study.read() as connection:
        found = searching.search(connection, words, **said)  # type: ignore[arg-type]
    return [(place.document, place.turn, place.speaker, place.quote) for place in found.places]


def test_a_place_says_its_turn_its_speaker_and_what_stands_around_it(study: Study) -> None:
    with study.read() as connection:
        [place] = searching.search(connection, ["rendez-vous"], document="a").places
    assert (place.turn, place.speaker, place.case) == (2, "R", "case a")
    assert (place.before, place.quote, place.after) == ("À la Ville. Le ", "rendez-vous", " est à l'ARENA ; peut être à l’aréna.")


def test_case_and_what_stands_between_words_do_not_matter_but_accents_do(study: Study) -> None:
    assert [place[3] for place in places(study, "peut-être")] == ["peut être", "peut-être"]
    assert [place[3] for place in places(study, "arena")] == ["ARENA"]
    assert len(places(study, "arena", accents=False)) == 6
    assert [place[3] for place in places(study, "élev*")] == ["élevé", "élevée"]


def test_of_several_words_all_are_said_in_one_turn(study: Study) -> None:
    assert places(study, "aréna", "là") == [
        ("b.txt", 2, "R", "aréna"),
        ("b.txt", 2, "R", "là"),
        ("b.txt", 4, "R", "Là"),
        ("b.txt", 4, "R", "aréna"),
        ("b.txt", 4, "R", "là"),
    ]
    assert places(study, "aréna", "ville") == [("a.txt", 2, "R", "Ville"), ("a.txt", 2, "R", "aréna")]


def test_labels_and_paragraphs_are_found_too(study: Study) -> None:
    assert places(study, "q", document="a") == [("a.txt", None, None, "Q")]
    assert places(study, "encore") == [("c.txt", 2, None, "Encore")]


def test_a_limit_shows_fewer_and_counts_all(study: Study) -> None:
    with study.read() as connection:
        found = searching.search(connection, ["aréna"], limit=2)
    assert ([place.document for place in found.places], found.total, found.documents) == (["a.txt", "a.txt"], 5, 3)


def test_a_case_is_that_of_the_turn(tmp_path: Path) -> None:
    with small_study(tmp_path, one="Q: Who?\nR: Ann, here.\nS: Ben, here.\n") as study:
        people.add_case(study, "other")
        labels.set_person(study, "one", "S", "Ben")
        people.change_person(study, "Ben", case="other")
        assert places(study, "here", case="other") == [("one.txt", 3, "S", "here")]
        assigning.assign_turns(study, "one", "other", numbers="2")
        assert places(study, "here", case="case one") == []
        assert places(study, "who", case="case one") == [("one.txt", 1, "Q", "Who")]


def test_what_has_no_word_and_what_is_not_there_is_refused(study: Study) -> None:
    for refused, words, said in ((UsageError, ["…"], {}), (NotFound, ["la"], {"document": "zz"}), (NotFound, ["la"], {"case": "zz"})):
        with pytest.raises(refused):
            places(study, *words, **said)
    assert places(study, "zzz") == []
