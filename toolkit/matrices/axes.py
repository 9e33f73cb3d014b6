"""What the rows and columns of a matrix may be.

Codes and field values sort the codings; cases, documents, persons and their attributes sort the turns. Rows are of the first kind,
columns of either.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from toolkit.columns import INTERVIEWER
from toolkit.matrices.numbers import differs, find, known, look_up

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from toolkit.columns import Bools, CodeColumns, Ints, ValueColumns
    from toolkit.matrices.ground import Ground
    from toolkit.matrices.layer import Layer

UnitKind = Literal["case", "document", "person"]
Apart = Literal["none", "divided", "all"]
NO_VALUE = None
"""The key of the row or column for what has no value."""
ALL = "all"
"""The key of the one row or column of a total."""


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes, each with its descendants; by default all that can be coded, in the codebook's order."""

    codes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """The values of some fields, which share one set of values; by default those that occur, ascending."""

    fields: tuple[int, ...]
    values: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """Cases, documents or persons; by default those of the texts, ascending."""

    of: UnitKind
    keys: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """The values of an attribute of cases, documents or persons, in the order given, else of first appearance in `values`.

    What has no value is in the column `NO_VALUE`, which is there only if something is in it.
    """

    of: UnitKind
    values: Mapping[int, Hashable]
    order: tuple[Hashable, ...] | None = None


@dataclass(frozen=True, slots=True)
class Members:
    """Codings sorted into `groups` groups: parallel `coding` (its place in the layer, ascending) and `group`.

    A coding may be in several groups, and is once in each.
    """

    groups: int
    coding: Ints
    group: Ints

    def rows(self, coding: Ints) -> tuple[Ints, Ints]:
        """All pairs of a group and a row, given the coding of each row, by group and then by row."""
        import numpy as np

        row, member = look_up(self.coding, coding)
        group = self.group[member]
        order = np.argsort(group.astype(np.min_scalar_type(self.groups)), kind="stable")  # by few groups it is a radix sort
        return group[order], row[order]


@dataclass(frozen=True, eq=False)
class MembersByCode:
    """Codings sorted into groups by nothing but their codes: `codes` has a row for each group and a column for each code.

    The codings are read and sorted only when they are asked for: how many of them there are is known without.
    """

    layer: Layer
    codes: Bools

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self.codes)

    @property
    def coding(self) -> Ints:
        """As in `Members`."""
        return self._sorted[0]

    @property
    def group(self) -> Ints:
        """As in `Members`."""
        return self._sorted[1]

    def rows(self, coding: Ints) -> tuple[Ints, Ints]:
        """As in `Members`."""
        import numpy as np

        code = self.layer.code[coding]
        edges = np.append(0, np.cumsum(np.bincount(code, minlength=self.codes.shape[1])))
        rows = np.split(np.argsort(code.astype(np.min_scalar_type(len(edges))), kind="stable"), edges[1:-1])
        found = [[rows[place] for place in np.flatnonzero(belongs).tolist()] for belongs in self.codes]
        sorted_rows = [parts[0] if len(parts) == 1 else np.sort(np.concatenate([*parts, rows[0][:0]])) for parts in found]
        group = np.repeat(np.arange(len(found)), [len(part) for part in sorted_rows])
        return group, np.concatenate([*sorted_rows, rows[0][:0]])

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        import numpy as np

        code, group = np.nonzero(self.codes.T)
        coding, pair = look_up(code, self.layer.code)
        return coding, group[pair]


@dataclass(frozen=True, eq=False)
class Places:
    """The turns and documents of a ground sorted into units: for each, the place of its unit in `keys`, or -1.

    `of` says what the keys are, if they are identifiers of units. `sort_turns` and `sort_documents` say the units on any ground of the
    study. `apart` are the documents of which a turn may be in another unit than the document: elsewhere a coding is in its document's unit,
    whichever turns it meets.
    """

    ground: Ground
    keys: tuple[Hashable, ...]
    sort_turns: Callable[[Ground], Ints] = field(repr=False)
    sort_documents: Callable[[Ground], Ints] = field(repr=False)
    of: UnitKind | None = None
    apart: Apart = "all"

    @cached_property
    def of_turn(self) -> Ints:
        """The unit of each turn of speech."""
        return self.sort_turns(self.ground)

    @cached_property
    def of_document(self) -> Ints:
        """The unit of each document, for what stands in no turn."""
        return self.sort_documents(self.ground)

    @cached_property
    def are_apart(self) -> Bools:
        """The documents of which a turn may be in another unit than the document."""
        import numpy as np

        divided = self.ground.divided
        return divided if self.apart == "divided" else np.full(len(divided), self.apart == "all", dtype=np.bool_)

    def on(self, ground: Ground) -> Places:
        """The same units on another ground of the study."""
        return self if ground is self.ground else replace(self, ground=ground)

    def of_persons(self, persons: Collection[int]) -> Places:
        """The same units of what some persons say; what stands beside all speech is nobody's."""
        import numpy as np

        speaking = np.isin(self.ground.speech.person, np.array(sorted(persons), dtype=np.int64))
        return _settled(self.ground, self.keys, np.where(speaking, self.of_turn, -1), _nowhere(self.ground), self.of)


