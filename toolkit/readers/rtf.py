"""Rich Text Format: a stream of control words and groups, read in one passage without building anything of it.

The libraries for RTF keep tracked deletions and hidden text, drop text boxes and notes, and join the cells of tables with a bar; so it is
read here. Source: Rich Text Format Specification 1.9.1 (Microsoft, 2008).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import Content, Draft, Item, Paragraph, Row, has_text, too_many_marks
from toolkit.readers.encodings import codec_named, known_codec, not_text
from toolkit.readers.rtf_words import (
    BOXES,
    CHARACTERS,
    CHARSETS,
    CODE_PAGES,
    CONTAINERS,
    COUNTED,
    MARGINS,
    SKIPPED,
    SYMBOL_CHARSET,
    SYMBOLS,
)
from toolkit.readers.signature import RTF

SIGNATURE = RTF

MAX_FILE = 200 << 20  # bytes
MAX_GROUPS = 250  # one within the other, as in XML
MAX_MARKS = 2_000_000  # control words, groups and pieces of text; a book has a tenth of them

TOKEN = re.compile(rb"([^\\{}\r\n\0]+)|\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n\0]+|\\", re.DOTALL)
TEXT, WORD, NUMBERED_WORD, HEX, SYMBOL, GROUP = range(1, 7)  # the groups of the pattern
BRACE = re.compile(rb"\\bin(\d{1,10}) ?|\\.|[{}]", re.DOTALL)  # all that matters in a group that is not read
SURROGATE = re.compile("[\ud800-\udfff]")


class _Flow:
    """Paragraphs and table rows in their order: the document's own, or those of a box, a note or a margin."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.boxes: list[_Flow] = []  # anchored in the paragraph that is being written; they follow it
        self.endnote = False
        self._pieces: list[str] = []
        self._bold = self._plain = False
        self._cell: list[Item] = []
        self._row: Row = []

    def write(self, text: str, *, bold: bool) -> None:
        """Add to the paragraph."""
        self._pieces.append(text)
        if not text.isspace():
            self._bold |= bold
            self._plain |= not bold

    def end_paragraph(self, *, in_table: bool) -> None:
        """The paragraph is complete; in a table it belongs to a cell."""
        if in_table:
            self._cell.append(self._paragraph())
            return
        self._end_row()
        self.items.append(self._paragraph())
        self._place_boxes()

    def end_cell(self) -> None:
        """The cell is complete."""
        self._row.append([*self._cell, self._paragraph()])
        self._cell = []

    def end_row(self) -> None:
        """The row is complete."""
        self._end_row()
        self._place_boxes()

    def end_inner_row(self) -> None:
        """A row of a table within a cell is complete; its cells stand in one line, with tabs."""
        if self._pieces and self._pieces[-1] == "\t":
            self._pieces.pop()
        self._cell.append(self._paragraph())

    def finish(self) -> None:
        """Nothing more comes."""
        if self._pieces:
            self.end_paragraph(in_table=bool(self._row or self._cell))
        self.end_row()

    def _paragraph(self) -> Paragraph:
        text = "".join(self._pieces)
        if SURROGATE.search(text):  # one letter as two numbers
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        found = Paragraph(text, self._bold and not self._plain)
        self._pieces = []
        self._bold = self._plain = False
        return found

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(self._cell)
            self._cell = []
        if self._row:
            self.items.append(self._row)
            self._row = []

    def _place_boxes(self) -> None:
        for box in self.boxes:
            box.finish()
            self.items.extend(box.items)
        self.boxes = []


class _State(NamedTuple):
    """What ends with a group."""

    flow: _Flow
    active: bool = True  # whether text goes into the flow; groups within may have some also where this one has none
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    in_fonts: bool = False
    font: int = -1
    fallback: int = 1  # characters after \u for programs that do not know it


def read(name: str, data: bytes, encoding: str | None = None) -> Content:
    """Read an RTF document; notes stand at its end. Comments, headers, footers, hidden text, deletions and pictures are counted, not read.

    `encoding` wins over the code pages that the file names for letters outside ASCII.
    """
    if len(data) > MAX_FILE:
        raise UnreadableFile(_("{name} is larger than {limit} MB. Save its text without the pictures.", name=name, limit=MAX_FILE >> 20))
    start = data.find(SIGNATURE, 0, 100)
    if start < 0:
        raise UnreadableFile(_("{name} is no RTF file. Open it in a word processor and save it again.", name=name))
    walk = _Walk(name, known_codec(name, encoding) if encoding else None)
    walk.document(data, start)
    return walk.draft.content(encoding=encoding or walk.code_page)


