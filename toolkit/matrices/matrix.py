"""One measure of a table: its cells, what they are out of, and the codings and intervals behind each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.columns import Ints
    from toolkit.matrices.table import Table


@dataclass(frozen=True, slots=True)
class Step:
    """One merged interval behind a cell, for whoever recounts it: `words` begin in `start` to `end` of the document, within one turn.

    Steps with one `segment` number (from 1, within the cell) are joined by a coding over several turns.
    """

    document: int
    turn: int
    start: int
    end: int
    words: int
    segment: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that is not counted while these documents have a speaker whose role is unknown."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OutOf:
    """A count with what it is out of: 5 of 7."""

    n: int
    of: int


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Rows by columns of one measure.

    `cells` has a row for each of the table's rows and a column for each of its columns: counts (int64), ratios (float64, NaN where
    refused or without eligible words), `Presence`, or, where the table tells values apart, a dict from value to figure. `of` is what
    counts of documents and persons are out of. `refused` names, by column number, the documents because of which its cells are not
    counted.
    """

    measure: str
    table: Table = field(repr=False)
    cells: NDArray[Any]
    of: Ints | None = None
    refused: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[Hashable, ...]:
        """What the rows are: identifiers of codes or values."""
        return self.table.rows

    @property
    def columns(self) -> tuple[Hashable, ...]:
        """What the columns are: identifiers of units, codes or values, or values of an attribute."""
        return self.table.columns

    @property
    def eligible(self) -> Ints:
        """Eligible words, by column."""
        return self.table.eligible

    def value(self, row: int, column: int) -> object:
        """One cell as a plain value: a number, `Presence`, `OutOf`, a dict, `Refused`, or None where there is nothing to divide by."""
        if column in self.refused:
            return Refused(self.refused[column])
        cell = self.cells[row, column]
        if self.of is not None:
            return OutOf(int(cell), int(self.of[row, column]))
        plain = cell.item() if hasattr(cell, "item") else cell
        return None if plain != plain else plain  # noqa: PLR0124  (NaN is what differs from itself)

    def evidence(self, row: int, column: int) -> tuple[int, ...]:
        """The codings behind a cell, in the order of the texts."""
        return self.table.evidence(row, column, touching=self.measure == "codings")

    def steps(self, row: int, column: int) -> list[Step]:
        """The merged intervals with a participant's word behind a cell, in the order of the texts."""
        return self.table.steps(row, column)

    def to_frame(self, rows: Mapping[Any, str] | None = None, columns: Mapping[Any, str] | None = None) -> pd.DataFrame:
        """The cells as plain values in a data frame, with the names given for its rows and columns in place of their keys."""
        import pandas as pd

        values = [[self.value(row, column) for column in range(len(self.columns))] for row in range(len(self.rows))]
        index, heads = ([(names or {}).get(key, key) for key in keys] for names, keys in ((rows, self.rows), (columns, self.columns)))
        return pd.DataFrame(values, index=pd.Index(index, dtype=object), columns=pd.Index(heads, dtype=object), dtype=object)


def percent(matrix: Matrix, total: Matrix) -> NDArray[Any]:
    """Row % or column %: the cells as hundredths of a total of the same measure, NaN where that is 0; UsageError for another measure.

    `total` is the measure of `table.over_columns()` (row %) or `table.over_rows()` (column %). It is a union: passages with several codes
    make the hundredths of a column sum to more than 100.
    """
    import numpy as np

    if matrix.measure != total.measure or matrix.measure not in {"codings", "segments", "turns", "words"}:
        raise UsageError(_("Percentages are of codings, segments, turns or words, and of a total of the same measure."))
    whole = np.where(total.cells > 0, total.cells, np.nan)
    hundredths: NDArray[Any] = 100 * matrix.cells / whole
    return hundredths
