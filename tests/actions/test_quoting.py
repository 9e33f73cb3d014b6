"""Quotes and coded transcripts from a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx
import pytest
from builders import INTERVIEW, code

from toolkit.actions import documents, labels, people, quoting
from toolkit.actions.report.gathered import Contents
from toolkit.errors import UsageError
from toolkit.export.citing import reference
from toolkit.store.history import past_changes

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study


def cited(study: Study, **chosen: tuple[str, ...]) -> list[tuple[str, str, str]]:
    with study.read() as connection:
        made = quoting.quotations(study, connection, Contents(**chosen))  # type: ignore[arg-type]
    return [(section.label, quote.quote, reference(quote)) for section in made.sections for quote in section.quotes]


def test_quotes_come_by_code_then_case_then_text_with_their_references(small: Study) -> None:
    people.add_person(small, "Zoe", case="case one")
    labels.set_person(small, "one", "R", "Zoe")
    documents.change_document(small, "one", date="2024-06")
    code(small, "two", "work", "my neighbour says so too")
    code(small, "one", "work.tools", "I use a hammer.")
    code(small, "one", "work", "they say it is loud")
    assert cited(small) == [
        ("Work", "they say it is loud", "case one, Zoe, 2024-06, turn 4"),
        ("Work", "my neighbour says so too", "case two, R, two, turn 2"),
        ("Tools", "I use a hammer.", "case one, Zoe, 2024-06, turn 2"),
    ]
    assert [found[0] for found in cited(small, codes=("work.tools",))] == ["Tools"]
    assert [found[2] for found in cited(small, cases=("case two",))] == ["case two, R, two, turn 2"]


def test_a_transcript_has_every_line_and_the_codes_of_one_layer(small: Study, tmp_path: Path) -> None:
    code(small, "one", "work.tools", "I use a hammer.")
    small.work_as("ben")
    code(small, "one", "work", "The others are")
    small.work_as("ada")
    assert quoting.write_transcript(small, tmp_path / "one.docx", "one", coded=True) == 1
    document = docx.Document(str(tmp_path / "one.docx"))
    lines = [paragraph.text.partition("\u2003")[2] or paragraph.text for paragraph in document.paragraphs]
    assert [line for line in lines if line in INTERVIEW.split("\n")] == [*INTERVIEW.split("\n")]
    assert [comment.text for comment in document.comments] == ["Tools"]
    assert quoting.write_transcript(small, tmp_path / "plain.docx", "one", coded=False) == 0
    assert not list(docx.Document(str(tmp_path / "plain.docx")).comments)


def test_an_export_stands_in_the_history(small: Study, tmp_path: Path) -> None:
    code(small, "one", "work", "I use a hammer.")
    assert quoting.write_quotes(small, tmp_path / "q.docx", Contents()) == 1
    with small.read() as connection:
        assert past_changes(connection, limit=1)[0].verb == "export"


def test_nothing_is_written_where_there_is_no_quote_or_another_ending(small: Study, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no quote"):
        quoting.write_quotes(small, tmp_path / "q.docx", Contents(codes=("work",)))
    with pytest.raises(UsageError, match=r"end in \.docx"):
        quoting.write_transcript(small, tmp_path / "one.odt", "one", coded=True)
    assert not list(tmp_path.glob("*.docx"))
    assert not list(tmp_path.glob("*.odt"))
