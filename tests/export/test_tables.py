"""The sheets beside the matrices: made for editing, or to look things up in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.export.base import Report


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def texts(sheet: Worksheet, head: str) -> list[Any]:
    return [sheet.cell(row, column(sheet, head)).value for row in range(2, sheet.max_row + 1)]


def test_ratings_are_chosen_from_a_range_and_say_when_they_are_stale(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(report)
    sheet = wb["Ratings"]
    assert texts(sheet, "Value") == ["A – strong", None]
    assert texts(sheet, "Stale")[0].startswith("stale")
    validation = sheet.data_validations.dataValidation[0]
    assert str(validation.sqref) == "D2:D3"
    lists, _bang, area = validation.formula1.rpartition("!")
    choices = [row[0].value for row in wb[lists[1:-1]][area.replace("$", "")]]
    assert choices == ["A – strong", "B"]
    assert wb[lists[1:-1]].sheet_state == "hidden"


def test_rows_made_for_editing_carry_an_identifier_and_the_hash_of_what_was_exported(
    report: Report, exported: Callable[[Report], Workbook]
) -> None:
    wb = exported(report)
    for name in ("Ratings", "Summaries", "Cases"):
        identifiers = texts(wb[name], "Identifier")
        assert len(set(identifiers)) == len(identifiers) == 2
    filled, empty = texts(wb["Summaries"], "Exported")
    assert filled != empty
    assert exported_property(wb) == 17


def exported_property(wb: Workbook) -> object:
    return next(each.value for each in wb.custom_doc_props.props if each.name == "TerrainEvent")


def test_the_codebook_says_of_a_reserved_code_that_it_cannot_be_coded(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Codebook"]
    assert texts(sheet, "Code key") == ["place", "actor", "actor.city", "actor.club", "actor.other", "time"]
    assert "cannot be coded. Not read in a source." in texts(sheet, "Definition")[-2]


def test_times_are_times_and_fields_and_attributes_have_columns(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Quotes"]
    time = sheet.cell(sheet.max_row, column(sheet, "Time"))
    assert str(time.value) == "1:02:03"
    assert time.number_format == "[h]:mm:ss"
    assert "for it" in texts(sheet, "Stance")
    assert texts(sheet, "Setting") == ["rural"] * 4 + ["urban"]


def test_an_attribute_may_have_any_name(report: Report, exported: Callable[[Report], Workbook]) -> None:
    """Also one that a column of the program's own has."""
    attribute = replace(report.case_attributes[0], name="number")
    cases = tuple(replace(case, attributes={"number": "many"}) for case in report.cases)
    sheet = exported(replace(report, case_attributes=(attribute,), cases=cases))["Quotes"]
    assert texts(sheet, "number") == ["many"] * 5
    assert texts(sheet, "Case no.") == [1, 1, 1, 1, 2]


def test_a_long_attribute_does_not_shift_the_links(report: Report, exported: Callable[[Report], Workbook]) -> None:
    cases = tuple(replace(case, attributes={"Setting": "word " * 10_000}) for case in report.cases)
    sheet = exported(replace(report, cases=cases))["Quotes"]
    first = [cell for cell in sheet["B"] if cell.hyperlink]
    assert [sheet.cell(cell.row, column(sheet, "Start")).value for cell in first] == [10, 90, 60, 5, 40]
    assert len(texts(sheet, "Quote")) == 10
