"""Real transcripts: as many turns as a script of one line counts."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from toolkit.readers import read_file
from toolkit.text.turns import find_turns

if TYPE_CHECKING:
    from pathlib import Path


def turns_of(text: str) -> Counter[str | None]:
    return Counter(turn.speaker for turn in find_turns(text).turns if turn.kind == "speech")


def test_debates_have_a_turn_for_each_line_with_a_label(shared_data: Path) -> None:
    found: Counter[str | None] = Counter()
    for path in sorted((shared_data / "fredsum" / "transcript").glob("*.txt")):
        text = read_file(path).text
        turns = turns_of(text)
        assert turns == Counter(label.strip() for label in re.findall(r"^([^:\n]{1,60}?)\s*:", text, re.MULTILINE)), path.name
        found += turns
    assert found.total() == 7098


@pytest.mark.parametrize("decade", range(0, 1250, 250))
def test_interviews_in_markdown_have_a_turn_for_each_label_that_something_follows(shared_data: Path, decade: int) -> None:
    """Some end with a label and nothing behind it; answers hold a pasted dialogue or text with labels of its own in two files."""
    others = []
    for path in sorted((shared_data / "interviewer-en" / "transcripts").glob("0*.md"))[decade : decade + 250 : 5]:
        text = read_file(path).text
        wanted = Counter(re.findall(r"^(Assistant|AI|User):(?!\s*(?:(?:Assistant|AI|User):|\Z))", text, re.MULTILINE))
        others += [path.name for label in turns_of(text) - wanted]
        assert wanted - turns_of(text) == Counter(), path.name
    assert set(others) <= {"00515.md", "00670.md"}
