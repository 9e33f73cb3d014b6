"""Which labels at the beginning of lines are speakers, and which are the words of somebody who says `Le problème : …`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.text.asides import is_note
from toolkit.text.paragraphs import count_paragraphs
from toolkit.text.typography import fold
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

# What the header box of an interview, the head of a program's file or a table's first row has on its left.
FIELDS = """
    date, lieu, durée, heure, jour, place, location, duration, time, day, temps, timespan, titre, title, objet, sujet, subject, topic,
    thème, theme, projet, project, étude, study, entretien, entrevue, interview, rencontre, séance, session, meeting, enregistrement,
    recording, recorded, fichier, fichier audio, file, audio, audio file, media, média, transcription, retranscription, transcript,
    transcript id, verbatim, transcripteur, transcriptrice, transcrit par, transcribed by, transcriber, mots-clés, keywords, tél, tel,
    téléphone, fax, courriel, email, âge, age, sexe, genre, gender, profession, fonction, poste, statut, organisme, organisation,
    organization, établissement, pseudonyme, pseudonym, nom, prénom, name, langue, language, code, version, participants, participantes,
    personnes présentes, présents, présences, absents, ordre du jour, auteur, autrice, author, contexte, context, conditions, résumé,
    summary
"""
# Marks of an author, and words with which speech announces something.
ANNOUNCING = """
    note, notes, nota, nota bene, nb, n.b, n.b., ps, p.s, p.s., source, sources, http, https, mailto, www, url, re, ref, réf, cf, ok, cv,
    page, figure, tableau, table, annexe, conclusion, introduction, remarque, remarques, remark, commentaire, commentaires, comment,
    comments, observation, observations, attention, important, warning, exemple, exemples, example, examples, ex, problème, problem,
    résultat, result, solution, raison, donc, bref, alors, voilà, bon, ben, oui, non, moi, so, well, yes, no, accueil, arrivée, départ,
    début, fin, pause, repas, réunion, visite
"""
FIELD_WORDS = frozenset(word.strip() for word in FIELDS.split(","))
NEVER = FIELD_WORDS | {word.strip() for word in ANNOUNCING.split(",")}
# `Date de l'entretien`, `Lieu et date`, `Entretien n° 3` are what their first word is.
REST_OF_FIELD = re.compile(r" (?:de|du|des|d'|of|et|and|n°|no\.?|#|\d)\b.*| \d+$| n°.*")

ROLE = re.compile(
    r"(?:l['e] ?|la |the |unknown |autre |other )?(?:int|intv|interviewer|interview[eé]e?s?|intervieweu(?:r|se)"
    r"|enquêt(?:eur|rice|eurs|és?|ées?)|chercheu(?:r|re|se)|participante?|répondante?|rép|rep|respondent|question|réponse|answer|researcher|modérat(?:eur|rice)"
    r"|moderator|animat(?:eur|rice)|facilitat(?:or|eur|rice)|speaker|intervenante?|locut(?:eur|rice)|personne(?: interrogée)?|assistante?"
    r"|interlocut(?:eur|rice)|user|ai|homme|femme|voix|voice|man|woman|observat(?:eur|rice)|observer|host|guest|journaliste|interprète"
    r"|interpreter|m\.|mme|mlle|monsieur|madame|mr|mrs|ms)(?:[·./(-](?:e|es|ne|rice|trice|euse|se)\)?)?(?:[ _]?\d{1,3}| [a-z])?\.?"
)
INITIALS = re.compile(r"[A-ZÀ-Þ]{1,3}\d{0,3}|[A-ZÀ-Þ]\.(?: ?[A-ZÀ-Þ]\.){0,2}")
NAME_WORD = re.compile(r"(?:[dl]['’])?[A-ZÀ-ÖØ-Þ\d]")
IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")
SPACES = re.compile(r"[ \u00a0\u2009\u202f]+")
HAS_DIGIT = re.compile(r"\d")
SIMPLE_WORD = re.compile(r"[^\W_]+")
FEW = 10  # so many words are looked for one by one faster than among all words of a text
PARTICLES = frozenset(("de", "du", "des", "la", "le", "les", "von", "van", "der", "den", "di", "da", "el", "al", "bin", "ben", "et", "and"))

HEADS_ENOUGH = 10  # so many turns are a transcript, however long the answers
SHARE_ENOUGH = 0.1  # of the lines; fewer turns are one where they open at least this share
COMMON = 5  # times that a label of any form must occur, and in a tenth of the heads


def speakers(labels: Sequence[str], starts: Sequence[int], text: str, timed: Collection[str] = (), *, sure: bool = False) -> frozenset[str]:
    """Those labels of candidate heads that are speakers; none where the text is no transcript.

    `starts` are the heads' places in the text, which has neither header box nor blank end; `timed` are the labels with times, speakers if
    `sure`. Where labels that are roles, initials or names in capitals open half of the lines, all of them count. Else a label counts if it
    comes often, or twice as a name, or once as a role or initials, or once as a name among other names. A name of one word that the text
    uses as a common noun must come often.
    """
    if len(labels) < 2:
        return frozenset()
    counts = Counter(labels)
    for label in [label for label in counts if is_never(label) or is_note(label)]:
        del counts[label]
    often = {label for label, count in counts.items() if count >= max(COMMON, counts.total() / 10)}
    roles = {label for label in counts if is_role(label)}
    names = {label for label in counts if label not in roles and is_name(label) and (counts[label] > 1 or not HAS_DIGIT.search(label))}
    shaped = roles | (names - _nouns(names, text))
    found = often | shaped if _open_most_lines(labels, starts, shaped, text) else _established(counts, often, shaped)
    found |= {label for label in timed if sure}
    # `Julie Roy : présidente`, `Marc Côté : trésorier` are nobody's turns, nor are `A. …`, `A. …`.
    listed = not timed and found.isdisjoint(roles) and all(counts[label] == 1 for label in found)
    alone = len(found) == 1 and len(min(found)) == 1
    kept = [start for label, start in zip(labels, starts, strict=True) if label in found]
    return frozenset() if listed or alone or not _enough(kept, text) else frozenset(found)


def is_never(label: str) -> bool:
    """Whether a label is a field of a header box, an author's mark or an announcing word, alone or with what it is of."""
    folded = fold(label)
    return folded in NEVER or REST_OF_FIELD.sub("", folded) in NEVER