def _settled(ground: Ground, keys: tuple[Hashable, ...], of_turn: Ints, of_document: Ints, of: UnitKind | None = None) -> Places:
    """Places that are sorted already; all documents are looked at turn by turn, on this ground."""
    return Places(ground, keys, lambda _ground: of_turn, lambda _ground: of_document, of)


def _nowhere(ground: Ground) -> Ints:
    import numpy as np

    return np.full(len(ground.documents), -1, dtype=np.int64)


def sort_by_code(axis: Codes, layer: Layer) -> tuple[tuple[Hashable, ...], MembersByCode]:
    """Sort the codings of a layer by code: a coding is also a member of the codes above its own."""
    import numpy as np

    codes = layer.ground.columns.codes
    wanted = codes.code[~codes.reserved] if axis.codes is None else np.array(axis.codes, dtype=np.int64)
    row = np.full(len(codes.code), -1, dtype=np.int64)
    row[known(codes.code, wanted, "code")] = np.arange(len(wanted))
    descendant, ancestor = lineage(codes)
    shown = row[ancestor] >= 0
    belongs = np.zeros((len(wanted), len(codes.code)), dtype=np.bool_)
    belongs[row[ancestor[shown]], descendant[shown]] = True
    return tuple(wanted.tolist()), MembersByCode(layer, belongs)


def lineage(codes: CodeColumns) -> tuple[Ints, Ints]:
    """Pairs of a code and itself or a code above it, by their places, ascending by the first."""
    import numpy as np

    parent = find(codes.code, codes.parent)
    here = above = np.arange(len(parent))
    pairs = []
    while here.size:
        pairs.append((here, above))
        above = parent[above]
        here, above = here[above >= 0], above[above >= 0]
    if not pairs:
        return here, above
    descendant, ancestor = (np.concatenate(side) for side in zip(*pairs, strict=True))
    order = np.argsort(descendant, kind="stable")
    return descendant[order], ancestor[order]


def sort_by_value(axis: Values, values: ValueColumns, codings: Ints, *, rest: bool = False) -> tuple[tuple[Hashable, ...], Members]:
    """Sort codings, given their identifiers, by the values of fields; with `rest`, those without any are in one more group, `NO_VALUE`.

    A coding that has a value twice counts once.
    """
    import numpy as np

    coding = find(codings, values.coding)
    ours = (coding >= 0) & np.isin(values.field, axis.fields)
    coding, value = coding[ours], values.value[ours]
    keys = np.flatnonzero(np.bincount(value)) if axis.values is None else np.array(axis.values, dtype=np.int64)
    group = find(keys, value)
    names: tuple[Hashable, ...] = tuple(keys.tolist())
    if rest:
        bare = np.flatnonzero(np.bincount(coding, minlength=len(codings)) == 0)
        coding, group = np.concatenate([coding, bare]), np.concatenate([group, np.full(len(bare), len(names))])
        names = (*names, NO_VALUE)
    shown = group >= 0
    return names, regroup(coding[shown], group[shown], len(names))


