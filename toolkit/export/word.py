"""A Word document of our own making: the one place that uses python-docx."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from toolkit.export.files import replacing
from toolkit.export.text import visible
from toolkit.messages import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

#: What Word calls the languages; its spelling check goes by it.
LANGUAGES = {"fr": "fr-CA", "en": "en-CA"}
GREY = "595959"  # dark enough to be read on white


@contextmanager
def new_document(path: Path, title: str, author: str) -> Iterator[Document]:
    """A document in the present language to write into; it appears under its name when the block is left, whole or not at all."""
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = visible(title), visible(author)
    document.core_properties.comments = ""
    _set_language(document, LANGUAGES.get(language(), language()))
    document.add_heading(visible(title), level=0)
    yield document
    with replacing(path) as beside:
        document.save(str(beside))


def _set_language(document: Document, code: str) -> None:
    from docx.oxml.ns import qn

    for tag in document.styles.element.iter(qn("w:lang")):
        tag.set(qn("w:val"), code)


def add_line(paragraph: Paragraph, text: str, *, bold: bool = False, grey: bool = False) -> Run:
    """Text at the end of a paragraph; characters that Word refuses become visible marks."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(visible(text))
    run.bold = bold or None
    if grey:
        run.font.color.rgb, run.font.size = RGBColor.from_string(GREY), Pt(9)
    return run


def add_table(document: Document, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose first row is repeated on every page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    table = document.add_table(rows=1, cols=len(head), style="Light List")
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no other way to it
    for cells in (head, *rows):
        row = table.rows[0] if cells is head else table.add_row()
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = visible(text)
