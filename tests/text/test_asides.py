"""Which brackets are a transcriber's notes and which hold words that were said."""

from __future__ import annotations

import pytest

from toolkit.text.asides import find_asides

NOTES = """
    (rires) [rires] (Rires_gênés) (petit_rire) (un_long_silence) (elle_rit) (Marie_rit) [inaudible] [inaudible_00:12:34] (inaud.) (...) […]
    (.) (0.5) (3_secondes) (12_seconds_pause) [00:12:34] (0:12) #00:02:00-4# ((tousse_en_regardant_la_porte)) [laughs] (they_both_laugh)
    (tout_le_monde_parle_en_même_temps) (nervous_laughter) [crosstalk] (everyone_talking_at_once) (pause_pendant_l’entretien) (?)
    (clears_throat)
"""


@pytest.mark.parametrize("note", [note.replace("_", " ") for note in NOTES.split()])
def test_a_transcribers_note_is_an_aside(note: str) -> None:
    text = f"Oui {note} non"
    assert find_asides(text) == [(4, 4 + len(note))]


@pytest.mark.parametrize(
    "words",
    [
        "[VILLE]",
        "[nom de la directrice]",
        "[REDACTED]",
        "(enfin, je crois)",
        "(travaux pratiques)",
        "(1)",
        "(2025)",
        "(traditionnel)",
        "(il y avait un bruit terrible ce jour-là dans l'atelier du fond)",
        "(for music releases)",
        "XXXX",
    ],
)
def test_words_that_were_said_or_stand_for_such_are_no_aside(words: str) -> None:
    assert find_asides(f"Oui {words} non") == []


def test_only_the_given_stretch_is_looked_at() -> None:
    assert find_asides("(rires) oui (rires) non (rires)", 8, 24) == [(12, 19)]