def regroup(coding: Ints, group: Ints, groups: int) -> Members:
    """Members of these pairs in ascending order, each pair once."""
    import numpy as np

    pair = np.sort(coding * max(groups, 1) + group)
    pair = pair[differs(pair)]
    return Members(groups, pair // max(groups, 1), pair % max(groups, 1))


def cross(one: Members | MembersByCode, other: Members | MembersByCode) -> Members:
    """The codings that are in a group of both, by pairs of groups, numbered `one * other.groups + other`."""
    row, match = look_up(other.coding, one.coding)
    return Members(one.groups * other.groups, one.coding[row], one.group[row] * other.groups + other.group[match])


def sort_by_unit(axis: Units, ground: Ground, scope: Places) -> Places:
    """Sort the turns in scope by case, document or person. An interviewer's turns do not make a column."""
    import numpy as np

    def turns(other: Ground) -> Ints:
        return np.where(scope.on(other).of_turn >= 0, _of_turns(axis.of, other), -1)

    def documents(other: Ground) -> Ints:
        return np.where(scope.on(other).of_document >= 0, _of_documents(axis.of, other), -1)

    if axis.keys is None:
        keys = np.unique(np.concatenate([turns(ground)[ground.speech.role != INTERVIEWER], documents(ground)]))
        keys = keys[keys >= 0]
    else:
        keys = np.array(axis.keys, dtype=np.int64)
    apart: dict[UnitKind, Apart] = {"case": "divided", "document": scope.apart, "person": "all"}
    return Places(
        ground,
        tuple(keys.tolist()),
        lambda other: find(keys, turns(other)),
        lambda other: find(keys, documents(other)),
        axis.of,
        apart[axis.of],
    )


def sort_by_attribute(axis: Attribute, ground: Ground, scope: Places) -> Places:
    """Sort the turns in scope by an attribute; an interviewer's turn that belongs to no unit has no column."""
    import numpy as np

    of_turn = np.where(scope.of_turn >= 0, _of_turns(axis.of, ground), -1)
    of_document = np.where(scope.of_document >= 0, _of_documents(axis.of, ground), -1)
    keys = tuple(dict.fromkeys(axis.values.values())) if axis.order is None else axis.order
    place = {key: index for index, key in enumerate(keys)}
    units, unit = np.unique(np.concatenate([of_turn, of_document]), return_inverse=True)
    # A value outside the order given has no column; a unit without a value has the one after the last.
    column = [place.get(axis.values[key], -1) if key in axis.values else len(keys) for key in units.tolist()]
    columns = np.array(column, dtype=np.int64)[unit]
    turns, documents = columns[: len(of_turn)], columns[len(of_turn) :]

    heard = (ground.speech.role != INTERVIEWER) & (scope.of_turn >= 0)
    turns[(of_turn < 0) & ~heard] = -1
    documents[(scope.of_document < 0) | (axis.of == "person")] = -1
    if (turns[heard] == len(keys)).any():
        return _settled(ground, (*keys, NO_VALUE), turns, documents)
    return _settled(ground, keys, np.where(turns < len(keys), turns, -1), np.where(documents < len(keys), documents, -1))


def _of_turns(of: UnitKind, ground: Ground) -> Ints:
    """The case, document or person of each turn; -1 for none."""
    speech = ground.speech
    return {"case": speech.case, "document": ground.documents[speech.document], "person": speech.person}[of]


def _of_documents(of: UnitKind, ground: Ground) -> Ints:
    """The case of each document, or the document itself; no document is a person's."""
    return {"case": ground.case, "document": ground.documents, "person": _nowhere(ground)}[of]


def sort_scope(ground: Ground, documents: Collection[int] | None, cases: Collection[int] | None) -> Places:
    """One unit, `ALL`, of the turns that are in the documents and of the cases named; a document is in it with its own case."""
    import numpy as np

    def turns(other: Ground) -> Ints:
        inside = _among(other.documents, documents)[other.speech.document] & _among(other.speech.case, cases)
        return np.where(inside, 0, -1)

    def whole(other: Ground) -> Ints:
        return np.where(_among(other.documents, documents) & _among(other.case, cases), 0, -1)

    return Places(ground, (ALL,), turns, whole, apart="none" if cases is None else "divided")


def _among(values: Ints, wanted: Collection[int] | None) -> Bools:
    import numpy as np

    return np.ones(len(values), dtype=np.bool_) if wanted is None else np.isin(values, np.array(list(wanted), dtype=np.int64))


def everywhere(places: Places) -> Places:
    """One unit, `ALL`, of all that is in some unit."""
    import numpy as np

    return Places(
        places.ground,
        (ALL,),
        lambda other: np.where(places.on(other).of_turn >= 0, 0, -1),
        lambda other: np.where(places.on(other).of_document >= 0, 0, -1),
        apart=places.apart,
    )


def split(places: Places, of: Literal["document", "person"]) -> tuple[Places, Ints]:
    """Each unit split by document or person: the new places, and the old unit of each, ascending. Turns of nobody are in none."""
    import numpy as np

    part = _of_turns(of, places.ground)
    inside = (places.of_turn >= 0) & (part >= 0)
    size = int(part.max(initial=0)) + 1
    keys, unit = np.unique(places.of_turn[inside] * size + part[inside], return_inverse=True)
    of_turn = np.full(len(part), -1, dtype=np.int64)
    of_turn[inside] = unit
    return _settled(places.ground, tuple((keys % size).tolist()), of_turn, _nowhere(places.ground), of), keys // size
