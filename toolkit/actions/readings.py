"""Take back what was marked as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.store import codings
from toolkit.store.rows import find

if TYPE_CHECKING:
    from toolkit.study import Study


def remove_reading(study: Study, uid: str) -> None:
    """Take a reading away, found by the beginning of its identifier."""
    with study.change("reading remove") as change:
        codings.delete_reading(change, find(change.connection, "reading", uid))
