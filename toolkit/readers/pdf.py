"""PDF: the text of its pages, line by line, as PDFium puts it in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import Content, Draft, clean
from toolkit.readers.signature import PDF, locked
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from collections import Counter

    from pypdfium2 import PdfPage

SIGNATURE = PDF

WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
PAGE_NUMBER = re.compile(r"\W*(?:p\.|pages?)?\s*(\d{1,4})\s*(?:(?:/|of|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE)
HYPHENATED = re.compile("(\\w+)\ufffe(\\w+)")


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - PDF names its own encodings
    """Read the text of a PDF. Lines stay lines; page numbers that stand alone at the top or bottom of a page are counted, not read."""
    draft = Draft()
    pages = _pages(name, data)
    written = [page for page in pages if page.strip()]
    if not written:
        raise UnreadableFile(
            _("The pages of {name} are images. Run text recognition (OCR) on it first, then import the result.", name=name)
        )
    draft.left_out["page without text"] = len(pages) - len(written)
    numbered = [_without_number(page, number, draft.left_out) for number, page in enumerate(pages, 1)]
    draft.paragraph(join_hyphenated("\n".join(page for page in numbered if page.strip()), draft.left_out))
    return draft.content(name)


def join_hyphenated(text: str, left_out: Counter[str]) -> str:
    """Undo the mark U+FFFE that PDFium writes for a hyphen at a line end.

    The hyphen stays (`grand-chose`), unless the document has the word elsewhere without it and never with it: then it only broke the line.
    """
    known = {word.casefold() for word in WORD.findall(text)}

    def join(match: re.Match[str]) -> str:
        plain, hyphen = match[1] + match[2], f"{match[1]}-{match[2]}"
        if plain.casefold() in known and hyphen.casefold() not in known:
            left_out["line-end hyphen"] += 1
            return plain
        return hyphen

    return HYPHENATED.sub(join, text).replace("\ufffe", "-")


def _pages(name: str, data: bytes) -> list[str]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return [_page_text(page) for page in document]
    except pypdfium2.PdfiumError as error:
        if error.err_code == WRONG_PASSWORD:
            raise locked(name) from None
        raise UnreadableFile(
            _("{name} is damaged or was not copied whole. Open it in a PDF reader and print it to a new PDF, or fetch it anew.", name=name)
        ) from None


def _page_text(page: PdfPage) -> str:
    return str(page.get_textpage().get_text_bounded())


def _without_number(page: str, number: int, left_out: Counter[str]) -> str:
    """A page without the line, first or last, that is nothing but its own number."""
    lines = clean(page, left_out).split("\n")
    for place in (0, -1):
        match = PAGE_NUMBER.fullmatch(lines[place]) if len(lines) > 1 else None
        if match and int(match[1]) == number:
            left_out["page number"] += 1
            del lines[place]
    return "\n".join(lines)