class _Walk:
    """One passage through a file."""

    def __init__(self, name: str, said: str | None) -> None:
        self.draft = Draft(name)
        self.code_page = "cp1252"
        self._said = said
        self._fonts: dict[int, str | None] = {}  # codec by font; None for a font of symbols
        self._defined = -1  # the font that the table of fonts is about
        self._main = _Flow()
        self._notes: list[_Flow] = []
        self._margins: list[_Flow] = []
        self._state = _State(self._main)
        self._outer: list[_State] = []
        self._bytes = bytearray()  # letters that wait for others of the same encoding
        self._skip = 0  # characters to come that stand for the one just read
        self._starred = False  # whether the group may be passed over by whoever does not know it
        self._unseen = ""  # the kind of what was left out just now

    def document(self, data: bytes, start: int) -> None:
        """Read everything and write it down."""
        self._tokens(data, start)
        self._flush()
        self._main.finish()
        self.draft.items(self._main.items)
        for note in sorted(self._notes, key=lambda flow: flow.endnote):
            note.finish()
            self.draft.left_out["note mark"] += 1
            with self.draft.note():
                self.draft.items(note.items)
        for margin in self._margins:
            margin.finish()
        self.draft.left_out["header or footer"] += sum(has_text(margin.items) for margin in self._margins)

    def _tokens(self, data: bytes, place: int) -> None:
        match = TOKEN.match
        for _number in range(MAX_MARKS):
            found = match(data, place)
            if found is None:
                return
            place = found.end()
            kind = found.lastindex
            if kind == TEXT:
                self._take(found[TEXT])
            elif kind in (WORD, NUMBERED_WORD):
                self._flush()
                self._skip = 0
                number = int(found[NUMBERED_WORD]) if found[NUMBERED_WORD] else None
                place = self._word(found[WORD].decode("ascii"), number, data, place)
            elif kind == HEX:
                self._take(bytes.fromhex(found[HEX].decode("ascii")))
            elif kind == GROUP:
                self._flush()
                self._skip = 0
                if found[GROUP] == b"{":
                    self._open()
                elif self._outer:
                    self._state = self._outer.pop()
                    if not self._outer:
                        return  # the document ends with its outermost group
            elif kind == SYMBOL:
                self._symbol(found[SYMBOL])
        raise too_many_marks(self.draft.name, MAX_MARKS)

    def _open(self) -> None:
        self._outer.append(self._state)
        self._starred = False
        if len(self._outer) > MAX_GROUPS:
            raise UnreadableFile(
                _(
                    "{name} has more than {limit} groups one within the other and was not read. Copy its text into a new document.",
                    name=self.draft.name,
                    limit=MAX_GROUPS,
                )
            )

    def _word(self, word: str, number: int | None, data: bytes, place: int) -> int:
        """Do what a control word says; returns where to read on."""
        starred, self._starred = self._starred, False
        if word == "bin":
            return place + max(0, number or 0)
        if word in SKIPPED or word in COUNTED:
            if word in COUNTED:
                self.draft.left_out[COUNTED[word]] += 1
            return _end_of_group(data, place)
        if not (self._character(word) or self._property(word, number) or self._group(word, number)) and starred:
            return _end_of_group(data, place)
        return place

    def _character(self, word: str) -> bool:
        """Whether a control word is a character, or the end of a paragraph, a cell or a row."""
        state = self._state
        if word in CHARACTERS:
            self._write(CHARACTERS[word])
        elif word == "nestrow":  # stands in a group without text
            state.flow.end_inner_row()
        elif word in ("par", "sect", "cell", "row", "nestcell"):
            if state.active:
                self._end(word, state)
        else:
            return False
        return True

    def _end(self, word: str, state: _State) -> None:
        if word == "cell":
            state.flow.end_cell()
        elif word == "row":
            state.flow.end_row()
        elif word == "nestcell":
            self._write("\t")
        elif word == "sect":
            state.flow.finish()
        else:
            state.flow.end_paragraph(in_table=state.in_table)

    def _property(self, word: str, number: int | None) -> bool:
        """Whether a control word says how the text after it is."""
        state, on = self._state, number != 0
        if word == "b":
            self._state = state._replace(bold=on)
        elif word == "v":
            self._state = state._replace(hidden=on)
        elif word == "deleted":
            self._state = state._replace(deleted=on)
        elif word == "plain":
            self._state = state._replace(bold=False, hidden=False, deleted=False)
        elif word == "pard":
            self._state = state._replace(in_table=False)
        elif word == "intbl":
            self._state = state._replace(in_table=on)
        elif word == "u":
            self._write(chr((number or 0) & 0xFFFF))
            self._skip = state.fallback
        elif word == "uc":
            self._state = state._replace(fallback=min(max(0, number or 0), 100))
        else:
            return self._encoding(word, number)
        return True

    def _encoding(self, word: str, number: int | None) -> bool:
        """Whether a control word says how letters are written."""
        number = -1 if number is None else number
        if word == "f" and self._state.in_fonts:
            self._defined = number
        elif word in ("f", "deff"):
            self._state = self._state._replace(font=number)
        elif word == "fcharset" and self._state.in_fonts:
            if number != 1:  # 1: whatever the file is written in
                self._fonts[self._defined] = None if number == SYMBOL_CHARSET else CHARSETS.get(number, self.code_page)
        elif word in ("ansicpg", "cpg"):
            codec = codec_named("utf-8" if number == 65001 else f"cp{number}")
            if codec and word == "ansicpg":
                self.code_page = codec
            elif codec:
                self._fonts[self._defined] = codec
        elif word in CODE_PAGES:
            self.code_page = CODE_PAGES[word]
        else:
            return False
        return True

    def _group(self, word: str, number: int | None) -> bool:  # noqa: ARG002 - all take what a word says
        """Whether a control word says what its group is."""
        state = self._state
        if word in CONTAINERS:
            self.draft.left_out["embedded object"] += word == "object"
            self._state = state._replace(active=False)
        elif word in ("ud", "result"):
            self._state = state._replace(active=True)
        elif word == "fonttbl":
            self._state = state._replace(active=False, in_fonts=True)
        elif word in BOXES:
            box = _Flow()
            state.flow.boxes.append(box)
            self._state = _State(box)
        elif word == "footnote":
            self._notes.append(_Flow())
            self._state = _State(self._notes[-1], font=state.font)
        elif word == "ftnalt":
            state.flow.endnote = True
        elif word in MARGINS:
            self._margins.append(_Flow())
            self._state = _State(self._margins[-1], font=state.font)
        else:
            return False
        return True

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._flush()
            self._starred = True
        elif symbol in (b"\n", b"\r"):
            self._flush()
            self._character("par")
        elif symbol in SYMBOLS:
            if self._skip:
                self._skip -= 1
            else:
                self._flush()
                self._write(SYMBOLS[symbol])

    def _take(self, letters: bytes) -> None:
        """Letters in the encoding of the font, less those that only stand for one already read."""
        if self._skip:
            skipped = min(self._skip, len(letters))
            self._skip -= skipped
            letters = letters[skipped:]
        if self._state.active:
            self._bytes += letters

    def _flush(self) -> None:
        """Write the letters that wait."""
        if not self._bytes:
            return
        letters, self._bytes = bytes(self._bytes), bytearray()
        codec = self._fonts.get(self._state.font, self.code_page)
        if codec is None:
            # As Word does: the signs of a font of symbols have no meaning of their own.
            self._write("".join(chr(0xF000 + letter) if letter > 0x20 else " " for letter in letters))
            return
        try:
            self._write(letters.decode(self._said or codec))
        except UnicodeDecodeError:
            if self._said:
                raise not_text(self.draft.name, self._said) from None
            self._write(letters.decode(codec, "replace"))

    def _write(self, text: str) -> None:
        state = self._state
        if not state.active:
            return
        unseen = "deletion" if state.deleted else "hidden text" if state.hidden else ""
        if unseen and unseen != self._unseen:
            self.draft.left_out[unseen] += 1
        self._unseen = unseen
        if not unseen:
            state.flow.write(text, bold=state.bold)


def _end_of_group(data: bytes, place: int) -> int:
    """Where the group that `place` is in ends: at its closing brace, or at the end of the file."""
    depth = 1
    while found := BRACE.search(data, place):
        place = found.end()
        if found[1]:
            place += int(found[1])
        elif found[0] in (b"{", b"}"):
            depth += 1 if found[0] == b"{" else -1
            if depth == 0:
                return found.start()
    return len(data)
