"""Two who speak without being named."""

from __future__ import annotations

import pytest

from toolkit.text.turns import find_turns
from toolkit.text.unnamed import FIRST, SECOND


def said(text: str) -> list[tuple[str | None, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text).turns if turn.kind == "speech"]


@pytest.mark.parametrize("dash", ["- ", "– ", "—\u00a0", "–"])
def test_dashes_that_open_turns_are_two_speakers_without_a_role(dash: str) -> None:
    text = f"Entretien 3\n{dash}Vous venez d'ici ?\n{dash}Oui.\nDepuis toujours.\n{dash}Et vos parents ?\n{dash}Non, eux de Laval."
    transcript = find_turns(text)
    assert transcript.layout == "dash"
    assert said(text) == [
        (FIRST, "Vous venez d'ici ?"),
        (SECOND, "Oui.\nDepuis toujours."),
        (FIRST, "Et vos parents ?"),
        (SECOND, "Non, eux de Laval."),
    ]
    assert text[transcript.turns[0].start : transcript.turns[0].end] == "Entretien 3"


def test_the_one_who_answers_may_speak_first() -> None:
    text = "- Installez-vous.\n- C'est ici ?\n- Oui.\n- Je commence ?\n- Allez-y."
    assert [speaker for speaker, _text in said(text)] == [FIRST, SECOND, FIRST, SECOND, FIRST]


@pytest.mark.parametrize(
    "text",
    [
        "Présents :\n- Marie\n- Jean\n- Paul\n- Fatou\n- Ahmed",
        "- Comment ça va ?\n- Où ça ?\n- Quand ?\n- Pourquoi ?\n- Qui ?",
        "- Un ?\n- Oui.\n- Deux ?\n- Non.\n- Ah.\n- Trois ?\n- Oui.\n- Quatre ?\n- Non.\n- Cinq ?",
        "Une longue note.\nEncore une.\nEt une autre.\nPuis rien.\n- Un ?\n- Deux.\n- Trois ?\n- Oui.\nA.\nB.\nC.\nD.\nE.",
        "-5 degrés ?\n-6 degrés.\n-7 degrés ?\n-8 degrés.",
        "---\n- - -\n–––\n---",
    ],
)
def test_a_list_and_a_dialogue_in_which_somebody_was_left_out_name_nobody(text: str) -> None:
    assert find_turns(text).layout == "none"


def test_labels_go_before_dashes() -> None:
    text = "Q : Un ?\nR : Deux :\n- trois ?\n- quatre.\n- cinq ?\n- six.\nQ : Ah.\nR : Oui."
    assert [speaker for speaker, _text in said(text)] == ["Q", "R", "Q", "R"]
