"""Decisions made in a spreadsheet come back, whatever was done to the sheet, or are listed."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook

from toolkit.errors import UnreadableFile
from toolkit.export.book import Origin
from toolkit.export.decisions import Proposal, read_decisions, write_decisions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

UIDS = [bytes([number]) * 16 for number in range(4)]


@pytest.fixture
def path(tmp_path: Path, codebook: Any) -> Path:
    """Four suggestions, written for review."""
    proposals = [
        Proposal(
            uid, "Interview", "=the city said no", "actor.city", "cue “city”", time_ms=61_000, before="Well.", fields={"stance": "for it"}
        )
        for uid in UIDS
    ]
    path = tmp_path / "decisions.xlsx"
    write_decisions(path, proposals, study="Parks", codebook=codebook, origin=Origin(9, bytes(16), bytes(16), bytes(16)), language="en")
    return path


def edit(path: Path, change: Callable[[Any, dict[str, int]], None]) -> None:
    """Open the workbook, change its first sheet (given with its columns by head) and save it as other programs do: with shared texts."""
    wb = load_workbook(path)
    sheet = wb.worksheets[0]
    change(sheet, {cell.value: cell.column for cell in sheet[1]})
    wb.save(path)


def decide(*words: str | None) -> Callable[[Any, dict[str, int]], None]:
    def change(sheet: Any, heads: dict[str, int]) -> None:
        for row, word in enumerate(words, start=2):
            sheet.cell(row, heads["Decision"]).value = word

    return change


def decisions(path: Path) -> dict[bytes, str]:
    rows, problems = read_decisions(path)
    assert problems == []
    return {row.uid: row.decision for row in rows}


def test_a_sheet_nobody_touched_has_no_decisions_and_no_problems(path: Path) -> None:
    assert read_decisions(path) == ([], [])


def test_the_sheet_shows_the_sentence_as_text_and_offers_decisions_and_codes_from_ranges(path: Path) -> None:
    wb = load_workbook(path)
    sheet = wb.worksheets[0]
    sentence = next(cell for cell in sheet[2] if cell.value == "=the city said no")
    assert sentence.data_type == "s"
    offered = {}
    for validation in sheet.data_validations.dataValidation:
        name, _bang, area = validation.formula1.rpartition("!")
        offered[str(validation.sqref)] = [row[0].value for row in wb[name.strip("'")][area.replace("$", "")]]
    assert offered["A2:A5"] == ["accept", "edit", "reject", "skip"]
    assert offered["G2:G5"] == ["place", "actor", "actor.city", "actor.club", "time"]
    assert offered["H2:H5"] == ["for it", "against it"]


def test_decisions_come_back_with_what_was_edited_and_the_state_of_the_study_at_the_export(path: Path) -> None:
    def change(sheet: Any, heads: dict[str, int]) -> None:
        decide("accept", "edit", None, "reject")(sheet, heads)
        sheet.cell(3, heads["Code"]).value = "actor.club"
        sheet.cell(3, heads["Stance [stance]"]).value = "against it"
        sheet.cell(5, heads["Comment"]).value = "no actor here"

    edit(path, change)
    (accepted, edited, rejected), problems = read_decisions(path)
    assert problems == []
    assert (accepted.uid, accepted.decision, accepted.changed, accepted.event) == (UIDS[0], "accept", False, 9)
    assert (edited.decision, edited.code, edited.fields, edited.changed) == ("edit", "actor.club", {"stance": "against it"}, True)
    assert (rejected.uid, rejected.comment) == (UIDS[3], "no actor here")


@pytest.mark.parametrize(
    ("typed", "decision"),
    [
        ("Accepter", "accept"),
        ("ACCEPT", "accept"),
        ("o", "accept"),
        (" accepté ! ", "accept"),
        ("oui", "accept"),
        ("Rejeter", "reject"),
        ("NON", "reject"),
        ("modifié", "edit"),
        ("passer", "skip"),
        ("Skip.", "skip"),
    ],
)
def test_a_decision_is_understood_in_either_language_and_any_case(path: Path, typed: str, decision: str) -> None:
    edit(path, decide(typed))
    assert decisions(path) == {UIDS[0]: decision}


def test_rows_may_be_sorted_columns_moved_and_the_sheet_renamed(path: Path) -> None:
    edit(path, decide("accept", "reject", "edit", "skip"))
    wb = load_workbook(path)
    head, *rows = [[cell.value for cell in row] for row in wb.worksheets[0].iter_rows()]
    order = list(range(len(head)))
    chance = random.Random(3)
    chance.shuffle(order)
    chance.shuffle(rows)
    moved = Workbook()
    moved.active.title = "À décider"
    moved.active.append(["notes of my own"])
    for row in [head, *rows]:
        moved.active.append([row[place] for place in order])
    moved.save(path)
    assert decisions(path) == dict(zip(UIDS, ["accept", "reject", "edit", "skip"], strict=True))


def test_a_missing_row_is_no_decision(path: Path) -> None:
    edit(path, decide("accept", "accept", "accept", "accept"))
    edit(path, lambda sheet, _heads: sheet.delete_rows(3, 2))
    assert set(decisions(path)) == {UIDS[0], UIDS[3]}


def listed(path: Path) -> list[tuple[str, str]]:
    rows, problems = read_decisions(path)
    assert rows == []
    assert all(problem.todo for problem in problems)
    return [(problem.place, problem.what) for problem in problems]


def test_an_unknown_word_is_listed_with_its_sheet_and_row(path: Path) -> None:
    edit(path, decide(None, "perhaps"))
    assert listed(path) == [("sheet Decisions, row 3", "“perhaps” is no decision.")]


def test_a_formula_is_never_trusted(path: Path) -> None:
    edit(path, decide('=IF(1,"accept","")'))
    assert listed(path) == [("sheet Decisions, cell A2", "There is a formula in this cell.")]


def test_a_decision_without_identifier_is_listed(path: Path) -> None:
    def change(sheet: Any, heads: dict[str, int]) -> None:
        decide("accept", "reject")(sheet, heads)
        sheet.cell(2, heads["Identifier"]).value = None
        sheet.cell(3, heads["Identifier"]).value = "12ab"

    edit(path, change)
    assert [place for place, _what in listed(path)] == ["sheet Decisions, row 2", "sheet Decisions, row 3"]


def test_a_changed_row_without_decision_is_listed(path: Path) -> None:
    edit(path, lambda sheet, heads: setattr(sheet.cell(2, heads["Code"]), "value", "place"))
    assert listed(path) == [("sheet Decisions, row 2", "This row was changed but has no decision.")]


def test_a_copied_row_with_another_decision_is_listed_and_neither_counts(path: Path) -> None:
    edit(path, decide("accept"))
    edit(path, lambda sheet, _heads: sheet.append(["reject", *[cell.value for cell in sheet[2]][1:]]))
    assert listed(path) == [("sheet Decisions, row 6", "This suggestion was decided on differently in row 2 of Decisions.")]


@pytest.mark.parametrize("head", ["Decision", "Code", "Comment", "Exported"])
def test_a_deleted_column_is_listed_with_what_follows_from_it(path: Path, head: str) -> None:
    edit(path, decide("accept"))
    edit(path, lambda sheet, heads: sheet.delete_cols(heads[head]))
    rows, problems = read_decisions(path)
    assert [problem.what for problem in problems if "missing" in problem.what] == [f"The column {head} is missing."]
    assert len(rows) == (0 if head == "Decision" else 1)


def test_a_workbook_without_identifiers_is_refused_in_one_sentence(path: Path) -> None:
    edit(path, lambda sheet, heads: sheet.delete_cols(heads["Identifier"]))
    with pytest.raises(UnreadableFile, match=r"decisions\.xlsx has no sheet with decisions and identifiers"):
        read_decisions(path)


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_decisions(b"accept;reject", "notes.xlsx")
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_decisions(tmp_path / "none.xlsx")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "not a workbook")
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook"):
        read_decisions(stream.getvalue(), "notes.xlsx")


def test_a_workbook_that_declares_entities_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + parts["xl/worksheets/sheet1.xml"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile, match="cannot be read as a workbook"):
        read_decisions(stream.getvalue(), "evil.xlsx")


def test_bytes_are_read_like_a_file(path: Path) -> None:
    edit(path, decide("accept"))
    assert read_decisions(path.read_bytes(), "sent.xlsx")[0][0].decision == "accept"
