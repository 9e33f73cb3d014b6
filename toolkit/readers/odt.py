"""OpenDocument texts: paragraphs, lists and tables in reading order; tracked insertions are in, tracked deletions out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

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
        "svg-compatible": "svg:",
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
    "text:hidden-text": "hidden text",
    "text:ruby-text": "phonetic guide",
}
SILENT = {"office:forms", "text:sequence-decls", "text:variable-decls", "svg:title", "svg:desc"}  # no text of the document
NOTES = ("footnote", "endnote")
CELLS = {"table:table-cell", "table:covered-table-cell"}
MARGINS = {f"style:{part}{which}" for part in ("header", "footer") for which in ("", "-left", "-first")}
BOLD = {"bold", "600", "700", "800", "900"}
WHITE = re.compile(r"[ \t\r\n]+")
MAX_SPACES = 1000  # of one repeat count


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - XML names its own encoding
    """Read an OpenDocument text; notes stand at its end. Comments, headers, footers, hidden text and pictures are counted, not read."""
    archive = Archive(name, data)
    if "content.xml" not in archive:
        raise mislabelled(name, ".docx") if "word/document.xml" in archive else archive.damaged()
    _refuse_locked(archive)
    content = archive.xml("content.xml")
    text = next((element for element in content.iter() if local(element) == "office:text"), None)
    if text is None:
        raise mislabelled(name, ".ods") if any(local(each) == "office:spreadsheet" for each in content.iter()) else archive.damaged()
    styles = archive.xml("styles.xml") if "styles.xml" in archive else None
    walk = _Walk(name, weights([root for root in (styles, content) if root is not None]))
    walk.blocks(text)
    walk.write_notes()
    if styles is not None:
        walk.draft.left_out["header or footer"] = sum(_has_text(part) for part in styles.iter() if local(part) in MARGINS)
    return walk.draft.content()


def local(element: _Element) -> str:
    """The name of an element with the usual prefix of its namespace, whatever prefix the file uses."""
    return _local(str(element.tag))


@lru_cache(maxsize=2048)
def _local(tag: str) -> str:
    namespace, brace, name = tag.rpartition("}")
    return PREFIXES.get(namespace + brace, "other:") + name


def attribute(element: _Element, name: str) -> str:
    """An attribute by its name with the usual prefix; empty where it is absent."""
    prefix, _colon, tag = name.partition(":")
    return element.get(NAMESPACES[prefix + ":"] + tag, "")


class Weight(NamedTuple):
    """What a style says that matters here; empty where it says nothing."""

    weight: str = ""
    display: str = ""

    @property
    def bold(self) -> bool:
        """Whether letters are bold."""
        return self.weight in BOLD

    @property
    def hidden(self) -> bool:
        """Whether nobody sees the text."""
        return self.display == "none"


PLAIN = Weight()


def weights(roots: list[_Element]) -> dict[str, Weight]:
    """What each style says, of itself or by its parent style."""
    own: dict[str, Weight] = {}
    parent: dict[str, str] = {}
    for style in (each for root in roots for each in root.iter() if local(each) == "style:style"):
        name = attribute(style, "style:name")
        parent[name] = attribute(style, "style:parent-style-name")
        properties = next((part for part in style if local(part) == "style:text-properties"), None)
        own[name] = PLAIN if properties is None else Weight(attribute(properties, "fo:font-weight"), attribute(properties, "text:display"))

    def inherited(name: str) -> Weight:
        seen: set[str] = set()
        found = PLAIN
        while name in parent and name not in seen:
            seen.add(name)
            found = Weight(found.weight or own[name].weight, found.display or own[name].display)
            name = parent[name]
        return found

    return {name: inherited(name) for name in parent}


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read; text boxes anchored in it follow it.

    White space of the XML collapses to one space and vanishes at both ends (OpenDocument 1.2, part 1, section 6.1.2).
    """

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)
    open_space: bool = True
    spaces: int = 0
    hidden: bool = False
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

    def __init__(self, name: str, styles: dict[str, Weight]) -> None:
        self.draft = Draft(name)
        self._styles = styles
        self._notes: dict[str, list[_Element]] = {kind: [] for kind in NOTES}

    def blocks(self, parent: _Element) -> None:
        for block in parent:
            kind = local(block)
            if kind in {"text:p", "text:h"}:
                self._paragraph(block)
            elif kind == "table:table-row":
                self.draft.row((each for each in block if local(each) in CELLS), self.blocks)
            elif not self._leave_out(block, kind, None):
                self.draft.left_out["list number"] += kind == "text:list-item"
                self.blocks(block)

    def write_notes(self) -> None:
        """Write the notes that were met, footnotes first."""
        for notes in self._notes.values():
            for note in notes:
                self.draft.left_out["note mark"] += 1
                with self.draft.note():
                    self.blocks(note)

    def _paragraph(self, paragraph: _Element) -> None:
        line = _Line()
        self._inline(paragraph, line, self._weight(paragraph))
        if line.hidden:
            self.draft.left_out["hidden text"] += 1
            return
        self.draft.paragraph(line.text(), bold=line.bold and not line.plain)
        for box in line.boxes:
            self.blocks(box)

    def _inline(self, parent: _Element, line: _Line, weight: Weight) -> None:
        self._write(parent.text, line, weight)
        for piece in parent:
            kind = local(piece)
            if kind in CHARACTERS:
                line.write(CHARACTERS[kind], bold=weight.bold)
            elif kind == "text:s":
                self._write_spaces(attribute(piece, "text:c"), line)
            elif kind == "draw:text-box":
                line.boxes.append(piece)
            elif not self._leave_out(piece, kind, line):
                own = self._weight(piece) if kind == "text:span" else PLAIN
                self._inline(piece, line, Weight(own.weight or weight.weight, own.display or weight.display))
            self._write(piece.tail, line, weight)

    def _write(self, text: str | None, line: _Line, weight: Weight) -> None:
        if not weight.hidden:
            line.write_xml(text, bold=weight.bold)
        elif text and not text.isspace():
            self.draft.left_out["hidden text"] += 1

    def _write_spaces(self, count: str, line: _Line) -> None:
        """Write spaces, of which a number says how many; anybody may write any number."""
        spaces = min(int(count[:9]), MAX_SPACES) if count.isascii() and count.isdecimal() else 1
        line.spaces += spaces
        self.draft.refuse_beyond(line.spaces)
        line.write(" " * spaces, bold=False)

    def _weight(self, element: _Element) -> Weight:
        return self._styles.get(attribute(element, "text:style-name"), PLAIN)

    def _leave_out(self, element: _Element, kind: str, line: _Line | None) -> bool:
        """Whether an element stays outside this place of the text; what does not come elsewhere is counted."""
        if kind == "text:note":
            note = attribute(element, "text:note-class")
            bodies = [each for each in element if local(each) == "text:note-body"]
            self._notes[note if note in NOTES else "footnote"].extend(bodies)
        elif kind == "text:tracked-changes":
            self.draft.left_out["deletion"] += sum(local(each) == "text:deletion" for each in element.iter())
        elif kind == "text:hidden-paragraph" and line is not None:
            line.hidden = attribute(element, "text:is-hidden") == "true"
        elif kind == "text:section" and attribute(element, "text:display") == "none":
            self.draft.left_out["hidden text"] += 1
        elif kind in LEFT_OUT:
            self.draft.left_out[LEFT_OUT[kind]] += 1
        else:
            return kind in SILENT
        return True


def _refuse_locked(archive: Archive) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive and any(local(each) == "manifest:encryption-data" for each in archive.xml(manifest).iter()):
        raise locked(archive.name)


def _has_text(element: _Element) -> bool:
    return any(text.strip() for text in element.itertext())
