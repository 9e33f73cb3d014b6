"""One measure of a table: its cells, what they are out of, and the codings and intervals behind each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from toolkit.columns import Bools, Ints
    from toolkit.matrices.cooccurrence import Together
    from toolkit.matrices.table import Table

Whole = Literal["row", "column", "either"]
"""What a percentage is of: the total of its row, of its column, or, for codes by codes, what has either of the two codes."""


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


@dataclass(frozen=True, slots=True)
class Portion:
    """A percentage, as the two counts that it is made of; `of` is over 0."""

    n: int
    of: int

    @property
    def hundredths(self) -> float:
        """The percentage.

        >>> round(Portion(5, 105).hundredths, 1)
        4.8
        """
        return 100 * self.n / self.of


@dataclass(frozen=True, slots=True)
class Kin:
    """A cell of codes by codes where one of the two is above the other: the one contains the other, and nothing is counted."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """Rows by columns of one measure.

    `cells` has a row for each of the table's rows and a column for each of its columns: counts (int64), ratios (float64, NaN where
    refused or without eligible words), `Presence`, or, where the table tells values apart, a dict from value to figure. `of` is what
    counts of documents and persons are out of, or, with `percent`, what the cells are percentages of. `refused` names, by column number,
    the documents because of which its cells are not counted; `kin` is true where a row and a column are a code and one above it.
    """

    measure: str
    table: Table | Together = field(repr=False)
    cells: NDArray[Any]
    of: Ints | None = None
    refused: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    percent: Whole | None = None
    kin: Bools | None = None

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

    @property
    def filled(self) -> list[tuple[int, int]]:
        """The cells, by row and column number, in which something was found."""
        import numpy as np

        places: list[list[int]] = np.argwhere(self.cells.astype(bool)).tolist()
        return [(row, column) for row, column in places if self.kin is None or not self.kin[row, column]]

    def value(self, row: int, column: int) -> object:
        """One cell as a plain value.

        A number, `Presence`, `OutOf`, `Portion`, a dict, `Refused`, `Kin`, or None where there is nothing to divide by.
        """
        if column in self.refused:
            return Refused(self.refused[column])
        if self.kin is not None and self.kin[row, column]:
            return Kin()
        cell = self.cells[row, column]
        if self.of is not None:
            n, of = int(cell), int(self.of[row, column])
            return OutOf(n, of) if self.percent is None else Portion(n, of) if of else None
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
