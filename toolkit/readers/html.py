"""Pages (html): what somebody would see of them, paragraph by paragraph; scripts, styles and hidden text never come in."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import Content, Draft, Item, Paragraph, Row, too_many_marks
from toolkit.readers.encodings import codec_named, decode
from toolkit.readers.html_looks import (
    BLOCKS,
    BOLD,
    CELLS,
    ENDS,
    HEAVY,
    LEFT_OUT,
    PRE,
    ROW_PARTS,
    TABLE_PARTS,
    UNSEEN,
    VOID,
    WITHIN_LINES,
    Hidden,
)
from toolkit.readers.html_tokens import COMMENT, attributes, tokens
from toolkit.text.turns import find_turns

if TYPE_CHECKING:
    from toolkit.model import Turn

SIGNATURE = b""

MAX_MARKS = 1_000_000  # tags and pieces of text; a book has a tenth of them
MAX_TABLES = 100  # one within the other

DECLARED = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)""", re.IGNORECASE)
HEAD = 2048  # bytes among which a page says how it is written
WHITE = re.compile(r"[ \t\n\r\f]+")
WEIGHT = re.compile(r"font-weight\s*:\s*(bold|bolder|normal|lighter|\d{3})", re.IGNORECASE)
BRACE = re.compile(r"[{}]")
PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\b", re.IGNORECASE)
PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|pre-wrap|break-spaces)\b", re.IGNORECASE)
# Of the rules of a style sheet those for an element, a class or an identifier: they may be told without a tree.
SELECTOR = re.compile(r"([a-z][\w-]*)?([.#][\w-]+)?", re.IGNORECASE)
OFFICE_PARTS = {"comment": "comment", "header": "header or footer", "footer": "header or footer"}
OFFICE_PART = re.compile(r"mso-element\s*:\s*(comment|header|footer)\b", re.IGNORECASE)
REMARK = re.compile(r"\s*(?!(?:Start|End)Fragment)\w")
LIBRE_OFFICE_PART = re.compile(r"(header|footer)$")
NOSCRIBE_TIMES = re.compile(r"ts_(\d{1,10})_(\d{1,10})(?:_|$)")

FAR = 200  # elements among which one that has to end is looked for


class _Element(NamedTuple):
    """An open element and what holds within it."""

    name: str
    bold: bool
    preserved: bool
    unseen: str = ""  # as what its text is left out


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read: white space collapses to one space and vanishes at both ends."""

    pieces: list[str] = field(default_factory=list)
    open_space: bool = True
    bold: bool = False
    plain: bool = False
    times: list[int] = field(default_factory=list)

    def write(self, text: str, *, bold: bool, preserved: bool) -> None:
        shown = text if preserved else WHITE.sub(" ", text)
        if self.open_space and not preserved:
            shown = shown.removeprefix(" ")
        if shown:
            self.pieces.append(shown)
            self.open_space = shown[-1] in " \n"
            if not shown.isspace():
                self.bold |= bold
                self.plain |= not bold

    def break_line(self) -> None:
        self._drop_space()
        self.pieces.append("\n")
        self.open_space = True

    def text(self) -> str:
        """The paragraph; a line break at its end breaks nothing."""
        self._drop_space()
        return "".join(self.pieces).removesuffix("\n")

    def _drop_space(self) -> None:
        if self.open_space and self.pieces and self.pieces[-1].endswith(" "):
            self.pieces[-1] = self.pieces[-1][:-1]


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read a page: paragraphs, line breaks, tables in rows with tabs. Pictures, scripts, forms, deletions and hidden text are counted.

    The encoding is the user's word, else the mark of the file, else UTF-8, else what the page says of itself. In the pages of noScribe the
    times of what is said are taken from its anchors.
    """
    found = decode(name, data, encoding, declared(data))
    draft = Draft(name)
    page = _Page(name, draft.left_out)
    for number, (tag, body) in enumerate(tokens(found.text)):
        if number >= MAX_MARKS:
            raise too_many_marks(name, MAX_MARKS)
        if not tag:
            page.text(body)
        elif tag == COMMENT:
            page.comment(body)
        elif tag[0] == "/":
            page.end(tag[1:])
        else:
            page.start(tag, body)
    page.finish()
    times = []
    for number, item in enumerate(page.items):
        if number in page.times and isinstance(item, Paragraph):
            times.append((*draft.paragraph(item.text, bold=item.bold), *page.times[number]))
        else:
            draft.items([item])
    return timed(draft.content(encoding=found.encoding, guessed=found.guessed), times)


