"""`terrain read`: everything is shown, then asked about, and only then taken over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from toolkit.cli import output, reading_back
from toolkit.cli.reading_back import contrasted

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def workbook(terrain: Any, study: str) -> Callable[..., None]:
    """Writes `m.xlsx` and gives cells (sheet, row, head) other values in it."""
    for words in (
        ("case", "change", study, "Nord", "--set", "milieu=rural", "--set", "taille=12", "--new-attributes"),
        ("summary", "add", study, "Nord", "condition", "On se parle."),
        ("rating", "add", study, "Nord", "condition", "B", "--note", "Pas toujours."),
        ("matrix", study, "-o", "m.xlsx", "--measure", "codings"),
    ):
        assert terrain(*words).code == 0

    def edit(*cells: tuple[str, int, str, Any]) -> None:
        book = load_workbook("m.xlsx")
        for sheet, row, head, value in cells:
            place = next(cell.column for cell in book[sheet][1] if cell.value == head)
            book[sheet].cell(row, place).value = value
        book.save("m.xlsx")

    return edit


def summaries(terrain: Any, study: str) -> list[str]:
    return [found["text"] for found in terrain("summary", "list", study, "--json").json]


TEXT = ("Summaries", 2, "Summary", "On se parle souvent.")
EMPTIED = ("Cases", 2, "milieu", None)
NEW = ("Cases", 4, "Case", "Ouest")


def test_nothing_changes_before_the_differences_were_shown_and_agreed_to(terrain: Any, study: str, workbook: Callable[..., None]) -> None:
    workbook(TEXT)
    ran = terrain("read", study, "m.xlsx")
    assert ran.code == 2
    assert "Take 1 change over? Say so with --yes." in ran.err
    assert [word in ran.out for word in ("Summaries!C2", "Nord · Condition", "On se parle.", "On se parle souvent.")] == [True] * 4
    assert summaries(terrain, study) == ["On se parle."]
    ran = terrain("read", study, "m.xlsx", "--yes")
    assert (ran.code, summaries(terrain, study)) == (0, ["On se parle souvent."])
    assert "1 change was taken over; `terrain undo` takes it back." in ran.err
    ran = terrain("read", study, "m.xlsx", "--yes")
    assert (ran.code, "holds nothing to take over" in ran.err) == (0, True)
    assert terrain("undo", study).code == 0
    assert summaries(terrain, study) == ["On se parle."]


def test_without_anybody_to_ask_conflicts_emptied_cells_and_new_rows_are_left_and_listed(
    terrain: Any, study: str, workbook: Callable[..., None]
) -> None:
    workbook(TEXT, EMPTIED, NEW)
    terrain("summary", "add", study, "Nord", "condition", "On se tait.")
    ran = terrain("read", study, "m.xlsx", "--yes")
    assert ran.code == 4
    assert [words in ran.err for words in ("--prefer workbook", "--clear", "--new", "Ouest is new")] == [True] * 4
    assert summaries(terrain, study) == ["On se tait."]
    ran = terrain("read", study, "m.xlsx", "--yes", "--prefer", "workbook", "--clear", "--new")
    assert ran.code == 0
    assert summaries(terrain, study) == ["On se parle souvent."]
    cases = {case["name"]: case["attributes"] for case in terrain("case", "list", study, "--json").json}
    assert cases == {"Nord": {"taille": "12"}, "Ouest": {}, "Sud": {}}


def test_the_study_is_preferred_by_word(terrain: Any, study: str, workbook: Callable[..., None]) -> None:
    workbook(TEXT)
    terrain("summary", "add", study, "Nord", "condition", "On se tait.")
    ran = terrain("read", study, "m.xlsx", "--yes", "--prefer", "study")
    assert (ran.code, summaries(terrain, study)) == (0, ["On se tait."])


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (["1", "2"], ["On se tait.", "A", "Pas toujours."]),
        (["2", "1"], ["On se parle souvent.", "C", "Pas toujours."]),
        (["3"], ["On se parle souvent.", "A", "Pas toujours."]),
        (["4"], ["On se tait.", "C", "Pas toujours."]),
    ],
)
def test_what_changed_on_both_sides_is_asked_one_by_one(
    terrain: Any, study: str, workbook: Callable[..., None], monkeypatch: pytest.MonkeyPatch, answers: list[str], kept: list[str]
) -> None:
    workbook(("Ratings", 2, "Value", "A"), TEXT)
    terrain("summary", "add", study, "Nord", "condition", "On se tait.")
    terrain("rating", "add", study, "Nord", "condition", "C", "--note", "Pas toujours.")
    said = iter(answers)  # the rating first
    for module in (reading_back, output):
        monkeypatch.setattr(module, "interactive", lambda: True)
    monkeypatch.setattr(reading_back, "ask", lambda _question, _answers: next(said))
    monkeypatch.setattr(output, "said_yes", lambda _question: True)
    ran = terrain("read", study, "m.xlsx")
    assert ran.code == 0
    assert ("When exported: B" in ran.err, "In the study: C" in ran.err) == (True, True)
    rating = terrain("rating", "list", study, "--json").json[0]
    assert [*summaries(terrain, study), rating["value"], rating["note"]] == kept


@pytest.mark.parametrize("agreed", [True, False])
def test_emptied_cells_and_new_rows_are_asked_about_apart(
    terrain: Any, study: str, workbook: Callable[..., None], monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    workbook(TEXT, EMPTIED, NEW)
    asked = []
    for module in (reading_back, output):
        monkeypatch.setattr(module, "interactive", lambda: True)
    monkeypatch.setattr(reading_back, "said_yes", lambda question: asked.append(question) or agreed)
    monkeypatch.setattr(output, "said_yes", lambda _question: True)
    assert terrain("read", study, "m.xlsx").code == 0
    assert asked == [
        "1 value was emptied in the workbook. Take it away in the study too?",
        "1 row or column is new. Add it to the study?",
    ]
    cases = {case["name"]: case["attributes"] for case in terrain("case", "list", study, "--json").json}
    assert ("Ouest" in cases, "milieu" in cases["Nord"]) == (agreed, not agreed)


def test_as_json_everything_is_told_and_nothing_changed(terrain: Any, study: str, workbook: Callable[..., None]) -> None:
    workbook(TEXT, NEW, ("Cases", 2, "taille", "douze"))
    ran = terrain("read", study, "m.xlsx", "--json", "--yes")
    assert ran.code == 0
    [difference] = ran.json["differences"]
    assert (difference["cell"], difference["what"], difference["exported"], difference["workbook"]) == (
        "C2",
        "changed",
        "On se parle.",
        "On se parle souvent.",
    )
    assert [row["name"] for row in ran.json["rows"]] == ["Ouest"]
    assert [problem["what"] for problem in ran.json["problems"]] == ["“douze” is no number."]
    assert summaries(terrain, study) == ["On se parle."]


def test_what_is_no_workbook_is_refused_in_one_sentence(terrain: Any, study: str) -> None:
    Path("m.csv").write_text("Case;Summary\n", encoding="utf-8")
    ran = terrain("read", study, "m.csv")
    assert (ran.code, ran.err.startswith("m.csv is no workbook.")) == (1, True)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("short", "other", ("short", "other")),
        ("x" * 30 + "end", "x" * 30 + "END!", ("…" + "x" * 10 + "end", "…" + "x" * 10 + "END!")),
        ("", "y" * 30, ("", "y" * 19 + "…")),
    ],
)
def test_long_texts_are_shown_from_where_they_differ(one: str, other: str, shown: tuple[str, str]) -> None:
    assert contrasted(one, other, 20) == shown
