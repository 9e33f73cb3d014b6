"""Memos: notes on anything in the study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.model import Memo
from toolkit.store.history import now
from toolkit.store.rows import about_something, live, records
from toolkit.store.tables import memo

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.history import Change


def memos(connection: Connection, object_uid: bytes | None = None) -> list[Memo]:
    """The memos about one object, or all of them; not those about what has been taken away. Codes keep theirs."""
    query = live(memo).where(about_something(memo))
    return records(connection, query.where(memo.c.object == object_uid) if object_uid is not None else query, Memo)


def add_memo(change: Change, about: str, object_uid: bytes, text: str, coder: int, start: int | None = None, end: int | None = None) -> int:
    """Write a memo about an object, or about a segment of a text version."""
    return change.insert(memo, about=about, object=object_uid, start=start, end=end, coder=coder, text=text, created=now())


def change_memo(change: Change, key: int, **values: Any) -> bool:
    """Change a memo's text, or delete it."""
    return change.update(memo, key, **values)
