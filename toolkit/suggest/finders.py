"""The three ways to look for cues in sentences: as written, by lemmas, by expressions."""

from __future__ import annotations

import re
import time
from bisect import bisect_right
from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

from toolkit.messages import _
from toolkit.text.typography import fold, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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


class Sentences:
    """The sentences of one document, with one form of each typographic variant, and their words as spaCy gives them.

    Every finder reads the same words: cutting and tagging them is most of the work.
    """

    def __init__(self, texts: Iterable[str], pipeline: Pipeline, *, lemmas: bool) -> None:
        """Cut the sentences into words; with `lemmas` a model, where there is one, says what each is a form of."""
        self.texts = [plain(text) for text in texts]
        self.docs = list(pipeline.tagged(self.texts)) if lemmas else [pipeline.tokens(text) for text in self.texts]


class Finder(Protocol):
    """Looks for cues in the sentences of one document."""

    def find(self, sentences: Sentences) -> Iterator[Hit]:
        """The hits, in any order."""


class LiteralFinder:
    """Finds whole words as they are written, but for case and typographic variants."""

    def __init__(self, cues: Sequence[Cue], pipeline: Pipeline) -> None:
        from spacy.matcher import PhraseMatcher

        self._matcher = PhraseMatcher(pipeline.nlp.vocab, attr="LOWER")
        self._cues: dict[int, Cue] = {}
        for number, cue in enumerate(cues):
            # A few abbreviations are cut otherwise where they have a capital.
            written = {text: _words(pipeline.tokens(text))[0] for text in (plain(cue.text), fold(cue.text))}
            self._matcher.add(str(number), list(written.values()))
            self._cues[pipeline.nlp.vocab.strings[str(number)]] = cue

    def find(self, sentences: Sentences) -> Iterator[Hit]:
        """See `Finder`."""
        for position, doc in enumerate(sentences.docs):
            words, places = _words(doc)
            for key, first, last in self._matcher(words):
                yield Hit(position, self._cues[key], *_extent(doc, places, first, last))


