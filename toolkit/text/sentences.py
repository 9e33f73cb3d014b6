"""Sentences of French and English speech, by rules: no model, the same on every machine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.text.paragraphs import paragraphs, trimmed

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LENGTH = 600  # characters; longer speech without a full stop is cut where a clause ends

# Marks that end a sentence, with the quotes and brackets that close behind them; French sets a space before some: « Oui ! »
END = re.compile(r"(?<![.?!…])(?P<mark>[.?!…]++(?:[ \u00a0\u202f][?!]+)*)(?:[ \u00a0\u202f]?[»”\"’')\]])*\.?(?=\s|$)")
NEXT = re.compile(r"[\s«“\"'‘(\[–-]*(\w)?")
TITLE = re.compile(r"\b(?:MM?|Mmes?|Mlles?|Mgr|Drs?|Prs?|Prof|Stes?|Mr|Mrs|Ms|[A-ZÀ-ÖØ-Þ])$")
NEVER = re.compile(r"\b(?:p\. ?ex|ex|cf|vs|c\.-à-d|i\.e|e\.g)$", re.IGNORECASE)
BEFORE_NUMBER = re.compile(r"\b(?:nos?|n|pp?|art|vol|chap|fig|env|approx|tél|av|apr|ch|h)$", re.IGNORECASE)
OPEN = re.compile(r"\b(?:etc|a\.m|p\.m|inc|ltée|ltd)$", re.IGNORECASE)
VISIBLE = re.compile(r"\S")
LOOK_BACK = 12  # characters; no abbreviation is longer


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of `text[start:end]` as (start, end) in `text`: ascending, disjoint, together every character but white space.

    A line end always ends a sentence. Points in abbreviations, initials and numbers do not; nor do points of suspension before a small
    letter (`je… enfin`). A sentence longer than `MAX_LENGTH` is cut after a comma or the like, else at a space.

    >>> text = "M. Roy vient à 17 h. Enfin... peut-être ?"
    >>> [text[first:last] for first, last in sentences(text)]
    ['M. Roy vient à 17 h.', 'Enfin... peut-être ?']
    """
    return [
        piece
        for paragraph in paragraphs(text, start, end)
        for sentence in _between_marks(text, *paragraph)
        for piece in _not_too_long(text, *sentence)
    ]


def _between_marks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in END.finditer(text, start, end):
        if _ends(text, match, end):
            yield start, match.end()
            start = _next_character(text, match.end(), end)
    if start < end:
        yield start, end


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    mark = match["mark"]
    following = NEXT.match(text, match.end(), end)
    letter = (following[1] if following else None) or ""
    if "?" in mark or "!" in mark:
        return True
    if mark != ".":
        return not letter.islower()
    before = text[max(0, match.start() - LOOK_BACK) : match.start()]
    if not letter:
        return True
    if OPEN.search(before):
        return not letter.islower()
    if BEFORE_NUMBER.search(before):
        return not (letter.isdigit() or letter.islower())
    return not (TITLE.search(before) or NEVER.search(before))


def _not_too_long(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_LENGTH:
        cut = _clause_end(text, start, end)
        yield trimmed(text, start, cut)
        start = _next_character(text, cut, end)
    if start < end:
        yield start, end


def _next_character(text: str, start: int, end: int) -> int:
    found = VISIBLE.search(text, start, end)
    return found.start() if found else end


def _clause_end(text: str, start: int, end: int) -> int:
    """Where to cut: after the last comma or the like in the second half of what is allowed, else at the last space, else at the next."""
    limit = start + MAX_LENGTH
    comma = max(text.rfind(mark, start + MAX_LENGTH // 2, limit) for mark in (", ", "; ", ": ", " – "))
    if comma >= 0:
        return comma + 1
    space = text.rfind(" ", start, limit)
    return space if space >= 0 else text.find(" ", limit, end) if " " in text[limit:end] else end
