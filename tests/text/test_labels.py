"""Which labels are speakers."""

from __future__ import annotations

import pytest

from toolkit.text.labels import is_field, is_name, is_never, is_role
from toolkit.text.turns import find_turns


def names(text: str) -> list[str]:
    return [label.name for label in find_turns(text).labels]


@pytest.mark.parametrize(
    "label",
    [
        "Q",
        "P3",
        "S01",
        "J. T.",
        "INT",
        "Rép.",
        "Enquêtrice",
        "enquêteur·rice",
        "Participant(e)",
        "L'intervieweuse",
        "Unknown Speaker",
        "Mme",
    ],
)
def test_roles_and_initials(label: str) -> None:
    assert is_role(label)


@pytest.mark.parametrize("label", ["Julie", "Problème", "SALLE", "Rapport", "Product 1", "intérieur"])
def test_what_is_no_role(label: str) -> None:
    assert not is_role(label)


def test_names_have_capitals_but_for_particles() -> None:
    assert is_name("Marie de la Roche")
    assert is_name("Jean-Luc (maire)")
    assert not is_name("Marie et sa sœur")
    assert not is_name("marie")


@pytest.mark.parametrize("label", ["Date de l'entretien", "Lieu et date", "Entretien n° 3", "Entretien 3", "DURÉE", "Participants"])
def test_fields_of_a_header_box_are_never_speakers(label: str) -> None:
    assert is_field(label)
    assert is_never(label)


def test_an_announcing_word_is_no_field() -> None:
    assert is_never("Par exemple") is False
    assert is_never("Exemple")
    assert not is_field("Exemple")


@pytest.mark.parametrize(
    "text",
    [
        "Julie Roy : présidente\nMarc Côté : trésorier\nAnne Lim : secrétaire",
        "Budget : la ville paie\nÉcole : les élèves sont là\nRue : elle est fermée",
    ],
)
def test_a_list_of_names_or_things_is_nobody_s_turns(text: str) -> None:
    assert find_turns(text).layout == "none"


def test_a_thing_with_a_number_that_comes_once_is_no_speaker() -> None:
    text = "User : Un ?\nAI : Deux :\nProduct 1: trois\nProduct 2: quatre\nUser : Cinq\nAI : Six"
    assert names(text) == ["User", "AI"]


def test_a_name_that_the_text_uses_as_a_noun_must_come_often() -> None:
    talk = "Marie : On va voir l'école.\nJean : Oui.\nMarie : Bien.\nJean : Ah.\n"
    assert names(talk + "École : voir plus haut.") == ["Marie", "Jean"]
    assert names(talk + "Fatou : voir plus haut.") == ["Marie", "Jean", "Fatou"]
    assert names(talk + "École : Oui.\n" * 5) == ["Marie", "Jean", "École"]


def test_many_names_are_looked_for_together_with_the_same_result() -> None:
    """More than ten names of one word take another way through the text."""
    people = [f"{first}{second}a" for first in "BCDFG" for second in "aeiou"][:12]
    talk = "".join(f"{name} : Oui, on a vu la balle.\n{name} : Non.\n" for name in people)
    assert names(talk + "Balle : rouge.\n") == people


def test_where_turns_have_times_a_label_without_one_must_look_like_one() -> None:
    talk = "".join(f"[0:{second:02}] {name}: Oui.\non a dit : non\n" for second, name in enumerate(["INT", "Marie"] * 6, 10))
    assert names(talk) == ["INT", "Marie"]
    assert names(talk + "Julie: Oui.\nJulie: Non.") == ["INT", "Marie", "Julie"]


def test_brackets_on_a_line_of_their_own_are_no_speaker_where_speakers_have_times() -> None:
    text = "[Q] (0:01 - 0:02)\nOù ça ?\n[R] (0:02 - 0:03)\n[VILLE]\n[Q] (0:03 - 0:04)\nAh.\n[R] (0:04 - 0:05)\n[VILLE]"
    assert names(text) == ["Q", "R"]


def test_where_turns_begin_behind_the_middle_there_is_no_transcript() -> None:
    talk = "Marie : Oui.\nJean : Non.\nMarie : Ah.\nJean : Bon."
    assert find_turns("Une note.\n" * 20 + talk).layout == "none"
    assert find_turns(talk + "\nUne suite." * 20).layout == "label"
    assert find_turns("x" * len(talk) + "\n" + talk + "\n" * 200).layout == "none"


def test_a_time_in_brackets_makes_anything_a_speaker() -> None:
    text = "[Q] (0:01 - 0:02)\nQui est là ?\n[quelqu'un dans la salle] (0:02 - 0:03)\nMoi.\n[Q] (0:03 - 0:04)\nAh."
    assert names(text) == ["Q", "quelqu'un dans la salle"]


def test_a_name_that_comes_once_among_roles_is_a_speaker_only_where_most_lines_have_a_label() -> None:
    assert names("Q : Un ?\nR : Deux.\nQ : Trois ?\nR : Quatre.\nJulie : Cinq.") == ["Q", "R", "Julie"]
    assert names("Q : Un ?\nR : Deux.\nEt.\nPuis.\nQ : Trois ?\nR : Quatre.\nEt.\nPuis.\nEncore.\nToiture : cinq.\nVoilà.") == ["Q", "R"]
