"""Names of sheets, and where records stand on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import UsageError
from toolkit.export import places
from toolkit.export.book import Book
from toolkit.export.places import Address, Names, lay_out, ranges
from toolkit.export.table import Column, write_table
from toolkit.export.text import utf16_units

if TYPE_CHECKING:
    from pathlib import Path


@given(st.lists(st.text(max_size=50), max_size=20))
def test_names_of_sheets_are_what_excel_takes(titles: list[str]) -> None:
    names = Names()
    taken = [names.take(title) for title in titles]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in taken:
        assert 0 < utf16_units(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


def test_names_that_differ_in_case_only_or_past_31_characters_are_numbered() -> None:
    names = Names()
    assert [names.take("Codes"), names.take("codes"), names.take("A" * 40), names.take("A" * 40)] == [
        "Codes",
        "codes 2",
        "A" * 31,
        "A" * 29 + " 2",
    ]


def test_a_link_quotes_the_apostrophe_of_a_sheet() -> None:
    assert Address("L'Est × cas", 5, 28).reference == "'L''Est × cas'!AB5"


def test_no_record_is_parted_and_a_full_sheet_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_ROWS", 4)
    found = lay_out(Names(), "Q", [(1, 0), (3, 0), (1, 0), (2, 0), (5, 0), (1, 0)])
    assert [(place.sheet, place.row) for place in found] == [("Q", 2), ("Q 2", 2), ("Q 3", 2), ("Q 3", 3), ("Q 4", 2), ("Q 5", 2)]


def test_ranges_name_the_records_of_each_sheet() -> None:
    assert ranges([Address("Q", 2), Address("Q", 3), Address("Q 2", 2)], 3) == ["'Q'!$C$2:$C$3", "'Q 2'!$C$2:$C$2"]


def test_more_columns_than_excel_takes_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="would have 16385 columns"), Book("x") as wide:
        write_table(wide, [Column("c")] * 16_384, [], [Address("Wide", 2)])
