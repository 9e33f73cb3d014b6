"""The workbook, opened again: every figure leads to its quotes and back, and is recounted from them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.utils import range_boundaries

from toolkit.errors import Conflict, TerrainError
from toolkit.export import check, places, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from toolkit.export.base import QuoteRow, Report


EAST = "L'Est [1]"


def follow(wb: Workbook, cell: Cell) -> Cell:
    """The cell that a link leads to."""
    sheet, _bang, place = cell.hyperlink.location.rpartition("!")
    return wb[sheet[1:-1].replace("''", "'")][place]


def column(sheet: Worksheet, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def texts(sheet: Worksheet, head: str) -> list[Any]:
    return [sheet.cell(row, column(sheet, head)).value for row in range(2, sheet.max_row + 1)]


def head_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 12) if sheet.cell(row, 1).value == "Code")


def test_a_figure_leads_to_the_first_quote_of_its_case_and_code_and_that_back_to_the_figure(
    report: Report, exported: Callable[[Report], Workbook]
) -> None:
    wb = exported(report)
    sheet = wb["Codings"]
    actor_city = next(row for row in sheet.iter_rows() if row[1].value == "actor.city")
    east = actor_city[2]
    quote = follow(wb, east)
    assert wb["Quotes"].cell(quote.row, column(wb["Quotes"], "Quote (text)")).value == "the mayor came"
    back = wb["Quotes"].cell(quote.row, column(wb["Quotes"], "Matrix cell"))
    assert follow(wb, back) is east


def test_the_quotes_behind_a_parent_code_stand_together_with_its_children_from_the_linked_row(
    report: Report, exported: Callable[[Report], Workbook]
) -> None:
    wb = exported(report)
    actor = next(row for row in wb["Codings"].iter_rows() if row[1].value == "actor")
    assert actor[2].value == 3
    first = follow(wb, actor[2]).row
    sheet = wb["Quotes"]
    keys = [sheet.cell(row, column(sheet, "Code key")).value for row in range(first, first + 3)]
    cases = [sheet.cell(row, column(sheet, "Case")).value for row in range(first, first + 3)]
    assert keys == ["actor", "actor.city", "actor.club"]
    assert cases == [EAST] * 3


def test_other_rows_of_a_group_carry_the_address_as_text(
    report: Report, exported: Callable[[Report], Workbook], make_quote: Callable[..., QuoteRow]
) -> None:
    more = make_quote(9, EAST, "place", "behind the park", 300)
    wb = exported(replace(report, quotes=(*report.quotes, more), codings=6, characters=report.characters + 15))
    sheet = wb["Quotes"]
    cells = [sheet.cell(row, column(sheet, "Matrix cell")) for row in (2, 3)]
    assert cells[0].hyperlink is not None
    assert cells[1].hyperlink is None
    assert cells[1].value == cells[0].value == "Codings!C7"


def test_a_zero_has_no_link_and_every_other_figure_has_one(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(report)
    for name in ("Codings", "Segments", "Turns", "Share", "Codes by document"):
        sheet = wb[name]
        left = 2 if sheet is not wb["Codes by document"] else 1
        first = next(row for row in range(1, 12) if sheet.cell(row, left + 1).value in (EAST, "Interview East")) + 1
        figures = [cell for row in sheet.iter_rows(min_row=first, min_col=left + 1) for cell in row if isinstance(cell.value, (int, float))]
        assert figures
        assert all((cell.hyperlink is not None) == (cell.value > 0) for cell in figures)


def test_another_matrix_leads_to_its_index_and_the_index_to_the_quotes_and_back(
    report: Report, exported: Callable[[Report], Workbook]
) -> None:
    wb = exported(report)
    sheet = wb["Codes by document"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 3)
    first = follow(wb, cell)
    index = first.parent
    rows = range(first.row, first.row + 3)
    assert {index.cell(row, 1).value for row in rows} == {"Actor"}
    found = [follow(wb, index.cell(row, column(index, "Row in Quotes"))) for row in rows]
    assert [quote.value for quote in found] == ["00000003", "00000004", "00000002"]
    assert follow(wb, index.cell(first.row, column(index, "Matrix cell"))) is cell


def test_attributes_and_words_stand_above_the_cases(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Codings"]
    head = head_row(sheet)
    assert [sheet.cell(row, 3).value for row in range(head - 2, head + 1)] == ["rural", 200, EAST]
    assert sheet.freeze_panes == f"C{head + 1}"
    assert sheet.row_dimensions[head + 3].outlineLevel == 1


def test_presence_is_a_word_with_a_look_of_its_own(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Presence"]
    head = head_row(sheet)
    yes, no, not_asked, not_read = (sheet.cell(head + row, column) for row, column in ((1, 3), (1, 4), (5, 3), (5, 4)))
    assert [cell.value for cell in (yes, no, not_asked, not_read)] == ["yes", "no", "not asked", "not yet read"]
    assert len({(cell.fill.fill_type, cell.fill.fgColor.rgb, cell.font.b, cell.font.i) for cell in (yes, no, not_asked, not_read)}) == 4


def test_a_refused_cell_says_role_and_why(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Share"]
    cell = sheet.cell(head_row(sheet) + 2, 4)
    assert cell.value == "role?"
    assert cell.comment.text == "Unknown in: Interview West."
    assert cell.hyperlink is None


def test_every_link_of_the_workbook_leads_to_a_cell_that_holds_something(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(report)
    links = [cell for sheet in wb for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 40
    assert all(follow(wb, cell).value is not None for cell in links)


def test_read_me_names_every_visible_sheet_and_what_was_warned_of(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(report)
    sheet = wb.worksheets[0]
    named = [cell.value for cell in sheet["A"] if cell.hyperlink]
    assert named == [other.title for other in wb.worksheets[1:] if other.sheet_state == "visible"]
    everything = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    assert "In one document a speaker's role is unknown." in everything
    assert "Nothing of the study has left it." in everything
    assert "Measure: Segments. Merged." in everything


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 6", "-non", "@toi", "\tin", "#N/A", "=", "http://" + "a" * 3000, "_x0041_", " a ", "é😀\n\nz"]
)
def test_a_text_stays_the_text_it_is(
    text: str, with_quotes: Callable[..., Report], exported: Callable[[Report], Workbook], make_quote: Callable[..., QuoteRow]
) -> None:
    from toolkit.export.text import unescaped

    sheet = exported(with_quotes(make_quote(1, EAST, "place", text)))["Quotes"]
    cell = sheet.cell(2, column(sheet, "Quote (text)"))
    assert cell.data_type == "s"
    assert unescaped(cell.value) == text


def test_a_formula_sign_is_quoted_so_that_editing_the_cell_keeps_the_text(report: Report, exported: Callable[[Report], Workbook]) -> None:
    sheet = exported(report)["Quotes"]
    memo = next(cell for cell in sheet[column_letter(sheet, "Memo")] if cell.value == "=1+1")
    assert memo.quotePrefix


def column_letter(sheet: Worksheet, head: str) -> str:
    return sheet.cell(1, column(sheet, head)).column_letter


def test_control_characters_become_visible_marks_that_check_lists(
    with_quotes: Callable[..., Report], tmp_path: Path, exported: Callable[[Report], Workbook], make_quote: Callable[..., QuoteRow]
) -> None:
    report = with_quotes(make_quote(1, EAST, "place", "a\x0bb\x00c\ud800d\ufffee"))
    wb = exported(report)
    assert texts(wb["Quotes"], "Quote (text)") == ["a␋b␀c\ufffdd\ufffde"]
    lines = [[cell.value for cell in row if cell.value is not None] for row in wb["Check"].iter_rows()]
    assert ["Quotes!A2", "U+000B U+0000 U+D800 U+FFFE"] in lines
    assert "In 1 cell control characters, which Excel refuses, are replaced by visible marks." in workbook.write(
        tmp_path / "b.xlsx", report
    )


@pytest.mark.parametrize("text", ["word " * 14_000, "x" * 40_000, "😀" * 40_000, "_x0041_" * 6_000])
def test_a_long_quote_continues_on_numbered_rows_and_nothing_is_cut(
    text: str, with_quotes: Callable[..., Report], exported: Callable[[Report], Workbook], make_quote: Callable[..., QuoteRow]
) -> None:
    from toolkit.export.text import CELL_LIMIT, utf16_units

    other = make_quote(2, EAST, "place", "after it", 90_000)
    wb = exported(with_quotes(make_quote(1, EAST, "place", text), other))
    sheet = wb["Quotes"]
    *parts, last = texts(sheet, "Quote (text)")
    assert len(parts) >= 2
    assert all(utf16_units(part) <= CELL_LIMIT for part in parts)
    assert "".join(parts).replace("_x005F_", "_") == text
    assert last == "after it"
    assert texts(sheet, "Part")[: len(parts)] == [None, *range(2, len(parts) + 1)]
    assert texts(sheet, "Quote") == ["00000001"] * len(parts) + ["00000002"]
    assert texts(sheet, "Start") == [0, *[None] * (len(parts) - 1), 90_000]
    assert evaluated_totals(wb) == [2, len(text) + 8, len(text) + 8 + (40_000 if "😀" in text else 0), 0]


class Recounter:
    """Computes the few functions that the sheet Check uses, from the cells of the workbook."""

    def __init__(self, wb: Workbook) -> None:
        self.wb = wb

    def cells(self, area: str) -> list[Any]:
        """The values of an area of one column."""
        sheet, _bang, span = area.rpartition("!")
        first_column, first_row, _last, last_row = range_boundaries(span.replace("$", ""))
        return [self.wb[sheet[1:-1].replace("''", "'")].cell(row, first_column).value for row in range(first_row, last_row + 1)]

    def matches(self, area: str, criterion: str) -> list[bool]:
        """Which cells of an area fit a criterion."""
        sign, wanted = re.fullmatch(r'"?(>=|<)?(.*?)"?', criterion).groups()
        found = self.cells(area)
        if not wanted.isdigit():
            return [self.formula(value) == wanted for value in found]
        tests = {">=": lambda value: value >= int(wanted), "<": lambda value: value < int(wanted), None: lambda value: value == int(wanted)}
        return [isinstance(value, (int, float)) and tests[sign](value) for value in found]

    def call(self, match: re.Match[str]) -> str:
        """The value of one call, as text."""
        name, arguments = match[1], re.findall(r"(?:'(?:[^']|'')*'![^,]+|\"[^\"]*\"|[^,]+)", match[2])
        if name in ("SUM", "SUMIFS"):
            kept = [self.matches(*pair) for pair in zip(arguments[1::2], arguments[2::2], strict=True)]
            rows = zip(self.cells(arguments[0]), *kept, strict=True)
            return repr(sum(value or 0 for value, *keep in rows if all(keep)))
        if name == "LEN":
            from toolkit.export.text import unescaped, utf16_units

            return repr(sum(utf16_units(unescaped(value or "")) for value in self.cells(match[2])))
        kept = [self.matches(*pair) for pair in zip(arguments[::2], arguments[1::2], strict=True)]
        return repr(sum(map(all, zip(*kept, strict=True))))

    def formula(self, value: Any) -> Any:
        """The value of a cell that may hold a formula."""
        if not isinstance(value, str) or not value.startswith("="):
            return value
        text = value[1:]
        if re.fullmatch(r"'(?:[^']|'')+'![A-Z]+\d+", text):
            return self.cells(text)[0]
        agrees = re.fullmatch(r'IF\(ABS\((F\d+)-(H\d+)\)<0\.000000001,"(.*)","(.*)"\)', text)
        if agrees:
            first, second = (self.formula(self.wb["Check cells"][cell].value) for cell in agrees.groups()[:2])
            return agrees[3] if abs(first - second) < 1e-9 else agrees[4]
        flag = re.fullmatch(r"IF\((.*)>0,1,0\)", text)
        text = (flag[1] if flag else text).replace("SUMPRODUCT(LEN(", "(LEN(")
        area = r"(?:'(?:[^']|'')*'![$A-Z0-9:]+|\"[^\"]*\"|[^()'\"])*"
        number = eval(re.sub(rf"(COUNTIFS?|SUM(?:IFS)?|LEN)\(({area})\)", self.call, text))
        return int(number > 0) if flag else number


def evaluated_totals(wb: Workbook) -> list[float]:
    sheet = wb["Check"]
    first = next(row for row in range(1, 12) if sheet.cell(row, 4).value == "Now") + 1
    return [Recounter(wb).formula(sheet.cell(row, 4).value) for row in range(first, first + 4)]


def test_check_recounts_every_cell_by_formulas_that_agree_with_the_matrices(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(report)
    sheet = wb["Check cells"]
    rows = list(sheet.iter_rows(min_row=2))
    assert {row[0].value for row in rows} == {"Codings", "Segments", "Turns", "Share", "Presence", "Codes by document"}
    for row in rows:
        shown = follow(wb, row[4]).value
        exported_figure = {"yes": 1}.get(shown, shown)
        assert Recounter(wb).formula(row[5].value) == exported_figure
        assert row[5].value in (exported_figure, f"={row[4].hyperlink.location}")
        assert row[6].value == pytest.approx(exported_figure)
        assert Recounter(wb).formula(row[7].value) == pytest.approx(exported_figure), row[7].value
    assert evaluated_totals(wb) == [5, report.characters, report.characters, len(rows)]


def test_check_says_so_when_a_figure_is_not_what_the_quotes_give(report: Report, tmp_path: Path) -> None:
    wrong = replace(report.grids[0], cells={**report.grids[0].cells, (0, 0): 2, (3, 0): 0})
    notes = workbook.write(tmp_path / "a.xlsx", replace(report, grids=(wrong,)))
    assert "2 cells differ from their recount." in notes


def test_check_says_so_when_a_coding_was_lost_on_the_way(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(replace(report, quotes=report.quotes[1:]))
    line = next(row for row in wb["Check"].iter_rows(values_only=True) if row[0] == "Codings")
    assert line[1:3] == (5, 4)
    assert line[4].startswith("=IF(AND(B")


def test_a_coding_in_two_cases_stands_in_both_and_counts_once_in_the_totals(
    with_quotes: Callable[..., Report], exported: Callable[[Report], Workbook], make_quote: Callable[..., QuoteRow]
) -> None:
    first = make_quote(1, EAST, "place", "over there")
    report = replace(with_quotes(first), quotes=(first, replace(first, case="West", again=True)))
    assert evaluated_totals(exported(report))[:2] == [1, 10]


def test_a_full_sheet_is_followed_by_a_numbered_one(
    report: Report, exported: Callable[[Report], Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MAX_ROWS", 3)
    wb = exported(replace(report, grids=report.grids[5:]))
    assert [name for name in wb.sheetnames if name.startswith("Quotes")] == ["Quotes", "Quotes 2", "Quotes 3"]
    assert all(len(list(wb[name].iter_rows())) <= 3 for name in ("Quotes", "Quotes 2", "Quotes 3"))
    assert evaluated_totals(wb)[:2] == [5, report.characters]
    index = wb["Index Codes by document"]
    assert follow(wb, index.cell(2, column(index, "Row in Quotes"))).parent.title == "Quotes"


def test_links_over_the_limit_go_to_a_numbered_sheet_and_still_lead_there(
    report: Report, exported: Callable[[Report], Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MAX_LINKS", 2)
    wb = exported(report)
    sheets = [wb[name] for name in wb.sheetnames if name.startswith("Codings")]
    assert len(sheets) == 4
    assert all(
        sum(cell.hyperlink is not None for row in sheet.iter_rows() for cell in row) <= 2 for sheet in wb if sheet.title != "Read me"
    )
    assert all(sheet.cell(head_row(sheet), 3).value == EAST for sheet in sheets)
    links = [cell for sheet in wb for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert all(follow(wb, cell).value is not None for cell in links)


def test_beyond_the_work_that_a_spreadsheet_can_do_the_recount_is_written_as_numbers(
    report: Report, exported: Callable[[Report], Workbook], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check, "MAX_WORK", 1)
    sheet = exported(report)["Check cells"]
    assert sheet["H2"].value == sheet["F2"].value == 1


def test_an_empty_study_makes_a_workbook_too(report: Report, exported: Callable[[Report], Workbook]) -> None:
    wb = exported(replace(report, quotes=(), grids=(), cases=(), documents=(), ratings=(), summaries=(), codings=0, characters=0))
    assert evaluated_totals(wb) == [0, 0, 0, 0]


def test_a_workbook_that_cannot_be_replaced_is_one_clear_sentence_and_leaves_the_old_one(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")

    def refuse(*_paths: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Conflict, match=r"out\.xlsx cannot be replaced: it is open"):
        workbook.write(path, report)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said_so_and_no_temporary_file_keeps_the_quotes(
    report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(TerrainError, match="cannot be written"):
        workbook.write(tmp_path / "none" / "out.xlsx", report)
    assert list(tmp_path.iterdir()) == []
