"""Percentages of one and the same measure: of a row, of a column, or of what has either of two codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from toolkit.errors import UsageError
from toolkit.matrices.cooccurrence import Together
from toolkit.matrices.matrix import Whole
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.columns import Ints
    from toolkit.matrices.matrix import Matrix
    from toolkit.matrices.table import Table

WHOLES: tuple[Whole, ...] = get_args(Whole)
IN_PARTS = ("codings", "segments", "turns", "words")
"""The measures whose totals are unions that a part can be a percentage of."""
SHARED = ("turns", "words", "documents", "persons")
"""The measures of codes by codes that cannot be more than what one of the codes has alone; pairs can."""


def percentages(matrix: Matrix, of: Whole) -> Matrix:
    """The same matrix with `of` as what its cells are percentages of; UsageError where percentages say nothing.

    The total of a row or column is counted anew as a union, never summed: where codings overlap, percentages sum to more than 100. For
    codes by codes it is what the code of the row or column has alone, or what has either of the two (Jaccard's coefficient, Jaccard 1901).
    """
    if isinstance(matrix.table, Together):
        return replace(matrix, of=_of_codes(matrix, of), percent=of)
    return replace(matrix, of=_of_total(matrix, matrix.table, of), percent=of)


def _of_codes(matrix: Matrix, of: Whole) -> Ints:
    import numpy as np

    if matrix.measure not in SHARED:
        raise UsageError(
            _(
                "Two codes can share more pairs than one has {measure}: percentages say nothing. Use one of: {known}.",
                measure=matrix.measure,
                known=", ".join(SHARED),
            )
        )
    alone = np.diagonal(matrix.cells)
    whole: Ints = {
        "row": np.broadcast_to(alone[:, None], matrix.cells.shape),
        "column": np.broadcast_to(alone, matrix.cells.shape),
        "either": alone[:, None] + alone - matrix.cells,
    }[of]
    return whole


def _of_total(matrix: Matrix, table: Table, of: Whole) -> Ints:
    import numpy as np

    if of == "either":
        raise UsageError(_("Percentages of either are for codes by codes. Use row or column."))
    if table.each is not None:
        raise UsageError(_("There are no percentages where a cell tells values apart. Leave out --each, or the percentages."))
    if matrix.measure not in IN_PARTS:
        raise UsageError(
            _("There are no percentages of {measure}. Use one of: {known}.", measure=matrix.measure, known=", ".join(IN_PARTS))
        )
    total = (table.over_columns() if of == "row" else table.over_rows()).matrix(matrix.measure).cells
    whole: Ints = np.broadcast_to(total, matrix.cells.shape)
    return whole