def declared(data: bytes) -> str | None:
    """The encoding that a page says it is written in; None where it says none, or one in which this could not be read."""
    said = DECLARED.search(data, 0, HEAD)
    codec = codec_named((said[1] or said[2]).decode("latin-1")) if said else None
    return None if codec is None or codec.startswith(("utf-16", "utf-32")) else codec


def timed(content: Content, times: list[tuple[int, int, int, int]]) -> Content:
    """The content with its turns, if paragraphs say when they were spoken: (start, end, start_ms, end_ms), ascending."""
    turns = find_turns(content.text, content.bold).turns if times else ()
    if not turns:
        return content
    starts, ends = [start for start, *_rest in times], [end for _start, end, *_rest in times]

    def spoken(turn: Turn) -> Turn:
        within = times[bisect_right(ends, turn.start) : bisect_left(starts, turn.end)]
        if turn.kind != "speech" or not within:
            return turn
        return replace(turn, start_ms=min(each[2] for each in within), end_ms=max(each[3] for each in within))

    return replace(content, turns=tuple(map(spoken, turns)))


class _Page:
    """One passage through a page; no tree is built, only the elements that are open are known."""

    def __init__(self, name: str, left_out: Counter[str]) -> None:
        self.items: list[Item] = []
        self.times: dict[int, tuple[int, int]] = {}  # milliseconds from and to, by place among the items
        self._name = name
        self._left_out = left_out
        self._stack: list[_Element] = [_Element("", bold=False, preserved=False)]
        self._open = [Counter[str]()]  # elements by name, of the page and of each open cell
        self._table: list[str] = []  # open parts of tables
        self._rows: list[Row] = []
        self._flows: list[list[Item]] = [self.items]
        self._line = _Line()
        self._uncounted = ""  # what the text to come is left out as, once
        self._hidden = Hidden()

    def start(self, name: str, body: str) -> None:
        """An element begins."""
        said = attributes(body) if body.strip(" /") else {}
        if name in ENDS:
            self._end_nearest(*ENDS[name])
        elif name in ROW_PARTS:
            self._end_table_parts(name)
        if name in BLOCKS or name == "hr":
            self._end_nearest(("p",), CELLS)
            self._end_line()
        elif name == "br":
            self._line.break_line()
        elif name == "a" and (spoken := NOSCRIBE_TIMES.match(said.get("name", ""))):
            self._line.times += [int(spoken[1]), int(spoken[2])]
        if name in CELLS and self._table[-1:] != ["tr"]:
            self._push(_Element("tr", *self._stack[-1][1:]))
        unseen = self._unseen(name, said)
        if name not in VOID:
            self._push(self._element(name, said, unseen))

    def end(self, name: str) -> None:
        """An element ends; what is open within it ends, too, but an end within a line ends no paragraph."""
        if name == "br":
            self._line.break_line()
        elif name in TABLE_PARTS:
            if name in self._table:
                self._pop_until(name)
        elif self._open[-1][name] <= 0:
            return
        elif name in WITHIN_LINES:
            self._end_inline(name)
        else:
            self._pop_until(name)

    def text(self, text: str) -> None:
        """Text comes."""
        element = self._stack[-1]
        if element.name == "style":
            self._hidden.learn(text)
        if not element.unseen:
            self._line.write(text, bold=element.bold, preserved=element.preserved)
        elif self._uncounted and not text.isspace():
            self._left_out[self._uncounted] += 1
            self._uncounted = ""

    def comment(self, text: str) -> None:
        """A remark in the source, as LibreOffice writes comments; those of programs to programs begin with a bracket or have no text."""
        if not self._stack[-1].unseen and REMARK.match(text):
            self._left_out["comment"] += 1

    def finish(self) -> None:
        """The page ends."""
        while len(self._stack) > 1:
            self._pop()
        self._end_line()

    def _unseen(self, name: str, said: dict[str, str]) -> str:
        """As what the text of an element is left out; empty where it is seen. What is no text is counted."""
        if self._stack[-1].unseen:
            return self._stack[-1].unseen
        if name == "rp" or "msocomanchor" in said.get("class", ""):  # brackets around what is left out itself
            return "image"
        kind = LEFT_OUT.get(name) or _office_part(said)
        self._uncounted = ""
        if kind:
            self._left_out[kind] += 1
            return kind
        self._uncounted = UNSEEN.get(name) or ("hidden text" if self._hidden.hides(name, said) else "")
        return self._uncounted

    def _element(self, name: str, said: dict[str, str], unseen: str) -> _Element:
        outer = self._stack[-1]
        bold, preserved = outer.bold or name in BOLD, outer.preserved or name in PRE
        if style := said.get("style"):
            weight = WEIGHT.search(style)
            bold = weight[1].lower() in HEAVY if weight else bold
            preserved = preserved or PRESERVED.search(style) is not None
        return _Element(name, bold, preserved, unseen)

    def _end_table_parts(self, name: str) -> None:
        """End the cell and the row in which a new one cannot stand."""
        if self._table and self._table[-1] in CELLS:
            self._pop_until(self._table[-1])
        if name == "tr" and self._table and self._table[-1] == "tr":
            self._pop_until("tr")

    def _end_nearest(self, names: tuple[str, ...], limits: tuple[str, ...]) -> None:
        """End the innermost element of these names, unless a limit stands between: what a new element cannot stand in."""
        counts = self._open[-1]
        if not any(counts[name] > 0 for name in names):
            return
        for element in reversed(self._stack[-FAR:]):
            if element.name in names:
                self._pop_until(element.name)
                return
            if element.name in limits:
                return
        for name in names:  # too far to look for again and again
            counts[name] = 0

    def _end_inline(self, name: str) -> None:
        for place in range(len(self._stack) - 1, max(0, len(self._stack) - FAR), -1):
            if self._stack[place].name == name:
                if any(above.name in BLOCKS for above in self._stack[place + 1 :]):
                    del self._stack[place]
                    self._open[-1][name] -= 1
                    for above in range(place, len(self._stack)):
                        element = self._stack[above]
                        self._stack[above] = element._replace(bold=self._stack[above - 1].bold or element.name in BOLD)
                else:
                    self._pop_until(name)
                return

    def _push(self, element: _Element) -> None:
        self._stack.append(element)
        self._open[-1][element.name] += 1
        if element.name not in TABLE_PARTS:
            return
        self._table.append(element.name)
        if element.name == "tr":
            self._rows.append([])
        elif element.name in CELLS:
            self._flows.append([])
            self._open.append(Counter())
            if len(self._flows) > MAX_TABLES:
                raise UnreadableFile(
                    _(
                        "{name} has more than {limit} tables one within the other and was not read. Copy its text into a new document.",
                        name=self._name,
                        limit=MAX_TABLES,
                    )
                )

    def _pop_until(self, name: str) -> None:
        while self._pop() != name:
            pass

    def _pop(self) -> str:
        """End the innermost element; returns its name."""
        name = self._stack.pop().name
        if name in BLOCKS:
            self._end_line()
        if name in CELLS:
            self._open.pop()
            self._rows[-1].append(self._flows.pop())
        elif name == "tr" and (row := self._rows.pop()):
            self._flows[-1].append(row)
        if name in TABLE_PARTS:
            self._table.pop()
        self._open[-1][name] -= 1
        return name

    def _end_line(self) -> None:
        line, self._line = self._line, _Line()
        if text := line.text():
            if line.times and len(self._flows) == 1:
                self.times[len(self.items)] = min(line.times), max(line.times)
            self._flows[-1].append(Paragraph(text, line.bold and not line.plain))


def _office_part(said: dict[str, str]) -> str:
    """As what a part is left out that Word or LibreOffice marks as a comment, a header or a footer; empty for any other element."""
    found = said and (OFFICE_PART.search(said.get("style", "")) or LIBRE_OFFICE_PART.match(said.get("title", "")))
    return OFFICE_PARTS[found[1].lower()] if found else ""
