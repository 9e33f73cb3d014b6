"""A table seen as one column of all that is in scope, or narrowed to what some persons say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.matrices.axes import ALL, Members

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.matrices.table import Table


def in_scope(table: Table) -> Table:
    """The rows of a table of units by all that it counts at all, in one column, `ALL`; also what is in none of its own columns."""
    return replace(table, columns=(ALL,), places=table.scope)


def among_persons(table: Table, persons: Collection[int]) -> Table:
    """The same table, of the turns of these persons only; what stands beside all speech is nobody's and falls out."""
    return replace(table, places=table.places.of_persons(persons), scope=table.scope.of_persons(persons))


def of_part(table: Table, part: int) -> Table:
    """A table that tells values apart, with the codings of one value only: the one at this place in `table.each`."""
    import numpy as np

    each = table.each or ()
    members = table.members
    ours = np.flatnonzero(members.group % len(each) == part)
    return replace(table, each=None, members=Members(members.groups // len(each), members.coding[ours], members.group[ours] // len(each)))
