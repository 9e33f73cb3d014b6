"""Word documents: paragraphs and tables in reading order, with tracked insertions taken in and tracked deletions left out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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

TEXT = {W + "t", MATH + "t"}
CHARACTERS = {W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
LEFT_OUT = {
    W + "del": "deletion",
    W + "moveFrom": "deletion",
    W + "footnoteReference": "footnote",
    W + "endnoteReference": "endnote",
    W + "commentReference": "comment",
    W + "softHyphen": "soft hyphen",
    W + "altChunk": "embedded object",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "embedded object",
    "{urn:schemas-microsoft-com:vml}imagedata": "image",
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "image",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "chart",
}
SYMBOL = re.compile(r"[0-9A-Fa-f]{4}")
OFF = {"0", "false", "off"}


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - XML names its own encoding
    """Read a Word document. Notes, comments, headers, footers and pictures are counted, not read."""
    archive = Archive(name, data)
    main = _main_part(archive)
    body = archive.xml(main, STRICT)
    if body.tag != W + "document":
        raise mislabelled(name, {"xl": ".xlsx", "ppt": ".pptx"}.get(main.partition("/")[0], ".zip"))
    related = [(kind, part) for kind, part in _relations(archive, main) if part in archive]
    styles = next((archive.xml(part, STRICT) for kind, part in related if kind == "styles"), None)
    walk = _Walk(frozenset() if styles is None else bold_styles(styles))
    walk.document(body)
    walk.draft.left_out["header or footer"] = sum(
        _has_text(archive.xml(part, STRICT)) for kind, part in related if kind in {"header", "footer"}
    )
    return walk.draft.content(name)


def value(element: _Element | None, name: str = "val") -> str:
    """One of Word's own attributes; empty where it or the element is absent."""
    return "" if element is None else element.get(W + name, "")


def child(element: _Element | None, name: str) -> _Element | None:
    """The first child with one of Word's own names."""
    return None if element is None else next(element.iterchildren(W + name), None)


def bold_styles(styles: _Element) -> frozenset[str]:
    """The identifiers of the styles that are bold, of themselves or by the style they are based on."""
    found = {value(style, "styleId"): style for style in styles.iter(W + "style")}

    def bold(key: str) -> bool:
        seen: set[str] = set()
        while key in found and key not in seen:
            seen.add(key)
            own = is_bold(child(found[key], "rPr"))
            if own is not None:
                return own
            key = value(child(found[key], "basedOn"))
        return False

    return frozenset(filter(bold, found))


def is_bold(properties: _Element | None) -> bool | None:
    """Whether run properties switch bold on or off; None where they do not say."""
    switch = child(properties, "b")
    return None if switch is None else value(switch) not in OFF


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read; text boxes anchored in it follow it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    plain: bool = False
    bold: bool = False

    def write(self, text: str, *, bold: bool) -> None:
        self.pieces.append(text)
        if text.strip():
            self.bold |= bold
            self.plain |= not bold


class _Walk:
    """One passage through a document, in reading order."""

    def __init__(self, bold_styles: frozenset[str]) -> None:
        self.draft = Draft()
        self._bold_styles = bold_styles

    def document(self, root: _Element) -> None:
        for alternatives in root.iter(ALTERNATIVES):
            del alternatives[1:]  # the same drawing, once more for older programs
        self._blocks(root)

    def _blocks(self, parent: _Element) -> None:
        for block in parent:
            kind = str(block.tag)
            if kind == W + "p":
                self._paragraph(block)
            elif kind == W + "tr":
                self.draft.row(_cells(block), self._blocks)
            elif kind in LEFT_OUT:
                self.draft.left_out[LEFT_OUT[kind]] += 1
            elif not kind.endswith("Pr"):
                self._blocks(block)

    def _paragraph(self, paragraph: _Element) -> None:
        line = _Line()
        properties = child(paragraph, "pPr")
        self._inline(paragraph, line, bold=value(child(properties, "pStyle")) in self._bold_styles)
        self.draft.left_out["list number"] += value(child(child(properties, "numPr"), "numId")) not in {"", "0"}
        self.draft.paragraph("".join(line.pieces), bold=line.bold and not line.plain)
        if child(child(properties, "rPr"), "del") is not None:
            self.draft.join_next()
        for box in line.boxes:
            self._blocks(box)

    def _inline(self, parent: _Element, line: _Line, *, bold: bool) -> None:
        for piece in parent:
            kind = str(piece.tag)
            if kind in TEXT:
                line.write(piece.text or "", bold=bold)
            elif kind in CHARACTERS:
                line.write(CHARACTERS[kind], bold=bold)
            elif kind == W + "sym":
                line.write(self._symbol(piece), bold=bold)
            elif kind == W + "r":
                self._inline(piece, line, bold=self._run_is_bold(piece, bold))
            elif kind == W + "txbxContent":
                line.boxes.append(piece)
            elif kind in LEFT_OUT:
                self.draft.left_out[LEFT_OUT[kind]] += 1
            elif not kind.endswith("Pr"):
                self._inline(piece, line, bold=bold)

    def _run_is_bold(self, run: _Element, inherited: bool) -> bool:
        properties = child(run, "rPr")
        if properties is None:
            return inherited
        own = is_bold(properties)
        return (inherited or value(child(properties, "rStyle")) in self._bold_styles) if own is None else own

    def _symbol(self, symbol: _Element) -> str:
        code = value(symbol, "char")
        if SYMBOL.fullmatch(code):
            return chr(int(code, 16))
        self.draft.left_out["forbidden character"] += 1
        return ""


def _cells(row: _Element) -> Iterator[_Element]:
    for part in row:
        kind = str(part.tag)
        if kind == W + "tc":
            yield part
        elif not kind.endswith("Pr"):  # cells may stand in a content control
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
