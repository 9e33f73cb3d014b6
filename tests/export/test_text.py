"""Texts in cells: what goes in comes out."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from toolkit.export import text
from toolkit.export.text import escaped, exported_hash, is_formula_like, pieces, unescaped, unwritable, utf16_units, visible

ANY = st.text(st.characters(exclude_categories=()), max_size=60)
TRICKY = st.lists(st.sampled_from(["_x0041_", "_", "x005F_", "_x000D_", "=1", "😀", "\n", "é", "\x0b", " "]), max_size=12).map("".join)


@given(ANY | TRICKY)
def test_what_is_escaped_and_unescaped_is_the_same_text(content: str) -> None:
    assert unescaped(escaped(content)) == content.replace("\r\n", "\n")


@given(ANY | TRICKY)
def test_a_visible_text_can_be_written_and_is_as_long_as_before(content: str) -> None:
    shown = visible(content)
    assert unwritable(shown) == []
    assert len(shown) == len(content)
    assert len(unwritable(content)) == sum(a != b for a, b in zip(content, shown, strict=True))


@given(TRICKY)
def test_a_text_survives_a_workbook(content: str) -> None:
    wb = Workbook()
    cell = wb.active["A1"]
    cell.value = escaped(visible(content))
    cell.data_type = "s"
    stream = io.BytesIO()
    wb.save(stream)
    read = load_workbook(stream).active["A1"].value or ""
    assert unescaped(read) == visible(content)


@given(ANY | TRICKY, st.integers(14, 40))
def test_pieces_fit_and_make_up_the_text(content: str, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CELL_LIMIT", limit)
        parts = pieces(content)
    assert "".join(parts) == content
    assert all(utf16_units(escaped(part)) <= limit for part in parts)


def test_a_text_is_cut_after_white_space_where_there_is_some_near() -> None:
    words = "word " * 7_000
    first, second = pieces(words)
    assert first.endswith("word ")
    assert second.startswith("word")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_sign_that_begins_a_formula_is_known(sign: str) -> None:
    assert is_formula_like(f"{sign}1")
    assert not is_formula_like(f"1{sign}")


def test_the_hash_tells_values_apart_also_where_they_join_alike() -> None:
    assert exported_hash("ab", "c") != exported_hash("a", "bc")
    assert len(exported_hash("a")) == 16
