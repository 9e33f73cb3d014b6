"""Quotes and coded transcripts as Word documents: every word is there, and each code stands on the words that were coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn

from toolkit.export import quotes_docx, transcript_docx
from toolkit.export.base import QuoteRow
from toolkit.export.citing import reference
from toolkit.export.quotes_docx import Quotations, Section
from toolkit.export.transcript_docx import Mark, Transcript
from toolkit.messages import in_language

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document


def row(quote: str = "I was there.", **values: object) -> QuoteRow:
    given = {"case": "North", "document": "A1", "speaker": "Marie", "date": "2024-06", "turn": 14, **values}
    return QuoteRow(uid=bytes(range(16)), code="a", start=0, end=len(quote), quote=quote, coder="ada", made_by="hand", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        (row(), "North, Marie, 2024-06, turn 14"),
        (row(date=""), "North, Marie, A1, turn 14"),
        (row(case="", speaker="", turn=None), "2024-06"),
    ],
)
def test_a_reference_says_what_is_known(quote: QuoteRow, said: str) -> None:
    assert reference(quote) == said


def test_a_reference_is_in_the_researchers_language() -> None:
    with in_language("fr"):
        assert reference(row()).startswith("North, Marie, 2024-06, ")


def paragraphs(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def test_every_quote_stands_under_its_code_with_its_reference(tmp_path: Path) -> None:
    quotes = (row("Two\nlines \x0b<b>&"), row("=1+1", fields={"who": "the owner"}, memo="Ask again."))
    path = tmp_path / "q.docx"
    quotes_docx.write(path, Quotations("Quotes", "ada", ("Codings of ada.",), (Section("Work", "What people do.", quotes),)))
    document = docx.Document(str(path))
    said = paragraphs(document)
    assert said[:4] == ["Quotes", "Codings of ada.", "Work", "What people do.\n2 quotes"]
    assert said[4:7] == ["Two", "lines ␋<b>&", "(North, Marie, 2024-06, turn 14)  00010203"]
    assert said[7:] == ["=1+1", "(North, Marie, 2024-06, turn 14)  00010203\nwho: the owner\nMemo: Ask again."]


TEXT = "Head\n\nQ: And you?\nR: I 😀 saw it,\nI was there.\n"
MARKS = (
    Mark(20, 32, "Seen", "who: me", "ada lovelace"),  # within one line
    Mark(28, 45, "There", "", "ada lovelace"),  # over a line end, and over the end of the first
    Mark(32, 33, "Nothing", "", "ada lovelace"),  # a line end only
)


def commented(document: Document) -> dict[str, str]:
    """The words between the two ends of each comment, by what the comment says."""
    found: dict[str, list[str]] = {}
    texts = {str(comment.comment_id): comment.text for comment in document.comments}
    is_open: set[str] = set()
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            is_open.add(element.get(qn("w:id")))
        elif element.tag == qn("w:commentRangeEnd"):
            is_open.discard(element.get(qn("w:id")))
        elif element.tag == qn("w:t"):
            for number in is_open:
                found.setdefault(texts[number], []).append(element.text)
    return {text: "".join(parts) for text, parts in found.items()}


def test_each_code_stands_in_the_margin_of_the_words_that_were_coded(tmp_path: Path) -> None:
    path = tmp_path / "t.docx"
    made = Transcript("A1", ("North",), TEXT, {6: 1, 18: 2}, ((6, 8), (18, 20)), MARKS, "ada lovelace")
    transcript_docx.write(path, made)
    document = docx.Document(str(path))
    assert TEXT[20:32] == " I 😀 saw it,"
    assert commented(document) == {"Seen\nwho: me": TEXT[20:32], "There": TEXT[28:45].replace("\n", "")}
    assert [comment.author for comment in document.comments] == ["ada lovelace"] * 2
    said = paragraphs(document)
    assert said[:2] == ["A1", "North"]
    assert said[2:8] == ["Head", "", "1\u2003Q: And you?", "2\u2003R: I 😀 saw it,", "I was there.", ""]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["Code", "Codings"],
        ["Nothing", "1"],
        ["Seen", "1"],
        ["There", "1"],
    ]


def test_who_speaks_is_bold_and_nothing_else(tmp_path: Path) -> None:
    transcript_docx.write(tmp_path / "t.docx", Transcript("A1", (), TEXT, {}, ((6, 8), (18, 20)), MARKS, "ada"))
    document = docx.Document(str(tmp_path / "t.docx"))
    assert [run.text for paragraph in document.paragraphs for run in paragraph.runs if run.bold] == ["Q:", "R:"]


def test_what_cannot_be_written_leaves_no_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(transcript_docx, "_write_text", fail)
    with pytest.raises(RuntimeError):
        transcript_docx.write(tmp_path / "t.docx", Transcript("A1", (), TEXT, {}, (), (), "ada"))
    assert list(tmp_path.iterdir()) == []
