"""What the rows and columns of a matrix may be.

Codes and field values sort the codings; cases, documents, persons and their attributes sort the turns. Rows are of the first kind,
columns of either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.columns import INTERVIEWER
from toolkit.matrices.ground import differs, find, known, look_up

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from toolkit.columns import CodeColumns, Ints, ValueColumns
    from toolkit.matrices.ground import Ground

UnitKind = Literal["case", "document", "person"]
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


@dataclass(frozen=True, slots=True)
class Places:
    """Turns and documents sorted into units: for each, the place of its unit in `keys`, or -1.

    `of` says what the keys are, if they are identifiers of units.
    """

    keys: tuple[Hashable, ...]
    of_turn: Ints
    of_document: Ints
    of: UnitKind | None = None


def sort_by_code(axis: Codes, codes: CodeColumns, code: Ints) -> tuple[tuple[Hashable, ...], Members]:
    """Sort codings, given the place of each one's code, by code: a coding is also a member of the codes above its own."""
    import numpy as np

    wanted = codes.code[~codes.reserved] if axis.codes is None else np.array(axis.codes, dtype=np.int64)
    row = np.full(len(codes.code), -1, dtype=np.int64)
    row[known(codes.code, wanted, "code")] = np.arange(len(wanted))
    descendant, ancestor = lineage(codes)
    shown = row[ancestor] >= 0
    descendant, group = descendant[shown], row[ancestor[shown]]
    coding, pair = look_up(descendant, code)
    return tuple(wanted.tolist()), Members(len(wanted), coding, group[pair])


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


def cross(one: Members, other: Members) -> Members:
    """The codings that are in a group of both, by pairs of groups, numbered `one * other.groups + other`."""
    row, match = look_up(other.coding, one.coding)
    return Members(one.groups * other.groups, one.coding[row], one.group[row] * other.groups + other.group[match])


def sort_by_unit(axis: Units, ground: Ground, scope: Places) -> Places:
    """Sort the turns in scope by case, document or person. An interviewer's turns do not make a column."""
    import numpy as np

    of_turn, of_document = _units(axis.of, ground, scope)
    if axis.keys is None:
        keys = np.unique(np.concatenate([of_turn[ground.speech.role != INTERVIEWER], of_document]))
        keys = keys[keys >= 0]
    else:
        keys = np.array(axis.keys, dtype=np.int64)
    return Places(tuple(keys.tolist()), find(keys, of_turn), find(keys, of_document), axis.of)


def sort_by_attribute(axis: Attribute, ground: Ground, scope: Places) -> Places:
    """Sort the turns in scope by an attribute; an interviewer's turn that belongs to no unit has no column."""
    import numpy as np

    of_turn, of_document = _units(axis.of, ground, scope)
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
        return Places((*keys, NO_VALUE), turns, documents)
    return Places(keys, np.where(turns < len(keys), turns, -1), np.where(documents < len(keys), documents, -1))


def _units(of: UnitKind, ground: Ground, scope: Places) -> tuple[Ints, Ints]:
    """The case, document or person of each turn and each document; -1 for none, and for what is out of scope. No document is a person's."""
    import numpy as np

    speech, nobody = ground.speech, np.full(len(ground.documents), -1, dtype=np.int64)
    of_turn = {"case": speech.case, "document": ground.documents[speech.document], "person": speech.person}[of]
    of_document = {"case": ground.case, "document": ground.documents, "person": nobody}[of]
    return np.where(scope.of_turn >= 0, of_turn, -1), np.where(scope.of_document >= 0, of_document, -1)


def everywhere(places: Places) -> Places:
    """One unit, `ALL`, of all that is in some unit."""
    import numpy as np

    return Places((ALL,), np.where(places.of_turn >= 0, 0, -1), np.where(places.of_document >= 0, 0, -1))


def split(places: Places, of: Literal["document", "person"], ground: Ground) -> tuple[Places, Ints]:
    """Each unit split by document or person: the new places, and the old unit of each, ascending. Turns of nobody are in none."""
    import numpy as np

    parts, part = np.unique(_units(of, ground, places)[0], return_inverse=True)
    inside = (places.of_turn >= 0) & (parts[part] >= 0)
    keys, unit = np.unique(places.of_turn[inside] * len(parts) + part[inside], return_inverse=True)
    of_turn, of_document = np.full(len(part), -1, dtype=np.int64), np.full(len(places.of_document), -1, dtype=np.int64)
    of_turn[inside] = unit
    return Places(tuple(parts[keys % len(parts)].tolist()), of_turn, of_document, of), keys // max(len(parts), 1)
