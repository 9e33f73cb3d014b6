"""What spreadsheet programs make of a workbook is read as what a person meant, and what is no workbook is called by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from toolkit.errors import UnreadableFile
from toolkit.export import workbook
from toolkit.export.base import CaseRow, RatingRow
from toolkit.export.book import Book, Origin
from toolkit.export.editable import Editable, Identity, Unfit, exported, exported_in, head_of, identity_in, restored
from toolkit.export.edited import EditedSheet, edited_in
from toolkit.export.editing import write_cases, write_ratings
from toolkit.export.quotes import arrange
from toolkit.export.reading_back import Found, cells_of, origin_of, read_workbook, text_of
from toolkit.model import Attribute

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.export.base import Report
    from toolkit.export.editable import Kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CASE = Identity("case", (b"c" * 16,))


def moment(*time: int) -> datetime:
    """A time of the first of June, as openpyxl gives it: without a zone."""
    return datetime(2024, 6, 1, *time)  # noqa: DTZ001


def first_row(data: bytes) -> list[Found]:
    """The cells of the first row of the first sheet."""
    return next(cells_of("x.xlsx", read_workbook("x.xlsx", data).worksheets[0]))[1]


def saved(fill: Callable[[Any], object]) -> bytes:
    """A workbook with one sheet, as openpyxl saves it."""
    wb, stream = Workbook(), io.BytesIO()
    fill(wb.active)
    wb.save(stream)
    return stream.getvalue()


def by_hand(cells: str, strings: str = "", after: str = "") -> bytes:
    """A workbook as Excel writes it, of parts that are given as XML."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    of = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{of}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{of}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{of}.styles+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{of}.sharedStrings+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="Feuil1" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{office}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r3" Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet {main}><dimension ref="A1"/>'
        f'<sheetData><row r="1">{cells}</row></sheetData>{after}</worksheet>',
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {main}><fonts><font/></fonts>"
        '<fills><fill><patternFill patternType="none"/></fill></fills><borders><border/></borders>'
        '<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="17" applyNumberFormat="1"/>'
        '<xf numFmtId="49" quotePrefix="1"/></cellXfs></styleSheet>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return stream.getvalue()


# What stands in a cell


def test_texts_are_read_however_excel_has_stored_them() -> None:
    cells = by_hand(
        '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" s="3" t="s"><v>3</v></c>'
        '<c r="E1" t="inlineStr"><is><t xml:space="preserve"> both </t></is></c><c r="F1" t="s"><v>4</v></c>',
        '<si><t>plain</t></si><si><r><t xml:space="preserve">rich </t></r><r><rPr><b/></rPr><t>text</t></r></si>'
        '<si><t xml:space="preserve">one_x000D_\ntwo</t></si><si><t>=1+1</t></si><si><t>a_x000B_b_x005F_x0041_</t></si>',
    )
    assert [cell.text for cell in first_row(cells)] == ["plain", "rich text", "one\ntwo", "=1+1", " both ", "a\x0bb_x0041_"]
    assert not any(cell.fault for cell in first_row(cells))


def test_numbers_dates_and_truths_are_read_as_a_person_wrote_them() -> None:
    cells = by_hand(
        '<c r="A1"><v>12</v></c><c r="B1"><v>0.30000000000000004</v></c><c r="C1" s="1"><v>45455</v></c><c r="D1" s="2"><v>45444</v></c>'
        '<c r="E1" t="b"><v>1</v></c><c r="F1"><v>1E+20</v></c><c r="G1" t="n"/><c r="H1" t="d"><v>2024-06-12T00:00:00</v></c>'
    )
    assert [cell.text for cell in first_row(cells)] == ["12", "0.3", "2024-06-12", "2024-06", "yes", "1" + 20 * "0", "", "2024-06-12"]


def test_what_the_program_has_computed_or_could_not_compute_is_not_what_somebody_typed() -> None:
    cells = by_hand(
        '<c r="A1" t="str"><f>B1</f><v>text</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1" t="e"><v>#REF!</v></c>'
        '<c r="D1" t="inlineStr"><is><t>kept</t></is></c><c r="E1" s="0"/>',
        after='<mergeCells count="1"><mergeCell ref="D1:E1"/></mergeCells>',
    )
    faults = {cell.place: cell.fault for cell in first_row(cells)}
    assert faults == {"A1": "formula", "B1": "formula", "C1": "error", "D1": "", "E1": "merged"}


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (moment(), "mmm-yy", "2024-06"),
        (moment(), '[$-40C]mmmm" d"\\ yyyy', "2024-06"),
        (moment(), "yyyy", "2024"),
        (moment(), "dd/mm/yyyy", "2024-06-01"),
        (date(2024, 6, 1), "d mmm", "2024-06-01"),
        (moment(14, 30), "General", "2024-06-01 14:30"),
        (time(1, 2), "h:mm", "01:02:00"),
        (-0.0, "0", "0"),
        (1234567.891, "# ##0", "1234567.891"),
    ],
)
def test_a_value_is_as_much_as_its_cell_shows(value: Any, number_format: str, text: str) -> None:
    assert text_of(value, number_format) == text


