"""What stands around a transcript and is nobody's speech: header boxes, titles, names of columns, the last line of a program."""

from __future__ import annotations

import pytest

from toolkit.text.turns import find_turns


def first_header(text: str) -> str:
    turn = find_turns(text).turns[0]
    assert turn.kind == "header"
    return text[turn.start : turn.end]


def first_speech(text: str) -> tuple[str | None, str]:
    turn = next(turn for turn in find_turns(text).turns if turn.kind == "speech")
    return turn.speaker, text[turn.start : turn.end]


TALK = "Enquêteur : Bonjour, merci de me recevoir.\nEnquêtée : Avec plaisir.\nEnquêteur : On commence ?\nEnquêtée : Oui."


@pytest.mark.parametrize(
    "box",
    [
        "Date : 3 mai 2016\nLieu : café de la Gare\nDurée : 1 h 12",
        "Entretien n° 3 : la directrice\nEnquêteur : Jean Roy\nEnquêtée : Mme Côté, agente\nTranscripteur : A. Lim\nDate de l'entrevue : 3",
        "Date : 3 mai 2016\nLieu : café\nEnquêteur : Jean Roy\nEnquêtée : Mme Côté",
        "ENTRETIEN 4\n\nEnquêteur : J. R.\n\nEnquêtée : M. C.\n\nDurée\u00a0: 72 min",
        "**Date :** 3 mai\n**Enquêteur :** Jean Roy",
        "Date\t3 mai\nEnquêteur\tJean Roy",
        "---\ntitre: x\n---\nParticipants : Anne, Marie et Jean\nEnregistrement : complet",
    ],
)
def test_a_header_box_is_no_speech(box: str) -> None:
    text = f"{box}\n\n{TALK}"
    assert first_header(text) == box
    assert first_speech(text) == ("Enquêteur", "Bonjour, merci de me recevoir.")


@pytest.mark.parametrize(
    "opening",
    [
        "Enquêteur : Bonjour.\nDate : c'est bien le 3 ?",
        "Enquêteur : On y est, alors je lance.\nLieu : mon bureau, disons.",
        "Enquêteur :\nBonjour.\nDate : oui.",
    ],
)
def test_a_field_after_speech_has_begun_is_speech(opening: str) -> None:
    text = f"{opening}\n{TALK}"
    speaker, speech = first_speech(text)
    assert speaker == "Enquêteur"
    assert speech.splitlines()[-1] in opening.splitlines()


def test_a_greeting_below_the_box_is_speech() -> None:
    text = f"Date : 3 mai\nLieu : café\nEnquêteur : Bonjour\n{TALK}"
    assert first_speech(text) == ("Enquêteur", "Bonjour")


def test_a_long_first_paragraph_ends_the_search_for_a_box() -> None:
    text = "Enquêteur : Oui\n" + "mot " * 60 + f"\nDate : hier\n{TALK}"
    assert first_speech(text)[0] == "Enquêteur"
    assert first_header(text) == "Enquêteur :"


def test_the_names_of_columns_are_no_turn() -> None:
    text = "Heure\tLocuteur\tTexte\n0:01\tMarie\tUn.\n0:02\tJean\tDeux.\n0:04\tMarie\tTrois."
    assert first_header(text) == "Heure\tLocuteur\tTexte"
    assert {label.name for label in find_turns(text).labels} == {"Marie", "Jean"}


def test_a_role_among_the_names_of_columns_does_not_speak() -> None:
    text = "Interview 4\nSpeaker\tText\nINT\tUn.\nP3\tDeux.\nINT\tTrois."
    assert first_header(text) == "Interview 4\nSpeaker\tText"
    assert {label.name for label in find_turns(text).labels} == {"INT", "P3"}


@pytest.mark.parametrize(
    "line",
    [
        "Transcribed by https://otter.ai",
        "Transcrit avec noScribe vers. 0.7",
        "Marie Roy stopped transcription",
        "Marie a arrêté la transcription",
    ],
)
def test_the_last_line_of_a_program_is_a_header_and_only_there(line: str) -> None:
    text = f"{TALK}\n{line}\n\n"
    last = find_turns(text).turns[-1]
    assert (last.kind, text[last.start : last.end]) == ("header", line)
    text = f"{TALK}\n{line}\nEnquêteur : Merci."
    assert [turn.kind for turn in find_turns(text).turns][-2:] == ["header", "speech"]
    assert line in text[find_turns(text).turns[-3].start : find_turns(text).turns[-3].end]
