"""PDF: lines stay lines, page numbers are counted, hyphens at line ends are judged by the document's own words; no file breaks us."""

from __future__ import annotations

import os
import sys
import zlib
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UnreadableFile
from toolkit.model import LeftOut
from toolkit.readers import apart, pdf_pages, read_bytes
from toolkit.readers import pdf as reader
from toolkit.readers.pdf import join_hyphenated

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[..., bytes]

posix = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX systems limit a process")


def test_the_lines_of_all_pages_are_read_without_their_numbers(pdf: Build) -> None:
    content = read_bytes("a.pdf", pdf(["1/2", "Dan: Hello", "there"], ["Ann: Two", "2"], []))
    assert content.text == "Dan: Hello\nthere\nAnn: Two"
    assert content.left_out == (LeftOut("page without text", 1), LeftOut("page number", 2))


def test_a_number_that_is_not_the_pages_own_stays(pdf: Build) -> None:
    assert read_bytes("a.pdf", pdf(["1984", "Dan: Hello"])).text == "1984\nDan: Hello"


def test_a_hyphen_at_a_line_end_stays_unless_the_document_has_the_word_without_it() -> None:
    left_out: Counter[str] = Counter()
    text = "Le partenariat, un parte\x02nariat de Montréal\x02Nord, two\x02way et two-way, twoway."
    assert join_hyphenated(text, left_out) == "Le partenariat, un partenariat de Montréal-Nord, two-way et two-way, twoway."
    assert left_out == {"line-end hyphen": 1}


def test_a_word_of_a_million_letters_is_looked_at_once() -> None:
    assert join_hyphenated("x" * 1_000_000 + " a\x02b", Counter()).endswith(" a-b")


def test_comments_forms_and_pictures_are_counted(pdf: Build) -> None:
    annotations = "".join(f"<</Type/Annot/Subtype/{kind}/Rect[0 0 9 9]>>" for kind in ("Text", "Highlight", "Link", "Popup", "Widget"))
    image = b"\n9 0 obj<</Subtype /Image/SMask 10 0 R>>endobj\n10 0 obj<</Subtype/Image>>endobj\n"
    content = read_bytes("a.pdf", pdf(["Dan: Hello"], annotations=annotations) + image)
    assert {each.kind: each.count for each in content.left_out} == {"comment": 2, "form field": 1, "image": 1}


def test_lines_outside_the_page_where_nobody_sees_them_are_counted(pdf: Build) -> None:
    outside = "BT /F1 12 Tf 72 -40 Td (below the page) Tj ET BT /F1 12 Tf 900 300 Td (beside it) Tj ET"
    content = read_bytes("a.pdf", pdf(["Dan: Hello", "there"], drawn=outside))
    assert content.text == "Dan: Hello\nthere"
    assert content.left_out == (LeftOut("line outside the page", 2),)


def test_more_pages_than_a_text_has_are_refused_with_the_limit(pdf: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 2)
    monkeypatch.setattr(reader, "MAX_PAGES", 2)
    monkeypatch.setattr(apart.PDFIUM, "ask", pdf_pages.read)
    with pytest.raises(UnreadableFile, match="more than 2 pages"):
        read_bytes("a.pdf", pdf(["a"], ["b"], ["c"]))


@posix
def test_a_page_that_unpacks_to_a_gigabyte_is_refused_and_the_next_file_is_read(pdf: Build) -> None:
    bomb = zlib.compress(b"BT /F1 1 Tf (a) Tj ET\n" * 20_000_000)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        page,
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(bomb), bomb),
    ]
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, content) for number, content in enumerate(objects, 1))
    with pytest.raises(UnreadableFile, match=r"more than (\d+ MB of memory|\d+ seconds)"):
        read_bytes("a.pdf", b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF")
    assert read_bytes("a.pdf", pdf(["Dan: Hello"])).text == "Dan: Hello"


def _program(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> apart.Helper:
    """A helper whose process does what the code says once a file has come."""
    program = folder / "program.py"
    program.write_text(f"import os, signal, sys\nsys.stdin.buffer.read(8)\n{code}\n", encoding="utf-8")
    monkeypatch.setattr(pdf_pages, "__file__", str(program))
    return apart.Helper()


@posix
@pytest.mark.parametrize(
    ("code", "slow"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", False),
        ("os.kill(os.getpid(), signal.SIGXCPU)", True),
        ("sys.exit(1)", False),
        ("sys.stdout.buffer.write(b'\\0' * 7 + b'\\xff' + b'{')", False),
        ("sys.stdin.buffer.read()", True),
    ],
)
def test_a_process_that_crashes_hangs_or_breaks_off_is_a_failure_of_this_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, slow: bool
) -> None:
    monkeypatch.setattr(apart, "PATIENCE", 0.1)
    helper = _program(monkeypatch, tmp_path, code)
    with pytest.raises(apart.BrokeOff) as caught:
        helper.ask(b"x" * 100)
    assert caught.value.slow is slow
    monkeypatch.undo()
    assert helper.ask(b"no pdf") == {"error": 3}
    helper.close()


@posix
def test_the_sentences_name_the_limits(pdf: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for signal, sentence in (("SIGXCPU", "takes more than 5 seconds"), ("SIGSEGV", "more than 1024 MB of memory")):
        helper = _program(monkeypatch, tmp_path, f"os.kill(os.getpid(), signal.{signal})")
        monkeypatch.setattr(reader, "PDFIUM", helper)
        with pytest.raises(UnreadableFile, match=sentence):
            read_bytes("a.pdf", pdf(["Hello"]))


@posix
def test_one_process_serves_all_files_and_ends_when_it_is_closed(pdf: Build) -> None:
    helper = apart.Helper()
    helper.ask(pdf(["a"]))
    process = helper._process
    assert process is not None
    assert helper.ask(pdf(["b"]))["pages"] == ["b"]
    assert helper._process is process
    helper.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
