"""Tables of answers: every answer is a turn of its respondent, questions are headers, and nothing is read that nobody named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from toolkit.errors import UnreadableFile
from toolkit.readers import read_bytes, suffixes
from toolkit.readers.answers import Answers

if TYPE_CHECKING:
    from toolkit.readers.base import Content

LONG = "id;sexe;question;réponse\nA1;F;Pourquoi ?;Parce que (rires).\nB2;H;Pourquoi ?;\nB2;H;Et ?;Rien.\n;H;Et ?;Sans nom\n"
WIDE = "id;sexe;Q1 Pourquoi ?;Q2 Et ?\nA1;F;Parce que.;Non.\nB2;H;;Rien.\n"


def read(table: str, *columns: str, respondent: str | None = None, question: str | None = None) -> Content:
    return read_bytes("a.csv", table.encode(), answers=Answers(columns, respondent, question))


def turns(content: Content) -> list[tuple[str, str | None, str]]:
    return [(turn.kind, turn.speaker, content.text[turn.start : turn.end]) for turn in content.turns or ()]


def test_a_row_per_answer_gives_a_turn_per_row_under_its_question() -> None:
    content = read(LONG, "réponse", respondent="id", question="question")
    assert content.text == "Pourquoi ?\nParce que (rires).\nEt ?\nRien.\nSans nom"
    assert turns(content) == [
        ("header", None, "Pourquoi ?"),
        ("speech", "A1", "Parce que (rires)."),
        ("aside", None, "(rires)"),
        ("header", None, "Et ?"),
        ("speech", "B2", "Rien."),
        ("speech", "#5", "Sans nom"),
    ]
    assert [(each.kind, each.count) for each in content.left_out] == [("column", 1)]


def test_a_column_per_question_gives_the_answers_of_one_respondent_after_the_other() -> None:
    content = read(WIDE, "Q*", respondent="ID")
    assert turns(content) == [
        ("header", None, "Q1 Pourquoi ?"),
        ("speech", "A1", "Parce que."),
        ("header", None, "Q2 Et ?"),
        ("speech", "A1", "Non."),
        ("speech", "B2", "Rien."),
    ]


def test_without_a_column_of_respondents_a_row_is_known_by_its_number_in_the_spreadsheet() -> None:
    assert [speaker for kind, speaker, _text in turns(read(WIDE, "Q2 Et ?")) if kind == "speech"] == ["#2", "#3"]


def test_an_answer_of_several_lines_is_one_turn() -> None:
    assert turns(read('a\n"un\ndeux"\n', "a"))[-1] == ("speech", "#2", "un\ndeux")


def test_a_star_in_a_columns_name_may_be_meant() -> None:
    assert turns(read("note*,note x\na,b\n", "note*")) == [("header", None, "note*"), ("speech", "#2", "a")]


def test_sheets_without_the_columns_are_counted() -> None:
    book = Workbook()
    book.worksheets[0].append(["id", "réponse"])
    book.worksheets[0].append([1, "Oui"])
    book.create_sheet("autre").append(["rien"])
    book.worksheets[1].append(["x"])
    book.create_sheet("vide")
    data = io.BytesIO()
    book.save(data)
    content = read_bytes("a.xlsx", data.getvalue(), answers=Answers(("réponse",), "id"))
    assert turns(content) == [("header", None, "réponse"), ("speech", "1", "Oui")]
    assert [(each.kind, each.count) for each in content.left_out] == [("sheet", 1)]
    assert content.encoding is None


def test_the_encoding_of_a_table_is_found_or_the_users_word_and_a_guess_is_said() -> None:
    data = "é\noui".encode("cp1252")
    found = read_bytes("a.csv", data, answers=Answers(("é",)))
    assert (found.encoding, found.guessed) == ("cp1252", True)
    assert read_bytes("a.csv", "ž\noui".encode("cp1250"), encoding="cp1250", answers=Answers(("ž",))).encoding == "cp1250"


def test_a_table_is_not_read_unless_somebody_names_its_answers() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.csv is a table\. .* --answers COLUMN\. Its columns are: id, sexe, question, réponse\."):
        read_bytes("a.csv", LONG.encode())
    assert ".csv" not in suffixes()
    assert ".xlsx" in suffixes(Answers(("a",)))


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Answers(("nom",)), "a.csv has no column nom. Its columns are: id, sexe, question, réponse."),
        (Answers(("réponse",), "qui"), "a.csv has no column qui. Its columns are: id, sexe, question, réponse."),
        (Answers(("id",), "id"), "a.csv has no sheet with all the columns that were named. Its columns are: id, sexe, question, réponse."),
    ],
)
def test_a_column_that_is_not_there_is_named_with_those_that_are(choice: Answers, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes("a.csv", LONG.encode(), answers=choice)
    assert str(caught.value) == sentence


def test_a_table_without_answers_has_no_text() -> None:
    with pytest.raises(UnreadableFile, match="has no text"):
        read("a,b\n,x\n", "a")
