"""Word documents: paragraphs and tables in reading order, with tracked insertions taken in and tracked deletions left out."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from toolkit.readers.archive import Archive
from toolkit.readers.base import Content, Draft
from toolkit.readers.signature import ZIP, mislabelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

SIGNATURE = ZIP

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# The namespace of "Strict Open XML Document", read as that of the usual documents.
STRICT = {b'="http://purl.oclc.org/ooxml/wordprocessingml/main"': f'="{W[1:-1]}"'.encode()}

PARAGRAPH, RUN, TEXT, ROW, BOX = W + "p", W + "r", W + "t", W + "tr", W + "txbxContent"
RUN_PROPERTIES, PARAGRAPH_PROPERTIES = W + "rPr", W + "pPr"
PARAGRAPH_STYLE, RUN_STYLE, NUMBERED, BOLD, HIDDEN, VALUE = W + "pStyle", W + "rStyle", W + "numPr", W + "b", W + "vanish", W + "val"
CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
LEFT_OUT = {
    W + "del": "deletion",
    W + "moveFrom": "deletion",
    W + "commentReference": "comment",
    W + "softHyphen": "soft hyphen",
    W + "rt": "phonetic guide",
    W + "altChunk": "embedded object",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "embedded object",
    "{urn:schemas-microsoft-com:vml}imagedata": "image",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "image",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "chart",
}
SYMBOL = re.compile(r"[0-9A-Fa-f]{4}")
OFF = {"0", "false", "off"}
STYLE, STYLE_END = b"<w:style ", b"</w:style>"


class Weight(NamedTuple):
    """What a style says that matters here; None where it says nothing."""

    bold: bool | None = None
    hidden: bool | None = None


PLAIN = Weight()


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - XML names its own encoding
    """Read a Word document; notes stand at its end. Comments, headers, footers, hidden text and pictures are counted, not read."""
    archive = Archive(name, data)
    main = _main_part(archive)
    body = archive.xml(main, STRICT)
    if body.tag != W + "document":
        raise mislabelled(name, {"xl": ".xlsx", "ppt": ".pptx"}.get(main.partition("/")[0], ".zip"))
    related = [(kind, part) for kind, part in _relations(archive, main) if part in archive]
    walk = _Walk(name, Styles(archive, dict(reversed(related)).get("styles")))
    walk.document(body)
    for kind in walk.notes:
        walk.write_notes(kind, [archive.xml(part, STRICT) for relation, part in related if relation == kind + "s"])
    walk.draft.left_out["header or footer"] = sum(
        _has_text(archive.xml(part, STRICT)) for kind, part in related if kind in {"header", "footer"}
    )
    return walk.draft.content()


def value(element: _Element | None, name: str = "val") -> str:
    """One of Word's own attributes; empty where it or the element is absent."""
    return "" if element is None else element.get(W + name, "")


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child with one of Word's own names."""
    return None if element is None else next(element.iterchildren(W + name), None)


def own_weight(properties: _Element | None) -> Weight:
    """What run properties say themselves, without their style."""
    if properties is None:
        return PLAIN
    said = {each.tag: value(each) not in OFF for each in properties.iterchildren(BOLD, HIDDEN)}
    return Weight(said.get(BOLD), said.get(HIDDEN))


class Styles:
    """The styles of a document, read when the first of them is asked for: a template has hundreds, and most interviews use none."""

    def __init__(self, archive: Archive, part: str | None) -> None:
        self._archive = archive
        self._part = part
        self._known: dict[str, Weight] = {"": PLAIN}

    def weight(self, key: str) -> Weight:
        """What a style says, of itself or by the style it is based on."""
        if key not in self._known:
            said = [own_weight(child(style, "rPr")) for style in self._lineage(key)]
            bold = next((own.bold for own in said if own.bold is not None), None)
            self._known[key] = Weight(bold, next((own.hidden for own in said if own.hidden is not None), None))
        return self._known[key]

    def _lineage(self, key: str) -> Iterator[_Element]:
        """A style, that which it is based on, and so on."""
        seen: set[str] = set()
        while key in self._elements and key not in seen:
            seen.add(key)
            yield self._elements[key]
            key = value(child(self._elements[key], "basedOn"))

    @cached_property
    def _elements(self) -> dict[str, _Element]:
        if self._part is None:
            return {}
        root = self._archive.parsed(without_table_styles(self._archive.content(self._part)), STRICT)
        return {value(style, "styleId"): style for style in root.iterchildren(W + "style")}


def without_table_styles(data: bytes) -> bytes:
    """The styles of a document without those of tables, which are nine tenths of a template, and about which nothing is asked here."""
    last = data.rfind(STYLE_END) + len(STYLE_END)
    first, *styles = data[:last].split(STYLE)
    kept = [style for style in styles if b'w:type="table"' not in style[: style.find(b">")]]
    return STYLE.join([first, *kept]) + data[last:] if styles else data


class _Line:
    """A paragraph while it is read; text boxes anchored in it follow it."""

    __slots__ = ("bold", "boxes", "deleted_end", "hiding", "numbered", "pieces", "plain")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.boxes: list[_Element] = []
        self.bold = self.plain = self.numbered = self.deleted_end = self.hiding = False


