"""Register entries: named things that codings point to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from toolkit.model import Entry
from toolkit.store.rows import live, records
from toolkit.store.tables import register_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.store.history import Change


def entries(connection: Connection, register: str | None = None) -> list[Entry]:
    """The entries of one register, or of all, by name; proposals of the machine too."""
    query = live(register_entry)
    found = records(connection, query.where(register_entry.c.register == register) if register else query, Entry)
    return sorted(found, key=lambda entry: (entry.register, entry.name.casefold()))


def entry_named(connection: Connection, register: str, name: str) -> Entry | None:
    """The live entry of exactly this name, where there is one alone."""
    query = live(register_entry).where(register_entry.c.register == register, register_entry.c.name == name)
    found = records(connection, query.limit(2), Entry)
    return found[0] if len(found) == 1 else None


def add_entry(
    change: Change,
    register: str,
    name: str,
    aliases: Sequence[str] = (),
    attributes: dict[str, str] | None = None,
    state: str = "confirmed",
    uid: bytes | None = None,
) -> int:
    """Add an entry; one with a known identifier that was removed before comes back."""
    values = {"register": register, "name": name, "aliases": list(aliases), "attributes": attributes or {}, "state": state}
    known: int | None = change.connection.scalar(select(register_entry.c.id).where(register_entry.c.uid == uid)) if uid else None
    if known is not None:
        change.update(register_entry, known, deleted=False, **values)
        return known
    return change.insert(register_entry, uid, **values)


def change_entry(change: Change, key: int, **values: Any) -> bool:
    """Change name, aliases, attributes, state, or delete."""
    return change.update(register_entry, key, **values)
