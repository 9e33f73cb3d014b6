"""How much a study holds, counted without reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from toolkit.store.rows import current_versions
from toolkit.store.studies import get_study
from toolkit.store.tables import code, coding, document, speaker, suggestion, text_version

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class Held:
    """The title of a study, and how many it has of what is live."""

    title: str
    documents: int
    unknown_speakers: int
    codings: int
    open_suggestions: int


def held(connection: Connection) -> Held:
    """Count documents, speakers whose role is not known, codings, and suggestions that wait for a decision."""
    live = select(document.c.id).where(document.c.deleted.is_(False))
    current = current_versions()
    unknown = select(speaker.c.id).where(speaker.c.role == "unknown", speaker.c.deleted.is_(False), speaker.c.document.in_(live))
    made = select(text_version.c.id).where(text_version.c.document.in_(live))
    codings = select(coding.c.id).where(coding.c.deleted.is_(False), coding.c.text_version.in_(made))
    waiting = (
        select(suggestion.c.id)
        .join(current, current.c.text_version == suggestion.c.text_version)
        .join(code, code.c.id == suggestion.c.code)
        .where(suggestion.c.state == "open", suggestion.c.deleted.is_(False), code.c.deleted.is_(False))
    )
    return Held(get_study(connection).title, *(_count(connection, query) for query in (live, unknown, codings, waiting)))


def _count(connection: Connection, query: Select[tuple[int]]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())
