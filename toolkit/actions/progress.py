"""How far the work on a study is, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.store import counts

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """What a study holds, and the command that its work calls for now, without the program's name and the study's."""

    title: str
    documents: int
    unknown_speakers: int
    codings: int
    open_suggestions: int
    next: str


def progress(connection: Connection) -> Progress:
    """Count what a study holds and say what comes next."""
    held = counts.held(connection)
    return Progress(held.title, held.documents, held.unknown_speakers, held.codings, held.open_suggestions, _next(held))


def _next(held: counts.Held) -> str:
    """The first step of a researcher's day that has not been done."""
    if not held.documents:
        return "import"
    if held.unknown_speakers:
        return "speakers"
    if held.open_suggestions:
        return "review"
    return "matrix" if held.codings else "suggest"
