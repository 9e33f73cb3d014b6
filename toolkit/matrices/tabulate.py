"""From a layer and the wish for rows and columns to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices.axes import (
    ALL,
    Codes,
    Places,
    Units,
    Values,
    cross,
    sort_by_attribute,
    sort_by_code,
    sort_by_unit,
    sort_by_value,
)
from toolkit.matrices.table import Table

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from toolkit.columns import Bools, Ints
    from toolkit.matrices.axes import Attribute, Members
    from toolkit.matrices.ground import Ground
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
    scope = _scope(layer.ground, documents, cases)
    incomplete: tuple[int, ...] = ()
    if isinstance(columns, (Codes, Values)):
        places = scope
        column_keys, others = _sort_codings(layer, columns)
        incomplete = _missing(layer, members, others)
        members = cross(members, others)
    else:
        places = _sort_turns(layer.ground, columns, scope)
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


def _sort_codings(layer: Layer, axis: Codes | Values) -> tuple[tuple[Hashable, ...], Members]:
    columns = layer.ground.columns
    if isinstance(axis, Codes):
        return sort_by_code(axis, columns.codes, layer.code)
    return sort_by_value(axis, columns.values, layer.codings)


def _sort_turns(ground: Ground, axis: Units | Attribute, scope: Places) -> Places:
    return sort_by_unit(axis, ground, scope) if isinstance(axis, Units) else sort_by_attribute(axis, ground, scope)


def _scope(ground: Ground, documents: Sequence[int] | None, cases: Sequence[int] | None) -> Places:
    """One unit of the turns that are in the documents and of the cases named; a document is in it with its own case."""
    import numpy as np

    document = _among(ground.documents, documents)
    turns = document[ground.speech.document] & _among(ground.speech.case, cases)
    return Places((ALL,), np.where(turns, 0, -1), np.where(document & _among(ground.case, cases), 0, -1))


def _among(values: Ints, wanted: Sequence[int] | None) -> Bools:
    import numpy as np

    return np.ones(len(values), dtype=np.bool_) if wanted is None else np.isin(values, np.array(wanted, dtype=np.int64))


def _missing(layer: Layer, members: Members, others: Members) -> tuple[int, ...]:
    """The codings that are members of the one and not of the other."""
    import numpy as np

    return layer.name(np.setdiff1d(members.coding, others.coding))
