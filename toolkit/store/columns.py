"""Codings, turns and readings as columns of integers, for counting.

SQLite hands each column over as one text of numbers, which numpy reads at once: several times faster than row by row. What is counted of a
coding stands in one index, so that the rows with their quotes are not touched; what was made on an older text is looked up in `place`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, cast, func, select, type_coerce, union

from toolkit.columns import NONE, CodingColumns, DocumentColumns, NotAsked, ReadingColumns, TurnColumns
from toolkit.model import ROLES, TURN_KINDS
from toolkit.store.documents import with_assigned_turns
from toolkit.store.judgements import marks
from toolkit.store.rows import current_versions
from toolkit.store.tables import coding, document, person, place, reading, speaker, text_version, turn

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from toolkit.columns import Bools, Ints

UNTURNED = ""
"""The layout of a document in which nobody is named: its paragraphs are its turns."""


def _columns(connection: Connection, query: Select[Any]) -> list[Ints]:
    """The rows of a selection of integers, of which none may be NULL, as one int64 array for each column."""
    inner = query.subquery()
    joined = connection.execute(select(*(func.group_concat(column) for column in inner.c))).one()
    return [_numbers([text]) for text in joined]


def _grouped(connection: Connection, query: Select[Any]) -> list[Ints]:
    """The same, of rows with few different values in their first column, which comes in groups."""
    import numpy as np

    inner = query.subquery()
    key, *rest = inner.c
    grouped = select(key, func.count(), *(func.group_concat(column) for column in rest)).group_by(key)
    rows = connection.execute(grouped).all()
    keys, counts = (np.array([row[place] for row in rows], dtype=np.int64) for place in (0, 1))
    return [np.repeat(keys, counts), *(_numbers([row[place] for row in rows]) for place in range(2, 2 + len(rest)))]


def _numbers(texts: Sequence[str | None]) -> Ints:
    import numpy as np

    text = ",".join(text for text in texts if text)
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class _Versions:
    """The texts of live documents, also older ones: local key, document, and whether it is the document's current one."""

    version: Ints
    document: Ints
    current: Bools

    def of(self, documents: Collection[int] | None) -> _Versions:
        """Those of some documents, or all."""
        import numpy as np

        if documents is None:
            return self
        kept = np.isin(self.document, list(documents))
        return _Versions(self.version[kept], self.document[kept], self.current[kept])

    def where(self, column: ColumnElement[int], *, current: bool | None = None) -> ColumnElement[bool]:
        """The condition that a column names one of these texts: all, only current ones or only older ones."""
        chosen = self.version if current is None else self.version[self.current == current]
        # Written into the statement: there may be more of them than a statement may have parameters.
        return column.in_(bindparam(None, chosen.tolist(), expanding=True, literal_execute=True))

    def documents_of(self, versions: Ints) -> Ints:
        """The documents whose current texts these are; -1 for other texts."""
        import numpy as np

        table = np.full(max(self.version.max(initial=0), versions.max(initial=0)) + 1, NONE, dtype=np.int64)
        table[self.version[self.current]] = self.document[self.current]
        found: Ints = table[versions]
        return found


def _versions(connection: Connection) -> _Versions:
    import numpy as np

    current = current_versions()
    query = select(text_version.c.id, current.c.document, text_version.c.id == current.c.text_version)
    rows = connection.execute(query.join(current, current.c.document == text_version.c.document)).all()
    version, found, is_current = (np.array([row[place] for row in rows], dtype=np.int64) for place in range(3))
    return _Versions(version, found, is_current == 1)


def document_columns(connection: Connection, documents: Collection[int] | None = None) -> DocumentColumns:
    """Some live documents, or all, and their cases."""
    import numpy as np

    live = connection.execute(select(document.c.id, document.c.case, document.c.layout).where(document.c.deleted.is_(False)))
    rows = [row for row in live if documents is None or row.id in documents]
    of_person = (
        select(speaker.c.document)
        .distinct()
        .join(person, person.c.id == speaker.c.person)
        .join(document, document.c.id == speaker.c.document)
        .where(person.c.case.is_not(None), person.c.case.is_distinct_from(document.c.case))
    )
    return DocumentColumns(
        np.array([row.id for row in rows], dtype=np.int64),
        np.array([NONE if row.case is None else row.case for row in rows], dtype=np.int64),
        unturned=frozenset(row.id for row in rows if row.layout == UNTURNED),
        divided=with_assigned_turns(connection) | frozenset(connection.scalars(of_person)),
    )


