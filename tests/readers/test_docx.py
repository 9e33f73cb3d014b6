"""Word documents: every word, once, in reading order; what is not taken in is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[..., bytes]

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(inner)}</w:p>"


def text_of(data: bytes) -> str:
    return read_bytes("a.docx", data).text


def left_out(data: bytes) -> dict[str, int]:
    return {each.kind: each.count for each in read_bytes("a.docx", data).left_out}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (par(run("Un ")) + par() + par(run("deux")), "Un \n\ndeux"),
        (par(run("a"), "<w:r><w:br/></w:r>", run("b"), "<w:r><w:tab/></w:r>", run("c")), "a\nb\tc"),
        (par(run("grand"), "<w:r><w:noBreakHyphen/></w:r>", run("chose")), "grand-chose"),
        (par(run("e"), run("\u0301te\u0301")), "été"),
        (par('<w:r><w:sym w:font="Wingdings" w:char="263A"/></w:r>'), "☺"),
        (par("<w:hyperlink>", run("lien"), "</w:hyperlink>"), "lien"),
        (par("<w:ins>", run("ajouté"), "</w:ins>"), "ajouté"),
        ("<w:sdt><w:sdtContent>" + par(run("contrôle")) + "</w:sdtContent></w:sdt>", "contrôle"),
        (par("<w:sdt><w:sdtContent>", run("dans la ligne"), "</w:sdtContent></w:sdt>"), "dans la ligne"),
    ],
)
def test_every_kind_of_text_is_read(docx: Build, body: str, text: str) -> None:
    assert text_of(docx(body)) == text


def test_deletions_are_left_out_and_counted_while_insertions_are_in(docx: Build) -> None:
    data = docx(
        par(run("le "), "<w:del><w:r><w:delText>vieux</w:delText></w:r></w:del>", "<w:ins>", run("nouveau"), "</w:ins>", run(" toit"))
    )
    assert text_of(data) == "le nouveau toit"
    assert left_out(data) == {"deletion": 1}


def test_a_deleted_paragraph_end_joins_two_paragraphs(docx: Build) -> None:
    assert text_of(docx(par(run("un "), properties="<w:rPr><w:del/></w:rPr>") + par(run("seul")))) == "un seul"


def cell(*blocks: str) -> str:
    return f"<w:tc><w:tcPr/>{''.join(blocks)}</w:tc>"


def test_tables_are_read_in_rows_with_tabs_and_nested_tables_stay_in_their_cell(docx: Build) -> None:
    inner = f"<w:tbl><w:tr>{cell(par(run('x')))}{cell(par(run('y')))}</w:tr></w:tbl>"
    rows = [
        cell(par(run("0:01"))) + cell(par(run("INT"))) + cell(par(run("Un")), par(run("deux"))),
        cell(inner, par()) + cell(par(run("z"))),
    ]
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    assert text_of(docx(par(run("avant")) + table + par(run("après")))) == "avant\n0:01\tINT\tUn\ndeux\nx\ty\n\tz\naprès"


def test_a_text_box_is_read_once_though_word_writes_it_twice(docx: Build) -> None:
    box = "<w:txbxContent>" + par(run("encadré")) + "</w:txbxContent>"
    twice = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(docx(par(run("autour "), twice, run("du cadre")) + par(run("fin")))) == "autour du cadre\nencadré\nfin"


def test_what_is_not_read_is_listed_with_its_number(docx: Build) -> None:
    marks = "<w:footnoteReference/><w:endnoteReference/><w:commentReference/><w:softHyphen/><w:drawing><pic:pic/></w:drawing>"
    data = docx(par(f"<w:r>{marks}</w:r>", run("texte")), header1=par(run("en-tête")), footer1=par())
    assert left_out(data) == {"footnote": 1, "endnote": 1, "comment": 1, "soft hyphen": 1, "image": 1, "header or footer": 1}


def test_bold_paragraphs_are_those_bold_from_end_to_end_directly_or_by_style(docx: Build) -> None:
    styles = '<w:style w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style><w:style w:styleId="Question"><w:basedOn w:val="Base"/></w:style>'
    body = (
        par(run("Pourquoi ?", "<w:b/>"))
        + par(run("Parce que ", "<w:b/>"), run("voilà"))
        + par(run("Et ?"), properties='<w:pStyle w:val="Question"/>')
        + par(run("Non.", '<w:b w:val="0"/>'), properties='<w:pStyle w:val="Question"/>')
        + par(run(" ", "<w:b/>"))
    )
    content = read_bytes("a.docx", docx(body, styles=styles))
    assert [content.text[start:end] for start, end in content.bold] == ["Pourquoi ?", "Et ?"]


def test_styles_based_on_each_other_end(docx: Build) -> None:
    styles = '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    assert read_bytes("a.docx", docx(par(run("x"), properties='<w:pStyle w:val="A"/>'), styles=styles)).bold == ()


def test_a_strict_document_is_read_like_a_usual_one(docx: Build) -> None:
    assert text_of(docx(par(run("strict")), namespace=STRICT)) == "strict"
