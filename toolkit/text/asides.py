"""Transcriber's notes, which nobody said: `(rires)`, `[inaudible]`, `((tousse))`, `(...)`, `(0.5)`, `[00:12:34]`."""

from __future__ import annotations

import re

from toolkit.text.times import TIME
from toolkit.text.typography import fold
from toolkit.text.words import WORD

FRENCH = """
    rire rires rit rient riant sourire sourires sourit silence silences silencieux inaudible inaudibles inaud incompréhensible
    incompréhensibles indistinct soupir soupirs soupire hésitation hésitations hésite tousse toussent toux pleure pleurs sanglots
    applaudissement applaudissements chevauchement chevauchements brouhaha bruit bruits sonnerie coupure interruption interruptions
    pause pauses chuchote chuchotements murmure murmures acquiesce hoche geste gestes claquement musique renifle ricane s'esclaffe
"""
ENGLISH = """
    laugh laughs laughing laughed laughter chuckle chuckles chuckling giggle giggles giggling smile smiles smiling silent unintelligible
    unclear indiscernible crosstalk cross-talk overlap overlapping sigh sighs sighing cough coughs coughing sniff sniffs cry cries crying
    sob sobs sobbing applause noise noises nod nods nodding gesture gestures gesturing whisper whispers whispering interrupted beep music
"""
NOTE_WORDS = frozenset(FRENCH.split() + ENGLISH.split())
# What may stand before such a word: `(un long silence)`, `(tout le monde rit)`, `(they both laugh)`.
LEADING = """
    un une des le la les du de petit petite petits gros grand grande long longue court courte bref brève léger légère il elle ils elles on
    tous toutes tout monde a an the he she they both all everyone brief short long small loud slight more some
"""
LEADING_WORDS = frozenset(LEADING.split())
NOTE_PHRASES = re.compile(
    r"(?:tout le monde|tous|toutes|ils|elles|plusieurs personnes) (?:se )?parle(?:nt)? .*en même temps|(?:le )?téléphone sonne"
    r"|(?:everyone|everybody|all|they|people) .*(?:at once|at the same time)|talking over .*|clears? (?:his |her )?throat"
    r"|(?:à )?voix basse|temps mort|(?:the )?phone (?:rings|ringing)|foreign language|background (?:noise|music|talk).*"
)
# A bare whole number was said, or counts what is said: `(1)`, `(2025)`.
DURATION = re.compile(r"\d*[.,]\d+|\d+(?:[.,]\d+)?\s*(?:s|sec|secondes?|seconds?|min|minutes?)(?: (?:de )?(?:pause|silence))?")
CLOCK = re.compile(rf"{TIME}(?: *[-–] *{TIME})?")

MAX_WORDS = 8
CANDIDATE = re.compile(
    rf"(?P<comment>\(\([^()\n]{{1,200}}\)\))|\((?P<round>[^()\n]{{0,80}})\)|\[(?P<square>[^\[\]\n]{{0,80}})\]|#{TIME}(?:-\d+)?#"
)


def find_asides(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where `text[start:end]` holds transcriber's notes, brackets included, as (start, end) in `text`, ascending.

    A bracket is a note if it holds no word (`(...)`, `(0.5)`, `[00:12:34]`), or at most eight words of which the first, after articles
    and the like, is one of `NOTE_WORDS` (or the last of up to three: `(Marie rit)`). Anything in double brackets is a note (Jefferson).
    Any other bracket was said, or stands for what was said: `(enfin je crois)`, `[VILLE]`, `[nom de la directrice]`.

    >>> find_asides("Oui (rires) à [VILLE] (enfin, non).")
    [(4, 11)]
    """
    found = CANDIDATE.finditer(text, start, len(text) if end is None else end)
    return [match.span() for match in found if _is_aside(match)]


def _is_aside(match: re.Match[str]) -> bool:
    inside = match["round"] if match["round"] is not None else match["square"]
    return inside is None or is_note(inside)


def is_note(inside: str) -> bool:
    """Whether the content of a bracket is a transcriber's note."""
    content = fold(inside.strip())
    words = WORD.findall(content)
    if not words or CLOCK.fullmatch(content) or DURATION.fullmatch(content):
        return True
    if len(words) > MAX_WORDS:
        return False
    after = next((number for number, word in enumerate(words) if word not in LEADING_WORDS), len(words))
    telling = words[after : after + 1] + (words[-1:] if len(words) <= 3 else [])
    return not NOTE_WORDS.isdisjoint(telling) or NOTE_PHRASES.fullmatch(content) is not None
