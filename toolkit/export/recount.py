"""Every figure counted anew from the quotes, when the workbook is written and by a formula whenever it is opened."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.export.base import Tally
from toolkit.export.grids import INDEX_COLUMN, INDEX_ROW
from toolkit.export.intervals import FROM_STEPS, NEW_SEGMENT, NEW_TURN, NUMBER, WORDS
from toolkit.export.places import ranges
from toolkit.export.quotes import column_ranges
from toolkit.matrices.presence import Presence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from toolkit.export.base import Axes, Figure, Report
    from toolkit.export.grids import Index, Layout, Place
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


def recount(report: Report, layouts: Sequence[Layout], quotes: Quotes, indexes: Mapping[int, Index], intervals: Intervals) -> list[Recount]:
    """Count the cells of all matrices anew, also those that are 0 and should not be."""
    found = []
    for layout in layouts:
        axes, measure = layout.grid.axes, layout.grid.measure
        anew: Callable[[Place], tuple[float, str]]
        if measure == "codings":
            anew = _in_quotes(report, axes, quotes) if axes.in_quotes else _in_index(indexes[id(axes)])
        elif measure in FROM_STEPS and axes.steps:
            anew = _in_steps(axes, measure, intervals)
        else:
            continue
        for place, figure in sorted(layout.grid.cells.items()):
            exported = _number(figure, measure)
            if exported is None:
                continue
            counted, formula = anew(place)
            if exported or counted:
                found.append(Recount(layout, place, exported, counted, formula))
    return found


def _number(figure: Figure, measure: str) -> float | None:
    """A figure as the number that is counted anew; None for one that is not."""
    if isinstance(figure, Tally):
        return figure.total if measure == "codings" else None
    if measure == "presence" and isinstance(figure, str):
        return int(figure == Presence.YES)
    return figure if isinstance(figure, (int, float)) else None


def _in_quotes(report: Report, axes: Axes, quotes: Quotes) -> Callable[[Place], tuple[float, str]]:
    cases, codes = (column_ranges(report, quotes, name) for name in ("case number", "code number"))

    def anew(place: Place) -> tuple[float, str]:
        code, case = axes.rows[place[0]].key, axes.columns[place[1]].key
        order = quotes.order
        first, past, number = order.code.get(code, 0), order.past.get(code, 0), order.case.get(case, 0)
        terms = [f'COUNTIFS({c},{number},{k},">={first}",{k},"<{past}")' for c, k in zip(cases, codes, strict=True)]
        return len(quotes.behind(code, case)), "+".join(terms)

    return anew


def _in_index(index: Index) -> Callable[[Place], tuple[float, str]]:
    rows, columns = ranges(index.places, INDEX_ROW), ranges(index.places, INDEX_COLUMN)
    behind = Counter(place for place, _uid in index.entries)

    def anew(place: Place) -> tuple[float, str]:
        terms = [f"COUNTIFS({r},{place[0] + 1},{c},{place[1] + 1})" for r, c in zip(rows, columns, strict=True)]
        return behind[place], "+".join(terms)

    return anew


def _in_steps(axes: Axes, measure: str, intervals: Intervals) -> Callable[[Place], tuple[float, str]]:
    summed = {"words": WORDS, "share": WORDS, "turns": NEW_TURN}.get(measure, NEW_SEGMENT)
    areas = list(zip(ranges(intervals.places, summed), ranges(intervals.places, NUMBER), strict=True))

    def anew(place: Place) -> tuple[float, str]:
        steps = axes.steps.get(place, ())
        number = intervals.cells.get((id(axes), place), 0)
        total = {
            WORDS: sum(step.words for step in steps),
            NEW_TURN: len({(step.document, step.turn) for step in steps}),
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