def documents_of_cases(connection: Connection) -> dict[int, list[int]]:
    """The documents of each case: its own, those in which a person of it speaks, and those of which turns were assigned to it."""
    current, live = current_versions(), document.c.deleted.is_(False)
    own = select(document.c.case, document.c.id).where(live, document.c.case.is_not(None))
    of_person = (
        select(person.c.case, speaker.c.document)
        .join(speaker, speaker.c.person == person.c.id)
        .join(document, document.c.id == speaker.c.document)
        .where(live, person.c.case.is_not(None), person.c.deleted.is_(False), speaker.c.deleted.is_(False))
    )
    assigned = select(turn.c.case, current.c.document).join(current, current.c.text_version == turn.c.text_version)
    assigned = assigned.where(turn.c.uid.is_not(None), turn.c.case.is_not(None))
    found: dict[int, list[int]] = {}
    for case, key in sorted(connection.execute(union(own, of_person, assigned))):
        found.setdefault(case, []).append(key)
    return found


def turn_columns(connection: Connection, documents: Collection[int] | None = None) -> TurnColumns:
    """The turns of the current texts of some documents, or of all, without the headers."""
    import numpy as np

    versions = _versions(connection).of(documents)
    of_turn = (func.coalesce(column, NONE) for column in (turn.c.speaker, turn.c.case))
    is_aside = turn.c.kind == TURN_KINDS[1]
    query = select(turn.c.text_version, turn.c.id, turn.c.start, turn.c.end, *of_turn, is_aside).where(turn.c.kind != TURN_KINDS[2])
    if documents is not None:
        query = query.where(versions.where(turn.c.text_version, current=True))
    version, key, start, end, speaking, case, kind = _columns(connection, query)
    owner = versions.documents_of(version)
    kept = owner >= 0
    key, owner, start, end, speaking, case, kind = (column[kept] for column in (key, owner, start, end, speaking, case, kind))
    of_document, unturned = _documents(connection)
    role, of_person, persons_case = (column[speaking] for column in _speakers(connection))
    for other in (persons_case, of_document[owner]):
        case = np.where(case >= 0, case, other)
    role = np.where(unturned[owner], ROLES.index("participant"), role)
    return TurnColumns(key, owner, start, end, speaking, of_person, case, role, kind)


def _documents(connection: Connection) -> tuple[Ints, Bools]:
    """By local key of a document its case, and whether nobody is named in it."""
    import numpy as np

    found = document_columns(connection)
    case = np.full(found.document.max(initial=0) + 1, NONE, dtype=np.int64)
    case[found.document] = found.case
    unturned = np.zeros(len(case), dtype=np.bool_)
    unturned[list(found.unturned)] = True
    return case, unturned


def _speakers(connection: Connection) -> tuple[Ints, Ints, Ints]:
    """By local key of a speaker the role, the person and the person's case; the last place is for nobody, whose role is unknown."""
    import numpy as np

    query = select(speaker.c.id, speaker.c.role, speaker.c.person, person.c.case).outerjoin(person, person.c.id == speaker.c.person)
    rows = connection.execute(query).all()
    table = np.full((3, max((row.id for row in rows), default=0) + 2), NONE, dtype=np.int64)
    table[0] = ROLES.index("unknown")
    for row in rows:
        table[:, row.id] = ROLES.index(row.role), *(NONE if value is None else value for value in (row.person, row.case))
    return table[0], table[1], table[2]


def coding_columns(connection: Connection, coder: int, codes: Collection[int], documents: Collection[int] | None = None) -> CodingColumns:
    """The codings of one layer with some codes, in some documents or all, where they stand in the current texts."""
    versions = _versions(connection).of(documents)
    chosen = None if documents is None else versions.where(coding.c.text_version)
    return _codings(connection, versions, _layer(coder, codes, chosen))


