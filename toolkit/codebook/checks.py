"""What `terrain codebook check` says beyond faults: what the cues reach, which codes cannot be told apart, what is not written yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING, Literal

from toolkit.codebook.cues import Cue, all_cues

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.codebook.codebook import Code, Codebook

    Lemmas = Callable[[str, str], list[str]]

SECONDS_PER_CUE = 0.5

_FORM = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Reach:
    """How many examples of a code its own cues find in one language, and how many counter-examples they hit."""

    code: str
    language: str
    positives: int
    reached: int
    negatives: int
    hit: int


@dataclass(frozen=True, slots=True)
class Alike:
    """Two codes that their cues cannot tell apart: they have the same ones, or every example of `code` is reached by those of `other`."""

    code: str
    other: str
    language: str
    why: Literal["same cues", "examples reached"]


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found; `slow` are expressions that took longer than `SECONDS_PER_CUE` on one example and were passed over."""

    reach: tuple[Reach, ...]
    alike: tuple[Alike, ...]
    without_definition: tuple[str, ...]
    without_example: tuple[str, ...]
    slow: tuple[Cue, ...]


def check(codebook: Codebook, lemmas: Lemmas | None = None) -> Check:
    """Check a codebook with its own examples.

    `lemmas(text, language)` gives the dictionary forms of a text's words in order; without it `lemma:` cues are compared with the
    written forms.
    """
    codes = [code for code in codebook.codes if not code.reserved]
    matcher = _Matcher(lemmas or written_forms)
    cues: dict[tuple[str, str], list[Cue]] = {}
    for cue in all_cues(codebook):
        cues.setdefault((cue.code, cue.language), []).append(cue)
    return Check(
        reach=tuple(_reach(code, language, cues.get((code.key, language), []), matcher) for code in codes for language in code.examples),
        alike=tuple(_alike(codes, cues, matcher)),
        without_definition=tuple(code.key for code in codes if not code.definition),
        without_example=tuple(
            code.key for code in codes if not any(example.applies for each in code.examples.values() for example in each)
        ),
        slow=tuple(matcher.slow),
    )


def written_forms(text: str, language: str) -> list[str]:  # noqa: ARG001 - the shape of a lemmatizer
    """The words of a text in lower case, those after an apostrophe on their own."""
    return _FORM.findall(text.lower())


class _Matcher:
    """Finds cues in quotes; remembers what it made of each."""

    def __init__(self, lemmas: Lemmas) -> None:
        self._lemmas = cache(lemmas)
        self.slow: dict[Cue, None] = {}

    def reaches(self, cues: Iterable[Cue], quote: str) -> bool:
        return any(self._finds(cue, quote) for cue in cues)

    def _finds(self, cue: Cue, quote: str) -> bool:
        if cue.kind == "literal":
            return _literal(cue.text).search(_simple(quote)) is not None
        if cue.kind == "lemma":
            return _in_a_row(written_forms(cue.text, cue.language), self._lemmas(quote, cue.language))
        return cue not in self.slow and self._expression_finds(cue, quote)

    def _expression_finds(self, cue: Cue, quote: str) -> bool:
        import regex

        try:
            return regex.search(cue.text, quote, regex.IGNORECASE, timeout=SECONDS_PER_CUE) is not None
        except TimeoutError:
            self.slow[cue] = None
            return False


def _reach(code: Code, language: str, cues: list[Cue], matcher: _Matcher) -> Reach:
    found = [(example.applies, matcher.reaches(cues, example.quote)) for example in code.examples[language]]
    applies = [reached for positive, reached in found if positive]
    not_applies = [reached for positive, reached in found if not positive]
    return Reach(code.key, language, len(applies), sum(applies), len(not_applies), sum(not_applies))


def _alike(codes: list[Code], cues: dict[tuple[str, str], list[Cue]], matcher: _Matcher) -> Iterable[Alike]:
    sets = {place: frozenset(str(cue).lower() for cue in each) for place, each in cues.items()}
    for code, other in permutations(codes, 2):
        family = f"{code.key}.".startswith(f"{other.key}.") or f"{other.key}.".startswith(f"{code.key}.")
        for language in other.cues:
            quotes = [example.quote for example in code.examples.get(language, ()) if example.applies]
            if sets.get((code.key, language)) == sets[other.key, language]:
                if code.key < other.key:
                    yield Alike(code.key, other.key, language, "same cues")
            elif quotes and not family and all(matcher.reaches(cues[other.key, language], quote) for quote in quotes):
                yield Alike(code.key, other.key, language, "examples reached")


@cache
def _literal(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_simple(words))}(?!\w)")


@cache
def _simple(text: str) -> str:
    """Lower case, one kind of apostrophe and of hyphen, single spaces."""
    return " ".join(text.lower().replace("’", "'").replace("‑", "-").split())


def _in_a_row(some: list[str], words: list[str]) -> bool:
    lowered = [word.lower() for word in words]
    return any(lowered[i : i + len(some)] == some for i in range(len(words) - len(some) + 1))
