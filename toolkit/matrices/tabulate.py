"""From a layer and the wish for rows and columns to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices.axes import (
    Codes,
    Units,
    Values,
    cross,
    sort_by_attribute,
    sort_by_code,
    sort_by_unit,
    sort_by_value,
    sort_scope,
)
from toolkit.matrices.table import Table

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from toolkit.matrices.axes import Attribute, Members, MembersByCode
    from toolkit.matrices.layer import Layer


def tabulate(
    layer: Layer,
    rows: Codes | Values,
    columns: Codes | Values | Units | Attribute,
    *,
    each: Values | None = None,
    documents: Sequence[int] | None = None,
    cases: Sequence[int] | None = None,
) -> Table:
    """Rows by columns over one layer, of some documents and cases or all; `each` tells the values of fields apart within a cell.

    A coding without a value for `each` is told apart as `NO_VALUE`; one that is in a row and has no value for the columns is listed as
    incomplete.
    """
    row_keys, members = _sort_codings(layer, rows)
    scope = sort_scope(layer.ground, documents, cases)
    incomplete: tuple[int, ...] = ()
    if isinstance(columns, (Codes, Values)):
        places = scope
        column_keys, others = _sort_codings(layer, columns)
        incomplete = _missing(layer, members, others)
        members = cross(members, others)
    else:
        ground = layer.ground
        places = sort_by_unit(columns, ground, scope) if isinstance(columns, Units) else sort_by_attribute(columns, ground, scope)
        column_keys = places.keys
    each_keys = None
    if each is not None:
        each_keys, parts = sort_by_value(each, layer.ground.columns.values, layer.codings, rest=True)
        members = cross(members, parts)
    return Table(
        layer,
        row_keys,
        column_keys,
        members,
        places,
        scope,
        each_keys,
        rows_are_codes=isinstance(rows, Codes),
        columns_are_units=not isinstance(columns, (Codes, Values)),
        incomplete=incomplete,
    )


def _sort_codings(layer: Layer, axis: Codes | Values) -> tuple[tuple[Hashable, ...], Members | MembersByCode]:
    if isinstance(axis, Codes):
        return sort_by_code(axis, layer)
    return sort_by_value(axis, layer.ground.columns.values, layer.codings)


def _missing(layer: Layer, members: Members | MembersByCode, others: Members | MembersByCode) -> tuple[int, ...]:
    """The codings that are members of the one and not of the other."""
    import numpy as np

    return layer.name(np.setdiff1d(members.coding, others.coding))
