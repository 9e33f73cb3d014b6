"""Proposals for a register, with the French model and without a model."""

from __future__ import annotations

import pytest

from toolkit.suggest.base import Passages
from toolkit.suggest.names import KnownName, NameProposal, name_key, propose_names


def passages(texts: tuple[str, ...], language: str) -> list[Passages]:
    return [Passages(number, language, text, ((0, len(text)),)) for number, text in enumerate(texts)]


def propose(language: str, *texts: str, known: tuple[KnownName, ...] = (), speakers: tuple[str, ...] = ()) -> dict[str, NameProposal]:
    return {proposal.name: proposal for proposal in propose_names(passages(texts, language), known, speakers)}


def test_heads_with_what_goes_with_them_are_proposed_under_one_name(french: str) -> None:
    texts = ("On a appelé la commission scolaire et le comité de parents.", "Le Comité de parents et la commission scolaire sont venus.")
    found = propose(french, *texts)
    assert {"commission scolaire", "comité de parents"} <= {name.lower() for name in found}
    places = next(one for name, one in found.items() if name.lower() == "comité de parents").mentions
    assert [texts[document][start:end].lower() for document, start, end in places] == ["comité de parents"] * 2


def test_how_people_begin_to_speak_is_not_a_name(french: str) -> None:
    found = propose(
        french, "Ben, on verra. Pis c'est ça. Euh, oui. Faque Gaétan est venu. Ok. Veux-tu ? Je veux. Tu veux.", "Avec Gaétan, toujours."
    )
    assert set(found) == {"Gaétan"}


def test_a_word_that_is_written_small_elsewhere_is_no_name(french: str) -> None:
    assert propose(french, "Barrière fermée. Une barrière, encore la barrière.", "Barrière ouverte.") == {}


def test_a_short_form_goes_to_its_one_long_form_and_an_acronym_to_its_words(french: str) -> None:
    found = propose(
        french, "Avec la Ville de Laval, puis la ville, puis la Ville. Au CSS, soit le Centre de services scolaire, on attend le CSS."
    )
    assert {form.lower() for form in found["Ville de Laval"].aliases} == {"ville"}
    assert len(found["Ville de Laval"].mentions) == 3
    assert [name for name, one in found.items() if "CSS" in (name, *one.aliases)] == [name for name in found if "ville" not in name.lower()]


def test_a_short_form_of_two_names_stays_alone(french: str) -> None:
    found = propose(french, "La Ville de Laval et la Ville de Longueuil ont parlé. La ville hésite, et la ville attend.")
    assert {"Ville de Laval", "Ville de Longueuil", "ville"} <= set(found)


def test_two_persons_of_one_name_are_not_made_one(french: str) -> None:
    found = propose(french, "On a vu monsieur Théoret et madame Théoret.", "Chez monsieur Théoret, et chez monsieur Gaétan, donc Gaétan.")
    assert {"monsieur Théoret", "madame Théoret"} <= set(found)
    assert sum("Gaétan" in name for name in found) == 1


def test_the_register_is_found_in_small_letters_and_takes_its_aliases(french: str) -> None:
    known = KnownName("La barrière", ("Ginette",))
    found = propose(french, "On ferme la barrière. Ginette est gelée.", known=(known,))
    assert found["La barrière"].already_known_as == "La barrière"
    assert len(found["La barrière"].mentions) == 2
    assert found["La barrière"].aliases == ()


def test_a_word_of_the_register_may_be_a_common_one(french: str) -> None:
    texts = "La barrière bloque. On lève la barrière. Une barrière ?"
    found = propose(french, texts, known=(KnownName("-", ("barrière",)),))
    assert len(found["-"].mentions) == 3


def test_who_speaks_in_the_transcripts_is_marked(french: str) -> None:
    found = propose(french, "Avec Josée, on a parlé de Gaétan.", "Donc avec Josée et avec Gaétan.", speakers=("Josée",))
    assert found["Josée"].kind == "speaker"
    assert found["Gaétan"].kind != "speaker"


def test_the_most_often_named_comes_first_then_the_one_in_more_documents(french: str) -> None:
    texts = ("Avec Dave, avec Dave, avec Kim.", "Avec Kim et pour Zoé, pour Zoé.")
    assert [name for name in propose(french, *texts) if name in {"Dave", "Kim", "Zoé"}] == ["Kim", "Dave", "Zoé"]


@pytest.mark.usefixtures("no_models")
def test_english_without_a_model() -> None:
    texts = (
        "Well, we met the health authority and the landlords' association. I like Jonah. Okay. Went home.",
        "So the health authority, the Housing Secretariat, the landlords' association and Ruth-Anne. Ask the Secretariat.",
        "The board of the Mission asked Jonah on Tuesday. Monday was fine.",
    )
    found = propose("en", *texts)
    assert set(found) == {"health authority", "landlords' association", "Jonah", "Housing Secretariat", "Ruth-Anne", "board of the Mission"}
    assert found["Housing Secretariat"].aliases == ("Secretariat",)


def test_the_interviewers_words_name_nobody() -> None:
    text = "And Jonah? With Colette."
    (found,) = propose_names([Passages(1, "en", text, ((11, len(text)),))], ())
    assert (found.name, found.mentions) == ("Colette", ((1, 16, 23),))


@pytest.mark.parametrize(
    ("one", "other"),
    [("les Comités de parents", "Comité des parents"), ("l’École", "ecole"), ("la Marie-Ève", "Marie Eve"), ("CLSC", "le clsc")],
)
def test_names_with_one_key_are_one(one: str, other: str) -> None:
    assert name_key(one, "fr") == name_key(other, "fr")


def test_names_with_two_keys_are_two() -> None:
    assert name_key("comité de parents", "fr") != name_key("comité de pilotage", "fr")