def coded(connection: Connection, coder: int, codes: Collection[int], documents: Collection[int] | None = None) -> tuple[Ints, Ints]:
    """The code and the document of each of these codings, in any order: what `coding_columns` has of them, without their places."""
    import numpy as np

    versions = _versions(connection).of(documents)
    query = _layer(coder, codes, None if documents is None else versions.where(coding.c.text_version))
    code, version = _grouped(connection, query.with_only_columns(coding.c.code, coding.c.text_version))
    document = versions.documents_of(version)
    code, document = code[document >= 0], document[document >= 0]
    if versions.current.all():
        return code, document
    moved = _codings(connection, versions, _layer(coder, codes, versions.where(coding.c.text_version, current=False)))
    return np.concatenate([code, moved.code]), np.concatenate([document, moved.document])


def _layer(coder: int, codes: Collection[int], condition: ColumnElement[bool] | None) -> Select[Any]:
    """The codings of a layer by code, with their lengths in place of their ends, which are longer numbers."""
    length = coding.c.end - coding.c.start
    query = select(coding.c.code, coding.c.text_version, coding.c.start, length, coding.c.id)
    query = query.where(coding.c.code.in_(list(codes)), coding.c.coder == coder, coding.c.deleted.is_(False))
    return query if condition is None else query.where(condition)


def _codings(connection: Connection, versions: _Versions, query: Select[Any]) -> CodingColumns:
    code, version, start, length, key = _grouped(connection, query)
    kept, document, start, end = _standing(connection, versions, coding.name, key, version, start, start + length)
    return CodingColumns(key[kept], document, start, end, code[kept])


def _standing(
    connection: Connection, versions: _Versions, kind: str, key: Ints, version: Ints, start: Ints, end: Ints
) -> tuple[Ints, Ints, Ints, Ints]:
    """Which rows stand in a current text, and their document, start and end there: their own, or, from an older text, their place."""
    import numpy as np

    document = versions.documents_of(version)
    older = np.flatnonzero(document < 0)
    if older.size:
        query = select(place.c.text_version, place.c.row, place.c.start, place.c.end)
        query = query.where(place.c.kind == kind, place.c.start.is_not(None), versions.where(place.c.text_version, current=True))
        newer, row, first, past = _columns(connection, query)
        table = np.full(max(key.max(), row.max(initial=0)) + 1, NONE, dtype=np.int64)
        table[row] = np.arange(len(row))
        found = table[key[older]]
        older, found = older[found >= 0], found[found >= 0]
        document[older], start[older], end[older] = versions.documents_of(newer[found]), first[found], past[found]
    kept = np.flatnonzero(document >= 0)
    return kept, document[kept], start[kept], end[kept]


def reading_columns(connection: Connection, documents: Collection[int] | None = None) -> ReadingColumns:
    """What each coder has read; a codebook version's number is its local key, which grows."""
    versions = _versions(connection).of(documents)
    query = select(reading.c.id, reading.c.text_version, reading.c.start, reading.c.end, reading.c.coder, reading.c.codebook_version)
    query = query.where(reading.c.deleted.is_(False), versions.where(reading.c.text_version))
    key, version, start, end, coder, codebook = _columns(connection, query)
    kept, document, start, end = _standing(connection, versions, reading.name, key, version, start, end)
    return ReadingColumns(document, start, end, coder[kept], codebook[kept])


def texts(connection: Connection, documents: Collection[int]) -> dict[int, str]:
    """The current texts of some documents."""
    versions = _versions(connection).of(documents)
    query = select(text_version.c.document, text_version.c.text).where(versions.where(text_version.c.id, current=True))
    return {row.document: row.text for row in connection.execute(query)}


def field_values(connection: Connection) -> dict[str, list[int]]:
    """The codings that have values in their fields: local keys by what is written in the fields, as JSON."""
    found: dict[str, list[int]] = {}
    query = select(coding.c.id, type_coerce(coding.c.fields, Text)).where(coding.c.deleted.is_(False), cast(coding.c.fields, Text) != "{}")
    for key, fields in connection.execute(query):
        found.setdefault(fields, []).append(key)
    return found


def not_asked(connection: Connection) -> NotAsked:
    """The marks that something was not asked about."""
    found = marks(connection)
    return NotAsked(
        frozenset((mark.code, mark.case) for mark in found if mark.case is not None),
        frozenset((mark.code, mark.document) for mark in found if mark.document is not None),
    )