class LemmaFinder:
    """Finds words in whatever form: each word of a cue is compared with the forms that the pipeline gives for a word of the text.

    A PhraseMatcher compares one attribute only; here a word may fit by its lemma and its neighbour as it is written
    (`tirer la couverture`), and without a model a word has several possible lemmas.
    """

    def __init__(self, cues: Sequence[Cue], pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._by_first_word: dict[str, list[tuple[list[str], Cue]]] = defaultdict(list)
        self._beginning: dict[tuple[int, ...], list[tuple[list[str], Cue]]] = {}  # by what spaCy knows of a word, met before
        for cue in cues:
            words = [token.text for token in pipeline.tokens(fold(cue.text)) if not token.is_space]
            self._by_first_word[words[0]].append((words, cue))

    def find(self, sentences: Sentences) -> Iterator[Hit]:
        """See `Finder`."""
        from spacy.attrs import IS_SPACE, LEMMA, LOWER, POS

        for position, doc in enumerate(sentences.docs):
            places = [place for place, space in enumerate(doc.to_array(IS_SPACE)) if not space]
            known = doc.to_array([LOWER, LEMMA, POS]).tolist()
            for first, place in enumerate(places):
                for words, cue in self._cues_from(doc[place], tuple(known[place])):
                    last = first + len(words)
                    if last <= len(places) and all(self._fits(doc[at], word) for at, word in zip(places[first:last], words, strict=True)):
                        yield Hit(position, cue, *_extent(doc, places, first, last))

    def _fits(self, token: Token, word: str) -> bool:
        return word in self._pipeline.forms(token)

    def _cues_from(self, token: Token, known: tuple[int, ...]) -> list[tuple[list[str], Cue]]:
        """The cues whose first word may be this one."""
        if known not in self._beginning:
            self._beginning[known] = [found for form in self._pipeline.forms(token) for found in self._by_first_word.get(form, ())]
        return self._beginning[known]


class ExpressionFinder:
    """Finds what regular expressions fit; one that takes too long on a document is given to `skip` and left out from there on."""

    def __init__(self, cues: Sequence[Cue], seconds: float, skip: Skip) -> None:
        self._seconds = seconds
        self._skip = skip
        self._patterns = dict(self._compiled(cues))

    def _compiled(self, cues: Sequence[Cue]) -> Iterator[tuple[Cue, tuple[Pattern[str], Pattern[str] | None]]]:
        """Each expression as it is asked of a sentence, and as it may be asked of all sentences as the lines of one text."""
        import regex

        for cue in cues:
            expression = _fold_expression(cue.text)
            try:
                once = None if LOOKS_AROUND.search(expression) else regex.compile(expression, regex.IGNORECASE | regex.MULTILINE)
                yield cue, (regex.compile(expression, regex.IGNORECASE), once)
            except regex.error as error:
                self._skip(cue, _("The cue cannot be used: {reason}.", reason=error))

    def find(self, sentences: Sentences) -> Iterator[Hit]:
        """See `Finder`."""
        folded = [fold(text) for text in sentences.texts]
        lines = "\n".join(folded)
        ends = list(accumulate(len(text) + 1 for text in folded))
        for cue, (pattern, once) in list(self._patterns.items()):
            deadline = time.perf_counter() + self._seconds
            try:
                places = range(len(folded)) if once is None else _touched(once, lines, ends, deadline)
                yield from self._matches(cue, pattern, folded, places, deadline)
            except TimeoutError:
                del self._patterns[cue]
                self._skip(
                    cue, _("The cue took over {seconds} seconds on one document and was skipped from there on.", seconds=self._seconds)
                )

    def _matches(self, cue: Cue, pattern: Pattern[str], folded: Sequence[str], places: Iterable[int], deadline: float) -> list[Hit]:
        return [
            Hit(position, cue, *match.span())
            for position in places
            for match in pattern.finditer(folded[position], timeout=_left(deadline))
            if match.group()
        ]


#: What an expression may say of its surroundings, or of how it tries: with it, words may fit alone and not within more text.
LOOKS_AROUND = re.compile(r"\(\?(?!:)|\\[AZGKmM]|[*+?}]\+")


def _touched(once: Pattern[str], lines: str, ends: Sequence[int], deadline: float) -> list[int]:
    """The sentences that an expression may fit: most fit nowhere, and asking once is faster than asking sentence by sentence.

    `lines` are the sentences, one a line, which end at `ends`. Raises TimeoutError.
    """
    spans = (match.span() for match in once.finditer(lines, timeout=_left(deadline)))
    return sorted(
        {place for start, end in spans for place in range(bisect_right(ends, start), min(bisect_right(ends, end) + 1, len(ends)))}
    )


def _left(deadline: float) -> float:
    return max(deadline - time.perf_counter(), 0.001)


def _fold_expression(expression: str) -> str:
    """An expression with one form of apostrophe, dash and so on; its capitals stay, for they mean something else after a backslash."""
    return "".join(character if fold(character) == character.lower() else fold(character) for character in expression)


def _words(doc: Doc) -> tuple[Doc, Sequence[int]]:
    """The same words without the tokens of white space that stand for doubled spaces, and where each is among the tokens."""
    from spacy.attrs import IS_SPACE
    from spacy.tokens import Doc

    spaces = doc.to_array(IS_SPACE)
    if not spaces.any():
        return doc, range(len(doc))
    places = [place for place, space in enumerate(spaces) if not space]
    return Doc(doc.vocab, words=[doc[place].text for place in places]), places


def _extent(doc: Doc, places: Sequence[int], first: int, last: int) -> tuple[int, int]:
    begins, ends = doc[places[first]], doc[places[last - 1]]
    return begins.idx, ends.idx + len(ends)
