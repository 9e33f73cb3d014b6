"""Word lists with which names are told from other words, per language. All are lower-case, singular where they can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["organisation", "group", "person", "place", "speaker", "other"]


@dataclass(frozen=True, slots=True)
class NameWords:
    """What one language's names are made of.

    `heads` are nouns that name who acts, with the kind of it; `things` are those of them that more often name furniture or a place;
    `definite` are the words before a noun that say that it is known which one; `of` joins a noun to a head; `links` may stand inside a
    name; `never` are no name although they may have a capital (how people begin to speak, days, months); `titles` stand before a
    person's name.
    """

    heads: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    things: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    def head_kind(self, word: str) -> Kind | None:
        """What a noun, singular or plural, is a name for; None if it is no head."""
        return self.heads.get(word) or self.heads.get(singular(word))

    def is_thing(self, word: str) -> bool:
        """Whether a head alone, without a capital, says little."""
        return not self.things.isdisjoint((word, singular(word)))


def singular(word: str) -> str:
    """A word without the ending that most French and English plurals have."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("aux") and len(word) > 4:
        return word[:-3] + "al"
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) and not word.endswith("ss") else word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _heads(organisations: str, groups: str, persons: str) -> Mapping[str, Kind]:
    heads: dict[str, Kind] = dict.fromkeys(organisations.split(), "organisation")
    heads |= dict.fromkeys(groups.split(), "group")
    heads |= dict.fromkeys(persons.split(), "person")
    return MappingProxyType(heads)


FRENCH = NameWords(
    heads=_heads(
        organisations="""
        administration agence arrondissement association banque bibliothèque bureau cabinet caisse centre cégep chambre clinique
        clsc cissss ciusss cisss collectif collège comité commission communauté compagnie concertation conseil coalition
        coopérative corporation direction école entreprise fabrique fédération firme fondation gouvernement hôpital institut
        maison mairie ministère mrc municipalité mutuelle office organisation organisme parti paroisse police préfecture
        regroupement réseau secrétariat société syndicat table université ville
        """,
        groups="""
        ado adolescent aîné bénévole
        chercheur citoyen commerçant élu élève employé employeur enseignant équipe étudiant gestionnaire habitant
        intervenant jeune locataire marchand membre organisateur parent participant partenaire patient policier professeur
        professionnel propriétaire résident riverain travailleur usager voisin
        """,
        persons="""
        adjointe agent agente animateur animatrice avocat avocate brigadier brigadière chef cheffe commissaire conseiller
        conseillère coordinateur coordinatrice coordonnateur coordonnatrice curé directeur directrice éducateur éducatrice évêque
        facilitateur facilitatrice fonctionnaire infirmier infirmière ingénieur ingénieure maire mairesse médecin ministre notaire
        patron patronne préfet préfète président présidente responsable secrétaire trésorier trésorière
        """,
    ),
    things=_words("bureau cabinet caisse centre chambre direction maison office organisation parti réseau table"),
    definite=_words("le la l' les du des au aux mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces"),
    of=_words("de du des d'"),
    links=_words("de du des d'"),
    never=_words("""
        ah ahan alors aussi après avant ayoye bah ben bein bof bon bonjour bref câlisse car cela certes c'est chut coudonc crime
        d'abord d'accord de deux donc dommage écoute écoutez eh enfin ensuite euh eum évidemment exactement fait faque fin
        franchement genre grosso hein heu heureusement hey hm hmm honnêtement hum ici là ma mais mdr merci mettons mhm mm mmh mmm
        mon moi non nous oh ok okay on or ou ouais ouf oui ouin pantoute par parce parfait parfois pas pis plus pourquoi puis
        quand quelle qui quoi regarde regardez sauf si sinon soit sûrement tabarnak tant tchèque tiens toi tout trois très tsé tu
        un une voilà voyons vraiment vous wow y'a y'en ya ça ç'a ç' c' ca janvier février mars avril mai juin juillet août
        septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche dieu noël pâques inaudible rire
        rires silence
        """),
    titles=_words("monsieur madame mademoiselle m. mme mlle mr dr docteur docteure me maître père sœur abbé"),
)

ENGLISH = NameWords(
    heads=_heads(
        organisations="""
        administration agency association authority bank board borough bureau cabinet chamber church city clinic coalition
        collective college commission committee community company cooperative corporation council county department district
        federation firm foundation government hospital house institute library ministry mission municipality network office
        organisation organization parish partnership police province school secretariat service shelter society table team town
        trust union university
        """,
        groups="""
        carer citizen client clinician doctor elder employee employer family funder kid landlord lawyer member neighbor neighbour nurse
        owner parent partner patient politician professional researcher resident staff student teacher tenant trustee
        veteran volunteer worker youth
        """,
        persons="""
        boss bishop chair chairman chairperson clerk commissioner coordinator councillor councilor dean director engineer
        facilitator judge manager mayor minister officer pastor planner president principal priest secretary sheriff spokesperson
        superintendent supervisor treasurer
        """,
    ),
    things=_words("bureau cabinet chamber church community firm house office service staff table town trust"),
    definite=_words("the our their my your his her its these those this that"),
    of=_words("of for"),
    links=_words("of for & 's ' de du"),
    never=_words("""
        actually ah alright also anyway aw bless bloody christ christmas easter eh er exactly fine frankly funny gee god gosh
        great ha hello hey hi hm hmm honestly huh hum i i'd i'll i'm i've jeez jesus like look mhm mm mm-hm mm-hmm mmm nah never
        no nope now ok okay oh ooh oops please right say see so sorry sure thank thanks then there today tomorrow tonight uh
        uh-huh um umm very wait well what whatever wow ya yeah yep yes yesterday yup january february march april may june july
        august september october november december monday tuesday wednesday thursday friday saturday sunday inaudible laughs
        laughter silence
        """),
    titles=_words("mr mr. mrs mrs. ms ms. miss dr dr. sir madam father sister brother reverend"),
)

LISTS = {"fr": FRENCH, "en": ENGLISH}
