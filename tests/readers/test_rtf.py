"""Rich text: every word, once, in reading order; what is not taken in is counted; no file takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UnreadableFile
from toolkit.readers import read_bytes, rtf

if TYPE_CHECKING:
    from toolkit.readers.base import Content

FONTS = r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset2 Wingdings;}{\f2\fcharset238 Arial CE;}{\f3\fcharset128 Mincho;}}"


def content(inner: str, encoding: str | None = None) -> Content:
    return read_bytes("a.rtf", rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{inner}}}".encode("latin-1"), encoding=encoding)


def left_out(inner: str) -> dict[str, int]:
    return {each.kind: each.count for each in content(inner).left_out}


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (r"Un\par\par deux\par", "Un\n\ndeux"),
        (r"a\line b\tab c\page d", "a\nb\tc\nd"),
        ("sur deux\nlignes du fichier", "sur deuxlignes du fichier"),
        (r"l\rquote\'e9t\'e9\~: \'ab oui \'bb \endash\emdash", "l’été\u00a0: « oui » –—"),
        (r"\{a\} \\ b", r"{a} \ b"),
        (r"grand\_chose", "grand-chose"),
        (r"\u8217?\u233\'e9{\uc0\u233}x{\uc2\u233??}y", "’ééxéy"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"e\u769?te\u769?", "été"),
        (r"\f2\'9e\f0\'9e", "žž"),
        (r"\f3\'93\'fa\'96\'7b\f0  ici", "日本 ici"),
        (r"\f1 J\f0  texte", "\uf04a texte"),
        (r"{\field{\*\fldinst{HYPERLINK x}}{\fldrslt{lien}}}", "lien"),
        (r"{\upr{Te?t}{\*\ud{Te\u353 ?t}}}", "Tešt"),
        (r"{\*\inconnu jamais}vu{\rtlch texte}", "vutexte"),
        (r"a{\*\bkmkstart x}b{\xe index}c", "abc"),
        (r"{\revised neuf}", "neuf"),
        (r"un\sect deux\par\sect", "un\ndeux"),
    ],
)
def test_every_kind_of_text_is_read(inner: str, text: str) -> None:
    assert content(inner).text == text


def test_tables_are_read_in_rows_with_tabs_and_cells_may_have_several_paragraphs() -> None:
    row = r"\trowd\pard\intbl 0:01\cell INT\cell Un\par deux\cell\row"
    inner = r"\trowd\pard\intbl x\nestcell y\nestcell{\*\nesttableprops\trowd\nestrow}\cell z\cell\row"
    assert content(rf"avant\par{row}{inner}\pard apr\'e8s\par").text == "avant\n0:01\tINT\tUn\ndeux\nx\ty\n\tz\naprès"


def test_a_text_box_follows_its_paragraph_and_is_read_once() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt encadr\'e9\par}}{\shprslt encadr\'e9}}"
    assert content(rf"autour {box}du cadre\par fin").text == "autour du cadre\nencadré\nfin"


def test_notes_stand_at_the_end_footnotes_first() -> None:
    found = content(r"a{\super\chftn}{\footnote\ftnalt fin} b{\footnote bas\par} c\par")
    assert found.text == "a b c\nbas\nfin"
    assert [found.text[turn.start : turn.end] for turn in found.asides] == ["bas", "fin"]
    assert left_out(r"a{\footnote bas}") == {"note mark": 1}


def test_what_is_not_read_is_listed_with_its_number() -> None:
    inner = (
        r"{\header en-t\'eate\par}{\footerr \par}{\info{\title Secret}}reste{\deleted vieux {\b tout}} {\v cach\'e9} "
        r"{\*\atnid A}{\*\annotation commentaire}{\pict\wmetafile8 00}{\*\shppict{\pict\bin6 {{}}}}}}{\nonshppict{\pict 00}}"
        r"{\object\objemb{\*\objdata 00}{\result image}}{\listtext 1.\tab}{\v a}ici parte\-nariat"
    )
    assert content(inner).text == "reste  imageici partenariat"
    assert left_out(inner) == {
        "header or footer": 1,
        "deletion": 1,
        "hidden text": 2,
        "comment": 1,
        "image": 2,
        "embedded object": 1,
        "list number": 1,
        "soft hyphen": 1,
    }


def test_bold_paragraphs_are_those_bold_from_end_to_end() -> None:
    found = content(r"\b Pourquoi ?\b0\par{\b Parce que} voil\'e0\par\b Et ?\par\plain Non\par")
    assert [found.text[start:end] for start, end in found.bold] == ["Pourquoi ?", "Et ?"]


def test_the_users_word_about_the_encoding_wins_and_is_checked() -> None:
    assert content(r"\'9e", "cp1250").text == "ž"
    assert content(r"\'9e", "cp1250").encoding == "cp1250"
    assert content(r"\'9e").encoding == "cp1252"
    with pytest.raises(UnreadableFile, match=r"^a\.rtf is not text in the encoding"):
        content(r"\'9e", "utf-8")
    with pytest.raises(UnreadableFile, match="the encoding klingon is not known"):
        content("x", "klingon")


@pytest.mark.parametrize("page", ["1251", "65001", "99999"])
def test_the_code_page_of_the_file_is_used_where_there_is_such_a_one(page: str) -> None:
    letters = {"1251": "Ж", "65001": "Ж", "99999": "é"}[page]
    written = letters.encode("utf-8" if page == "65001" else "cp1252" if page == "99999" else "cp1251")
    data = rb"{\rtf1\ansi\ansicpg%b %b}" % (page.encode(), b"".join(b"\\'%02x" % byte for byte in written))
    assert read_bytes("a.rtf", data).text == letters


def test_lone_halves_of_a_letter_become_a_mark_and_never_break_the_text() -> None:
    assert content(r"a\u-10179?b\u-8704?").text == "a\ufffdb\ufffd"


def test_what_is_no_rtf_or_without_text_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="is no RTF file"):
        read_bytes("a.rtf", b"words")
    with pytest.raises(UnreadableFile, match="has no text"):
        content(r"{\pict 00}")


def test_groups_in_groups_are_refused_with_the_limit_and_skipped_groups_may_be_deep() -> None:
    with pytest.raises(UnreadableFile, match="more than 250 groups one within the other"):
        content("{" * 300 + "x" + "}" * 300)
    assert content(r"a{\pict " + "{" * 100_000 + "}" * 100_000 + "}b").text == "ab"


def test_boxes_in_boxes_up_to_the_limit_are_read() -> None:
    assert content(r"x" + r"{\shp{\shptxt y" * 120 + "}}" * 120).text.count("y") == 120


def test_more_marks_than_a_text_has_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf, "MAX_MARKS", 1000)
    with pytest.raises(UnreadableFile, match="million marks of formatting"):
        content(r"\b0 " * 1000 + "x")


def test_binary_data_are_jumped_over_whatever_they_claim() -> None:
    assert content(r"a{\pict\bin4 {{{{}b").text == "ab"
    assert content(r"a{\pict\bin9999999999 ").text == "a"
