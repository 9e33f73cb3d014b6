"""What comes next in the work on a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.store.counts import Held


def next_command(held: Held) -> str:
    """The first step of a researcher's day that has not been done, as the command for it."""
    if not held.documents:
        return "import"
    if held.unknown_speakers:
        return "speakers"
    if held.open_suggestions:
        return "review"
    return "matrix" if held.codings else "suggest"
