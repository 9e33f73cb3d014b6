"""Who speaks where: layouts, labels that are none, and the rule that nothing of a text gets lost."""

from __future__ import annotations

import pytest

from toolkit.text.turns import Transcript, find_turns
from toolkit.text.unnamed import BOLD, PLAIN


def said(text: str, transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, text[turn.start : turn.end]) for turn in transcript.turns if turn.kind == "speech"]


def headers(text: str, transcript: Transcript) -> list[str]:
    return [text[turn.start : turn.end] for turn in transcript.turns if turn.kind == "header"]


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("brackets", "[A] (0:01 - 0:11)\n\nUn.\n\n[B] (0:12- 0:13)\nDeux.\n[A]\nTrois."),
        ("brackets", "[Chercheur]\nUn.\n[Interviewé]\nDeux.\n[Chercheur] (0:012 - 0:13)\nTrois."),
        ("name and time", "A B  0:05\nUn.\n\nB  0:12\nDeux.\n\nA B  1:02:03\nTrois."),
        ("time and name", "00:00:05 A\nUn.\n00:00:07 B\nDeux.\n00:00:09 A\nTrois."),
        ("table", "0:01\tA\tUn.\n0:02\tB\tDeux.\n0:04\tA\tTrois."),
        ("table", "A\tUn.\nB\tDeux.\nA\tTrois."),
        ("label", "A : Un.\nB : Deux.\nA : Trois."),
        ("label", "A\u00a0: Un.\nB\u202f: Deux.\nA\u00a0: Trois."),
        ("label", "**A:** Un.\n\n**B** : Deux.\n\n**A:** Trois."),
        ("label", "[00:12] A: Un.\n[00:15] B: Deux.\n[1:00:15] A: Trois."),
        ("label", "00:03:40.5A: Un.\n00:03:41.5B: Deux.\n00:03:44A: Trois."),
        ("label", "A (0:12) : Un.\nB (0:14) : Deux.\nA (0:15) : Trois."),
        ("label", "A :\nUn.\nB :\nDeux.\nA :\nTrois."),
        ("letter", "Q. Un.\nR. Deux.\nQ. Trois."),
    ],
)
def test_every_layout_gives_the_speech_without_label_and_time(layout: str, text: str) -> None:
    transcript = find_turns(text)
    assert transcript.layout == layout
    assert [what for _speaker, what in said(text, transcript)] == ["Un.", "Deux.", "Trois."]


@pytest.mark.parametrize(
    "label", ["Q", "INT", "P3", "Intervieweuse", "Participante 3", "Julie", "Mme Tremblay", "Jean-Luc (maire)", "J. T."]
)
def test_a_label_is_the_speaker_as_the_document_writes_it(label: str) -> None:
    text = f"{label} : Où ?\nR : Ici.\n{label} : Ah."
    assert said(text, find_turns(text)) == [(label, "Où ?"), ("R", "Ici."), (label, "Ah.")]


def test_times_are_milliseconds() -> None:
    first, second = (turn for turn in find_turns("[A] (0:01 - 1:11)\nUn.\n[B] (1:02:03 - 1:02:04)\nDeux.").turns if turn.kind == "speech")
    assert (first.start_ms, first.end_ms) == (1000, 71_000)
    assert (second.start_ms, second.end_ms) == (3_723_000, 3_724_000)


@pytest.mark.parametrize(
    "text", ["[0:05] A: Un.\nB: Deux.", "A (0:05): Un.\nB: Deux.", "0:05\tA\tUn.\n0:09\tB\tDeux.", "A  0:05\nUn.\nB  0:09\nDeux."]
)
def test_a_time_is_read_before_or_after_the_name(text: str) -> None:
    assert next(turn.start_ms for turn in find_turns(text).turns if turn.kind == "speech") == 5000


def test_a_paragraph_without_label_continues_the_turn_before_it() -> None:
    text = "Q : Un ?\nR : Deux.\n\nTrois.\nQ : Ah ?"
    assert said(text, find_turns(text))[1] == ("R", "Deux.\n\nTrois.")


def test_what_stands_before_the_first_label_is_a_header() -> None:
    text = "---\nA: b\n---\nEntretien 3\nDate : 12 mai\n\nQ : Un ?\nR : Deux, et tout ce qui va avec."
    assert headers(text, find_turns(text)) == ["---\nA: b\n---\nEntretien 3\nDate : 12 mai", "Q :", "R :"]


@pytest.mark.parametrize(
    "line",
    [
        "Le problème : personne.",
        "Note : à revoir.",
        "Source : le journal.",
        "https://exemple.org",
        "17:30 on part.",
        "Par exemple : ça.",
        "Bilan : rien de ce bilan.",
    ],
)
def test_a_colon_within_speech_is_no_speaker(line: str) -> None:
    text = f"INT : Un ?\nP1 : Deux.\n{line}\nINT : Trois ?\n{line}\nP1 : Quatre."
    assert {label.name for label in find_turns(text).labels} == {"INT", "P1"}


def test_somebody_who_speaks_once_among_names_is_a_speaker() -> None:
    text = "Julie : Un.\nMarc : Deux.\nJulie : Trois.\nMarc : Quatre.\nFatou : Cinq.\nRésultat : six."
    assert [label.name for label in find_turns(text).labels] == ["Julie", "Marc", "Fatou"]


@pytest.mark.parametrize(
    "text",
    [
        "3 mai\n\n17:30 Arrivée de la directrice.\n17:45 Les parents s'installent.\n\nNote : revoir le plan.\nNote : appeler.",
        "Il pleut. Marie arrive.\n" * 30 + "Marie : Bonjour.\nPaul : Salut.",
        "[Photo 1]\nLa salle.\n[Photo 2]\nLa cour.\n[rires]\nOn part.\n[rires]",
        "A. Premier point\nA. Encore un point",
        "Rien du tout",
        "",
    ],
)
def test_notes_have_no_turns(text: str) -> None:
    assert find_turns(text) == Transcript((), "none")


def test_questions_in_bold_and_plain_answers_are_two_speakers() -> None:
    text = "Entretien\nPourquoi ?\nParce que.\nEt puis voilà.\nEt après ?\nRien."
    bold = tuple((text.index(line), text.index(line) + len(line)) for line in ("Entretien", "Pourquoi ?", "Et après ?"))
    transcript = find_turns(text, bold)
    assert transcript.layout == "bold"
    assert headers(text, transcript) == ["Entretien"]
    assert said(text, transcript) == [(BOLD, "Pourquoi ?"), (PLAIN, "Parce que.\nEt puis voilà."), (BOLD, "Et après ?"), (PLAIN, "Rien.")]


def test_bold_headings_of_a_report_are_not_questions() -> None:
    text = "Contexte\nUn texte.\nMéthode\nDeux textes.\nRésultats\nTrois."
    bold = tuple((text.index(line), text.index(line) + len(line)) for line in ("Contexte", "Méthode", "Résultats"))
    assert find_turns(text, bold).layout == "none"


def test_labels_are_told_with_turns_words_and_first_lines_and_notes_are_not_words() -> None:
    text = "Q : Ça va ?\nR : Oui (rires) bien.\nEt vous ?\nQ : Oui."
    first, second = find_turns(text).labels
    assert (first.name, first.turns, first.words, first.first_lines) == ("Q", 2, 3, ("Ça va ?", "Oui."))
    assert (second.name, second.turns, second.words, second.first_lines) == ("R", 1, 4, ("Oui (rires) bien.",))
