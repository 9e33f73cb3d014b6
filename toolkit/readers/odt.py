"""OpenDocument texts: paragraphs, lists and tables in reading order; tracked insertions are in, tracked deletions out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.readers.archive import Archive
from toolkit.readers.base import Content, Draft
from toolkit.readers.signature import ZIP, locked, mislabelled

if TYPE_CHECKING:
    from lxml.etree import _Element

SIGNATURE = ZIP

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    f"{{{_BASE}{name}:1.0}}": prefix
    for name, prefix in {
        "office": "office:",
        "text": "text:",
        "table": "table:",
        "drawing": "draw:",
        "style": "style:",
        "xsl-fo-compatible": "fo:",
        "manifest": "manifest:",
    }.items()
}
NAMESPACES = {prefix: namespace for namespace, prefix in PREFIXES.items()}

CHARACTERS = {"text:tab": "\t", "text:line-break": "\n"}
LEFT_OUT = {
    "office:annotation": "comment",
    "draw:image": "image",
    "draw:object": "embedded object",
    "draw:object-ole": "embedded object",
}
CELLS = {"table:table-cell", "table:covered-table-cell"}
MARGINS = {f"style:{part}{which}" for part in ("header", "footer") for which in ("", "-left", "-first")}
BOLD = {"bold", "600", "700", "800", "900"}
WHITE = re.compile(r"[ \t\r\n]+")
MAX_SPACES = 10_000  # a repeat count is a number that anybody may write


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - XML names its own encoding
    """Read an OpenDocument text. Notes, comments, headers, footers and pictures are counted, not read."""
    archive = Archive(name, data)
    if "content.xml" not in archive:
        raise mislabelled(name, ".docx") if "word/document.xml" in archive else archive.damaged()
    _refuse_locked(archive)
    content = archive.xml("content.xml")
    text = next((element for element in content.iter() if local(element) == "office:text"), None)
    if text is None:
        raise mislabelled(name, ".ods") if any(local(each) == "office:spreadsheet" for each in content.iter()) else archive.damaged()
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    walk = _Walk(bold_styles([root for root in (styles, content) if root is not None]))
    walk.blocks(text)
    if styles is not None:
        walk.draft.left_out["header or footer"] = sum(_has_text(part) for part in styles.iter() if local(part) in MARGINS)
    return walk.draft.content(name)


def local(element: _Element) -> str:
    """The name of an element with the usual prefix of its namespace, whatever prefix the file uses."""
    namespace, brace, tag = str(element.tag).rpartition("}")
    return PREFIXES.get(namespace + brace, "other:") + tag


def attribute(element: _Element, name: str) -> str:
    """An attribute by its name with the usual prefix; empty where it is absent."""
    prefix, _colon, tag = name.partition(":")
    return element.get(NAMESPACES[prefix + ":"] + tag, "")


def bold_styles(roots: list[_Element]) -> frozenset[str]:
    """The names of the styles that are bold, of themselves or by their parent style."""
    weight: dict[str, str] = {}
    parent: dict[str, str] = {}
    for style in (each for root in roots for each in root.iter() if local(each) == "style:style"):
        name = attribute(style, "style:name")
        parent[name] = attribute(style, "style:parent-style-name")
        weight[name] = next((attribute(part, "fo:font-weight") for part in style if local(part) == "style:text-properties"), "")

    def bold(name: str) -> bool:
        seen: set[str] = set()
        while name in parent and name not in seen and not weight[name]:
            seen.add(name)
            name = parent[name]
        return weight.get(name) in BOLD

    return frozenset(filter(bold, parent))


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read; text boxes anchored in it follow it.

    White space of the XML collapses to one space and vanishes at both ends (OpenDocument 1.2, part 1, section 6.1.2).
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    open_space: bool = True
    plain: bool = False
    bold: bool = False

    def write(self, text: str, *, bold: bool) -> None:
        """Add characters that are meant as they are."""
        self.pieces.append(text)
        self.open_space = False
        if text.strip():
            self.bold |= bold
            self.plain |= not bold

    def write_xml(self, text: str | None, *, bold: bool) -> None:
        """Add characters of the XML."""
        collapsed = WHITE.sub(" ", text or "")
        if self.open_space:
            collapsed = collapsed.removeprefix(" ")
        if collapsed:
            self.write(collapsed, bold=bold)
            self.open_space = collapsed.endswith(" ")

    def text(self) -> str:
        whole = "".join(self.pieces)
        return whole.removesuffix(" ") if self.open_space else whole


class _Walk:
    """One passage through a document, in reading order."""

    def __init__(self, bold_styles: frozenset[str]) -> None:
        self.draft = Draft()
        self._bold_styles = bold_styles

    def blocks(self, parent: _Element) -> None:
        for block in parent:
            kind = local(block)
            if kind in {"text:p", "text:h"}:
                self._paragraph(block)
            elif kind == "table:table-row":
                self.draft.row((each for each in block if local(each) in CELLS), self.blocks)
            elif not self._leave_out(block, kind):
                self.draft.left_out["list number"] += kind == "text:list-item"
                self.blocks(block)

    def _paragraph(self, paragraph: _Element) -> None:
        line = _Line()
        self._inline(paragraph, line, bold=attribute(paragraph, "text:style-name") in self._bold_styles)
        self.draft.paragraph(line.text(), bold=line.bold and not line.plain)
        for box in line.boxes:
            self.blocks(box)

    def _inline(self, parent: _Element, line: _Line, *, bold: bool) -> None:
        line.write_xml(parent.text, bold=bold)
        for piece in parent:
            kind = local(piece)
            if kind in CHARACTERS:
                line.write(CHARACTERS[kind], bold=bold)
            elif kind == "text:s":
                line.write(" " * _count(attribute(piece, "text:c")), bold=bold)
            elif kind == "draw:text-box":
                line.boxes.append(piece)
            elif not self._leave_out(piece, kind):
                named = attribute(piece, "text:style-name") in self._bold_styles
                self._inline(piece, line, bold=bold or (kind == "text:span" and named))
            line.write_xml(piece.tail, bold=bold)

    def _leave_out(self, element: _Element, kind: str) -> bool:
        """Whether an element stays outside the text; it is counted."""
        if kind == "text:note":
            note = attribute(element, "text:note-class")
            self.draft.left_out[note if note in {"footnote", "endnote"} else "footnote"] += 1
            return True
        if kind == "text:tracked-changes":
            self.draft.left_out["deletion"] += sum(local(each) == "text:deletion" for each in element.iter())
            return True
        if kind in LEFT_OUT:
            self.draft.left_out[LEFT_OUT[kind]] += 1
            return True
        return kind in {"text:ruby-text", "office:forms", "text:sequence-decls", "text:variable-decls"}


def _count(written: str) -> int:
    return min(int(written), MAX_SPACES) if written.isdecimal() else 1


def _refuse_locked(archive: Archive) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive and any(local(each) == "manifest:encryption-data" for each in archive.xml(manifest).iter()):
        raise locked(archive.name)


def _has_text(element: _Element) -> bool:
    return any(text.strip() for text in element.itertext())
