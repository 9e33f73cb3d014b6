"""Every figure counted anew from the quotes, when the workbook is written and by a formula whenever it is opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.export.base import Place, Rated, Tally
from toolkit.export.counted import FOUND, READ
from toolkit.export.counted import NUMBER as NUMBER_COUNTED
from toolkit.export.grids import INDEX_COLUMN, INDEX_ROW
from toolkit.export.intervals import NEW_SEGMENT, NEW_TURN, NUMBER, WORDS, from_steps
from toolkit.export.places import ranges
from toolkit.export.quotes import column_ranges
from toolkit.matrices.matrix import OutOf, Portion
from toolkit.matrices.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.export.base import Axes, Figure, Grid, Report
    from toolkit.export.counted import CountedUnits
    from toolkit.export.grids import Index, Layout
    from toolkit.export.intervals import Intervals
    from toolkit.export.quotes import Quotes


@dataclass(frozen=True, slots=True)
class Recount:
    """A cell, its figure, and the same counted anew: when the workbook is written, and by a formula whenever it is opened."""

    layout: Layout
    place: Place
    exported: float
    counted: float
    formula: str

    @property
    def equal(self) -> bool:
        """Whether both agree."""
        return abs(self.exported - self.counted) < 1e-9


Anew = Callable[[Place], tuple[float, str]]
"""Counts a cell anew: the figure, and the formula that gives it."""


def recount(
    report: Report,
    layouts: Sequence[Layout],
    quotes: Quotes,
    indexes: Mapping[int, Index],
    intervals: Intervals,
    counted: CountedUnits,
) -> list[Recount]:
    """Count the cells of all matrices anew, also those that are 0 and should not be."""
    found = []
    for layout in layouts:
        grid = layout.grid
        anew = _counter(report, grid, quotes, indexes, intervals, counted)
        for place, figure in sorted(grid.cells.items()) if anew else ():
            exported = _number(figure, grid.measure)
            if anew is None or exported is None:
                continue
            recounted, formula = anew(place)
            if isinstance(figure, Portion):
                recounted, formula = recounted / figure.of, f"({formula})/{figure.of}"
            if exported or recounted:
                found.append(Recount(layout, place, exported, recounted, formula))
    return found


def _counter(
    report: Report, grid: Grid, quotes: Quotes, indexes: Mapping[int, Index], intervals: Intervals, counted: CountedUnits
) -> Anew | None:
    """What counts a matrix anew: from the quotes, from its index, from merged intervals, or from what was read."""
    axes = grid.axes
    if grid.measure == "codings" and axes.in_quotes:
        return _in_quotes(report, axes, quotes)
    if grid.measure in ("codings", "rating"):
        return _in_index(axes, indexes[id(axes)]) if id(axes) in indexes else None
    if grid.counted:
        return _in_counted(grid, counted)
    if from_steps(grid) and axes.steps:
        return _in_steps(axes, grid.measure, intervals)
    return None


def _number(figure: Figure, measure: str) -> float | None:
    """A figure as the number that is counted anew; None for one that is not."""
    match figure:
        case Tally():
            return figure.total
        case Portion():
            return figure.n / figure.of
        case OutOf():
            return figure.n / figure.of if figure.of else None
        case Rated():
            return figure.favour + figure.against
        case str():
            return int(figure == Presence.YES) if measure == "presence" else None
        case int() | float():
            return figure
        case _:
            return None


def _in_quotes(report: Report, axes: Axes, quotes: Quotes) -> Anew:
    cases, codes = (column_ranges(report, quotes, name) for name in ("case number", "code number"))

    def anew(place: Place) -> tuple[float, str]:
        code, case = axes.rows[place[0]].key, axes.columns[place[1]].key
        order = quotes.order
        first, past, number = order.code.get(code, 0), order.past.get(code, 0), order.case.get(case, 0)
        terms = [f'COUNTIFS({c},{number},{k},">={first}",{k},"<{past}")' for c, k in zip(cases, codes, strict=True)]
        return len(quotes.behind(code, case)), "+".join(terms)

    return anew


def _in_index(axes: Axes, index: Index) -> Anew:
    rows, columns = ranges(index.places, INDEX_ROW), ranges(index.places, INDEX_COLUMN)
    behind = Counter(place for place, _behind in index.entries)

    def anew(place: Place) -> tuple[float, str]:
        row, column = axes.kept(place)
        terms = [f"COUNTIFS({r},{row + 1},{c},{column + 1})" for r, c in zip(rows, columns, strict=True)]
        return behind[row, column], "+".join(terms)

    return anew


def _in_counted(grid: Grid, counted: CountedUnits) -> Anew:
    """Of n of N the quotient, so that both are counted anew."""
    areas = list(zip(*(ranges(counted.places, column) for column in (NUMBER_COUNTED, READ, FOUND)), strict=True))

    def anew(place: Place) -> tuple[float, str]:
        units = grid.counted.get(place, ())
        number = counted.cells.get((id(grid), place), 0)
        read, found = sum(unit.read for unit in units), sum(unit.read and unit.yes for unit in units)
        all_read = "+".join(f"SUMIFS({r},{n},{number})" for n, r, _f in areas)
        all_found = "+".join(f"SUMIFS({f},{n},{number})" for n, _r, f in areas)
        return (found / read if read else 0), f"({all_found})/MAX(1,{all_read})"

    return anew


def _in_steps(axes: Axes, measure: str, intervals: Intervals) -> Anew:
    summed = {"words": WORDS, "share": WORDS, "turns": NEW_TURN}.get(measure, NEW_SEGMENT)
    areas = list(zip(ranges(intervals.places, summed), ranges(intervals.places, NUMBER), strict=True))

    def anew(place: Place) -> tuple[float, str]:
        steps = axes.steps.get(axes.kept(place), ())
        number = intervals.cells.get((id(axes), axes.kept(place)), 0)
        total = {
            WORDS: sum(step.words for step in steps),
            NEW_TURN: len({(step.part, step.document, step.turn) for step in steps}),
            NEW_SEGMENT: len({step.segment for step in steps}),
        }[summed]
        formula = "+".join(f"SUMIFS({area},{numbers},{number})" for area, numbers in areas)
        eligible = axes.eligible[place[1]] if axes.eligible else 0
        match measure:
            case "share":
                return (total / eligible if eligible else 0), f"({formula})/{max(eligible, 1)}"
            case "rate":
                return (1000 * total / eligible if eligible else 0), f"1000*({formula})/{max(eligible, 1)}"
            case "presence":
                return min(total, 1), f"IF({formula}>0,1,0)"
            case _:
                return total, formula

    return anew
