"""Pages: what somebody would see of them; scripts, styles and hidden text never come in; no page takes long."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UnreadableFile
from toolkit.readers import html, read_bytes
from toolkit.readers.html_tokens import attributes, tokens

if TYPE_CHECKING:
    from toolkit.readers.base import Content


def content(page: str, encoding: str = "utf-8") -> Content:
    return read_bytes("a.html", page.encode(encoding))


def left_out(page: str) -> dict[str, int]:
    return {each.kind: each.count for each in content(page).left_out}


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>Titre</h1><p>Un <b>deux</b>\n   trois</p>", "Titre\nUn deux trois"),
        ("<p>a<br>b<br/>c<br></p><p>d", "a\nb\nc\nd"),
        ("<p>un<p>deux<div>trois</div>quatre", "un\ndeux\ntrois\nquatre"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "a\nb\nc\nd"),
        ("<dl><dt>a<dd>b</dl>", "a\nb"),
        ("l&rsquo;&eacute;t&#233; &#x1F600; &amp;lt; &nbsp;x", "l’été 😀 &lt; \u00a0x"),
        ("3 < 4 et 5 > 4 <3", "3 < 4 et 5 > 4 <3"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<p style='white-space: pre-wrap'>a  b</p>", "a  b"),
        ("a<span>b</span><i>c</i>", "abc"),
        ("<p title=it's>a</p><p>b's</p>", "a\nb's"),
        ("<p title='a > b'>c</p>", "c"),
        ('<p title="jamais fermé>c</p>', "c"),
        ("<!-- jamais fermé <p>c", "c"),
        ("<script>jamais fermé <p>c", "jamais fermé\nc"),
        ("<ins>venu</ins> <s>barré</s>", "venu barré"),
        ("<b>gras <p>encore</b> maigre</p>", "gras\nencore maigre"),
        ("<p>parti<!--[if x]>caché<![endif]--></p>", "parti"),
    ],
)
def test_every_kind_of_text_is_read(page: str, text: str) -> None:
    assert content(page).text == text


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>0:01</td><td>INT</td><td><p>Un</p><p>deux</p></td></tr><tr><td></td><td>z</td><td>y</td></tr></table>",
        "<table><tbody><tr><td>0:01<td>INT<td><p>Un<p>deux<tr><td><td>z<td>y</table>",
        "<td>0:01<td>INT<td>Un<br>deux<tr><th>\n</th><th>z<th>y",
    ],
)
def test_tables_are_read_in_rows_with_tabs_whether_their_cells_are_closed_or_not(table: str) -> None:
    assert content(table).text == "0:01\tINT\tUn\ndeux\n\tz\ty"


def test_a_table_in_a_cell_stays_in_it() -> None:
    assert content("<table><tr><td>a<table><tr><td>x<td>y</table>b<td>c</table>d").text == "a\nx\ty\nb\tc\nd"


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>alert('<p>jamais</p>')</script>",
        "<SCRIPT src=x>jamais</SCRIPT >",
        "<style>p { color: red } jamais</style>",
        "<head><title>jamais</title></head>",
        "<p hidden>jamais<b>jamais</b></p>",
        "<div style='color:red; display : none'><p>jamais<div>jamais</div></div>",
        "<span style='mso-hide:all'>jamais</span>",
        "<style>.x, p.y {display:none}</style><p class='a x'>jamais</p><p class=y>jamais",
        "<style>/* x */ #z{visibility:hidden}</style><p id=z>jamais",
        "<template><p>jamais</template>",
        "<noscript>jamais</noscript>",
        "<textarea>jamais <p></textarea>",
        "<select><option>jamais<option>jamais</select>",
        "<iframe>jamais</iframe><object>jamais</object>",
        "<svg><title>jamais</title><text>jamais</text></svg>",
        "<del>jamais</del>",
        "<div style='mso-element:comment'>jamais</div><a class=msocomanchor>[jamais]</a>",
        "<!-- jamais -->",
    ],
)
def test_what_nobody_sees_never_comes_in_and_is_counted(hidden: str) -> None:
    found = content(f"<p>vu</p>{hidden}<p>vu</p>")
    assert found.text == "vu\nvu"
    assert sum(each.count for each in found.left_out) >= 1


def test_a_rule_for_print_alone_or_taken_back_hides_nothing() -> None:
    rules = "@media print {.x{display:none}} .y{display:none} .y{display:block}"
    assert content(f"<style>{rules}</style><p class=x>a<p class=y>b").text == "a\nb"


def test_what_is_not_read_is_listed_with_its_number() -> None:
    page = (
        "<title>T</title><script></script><style></style>mot<img><svg></svg><video></video><del>x</del><ruby>漢<rp>(<rt>kan<rp>)</ruby>"
        "<button>OK</button><!-- un mot --><div title=header><p>haut</div><div style='mso-element:footer'>bas</div><p hidden>h</p>a\u00adb"
    )
    assert left_out(page) == {
        "page title": 1,
        "script or style": 2,
        "image": 2,
        "embedded object": 1,
        "deletion": 1,
        "phonetic guide": 1,
        "form field": 1,
        "comment": 1,
        "header or footer": 2,
        "hidden text": 1,
        "soft hyphen": 1,
    }


def test_bold_paragraphs_are_those_bold_from_end_to_end() -> None:
    heavy, light = "style='font-weight:600'", "style='font-weight:400'"
    found = content(f"<p><b>Pourquoi ?</b></p><p><b>Parce</b> que</p><p {heavy}>Et ?</p><p {heavy}><span {light}>x")
    assert [found.text[start:end] for start, end in found.bold] == ["Pourquoi ?", "Et ?"]


NOSCRIBE = """<html><head><meta charset="UTF-8"/><style>p, li { white-space: pre-wrap; }</style></head><body><div class="WordSection1">
<p style="font-weight:600;">entretien.wav</p><p>Transcribed with <a href="x">noScribe</a> vers. 0.7<br/>Audio file: x.wav</p>
<p><a name="ts_1000_5000_S00" >S00: [00:00:01] Pourquoi ?</a><a name="ts_5000_6000_S00" > Et comment ?</a></p>
<p><a name="ts_6000_9000_S01" >S01: Parce que (rires).</a></p><p><a name="ts_9000_9900_S00" >S00: Ah.</a></p></div></body></html>"""


def test_pages_of_noscribe_have_the_speakers_of_their_labels_and_the_times_of_their_anchors() -> None:
    found = content(NOSCRIBE)
    assert [(turn.speaker, turn.start_ms, turn.end_ms) for turn in found.turns or () if turn.kind == "speech"] == [
        ("S00", 1000, 6000),
        ("S01", 6000, 9000),
        ("S00", 9000, 9900),
    ]


@pytest.mark.parametrize(
    ("written", "declared", "encoding", "guessed"),
    [
        ("cp1252", "<meta charset=windows-1252>", "cp1252", False),
        ("iso-8859-1", "<meta http-equiv=x content='text/html; charset=iso-8859-1'>", "cp1252", False),
        ("cp1251", '<?xml version="1.0" encoding="windows-1251"?>', "cp1251", False),
        ("utf-8", "<meta charset=latin-1>", "utf-8", False),
        ("utf-16", "<meta charset=utf-8>", "utf-16", False),
        ("utf-8", "<meta charset=utf-16>", "utf-8", False),
        ("cp1252", "<meta charset=klingon>", "cp1252", True),
        ("cp1252", "<meta charset=punycode>", "cp1252", True),
        ("cp1252", "", "cp1252", True),
    ],
)
def test_the_encoding_is_what_the_page_says_if_it_is_so(written: str, declared: str, encoding: str, guessed: bool) -> None:
    letter = "Ж" if written == "cp1251" else "é"
    found = content(f"{declared}<p>{letter}</p>", written)
    assert (found.text, found.encoding, found.guessed) == (letter, encoding, guessed)


def test_the_users_word_wins_over_the_page() -> None:
    assert read_bytes("a.htm", "<meta charset=cp1252>ž".encode("cp1250"), encoding="cp1250").text == "ž"


def test_tags_are_told_from_text() -> None:
    found = [(token.name, token.body) for token in tokens("a<B x=1>b</b ><br/><>&lt;</ p><1>")]
    assert found == [("", "a"), ("b", " x=1"), ("", "b"), ("/b", " "), ("br", "/"), ("", "<><</ p><1>")]
    found_attributes = attributes(" hidden CLASS=\"a &amp; b\" style='x:y' id=z class=later")
    assert found_attributes == {"hidden": "", "class": "a & b", "style": "x:y", "id": "z"}


@pytest.mark.parametrize(
    "page",
    [
        '<p a="' * 200_000,
        "<p a='" * 200_000 + '">',
        "<!--" * 200_000,
        "<script>" * 100_000,
        "<" * 1_000_000,
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">x",
        "".join(f"<font size={number}>" for number in range(50_000)) + "<p>x" * 50_000,
        "<b>" * 50_000 + "<div>" * 50_000 + "</b>" * 50_000 + "x",
        "<div>" * 100_000 + "</span>" * 100_000 + "x",
        "<td>x" * 50_000,
        "<style>" + "@{" * 200_000 + "</style>x",
        "<style>" + "/*" * 200_000 + "{display:none}</style>x",
    ],
)
def test_pages_made_to_take_long_do_not(page: str) -> None:
    """Each takes minutes or gigabytes with a parser that builds a tree, or with one step for each pair of marks."""
    began = time.process_time()
    try:
        content(page)
    except UnreadableFile as error:
        assert "has no text" in str(error)  # noqa: PT017 - either end is right
    assert time.process_time() - began < 10


def test_tables_in_tables_and_marks_without_measure_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="more than 100 tables one within the other"):
        content("<table><tr><td>" * 200 + "x")
    monkeypatch.setattr(html, "MAX_MARKS", 1000)
    with pytest.raises(UnreadableFile, match="million marks of formatting"):
        content("<b>" * 1001 + "x")
