"""Word documents: every word, once, in reading order; what is not taken in is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.readers import read_bytes
from toolkit.readers.docx import without_table_styles

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
    marks = "<w:footnoteReference w:id='9'/><w:endnoteReference/><w:commentReference/><w:softHyphen/><w:drawing><pic:pic/></w:drawing>"
    data = docx(par(f"<w:r>{marks}</w:r>", run("texte")), header1=par(run("en-tête")), footer1=par())
    assert left_out(data) == {"footnote": 1, "endnote": 1, "comment": 1, "soft hyphen": 1, "image": 1, "header or footer": 1}


def test_notes_stand_at_the_end_each_once_and_are_known_as_notes(docx: Build) -> None:
    def reference(kind: str, key: str) -> str:
        return f"<w:r><w:{kind}Reference w:id='{key}'/></w:r>"

    footnotes = f"<w:footnote w:id='0' w:type='separator'>{par()}</w:footnote>" + "".join(
        f"<w:footnote w:id='{key}'>{par(run(text))}</w:footnote>" for key, text in (("1", "deux"), ("2", "un"))
    )
    body = par(run("a"), reference("footnote", "2"), reference("endnote", "7"), reference("footnote", "1"), reference("footnote", "1"))
    content = read_bytes("a.docx", docx(body, footnotes=footnotes, endnotes=f"<w:endnote w:id='7'>{par(run('fin'))}</w:endnote>"))
    assert content.text == "a\nun\ndeux\nfin"
    assert content.body == "a\n"
    assert [content.text[turn.start : turn.end] for turn in content.asides] == ["un", "deux", "fin"]
    assert {each.kind: each.count for each in content.left_out} == {"note mark": 3, "footnote": 1}


def test_hidden_text_is_counted_directly_or_by_style_and_not_where_it_is_switched_off(docx: Build) -> None:
    styles = '<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    body = (
        par(run("vu "), run("caché", "<w:vanish/>"), run("encore", '<w:rStyle w:val="I"/>'), run("là"))
        + par(run("paragraphe"), run("vu", '<w:vanish w:val="0"/>'), properties='<w:pStyle w:val="H"/>')
        + par(run("non caché", '<w:vanish w:val="false"/>'))
    )
    assert text_of(docx(body, styles=styles)) == "vu là\nvu\nnon caché"
    assert left_out(docx(body, styles=styles)) == {"hidden text": 2}


def test_phonetic_guides_are_counted_and_what_they_explain_is_read(docx: Build) -> None:
    data = docx(par("<w:r><w:ruby><w:rubyPr/><w:rt>", run("kan"), "</w:rt><w:rubyBase>", run("漢"), "</w:rubyBase></w:ruby></w:r>"))
    assert text_of(data) == "漢"
    assert left_out(data) == {"phonetic guide": 1}


def test_styles_of_tables_are_cut_away_and_nothing_else() -> None:
    table = b'<w:style w:type="table" w:styleId="T"><w:rPr><w:b/></w:rPr></w:style>'
    named = b'<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="table"/></w:style>'
    assert without_table_styles(b"<w:styles><w:docDefaults/>" + table + named + table + b"\n</w:styles>") == (
        b"<w:styles><w:docDefaults/>" + named + b"\n</w:styles>"
    )
    assert without_table_styles(b"<x:styles><x:style/></x:styles>") == b"<x:styles><x:style/></x:styles>"


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
