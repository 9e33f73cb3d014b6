"""What stands around the figures of a matrix, whichever format it is written in: lines above its columns, and columns beside its rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.export.labels import whole_word
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.export.base import Grid


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of every column, or of every row: its name, and a value for each."""

    name: str
    values: tuple[str | int, ...]
    kind: Literal["band", "attribute", "count", "key"] = "attribute"


def above(grid: Grid) -> list[Line]:
    """The lines above the heads of the columns: bands, attributes, words of participants, what 100 % are."""
    axes = grid.axes
    lines = []
    if axes.order and not axes.turned:
        lines.append(Line(_("In order of: {title}", title=axes.order), tuple(head.band for head in axes.columns), "band"))
    for number, name in enumerate(axes.column_attributes):
        lines.append(Line(name, tuple(head.attributes[number] for head in axes.columns)))
    if axes.eligible is not None:
        lines.append(Line(_("Words of participants"), axes.eligible, "count"))
    if grid.percent == "column":
        lines.append(Line(whole_word(grid), grid.totals, "count"))
    return lines


def beside(grid: Grid) -> list[Line]:
    """The columns beside the labels of the rows: keys of codes, bands, attributes, what 100 % are."""
    axes = grid.axes
    columns = [Line(_("Code key"), tuple(head.key for head in axes.rows), "key")] if axes.in_quotes else []
    if axes.order and axes.turned:
        columns.append(Line(_("In order of: {title}", title=axes.order), tuple(head.band for head in axes.rows), "band"))
    for number, name in enumerate(axes.row_attributes):
        columns.append(Line(name, tuple(head.attributes[number] if head.attributes else "" for head in axes.rows)))
    if grid.percent == "row":
        columns.append(Line(whole_word(grid), grid.totals, "count"))
    return columns


def corner(grid: Grid) -> str:
    """What stands over the labels of the rows."""
    return _("Code") if grid.axes.in_quotes else _("Case") if grid.axes.turned else ""
