"""What every reader gives back, and the draft in which it writes a text down."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.model import LeftOut, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Cell = TypeVar("_Cell")

LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
UNWANTED = re.compile("[\x00\xad\ud800-\udfff\ufffe\uffff]")
SOFT_HYPHEN = "\xad"


@dataclass(frozen=True, slots=True)
class Content:
    r"""The text of a document and what its format says about it.

    `text` is in Unicode NFC with `\n` line ends. `turns` is None where the format names no speakers: `text.turns` looks for them.
    `bold` are the paragraphs (start, end) that are bold from end to end. `encoding` is None where the format fixes it.
    """

    text: str
    turns: tuple[Turn, ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()
    encoding: str | None = None


class Reader(Protocol):
    """A module that reads one format; `SIGNATURE` are the bytes that its files begin with, empty for plain text."""

    SIGNATURE: bytes

    def read(self, name: str, data: bytes, encoding: str | None = None) -> Content:
        """Read the file called `name`; `encoding` is the user's word, used by formats that do not fix it.

        Raises UnreadableFile with a sentence that says what is wrong and what to do.
        """


class Draft:
    """A text that grows paragraph by paragraph, normalised as it is written, with a count of what stays outside.

    Paragraphs are separated by a newline, cells of a table row by a tab; a nested table continues the cell that it stands in.
    """

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self._parts: list[str] = []
        self._length = 0
        self._bold: list[tuple[int, int]] = []
        self._joint = ""
        self._paragraphs = 0

    def paragraph(self, raw: str, *, bold: bool = False) -> tuple[int, int]:
        """Write a paragraph; returns its place in the text."""
        self._write(self._joint)
        self._joint = "\n"
        self._paragraphs += 1
        start = self._length
        self._write(clean(raw, self.left_out))
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

    def join_next(self) -> None:
        """Let the next paragraph continue the last one (its end was deleted)."""
        self._joint = ""

    def content(self, name: str, *, encoding: str | None = None) -> Content:
        """The finished text; raises UnreadableFile where there is not a word in it."""
        text = "".join(self._parts)
        if not text.strip():
            raise UnreadableFile(_("{name} has no text. Check that it is the right file.", name=name))
        left_out = tuple(LeftOut(kind, count) for kind, count in self.left_out.items() if count)
        return Content(text, None, left_out, tuple(self._bold), encoding)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def clean(raw: str, left_out: Counter[str]) -> str:
    r"""`raw` in NFC with `\n` line ends; soft hyphens and characters that no text may hold are taken out and counted.

    A soft hyphen is a place where a word may break, no character of it: `parte\xadnariat` is one word.
    """
    text = LINE_END.sub("\n", raw)
    if UNWANTED.search(text):
        hyphens = text.count(SOFT_HYPHEN)
        left_out["soft hyphen"] += hyphens
        text, removed = UNWANTED.subn("", text)
        left_out["forbidden character"] += removed - hyphens
    return unicodedata.normalize("NFC", text)
