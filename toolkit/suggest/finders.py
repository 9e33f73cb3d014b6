"""The three ways to look for cues in sentences: as written, by lemmas, by expressions."""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from toolkit.messages import _
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from regex import Pattern
    from spacy.tokens import Doc, Token

    from toolkit.codebook.cues import Cue
    from toolkit.suggest.nlp import Pipeline

    Skip = Callable[[Cue, str], None]


class Hit(NamedTuple):
    """A cue at `[start, end)` of the sentence with this place in the list."""

    sentence: int
    cue: Cue
    start: int
    end: int


class Finder(Protocol):
    """Looks for cues in the sentences of one document."""

    def find(self, sentences: Sequence[str]) -> Iterator[Hit]:
        """The hits, in any order."""


class LiteralFinder:
    """Finds whole words as they are written, but for case and typographic variants."""

    def __init__(self, cues: Sequence[Cue], pipeline: Pipeline) -> None:
        from spacy.matcher import PhraseMatcher

        self._pipeline = pipeline
        self._matcher = PhraseMatcher(pipeline.nlp.vocab, attr="LOWER")
        self._cues: dict[int, Cue] = {}
        for number, cue in enumerate(cues):
            self._matcher.add(str(number), [_without_spaces(pipeline.tokens(fold(cue.text)))[0]])
            self._cues[pipeline.nlp.vocab.strings[str(number)]] = cue

    def find(self, sentences: Sequence[str]) -> Iterator[Hit]:
        """See `Finder`."""
        for position, sentence in enumerate(sentences):
            doc, tokens = _without_spaces(self._pipeline.tokens(fold(sentence)))
            for key, first, last in self._matcher(doc):
                yield Hit(position, self._cues[key], *_extent(tokens[first:last]))


class LemmaFinder:
    """Finds words in whatever form: each word of a cue is compared with the forms that the pipeline gives for a word of the text.

    A PhraseMatcher compares one attribute only; here a word may fit by its lemma and its neighbour as it is written
    (`tirer la couverture`), and without a model a word has several possible lemmas.
    """

    def __init__(self, cues: Sequence[Cue], pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._by_first_word: dict[str, list[tuple[list[str], Cue]]] = defaultdict(list)
        for cue in cues:
            words = [token.text for token in pipeline.tokens(fold(cue.text)) if not token.is_space]
            self._by_first_word[words[0]].append((words, cue))

    def find(self, sentences: Sequence[str]) -> Iterator[Hit]:
        """See `Finder`."""
        for position, doc in enumerate(self._pipeline.tagged(sentences)):
            tokens = [token for token in doc if not token.is_space]
            forms = [self._pipeline.forms(token) for token in tokens]
            for first in range(len(tokens)):
                for words, cue in self._beginning_with(forms[first]):
                    found = forms[first : first + len(words)]
                    if len(found) == len(words) and all(word in forms_here for word, forms_here in zip(words, found, strict=True)):
                        yield Hit(position, cue, *_extent(tokens[first : first + len(words)]))

    def _beginning_with(self, forms: frozenset[str]) -> Iterator[tuple[list[str], Cue]]:
        for form in forms:
            yield from self._by_first_word.get(form, ())


class ExpressionFinder:
    """Finds what regular expressions fit; one that takes too long on a document is given to `skip` and left out from there on."""

    def __init__(self, cues: Sequence[Cue], seconds: float, skip: Skip) -> None:
        self._seconds = seconds
        self._skip = skip
        self._patterns = dict(self._compiled(cues))

    def _compiled(self, cues: Sequence[Cue]) -> Iterator[tuple[Cue, Pattern[str]]]:
        import regex

        for cue in cues:
            try:
                yield cue, regex.compile(_fold_expression(cue.text), regex.IGNORECASE)
            except regex.error as error:
                self._skip(cue, _("The cue cannot be used: {reason}.", reason=error))

    def find(self, sentences: Sequence[str]) -> Iterator[Hit]:
        """See `Finder`."""
        folded = [fold(sentence) for sentence in sentences]
        for cue, pattern in list(self._patterns.items()):
            try:
                yield from self._matches(cue, pattern, folded)
            except TimeoutError:
                del self._patterns[cue]
                self._skip(
                    cue, _("The cue took over {seconds} seconds on one document and was skipped from there on.", seconds=self._seconds)
                )

    def _matches(self, cue: Cue, pattern: Pattern[str], folded: Sequence[str]) -> list[Hit]:
        deadline = time.perf_counter() + self._seconds
        return [
            Hit(position, cue, *match.span())
            for position, sentence in enumerate(folded)
            for match in pattern.finditer(sentence, timeout=max(deadline - time.perf_counter(), 0.001))
            if match.group()
        ]


def _fold_expression(expression: str) -> str:
    """An expression with one form of apostrophe, dash and so on; its capitals stay, for they mean something else after a backslash."""
    return "".join(character if fold(character) == character.lower() else fold(character) for character in expression)


def _without_spaces(doc: Doc) -> tuple[Doc, list[Token]]:
    """The same words without the tokens of white space that stand for doubled spaces, and the tokens that say where they are."""
    from spacy.tokens import Doc

    tokens = [token for token in doc if not token.is_space]
    return (doc if len(tokens) == len(doc) else Doc(doc.vocab, words=[token.text for token in tokens])), tokens


def _extent(tokens: Sequence[Token]) -> tuple[int, int]:
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])
