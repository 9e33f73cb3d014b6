"""What was changed, by whom; the present coder's last change taken back or made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.store import undoing

if TYPE_CHECKING:
    from toolkit.store.history import PastChange
    from toolkit.study import Study


def undo(study: Study) -> PastChange:
    """Take back the present coder's last change; raises `Conflict` with what stands in the way."""
    return undoing.undo(study.store, _coder(study))


def next_undo(study: Study) -> PastChange | None:
    """The change that `undo` would take back, for a person to look at first."""
    with study.read() as connection:
        return undoing.next_undo(connection, study.coder(connection).id)


def redo(study: Study) -> PastChange:
    """Make the change again that the present coder undid last; raises `Conflict`."""
    return undoing.redo(study.store, _coder(study))


def _coder(study: Study) -> int:
    with study.read() as connection:
        return study.coder(connection).id
