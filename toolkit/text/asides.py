"""Transcriber's notes, which nobody said: `(rires)`, `[inaudible]`, `((tousse))`, `(...)`, `(0.5)`, `[00:12:34]`, `xxx`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.text.times import LOOSE_TIME, STAMP, TIME
from toolkit.text.typography import fold
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    r"|(?:début|reprise|fin) (?:de l'|du |de la )?(?:entretien|entrevue|enregistrement|transcription|bande)"
    r"|(?:start|beginning|end) of (?:the )?(?:interview|recording|transcript|tape)|x{2,}"
)
# A bare whole number was said, or counts what is said: `(1)`, `(2025)`.
DURATION = re.compile(r"\d*[.,]\d+|\d+(?:[.,]\d+)?\s*(?:s|sec|secondes?|seconds?|min|minutes?)(?: (?:de )?(?:pause|silence))?")
CLOCK = re.compile(rf"{TIME}(?: *[-–] *{TIME})?")

MAX_WORDS = 8
# Each form begins with a character of its own: so the engine runs to the next one of them.
CANDIDATE = re.compile(
    r"\(\([^()\n]{1,200}\)\)|\((?P<round>[^()\n]{0,80})\)|\[(?P<square>[^\[\]\n]{0,80})\]"
    rf"|#{STAMP}#|\{{{STAMP}\}}"
)
# What could not be heard (`xxx`), breath and laughter in Jefferson's notation (`.hhh`), the times of subtitles on a line of their own; each
# with what must stand in a text that has it.
RARE = (
    ("xxx", re.compile(r"(?<![^\W_])x{3,}(?!\w)")),
    (".hh", re.compile(r"(?<![^\W_])\.h{2,}(?!\w)")),
    ("hhh", re.compile(r"(?<![^\W_.])h{3,}(?!\w)")),
    ("-->", re.compile(rf"{LOOSE_TIME} *--> *{LOOSE_TIME}(?=[ \t]*$)", re.MULTILINE)),
)


def find_asides(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where `text[start:end]` holds transcriber's notes, brackets included, as (start, end) in `text`, ascending and disjoint.

    A bracket is a note if it holds no word (`(...)`, `(0.5)`, `[00:12:34]`), or at most eight words of which the first, after articles
    and the like, is one of `NOTE_WORDS` (or the last of up to three: `(Marie rit)`). Anything in double brackets is a note (Jefferson).
    Any other bracket was said, or stands for what was said: `(enfin je crois)`, `[VILLE]`, `[nom de la directrice]`.

    >>> find_asides("Oui (rires) à [VILLE] (enfin, non).")
    [(4, 11)]
    """
    return asides_within(text, [(start, len(text) if end is None else end)])[0]


def asides_within(text: str, stretches: Sequence[tuple[int, int]], marks: re.Pattern[str] | None = None) -> list[list[tuple[int, int]]]:
    """What `find_asides` and `marks` find in each of some stretches (ascending, disjoint), in one passage over the text."""
    first, last = stretches[0][0], stretches[-1][1]
    patterns = [CANDIDATE, *(pattern for sign, pattern in RARE if text.find(sign, first, last) >= 0), *([marks] if marks else [])]
    matches = [match for pattern in patterns for match in pattern.finditer(text, first, last)]
    if len(patterns) > 1:
        matches.sort(key=re.Match.start)
    begins = [match.start() for match in matches]
    return [_asides(matches[bisect_left(begins, start) : bisect_left(begins, end)], end) for start, end in stretches]


def _asides(matches: Sequence[re.Match[str]], end: int) -> list[tuple[int, int]]:
    """Those of some matches that are asides and end in time, without those that begin in one before them."""
    kept: list[tuple[int, int]] = []
    for match in matches:
        if match.end() <= end and (not kept or match.start() >= kept[-1][1]) and (match.re is not CANDIDATE or _is_aside(match)):
            kept.append(match.span())
    return kept


def _is_aside(match: re.Match[str]) -> bool:
    inside = match["round"] if match["round"] is not None else match["square"]
    return inside is None or is_note(inside)


@lru_cache(maxsize=1024)
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
