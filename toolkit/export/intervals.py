"""Merged intervals: the step between the quotes and the figures that are not counts of codings, shown so that anybody can follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.export.places import lay_out
from toolkit.export.table import Column, write_table
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.export.base import Axes, Grid, Place, Step
    from toolkit.export.book import Book
    from toolkit.export.grids import Layout
    from toolkit.export.places import Address, Names
    from toolkit.export.table import Row

FROM_STEPS = ("segments", "turns", "words", "share", "rate", "presence")
"""The measures that merged intervals suffice for; documents and persons also depend on what was read."""


def from_steps(grid: Grid) -> bool:
    """Whether merged intervals suffice for a matrix; for codes by codes they have one interval for each document or person, too."""
    return grid.measure in FROM_STEPS or (grid.axes.together and grid.measure in ("documents", "persons"))


@dataclass(frozen=True)
class Intervals:
    """The merged intervals behind the cells of all axes, laid out on their sheets; each cell has a number of its own."""

    cells: Mapping[tuple[int, Place], int]
    rows: list[tuple[Axes, Place, int, Step, bool, bool]]
    places: Sequence[Address]


WORDS, NUMBER, NEW_SEGMENT, NEW_TURN = 7, 8, 9, 10
"""The columns of the sheet of intervals that formulas use."""


def arrange_intervals(layouts: Sequence[Layout], names: Names) -> Intervals:
    """Number the cells that have merged intervals and lay these out; each set of axes once."""
    cells: dict[tuple[int, Place], int] = {}
    rows: list[tuple[Axes, Place, int, Step, bool, bool]] = []
    for axes in {id(layout.grid.axes): layout.grid.axes for layout in layouts if from_steps(layout.grid)}.values():
        for place, steps in sorted(axes.steps.items()):
            number = cells.setdefault((id(axes), place), len(cells) + 1)
            rows += [(axes, place, number, step, *new) for step, new in zip(steps, _firsts(steps), strict=True)]
    return Intervals(cells, rows, lay_out(names, _("Merged intervals"), ((1, 0) for _row in rows)))


def _firsts(steps: Sequence[Step]) -> Iterator[tuple[bool, bool]]:
    """For each interval whether it is the first of its segment, and of its turn."""
    segments: set[int] = set()
    turns: set[tuple[str, str, int]] = set()
    for step in steps:
        turn = (step.part, step.document, step.turn)
        yield step.segment not in segments, turn not in turns
        segments.add(step.segment)
        turns.add(turn)


def write_intervals(book: Book, intervals: Intervals) -> None:
    """Write the merged intervals: the step between the quotes and the figures that are not counts of codings."""
    columns = [
        Column(_("Row"), 28),
        Column(_("Column"), 20),
        Column(_("Document"), 20),
        Column(_("Turn"), 8),
        Column(_("Start"), 9),
        Column(_("End"), 9),
        Column(_("Words"), 8),
        Column(_("Cell no."), 8),
        Column(_("Begins a segment"), 10),
        Column(_("Begins a turn"), 10),
    ]
    rows = (_interval_row(*row) for row in intervals.rows)
    write_table(book, columns, rows, intervals.places)


def _interval_row(axes: Axes, place: Place, number: int, step: Step, new_segment: bool, new_turn: bool) -> Row:
    row, column = axes.rows[place[0]].label, axes.columns[place[1]].label
    return [
        *(row, column, step.document, step.turn, step.start, step.end, step.words),
        *(number, int(new_segment), int(new_turn)),
    ]