def test_rows_are_read_to_their_end_whatever_size_the_file_claims() -> None:
    assert [cell.text for cell in first_row(by_hand('<c r="A1"><v>1</v></c><c r="D1"><v>4</v></c>'))] == ["1", "", "", "4"]


# Files that are no such workbook


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("x.csv", b"Case;Code;Summary\r\na;b;c\r\n", "x.csv is no workbook. Save the workbook that Terrain has written as .xlsx"),
        ("x.xlsx", b"", "x.xlsx is no workbook"),
        ("x.xls", OLE + bytes(600), "x.xls is an .xls file. Open it in the spreadsheet program, save it as .xlsx"),
        (
            "x.xlsx",
            OLE + bytes(100) + "EncryptedPackage".encode("utf-16-le"),
            "x.xlsx is protected by a password. Take the password away",
        ),
        ("x.xlsx", b"PK\x03\x04" + bytes(300), "x.xlsx is damaged or was not copied whole"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_called_by_its_name(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_workbook(name, data)
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "x is an .ods file"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "x is no workbook"),
        ({"xl/workbook.bin": ""}, "x is an .xlsb file"),
        ({"word/document.xml": ""}, "x is no workbook"),
        ({"hello.txt": "hello"}, "x cannot be read as a workbook"),
        ({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "a">]><x/>'}, "x cannot be read as a workbook"),
    ],
)
def test_an_archive_of_another_kind_is_called_by_its_name(parts: dict[str, str], sentence: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile) as refused:
        read_workbook("x", stream.getvalue())
    assert str(refused.value).startswith(sentence)


def test_an_archive_that_would_unpack_to_gigabytes_is_not_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/worksheets/sheet1.xml", "w") as part:
        for _megabyte in range(200):
            part.write(bytes(1 << 20))
    with pytest.raises(UnreadableFile, match="would unpack to far more"):
        read_workbook("x.xlsx", stream.getvalue())


def test_half_a_workbook_is_damaged(report: Report, tmp_path: Path) -> None:
    workbook.write(tmp_path / "out.xlsx", report)
    data = (tmp_path / "out.xlsx").read_bytes()
    with pytest.raises(UnreadableFile, match="was not copied whole"):
        read_workbook("out.xlsx", data[: len(data) // 2])


# Where a workbook comes from


def test_the_origin_is_read_also_where_a_program_has_made_a_fraction_of_the_number(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    workbook.write(path, replace(report, study_uid=b"s" * 16, replica=b"r" * 16))
    origin = origin_of(read_workbook("out.xlsx", path.read_bytes()))
    assert (origin.change, origin.study, origin.replica, len(origin.export)) == (17, b"s" * 16, b"r" * 16, 16)
    stream = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<vt:i4>17</vt:i4>", b"<vt:r8>17</vt:r8>"))
    assert origin_of(read_workbook("out.xlsx", stream.getvalue())) == origin


def test_a_workbook_without_properties_has_no_origin() -> None:
    assert origin_of(read_workbook("x.xlsx", saved(lambda sheet: sheet.append(["a"])))) == Origin(None, b"", b"", b"")


# Identities and marks


def test_an_identity_and_the_marks_of_its_export_are_read_from_what_was_written() -> None:
    cell = exported(CASE, 7, 12, 3, {"name": "Nord", "@size": ""})
    found = exported_in(f" {cell.upper()} ")
    assert found is not None
    assert (found.change, found.rows, found.parts) == (7, 12, 3)
    assert found.is_of(CASE)
    assert not found.is_of(Identity("case", (b"d" * 16,)))
    assert found.has("name", "Nord")
    assert not found.has("name", "Sud")
    assert not found.has("@other", "")
    assert identity_in(f" {str(CASE).upper()} ") == CASE


@pytest.mark.parametrize(
    "text", ["", "case", "case:12", f"{CASE}0", "case:" + 32 * "g", f"{CASE}:{'0' * 32}", f"summary:{'0' * 32}", "0" * 32]
)
def test_what_is_no_identity_is_none(text: str) -> None:
    assert identity_in(text) is None


@pytest.mark.parametrize("text", ["", "7.12.3", "7.12 00000000", "a.b.c 00000000", "7.12.3 0000000g"])
def test_what_are_no_marks_are_none(text: str) -> None:
    assert exported_in(text) is None


def test_a_column_is_called_by_its_head_or_its_attribute() -> None:
    assert (head_of("summary", "text"), head_of("case", "@size")) == ("Summary", "size")


# Values


def test_a_list_is_chosen_from_by_what_is_shown_kept_or_said_in_another_language() -> None:
    scale = Editable("choice", {"A": "A – strong", "B": "B"}, {"A": ("strong", "fort"), "B": ("moyen",)})
    assert [scale.kept(text) for text in ("A", "A – strong", "a – fort", "FORT", "moyen", "")] == ["A", "A", "A", "A", "B", ""]
    with pytest.raises(Unfit, match="none of: A – strong, B"):
        scale.kept("C")


def test_yes_and_no_are_kept_in_the_words_of_the_study() -> None:
    assert [Editable("yes/no", {"oui": "oui", "non": "non"}).kept(text) for text in ("yes", "FAUX", "Oui")] == ["oui", "non", "oui"]


@pytest.mark.parametrize(
    ("text", "original", "meant"),
    [
        ("a␋b", "a\x0bb", "a\x0bb"),
        ("a␋b", "a\x0bb␋", "a␋b"),
        ("a␋b", "ab", "a␋b"),
        ("a\ufffdb", "a\ufffeb", "a\ufffeb"),
        ("a\ufffdb", "a\ufffe\uffffb", "a\ufffdb"),
    ],
)
def test_a_mark_is_the_character_again_where_there_is_no_doubt(text: str, original: str, meant: str) -> None:
    assert restored(text, original) == meant


TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=40),
    st.lists(
        st.sampled_from(
            ["=1", "_x000D_", "_x005F_", "\r", "\n", "\t", " ", "12,5", "0012", "2024-06", "TRUE", "'", "\x0b", "😀", "é", "e\u0301"]
        ),
        max_size=6,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, min_size=4, max_size=4), st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str))
