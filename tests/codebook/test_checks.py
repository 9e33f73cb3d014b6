"""A codebook is checked with its own examples."""

from __future__ import annotations

from toolkit.codebook.checks import Alike, Check, Reach, check
from toolkit.codebook.reading import read_codebook


def checked(codes: str, **options: object) -> Check:
    codebook, problems = read_codebook("key: k\nlanguages: [fr]\ncodes:\n" + codes)
    assert codebook is not None, problems
    return check(codebook, **options)  # type: ignore[arg-type]


EXAMPLES = (
    "examples: [{quote: L’accord tient. Ils  négocient, applies: true}, {quote: On dort, applies: true}, "
    "{quote: Pas d'accord, applies: false}]"
)


def test_a_cue_is_counted_on_examples_and_counter_examples() -> None:
    found = checked(f"- {{key: a, cues: [l'accord, 're:^pas'], {EXAMPLES}}}\n")
    assert found.reach == (Reach("a", "fr", positives=2, reached=1, negatives=1, hit=1),)


def test_a_literal_cue_is_whole_words_in_any_case_and_typography() -> None:
    assert checked(f"- {{key: a, cues: [l'acc, ILS négocient], {EXAMPLES}}}\n").reach[0].reached == 1
    assert checked(f"- {{key: a, cues: [l'acc], {EXAMPLES}}}\n").reach[0].reached == 0


def test_a_lemma_is_compared_with_written_forms_or_with_the_lemmas_given() -> None:
    code = f"- {{key: a, cues: ['lemma:négocier'], {EXAMPLES}}}\n"
    assert checked(code).reach[0].reached == 0
    assert checked(code, lemmas=lambda text, _language: text.replace("négocient", "négocier").split()).reach[0].reached == 1


def test_codes_with_the_same_cues_cannot_be_told_apart() -> None:
    assert checked("- {key: a, cues: [x, Y]}\n- {key: b, cues: [y, x]}\n- {key: c, cues: [y]}\n").alike == (
        Alike("a", "b", "fr", "same cues"),
    )


def test_a_code_whose_examples_are_all_reached_by_another_is_reported_but_not_by_its_own_family() -> None:
    codes = "- {key: a, cues: [oui]}\n- {key: a.b, cues: [non], examples: [{quote: oui, applies: true}]}\n- {key: c, cues: [oui, non]}\n"
    assert checked(codes).alike == (Alike("a.b", "c", "fr", "examples reached"),)


def test_codes_without_definition_or_example_are_listed_but_not_empty_slots() -> None:
    found = checked("- {key: a, definition: x}\n- {key: b, examples: [{quote: q, applies: false}]}\n- {key: c, reserved: non lu}\n")
    assert (found.without_definition, found.without_example) == (("b",), ("a", "b"))


def test_an_expression_that_takes_too_long_is_reported_and_passed_over() -> None:
    code = f"- {{key: a, cues: ['re:(a|aa)+$'], examples: [{{quote: {'a' * 60}b, applies: true}}]}}\n"
    found = checked(code)
    assert [str(cue) for cue in found.slow] == ["re:(a|aa)+$"]
