"""One matrix as csv: opened by the spreadsheets of its language, never computed by them."""

from __future__ import annotations

import csv
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.export import EXPORTERS
from toolkit.export.base import Axes, Grid, Head, Refused, Tally, Told
from toolkit.matrices.matrix import Kin, OutOf, Portion

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.export.base import Report


def lines(report: Report, tmp_path: Path, grid: Grid, language: str = "en") -> list[str]:
    path = tmp_path / "m.csv"
    EXPORTERS[".csv"].write(path, replace(report, grids=(grid,), language=language))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return path.read_text(encoding="utf-8-sig").splitlines()


def test_french_has_semicolons_and_decimal_commas_and_english_commas_and_points(report: Report, tmp_path: Path) -> None:
    grid = Grid("M", Axes("A", (Head("é", "é"),), (Head("a", "a"),)), "share", "", {(0, 0): 0.25})
    assert lines(report, tmp_path, grid, "fr") == ["M;a", "é;0,25"]
    assert lines(report, tmp_path, grid, "en") == ["M,a", "é,0.25"]


def test_attributes_and_words_stand_above_the_heads(report: Report, tmp_path: Path) -> None:
    assert lines(report, tmp_path, report.grids[0])[:4] == [
        "Setting,,rural,urban",
        "Words of participants,,200,100",
        "Codings,Code key,L'Est [1],West",
        "Place,place,1,0",
    ]


def test_a_text_that_would_be_computed_has_an_apostrophe_and_control_characters_a_mark(report: Report, tmp_path: Path) -> None:
    axes = Axes("A", (Head("", "=cmd()"), Head("", "-x\x00")), (Head("", "@a"),))
    assert lines(report, tmp_path, Grid("+M", axes, "codings", "", {(0, 0): 1})) == ["'+M,'@a", "'=cmd(),1", "'-x␀,"]


def test_every_kind_of_figure_is_written_in_words_that_no_spreadsheet_takes_for_a_date(report: Report, tmp_path: Path) -> None:
    axes = Axes("A", (Head("", "r"),), tuple(Head("", label) for label in "abcd"))
    cells = {(0, 0): OutOf(5, 7), (0, 1): Refused("why"), (0, 2): Tally((("for", 2), ("against", 1)))}
    assert lines(report, tmp_path, Grid("M", axes, "persons", "", cells))[1] == 'r,5 of 7,role?,"for 2, against 1",'


def test_presence_is_written_in_words(report: Report, tmp_path: Path) -> None:
    assert lines(report, tmp_path, report.grids[4])[3] == "Place,place,yes,no"


def test_several_matrices_do_not_fit_a_csv_file(report: Report, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds one matrix"):
        EXPORTERS[".csv"].write(tmp_path / "m.csv", report)
    assert not (tmp_path / "m.csv").exists()


def notes(report: Report, tmp_path: Path, grid: Grid, language: str = "en") -> list[list[str]]:
    said = EXPORTERS[".csv"].write(tmp_path / "m.csv", replace(report, grids=(grid,), language=language))
    assert said == ("What must be known of the figures is in m-notes.csv.",) or language != "en"
    with (tmp_path / "m-notes.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream, delimiter=";" if language == "fr" else ","))


def test_a_second_file_says_what_the_figures_are(report: Report, tmp_path: Path) -> None:
    grid = replace(report.grids[0], notes=("1 document has no turns.",))
    known = dict(notes(replace(report, filters=("cases: West",), order="size"), tmp_path, grid))
    assert (known["Study"], known["Layer"], known["Rule"]) == ("Parks", "consensus", "Measure: Codings. Decisions.")
    assert (known["Filters"], known["Order of the cases"], known["Note"]) == ("cases: West", "size", "1 document has no turns.")
    assert known["Warnings"] == "In one document a speaker's role is unknown."
    assert len(notes(report, tmp_path, grid, "fr")) == len(notes(report, tmp_path, grid))


def test_neither_file_is_there_if_one_cannot_be(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.export.csv._notes", lambda _report: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        EXPORTERS[".csv"].write(tmp_path / "m.csv", replace(report, grids=report.grids[:1]))
    assert list(tmp_path.iterdir()) == []


def test_bands_and_what_100_percent_are_stand_beside_the_figures(report: Report, tmp_path: Path) -> None:
    columns = (Head("a", "a", band="small"), Head("b", "b", band="large"))
    axes = Axes("A", (Head("r", "R"),), columns, order="size")
    cells = {(0, 0): Portion(1, 4), (0, 1): Kin()}
    assert lines(report, tmp_path, Grid("M", axes, "words", "", cells, percent="column", totals=(4, 8))) == [
        "In order of: size,small,large",
        "100 % are (words),4,8",
        "M,a,b",
        "R,25.0,/",
    ]
    assert lines(report, tmp_path, Grid("M", axes, "words", "", cells, percent="row", totals=(4,)), "fr")[-1].endswith(";4;25,0;/")


def test_a_summary_is_written_with_the_quotes_behind_it(report: Report, tmp_path: Path) -> None:
    axes = Axes("A", (Head("c", "West"),), (Head("k", "Place"),), turned=True)
    told = Told("Quiet.", (report.quotes[0].uid,), stale=True)
    EXPORTERS[".csv"].write(tmp_path / "m.csv", replace(report, grids=(Grid("M", axes, "summary", "", {(0, 0): told}),)))
    assert (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()[1:] == [
        'West,"Quiet.',
        'stale: the evidence has changed since · 1 quote: 00000001"',
    ]
