"""Which labels at the beginning of lines are speakers, and which are the words of somebody who says `Le problème : …`."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.text.asides import is_note
from toolkit.text.paragraphs import paragraphs
from toolkit.text.typography import fold
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from toolkit.text.layouts import Head

# Words before a colon that are never speakers: marks of an author, fields of a header box, and words with which speech announces something.
NEVER_SPEAKERS = """
    note, notes, nota, nota bene, nb, n.b, n.b., ps, p.s, p.s., source, sources, http, https, mailto, www, url, re, ref, réf, cf, ok, cv,
    date, lieu, durée, heure, place, location, duration, time, titre, title, objet, sujet, subject, topic, thème, theme, page, figure,
    tableau, table, annexe, fichier, fichier audio, audio file, transcription, transcript, transcript id, mots-clés, keywords, tél, tel,
    fax, courriel, email, résumé, summary, contexte, context, conclusion, introduction, remarque, remarques, remark, commentaire,
    commentaires, comment, comments, observation, observations, attention, important, warning, exemple, exemples, example, examples, ex,
    problème, problem, résultat, result, solution, raison, donc, bref, alors, voilà, bon, ben, oui, non, moi, so, well, yes, no,
    accueil, arrivée, départ, début, fin, pause, repas, réunion, visite
"""
NEVER = frozenset(word.strip() for word in NEVER_SPEAKERS.split(","))
ROLE = re.compile(
    r"(?:l['e] ?|la |the |unknown )?(?:int|intv|interviewer|interview[eé]e?s?|intervieweu(?:r|se)|enquêt(?:eur|rice|eurs|és?|ées?)"
    r"|chercheu(?:r|re|se)|participante?|répondante?|rép|rep|respondent|question|réponse|answer|researcher|modérat(?:eur|rice)"
    r"|moderator|animat(?:eur|rice)|facilitat(?:or|eur|rice)|speaker|intervenante?|locut(?:eur|rice)|personne(?: interrogée)?|assistante?"
    r"|user|ai|homme|femme|voix|voice|man|woman|observat(?:eur|rice)|observer|host|guest|journaliste|interprète|interpreter)"
    r"(?: ?\d{1,3}| [a-z])?\.?"
)
INITIALS = re.compile(r"[A-ZÀ-Þ]{1,3}\d{0,3}|[A-ZÀ-Þ]\.(?: ?[A-ZÀ-Þ]\.){0,2}")
NAME_WORD = re.compile(r"(?:[dl]['’])?[A-ZÀ-ÖØ-Þ\d]")
IN_BRACKETS = re.compile(r"\s*\([^)]*\)$")
HAS_DIGIT = re.compile(r"\d")
PARTICLES = frozenset(("de", "du", "des", "la", "le", "les", "von", "van", "der", "den", "di", "da", "el", "al", "bin", "ben", "et", "and"))

HEADS_ENOUGH = 10  # so many turns are a transcript, however long the answers
SHARE_ENOUGH = 0.1  # of the lines; fewer turns are one where they open at least this share
COMMON = 5  # times that a label of any form must occur, and in a tenth of the heads


def speakers(heads: list[Head], text: str) -> frozenset[str]:
    """Those labels of candidate heads that are speakers; none where the text is no transcript.

    Where labels that are roles, initials or names in capitals open half of the lines, all of them count. Else a label counts if it comes
    often, or twice as a name, or once as a role or initials, or once as a name among other names. A name of one word that the text uses
    as a common noun must come often.
    """
    if len(heads) < 2:
        return frozenset()
    counts = Counter(head.speaker for head in heads if fold(head.speaker) not in NEVER and not is_note(head.speaker))
    often = {name for name, count in counts.items() if count >= max(COMMON, counts.total() / 10)}
    nouns = set(WORD.findall(text))
    shaped = {name for name in counts if is_role(name) or (is_name(name) and name.lower() not in nouns)}
    first = min((head.start for head in heads if head.speaker in shaped), default=0)
    if sum(counts[name] for name in shaped) >= len(paragraphs(text, first)) / 2:
        found = often | shaped
    else:
        established = often | {name for name in shaped if counts[name] > 1}
        among_names = not all(is_role(name) for name in established)
        once = {name for name in shaped if is_role(name) or (among_names and not HAS_DIGIT.search(name))}
        found = established | once if established else set[str]()
    return frozenset(found) if _is_transcript(found, heads, text) else frozenset()


def is_role(name: str) -> bool:
    """Whether a label is a role with or without a number, or initials: `Participante 3`, `INT`, `P3`, `J. T.`."""
    return ROLE.fullmatch(fold(name)) is not None or INITIALS.fullmatch(name) is not None


def is_name(label: str) -> bool:
    """Whether a label is written as a name: every word with a capital but the particles, at most six words."""
    words = re.split(r"[ \u00a0\u202f]+", IN_BRACKETS.sub("", label))
    return label[0].isupper() and len(words) <= 6 and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return fold(word) in PARTICLES or NAME_WORD.match(word) is not None


def _is_transcript(found: set[str], heads: list[Head], text: str) -> bool:
    kept = [head for head in heads if head.speaker in found]
    alone = len(found) == 1 and len(min(found)) == 1  # `A. … A. …` is a list, not a speaker
    if len(kept) < 2 or alone or kept[0].start > len(text) / 2:
        return False
    return len(kept) >= HEADS_ENOUGH or len(kept) >= SHARE_ENOUGH * len(paragraphs(text, kept[0].start))
