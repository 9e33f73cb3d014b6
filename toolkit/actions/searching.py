"""Find words and phrases in the transcripts, with who says them.

What is between words does not matter (`peut-être` is also `peut être`), nor do upper and lower case; accents do, unless they are to be
ignored. A word that ends with `*` is the beginning of one. The index of words only says in which texts to look.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from toolkit.actions.assigning import PlacedTurn, placed_turns
from toolkit.actions.naming import find_case, find_document
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.store import cases, documents
from toolkit.store.search import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document

    Span = tuple[int, int]

CONTEXT = 60  # characters shown before and after what was found
WORDS = re.compile(r"\w+")
CUT_BEFORE, CUT_AFTER = re.compile(r"^\S*\s+"), re.compile(r"\s+\S*$")  # a word that the context cuts


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: offsets in the document's current text, the turn's number (none in a header), and what stands around."""

    document: str
    case: str | None
    turn: int | None
    speaker: str | None
    start: int
    end: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """The places that were asked for, and how many there are in all, in how many documents."""

    places: list[Place]
    total: int
    documents: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other; with `begins` the last is only the beginning of one."""

    words: tuple[str, ...]
    begins: bool
    accents: bool

    @property
    def written(self) -> str:
        """The words with spaces between them."""
        return " ".join(self.words)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the phrase stands in a text prepared by `comparable`, as (start, end), ascending."""
        expression = re.compile(r"\W+".join(map(re.escape, self.words)) + (r"\w*" if self.begins else "") + r"(?!\w)")
        found = []
        first = self.words[0]
        place = text.find(first)
        while place >= 0:
            match = None if place and WORDS.match(text, place - 1) else expression.match(text, place)
            if match:
                found.append(match.span())
            place = text.find(first, match.end() if match else place + 1)
        return found


def phrase(written: str, *, accents: bool = True) -> Phrase:
    """The words of a phrase; raises `UsageError` where there is none."""
    words = WORDS.findall(comparable(unicodedata.normalize("NFC", written), accents=accents))
    if not words:
        raise UsageError(_("There is no word in {text} to look for.", text=written))
    return Phrase(tuple(words), written.rstrip().endswith("*"), accents)


def comparable(text: str, *, accents: bool) -> str:
    """A text in small letters, without accents if they are not to count, of the same length, character by character."""
    small = text.lower()
    if len(small) != len(text):  # a few capitals have a longer small form: they stay
        small = "".join(letter if len(letter := character.lower()) == 1 else character for character in text)
    small = small.replace("ʼ", "'")  # the one apostrophe that Unicode calls a letter
    if accents or small.isascii():
        return small
    for character in set(small):
        bare = _bare(character)
        if bare != character:
            small = small.replace(character, bare)
    return small


@cache
def _bare(character: str) -> str:
    """A letter without its accents; one that is made of several letters stays what it is."""
    parts = unicodedata.normalize("NFD", character)
    return parts[0] if all(map(unicodedata.combining, parts[1:])) else character


def search(
    connection: Connection,
    written: Sequence[str],
    *,
    accents: bool = True,
    document: str | None = None,
    case: str | None = None,
    limit: int | None = None,
) -> Found:
    """Where words and phrases are said; of several, the places in those turns in which all are said.

    `limit` is how many places are given at most; all are counted. Raises `UsageError` for what has no word in it, `NotFound` for a document
    or a case that there is not.
    """
    phrases = [phrase(each, accents=accents) for each in written]
    wanted = find_case(connection, case).id if case else None
    known = [find_document(connection, document)] if document else documents.documents(connection)
    names = {found.id: found.name for found in cases.cases(connection)}
    places: list[Place] = []
    total = within = 0
    for found in _candidates(connection, phrases, known):
        text = documents.text_of(connection, found.text_version)
        prepared = comparable(text, accents=accents)
        spans = [each.spans(prepared) for each in phrases]
        turns = _Turns(connection, found)
        chosen = turns.together(spans)
        if wanted is not None:
            chosen = [span for span in chosen if turns.case(span) == wanted]
        total, within = total + len(chosen), within + bool(chosen)
        left = len(chosen) if limit is None else max(0, limit - len(places))
        places += [turns.place(text, span, names) for span in chosen[:left]]
    return Found(places, total, within)


def _candidates(connection: Connection, phrases: Iterable[Phrase], known: Iterable[Document]) -> list[Document]:
    """The documents in whose texts all phrases may stand."""
    possible = [narrowed(connection, each.written, begins=each.begins) for each in phrases]
    return [found for found in known if all(found.id in documents for documents in possible)]


class _Turns:
    """Who says what in one document, read when it is first asked for."""

    def __init__(self, connection: Connection, document: Document) -> None:
        self._connection = connection
        self._document = document

    @cached_property
    def _speech(self) -> list[PlacedTurn]:
        return placed_turns(self._connection, self._document)

    @cached_property
    def _starts(self) -> list[int]:
        return [placed.turn.start for placed in self._speech]

    def _at(self, start: int) -> PlacedTurn | None:
        """The turn of speech that an offset lies in; None in a header."""
        place = bisect_right(self._starts, start) - 1
        return self._speech[place] if place >= 0 and start < self._speech[place].turn.end else None

    def together(self, spans: Sequence[Sequence[Span]]) -> list[Span]:
        """The spans of several phrases, ascending, that lie in turns in which each of them has one; all headers are as one turn."""
        if len(spans) == 1:
            return list(spans[0])
        numbered = [[(placed.number if (placed := self._at(span[0])) else 0, span) for span in found] for found in spans]
        shared = set.intersection(*({number for number, _span in found} for found in numbered))
        return sorted({span for found in numbered for number, span in found if number in shared})

    def case(self, span: Span) -> int | None:
        """The case that a span counts in, by local key."""
        placed = self._at(span[0])
        return placed.case if placed else self._document.case

    def place(self, text: str, span: Span, names: Mapping[int, str]) -> Place:
        """A span as it is shown, with what stands around it in its turn."""
        placed, (start, end) = self._at(span[0]), span
        first, last = (placed.turn.start, max(end, placed.turn.end)) if placed else (0, len(text))
        before, after = text[max(first, start - CONTEXT) : start], text[end : min(last, end + CONTEXT)]
        if start - CONTEXT > first:
            before = CUT_BEFORE.sub("", before)
        if end + CONTEXT < last:
            after = CUT_AFTER.sub("", after)
        number, speaker = (placed.number, placed.turn.speaker) if placed else (None, None)
        case = self.case(span)
        return Place(
            self._document.name, names[case] if case is not None else None, number, speaker, start, end, before, text[start:end], after
        )
