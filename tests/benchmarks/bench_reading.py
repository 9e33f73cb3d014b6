"""Reading interviews of three lengths, 512,000 words in all, against the library that each format needs anyway and against other readers.

What is read is in memory already. The text is checked by its length without white space, which the readers write differently. Starting the
process that PDFs are read in counts as ours.
"""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, Any

import made_files
from measure import Benchmark, Entry, Goal, workspace

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[[bytes], str]

SIZES = (1_000, 8_000, 64_000)
ALL_WORDS = 512_000
RUN = 12  # words between changes of formatting, as Word leaves them
LINE = 11  # words on a line of a page
PAGE = 42  # lines
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def turns(size: int) -> list[list[str]]:
    """Turns of 20 to 120 words, always the same."""
    chance = random.Random(size)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvw\u00e9\u00e0\u00ea", k=chance.randint(2, 9))) for _number in range(5000)]
    found, left = [], size
    while left:
        length = min(left, chance.randint(20, 120))
        found.append(chance.choices(words, k=length))
        left -= length
    return found


def word_document(size: int) -> bytes:
    """As a transcriber delivers it: a title, speakers in bold, text in several runs, the styles of the template of python-docx."""
    import docx

    document = docx.Document()
    document.add_heading("Entretien", 1)
    for number, words in enumerate(turns(size)):
        paragraph = document.add_paragraph()
        paragraph.add_run("Q : " if number % 2 == 0 else "R : ").bold = True
        for start in range(0, len(words), RUN):
            paragraph.add_run(" ".join(words[start : start + RUN]) + " ")
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def pdf_document(size: int) -> bytes:
    """Pages of 42 lines."""
    lines = [" ".join(words[start : start + LINE]) for words in turns(size) for start in range(0, len(words), LINE)]
    return made_files.pdf(*(lines[start : start + PAGE] for start in range(0, len(lines), PAGE)))


def rtf_document(size: int) -> bytes:
    """Accents as Word writes them."""
    paragraphs = (
        rf"{{\rtlch\fcs1 \af0 \ltrch\fcs0 \b\insrsid1 {'QR'[number % 2]} : }}{{\rtlch\fcs1 \af0 \insrsid2 {' '.join(words)}}}\par"
        for number, words in enumerate(turns(size))
    )
    text = "\n".join(paragraphs)
    escaped = "".join(letter if letter.isascii() else f"\\'{ord(letter):02x}" for letter in text)
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}}" + escaped + "}").encode("ascii")


def page_document(size: int) -> bytes:
    """A page as noScribe writes it."""
    paragraphs = (f'<p><a name="ts_{n}_{n + 9}_S00" ><b>S0{n % 2}:</b> {" ".join(words)}</a></p>' for n, words in enumerate(turns(size)))
    return ('<html><head><meta charset="utf-8"></head><body>' + "\n".join(paragraphs) + "</body></html>").encode()


def prepared(suffix: str, make: Callable[[int], bytes], reader: Callable[[], Read]) -> Callable[[int], tuple[Read, bytes, int]]:
    """What a run takes: how to read, the file (kept between runs), and how often."""

    def prepare(size: int) -> tuple[Read, bytes, int]:
        path = workspace() / f"reading-{size}{suffix}"
        if not path.exists():
            path.write_bytes(make(size))
        return reader(), path.read_bytes(), ALL_WORDS // size

    return prepare


def read_all(found: tuple[Read, bytes, int]) -> str:
    """Read the file as often as it takes to read all words."""
    read, data, times = found
    texts = [read(data) for _time in range(times)]
    return f"{len(''.join(texts[0].split())) * times:,} characters"


def ours(suffix: str) -> Callable[[], Read]:
    """The toolkit's reader, with what it needs imported."""

    def reader() -> Read:
        import lxml.etree  # noqa: F401 - imported by the reader when it first reads

        from toolkit.readers import read_bytes

        return lambda data: read_bytes("a" + suffix, data).text

    return reader


def read_pdfs(found: tuple[Read, bytes, int]) -> str:
    """Read all, and wait for the process that does it, so that its work is counted."""
    from toolkit.readers.apart import PDFIUM

    result = read_all(found)
    PDFIUM.close()
    return result


def lxml_paragraphs() -> Read:
    """The text of the paragraphs in the document's XML, and no more."""
    from lxml import etree

    def read(data: bytes) -> str:
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
        return "\n".join("".join(text.text or "" for text in paragraph.iter(W + "t")) for paragraph in root.iter(W + "p"))

    return read


def python_docx() -> Read:
    """The paragraphs of python-docx."""
    import docx

    return lambda data: "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def mammoth() -> Read:
    """The raw text of mammoth."""
    import mammoth as library

    return lambda data: str(library.extract_raw_text(io.BytesIO(data)).value)


def docx2python() -> Read:
    """The text of docx2python."""
    import docx2python as library

    return lambda data: str(library.docx2python(io.BytesIO(data)).text)


def pypdfium2() -> Read:
    """The text of each page."""
    import pypdfium2 as library

    def read(data: bytes) -> str:
        with library.PdfDocument(data) as document:
            return "\n".join(page.get_textpage().get_text_bounded() for page in document)

    return read


def striprtf() -> Read:
    """The text of striprtf."""
    from striprtf.striprtf import rtf_to_text

    return lambda data: str(rtf_to_text(data.decode("latin-1")))


def selectolax() -> Read:
    """The text of the body, by the parser of lexbor."""
    from selectolax.lexbor import LexborHTMLParser

    def read(data: bytes) -> str:
        body: Any = LexborHTMLParser(data.decode()).body
        return str(body.text(separator="\n"))

    return read


def entry(name: str, suffix: str, make: Callable[[int], bytes], reader: Callable[[], Read], *needs: str) -> Entry:
    """One way of reading a format."""
    return Entry(name, read_all, prepared(suffix, make, reader), needs)


BENCHMARKS = [
    Benchmark(
        "Reading Word documents",
        "words in each",
        SIZES,
        (
            entry("terrain", ".docx", word_document, ours(".docx"), "docx"),
            entry("lxml, the same paragraphs", ".docx", word_document, lxml_paragraphs, "docx"),
            entry("python-docx", ".docx", word_document, python_docx, "docx"),
            entry("mammoth", ".docx", word_document, mammoth, "docx", "mammoth"),
            entry("docx2python", ".docx", word_document, docx2python, "docx", "docx2python"),
        ),
        (Goal(3, 8_000, "lxml, the same paragraphs"), Goal(0.010 * ALL_WORDS / 8_000, 8_000)),
    ),
    Benchmark(
        "Reading PDFs",
        "words in each",
        SIZES,
        (
            Entry("terrain", read_pdfs, prepared(".pdf", pdf_document, ours(".pdf"))),
            entry("pypdfium2", ".pdf", pdf_document, pypdfium2),
        ),
        (Goal(1.2, 8_000, "pypdfium2"),),
    ),
    Benchmark(
        "Reading RTF",
        "words in each",
        SIZES,
        (
            entry("terrain", ".rtf", rtf_document, ours(".rtf")),
            entry("striprtf", ".rtf", rtf_document, striprtf, "striprtf"),
        ),
    ),
    Benchmark(
        "Reading HTML",
        "words in each",
        SIZES,
        (
            entry("terrain", ".html", page_document, ours(".html")),
            entry("selectolax", ".html", page_document, selectolax, "selectolax"),
        ),
    ),
]
