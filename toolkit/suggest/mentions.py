"""Where a sentence may name somebody or something: words with a capital, and nouns that say who acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolkit.suggest.name_words import LISTS, NameWords, singular
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from toolkit.suggest.name_words import Kind

ENTITY_KINDS: dict[str, Kind] = {"PER": "person", "PERSON": "person", "ORG": "organisation", "LOC": "place", "GPE": "place", "FAC": "place"}
NOUNS = frozenset({"NOUN", "PROPN", "ADJ"})  # taggers take one for another in names
MAX_STEPS = 3  # words or phrases that are added to a noun
HYPHEN = frozenset("-")
GOES_ON = frozenset(",'&")  # marks that do not begin a sentence again


class Candidate(NamedTuple):
    """A place that may hold a name: stretches of characters around one noun, the longest first; one is chosen once all texts are known.

    `doubtful`: nothing here says that it is a name; its only capital begins a sentence, or the noun is also that of a piece of furniture.
    """

    kind: Kind
    extents: tuple[tuple[int, int], ...]
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence; `tagged` if a model has told their parts of speech."""

    tokens: list[Token]
    folded: list[str]
    words: NameWords
    tagged: bool

    def extent(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the words from `first` up to `last`, the end excluded."""
        end = self.tokens[last - 1]
        return self.tokens[first].idx, end.idx + len(end)

    def at(self, position: int, words: frozenset[str]) -> bool:
        """Whether there is a word at this position, and it is one of these."""
        return 0 <= position < len(self.folded) and self.folded[position] in words

    def opens(self, position: int) -> bool:
        """Whether the word is the first of what is said, or follows a mark or a word with which people begin to speak."""
        before = self.folded[position - 1] if position else ""
        return not (before and (before[-1].isalnum() or before[-1] in GOES_ON)) or before in self.words.never

    def is_named(self, position: int) -> bool:
        """Whether the word is written with a capital and may be a name."""
        token = self.tokens[position]
        return token.text[0].isupper() and len(token) > 1 and not token.is_stop and not self._is_never(position)

    def is_beside_noun(self, position: int, kinds: frozenset[str] = NOUNS) -> bool:
        """Whether the word may stand beside a noun: it is one of these parts of speech or, untold, no function word."""
        if not 0 <= position < len(self.tokens):
            return False
        token = self.tokens[position]
        if token.is_stop or not token.text[0].isalpha() or self._is_never(position):
            return False
        return token.pos_ in kinds if self.tagged else True

    def joins(self, position: int) -> bool:
        """Whether the word may stand between two of a name: `de`, `de la`, a hyphen without a space before it."""
        if self.at(position, self.words.links):
            return True
        if self.at(position, self.words.definite):
            return self.at(position - 1, self.words.of)
        return self.at(position, HYPHEN) and not self.tokens[position - 1].whitespace_

    def _is_never(self, position: int) -> bool:
        word = self.folded[position]
        return word in self.words.titles or not self.words.never.isdisjoint((word, singular(word)))


def candidates(doc: Doc, language: str, known: Iterable[Candidate] = ()) -> list[Candidate]:
    """The candidates of a sentence with those already known; of those that overlap, the longest. A tagged `doc` gives better ones."""
    tokens = [token for token in doc if not token.is_space]
    words = LISTS.get(language, NameWords())
    sentence = Sentence(tokens, [fold(token.text) for token in tokens], words, doc.has_annotation("TAG"))
    nouns = _french_nouns if language == "fr" else _english_nouns
    return _longest([*known, *nouns(sentence), *_capitals(sentence)])


def _longest(found: Iterable[Candidate]) -> list[Candidate]:
    """Those that do not overlap a longer one (of two alike the first), in the order of the text."""
    kept: list[Candidate] = []
    for candidate in sorted(found, key=lambda one: one.extents[0][0] - one.extents[0][1]):
        start, end = candidate.extents[0]
        if all(end <= other.extents[0][0] or other.extents[0][1] <= start for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.extents[0])


def _capitals(sentence: Sentence) -> Iterator[Candidate]:
    """Runs of words with capitals, with the small words between two of them; what kind of thing they name is the model's opinion."""
    after = 0
    for first in range(len(sentence.tokens)):
        if first < after or not sentence.is_named(first):
            continue
        after = position = first + 1
        while position < len(sentence.tokens) and (sentence.is_named(position) or sentence.joins(position)):
            position += 1
            if sentence.is_named(position - 1):
                after = position
        titled = sentence.at(first - 1, sentence.words.titles)
        doubtful = not titled and after == first + 1 and sentence.opens(first)
        kind = ENTITY_KINDS.get(sentence.tokens[first].ent_type_, "other")
        yield Candidate(kind, (sentence.extent(first - titled, after),), doubtful)


def _french_nouns(sentence: Sentence) -> Iterator[Candidate]:
    """`la commission scolaire`, `le comité de parents`: a head, then adjectives and `de` with a noun."""
    for position, word in enumerate(sentence.folded):
        if not sentence.words.head_kind(word) or not sentence.is_beside_noun(position):
            continue
        ends = [position + 1]
        while len(ends) <= MAX_STEPS and (end := _french_step(sentence, ends[-1])):
            ends.append(end)
        yield from _noun(sentence, position, [(position, end) for end in reversed(ends)])


def _french_step(sentence: Sentence, position: int) -> int:
    """Where the adjective or the `de` with its noun ends that begins here; 0 if none does."""
    if sentence.is_beside_noun(position, frozenset({"ADJ", "PROPN"})):
        return position + 1
    return _complement(sentence, position)


def _complement(sentence: Sentence, position: int) -> int:
    """Where the `de` or `of` with its noun ends that begins here; 0 if none does."""
    if not sentence.at(position, sentence.words.of):
        return 0
    noun = position + 1 + sentence.at(position + 1, sentence.words.definite)
    return noun + 1 if sentence.is_beside_noun(noun) else 0


def _english_nouns(sentence: Sentence) -> Iterator[Candidate]:
    """`the health authority`, `the landlords' association`, `the board of the Mission`: what stands before a head, and `of` after it."""
    genitive = frozenset({"'s", "'"})
    for position, word in enumerate(sentence.folded):
        if not sentence.words.head_kind(word):
            continue
        first = position
        while position - first < MAX_STEPS and (sentence.at(first - 1, genitive) or sentence.is_beside_noun(first - 1)):
            first -= 1
        spans = [(start, position + 1) for start in range(first, position + 1) if not sentence.at(start, genitive)]
        if end := _complement(sentence, position + 1):
            spans.insert(0, (first, end))
        yield from _noun(sentence, position, spans)


def _noun(sentence: Sentence, head: int, spans: list[tuple[int, int]]) -> Iterator[Candidate]:
    """The spans (of words) around a head that may be a name: it is known which one is meant, or a capital says so."""

    def has_capital(span: tuple[int, int]) -> bool:
        return any(sentence.is_named(position) and not sentence.opens(position) for position in range(*span))

    definite = sentence.at(spans[0][0] - 1, sentence.words.definite)
    named = [span for span in spans if definite or has_capital(span)]
    if not named:
        return
    word, alone = sentence.folded[head], (head, head + 1)
    doubtful = sentence.words.is_thing(word) and not has_capital(alone)
    if doubtful and len(named) > 1:
        named, doubtful = [span for span in named if span != alone], False
    yield Candidate(sentence.words.head_kind(word) or "other", tuple(sentence.extent(*span) for span in named), doubtful)
