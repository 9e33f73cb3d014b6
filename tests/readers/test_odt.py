"""OpenDocument texts: every word, once, in reading order; what is not taken in is counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
    assert content.text == "Reste ici"
    assert {each.kind: each.count for each in content.left_out} == {"deletion": 1, "endnote": 1, "comment": 1, "image": 1}


def test_bold_paragraphs_are_known_by_their_style(odt: Build) -> None:
    styles = (
        "<style:style style:name='B'><style:text-properties fo:font-weight='bold'/></style:style>"
        "<style:style style:name='C' style:parent-style-name='B'/>"
    )
    content = read_bytes(
        "a.odt", odt("<text:p text:style-name='C'>Où ?</text:p><text:p>Ici.<text:span text:style-name='B'>!</text:span></text:p>", styles)
    )
    assert content.bold == ((0, 4),)
