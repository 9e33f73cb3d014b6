"""Rows by columns over one layer, and every measure of it, computed from one set of merged intervals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.matrices.axes import ALL, MembersByCode, everywhere, regroup, split
from toolkit.matrices.intervals import count_segments, count_turns, merge, sum_words
from toolkit.matrices.matrix import Matrix, Step
from toolkit.matrices.numbers import known, look_up
from toolkit.matrices.presence import Presence, States, eligible_words, states_of, unclear_documents
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from typing import Any, Literal

    from numpy.typing import NDArray

    from toolkit.columns import Bools, Ints
    from toolkit.matrices.axes import Members, Places
    from toolkit.matrices.intervals import Intervals
    from toolkit.matrices.layer import Layer


@dataclass(frozen=True, eq=False)
class Table:
    """Rows by columns over one layer; each measure is a method that gives its matrix.

    Codings are sorted into groups (`members`), turns into units (`places`), and every figure is first counted for each group and unit.
    Where the columns are units, a group is a row; else it is a row and a column, and the one unit is all text in scope. `each` tells
    field values apart within a cell, by as many groups for each. `scope` holds what is counted at all; `incomplete` are the codings that
    are in a row and, for want of a value, in no column.
    """

    layer: Layer
    rows: tuple[Hashable, ...]
    columns: tuple[Hashable, ...]
    members: Members | MembersByCode = field(repr=False)
    places: Places = field(repr=False)
    scope: Places = field(repr=False)
    each: tuple[Hashable, ...] | None = None
    rows_are_codes: bool = True
    columns_are_units: bool = True
    incomplete: tuple[int, ...] = ()

    def matrix(self, measure: str) -> Matrix:
        """The matrix of one of `MEASURES`."""
        return MEASURES[measure](self)

    def codings(self) -> Matrix:
        """Decisions that touch the unit, one row each in the quotes."""
        by_code = self._by_code
        return self._matrix("codings", self.count_touching() if by_code is None else self._tally(by_code.codes))

    def segments(self) -> Matrix:
        """Merged intervals with a participant's word in the unit; those that a coding joins over several turns are one."""
        return self._matrix("segments", self._segments)

    def turns(self) -> Matrix:
        """Distinct turns of participants in which a word is coded."""
        return self._matrix("turns", count_turns(self.merged, self.places.of_turn, self._shape))

    def words(self) -> Matrix:
        """Participants' words in the union of the codings."""
        return self._matrix("words", self._words)

    def share(self) -> Matrix:
        """Words ÷ eligible words of the unit, from 0 to 1."""
        return self._ratio("share", self._words)

    def rate(self) -> Matrix:
        """Segments per 1,000 eligible words of the unit."""
        return self._ratio("rate", 1000 * self._segments)

    def presence(self) -> Matrix:
        """What is known of each code in each unit, as `Presence`: a segment is a yes whatever the marks and readings say."""
        import numpy as np

        states = self.states(self.places)
        known_cells = [self._segments > 0, states.not_asked, states.read]
        names = np.array([Presence.YES, Presence.NOT_ASKED, Presence.NO, Presence.NOT_READ], dtype=object)
        return self._matrix("presence", names[np.select(known_cells, [0, 1, 2], default=3)])

    def documents(self) -> Matrix:
        """Documents with presence, of those with an eligible word in the unit, read whole for this code and asked about it."""
        return self._breadth("documents", "document")

    def persons(self) -> Matrix:
        """Persons with presence, of those with an eligible word in the unit, read whole for this code and asked about it."""
        return self._breadth("persons", "person")

    def only(self, documents: Bools) -> Table | None:
        """The same table on the ground of some documents; None where codings and turns were sorted on the whole ground for good."""
        by_code = self._by_code
        if by_code is None:
            return None
        layer = self.layer.only(documents)
        places, scope = self.places.on(layer.ground), self.scope.on(layer.ground)
        return replace(self, layer=layer, members=replace(by_code, layer=layer), places=places, scope=scope)

    def over_columns(self) -> Table:
        """The same rows with one column, `ALL`, for the union of the columns: the totals of the rows, recounted and never summed."""
        if self.columns_are_units:
            return replace(self, columns=(ALL,), places=everywhere(self.places))
        row, rest = self.members.group // self._per_row, self.members.group % self._parts
        members = regroup(self.members.coding, row * self._parts + rest, len(self.rows) * self._parts)
        return replace(self, columns=(ALL,), members=members)

    def over_rows(self) -> Table:
        """The same columns with one row, `ALL`, for the union of the rows: the totals of the columns, recounted and never summed."""
        import numpy as np

        if isinstance(self.members, MembersByCode) and self.columns_are_units and self.each is None:
            every: Bools = np.any(self.members.codes, axis=0, keepdims=True)
            return replace(self, rows=(ALL,), members=replace(self.members, codes=every), rows_are_codes=False)
        members = regroup(self.members.coding, self.members.group % self._per_row, self._per_row)
        return replace(self, rows=(ALL,), members=members, rows_are_codes=False)

    @cached_property
    def merged(self) -> Intervals:
        """The merged intervals of every group."""
        return merge(self.layer, self.members)

    @cached_property
    def eligible(self) -> Ints:
        """Eligible words, by column."""
        import numpy as np

        words = eligible_words(self.layer.ground, self.places)
        return words if self.columns_are_units else np.repeat(words, len(self.columns))

    @cached_property
    def unclear(self) -> dict[int, tuple[int, ...]]:
        """The documents, by column number, in which somebody speaks whose role is unknown."""
        found = unclear_documents(self.layer.ground, self.places)
        return found if self.columns_are_units else {column: found[0] for column in range(len(self.columns)) if found}

    def evidence(self, row: int, column: int, *, touching: bool = False) -> tuple[int, ...]:
        """The codings with a participant's word in a cell, or all that touch it, in the order of the texts."""
        import numpy as np

        cells, codings = self._touching if touching else self._heard
        places = [slice(*np.searchsorted(cells, (cell, cell + 1))) for cell in self._cells_of(row, column)]
        return self.layer.name(np.unique(np.concatenate([codings[place] for place in places])))

    def steps(self, row: int, column: int) -> list[Step]:
        """The merged intervals with a participant's word behind a cell, in the order of the texts."""
        import numpy as np

        ground, merged = self.layer.ground, self.merged
        chosen = []
        for group, unit in (divmod(cell, self._shape[1]) for cell in self._cells_of(row, column)):
            first, past = np.searchsorted(merged.group, (group, group + 1))
            here = (self.places.of_turn[merged.turn[first:past]] == unit) & (merged.words[first:past] > 0)
            chosen.append(first + np.flatnonzero(here))
        found = np.concatenate(chosen)
        found = found[np.argsort(merged.start[found], kind="stable")]
        place = merged.turn[found]
        document = ground.speech.document[place]
        numbers = {segment: number for number, segment in enumerate(dict.fromkeys(merged.segment[found].tolist()), start=1)}
        columns = (
            ground.documents[document],
            ground.columns.turns.turn[ground.speech.row[place]],
            merged.start[found] - ground.base[document],
            merged.end[found] - ground.base[document],
            merged.words[found],
            merged.segment[found],
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [Step(document, turn, start, end, words, numbers[segment]) for document, turn, start, end, words, segment in rows]

    def states(self, places: Places) -> States:
        """What was read and asked of each row's code in each unit; UsageError where the table is not of codes by units."""
        import numpy as np

        if not (self.rows_are_codes and self.columns_are_units and self.each is None):
            raise UsageError(
                _("Presence, documents and persons are counted for codes by units or attributes only. Choose another measure.")
            )
        codes = known(self.layer.ground.columns.codes.code, np.array(self.rows, dtype=np.int64), "code")
        return states_of(self.layer.ground, self.layer.coder, codes, places)

    @property
    def _shape(self) -> tuple[int, int]:
        """How many groups and units there are."""
        return self.members.groups, len(self.places.keys)

    @property
    def _parts(self) -> int:
        return 1 if self.each is None else len(self.each)

    @property
    def _per_row(self) -> int:
        """How many groups a row has."""
        return self._parts if self.columns_are_units else len(self.columns) * self._parts

    def _cells_of(self, row: int, column: int) -> list[int]:
        """The numbers, group × units + unit, of what is shown in one cell."""
        units = self._shape[1]
        first, unit = (row * self._parts, column) if self.columns_are_units else (row * self._per_row + column * self._parts, 0)
        return [(first + part) * units + unit for part in range(self._parts)]

    @property
    def _by_code(self) -> MembersByCode | None:
        """The codings, where they are sorted by their codes alone, and turns by their documents, but for documents that are divided."""
        by_document = self.places.apart != "all" and self.scope.apart != "all"
        return self.members if by_document and isinstance(self.members, MembersByCode) else None

    def count_touching(self) -> Ints:
        """How many codings of each group touch each unit."""
        import numpy as np

        cells = self._cells(*self.layer.touching(self.places))[0]
        return np.bincount(cells, minlength=self._shape[0] * self._shape[1]).reshape(self._shape)

    def _tally(self, codes: Bools) -> Ints:
        """The same, of groups of codes: by document, and turn by turn only where a document's turns may be of several units."""
        import numpy as np

        apart, units = self.places.are_apart, self._shape[1]
        whole = np.flatnonzero(~apart & (self.places.of_document >= 0))
        by_unit = np.zeros((units, codes.shape[1]), dtype=np.int64)
        np.add.at(by_unit, self.places.of_document[whole], self.layer.tally.T[whole])
        cells = np.zeros(self._shape, dtype=np.int64)
        for group, belongs in enumerate(codes):
            cells[group] = by_unit[:, belongs].sum(axis=1)
        divided = self.only(apart) if apart.any() else None
        return cells if divided is None else cells + divided.count_touching()

    @cached_property
    def _segments(self) -> Ints:
        return count_segments(self.merged, self.places.of_turn, self._shape)

    @cached_property
    def _words(self) -> Ints:
        return sum_words(self.merged, self.places.of_turn, self._shape)

    @cached_property
    def _touching(self) -> tuple[Ints, Ints]:
        return self._by_cell(*self.layer.touching(self.places))

    @cached_property
    def _heard(self) -> tuple[Ints, Ints]:
        return self._by_cell(*self.layer.heard(self.places))

    def _cells(self, coding: Ints, unit: Ints) -> tuple[Ints, Ints]:
        """Pairs of coding and unit as pairs of cell number and coding."""
        row, member = look_up(self.members.coding, coding)
        return self.members.group[member] * self._shape[1] + unit[row], coding[row]

    def _by_cell(self, coding: Ints, unit: Ints) -> tuple[Ints, Ints]:
        """The same, sorted by cell."""
        import numpy as np

        cell, coding = self._cells(coding, unit)
        order = np.argsort(cell.astype(np.min_scalar_type(self._shape[0] * self._shape[1])), kind="stable")
        return cell[order], coding[order]

    def _breadth(self, measure: str, of: Literal["document", "person"]) -> Matrix:
        import numpy as np

        places, unit = split(self.places, of)
        yes = count_segments(self.merged, places.of_turn, (len(self.rows), len(places.keys))) > 0
        states = self.states(places)
        counted = states.read & (yes | ~states.not_asked)
        found, total = np.zeros(self._shape, dtype=np.int64), np.zeros(self._shape, dtype=np.int64)
        np.add.at(found.T, unit, (yes & counted).T)
        np.add.at(total.T, unit, counted.T)
        return self._matrix(measure, found, total)

    def _ratio(self, measure: str, counts: Ints) -> Matrix:
        """Counts ÷ the unit's eligible words; NaN where there are none, or nobody knows yet which they are."""
        import numpy as np

        words = eligible_words(self.layer.ground, self.places).astype(np.float64)
        words[words == 0] = np.nan
        words[list(unclear_documents(self.layer.ground, self.places))] = np.nan
        return replace(self._matrix(measure, counts / words), refused=self.unclear)

    def _matrix(self, measure: str, figures: NDArray[Any], of: Ints | None = None) -> Matrix:
        """Figures for each group and unit, laid out in rows and columns."""
        rows, columns = len(self.rows), len(self.columns)
        if self.columns_are_units:
            cube = figures.reshape(rows, self._parts, columns).transpose(0, 2, 1)
        else:
            cube = figures.reshape(rows, columns, self._parts)
        return Matrix(measure, self, cube[:, :, 0] if self.each is None else _told_apart(cube, self.each), of)


def _told_apart(cube: NDArray[Any], keys: tuple[Hashable, ...]) -> NDArray[Any]:
    """Rows by columns of dicts, from key to figure, without the zeros."""
    import numpy as np

    cells = np.empty(cube.shape[:2], dtype=object)
    for place in np.ndindex(*cells.shape):
        cells[place] = {key: figure for key, figure in zip(keys, cube[place].tolist(), strict=True) if figure}
    return cells


MEASURES: dict[str, Callable[[Table], Matrix]] = {
    "codings": Table.codings,
    "segments": Table.segments,
    "turns": Table.turns,
    "words": Table.words,
    "share": Table.share,
    "rate": Table.rate,
    "presence": Table.presence,
    "documents": Table.documents,
    "persons": Table.persons,
}
