"""Which documents or persons a count of them is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.matrices.axes import split
from toolkit.matrices.intervals import count_segments

if TYPE_CHECKING:
    from toolkit.matrices.matrix import Matrix
    from toolkit.matrices.table import Table


@dataclass(frozen=True, slots=True)
class Member:
    """A document or person, by local key: whether it counts (read whole with the code, asked about it), and whether it has a segment."""

    key: int
    counts: bool
    yes: bool


def members_of(matrix: Matrix, table: Table) -> dict[tuple[int, int], list[Member]]:
    """The documents or persons behind each cell of such a matrix: those that count, and those that would, had they been read."""
    import numpy as np

    of: Literal["document", "person"] = "document" if matrix.measure == "documents" else "person"
    places, unit = split(table.places, of)
    yes = count_segments(table.merged, places.of_turn, (len(table.rows), len(places.keys))) > 0
    states = table.states(places)
    counts = states.read & (yes | ~states.not_asked)
    found: dict[tuple[int, int], list[Member]] = {}
    for row, part in np.argwhere(yes | counts).tolist():
        member = Member(int(places.keys[part]), bool(counts[row, part]), bool(yes[row, part]))  # type: ignore[call-overload] # a local key
        found.setdefault((row, int(unit[part])), []).append(member)
    return found
