"""What a person judges of a whole case: ratings, summaries, and marks that something was not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, select

from toolkit.model import NotAsked, Rating, Summary
from toolkit.store.history import now
from toolkit.store.rows import live, records
from toolkit.store.tables import case, document, not_asked, rating, summary

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select, Table

    from toolkit.store.history import Change


def _of_live(table: Table, *targets: Table) -> Select[Any]:
    """The live rows that point to nothing deleted: what was judged of a case that was taken away waits until it is brought back."""
    query = live(table)
    for target in targets:
        query = query.outerjoin(target, target.c.id == table.c[target.name]).where(func.coalesce(target.c.deleted, false()).is_(False))
    return query


def ratings(connection: Connection) -> list[Rating]:
    """All ratings of live cases, in the order in which they were given."""
    return records(connection, _of_live(rating, case), Rating)


def set_rating(change: Change, case: int, code: int, coder: int, period: str, **values: Any) -> int:
    """Give a rating, or change the one that this coder has given for the case, the code and the period."""
    same = and_(
        rating.c.case == case, rating.c.code == code, rating.c.coder == coder, rating.c.period == period, rating.c.deleted.is_(False)
    )
    known: int | None = change.connection.scalar(select(rating.c.id).where(same))
    if known is not None:
        change.update(rating, known, **values)
        return known
    return change.insert(rating, case=case, code=code, coder=coder, period=period, created=now(), **values)


def delete_rating(change: Change, key: int) -> None:
    """Take a rating back."""
    change.delete(rating, key)


def summaries(connection: Connection) -> list[Summary]:
    """All summaries of live cases."""
    return records(connection, _of_live(summary, case), Summary)


def set_summary(change: Change, case: int, code: int, coder: int, text: str, evidence_sha256: bytes) -> int:
    """Write a coder's summary for a case and a code, or write it anew; an empty text takes it away."""
    same = and_(summary.c.case == case, summary.c.code == code, summary.c.coder == coder, summary.c.deleted.is_(False))
    known: int | None = change.connection.scalar(select(summary.c.id).where(same))
    if known is None:
        return change.insert(summary, case=case, code=code, coder=coder, text=text, evidence_sha256=evidence_sha256, created=now())
    if text:
        change.update(summary, known, text=text, evidence_sha256=evidence_sha256)
    else:
        change.delete(summary, known)
    return known


def marks(connection: Connection) -> list[NotAsked]:
    """All marks `not asked` of live cases and documents."""
    return records(connection, _of_live(not_asked, case, document), NotAsked)


def delete_mark(change: Change, key: int) -> None:
    """Take a mark away."""
    change.delete(not_asked, key)


def set_mark(change: Change, code: int, coder: int, *, case: int | None = None, document: int | None = None, on: bool = True) -> bool:
    """Mark that a code was not asked about in a case or a document, or take the mark away; says whether anything was different."""
    same = and_(not_asked.c.code == code, not_asked.c.case.is_(case) if case is None else not_asked.c.case == case)
    same = and_(
        same, not_asked.c.document.is_(document) if document is None else not_asked.c.document == document, not_asked.c.deleted.is_(False)
    )
    known: int | None = change.connection.scalar(select(not_asked.c.id).where(same))
    if on == (known is not None):
        return False
    if known is None:
        change.insert(not_asked, code=code, case=case, document=document, coder=coder)
    else:
        change.delete(not_asked, known)
    return True