@example(["", "", "0\r", ""], "0.000")
@example(["", "", "00\r", ""], "0.000")
def test_whatever_is_exported_comes_back_untouched(report: Report, tmp_path: Path, values: list[str], number: str) -> None:
    first, second, third, note = values
    attributes = (Attribute(1, b"", "case", "text", "text", ()), Attribute(2, b"", "case", "number", "number", ()))
    cases = (CaseRow(b"e" * 16, "East", {"text": first, "number": number}), CaseRow(b"w" * 16, "West", {"text": second, "number": third}))
    ratings = (RatingRow("East", "actor.club", "A", note), RatingRow("West", "actor.club", period=third))
    whole = replace(report, cases=cases, case_attributes=attributes, ratings=ratings)
    with Book("x") as book:
        write_cases(book, whole)
        write_ratings(book, whole, arrange(whole, book.names).order)
        book.save(tmp_path / "x.xlsx")
    heads: dict[Kind, dict[str, list[str]]] = {"case": {"@text": ["text"], "@number": ["number"]}}
    sheets, problems = edited_in("x.xlsx", read_workbook("x.xlsx", (tmp_path / "x.xlsx").read_bytes()), heads)
    assert problems == []
    assert [len(sheet.rows) for sheet in sheets] == [2, 2]
    assert [(row.place, row.is_untouched) for sheet in sheets for row in sheet.rows if not row.is_untouched] == []


# Sheets


def sheets_of(data: bytes) -> list[EditedSheet]:
    return edited_in("x.xlsx", read_workbook("x.xlsx", data), {})[0]


def test_a_sheet_is_known_by_its_identifiers_and_else_by_its_name() -> None:
    row = ["Nord", str(CASE), exported(CASE, 1, 1, 1, {"name": "Nord"})]
    with_identifiers = saved(lambda sheet: [sheet.append(["Case", "Identifier", "Exported"]), sheet.append(row)])
    assert [(sheet.kind, sheet.title) for sheet in sheets_of(with_identifiers)] == [("case", "Sheet")]

    def named(title: str) -> bytes:
        return saved(lambda sheet: [setattr(sheet, "title", title), sheet.append(["Case", "Setting"]), sheet.append(["Nord", "rural"])])

    assert [sheet.kind for sheet in sheets_of(named("Cases (2)"))] == ["case"]
    assert sheets_of(named("My notes")) == []


def test_sheets_of_figures_and_quotes_are_not_taken_for_editable_ones(report: Report, tmp_path: Path) -> None:
    workbook.write(tmp_path / "out.xlsx", report)
    assert [sheet.title for sheet in sheets_of((tmp_path / "out.xlsx").read_bytes())] == ["Ratings", "Summaries", "Cases", "Persons"]


def test_the_columns_of_identifiers_are_narrow_grey_and_clipped(report: Report, tmp_path: Path) -> None:
    workbook.write(tmp_path / "out.xlsx", report)
    sheet = load_workbook(tmp_path / "out.xlsx")["Cases"]
    place = next(cell.column for cell in sheet[1] if cell.value == "Identifier")
    cell = sheet.cell(2, place)
    assert (sheet.column_dimensions[cell.column_letter].width, cell.font.color.rgb, cell.alignment.horizontal) == (10, "007F7F7F", "fill")
    assert not sheet.column_dimensions[cell.column_letter].hidden
