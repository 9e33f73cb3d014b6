"""Codings, turns and readings as columns of integers, for counting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from toolkit.columns import NONE, CodingColumns, DocumentColumns, NotAsked, ReadingColumns, TurnColumns
from toolkit.model import ROLES, TURN_KINDS
from toolkit.store.judgements import marks
from toolkit.store.rows import current_versions, placed
from toolkit.store.tables import coding, document, person, reading, speaker, turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from toolkit.columns import Ints

UNTURNED = ""
"""The layout of a document in which nobody is named: its paragraphs are its turns."""


def _columns(connection: Connection, query: Select[Any], width: int) -> list[Ints]:
    """The rows of a selection as one int64 array for each column, NULL as -1."""
    import numpy as np

    rows = [tuple(NONE if value is None else value for value in row) for row in connection.execute(query)]
    table = np.array(rows, dtype=np.int64).reshape(len(rows), width)
    return list(table.T)


def document_columns(connection: Connection) -> DocumentColumns:
    """The live documents and their cases."""
    query = select(document.c.id, document.c.case).where(document.c.deleted.is_(False))
    unturned = connection.scalars(select(document.c.id).where(document.c.layout == UNTURNED, document.c.deleted.is_(False)))
    keys, cases = _columns(connection, query, 2)
    return DocumentColumns(keys, cases, unturned=frozenset(unturned))


def turn_columns(connection: Connection) -> TurnColumns:
    """The turns of all current texts; a turn's case is its person's, else its document's, else the one assigned to it."""
    from sqlalchemy import case

    current = current_versions()
    role = case((document.c.layout == UNTURNED, ROLES.index("participant")), *_numbered(speaker.c.role, ROLES), else_=0)
    kind = case(*_numbered(turn.c.kind, TURN_KINDS))
    query = (
        select(
            turn.c.id,
            document.c.id,
            turn.c.start,
            turn.c.end,
            turn.c.speaker,
            speaker.c.person,
            func.coalesce(person.c.case, document.c.case, turn.c.case),
            role,
            kind,
        )
        .join(current, current.c.text_version == turn.c.text_version)
        .join(document, document.c.id == current.c.document)
        .outerjoin(speaker, speaker.c.id == turn.c.speaker)
        .outerjoin(person, person.c.id == speaker.c.person)
    )
    return TurnColumns(*_columns(connection, query, 9))


def coding_columns(connection: Connection, codes: Iterable[int]) -> CodingColumns:
    """The codings of all layers with some codes, at their places in the current texts."""
    query, _current = placed(coding)
    query = query.where(coding.c.code.in_(list(codes)))
    inner = query.order_by(None).subquery("placed")
    chosen = select(inner.c.id, inner.c.document, inner.c.start, inner.c.end, inner.c.code, inner.c.coder)
    return CodingColumns(*_columns(connection, chosen, 6))


def reading_columns(connection: Connection) -> ReadingColumns:
    """What each coder has read; a codebook version's number is its local key, which grows."""
    query, current = placed(reading)
    chosen = query.with_only_columns(current.c.document, reading.c.start, reading.c.end, reading.c.coder, reading.c.codebook_version)
    return ReadingColumns(*_columns(connection, chosen.order_by(None), 5))


def not_asked(connection: Connection) -> NotAsked:
    """The marks that something was not asked about."""
    found = marks(connection)
    return NotAsked(
        frozenset((mark.code, mark.case) for mark in found if mark.case is not None),
        frozenset((mark.code, mark.document) for mark in found if mark.document is not None),
    )


def _numbered(column: Any, names: Sequence[str]) -> list[Any]:
    """SQL cases that turn a word into its place in a list."""
    return [(column == name, number) for number, name in enumerate(names)]
