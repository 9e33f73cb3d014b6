"""OpenDocument texts: every word, once, in reading order; what is not taken in is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UnreadableFile
from toolkit.readers import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[..., bytes]


TABLE = (
    "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell/></table:table-row>"
    "<table:table-row><table:table-cell/><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table>"
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<text:h>Titre</text:h><text:p>Un <text:span>deux</text:span> trois</text:p>", "Titre\nUn deux trois"),
        ("<text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p>", "a   b\tc\nd"),
        ("<text:p>\n  écrit \n sur   deux\n lignes </text:p>", "écrit sur deux lignes"),
        ("<text:p>un <text:span> deux</text:span></text:p>", "un deux"),
        ("<text:list><text:list-item><text:p>point</text:p></text:list-item></text:list>", "point"),
        ("<text:section><text:p>dans</text:p></text:section>", "dans"),
        (TABLE, "a\t\n\td"),
        ("<text:p>x<draw:frame><draw:text-box><text:p>encadré</text:p></draw:text-box></draw:frame> y</text:p>", "x y\nencadré"),
    ],
)
def test_every_kind_of_text_is_read(odt: Build, xml: str, text: str) -> None:
    assert read_bytes("a.odt", odt(xml)).text == text


def test_what_is_not_read_is_listed_with_its_number(odt: Build) -> None:
    xml = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>parti</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        "<text:p>Reste<text:note text:note-class='endnote'><text:note-body><text:p>note</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>dit quelqu'un</text:p></office:annotation> ici<draw:frame><draw:image/></draw:frame></text:p>"
    )
    content = read_bytes("a.odt", odt(xml))
    assert content.text == "Reste ici\nnote"
    assert {each.kind: each.count for each in content.left_out} == {"deletion": 1, "note mark": 1, "comment": 1, "image": 1}


def test_bold_paragraphs_are_known_by_their_style(odt: Build) -> None:
    styles = (
        "<style:style style:name='B'><style:text-properties fo:font-weight='bold'/></style:style>"
        "<style:style style:name='C' style:parent-style-name='B'/>"
    )
    content = read_bytes(
        "a.odt", odt("<text:p text:style-name='C'>Où ?</text:p><text:p>Ici.<text:span text:style-name='B'>!</text:span></text:p>", styles)
    )
    assert content.bold == ((0, 4),)


def test_notes_stand_at_the_end_footnotes_first_and_are_known_as_notes(odt: Build) -> None:
    def note(kind: str, text: str) -> str:
        body = f"<text:note-body><text:p>{text}</text:p></text:note-body>"
        return f"<text:note text:note-class='{kind}'><text:note-citation>1</text:note-citation>{body}</text:note>"

    content = read_bytes("a.odt", odt(f"<text:p>Un{note('endnote', 'fin')} mot{note('footnote', 'bas')}.</text:p><text:p>R : oui</text:p>"))
    assert content.text == "Un mot.\nR : oui\nbas\nfin"
    assert content.body == "Un mot.\nR : oui\n"
    assert [content.text[turn.start : turn.end] for turn in content.asides] == ["bas", "fin"]


def test_hidden_text_and_headers_are_counted_and_pictures_say_nothing(odt: Build) -> None:
    styles = "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    xml = (
        "<text:p>vu <text:span text:style-name='H'>caché</text:span><text:hidden-text>caché</text:hidden-text></text:p>"
        "<text:p><text:hidden-paragraph text:is-hidden='true'/>caché</text:p>"
        "<text:section text:display='none'><text:p>caché</text:p></text:section>"
        "<text:p><draw:frame><draw:image/><svg:desc xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0'>un chat</svg:desc>"
        "</draw:frame></text:p>"
    )
    content = read_bytes("a.odt", odt(xml, styles, page="<style:header><text:p>en-tête</text:p></style:header><style:footer/>"))
    assert content.text.strip() == "vu"
    assert {each.kind: each.count for each in content.left_out} == {"hidden text": 4, "image": 1, "header or footer": 1}


def test_a_number_of_spaces_without_measure_is_refused(odt: Build) -> None:
    assert len(read_bytes("a.odt", odt(f"<text:p>x<text:s text:c='{'9' * 5000}'/>y</text:p>")).text) == 1002
    with pytest.raises(UnreadableFile, match="more than 20 million characters"):
        read_bytes("a.odt", odt("<text:p>x" + "<text:s text:c='1000'/>" * 20_001 + "</text:p>"))
