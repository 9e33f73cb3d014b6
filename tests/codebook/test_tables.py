"""Tables of codes from elsewhere become a readable codebook; what is left out is listed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from toolkit.codebook.reading import read_codebook
from toolkit.codebook.tables import from_table, from_xlsx_or_csv
from toolkit.errors import UnreadableFile

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Codebook


def read(text: str) -> Codebook:
    codebook, problems = read_codebook(text)
    assert codebook is not None, problems
    return codebook


def workbook(*rows: list[Any]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def places(problems: list[Any]) -> list[str]:
    return [problem.place for problem in problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_delimited_file_is_read_in_the_encodings_of_excel(encoding: str, delimiter: str) -> None:
    rows = [["Libellé", "Mémo"], ["Équité", '"Ce qui est juste\nentre voisins"']]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    text, problems = from_xlsx_or_csv("Grille été.csv", data, "fr")
    codebook = read(text)
    assert problems == []
    assert (codebook.key, codebook.codes[0].key) == ("grille-été", "équité")
    assert codebook.codes[0].definition == {"fr": "Ce qui est juste\nentre voisins"}


def test_a_workbook_is_read_and_a_formula_listed() -> None:
    data = workbook([None], ["code", "definition"], ["trust", "=1+1"], [2.0, "Two"])
    text, problems = from_xlsx_or_csv("codes.xlsx", data, "en")
    assert [(code.key, code.definition) for code in read(text).codes] == [("trust", {}), ("2", {"en": "Two"})]
    assert places(problems) == ["cell B3"]


def test_levels_stand_in_the_name_in_dots_or_in_a_column() -> None:
    rows = [
        {"Code": "Partenariat > Conditions > Temps", "Parent": ""},
        {"Code": "event.critical", "Parent": ""},
        {"Code": "Calendrier", "Parent": "temps"},
        {"Code": "Lieu", "Parent": "Milieu"},
    ]
    text, problems = from_table(rows, "k", "fr")
    assert problems == []
    assert [code.key for code in read(text).codes] == [
        "partenariat",
        "partenariat.conditions",
        "partenariat.conditions.temps",
        "event",
        "event.critical",
        "partenariat.conditions.temps.calendrier",
        "milieu",
        "milieu.lieu",
    ]


def test_a_parent_may_stand_below_its_child() -> None:
    text, _ = from_table([{"nom": "B", "parent": "A"}, {"nom": "A", "parent": "", "définition": "x"}], "k", "fr")
    assert [(code.key, code.definition.get("fr")) for code in read(text).codes] == [("a", "x"), ("a.b", None)]


def test_examples_and_cues_are_taken_over() -> None:
    text, problems = from_table(
        [{"code": "a", "label": "A!", "exemples": "Un.\nDeux.", "indices": "pour nous; lemma:agir; re:("}], "k", "fr"
    )
    code = read(text).codes[0]
    assert code.label == {"fr": "A!"}
    assert [example.quote for example in code.examples["fr"]] == ["Un.", "Deux."]
    assert code.cues == {"fr": ("pour nous", "lemma:agir")}
    assert places(problems) == ["row 2"]


def test_every_row_that_cannot_be_used_is_listed() -> None:
    rows = [
        {"code": "A", "parent": "", "memo": ""},
        {"code": "", "parent": "", "memo": "lost?"},
        {"code": "", "parent": "", "memo": ""},
        {"code": "a", "parent": "", "memo": ""},
        {"code": "X", "parent": "Y", "memo": ""},
        {"code": "Y", "parent": "X", "memo": ""},
    ]
    text, problems = from_table(rows, "k", "fr")
    assert [code.key for code in read(text).codes] == ["a"]
    assert places(problems) == ["row 3", "row 5", "row 6", "row 7"]


def test_columns_and_cells_that_are_not_known_are_listed() -> None:
    _text, problems = from_xlsx_or_csv("c.csv", b"code,colour,\na,red,x\nb,,\nc,blue,,y\n", "en")
    assert places(problems) == ["row 2", "row 4", "column colour"]


def test_a_table_without_names_says_so() -> None:
    text, problems = from_xlsx_or_csv("c.csv", b"x;y\n1;2\n", "fr")
    assert read(text).codes == ()
    assert any("No column holds the names" in problem.what for problem in problems)


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a workbook", b"code\n\x81\xff\x8d"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"c\.xlsx"):
        from_xlsx_or_csv("c.xlsx", data, "fr")
