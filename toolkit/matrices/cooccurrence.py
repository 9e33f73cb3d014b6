"""Which codes occur together: codes by codes, by the words, turns, documents or persons that they share.

Only participants' words in scope count, as for every other measure. Unions come before counting: each code's codings, and those of the
codes below it, are merged first, so that no figure depends on how finely somebody cut, and a code's figure cannot exceed what it has alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.matrices.axes import lineage
from toolkit.matrices.matrix import Matrix, Step
from toolkit.matrices.numbers import differs, known
from toolkit.matrices.overlaps import Spans, count_pairs, overlapping, sum_words
from toolkit.matrices.scope import in_scope
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from toolkit.columns import Bools, Ints
    from toolkit.matrices.table import Table

TOGETHER = ("codings", "segments", "words", "turns", "documents", "persons")
"""The measures of codes by codes: what two codes may share."""
OVERLAPPING = ("codings", "segments", "words")
"""Those for which the codings of two codes must lie over one another."""
BLOCK = 1 << 25  # cells of the table of units by codes that are held in memory at once


@dataclass(frozen=True, eq=False)
class Together:
    """Codes by codes: `table` has these codes as its rows; `measure`, one of `TOGETHER`, says what they share.

    The diagonal holds what a code has alone. A code and one above it contain each other: `kin` marks them, and nothing is counted there.
    """

    table: Table
    measure: str

    @property
    def rows(self) -> tuple[Hashable, ...]:
        """The codes."""
        return self.table.rows

    @property
    def columns(self) -> tuple[Hashable, ...]:
        """The same codes."""
        return self.table.rows

    @cached_property
    def whole(self) -> Table:
        """The codes by all that is in scope, in one column."""
        return in_scope(self.table)

    @cached_property
    def eligible(self) -> Ints:
        """Eligible words of all that is in scope, for each column."""
        import numpy as np

        return np.repeat(self.whole.eligible, len(self.rows))

    @cached_property
    def kin(self) -> Bools:
        """Which pairs of rows are a code and one above it."""
        import numpy as np

        own = known(self.table.layer.ground.columns.codes.code, np.array(self.rows, dtype=np.int64), "code")
        below = self._contains[own] > 0  # [one, other]: other holds one
        kin: Bools = (below | below.T) & ~np.eye(len(self.rows), dtype=np.bool_)
        return kin

    def matrix(self) -> Matrix:
        """The matrix."""
        import numpy as np

        if self.measure == "codings":
            cells = self._pairs_of_codings()
        elif self.measure == "segments":
            cells = count_pairs(self._heard.in_order(), len(self.rows))
        elif self.measure == "words":
            cells = sum_words(self._heard.in_order(), len(self.rows))
        else:
            cells = self._in_units(self._unit[self._turn_of(self._heard)])
        cells[self.kin] = 0
        np.fill_diagonal(cells, self._alone(cells))
        return Matrix(self.measure, self, cells, kin=self.kin)

    def pairs(self, row: int, column: int) -> list[tuple[int, int]]:
        """The pairs of codings, one of each code, that share a participant's word, in the order of the texts."""
        import numpy as np

        spans = self._pieces(row).beside(self._pieces(column))
        one, other = overlapping(spans)
        crossing = np.flatnonzero(spans.group[one] != spans.group[other])
        one, other = one[crossing], other[crossing]
        mine = np.where(spans.group[one] == 0, one, other)
        found = zip(spans.thing[mine].tolist(), spans.thing[one + other - mine].tolist(), strict=True)
        names = self.table.layer.codings.tolist()
        return [(names[a], names[b]) for a, b in dict.fromkeys(found)]

    def evidence(self, row: int, column: int, *, touching: bool = False) -> tuple[int, ...]:  # noqa: ARG002 - as of a table
        """The codings of both codes where they meet, in the order of the texts; on the diagonal those of the code."""
        import numpy as np

        if row == column:
            return self.table.layer.name(np.flatnonzero(np.bincount(self._pieces(row).thing)))
        if self.measure in OVERLAPPING:
            chosen = {coding for pair in self.pairs(row, column) for coding in pair}
            return tuple(coding for coding in self.table.layer.codings.tolist() if coding in chosen)
        shared = self._shared_units(row, column)
        turn = self.table.layer.pieces.turn
        found = [pieces.thing[np.isin(self._unit[turn[pieces.row]], shared)] for pieces in (self._pieces(row), self._pieces(column))]
        return self.table.layer.name(np.unique(np.concatenate(found)))

    def steps(self, row: int, column: int) -> list[Step]:
        """What is counted in a cell: the stretches that two codes share, or one merged interval for each unit that they share."""
        if self.measure not in OVERLAPPING:
            return self._one_a_unit(row, column)
        if row != column:
            return self._shared_stretches(row, column)
        merged, spans = self.table.merged, self._intervals(row)
        segments = [] if not spans.row.size else (spans.thing - spans.thing[0] + 1).tolist()
        here = spans.row
        return self._steps(merged.turn[here], merged.start[here], merged.end[here], merged.words[here], segments)

    def _alone(self, cells: Ints) -> Ints:
        """What each code has alone; units are counted on the diagonal already."""
        import numpy as np

        codes = len(self.rows)
        if self.measure == "codings":
            codings: Ints = self._contains.T @ self._given
            return codings
        if self.measure == "segments":
            return np.bincount(self._heard.group[self._heard.begins], minlength=codes)
        if self.measure == "words":
            return np.bincount(self._heard.group, self._heard.past - self._heard.first, minlength=codes).astype(np.int64)
        return np.diagonal(cells).copy()

    @cached_property
    def _unit(self) -> Ints:
        """The turn, document or person of each turn of speech; -1 for nobody's."""
        import numpy as np

        speech = self.table.layer.ground.speech
        units: dict[str, Ints] = {"documents": speech.document, "persons": speech.person}
        return units.get(self.measure, np.arange(len(speech.document)))

    @cached_property
    def _heard(self) -> Spans:
        """The merged intervals with a participant's word in scope, by code; `row` is that of `Table.merged`."""
        import numpy as np

        merged = self.table.merged
        kept = np.flatnonzero((self.table.scope.of_turn[merged.turn] >= 0) & (merged.words > 0))
        line = self.table.layer.ground.words
        first = line.eligible(line.before(merged.start[kept]))
        segment = merged.segment[kept]
        return Spans(first, first + merged.words[kept], segment, merged.group[kept], differs(segment), kept)

    def _turn_of(self, spans: Spans) -> Ints:
        """The turn of each merged interval, by its place in `Ground.speech`."""
        turn: Ints = self.table.merged.turn[spans.row]
        return turn

    @cached_property
    def _spoken(self) -> Spans:
        """The pieces of all codings with a participant's word in scope, by their codes; `row` is that of `Layer.pieces`."""
        import numpy as np

        layer, pieces = self.table.layer, self.table.layer.pieces
        kept = np.flatnonzero((self.table.scope.of_turn[pieces.turn] >= 0) & (pieces.words > 0))
        first, past = (layer.ground.words.eligible(before[kept]) for before in (pieces.first, pieces.past))
        coding = pieces.coding[kept]
        place = np.arange(len(kept))
        earliest = np.empty(len(layer.codings), dtype=np.int64)
        earliest[coding[::-1]] = place[::-1]  # of several, the last one written stays
        begins = earliest[coding] == place
        return Spans(first, past, coding, layer.code[coding], begins, kept)

    @cached_property
    def _given(self) -> Ints:
        """How many codings with a participant's word in scope each code was given, by its place in the study's columns."""
        import numpy as np

        codings = np.flatnonzero(np.bincount(self._spoken.thing))
        given: Ints = np.bincount(self.table.layer.code[codings], minlength=len(self.table.layer.ground.columns.codes.code))
        return given

    @property
    def occurring(self) -> tuple[Hashable, ...]:
        """The codes that have a participant's word in scope."""
        alone = (self._contains.T @ self._given).tolist()
        return tuple(row for row, n in zip(self.rows, alone, strict=True) if n)

    def _pairs_of_codings(self) -> Ints:
        """Pairs of codings are of codes as they were given; those of a parent are the sum of its children's, as families are apart."""
        codes = len(self.table.layer.ground.columns.codes.code)
        counts = count_pairs(self._spoken, codes)
        total: Ints = self._contains.T @ counts @ self._contains
        return total

    @cached_property
    def _contains(self) -> Ints:
        """Which codes (their places in the study's columns) each row holds: itself and what is below it."""
        import numpy as np

        codes = self.table.layer.ground.columns.codes
        row = np.full(len(codes.code), -1, dtype=np.int64)
        row[known(codes.code, np.array(self.rows, dtype=np.int64), "code")] = np.arange(len(self.rows))
        below, above = lineage(codes)
        shown = row[above] >= 0
        contains = np.zeros((len(codes.code), len(self.rows)), dtype=np.int64)
        contains[below[shown], row[above[shown]]] = 1
        return contains

    def _in_units(self, unit: Ints) -> Ints:
        """In how many units there are two codes at once: the product of the table of units by codes with itself, block by block."""
        import numpy as np

        codes = len(self.rows)
        named = np.flatnonzero(unit >= 0)
        names, unit = np.unique(unit[named], return_inverse=True)
        order = np.argsort(unit, kind="stable")
        unit, code = unit[order], self._heard.group[named][order]
        total = np.zeros((codes, codes), dtype=np.int64)
        height = max(1, BLOCK // max(codes, 1))
        for top in range(0, len(names), height):
            first, past = np.searchsorted(unit, (top, top + height))
            there = np.zeros((min(height, len(names) - top), codes), dtype=np.float32)  # exact up to 2^24 units in a block
            there[unit[first:past] - top, code[first:past]] = 1
            total += (there.T @ there).astype(np.int64)
        return total

    def _intervals(self, row: int) -> Spans:
        """The merged intervals of one code."""
        import numpy as np

        first, past = np.searchsorted(self._heard.group, (row, row + 1))
        return self._heard.only(np.arange(first, past))

    def _pieces(self, row: int) -> Spans:
        """The pieces of one code's codings with a participant's word in scope, in the order of the line."""
        import numpy as np

        if row not in self._found:
            self._found[row] = self._spoken.only(np.flatnonzero(self._contains[self._spoken.group, row]))
        return self._found[row]

    @cached_property
    def _found(self) -> dict[int, Spans]:
        return {}

    def _shared_units(self, row: int, column: int) -> Ints:
        import numpy as np

        one, other = (self._unit[self._turn_of(self._intervals(code))] for code in (row, column))
        shared: Ints = np.intersect1d(one, other)
        return shared[shared >= 0]

    def _shared_stretches(self, row: int, column: int) -> list[Step]:
        """The stretches of the line that both codes cover, each within one turn; pairs of segments are numbered."""
        import numpy as np

        merged = self.table.merged
        spans = self._intervals(row).beside(self._intervals(column))
        numbers: dict[tuple[int, int], int] = {}
        one, other = overlapping(spans)
        mine, theirs = spans.row[one], spans.row[other]
        start, end = np.maximum(merged.start[mine], merged.start[theirs]), np.minimum(merged.end[mine], merged.end[theirs])
        words = np.minimum(spans.past[one], spans.past[other]) - spans.first[other]
        pairs = zip(spans.thing[one].tolist(), spans.thing[other].tolist(), strict=True)
        segments = [numbers.setdefault((min(pair), max(pair)), len(numbers) + 1) for pair in pairs]
        return self._steps(merged.turn[mine], start, end, words, segments)

    def _one_a_unit(self, row: int, column: int) -> list[Step]:
        """The first interval of the row's code in every unit that both have; the unit is the segment."""
        import numpy as np

        merged, spans = self.table.merged, self._intervals(row)
        units, place = np.unique(self._unit[self._turn_of(spans)], return_index=True)
        rows = spans.row[place[np.isin(units, self._shared_units(row, column))]]
        return self._steps(merged.turn[rows], merged.start[rows], merged.end[rows], merged.words[rows], range(1, len(rows) + 1))

    def _steps(self, turn: Ints, start: Ints, end: Ints, words: Ints, segments: Iterable[int]) -> list[Step]:
        """Stretches of the line in the words of the study."""
        ground = self.table.layer.ground
        document = ground.speech.document[turn]
        base = ground.base[document]
        columns = (ground.documents[document], ground.columns.turns.turn[ground.speech.row[turn]], start - base, end - base, words)
        rows = zip(*(column.tolist() for column in columns), segments, strict=True)
        return [Step(key, row, begin, stop, count, segment) for key, row, begin, stop, count, segment in rows]


def cooccurrence(table: Table, measure: str) -> Matrix:
    """How often the codes of a table's rows occur together; UsageError for what two codes cannot share."""
    if measure not in TOGETHER:
        raise UsageError(_("Two codes do not share {measure}. Use one of: {known}.", measure=measure, known=", ".join(TOGETHER)))
    return Together(table, measure).matrix()


def occurring(table: Table) -> tuple[Hashable, ...]:
    """The rows of a table of codes that have a participant's word in scope."""
    return Together(table, "codings").occurring
