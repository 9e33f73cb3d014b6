"""The cue suggester: which sentences it proposes, and why."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.codebook.codebook import Code, Codebook
from toolkit.suggest import SUGGESTERS
from toolkit.suggest.base import Passages, Reason
from toolkit.suggest.cues import CueSuggester
from toolkit.text.sentences import sentences
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from toolkit.suggest.base import Proposal

needs_french = pytest.mark.skipif(not importlib.util.find_spec("fr_core_news_md"), reason="the French model is not installed")


def codebook(language: str, **cues: list[str]) -> Codebook:
    codes = tuple(Code(key=key, id=key, uid=b"", label={}, cues={language: tuple(written)}) for key, written in cues.items())
    return Codebook("book", (language,), codes=codes)


def passages(text: str, language: str = "fr", document: int = 1) -> Passages:
    return Passages(document, language, text, ((0, len(text)),))


def suggest(text: str, language: str = "fr", **cues: list[str]) -> list[Proposal]:
    return CueSuggester(codebook(language, **cues), (language,)).suggest(passages(text, language))


def words(text: str, language: str = "fr", **cues: list[str]) -> list[str]:
    return [reason.words for proposal in suggest(text, language, **cues) for reason in proposal.reasons]


def test_the_shelf_shows_the_suggester() -> None:
    assert SUGGESTERS["cues"] is CueSuggester


@pytest.mark.parametrize("text", ["C’est nous qui payons.", "c'est nous qui payons.", "« C’EST nous », dit-on.", "Bref, C'est  nous."])
@pytest.mark.parametrize("cue", ["c'est nous", "C’est nous"])
def test_a_literal_cue_ignores_case_typography_and_doubled_spaces(text: str, cue: str) -> None:
    (found,) = words(text, power=[cue])
    assert found in text


def test_accents_are_never_ignored() -> None:
    assert words("Un élève releve le défi.", a=["eleve"]) == []
    assert words("Un élève releve le défi.", a=["élève"]) == ["élève"]


def test_a_cue_is_found_after_an_elision_and_only_as_whole_words() -> None:
    text = "L’école, l'arrondissement et les écoliers du sous-comité."
    assert words(text, a=["école", "arrondissement", "comité", "écolier"]) == ["école", "arrondissement"]


def test_a_proposal_is_the_sentence_with_all_its_cues_in_their_order() -> None:
    text = "Rien ici. Ça bloque, on tourne en rond, ça bloque. Fin."
    (proposal,) = suggest(text, stuck=["tourne en rond", "ça bloque", "en rond"])
    assert text[proposal.start : proposal.end] == "Ça bloque, on tourne en rond, ça bloque."
    assert [reason.words for reason in proposal.reasons] == ["Ça bloque", "tourne en rond", "en rond", "ça bloque"]
    assert (proposal.document, proposal.code, proposal.fields, proposal.probability) == (1, "stuck", {}, None)


def test_one_sentence_may_be_proposed_for_several_codes_in_the_codebooks_order() -> None:
    proposals = suggest("On a négocié. On a négocié ensemble.", z=["négocié"], a=["négocié ensemble"])
    assert [(proposal.start, proposal.code) for proposal in proposals] == [(0, "z"), (14, "z"), (14, "a")]


def test_what_the_interviewer_says_and_what_stands_in_an_aside_is_not_proposed() -> None:
    text = "Q : Et la chicane ? R : Pas de (parle de la chicane) problème. Une chicane, oui."
    speech = ((text.index("Pas"), text.index("(")), (text.index(") problème") + 1, len(text)))
    (proposal,) = CueSuggester(codebook("fr", a=["chicane"]), ("fr",)).suggest(Passages(1, "fr", text, speech))
    assert text[proposal.start : proposal.end] == "Une chicane, oui."


def test_a_cue_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert suggest("Elle parle pour. Nous, on écoute.", a=["pour nous", "pour . nous"]) == []


def test_a_reserved_code_is_never_proposed() -> None:
    reserved = Code(key="slot", id="slot", uid=b"", label={}, cues={"fr": ("chicane",)}, reserved={"fr": "pas lu"})
    book = Codebook("book", ("fr",), codes=(reserved,))
    suggester = CueSuggester(book, ("fr",))
    assert suggester.suggest(passages("Une chicane.")) == []
    assert [problem.what for problem in suggester.limits("fr")] == ["The codebook has no cues in the language “fr”."]


def test_a_document_is_searched_with_the_cues_of_its_language_only() -> None:
    code = Code(key="a", id="a", uid=b"", label={}, cues={"fr": ("table",), "en": ("board",)})
    suggester = CueSuggester(Codebook("book", ("fr", "en"), codes=(code,)), ("fr", "en"))
    text = "La table board."
    found = [made for number, language in ((1, "fr"), (2, "en"), (3, "es")) for made in suggester.suggest(passages(text, language, number))]
    assert [(proposal.document, proposal.reasons[0].cue) for proposal in found] == [(1, "table"), (2, "board")]
    assert [problem.what for problem in suggester.limits("es")] == ["The codebook has no cues in the language “es”."]


@needs_french
@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        ("Ils défendaient leur secteur.", "défendre", ["défendaient"]),
        ("Chacun tire la couverture de son bord.", "tirer la couverture", ["tire la couverture"]),
        ("Ils ont tiré  la couverture.", "tirer la couverture", ["tiré  la couverture"]),
        ("On a des billes là-dedans.", "avoir des billes", ["a des billes"]),  # a lemma beside a word as it is written
        ("Il manque d’argent et il parle du comité.", "manquer de", ["manque d’"]),
        ("Il manque d’argent et il parle du comité.", "parler de", ["parle du"]),
        ("Elles s’entendent avec l'école.", "se entendre", ["s’entendent"]),
        ("C'est pour elles, pas pour eux.", "pour elles", ["pour elles"]),
        ("C'est pour elles, pas pour eux.", "lui", []),  # the model's lemma of `elles`
        ("Et puis on verra.", "pouvoir", []),  # the model's lemma of `puis`
        ("Au CIUSSS, les élus arrivent.", "ciusss", ["CIUSSS"]),
        ("La défense du quartier.", "défendre", []),
    ],
)
def test_a_lemma_cue_in_french(text: str, cue: str, found: list[str]) -> None:
    assert words(text, a=[f"lemma:{cue}"]) == found


@needs_french
def test_the_version_names_the_model_only_where_lemmas_are_looked_for() -> None:
    assert CueSuggester(codebook("fr", a=["chicane"]), ("fr",)).version == "1"
    assert CueSuggester(codebook("fr", a=["lemma:négocier"]), ("fr",)).version.startswith("1, fr_core_news_md 3.8")


@pytest.mark.usefixtures("no_models")
def test_without_a_model_french_lemma_cues_are_looked_for_as_written_and_that_is_said_once() -> None:
    suggester = CueSuggester(codebook("fr", a=["lemma:défendre"], b=["lemma:manquer de"]), ("fr",))
    texts = ["Il faut défendre la rue.", "Ils défendent la rue.", "Manquer d'argent."]
    found = [made for n, text in enumerate(texts) for made in suggester.suggest(passages(text, document=n))]
    assert [(proposal.document, proposal.reasons[0].words) for proposal in found] == [(0, "défendre"), (2, "Manquer d'")]
    assert suggester.problems == []
    (problem,) = suggester.limits("fr")
    assert problem.what == "The cues that begin with “lemma:” were looked for as they are written."
    assert problem.todo == "Install the French language model: pip install 'terrain-toolkit[fr]'."
    assert suggester.version == "1"


@pytest.mark.usefixtures("no_models")
def test_without_a_model_english_lemma_cues_use_the_table_and_the_rules() -> None:
    text = "They fought, negotiated and withdrew; parties were meeting landlords."
    cues = ["lemma:fight", "lemma:negotiate", "lemma:withdraw", "lemma:party be", "lemma:meet landlord"]
    assert words(text, "en", a=cues) == ["fought", "negotiated", "withdrew", "parties were", "meeting landlords"]


def test_expressions_ignore_case_and_typography_but_keep_their_capitals() -> None:
    assert words("N’est-ce pas — SELON eux ?", a=[r"re:selon (eux|elles)", r"re:n'est\S+", r"re:n’est", "re:z*"]) == [
        "N’est",
        "N’est-ce",
        "SELON eux",
    ]


def test_an_expression_that_never_ends_is_skipped_and_reported_while_the_others_go_on() -> None:
    endless = "re:^(a|aa)+$"
    book = codebook("fr", a=[endless, "re:fin\\w*"], b=["chicane"])
    suggester = CueSuggester(book, ("fr",), expression_seconds=0.05)
    texts = [f"{'a' * 60}b, une chicane finie.", "Chicane finale."]
    found = [made for n, text in enumerate(texts) for made in suggester.suggest(passages(text, document=n))]
    assert [(p.document, p.code) for p in found] == [(0, "a"), (0, "b"), (1, "a"), (1, "b")]
    (problem,) = suggester.problems
    assert (problem.path, problem.place) == ("book", f"code a, cue {endless}")
    assert "took over 0.05 seconds" in problem.what


def test_an_expression_that_does_not_compile_once_its_dashes_are_alike_is_reported() -> None:
    suggester = CueSuggester(codebook("fr", a=["re:[z–a]", "oui"]), ("fr",))
    assert len(suggester.suggest(passages("Oui."))) == 1
    assert [problem.place for problem in suggester.problems] == ["code a, cue re:[z–a]"]


def test_two_runs_propose_the_same() -> None:
    cues = {"b": ["on", "re:o.", "lemma:aller chercher"], "a": ["on va", "chercher"]}
    first, second = (CueSuggester(codebook("fr", **cues), ("fr",)) for _run in range(2))
    text = passages("On va chercher, on cherche. On va.")
    assert len(first.suggest(text)) == 4
    assert first.suggest(text) == second.suggest(text)


def test_the_fingerprint_is_of_all_that_the_result_depends_on_beside_the_text() -> None:
    def print_of(where: Passages, **cues: list[str]) -> bytes:
        return CueSuggester(codebook("fr", **cues), ("fr",)).fingerprint(where)

    whole = passages("On va.")
    same = print_of(whole, a=["on"])
    assert print_of(Passages(2, "fr", "Autre texte", whole.speech), a=["on"]) == same
    others = [
        print_of(whole, a=["on", "va"]),
        print_of(whole, b=["on"]),
        print_of(whole, a=["re:on"]),
        print_of(whole, a=["lemma:on"]),
        print_of(Passages(1, "fr", "On va.", ((0, 2),)), a=["on"]),
        print_of(Passages(1, "en", "On va.", whole.speech), a=["on"]),
    ]
    assert len({same, *others}) == 7


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Oui. Bon.", r"bon\.$"),
        ("Bon.\nOui. Bon.", r"^bon"),
        ("Bon. Oui.", r"bon\.(?!\s)"),
        ("Oui. Bon.", r"(?<![.\s])bon"),
        ("Bon. Oui.", r"bon\.\Z"),
        ("Bon. Oui.", r"bon\W++\Z"),
        ("Bon ! Oui.", r"\w+ !"),
        ("Bon. Oui.", r"(b)on|(?P<x>oui)"),
        ("Oui. Oui. Bon.", r"o[^x]*b|bon"),
    ],
)
def test_an_expression_fits_a_sentence_as_if_nothing_stood_around_it(text: str, expression: str) -> None:
    import regex

    spans = [text[start:end].lower() for start, end in sentences(text, 0, len(text))]
    alone = [match.group() for sentence in spans for match in regex.finditer(expression, sentence)]
    assert alone
    assert [word.lower() for word in words(text, a=[f"re:{expression}"])] == alone


def test_a_reason_is_explained_in_the_language_asked_for_and_survives_json() -> None:
    (proposal,) = suggest("We negotiate.", "en", a=["lemma:negotiate", "we"])
    suggester = SUGGESTERS["cues"](codebook("en"), ("en",))
    assert [suggester.explain(reason, "en") for reason in proposal.reasons] == [
        "“We” is a cue.",
        "“negotiate” is a form of the cue “negotiate”.",
    ]
    assert [Reason(**reason.as_dict()) for reason in proposal.reasons] == list(proposal.reasons)  # type: ignore[arg-type]


pieces = st.sampled_from(
    ["C’est", "nous", " ", "  ", "\u00a0", "\n", ". ", "'", "’", "l’", "qu'", "école", "Écoles", "on", "-", "–", "😀", "\u0301", "İ"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=30).map("".join))
def test_the_place_of_every_reason_holds_the_words_of_its_cue(text: str) -> None:
    for proposal in suggest(text, a=["c'est nous", "école", "on", "l'école", "re:qu'\\w+", "re:-"]):
        for reason in proposal.reasons:
            assert proposal.start <= reason.start < reason.end <= proposal.end
            assert text[reason.start : reason.end] == reason.words
            if reason.kind == "literal":
                assert "".join(fold(reason.words).split()) == "".join(fold(reason.cue).split())
