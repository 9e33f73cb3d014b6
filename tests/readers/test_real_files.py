"""Real interviews: every word is read, and the speakers are those who speak."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2
import pypdfium2.raw
import pytest
from lxml import etree

from toolkit.readers import read_file
from toolkit.readers.answers import Answers
from toolkit.text.turns import find_turns
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.text.turns import Transcript

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def uncovered(text: str, transcript: Transcript) -> str:
    """What of a text lies in no speech turn and no header."""
    rest = list(text)
    for turn in transcript.turns:
        if turn.kind != "aside":
            rest[turn.start : turn.end] = " " * (turn.end - turn.start)
    return "".join(rest).strip()


def words_of_paragraphs(path: Path) -> list[str]:
    """The words of a Word document, taken from its XML on another way."""
    root = etree.fromstring(zipfile.ZipFile(path).read("word/document.xml"))
    lines = ["".join(part.text or "" for part in paragraph.iter(W + "t")) for paragraph in root.iter(W + "p")]
    return WORD.findall("\n".join(lines))


def test_all_54_interviews_of_artisans_are_read_with_every_word_and_both_speakers(shared_data: Path) -> None:
    files = sorted((shared_data / "artisans" / "interviews").glob("*.docx"))
    labels: Counter[str] = Counter()
    for path in files:
        content = read_file(path)
        assert WORD.findall(content.text) == words_of_paragraphs(path)
        transcript = find_turns(content.text, content.bold)
        assert transcript.layout == "brackets"
        assert uncovered(content.text, transcript) == ""
        labels.update({label.name: label.turns for label in transcript.labels})
        speech = [turn for turn in transcript.turns if turn.kind == "speech"]
        assert not any(re.search(r"\[(?:Chercheur|Interviewe)\]|\(\d+:\d\d - ", content.text[turn.start : turn.end]) for turn in speech)
    assert len(files) == 54
    # `Checheur` is a slip of the transcriber, for the researcher to see in the table of labels.
    assert labels == {"Chercheur": 968, "Interviewe": 956, "Checheur": 24}


def test_the_times_of_an_interview_are_read_also_where_they_are_mistyped(shared_data: Path) -> None:
    content = read_file(shared_data / "artisans" / "interviews" / "Entretien 01 24.10.03 02_traitement_A.docx")
    first, second = [turn for turn in find_turns(content.text).turns if turn.kind == "speech"][:2]
    assert (first.speaker, first.start_ms, first.end_ms) == ("Chercheur", 2000, 34_000)
    assert (second.speaker, second.start_ms, second.end_ms) == ("Interviewe", 34_000, 38_000)


def test_all_debates_have_the_speakers_of_their_lines(shared_data: Path) -> None:
    for path in sorted((shared_data / "fredsum" / "transcript").glob("*.txt")):
        content = read_file(path)
        transcript = find_turns(content.text)
        opened = {match[1].strip() for match in re.finditer(r"^([^:\n]{1,60}?)\s*:", content.text, re.MULTILINE)}
        assert {label.name for label in transcript.labels} == opened, path.name
        assert uncovered(content.text, transcript) == ""


@pytest.mark.parametrize("number", range(1, 8))
def test_interviews_in_pdf_have_their_two_speakers(shared_data: Path, number: int) -> None:
    content = read_file(shared_data / "pdpilot" / "transcripts" / f"P{number}.pdf")
    transcript = find_turns(content.text)
    assert {"Dan", "Participant"} <= {label.name for label in transcript.labels} <= {"Dan", "Participant", "Particpant"}
    assert "\ufffe" not in content.text
    assert uncovered(content.text, transcript) == ""


def test_interviews_in_markdown_begin_where_the_first_label_stands(shared_data: Path) -> None:
    for path in sorted((shared_data / "interviewer-en" / "transcripts").glob("0*.md"))[::25]:
        content = read_file(path)
        transcript = find_turns(content.text)
        assert [label.name for label in transcript.labels] == ["Assistant", "User", "AI"], path.name
        assert "Transcript ID" in content.text[: transcript.turns[0].end]
        assert transcript.turns[0].kind == "header"


def test_word_documents_with_comments_are_read_with_every_word_and_all_their_comments_are_counted(shared_data: Path) -> None:
    counts = {}
    for path in sorted((shared_data / "word-comments").rglob("*.docx")):
        content = read_file(path)
        assert WORD.findall(content.text) == words_of_paragraphs(path), path.name
        comments = etree.fromstring(zipfile.ZipFile(path).read("word/comments.xml"))
        counts[path.name] = sum(1 for _comment in comments.iter(W + "comment"))
        assert {each.kind: each.count for each in content.left_out} == {"comment": counts[path.name]}
    assert counts == {
        "bopp_test_augmented_1.docx": 119,
        "bopp_test_augmented_feelings2.docx": 148,
        "bopp_test_examples.docx": 18,
        "bopp_test_input.docx": 199,
    }


def test_answers_in_a_table_and_in_a_workbook_are_all_read_and_nothing_else(shared_data: Path) -> None:
    folder = shared_data / "word-comments"
    said = Answers(("experience", "why_art"))
    with (folder / "bopp_test.csv").open(encoding="cp1252", newline="") as opened:
        rows = list(csv.DictReader(opened))
    workbook = openpyxl.load_workbook(folder / "bopp_test.xlsx").worksheets[0]
    heads, *lines = workbook.iter_rows(values_only=True)
    for name, table in (("bopp_test.csv", rows), ("bopp_test.xlsx", [dict(zip(heads, line, strict=True)) for line in lines])):
        content = read_file(folder / name, answers=said)
        answers = [content.text[turn.start : turn.end] for turn in content.turns or () if turn.kind == "speech"]
        cells = [str(row[column]) for row in table for column in said.columns if (row[column] or "").strip()]
        assert [WORD.findall(answer) for answer in answers] == [WORD.findall(cell) for cell in cells]
        assert len(answers) > 300


def test_a_table_in_the_encoding_of_windows_is_read_and_the_guess_is_said(shared_data: Path) -> None:
    guessed = set()
    for path in sorted((shared_data / "word-comments").rglob("*.csv")):
        content = read_file(path, answers=Answers(("*",)))
        data = path.read_bytes()
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            guessed.add(path.name)
            assert WORD.findall(content.text)[-1] in data.decode("cp1252")
        assert (content.encoding == "cp1252") is content.guessed is (path.name in guessed)
    assert len(guessed) == 1


def letters_within_pages(path: Path) -> Counter[str]:
    """The letters and digits of a PDF, asked of PDFium one by one, if any part of them is within the page."""
    found: Counter[str] = Counter()
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            left, bottom, right, top = page.get_bbox()
            text = page.get_textpage()
            for place in range(text.count_chars()):
                x0, y0, x1, y1 = text.get_charbox(place)
                if x1 >= left and x0 <= right and y1 >= bottom and y0 <= top:
                    found[chr(pypdfium2.raw.FPDFText_GetUnicode(text, place))] += 1
    return Counter({letter: count for letter, count in found.items() if letter.isalnum()})


@pytest.mark.parametrize("name", [*(f"transcripts/P{number}.pdf" for number in range(1, 8)), "code-system.pdf", "coded-segments.pdf"])
def test_pdfs_are_read_with_every_letter_within_their_pages(shared_data: Path, name: str) -> None:
    path = shared_data / "pdpilot" / name
    content = read_file(path)
    left_out = {each.kind: each.count for each in content.left_out}
    read = Counter(letter for letter in content.text if letter.isalnum())
    missing = letters_within_pages(path) - read
    numbers = left_out.get("page number", 0)
    assert all(letter.isdigit() for letter in missing)
    assert missing.total() <= 2 * numbers + 2 * left_out.get("line outside the page", 0)
    assert read - letters_within_pages(path) == Counter()
    assert not re.search("[\x02\ufffe]", content.text)


def test_hyphens_at_line_ends_of_a_pdf_stay_in_compounds(shared_data: Path) -> None:
    text = read_file(shared_data / "pdpilot" / "coded-segments.pdf").text
    assert "cross-eyed" in text
    assert "pre-computed" in text
    assert "decreasing. Was" in text


@pytest.mark.parametrize(
    ("folder", "pattern", "number"), [("interviewer-en/transcripts", "[0-9]*.md", 1250), ("fredsum/transcript", "*.txt", 144)]
)
def test_every_word_of_the_large_collections_is_read(shared_data: Path, folder: str, pattern: str, number: int) -> None:
    files = sorted((shared_data / folder).glob(pattern))
    assert len(files) == number
    for path in files:
        content = read_file(path)
        written = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
        assert WORD.findall(content.text) == WORD.findall(written.replace("\xad", "")), path.name
        assert not content.guessed