def is_field(label: str) -> bool:
    """Whether a label is a field of a header box: `Date de l'entretien`, `Durée`."""
    return REST_OF_FIELD.sub("", fold(label)) in FIELD_WORDS


def is_role(name: str) -> bool:
    """Whether a label is a role with or without a number, or initials: `Participante 3`, `INT`, `P3`, `J. T.`."""
    return ROLE.fullmatch(fold(name)) is not None or INITIALS.fullmatch(name) is not None


def is_name(label: str) -> bool:
    """Whether a label is written as a name: every word with a capital but the particles, at most six words."""
    words = SPACES.split(IN_BRACKETS.sub("", label))
    return label[0].isupper() and len(words) <= 6 and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return fold(word) in PARTICLES or NAME_WORD.match(word) is not None


def _nouns(names: set[str], text: str) -> set[str]:
    """Those names of one word that stand in the text in small letters as well, as a word of its own."""
    small = {name: name.lower() for name in names if not SPACES.search(name) and name != name.lower()}
    many = {*WORD.findall(text), *SIMPLE_WORD.findall(text)} if len(small) > FEW else None
    return {name for name, word in small.items() if (word in many if many is not None else _stands(word, text))}


def _stands(word: str, text: str) -> bool:
    place = text.find(word)
    while place >= 0:
        end = place + len(word)
        if not text[place - 1 : place].isalnum() and not text[end : end + 1].isalnum():
            return True
        place = text.find(word, end)
    return False


def _open_most_lines(labels: Sequence[str], starts: Sequence[int], shaped: set[str], text: str) -> bool:
    kept = [start for label, start in zip(labels, starts, strict=True) if label in shaped]
    return bool(kept) and len(kept) >= count_paragraphs(text, kept[0]) / 2


def _established(counts: Counter[str], often: set[str], shaped: set[str]) -> set[str]:
    """Labels that come often or twice, and where there are such, those that come once as a role, or as a name among names."""
    established = often | {label for label in shaped if counts[label] > 1}
    if not established:
        return set()
    among_names = not all(is_role(label) for label in established)
    return established | {label for label in shaped if among_names or is_role(label)}


def _enough(starts: list[int], text: str) -> bool:
    if len(starts) < 2 or starts[0] > len(text) / 2:
        return False
    return len(starts) >= HEADS_ENOUGH or len(starts) >= SHARE_ENOUGH * count_paragraphs(text, starts[0])