class _Walk:
    """One passage through a document, in reading order."""

    def __init__(self, name: str, styles: Styles) -> None:
        self.draft = Draft(name)
        self.notes: dict[str, list[str]] = {}  # identifiers by kind, in the order in which the text refers to them
        self._styles = styles

    def document(self, root: _Element) -> None:
        for alternatives in root.iter(ALTERNATIVES):
            del alternatives[1:]  # the same drawing, once more for older programs
        self._blocks(root)

    def write_notes(self, kind: str, roots: list[_Element]) -> None:
        """Write the notes of a kind that the text refers to, each once; those that are nowhere are left out."""
        bodies = {value(note, "id"): note for root in roots for note in root.iterchildren(W + kind)}
        for key in self.notes[kind]:
            body = bodies.pop(key, None)
            if body is None:
                self.draft.left_out[kind] += 1
                continue
            self.draft.left_out["note mark"] += 1
            with self.draft.note():
                self._blocks(body)

    def _blocks(self, parent: _Element) -> None:
        for block in parent:
            kind = block.tag
            if kind == PARAGRAPH:
                self._paragraph(block)
            elif kind == ROW:
                self.draft.row(_cells(block), self._blocks)
            elif kind in LEFT_OUT:
                self.draft.left_out[LEFT_OUT[kind]] += 1
            elif not kind.endswith("Pr"):
                self._blocks(block)

    def _paragraph(self, paragraph: _Element) -> None:
        line = _Line()
        self._inline(paragraph, line)
        self.draft.left_out["list number"] += line.numbered
        self.draft.paragraph("".join(line.pieces), bold=line.bold and not line.plain)
        if line.deleted_end:
            self.draft.join_next()
        for box in line.boxes:
            self._blocks(box)

    def _inline(self, parent: _Element, line: _Line, bold: bool | None = None, hidden: bool | None = None) -> None:
        """The text within a paragraph or a part of it. Properties come first among what they are about."""
        for piece in parent:
            kind = piece.tag
            if kind == TEXT:
                text = piece.text
                if text:
                    self._write(text, line, bold, hidden)
            elif kind == RUN:
                self._inline(piece, line, bold, hidden)
            elif kind == RUN_PROPERTIES:
                bold, hidden = self._run_properties(piece, bold, hidden)
            elif kind == PARAGRAPH_PROPERTIES:
                bold, hidden = self._paragraph_properties(piece, line)
            else:
                self._part(piece, kind, line, bold, hidden)

    def _part(self, piece: _Element, kind: str, line: _Line, bold: bool | None, hidden: bool | None) -> None:
        """What is rarer than text among what a paragraph is made of."""
        if kind in CHARACTERS:
            self._write(CHARACTERS[kind], line, bold, hidden)
        elif kind == BOX:
            line.boxes.append(piece)
        elif kind in LEFT_OUT:
            self.draft.left_out[LEFT_OUT[kind]] += 1
        elif kind in NOTES:
            self.notes.setdefault(NOTES[kind], []).append(value(piece, "id"))
        elif kind == MATH + "t":
            self._write(piece.text or "", line, bold, hidden)
        elif kind == W + "sym":
            self._write(self._symbol(piece), line, bold, hidden)
        elif not kind.endswith("Pr"):
            self._inline(piece, line, bold, hidden)

    def _write(self, text: str, line: _Line, bold: bool | None, hidden: bool | None) -> None:
        if hidden:
            self.draft.left_out["hidden text"] += not line.hiding
            line.hiding = True
            return
        line.hiding = False
        line.pieces.append(text)
        if not text.isspace():
            if bold:
                line.bold = True
            else:
                line.plain = True

    def _run_properties(self, properties: _Element, bold: bool | None, hidden: bool | None) -> tuple[bool | None, bool | None]:
        """What is bold and hidden within a run, from what is so around it."""
        for each in properties.iterchildren(RUN_STYLE, BOLD, HIDDEN):  # in this order, says the format
            if each.tag == RUN_STYLE:
                styled = self._styles.weight(each.get(VALUE, ""))
                bold, hidden = bold or styled.bold, hidden or styled.hidden
            elif each.tag == BOLD:
                bold = each.get(VALUE) not in OFF
            else:
                hidden = each.get(VALUE) not in OFF
        return bold, hidden

    def _paragraph_properties(self, properties: _Element, line: _Line) -> Weight:
        """What the style of a paragraph says; its number in a list and its end are noted on the line."""
        style = ""
        for each in properties.iterchildren(PARAGRAPH_STYLE, NUMBERED, RUN_PROPERTIES):
            if each.tag == PARAGRAPH_STYLE:
                style = value(each)
            elif each.tag == RUN_PROPERTIES:
                line.deleted_end = child(each, "del") is not None
            else:
                line.numbered = value(child(each, "numId")) not in {"", "0"}
        return self._styles.weight(style)

    def _symbol(self, symbol: _Element) -> str:
        code = value(symbol, "char")
        if SYMBOL.fullmatch(code):
            return chr(int(code, 16))
        self.draft.left_out["forbidden character"] += 1
        return ""


def _cells(row: _Element) -> Iterator[_Element]:
    for part in row:
        if part.tag == W + "tc":
            yield part
        elif not part.tag.endswith("Pr"):  # cells may stand in a content control
            yield from _cells(part)


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" not in archive:
        raise mislabelled(archive.name, ".odt") if "content.xml" in archive else archive.damaged()
    for kind, part in _relations(archive, ""):
        if kind == "officeDocument" and part in archive:
            return part
    raise archive.damaged()


def _relations(archive: Archive, part: str) -> Iterator[tuple[str, str]]:
    """What a part refers to within the archive: (last word of the relation's type, name of the other part)."""
    folder, file = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", file + ".rels")
    if listing not in archive:
        return
    for relation in archive.xml(listing):
        if relation.get("TargetMode") != "External":
            target = posixpath.join("/", folder, relation.get("Target", ""))
            yield relation.get("Type", "").rpartition("/")[2], posixpath.normpath(target).lstrip("/")


def _has_text(root: _Element) -> bool:
    return any((element.text or "").strip() for element in root.iter(W + "t"))
