"""The pages of a PDF as PDFium gives them: a program that `pdf` runs in a process of its own, as PDFium is written in C and files lie.

It takes files from its input (eight bytes of length, then the file) and answers each with JSON (the same way). Its first argument is where
to look for packages, its second the most bytes of memory that it may have. Run so, it imports nothing of the toolkit.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

LENGTH = struct.Struct(">Q")
SECONDS = 5  # of CPU for any file
SECONDS_PER_MB = 1
MAX_PAGES = 20_000
LINE_END = "\r\n"  # as PDFium writes it
HYPHEN = "\x02"  # what stands here for a hyphen at a line end, for which PDFium writes U+FFFE

# Annotations by FPDF_ANNOT_SUBTYPE (fpdf_annot.h): notes, free text, highlights and the like; attached files; form fields.
ANNOTATIONS = {**dict.fromkeys((1, 3, 9, 10, 11, 12, 13, 14, 15), "comment"), 17: "embedded object", 20: "form field"}


def allowed_seconds(size: int) -> int:
    """The seconds that a file of so many bytes may take; a thesis of 300 pages takes half a second."""
    return SECONDS + SECONDS_PER_MB * (size >> 20)


def read(data: bytes) -> dict[str, Any]:
    """The text of each page, and how many there are of what is left out; or the number of the error that PDFium gives."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MAX_PAGES:
                return {"too many pages": len(document)}
            left_out = Counter({"embedded object": max(0, document.count_attachments())})
            return {"pages": _texts(document, left_out), "left out": left_out}
    except pypdfium2.PdfiumError as error:
        return {"error": error.err_code or 0}


def _texts(document: PdfDocument, left_out: Counter[str]) -> list[str]:
    texts = []
    for page in document:
        text_page = page.get_textpage()
        text = _without_outside(page, text_page, text_page.get_text_range(), left_out)
        texts.append(text.replace(LINE_END, "\n").replace("\ufffe", HYPHEN))
        _count_annotations(page, left_out)
        text_page.close()
        page.close()
    return texts


def _count_annotations(page: PdfPage, left_out: Counter[str]) -> None:
    import pypdfium2.raw as pdfium

    for number in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if annotation:
            kind = ANNOTATIONS.get(pdfium.FPDFAnnot_GetSubtype(annotation))
            pdfium.FPDFPage_CloseAnnot(annotation)
            if kind:
                left_out[kind] += 1


def _without_outside(page: PdfPage, text_page: PdfTextPage, text: str, left_out: Counter[str]) -> str:
    """The text of a page without the lines that stand beside or below it, where nobody sees them.

    PDFium's own way to leave them out (`FPDFText_GetBoundedText`) now and then drops a comma or a line end within the page.
    """
    import pypdfium2.raw as pdfium

    left, bottom, right, top = page.get_bbox()
    within = pdfium.FPDFText_GetBoundedText(text_page, left, top, right, bottom, None, 0)
    if within >= len(text):
        return text
    x0, x1, y0, y1 = (ctypes.c_double() for _number in range(4))
    lines, start = [], 0
    for line in text.split(LINE_END):
        first = start + len(line) - len(line.lstrip())
        place = pdfium.FPDFText_GetCharIndexFromTextIndex(text_page, first)
        known = place >= 0 and pdfium.FPDFText_GetCharBox(text_page, place, x0, x1, y0, y1)
        if known and line.strip() and (x1.value < left or x0.value > right or y1.value < bottom or y0.value > top):
            left_out["line outside the page"] += 1
        else:
            lines.append(line)
        start += len(line) + len(LINE_END)
    return LINE_END.join(lines)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer files until there are no more."""
    while header := requests.read(LENGTH.size):
        data = requests.read(LENGTH.unpack(header)[0])
        _limit("RLIMIT_CPU", int(time.process_time()) + 1 + allowed_seconds(len(data)))
        answer = json.dumps(read(data), ensure_ascii=False).encode("utf-8", "surrogatepass")
        answers.write(LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _limit(name: str, most: int) -> None:
    """Let the system end this process where it takes more; Windows cannot, there whoever waits for the answer does."""
    try:
        import resource
    except ImportError:
        return
    which = getattr(resource, name)
    _soft, hard = resource.getrlimit(which)
    resource.setrlimit(which, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main() -> None:
    """Serve at the standard input and output."""
    sys.path[:] = json.loads(sys.argv[1])
    _limit("RLIMIT_AS", int(sys.argv[2]))
    _limit("RLIMIT_CORE", 0)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
