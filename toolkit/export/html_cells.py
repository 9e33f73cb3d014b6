"""The cells of a page's matrices, and where its links lead."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from toolkit.export.base import Refused, Told
from toolkit.export.grids import counts
from toolkit.export.labels import figure_text, stale_words
from toolkit.export.quotes import Quotes, order_of
from toolkit.export.text import visible
from toolkit.ids import short_id
from toolkit.matrices.matrix import Kin, OutOf, Portion
from toolkit.matrices.presence import Presence
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.export.base import Axes, Figure, Grid, Place, QuoteRow, Report

DECIMALS = {"fr": ","}
SHADES = 4


def said(text: object) -> str:
    r"""A text as it stands in the page: nothing in it is markup, and every character can be seen.

    >>> said("<b>&\x00")
    '&lt;b&gt;&amp;␀'
    """
    return escape(visible(str(text)))


class Anchors:
    """The names of the places of a page that links lead to; they are numbers, and hold nothing of the study."""

    def __init__(self, report: Report) -> None:
        """Sorts the quotes by case and then code, as the workbook does, so that those behind a cell stand together."""
        order = order_of(report)
        self._sorted = Quotes(order, tuple(sorted(report.quotes, key=order.key)), [], [])
        self._first: dict[int, int] = {}
        for number, grid in enumerate(report.grids):
            self._first.setdefault(id(grid.axes), number)
        several = {
            id(grid.axes): grid.axes for grid in report.grids if not (grid.axes.in_quotes or grid.axes.turned) and grid.axes.evidence
        }
        self.listed: list[Axes] = list(several.values())
        self._listed = {key: number for number, key in enumerate(several)}
        main = next((grid.axes for grid in report.grids if grid.axes.in_quotes), None)
        rows, columns = (main.rows, main.columns) if main else ((), ())
        self._cells = {(row.key, column.key): (r, c) for r, row in enumerate(rows) for c, column in enumerate(columns)}
        self._main = main

    @property
    def quotes(self) -> tuple[QuoteRow, ...]:
        """The quotes in the order in which they stand; a quote's place is its number."""
        return self._sorted.rows

    def link(self, uid: bytes) -> str:
        """A link to a coding's quote; its identifier alone where it is not among the quotes."""
        place = self._sorted.by_uid.get(uid)
        return short_id(uid) if place is None else f'<a href="#q{place}">{short_id(uid)}</a>'

    def matrix_cell(self, code: str, case: str) -> str:
        """The cell of the first matrix of codes by cases that shows a code and a case; empty where there is none."""
        place = self._cells.get((code, case))
        return self.cell_of(self._main, place) if self._main and place else ""

    def cell_of(self, axes: Axes, place: Place) -> str:
        """The cell of the first matrix with these axes."""
        return f"m{self._first[id(axes)]}r{place[0]}c{place[1]}"

    def index_of(self, axes: Axes, place: Place) -> str:
        """The line of an index that lists what is behind a cell."""
        row, column = axes.kept(place)
        return f"x{self._listed[id(axes)]}r{row}c{column}"

    def target(self, axes: Axes, place: Place) -> str:
        """Where a cell leads; empty where it leads nowhere."""
        if id(axes) in self._listed:
            return self.index_of(axes, place) if axes.kept(place) in axes.evidence else ""
        behind = self._sorted.behind(axes.rows[place[0]].key, axes.columns[place[1]].key)
        return f"q{behind[0]}" if behind else ""


def cell(report: Report, anchors: Anchors, number_of_grid: int, place: Place, scale: float) -> str:
    """One cell of a matrix; it leads to its quotes where there are some."""
    grid = report.grids[number_of_grid]
    figure = grid.cells.get(place)
    name = f' id="m{number_of_grid}r{place[0]}c{place[1]}"'
    if isinstance(figure, Told):
        return f'<td class="told"{name}>{_told(anchors, figure)}</td>'
    target = anchors.target(grid.axes, place) if figure is not None and counts(figure) else ""
    text = said(_shown(figure, grid, report.language))
    inner = f'<a href="#{target}">{text}</a>' if target else text
    title = f' title="{said(figure.reason)}"' if isinstance(figure, Refused) else ""
    return f'<td class="n{_look(figure, grid, place, scale)}"{name if target else ""}{title}>{inner}</td>'


def _told(anchors: Anchors, told: Told) -> str:
    """A summary with every quote behind it."""
    parts = [f'<div class="text" dir="auto">{said(told.text)}</div>'] if told.text else []
    if told.stale:
        parts.append(f'<p class="small"><span class="stale">{said(stale_words())}</span></p>')
    links = " ".join(anchors.link(uid) for uid in told.quotes)
    return "".join([*parts, f'<p class="small">{links}</p>' if links else ""])


def _shown(figure: Figure | None, grid: Grid, language: str) -> str:
    match figure:
        case None:
            return "–"
        case Portion():
            percent = _("{percent} %", percent=number(round(figure.hundredths, 1), language))
            return f"{percent} ({figure.n}/{figure.of})" if grid.percent == "either" else percent
        case bool() | str():
            return figure_text(figure, grid.measure)
        case int() | float() if grid.measure == "share":
            return _("{percent} %", percent=number(round(100 * figure, 1), language))
        case int() | float():
            return number(figure, language)
        case _:
            return figure_text(figure, grid.measure)


def number(value: str | float, language: str) -> str:
    """A number with the decimal mark of a language; a text as it is.

    >>> number(0.25, "fr"), number(12, "fr"), number("a.b", "fr")
    ('0,25', '12', 'a.b')
    """
    text = f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
    return text.replace(".", DECIMALS.get(language, ".")) if isinstance(value, float) else text


def _look(figure: Figure | None, grid: Grid, place: Place, scale: float) -> str:
    """The classes of a cell beside that of all figures."""
    if grid.axes.together and place[0] == place[1]:
        return " alone"
    match figure:
        case None | Kin():
            return " none"
        case Refused():
            return " refused"
        case str() if grid.measure == "presence":
            return " " + str(Presence(figure)).replace(" ", "-")
        case Portion():
            return _shade(figure.hundredths, 100)
        case OutOf():
            return _shade(figure.n, figure.of)
        case int() | float():
            return _shade(figure, scale)
        case _:
            return ""


def _shade(figure: float, most: float) -> str:
    shade = min(SHADES, -int(-SHADES * figure // most)) if most and figure > 0 else 0
    return f" h{shade}" if shade else ""
