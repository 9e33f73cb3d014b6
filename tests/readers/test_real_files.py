"""Real interviews: every word is read, and the speakers are those who speak."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from toolkit.readers import read_file
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
