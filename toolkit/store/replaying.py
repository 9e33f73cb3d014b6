"""Whether the history leads to what the study holds: each object as its events say, from the first to the last."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from toolkit.store.history import UNREPEATED, WIPED, target_of
from toolkit.store.tables import OBJECTS, event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Row, Table

#: Columns that also change without an event: a machine's open proposals are replaced, a turn's text is cut.
UNWATCHED = frozenset({("suggestion", "deleted"), ("turn", "start"), ("turn", "end"), ("turn", "text_version")})


def contradictions(connection: Connection) -> Iterator[tuple[str, bytes]]:
    """The objects, by kind and identifier, of which an event or the row says something else than the events before; not what was erased."""
    for kind, table in OBJECTS.items():
        rows = {row.uid: row for row in connection.execute(_watched(table))}
        pointers = _pointers(connection, table)
        query = select(event.c.object, event.c.before, event.c.after).where(event.c.kind == kind)
        events = connection.execute(query.order_by(event.c.object, event.c.id).execution_options(yield_per=5_000))
        for uid, own in groupby(events, key=lambda found: found.object):
            row = rows.get(uid)
            if row is not None and not _follows(own, table, row, pointers):
                yield kind, uid


def _watched(table: Table) -> Any:
    columns = [column for column in table.c if (table.name, column.name) not in UNREPEATED | UNWATCHED and column.name != "id"]
    return select(*columns).where(table.c.uid.is_not(None))


def _pointers(connection: Connection, table: Table) -> dict[str, dict[int, str]]:
    """For each column that points to objects, their identifiers by local key."""
    found = {}
    for column in table.c:
        target = target_of(table, column.name)
        if target is not None:
            query = select(target.c.id, target.c.uid).where(target.c.id.in_(select(column).distinct()))
            found[column.name] = {row.id: row.uid.hex() for row in connection.execute(query)}
    return found


def _follows(events: Iterable[Any], table: Table, row: Row[Any], pointers: dict[str, dict[int, str]]) -> bool:
    said: dict[str, Any] = {}
    for found in events:
        if found.after == WIPED:
            return True
        before, after = found.before or {"deleted": False}, found.after or {}
        if any(said.setdefault(name, value) != value for name, value in before.items()):
            return False
        said.update(after)
    return all(
        name in row._fields and _encoded(getattr(row, name), pointers.get(name)) == value
        for name, value in said.items()
        if (table.name, name) not in UNWATCHED
    )


def _encoded(value: Any, keys: dict[int, str] | None) -> Any:
    if value is None:
        return None
    if keys is not None:
        return keys.get(value)
    return value.hex() if isinstance(value, bytes) else value
