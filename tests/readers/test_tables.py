"""Researchers' tables: what is in a cell arrives, under a column name of its own, from the row that the researcher sees."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from toolkit.errors import UnreadableFile
from toolkit.readers import tables
from toolkit.readers.tables import Sheet, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def csv(text: str, encoding: str = "utf-8") -> Sheet:
    [sheet] = read_table("cas.csv", text.encode(encoding))
    return sheet


def xlsx(**sheets: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def cells(sheet: Sheet) -> list[dict[str, str]]:
    return [row.cells for row in sheet.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    text = delimiter.join(["Étiquette", "Cas"]) + "\r\n" + delimiter.join(["à l’été", "Nord"]) + "\r\n"
    assert cells(csv(text, encoding)) == [{"Étiquette": "à l’été", "Cas": "Nord"}]


def test_a_comma_in_quotation_marks_separates_nothing() -> None:
    assert csv('"Nom, prénom";"Cas"\n"Roy, Anne";Nord\n').columns == ("Nom, prénom", "Cas")


def test_a_column_name_may_go_over_two_lines() -> None:
    assert csv('Fichier;"Observation,\nautre"\na.docx;x\n').columns == ("Fichier", "Observation, autre")


def test_rows_keep_the_numbers_that_the_researcher_sees() -> None:
    sheet = csv("\nCas,Année\n\nNord,2020\n,\nSud,2021\n")
    assert [(row.number, row.cells["Cas"]) for row in sheet.rows] == [(4, "Nord"), (6, "Sud")]


def test_columns_of_one_name_are_kept_apart() -> None:
    assert csv("Observation,Observation,Observation (2)\na,b,c\n").rows[0].cells == {
        "Observation": "a",
        "Observation (3)": "b",
        "Observation (2)": "c",
    }


def test_a_column_without_a_name_is_called_after_its_place() -> None:
    assert csv("Cas,,Année\nNord,x,2020\n").rows[0].cells == {"Cas": "Nord", "column 2": "x", "Année": "2020"}


def test_a_cell_beyond_the_column_names_is_kept() -> None:
    assert csv("Cas,Année\nNord,2020,à revoir\n").rows[0].cells == {"Cas": "Nord", "Année": "2020", "column 3": "à revoir"}


def test_a_short_row_is_filled_up_and_empty_columns_at_the_end_do_not_count() -> None:
    sheet = csv("Cas,Année,,\nNord,,,\n")
    assert sheet.columns == ("Cas", "Année")
    assert cells(sheet) == [{"Cas": "Nord", "Année": ""}]


def test_accents_written_as_marks_of_their_own_become_letters() -> None:
    assert csv(unicodedata.normalize("NFD", "Été\nforêt\n")).rows[0].cells == {"Été": "forêt"}


def test_an_empty_file_is_an_empty_table() -> None:
    assert csv("") == Sheet("cas", (), ())
    assert csv("\n , \n").rows == ()


def test_the_word_of_the_user_about_the_encoding_wins_and_is_checked() -> None:
    assert read_table("a.csv", "é\nà".encode("latin-1"), "latin-1")[0].columns == ("é",)
    with pytest.raises(UnreadableFile, match=r"a\.csv is not text in the encoding utf-8"):
        read_table("a.csv", b"\xe9\n", "utf-8")
    with pytest.raises(UnreadableFile, match="the encoding utf-9 is not known"):
        read_table("a.csv", b"x", "utf-9")


def test_every_sheet_of_a_workbook_is_read() -> None:
    found = read_table("cas.xlsx", xlsx(Cas=[["case"], ["Nord"]], Vide=[], Personnes=[["person"], ["Anne"]]))
    assert [(sheet.name, cells(sheet)) for sheet in found] == [
        ("Cas", [{"case": "Nord"}]),
        ("Vide", []),
        ("Personnes", [{"person": "Anne"}]),
    ]


def test_cells_are_written_as_a_person_would() -> None:
    line = [3.0, 3.5, 12, date(2024, 6, 12), datetime(2024, 6, 12), datetime(2024, 6, 12, 10, 30), time(10, 30), True, None]  # noqa: DTZ001
    [sheet] = read_table("x.xlsx", xlsx(a=[[f"c{n}" for n in range(9)], line]))
    assert list(sheet.rows[0].cells.values()) == [
        "3",
        "3.5",
        "12",
        "2024-06-12",
        "2024-06-12",
        "2024-06-12T10:30:00",
        "10:30:00",
        "True",
        "",
    ]


def test_a_workbook_that_says_a_wrong_size_of_itself_is_read_whole() -> None:
    data, changed = xlsx(a=[["case", "year"], ["Nord", 2020]]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert b'ref="A1"' in zipfile.ZipFile(changed).read("xl/worksheets/sheet1.xml")
    assert cells(read_table("x.xlsx", changed.getvalue())[0]) == [{"case": "Nord", "year": "2020"}]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a zip", b"case;year", xlsx(a=[["x"]])[:-200], xlsx(a=[["x"]]).replace(b"xl/workbook", b"xl/wurkbook")]
)
def test_what_is_no_workbook_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"x\.xlsx"):
        read_table("x.xlsx", data)


def test_broken_xml_in_a_workbook_is_refused_with_a_sentence() -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(a=[["x"]]))) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part)[:-20] if part.endswith("sheet1.xml") else old.read(part))
    with pytest.raises(UnreadableFile, match="Save it anew"):
        read_table("x.xlsx", changed.getvalue())


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 << 20))
    with pytest.raises(UnreadableFile, match="more than 300 times"):
        read_table("x.xlsx", bomb.getvalue())


def test_a_table_with_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_CELLS", 5)
    with pytest.raises(UnreadableFile, match="more than 5 cells"):
        read_table("x.xlsx", xlsx(a=[["x", "y"], [1, 2]], b=[["x", "y"]]))


def test_a_table_wider_than_a_workbook_is_refused_and_so_is_one_that_would_be_mostly_filled_up(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="more than 16384 columns"):
        csv(",".join(["x"] * 16_385))
    monkeypatch.setattr(tables, "MAX_CELLS", 100)
    with pytest.raises(UnreadableFile, match="more than 100 cells"):
        csv(",".join(["x"] * 20) + "\nx" * 20)


def test_a_row_far_below_the_others_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_CELLS", 5000)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(a=[["x"], ["y"]]))) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'<row r="2"', b'<row r="99999999999"'))
    with pytest.raises(UnreadableFile, match="more than 5000 cells"):
        read_table("x.xlsx", changed.getvalue())


def test_a_workbook_that_declares_entities_is_refused() -> None:
    for encoding in ("utf-8", "utf-16"):
        changed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(xlsx(a=[["x"]]))) as old, zipfile.ZipFile(changed, "w") as new:
            for part in old.namelist():
                new.writestr(part, old.read(part))
            new.writestr("xl/extra.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'.encode(encoding))
        with pytest.raises(UnreadableFile, match="declares XML entities"):
            read_table("x.xlsx", changed.getvalue())


def test_ten_thousand_columns_of_one_name_are_kept_apart() -> None:
    assert len(set(csv(",".join(["Observation"] * 10_000) + "\n" + "x," * 9_999 + "x").columns)) == 10_000


def test_a_first_line_that_tells_excel_the_separator_is_no_row() -> None:
    assert csv("sep=;\nCas;Note, libre\nNord;a, b\n").columns == ("Cas", "Note, libre")


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"\.csv, \.tsv, \.xlsx"):
        read_table("cas.docx", b"")
