"""One page that holds everything: matrices in which every figure leads to its quotes, and the quotes that lead back.

It loads nothing, runs nothing, and may be opened, printed and mailed as it is.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.export.files import replacing
from toolkit.export.heads import above, beside, corner
from toolkit.export.html_cells import Anchors, cell, number, said
from toolkit.export.labels import code_label, kind_word, made_by_word, measured, role_word
from toolkit.export.quotes import fields_text
from toolkit.export.style_sheet import STYLE
from toolkit.export.text import unwritable
from toolkit.ids import short_id
from toolkit.messages import _, in_language, in_words, ngettext
from toolkit.model import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from toolkit.export.base import Axes, Behind, Grid, QuoteRow, Report
    from toolkit.export.heads import Line


def write(path: Path, report: Report) -> tuple[str, ...]:
    """Write the page in UTF-8, whole or not at all, and say in sentences what had to be written in another form."""
    with in_language(report.language), replacing(path) as file, file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in _page(report))
        return _notes(report)


def _notes(report: Report) -> tuple[str, ...]:
    marked = sum(bool(unwritable(text)) for quote in report.quotes for text in (quote.quote, quote.memo))
    sentence = ngettext(
        "In {n} text control characters are replaced by visible marks.",
        "In {n} texts control characters are replaced by visible marks.",
        marked,
    )
    return (sentence,) if marked else ()


def policy() -> str:
    """What the page may do: show itself in its own style, and nothing else."""
    digest = b64encode(sha256(STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _page(report: Report) -> Iterator[str]:
    anchors = Anchors(report)
    yield "<!DOCTYPE html>"
    yield f'<html lang="{said(report.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(policy())}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{said(report.study)}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    words = _("To the quotes")
    yield f'<a class="skip" href="#quotes">{said(words)}</a>'
    yield from _header(report)
    yield from _contents(report, anchors)
    yield "<main>"
    for place, grid in enumerate(report.grids):
        yield from _matrix(report, anchors, place, grid)
    for place, axes in enumerate(anchors.listed):
        yield from _index(anchors, place, axes)
    yield from _quotes(report, anchors)
    yield from _codebook(report)
    yield from _documents(report)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _header(report: Report) -> Iterator[str]:
    title = in_words(report.codebook.title) or report.codebook.key
    about = [
        (_("Codebook"), _("{title}, version {version}", title=title, version=report.codebook_version)),
        (_("Date"), report.date),
        (_("Layer"), _("{layer}. Only the codings of this layer count; suggestions of the machine never do.", layer=report.layer)),
        (_("Filters"), "; ".join(report.filters) or _("none")),
        *([(_("Order of the cases"), report.order)] if report.order else []),
        (_("Made with"), report.program),
        (_("State of the study"), _("after change no. {number}", number=report.event)),
    ]
    yield "<header>"
    yield f'<h1 dir="auto">{said(report.study)}</h1>'
    yield '<dl class="about">'
    yield from (f'<dt>{said(name)}</dt><dd dir="auto">{said(text)}</dd>' for name, text in about)
    yield "</dl>"
    for heading, sentences in ((_("Warnings"), report.warnings), (_("Left out, and why"), report.left_out)):
        if sentences:
            yield f"<p><strong>{said(heading)}</strong></p>"
            yield from _list(sentences)
    words = _("Every figure leads to its quotes, and every quote back to its figure.")
    yield f"<p>{said(words)}</p>"
    yield "</header>"


def _list(sentences: Iterable[str]) -> Iterator[str]:
    yield "<ul>"
    yield from (f'<li dir="auto">{said(sentence)}</li>' for sentence in sentences)
    yield "</ul>"


def _contents(report: Report, anchors: Anchors) -> Iterator[str]:
    links = [(f"m{place}", grid.title) for place, grid in enumerate(report.grids)]
    links += [(f"x{place}", _("Index {title}", title=axes.title)) for place, axes in enumerate(anchors.listed)]
    links += [("quotes", _("Quotes")), ("codebook", _("Codebook")), ("documents", _("Documents"))]
    words = _("Contents")
    yield f'<nav aria-label="{said(words)}"><ul>'
    yield from (f'<li><a href="#{name}" dir="auto">{said(title)}</a></li>' for name, title in links)
    yield "</ul></nav>"


def _matrix(report: Report, anchors: Anchors, place: int, grid: Grid) -> Iterator[str]:
    axes, sides = grid.axes, beside(grid)
    yield f'<section id="m{place}" aria-labelledby="m{place}t">'
    yield f'<h2 id="m{place}t" dir="auto">{said(grid.title)}</h2>'
    yield f'<p class="rule">{said(measured(grid))}</p>'
    if grid.notes:
        yield from _list(grid.notes)
    yield f'<div class="wide" tabindex="0" role="region" aria-labelledby="m{place}t"><table>'
    words = _("{title}. Layer: {layer}.", title=grid.title, layer=report.layer)
    yield f"<caption>{said(words)}</caption>"
    yield "<thead>"
    yield from (_line_above(line, len(sides)) for line in above(grid))
    heads = "".join(f'<th scope="col" dir="auto">{said(head)}</th>' for head in (*(side.name for side in sides), *_labels(axes)))
    yield f'<tr class="heads"><th scope="col">{said(corner(grid))}</th>{heads}</tr>'
    yield "</thead><tbody>"
    scale = _scale(grid)
    for row, head in enumerate(axes.rows):
        left = "".join(f'<td dir="auto">{said(number(side.values[row], report.language))}</td>' for side in sides)
        figures = "".join(cell(report, anchors, place, (row, column), scale) for column in range(len(axes.columns)))
        yield f'<tr><th scope="row" class="row l{min(head.level, 4)}" dir="auto">{said(head.label)}</th>{left}{figures}</tr>'
    yield "</tbody></table></div></section>"


def _labels(axes: Axes) -> list[str]:
    return [head.label for head in axes.columns]


def _line_above(line: Line, sides: int) -> str:
    """A line above the heads of the columns; cases of one band that follow one another share a cell."""
    blank = f'<td colspan="{sides}"></td>' if sides else ""
    if line.kind != "band":
        values = "".join(f'<td dir="auto">{said(value)}</td>' for value in line.values)
        return f'<tr><th scope="row" dir="auto">{said(line.name)}</th>{blank}{values}</tr>'
    bands = ((value, len(list(same))) for value, same in groupby(line.values))
    values = "".join(f'<th scope="colgroup" colspan="{width}" class="band" dir="auto">{said(value)}</th>' for value, width in bands)
    return f'<tr><th scope="row" dir="auto">{said(line.name)}</th>{blank}{values}</tr>'


def _scale(grid: Grid) -> float:
    """The figure from which on a cell is as dark as can be: nearly the highest; what codes have alone is not looked at."""
    figures = sorted(
        figure
        for (row, column), figure in grid.cells.items()
        if isinstance(figure, (int, float)) and not (grid.axes.together and row == column)
    )
    return figures[len(figures) * 95 // 100] if figures else 0


def _index(anchors: Anchors, number: int, axes: Axes) -> Iterator[str]:
    """What is behind each cell of a matrix whose evidence does not stand together in the quotes."""
    yield f'<section id="x{number}" aria-labelledby="x{number}t">'
    words = _("Index {title}", title=axes.title)
    yield f'<h2 id="x{number}t" dir="auto">{said(words)}</h2>'
    yield "<table><thead><tr>"
    yield from (f'<th scope="col">{said(head)}</th>' for head in (_("Row"), _("Column"), _("Quotes")))
    yield "</tr></thead><tbody>"
    for place, behind in sorted(axes.evidence.items()):
        row, column = axes.rows[place[0]].label, axes.columns[place[1]].label
        back = f'<a href="#{anchors.cell_of(axes, place)}" dir="auto">{said(row)}</a>'
        links = "; ".join(_behind(anchors, part, list(ones)) for part, ones in groupby(behind, key=lambda one: one.part))
        yield f'<tr id="{anchors.index_of(axes, place)}"><th scope="row">{back}</th><td dir="auto">{said(column)}</td><td>{links}</td></tr>'
    yield "</tbody></table></section>"


def _behind(anchors: Anchors, part: str, ones: list[Behind]) -> str:
    links = " ".join(anchors.link(one.uid) + (f" × {anchors.link(one.other)}," if one.other else "") for one in ones)
    return f"{said(part)}: {links}" if part else links


def _quotes(report: Report, anchors: Anchors) -> Iterator[str]:
    yield '<section id="quotes" aria-labelledby="quotest">'
    words = _("Quotes")
    yield f'<h2 id="quotest">{said(words)}</h2>'
    if not anchors.quotes:
        words = _("none")
        yield f"<p>{said(words)}</p>"
    attributes = {case.name: case.attributes for case in report.cases}
    numbered = enumerate(anchors.quotes)
    for case, in_case in groupby(numbered, key=lambda found: found[1].case):
        known = "; ".join(f"{name}: {value}" for name, value in attributes.get(case, {}).items() if value)
        words = case or _("No case")
        yield f'<h3 dir="auto">{said(words)}</h3>'
        yield f'<p class="small" dir="auto">{said(known)}</p>' if known else ""
        for code, quotes in groupby(in_case, key=lambda found: found[1].code):
            label = said(code_label(report.codebook, code))
            back = anchors.matrix_cell(code, case)
            yield f'<h4 dir="auto">{f"<a href={chr(34)}#{back}{chr(34)}>{label}</a>" if back else label}</h4>'
            for place, quote in quotes:
                yield _quote(report, place, quote, back)
    yield "</section>"


def _quote(report: Report, place: int, quote: QuoteRow, back: str) -> str:
    where = [
        short_id(quote.uid),
        quote.document,
        quote.date,
        quote.speaker,
        role_word(quote.role) if quote.role else "",
        _("turn {n}", n=quote.turn) if quote.turn else "",
        _clock(quote.time_ms),
        quote.coder,
        made_by_word(quote.made_by),
    ]
    fields = fields_text(report, quote).replace("\n", "; ")
    more = [fields, _("Memo: {text}", text=quote.memo) if quote.memo else ""]
    more.append(_("Missing: {names}", names=", ".join(quote.missing)) if quote.missing else "")
    words = _("Back to the matrix")
    arrow = f' <a href="#{back}" aria-label="{said(words)}">↑</a>' if back else ""
    return (
        f'<div class="quote" id="q{place}"><p class="small" dir="auto">{said(" · ".join(part for part in where if part))}{arrow}</p>'
        f'<blockquote class="text" dir="auto">{said(quote.quote)}</blockquote>'
        + "".join(f'<p class="small text" dir="auto">{said(text)}</p>' for text in more if text)
        + "</div>"
    )


def _clock(milliseconds: int | None) -> str:
    if milliseconds is None:
        return ""
    seconds = milliseconds // 1000
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _codebook(report: Report) -> Iterator[str]:
    rows = (
        [(code.key, ""), (in_words(code.label), f"l{min(code.level, 4)}"), (in_words(code.definition), "")]
        for code in report.codebook.tree()
        if not code.reserved
    )
    yield from _table("codebook", _("Codebook"), (_("Code key"), _("Label"), _("Definition")), rows)


def _documents(report: Report) -> Iterator[str]:
    heads = (_("Document"), _("Kind"), _("Case"), _("Date"), *(_("Words: {role}", role=role_word(role)) for role in ROLES))
    rows = (
        [
            (str(value), "")
            for value in (found.name, kind_word(found.kind), found.case, found.date, *(found.words.get(role, 0) for role in ROLES))
        ]
        for found in report.documents
    )
    yield from _table("documents", _("Documents"), heads, rows)


def _table(name: str, title: str, heads: Iterable[str], rows: Iterable[list[tuple[str, str]]]) -> Iterator[str]:
    """A plain table; every cell with its class."""
    yield f'<section id="{name}" aria-labelledby="{name}t"><h2 id="{name}t">{said(title)}</h2><table><thead><tr>'
    yield from (f'<th scope="col" dir="auto">{said(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for (first, _class), *rest in rows:
        cells = "".join(f'<td class="{style}" dir="auto">{said(text)}</td>' for text, style in rest)
        yield f'<tr><th scope="row" class="row" dir="auto">{said(first)}</th>{cells}</tr>'
    yield "</tbody></table></section>"
