"""`terrain matrix`, as it is typed: every kind of matrix, on the screen and in files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def judged(terrain: Any, study: str) -> str:
    """The same study with dates, an attribute, a second code over the first, ratings and a summary."""
    for words in (
        ("case", "change", study, "Nord", "--set", "members=12", "--new-attributes"),
        ("case", "change", study, "Sud", "--set", "members=3"),
        ("document", "change", study, "A1", "--date", "2024-06"),
        ("coding", "add", study, "A1", "condition.trust", "--quote", "parle souvent. Ça aide", "--field", "actor=CLSC", "--new-entries"),
        ("rating", "add", study, "Nord", "condition", "A"),
        ("rating", "add", study, "Sud", "condition", "C"),
        ("summary", "add", study, "Nord", "condition", "On se parle, et ça aide. " * 5),
    ):
        ran = terrain(*words)
        assert ran.code == 0, ran.err
    return study


def test_codes_by_codes_say_what_two_codes_share(terrain: Any, judged: str) -> None:
    """The parent contains its child; alone in its row and column stands what each has."""
    [found] = terrain("matrix", judged, "--columns", "codes", "--measure", "words", "--json").json
    assert found["rows"] == [
        {"name": "Condition", "cells": [6, {"contains": True}]},  # on se parle souvent Ça aide
        {"name": "Trust", "cells": [{"contains": True}, 4]},
    ]
    shown = terrain("matrix", judged, "--columns", "codes").out
    assert "share a participant's word" in shown
    assert "/" in shown.splitlines()[-2]


def test_percentages_name_what_100_percent_are(terrain: Any, judged: str) -> None:
    [found] = terrain("matrix", judged, "--measure", "words", "--percent", "row", "--json").json
    assert found["rows"][0]["cells"] == [{"percent": 100.0, "n": 6, "of": 6}, {"percent": 0.0, "n": 0, "of": 6}]
    shown = terrain("matrix", judged, "--measure", "words", "--percent", "row").out
    assert shown.startswith("Words %: ")
    assert shown.splitlines()[-2].split() == ["Condition", "100.0", "%", "0.0", "%", "6"]
    column = terrain("matrix", judged, "--measure", "words", "--percent", "column").out
    assert any(line.split() == ["100", "%", "6", "0"] for line in column.splitlines())
    refused = terrain("matrix", judged, "--measure", "share", "--percent", "row")
    assert (refused.code, "no percentages of share" in refused.err) == (2, True)


def test_dates_stand_in_the_order_of_time_and_what_has_none_last(terrain: Any, judged: str) -> None:
    shown = terrain("matrix", judged, "--columns", "date", "--period", "quarter", "--json").json[0]
    assert shown["columns"] == ["2024-Q2", "without a date"]
    assert "Documents without a date: B1." in terrain("matrix", judged, "--columns", "date").err
    only = terrain("matrix", judged, "--columns", "document", "--from", "2024", "--to", "2024-06-01", "--json").json[0]
    assert (only["columns"], only["filters"]) == (["A1"], ["documents since 2024", "documents until 2024-06-01"])


def test_cases_in_order_stand_under_their_bands(terrain: Any, judged: str) -> None:
    words = ("matrix", judged, "--order", "case:members", "--bands", "5;10")
    [found] = terrain(*words, "--json").json
    assert (found["columns"], found["order"], found["bands"]) == (["Sud", "Nord"], "members", ["under 5", "10 and more"])
    shown = terrain(*words).out
    assert "In order of: members" in shown
    assert terrain("matrix", judged, "--order", "rating:condition", "--json").json[0]["columns"] == ["Nord", "Sud"]
    assert terrain("matrix", judged, "--order", "rating:condition", "--descending", "--json").json[0]["columns"] == ["Sud", "Nord"]
    refused = terrain("matrix", judged, "--columns", "document", "--order", "case:members")
    assert (refused.code, "are not the columns" in refused.err) == (2, True)
    assert terrain("matrix", judged, "--order", "case:members", "--bands", "five").code == 2


def test_ratings_and_summaries_are_matrices_too(terrain: Any, judged: str) -> None:
    rating, framework = terrain("matrix", judged, "--measure", "rating", "--measure", "summary", "--json").json
    assert rating["rows"][0] == {
        "name": "Condition",
        "cells": [{"value": "A", "for": 0, "against": 0, "stale": False}, {"value": "C", "for": 0, "against": 0, "stale": False}],
    }
    assert framework["rows"][0]["summary"] == ("On se parle, et ça aide. " * 5).strip()
    shown = terrain("matrix", judged, "--measure", "summary")
    assert "On se parle, et ça aide." in shown.out
    assert ("On se parle, et ça aide. " * 5).strip() not in shown.out  # shortly
    assert "without a summary: 1" in shown.err
    assert "A (+0 −0)" in terrain("matrix", judged, "--measure", "rating").out


def test_filters_are_said(terrain: Any, judged: str) -> None:
    shown = terrain("matrix", judged, "--case-where", "members=12", "--kind", "interview")
    assert "Only kinds of document: interview; where the case has: members = 12." in shown.out
    assert terrain("matrix", judged, "--case-where", "members=12", "--json").json[0]["columns"] == ["Nord"]
    assert "There is no attribute" in terrain("matrix", judged, "--person-where", "job=smith").err


def test_a_mark_on_a_document_is_seen_in_presence_by_document(terrain: Any, judged: str) -> None:
    assert terrain("not-asked", "add", judged, "condition", "--document", "B1").code == 0
    [found] = terrain("matrix", judged, "--measure", "presence", "--columns", "document", "--json").json
    assert [row["cells"] for row in found["rows"]] == [["yes", "not asked"], ["yes", "not asked"]]
    assert "not asked" in terrain("matrix", judged, "--measure", "presence", "--columns", "document").out
    [by_case] = terrain("matrix", judged, "--measure", "presence", "--json").json
    assert by_case["rows"][0]["cells"] == ["yes", "not asked"]  # its only document was not asked


def test_rows_with_nothing_in_them_are_counted_and_shown_if_asked_for(terrain: Any, study: str) -> None:
    shown = terrain("matrix", study)
    assert "Trust" not in shown.out
    assert "Rows in which there is nothing, and which are not shown: 1. --all shows them." in shown.err
    every = terrain("matrix", study, "--all")
    assert "  Trust" in every.out
    assert "--all" not in every.err


def test_a_page_holds_everything_and_a_table_one_matrix_with_its_notes(terrain: Any, judged: str) -> None:
    assert terrain("matrix", judged, "-o", "m.html").code == 0
    page = Path("m.html").read_text(encoding="utf-8")
    assert page.count("<section") > 8
    assert terrain("matrix", judged, "--measure", "words", "-o", "m.csv").code == 0
    with Path("m-notes.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert ["Layer", "amelie"] in list(csv.reader(stream))
    Path("m.csv").unlink()
    refused = terrain("matrix", judged, "--measure", "words", "-o", "m.csv")
    assert (refused.code, "m-notes.csv exists already" in refused.err) == (2, True)
    assert terrain("matrix", judged, "--measure", "words", "-o", "m.csv", "--yes").code == 0


def test_in_a_workbook_percentages_stand_beside_the_counts_that_they_are_of(terrain: Any, judged: str) -> None:
    from openpyxl import load_workbook

    words = ("matrix", judged, "--columns", "codes", "--measure", "turns", "--percent", "either", "-o", "m.xlsx")
    assert terrain(*words).code == 0
    names = load_workbook("m.xlsx", read_only=True).sheetnames
    assert [name for name in names if name.startswith("Codes by codes")] == ["Codes by codes, Turns", "Codes by codes, Turns %"]
    assert terrain("matrix", judged, "--measure", "summary", "-o", "f.xlsx").code == 0
    sheets = load_workbook("f.xlsx", read_only=True)
    assert "Codings" not in sheets.sheetnames
    framework = list(sheets["Framework"].iter_rows(values_only=True))
    assert framework[0][:3] == ("Case", "members", "Condition")
    assert framework[1][2].startswith("On se parle, et ça aide. On se parle")
    assert "2 quotes: " in framework[1][2]
