"""What has happened since a change: for those who compare the study with something that was taken out of it then."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from toolkit.store.tables import attribute, attribute_value, code, coding, event, text_version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


@dataclass(frozen=True)
class Since:
    """The objects changed since, by identifier: what their columns held then (None for what did not exist).

    `last` gives for each column the number of the last change that wrote it. Values are as events write them.
    """

    before: dict[bytes, dict[str, Any] | None] = field(default_factory=dict)
    last: dict[bytes, dict[str, int]] = field(default_factory=dict)


def since(connection: Connection, number: int, kinds: Iterable[str]) -> Since:
    """What happened to objects of these kinds after change `number`."""
    found = Since()
    query = select(event.c.object, event.c.change, event.c.before, event.c.after)
    for row in connection.execute(query.where(event.c.change > number, event.c.kind.in_(tuple(kinds))).order_by(event.c.id.desc())):
        known = found.before.get(row.object) or {}
        found.before[row.object] = None if row.before is None else {**known, **row.before}
        last = found.last.setdefault(row.object, {})
        for column in row.after or {}:
            last.setdefault(column, row.change)
    return found


def value_uids(connection: Connection, owner: str) -> dict[tuple[int, bytes], bytes]:
    """The identifiers of all values of an owner's attributes, also of those taken away: by the attribute's local key and the object."""
    query = select(attribute_value).join(attribute, attribute.c.id == attribute_value.c.attribute).where(attribute.c.owner == owner)
    return {(row.attribute, row.object): row.uid for row in connection.execute(query)}


def notes(connection: Connection, kind: str) -> list[tuple[int, dict[str, Any]]]:
    """All that changes have noted of a kind that is no object's, each with the number of its change."""
    query = select(event.c.change, event.c.after).where(event.c.kind == kind).order_by(event.c.id)
    return [(row.change, row.after or {}) for row in connection.execute(query)]


def coded_since(connection: Connection, number: int) -> set[tuple[int, int, int]]:
    """Coder, code and document of all codings that were made, changed or taken away after a change; both codes of those recoded."""
    made = event.join(coding, coding.c.uid == event.c.object).join(text_version, text_version.c.id == coding.c.text_version)
    query = select(coding.c.coder, coding.c.code, text_version.c.document, event.c.before).select_from(made)
    codes = {row.uid.hex(): row.id for row in connection.execute(select(code.c.uid, code.c.id))}
    found = set()
    for row in connection.execute(query.where(event.c.change > number, event.c.kind == coding.name)):
        found.add((row.coder, row.code, row.document))
        earlier = codes.get((row.before or {}).get("code"))
        if earlier is not None:
            found.add((row.coder, earlier, row.document))
    return found
