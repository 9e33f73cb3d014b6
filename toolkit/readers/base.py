"""What every reader gives back, and the draft in which it writes a text down."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar, Union

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.model import LeftOut, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Cell = TypeVar("_Cell")

MAX_MILLIONS = 20
MAX_CHARACTERS = MAX_MILLIONS * 1_000_000  # of one text: some three million words

LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile("[\x00\xad\ud800-\udfff\ufffe\uffff]")
TO_CLEAN = re.compile("[\x00\x0b\x0c\r\x85\xad\u2028\u2029\ud800-\udfff\ufffe\uffff]")
SOFT_HYPHEN = "\xad"
MAX_MARKS = 200  # accents on one letter; normal form takes the square of their number in time
FOREIGN = re.compile(rf"[^\x00-\x7f]{{{MAX_MARKS},}}")


@dataclass(frozen=True, slots=True)
class Content:
    r"""The text of a document and what its format says about it.

    `text` is in Unicode NFC with `\n` line ends. `turns` is None where the format names no speakers: `text.turns` looks for them.
    `bold` are the paragraphs (start, end) that are bold from end to end; `notes` those (start, end) that are footnotes and endnotes, which
    stand at the end of the text and which nobody said. `encoding` is None where the format fixes it; it was `guessed` where neither a
    person nor the file names it and other encodings would have given a text, too.
    """

    text: str
    turns: tuple[Turn, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    encoding: str | None = None
    guessed: bool = False
    notes: tuple[tuple[int, int], ...] = ()

    @property
    def body(self) -> str:
        """The text before its notes, in which speakers may be looked for."""
        return self.text[: self.notes[0][0]] if self.notes else self.text

    @property
    def asides(self) -> tuple[Turn, ...]:
        """The notes, as turns that belong behind those of the body."""
        return tuple(Turn(start, end, "aside") for start, end in self.notes)


class Reader(Protocol):
    """A module that reads one format; `SIGNATURE` are the bytes that its files begin with, empty for plain text."""

    SIGNATURE: bytes

    def read(self, name: str, data: bytes, encoding: str | None = None) -> Content:
        """Read the file called `name`; `encoding` is the user's word, used by formats that do not fix it.

        Raises UnreadableFile with a sentence that says what is wrong and what to do.
        """


class Paragraph(NamedTuple):
    """A paragraph on its way to the text, and whether all of it is bold."""

    text: str
    bold: bool = False


Item = Union[Paragraph, "Row"]
Row = list[list[Item]]  # cells, each of paragraphs and rows


class Draft:
    """A text that grows paragraph by paragraph, normalised as it is written, with a count of what stays outside.

    Paragraphs are separated by a newline, cells of a table row by a tab; a nested table continues the cell that it stands in.
    """

    def __init__(self, name: str) -> None:
        """`name` is the file's, for refusals."""
        self.name = name
        self.left_out: Counter[str] = Counter()
        self._parts: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._notes: list[tuple[int, int]] = []
        self._joint = ""
        self._paragraphs = 0

    def paragraph(self, raw: str, *, bold: bool = False) -> tuple[int, int]:
        """Write a paragraph; returns its place in the text."""
        self.refuse_beyond(len(raw))
        text = clean(raw, self.left_out)
        if self._joint:
            self._write(self._joint)
        elif self._joined_letters(text):
            self._write("\n")
        self._joint = "\n"
        self._paragraphs += 1
        start = self._length
        self._write(text)
        if bold:
            self._bold.append((start, self._length))
        return start, self._length

    def row(self, cells: Iterable[_Cell], write: Callable[[_Cell], None]) -> None:
        """Write a table row: what `write` writes of each cell, with tabs between them."""
        for number, cell in enumerate(cells):
            if number:
                self._write("\t")
                self._joint = ""
            before = self._paragraphs
            write(cell)
            if self._paragraphs == before:
                self.paragraph("")

    def items(self, items: Iterable[Item]) -> None:
        """Write paragraphs and rows."""
        for item in items:
            if isinstance(item, Paragraph):
                self.paragraph(item.text, bold=item.bold)
            else:
                self.row(item, self.items)

    @contextmanager
    def note(self) -> Iterator[None]:
        """What is written within is a footnote or an endnote; nothing else may follow."""
        self._joint = "\n" if self._parts else ""
        start = self._length + len(self._joint)
        yield
        if self._length > start:
            self._notes.append((start, self._length))

    def join_next(self) -> None:
        """Let the next paragraph continue the last one (its end was deleted)."""
        self._joint = ""

    def refuse_beyond(self, more: int) -> None:
        """Raise UnreadableFile where so many more characters are more than a text may have."""
        if self._length + more > MAX_CHARACTERS:
            raise UnreadableFile(
                _("{name} has more than {limit} million characters. Split it into several files.", name=self.name, limit=MAX_MILLIONS)
            )

    def content(self, *, encoding: str | None = None, guessed: bool = False) -> Content:
        """The finished text; raises UnreadableFile where there is not a word in it."""
        text = "".join(self._parts)
        if not text or text.isspace():
            raise UnreadableFile(_("{name} has no text. Check that it is the right file.", name=self.name))
        left_out = tuple(LeftOut(kind, count) for kind, count in self.left_out.items() if count)
        return Content(text, None, left_out, tuple(self._bold), encoding, guessed, tuple(self._notes))

    def _joined_letters(self, text: str) -> bool:
        """Whether the last letter written and the first of `text` would become one, which only a newline prevents."""
        return bool(self._parts and self._parts[-1] and text) and not unicodedata.is_normalized("NFC", self._parts[-1][-1] + text[0])

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def too_many_marks(name: str, limit: int) -> UnreadableFile:
    """The failure of a file with more formatting than any text has, which would take minutes or gigabytes to read."""
    return UnreadableFile(
        _(
            "{name} has more than {limit} million marks of formatting and was not read. Copy its text into a new document.",
            name=name,
            limit=limit // 10**6,
        )
    )


def has_text(items: Iterable[Item]) -> bool:
    """Whether there is a letter in any of the items."""
    return any(bool(item.text.strip()) if isinstance(item, Paragraph) else any(map(has_text, item)) for item in items)


def clean(raw: str, left_out: Counter[str]) -> str:
    r"""`raw` in NFC with `\n` line ends; soft hyphens and characters that no text may hold are taken out and counted.

    A soft hyphen is a place where a word may break, no character of it: `parte\xadnariat` is one word. More than 200 accents on one letter
    are no writing.
    """
    text = raw
    if TO_CLEAN.search(raw):
        text = LINE_END.sub("\n", raw)
        hyphens = text.count(SOFT_HYPHEN)
        left_out["soft hyphen"] += hyphens
        text, removed = UNWANTED.subn("", text)
        left_out["forbidden character"] += removed - hyphens
    if unicodedata.is_normalized("NFC", text):
        return text
    short = FOREIGN.sub(_with_fewer_marks, text)
    left_out["forbidden character"] += len(text) - len(short)
    return unicodedata.normalize("NFC", short)


def _with_fewer_marks(stretch: re.Match[str]) -> str:
    """A stretch of letters with at most MAX_MARKS accents on each."""
    kept: list[str] = []
    marks = 0
    for letter in stretch[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MAX_MARKS:
            kept.append(letter)
    return "".join(kept)
