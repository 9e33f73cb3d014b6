"""PDF: the text of its pages, line by line, as PDFium puts it in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.apart import MEMORY, PDFIUM, BrokeOff
from toolkit.readers.base import Content, Draft, clean
from toolkit.readers.pdf_pages import HYPHEN, MAX_PAGES, allowed_seconds
from toolkit.readers.signature import PDF, locked
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from collections import Counter

SIGNATURE = PDF

WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
PAGE_NUMBER = re.compile(r"\W*(?:p\.|pages?)?\s*(\d{1,4})\s*(?:(?:/|of|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE)
HYPHENATED = re.compile(rf"\b(\w+){HYPHEN}(\w+)")
IMAGE = re.compile(rb"/Subtype\s*/Image\b")
MASK = re.compile(rb"/S?Mask\s+(\d+)\s+\d+\s+R\b")  # an image of what shines through another, which is no picture of its own


def read(name: str, data: bytes, encoding: str | None = None) -> Content:  # noqa: ARG001 - PDF names its own encodings
    """Read the text of a PDF. Lines stay lines; page numbers that stand alone at the top or bottom of a page are counted, not read.

    So are comments, form fields, attached files, images, and lines that stand outside the page, where nobody sees them.
    """
    draft = Draft(name)
    pages, left_out = _pages(name, data)
    written = [page for page in pages if page.strip()]
    if not written:
        raise UnreadableFile(
            _("The pages of {name} are images. Run text recognition (OCR) on it first, then import the result.", name=name)
        )
    draft.left_out.update(left_out)
    draft.left_out["image"] = max(0, len(IMAGE.findall(data)) - len(set(MASK.findall(data))))
    draft.left_out["page without text"] = len(pages) - len(written)
    draft.refuse_beyond(sum(map(len, pages)))
    numbered = [_without_number(page, number, draft.left_out) for number, page in enumerate(pages, 1)]
    draft.paragraph(join_hyphenated("\n".join(page for page in numbered if page.strip()), draft.left_out))
    return draft.content()


def join_hyphenated(text: str, left_out: Counter[str]) -> str:
    """Undo the mark that stands for a hyphen at a line end.

    The hyphen stays (`grand-chose`), unless the document has the word elsewhere without it and never with it: then it only broke the line.
    """
    if HYPHEN not in text:
        return text
    known = {word.casefold() for word in WORD.findall(text)}

    def join(match: re.Match[str]) -> str:
        plain, hyphen = match[1] + match[2], f"{match[1]}-{match[2]}"
        if plain.casefold() in known and hyphen.casefold() not in known:
            left_out["line-end hyphen"] += 1
            return plain
        return hyphen

    return HYPHENATED.sub(join, text).replace(HYPHEN, "-")


def _pages(name: str, data: bytes) -> tuple[list[str], dict[str, int]]:
    """The texts of the pages, and what PDFium counted beside them."""
    try:
        found = PDFIUM.ask(data)
    except BrokeOff as broke:
        raise _slow(name, allowed_seconds(len(data))) if broke.slow else _broke_off(name) from None
    if "too many pages" in found:
        raise UnreadableFile(_("{name} has more than {limit} pages. Split it into several documents.", name=name, limit=MAX_PAGES))
    if found.get("error") == WRONG_PASSWORD:
        raise locked(name)
    if "error" in found:
        raise UnreadableFile(
            _("{name} is damaged or was not copied whole. Open it in a PDF reader and print it to a new PDF, or fetch it anew.", name=name)
        )
    return found["pages"], found["left out"]


def _slow(name: str, limit: int) -> UnreadableFile:
    return UnreadableFile(
        _("Reading {name} takes more than {limit} seconds. Open it in a PDF reader and print it to a new PDF.", name=name, limit=limit)
    )


def _broke_off(name: str) -> UnreadableFile:
    return UnreadableFile(
        _(
            "{name} is damaged, or reading it takes more than {limit} MB of memory. Open it in a PDF reader and print it to a new PDF.",
            name=name,
            limit=MEMORY >> 20,
        )
    )


def _without_number(page: str, number: int, left_out: Counter[str]) -> str:
    """A page without the line, first or last, that is nothing but its own number."""
    lines = clean(page, left_out).split("\n")
    for place in (0, -1):
        match = PAGE_NUMBER.fullmatch(lines[place]) if len(lines) > 1 else None
        if match and int(match[1]) == number:
            left_out["page number"] += 1
            del lines[place]
    return "\n".join(lines)
