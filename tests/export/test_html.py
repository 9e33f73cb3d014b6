"""One page: everything escaped, every link leading to a place that is there, nothing that runs or loads."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.export import EXPORTERS
from toolkit.export.base import Axes, Behind, CaseRow, Grid, Head, Rated, Refused, Tally, Told
from toolkit.matrices.matrix import Kin, OutOf, Portion

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.export.base import QuoteRow, Report

EAST, WEST = "L'Est [1]", "West"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp; javascript:alert(3) </td></table>\u202e\x00"


class Page(HTMLParser):
    """A page as a browser takes it apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text_of: dict[str, str] = {}
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append((tag, dict(attrs)))
        self._open.append(dict(attrs).get("id") or "")

    def handle_endtag(self, _tag: str) -> None:
        """An element ends."""
        if self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Text within elements."""
        self.texts.append(data)
        for name in {name for name in self._open if name}:
            self.text_of[name] = self.text_of.get(name, "") + data

    @property
    def ids(self) -> list[str]:
        """The names of places."""
        return [attributes["id"] or "" for _tag, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where links lead."""
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a"]


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Report], str]:
    def write(report: Report) -> str:
        EXPORTERS[".html"].write(tmp_path / "m.html", report)
        return (tmp_path / "m.html").read_text(encoding="utf-8")

    return write


def cell_with(text: str, figure: str) -> dict[str, str | None]:
    """The link of the first cell that shows a figure."""
    found = re.search(rf'<td class="n[^"]*" id="([^"]+)"><a href="([^"]+)">{re.escape(figure)}</a></td>', text)
    assert found is not None
    return {"id": found[1], "href": found[2]}


def test_a_figure_leads_to_the_first_of_its_quotes_and_that_leads_back(report: Report, written: Callable[[Report], str]) -> None:
    text = written(report)
    page = Page(text)
    actor = next(line for line in text.splitlines() if "Actor" in line and 'class="row l0"' in line)
    target = re.findall(r'href="#(q\d+)">3</a>', actor)[0]
    assert "they all" in page.text_of[target]
    cell = cell_with(text, "3")
    assert f'href="#{cell["id"]}"' in text
    quotes = [page.text_of[f"q{place}"] for place in range(int(target[1:]), int(target[1:]) + 3)]
    assert [said in quote for said, quote in zip(("they all", "the mayor came", "our club"), quotes, strict=True)] == [True] * 3


def test_another_matrix_leads_to_its_index_and_that_to_the_quotes_and_back(report: Report, written: Callable[[Report], str]) -> None:
    text = written(report)
    page = Page(text)
    by_document = text[text.index("Codes by document</h2>") :]
    name, target = re.findall(r'id="(m\d+r1c0)"><a href="#(x\d+r1c0)">3</a>', by_document)[0]
    line = next(line for line in text.splitlines() if f'<tr id="{target}"' in line)
    assert f'href="#{name}"' in line
    found = [page.text_of[quote] for quote in re.findall(r'href="#(q\d+)"', line)]
    assert [said in quote for said, quote in zip(("they all", "our club", "the mayor came"), found, strict=True)] == [True] * 3


def test_every_link_stays_in_the_page_and_leads_somewhere_and_no_name_is_twice(report: Report, written: Callable[[Report], str]) -> None:
    page = Page(written(report))
    assert len(page.links) > 40
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_figure_with_nothing_listed_behind_it_leads_nowhere(report: Report, written: Callable[[Report], str]) -> None:
    grid = replace(report.grids[-1], cells={(0, 0): 1, (1, 0): 3}, axes=replace(report.grids[-1].axes, evidence={(0, 0): (Behind(b"no"),)}))
    text = written(replace(report, grids=(grid,)))
    assert re.findall(r'<td class="n[^>]*>(.*?)</td>', text) == ['<a href="#x0r0c0">1</a>', "3"]
    assert "<td>6e6f</td>" in text  # a coding that is not among the quotes is named without a link


def named(report: Report, text: str) -> Report:
    """The same study, in which every name and text is this one."""
    case = CaseRow(b"e" * 16, text, {text: text})
    quotes = tuple(
        replace(
            each, case=text, document=text, quote=text, memo=text, speaker=text, coder=text, date=text,
            fields={text: text}, missing=(text,), end=each.start + len(text),
        )
        for each in report.quotes
    )  # fmt: skip
    heads = tuple(replace(head, label=text) for head in report.grids[0].axes.rows)
    columns = (Head(text, text, attributes=(text,), band=text),)
    axes = replace(report.grids[0].axes, rows=heads, columns=columns, column_attributes=(text,), order=text, title=text, eligible=(1,))
    cells: dict[tuple[int, int], Any] = {
        (0, 0): 1,
        (1, 0): Refused(text),
        (2, 0): Tally(((text, 1),)),
        (3, 0): Rated(text, 1, 0, stale=True),
        (4, 0): text,
    }
    other = replace(axes, in_quotes=False, evidence={(0, 0): (Behind(quotes[0].uid, quotes[1].uid, text),)})
    turned = replace(axes, in_quotes=False, turned=True, rows=columns, columns=heads, eligible=None)
    turned = replace(turned, row_attributes=(text,), column_attributes=())
    grids = (
        Grid(text, axes, "codings", text, cells, (text,)),
        Grid(text, other, "codings", text, {(0, 0): 1}),
        Grid(text, turned, "summary", text, {(0, 0): Told(text, (quotes[0].uid,), stale=True)}),
    )
    return replace(
        report, study=text, layer=text, filters=(text,), warnings=(text,), left_out=(text,), order=text, cases=(case,),
        quotes=quotes, grids=grids, documents=tuple(replace(each, name=text) for each in report.documents), program=text,
    )  # fmt: skip


