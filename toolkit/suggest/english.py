"""What an English word may be a form of, without a language model: a table of irregular forms, and suffix rules for the others."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("english_lemmas.tsv")
VOWEL = re.compile("[aeiouy]")
DOUBLED = re.compile(r"([b-df-hj-np-tvz])\1$")
SIBILANT = ("s", "x", "z", "ch", "sh", "o")


@cache
def _table() -> dict[str, frozenset[str]]:
    rows = (line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {form: frozenset(lemmas or [form]) for form, *lemmas in rows}


@lru_cache(maxsize=50_000)
def lemmas(word: str) -> frozenset[str]:
    """The words that a lower-case English word may be a form of, itself among them.

    Without the sentence a form can have several, and some that do not exist: they are compared with the words of a cue, which do.

    >>> sorted(lemmas("negotiating"))
    ['negotiat', 'negotiate', 'negotiating']
    >>> sorted(lemmas("left"))
    ['leave', 'left']
    """
    known = _table().get(word)
    return frozenset({word, *(_stems(word) if known is None else known)})


def _stems(word: str) -> set[str]:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return {word[:-3] + "y", word[:-1]}
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        es = word.endswith("es") and word[:-2].endswith(SIBILANT)
        return {word[:-1], word[:-2]} if es else {word[:-1]}
    for suffix in ("ing", "ed"):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > 1 and VOWEL.search(stem) and not word.endswith("eed"):
            return {stem, stem + "e", DOUBLED.sub(r"\1", stem)}
    return set()
