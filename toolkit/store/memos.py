"""Memos: notes on anything in the study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from toolkit.model import Memo
from toolkit.store import places
from toolkit.store.history import now
from toolkit.store.rows import about_something, current_versions, live, records
from toolkit.store.tables import memo, place, text_version

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.history import Change


def memos(connection: Connection, object_uid: bytes | None = None) -> list[Memo]:
    """The memos about one object, or all of them; not those about what has been taken away. Codes keep theirs.

    A memo about a segment is about the document's current text, and stands there; about the older one, if it stands nowhere in the current.
    """
    query = live(memo).where(about_something(memo))
    found = [_moved(connection, one) if one.about == text_version.name else one for one in records(connection, query, Memo)]
    return found if object_uid is None else [one for one in found if one.object == object_uid]


def _moved(connection: Connection, found: Memo) -> Memo:
    """A memo about a segment where it stands in the current text."""
    current, own = current_versions(), text_version.alias("own")
    newest = select(text_version.c.uid, place.c.start, place.c.end).join(current, current.c.text_version == text_version.c.id)
    newest = newest.join(own, own.c.document == current.c.document).where(own.c.uid == found.object)
    of_memo = and_(place.c.kind == memo.name, place.c.row == found.id, place.c.text_version == text_version.c.id)
    row = connection.execute(newest.join(place, of_memo)).one_or_none()
    return found if row is None or row.start is None else replace(found, object=row.uid, start=row.start, end=row.end)


def add_memo(change: Change, about: str, object_uid: bytes, text: str, coder: int, start: int | None = None, end: int | None = None) -> int:
    """Write a memo about an object, or about a segment of a text version."""
    return change.insert(memo, about=about, object=object_uid, start=start, end=end, coder=coder, text=text, created=now())


def change_memo(change: Change, key: int, **values: Any) -> bool:
    """Change a memo's text or its segment, or delete it."""
    if "object" in values:
        places.forget(change.connection, memo, key)
    return change.update(memo, key, **values)