def test_no_name_and_no_text_becomes_markup(report: Report, written: Callable[[Report], str]) -> None:
    page, harmless = Page(written(named(report, HOSTILE))), Page(written(named(report, "x" * len(HOSTILE))))
    shape = [(tag, sorted(attributes)) for tag, attributes in page.tags]
    assert shape == [(tag, sorted(attributes)) for tag, attributes in harmless.tags]
    assert not {"script", "img", "iframe", "object", "form", "base"} & {tag for tag, _names in shape}
    assert not [name for _tag, names in shape for name in names if name.startswith("on") or name in ("style", "src")]
    assert page.links == harmless.links
    assert sum("<script>alert(1)</script>" in text for text in page.texts) > 30  # as text, in every place


def test_the_policy_lets_nothing_run_and_nothing_load_but_the_style_that_is_there(report: Report, written: Callable[[Report], str]) -> None:
    text = written(report)
    page = Page(text)
    [policy] = [attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv") == "Content-Security-Policy"]
    style = text[text.index("<style>") + 7 : text.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert text.index("Content-Security-Policy") < text.index("<style>") < text.index("<body>")
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in re.sub(r"http-equiv", "", text)


def test_control_characters_are_marks_and_that_is_said(report: Report, tmp_path: Path) -> None:
    quotes = (replace(report.quotes[0], quote="a\x0bb\x00c"), *report.quotes[1:])
    said = EXPORTERS[".html"].write(tmp_path / "m.html", replace(report, quotes=quotes))
    assert said == ("In 1 text control characters are replaced by visible marks.",)
    assert "a␋b␀c" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_heads_say_what_they_are_heads_of_and_bands_span_their_columns(report: Report, written: Callable[[Report], str]) -> None:
    axes = report.grids[0].axes
    columns = tuple(replace(head, band="small") for head in axes.columns)
    text = written(replace(report, grids=(replace(report.grids[0], axes=replace(axes, columns=columns, order="size")),)))
    assert '<th scope="colgroup" colspan="2" class="band" dir="auto">small</th>' in text
    assert text.count('<th scope="col" dir="auto">West</th>') == 1
    assert '<th scope="row" class="row l1" dir="auto">The city</th>' in text
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')


def test_the_page_is_in_the_language_of_the_study(report: Report, written: Callable[[Report], str]) -> None:
    grid = Grid("M", report.grids[0].axes, "rate", "", {(0, 0): 0.25, (0, 1): Portion(1, 8)})
    text = written(replace(report, language="fr", grids=(grid,)))
    assert '<html lang="fr">' in text
    assert ">0,25</a>" in text
    assert "12,5" in text
    assert ">0.25</a>" in written(replace(report, grids=(grid,)))


def test_every_kind_of_figure_is_shown(report: Report, written: Callable[[Report], str]) -> None:
    axes = Axes("A", (Head("r", "R"), Head("s", "S")), tuple(Head(name, name) for name in "abcdefg"), together=False)
    figures = (OutOf(5, 7), Portion(5, 105), Tally((("for", 2), ("against", 1))), Rated("B", 2, 1), Kin(), Refused("why"), 0)
    cells = {(0, column): figure for column, figure in enumerate(figures)}
    text = written(replace(report, grids=(Grid("M", axes, "words", "", cells, percent="either"),)))
    shown = re.findall(r"<td class=\"n[^>]*>(.*?)</td>", text)
    assert shown == ["5 of 7", "4.8 % (5/105)", "for 2, against 1", "B (+2 −1)", "/", "role?", "0", *["–"] * 7]
    assert 'title="why"' in text


def test_a_summary_stands_whole_with_all_its_quotes(report: Report, written: Callable[[Report], str]) -> None:
    axes = replace(report.grids[0].axes, in_quotes=False, turned=True, rows=report.grids[0].axes.columns, columns=report.grids[0].axes.rows)
    axes = replace(axes, column_attributes=(), eligible=None)
    told = Told("word " * 10_000 + "end", tuple(quote.uid for quote in report.quotes), stale=True)
    text = written(replace(report, grids=(Grid("Framework", axes, "summary", "", {(0, 1): told}),)))
    cell = re.search(r'<td class="told"[^>]*>.*?</td>', text)
    assert cell is not None
    assert "word end</div>" in cell[0]
    assert len(set(re.findall(r"#q\d+", cell[0]))) == len(report.quotes)
    assert "stale: the evidence has changed since" in cell[0]


def test_ten_thousand_quotes_are_a_page_whose_links_all_lead_somewhere(
    report: Report, written: Callable[[Report], str], make_quote: Callable[..., QuoteRow]
) -> None:
    quotes = tuple(make_quote(number, EAST, "place", f"words {number}", 10 * number) for number in range(10_000))
    axes = replace(report.grids[-1].axes, evidence={(0, 0): tuple(Behind(quote.uid) for quote in quotes)})
    cells = {(0, 0): len(quotes)}
    grids = (replace(report.grids[0], cells=cells), replace(report.grids[-1], axes=axes, cells=cells))
    page = Page(written(replace(report, quotes=quotes, grids=grids)))
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert len(page.links) > 20_000


def test_a_study_without_anything_is_a_page(report: Report, written: Callable[[Report], str]) -> None:
    text = written(replace(report, quotes=(), grids=(), cases=(), documents=(), ratings=(), summaries=()))
    assert "<p>none</p>" in text
    assert text.rstrip().endswith("</html>")
