"""Plain text and Markdown: encodings, line ends, normal form; nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.model import LeftOut
from toolkit.readers import read_bytes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_encoding_is_found_by_its_mark_or_by_trying(encoding: str) -> None:
    content = read_bytes("a.txt", "Élève : « Où ? » – l’été".encode(encoding))
    assert content.text == "Élève : « Où ? » – l’été"
    assert content.encoding == encoding


def test_the_users_word_wins() -> None:
    assert read_bytes("a.txt", "žluť".encode("cp1250"), encoding="cp1250").text == "žluť"


def test_line_ends_become_newlines_and_letters_their_composed_form() -> None:
    assert read_bytes("a.md", "a\r\nb\rc\u2028d\x0ce\u0301".encode()).text == "a\nb\nc\nd\né"


def test_soft_hyphens_and_nul_are_taken_out_and_listed() -> None:
    content = read_bytes("a.txt", ("parte\u00adnariat " + "x" * 40 + "\0").encode())
    assert content.text == "partenariat " + "x" * 40
    assert content.left_out == (LeftOut("soft hyphen", 1), LeftOut("forbidden character", 1))


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\u00ad\ufeff\ufffe\uffff"), min_size=1)


@given(PLAIN.filter(str.strip))
def test_any_other_text_is_kept_character_by_character(text: str) -> None:
    assert read_bytes("a.txt", text.encode()).text == unicodedata.normalize("NFC", text)
