"""Quotes by code as a Word document, each with a reference that a thesis can cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.export.citing import reference
from toolkit.export.text import visible
from toolkit.export.word import add_line, new_document
from toolkit.ids import short_id
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

    from toolkit.export.base import QuoteRow


@dataclass(frozen=True, slots=True)
class Section:
    """The quotes of one code, in the order in which they are shown."""

    label: str
    definition: str
    quotes: tuple[QuoteRow, ...]


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quotes by code, and what they are a choice of: `notes` are whole sentences."""

    title: str
    layer: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]


def write(path: Path, quotations: Quotations) -> None:
    """Write the quotes to a .docx file, whole or not at all."""
    with new_document(path, quotations.title, quotations.layer) as document:
        for note in quotations.notes:
            add_line(document.add_paragraph(), note, grey=True)
        for section in quotations.sections:
            document.add_heading(visible(section.label), level=1)
            count = ngettext("{n} quote", "{n} quotes", len(section.quotes))
            add_line(document.add_paragraph(), f"{section.definition}\n{count}" if section.definition else count, grey=True)
            for quote in section.quotes:
                _write_quote(document, quote)


def _write_quote(document: Document, quote: QuoteRow) -> None:
    """The words, a line a paragraph, then the reference and what else is known, kept on one page with them."""
    for line in quote.quote.split("\n"):
        paragraph = document.add_paragraph(style="Quote")
        paragraph.paragraph_format.keep_with_next = True
        add_line(paragraph, line)
    paragraph = document.add_paragraph()
    add_line(paragraph, f"({reference(quote)})")
    add_line(paragraph, f"  {short_id(quote.uid)}", grey=True)
    details = [_("{name}: {text}", name=name, text=text) for name, text in quote.fields.items()]
    if quote.memo:
        details.append(_("{name}: {text}", name=_("Memo"), text=quote.memo))
    for detail in details:
        add_line(paragraph, f"\n{detail}", grey=True)
