"""Memos: write a note about something in the study, change it, take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.naming import find_object
from toolkit.errors import UsageError
from toolkit.messages import _
from toolkit.store import memos
from toolkit.store.rows import find

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.model import Memo
    from toolkit.study import Study


def add_memo(study: Study, about: str, name: str, text: str) -> Memo:
    """Write a memo about the study, or about the case, document, person, code or coding with this name."""
    _refuse_empty(text)
    with study.change("memo add") as change:
        uid = find_object(study, change.connection, about, name)
        key = memos.add_memo(change, about, uid, text, study.coder(change.connection).id)
        return _memo(change.connection, key)


def change_memo(study: Study, uid: str, text: str) -> Memo:
    """Write a memo anew, found by the beginning of its identifier."""
    _refuse_empty(text)
    with study.change("memo change") as change:
        key = find(change.connection, "memo", uid)
        memos.change_memo(change, key, text=text)
        return _memo(change.connection, key)


def remove_memo(study: Study, uid: str) -> None:
    """Take a memo away; `undo` brings it back."""
    with study.change("memo remove") as change:
        memos.change_memo(change, find(change.connection, "memo", uid), deleted=True)


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise UsageError(_("A memo without words says nothing. Write its text."))


def _memo(connection: Connection, key: int) -> Memo:
    return next(memo for memo in memos.memos(connection) if memo.id == key)
