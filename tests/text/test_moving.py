"""A passage is found again in a corrected text: exactly its words, or it is called doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from corrections import CORRECTIONS, MIXED, Corrected, corrected, draw_spans, tally
from hypothesis import given
from hypothesis import strategies as st

from toolkit.readers import read_bytes
from toolkit.text.moving import Mover

if TYPE_CHECKING:
    from pathlib import Path

TALK = """\
Q : Qu'est-ce que vous faites ici, Marie ?
R : J'accueille les familles du quartier, et je fais le lien avec l'école. Marie Tremblay m'aide le jeudi.
Q : Et les autres ?
R : Les autres sont contre, euh, ils disent que ça coûte trop cher à la ville.
Q : D'accord.
R : On se parle quand même, deux fois par mois, au café de la place.
Q : D'accord.
R : Au début personne n'y croyait, même pas la directrice.
"""


def moved(old: str, new: str, quote: str) -> tuple[str | None, str]:
    """What stands at the new place of a quote, and how it was found."""
    start = old.index(quote)
    found = Mover(old, new).move(start, start + len(quote))
    return (None if found.start is None else new[found.start : found.end]), found.how


@pytest.mark.parametrize("quote", ["Les autres sont contre", "au café de la place.", "Q : Et les autres ?"])
def test_the_same_words_further_down_are_unchanged(quote: str) -> None:
    assert moved(TALK, "Transcription revue.\n" + TALK, quote) == (quote, "unchanged")


def test_a_name_is_replaced_by_a_pseudonym_within_and_at_the_border() -> None:
    new = TALK.replace("Marie Tremblay", "Anne").replace("Marie", "Anne")
    assert moved(TALK, new, "Marie Tremblay m'aide le jeudi.") == ("Anne m'aide le jeudi.", "by diff")
    assert moved(TALK, new, "Marie Tremblay") == ("Anne", "by diff")


def test_a_paragraph_inserted_within_a_passage_is_in_it_and_one_beside_it_is_not() -> None:
    new = TALK.replace("R : Les autres", "Q : Pardon, le téléphone sonnait.\nR : Les autres")
    quote = "Et les autres ?\nR : Les autres sont contre"
    assert moved(TALK, new, quote) == ("Et les autres ?\nQ : Pardon, le téléphone sonnait.\nR : Les autres sont contre", "by diff")
    assert moved(TALK, new, "Les autres sont contre") == ("Les autres sont contre", "unchanged")


def test_a_moved_paragraph_is_found_by_context() -> None:
    line = "R : On se parle quand même, deux fois par mois, au café de la place.\n"
    assert moved(TALK, line + TALK.replace(line, ""), "On se parle quand même") == ("On se parle quand même", "by context")


def test_a_sentence_that_went_into_another_turn_is_found_by_context() -> None:
    sentence = " On se parle quand même, deux fois par mois, au café de la place du marché."
    old = TALK.replace(" On se parle quand même, deux fois par mois, au café de la place.", sentence + " Voilà tout.")
    new = old.replace(sentence, "").replace("avec l'école.", "avec l'école." + sentence)
    assert moved(old, new, sentence.strip()) == (sentence.strip(), "by context")


def test_a_passage_of_which_a_part_was_moved_is_doubtful() -> None:
    line = "R : On se parle quand même, deux fois par mois, au café de la place.\n"
    quote = "Q : D'accord.\n" + line + "Q : D'accord.\nR : Au début personne n'y croyait"
    assert moved(TALK, line + TALK.replace(line, ""), quote)[1] == "doubtful"


def test_what_was_left_out_stands_nowhere() -> None:
    new = TALK.replace("R : Au début personne n'y croyait, même pas la directrice.\n", "")
    assert moved(TALK, new, "Au début personne n'y croyait") == (None, "nowhere")


def test_one_of_two_same_lines_that_cannot_be_told_apart_is_doubtful() -> None:
    old = "Q : Bien.\nR : Oui.\nR : Oui.\nQ : Et puis ?\n"
    mover = Mover(old, old.replace("R : Oui.\nR : Oui.\n", "R : Oui.\n"))
    first, second = old.index("Oui"), old.rindex("Oui")
    assert mover.move(first, first + 3).how == "doubtful"
    assert mover.move(second, second + 3).how == "doubtful"
    assert mover.move(0, len(old)).how == "by diff"


def test_a_passage_written_anew_is_doubtful() -> None:
    new = TALK.replace(
        "Les autres sont contre, euh, ils disent que ça coûte trop cher", "Il y en a qui ne veulent pas, parce que c'est trop cher"
    )
    assert moved(TALK, new, "Les autres sont contre, euh, ils disent que")[1] == "doubtful"


def test_scanned_words_are_found_repaired() -> None:
    old = TALK.replace("familles", "farni1les").replace("quartier", "quar-\ntier").replace("directrice", "direcﬁrice")
    assert moved(old, TALK, "les farni1les du quar-\ntier") == ("les familles du quartier", "by diff")


@pytest.mark.parametrize(
    ("old", "new", "quote", "found"),
    [
        ('Il dit "oui". Puis non.', "Il dit «\u00a0oui\u00a0». Puis non.", '"oui".', "«\u00a0oui\u00a0»."),
        ("On verra bien. Demain.", "On verra bien… Demain.", "On verra bien.", "On verra bien…"),
        ("On verra bien, demain.", "On verra bien. Demain.", "On verra bien", "On verra bien"),
        ("Alors (rires) voilà.", "Alors, (rires), voilà.", "(rires)", "(rires)"),
    ],
)
def test_the_marks_around_a_passage_are_in_it_as_they_were(old: str, new: str, quote: str, found: str) -> None:
    assert moved(old, new, quote)[0] == found


def test_mere_marks_are_found_beside_the_same_words() -> None:
    assert moved("Bon… alors, voilà.", "Eh bien, bon… alors voilà.", "…") == ("…", "unchanged")
    assert moved("Bon… alors, voilà.", "Bon alors, voilà.", "…") == (None, "nowhere")


def test_an_empty_text_and_nothing_in_common() -> None:
    assert moved("un deux trois", "", "deux") == (None, "nowhere")
    assert Mover("", "un deux").move(0, 0).how in ("nowhere", "unchanged")


@given(st.text(alphabet="ab é\n.:", max_size=60), st.text(alphabet="ab é\n.:", max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_a_place_is_always_within_the_new_text(old: str, new: str, start: int, length: int) -> None:
    found = Mover(old, new).move(min(start, len(old)), min(start + length, len(old)))
    assert (found.start is None) == (found.how == "nowhere")
    if found.start is not None and found.end is not None:
        assert 0 <= found.start <= found.end <= len(new)


@given(st.text(alphabet="ab é\n.:", max_size=60), st.integers(0, 60), st.integers(1, 20))
def test_in_the_same_text_everything_stands_where_it_stood(text: str, start: int, length: int) -> None:
    start = min(start, max(0, len(text) - 1))
    end = min(len(text), start + length)
    if start < end:
        assert (found := Mover(text, text).move(start, end)).how == "unchanged"
        assert (found.start, found.end) == (start, end)


def judged(case: Corrected, seed: int, count: int) -> dict[str, int]:
    """The tally of some spans of a corrected text."""
    spans = draw_spans(case.old, count, seed)
    mover = Mover(case.old, case.new)
    found = [mover.move(*span) for span in spans]
    return tally(case, spans, [(None if one.start is None or one.end is None else (one.start, one.end), one.how) for one in found])


@pytest.mark.parametrize("kind", [*CORRECTIONS, MIXED])
def test_no_coding_of_a_constructed_talk_is_put_on_wrong_words_in_silence(kind: str) -> None:
    turns = [
        f"{'QR'[n % 2]} : {' '.join(f'{word}{n}' for word in ('alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta'))}." for n in range(60)
    ]
    other = "\n".join(f"Z : {' '.join(f'autre{n}{letter}' for letter in 'abcdef')}." for n in range(20))
    for seed in range(3):
        counts = judged(corrected("\n".join(turns) + "\n", other, kind, seed), seed, 40)
        assert counts.get("WRONG", 0) == 0, counts


@pytest.mark.parametrize("kind", [*CORRECTIONS, MIXED])
def test_real_interviews_are_corrected_and_no_coding_is_put_on_wrong_words_in_silence(shared_data: Path, kind: str) -> None:
    paths = [
        *sorted((shared_data / "artisans/interviews").glob("*.docx"))[::27],
        *sorted((shared_data / "fredsum/transcript").glob("*.txt"))[::48],
    ]
    texts = [read_bytes(path.name, path.read_bytes()).text for path in paths]
    total: dict[str, int] = {}
    for seed, text in enumerate(texts):
        for name, count in judged(corrected(text, texts[seed - 1], kind, seed), seed, 40).items():
            total[name] = total.get(name, 0) + count
    assert total.get("WRONG", 0) == 0, total
    sure = total.get("right", 0) + total.get("doubtful", 0)
    assert sure >= 0.99 * total["n"], total
    assert total.get("doubtful", 0) - total.get("impossible", 0) <= 0.02 * total["n"], total
