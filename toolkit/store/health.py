"""What a check of a study looks at: the shape of every value, what points to nothing, and what the texts can be compared with."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, Float, Integer, LargeBinary, Text, and_, case, cast, func, or_, select, text, type_coerce, union_all

from toolkit.errors import TerrainError
from toolkit.model import DOCUMENT_KINDS, MADE_BY, READING_MODES, ROLES, TURN_KINDS, VALUE_TYPES
from toolkit.store import search, words
from toolkit.store.history import digest
from toolkit.store.tables import (
    OBJECTS,
    attribute_value,
    change,
    code,
    codebook_version,
    coding,
    correction,
    document,
    erased,
    event,
    memo,
    metadata,
    original,
    place,
    rating,
    reading,
    register_entry,
    speaker,
    study,
    suggestion,
    text_version,
    text_words,
    turn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Row, Table
    from sqlalchemy.sql.schema import Column

#: What reading a damaged study may raise, beside what SQLite says of it.
UNREADABLE = (TerrainError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError)

#: The words that a column may hold.
VOCABULARY: dict[str, tuple[str, ...]] = {
    "document.kind": DOCUMENT_KINDS,
    "speaker.role": ROLES,
    "turn.kind": TURN_KINDS,
    "coding.made_by": MADE_BY,
    "reading.mode": READING_MODES,
    "suggestion.state": ("open", "accepted", "edited", "rejected"),
    "register_entry.state": ("confirmed", "proposed"),
    "attribute.owner": ("case", "document", "person"),
    "attribute.type": VALUE_TYPES,
    "place.kind": ("coding", "reading", "suggestion", "memo"),
    "erased.kind": ("document", "person"),
    "written.kind": ("backup", "export"),
}
TIMES = frozenset({"created", "time", "decided"})
TIME = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]+00:00"


@dataclass(frozen=True, slots=True)
class StoredText:
    """One text version of a document, and the SHA-256 that was noted when it was written, and for the one that it corrects."""

    id: int
    document: int
    name: str
    text: str
    sha256: bytes
    parent: bytes | None


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """A document's name, the SHA-256 that was noted for its original, the original's bytes (None where they are missing), and if erased."""

    document: str
    sha256: bytes
    data: bytes | None
    erased: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where something stands in a text; of a coding also the words that were there and around it."""

    kind: str
    uid: bytes
    start: int
    end: int
    quote: tuple[str, str, str] | None = None


def misshapen(connection: Connection) -> dict[str, int]:
    """Columns (`table.column`) with values that cannot be: of another type, no JSON, of the wrong length, no word of the program."""
    found = {}
    for table in metadata.tables.values():
        columns = list(table.c)
        wrong = [func.sum(case((_well_formed(column), 0), else_=1)) for column in columns]
        counts = connection.execute(select(*wrong)).one()
        found.update({f"{table.name}.{column.name}": count for column, count in zip(columns, counts, strict=True) if count})
    return found


def _well_formed(column: Column[Any]) -> ColumnElement[bool]:
    kind = func.typeof(column)
    plain = type_coerce(column, Text)
    if isinstance(column.type, JSON):
        right = and_(kind == "text", func.json_valid(plain) == 1)
    elif isinstance(column.type, Boolean):
        right = and_(kind == "integer", cast(column, Integer).in_((0, 1)))
    elif isinstance(column.type, Integer):
        right = kind == "integer"
    elif isinstance(column.type, Float):
        right = kind.in_(("real", "integer"))
    elif isinstance(column.type, LargeBinary):
        right = and_(kind == "blob", func.length(column) == column.type.length) if column.type.length else kind == "blob"
    else:
        right = kind == "text"
        words_allowed = VOCABULARY.get(f"{column.table.name}.{column.name}")
        if words_allowed:
            right = and_(right, plain.in_(words_allowed))
        elif column.name in TIMES and column.table.name != "migration":
            right = and_(right, plain.op("GLOB")(TIME))
    return or_(kind == "null", right) if column.nullable else func.coalesce(right, False)


def dangling(connection: Connection) -> dict[tuple[str, str], int]:
    """How many rows of a table point to a row of another that is not there: by the two tables."""
    rows = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return dict(Counter((row[0], row[2]) for row in rows))


def texts(connection: Connection) -> Iterator[StoredText]:
    """All text versions, also older ones, one after the other, by document."""
    query = select(
        text_version.c.id, document.c.id, document.c.name, text_version.c.text, text_version.c.sha256, text_version.c.parent
    ).join(document, document.c.id == text_version.c.document)
    keys = connection.scalars(select(text_version.c.id).order_by(text_version.c.document, text_version.c.id)).all()
    for key in keys:
        row = connection.execute(query.where(text_version.c.id == key)).one_or_none()
        if row is not None:
            yield StoredText(*row)


def originals(connection: Connection) -> Iterator[StoredOriginal]:
    """The originals of all documents and of their corrections, one after the other."""
    gone = select(erased.c.id).where(erased.c.sha256 == document.c.sha256).exists()
    first = select(document.c.id, document.c.name, document.c.sha256, original.c.data, gone).outerjoin(
        original, original.c.document == document.c.id
    )
    for key in connection.scalars(select(document.c.id).order_by(document.c.id)).all():
        row = connection.execute(first.where(document.c.id == key)).one()
        yield StoredOriginal(*row[1:])
    for later in connection.execute(select(correction.c.name, correction.c.sha256, correction.c.data)):
        yield StoredOriginal(later.name, later.sha256, later.data, erased=False)


def standing_on(connection: Connection, version: int) -> Iterator[Standing]:
    """Everything that was made on a text version and not erased, also what was deleted."""
    parts = (coding.c.before, coding.c.quote, coding.c.after)
    query = select(coding.c.uid, coding.c.start, coding.c.end, *parts)
    for row in connection.execute(query.where(coding.c.text_version == version, _kept(coding)).order_by(coding.c.id)):
        yield Standing(coding.name, row.uid, row.start, row.end, (row.before, row.quote, row.after))
    about = memo.c.object == select(text_version.c.uid).where(text_version.c.id == version).scalar_subquery()
    conditions = {table: (table.c.text_version == version) & _kept(table) for table in (reading, suggestion)}
    conditions[memo] = about & memo.c.start.is_not(None)
    for table, condition in conditions.items():
        for found in connection.execute(select(table.c.uid, table.c.start, table.c.end).where(condition).order_by(table.c.id)):
            yield Standing(table.name, found.uid, found.start, found.end)
    for moved in connection.execute(select(place).where(place.c.text_version == version, place.c.start.is_not(None))):
        uid = connection.scalar(select(OBJECTS[moved.kind].c.uid).where(OBJECTS[moved.kind].c.id == moved.row))
        yield Standing(place.name, uid or b"", moved.start, moved.end)


def _kept(table: Table) -> ColumnElement[bool]:
    return or_(table.c.deleted.is_(False), table.c.end != 0)


def turns(connection: Connection, version: int) -> list[Row[Any]]:
    """The turns of a text in order, with their speaker's document."""
    query = select(turn.c.start, turn.c.end, turn.c.kind, turn.c.speaker, speaker.c.document, turn.c.start_ms, turn.c.end_ms)
    joined = query.outerjoin(speaker, speaker.c.id == turn.c.speaker).where(turn.c.text_version == version)
    return list(connection.execute(joined.order_by(turn.c.start, turn.c.end.desc())))


def words_kept(connection: Connection, version: int) -> bytes | None:
    """The words of a text as they are kept; None where they are not."""
    return connection.scalar(select(text_words.c.starts).where(text_words.c.text_version == version))


def packed_words(starts: Any) -> bytes:
    """Words as they should be kept."""
    return words.pack(starts)


def unindexed(connection: Connection) -> list[int]:
    """Text versions with a text that the index of words does not have."""
    there = search.indexed(connection)
    keys = connection.scalars(select(text_version.c.id).where(text_version.c.text != ""))
    return [key for key in keys if key not in there]


def is_found(connection: Connection, version: int, phrase: str) -> bool:
    """Whether the index of words names a text for a phrase."""
    query = text("SELECT 1 FROM text_index WHERE text_index MATCH :phrase AND rowid = :version")
    looked_for = search.plain(phrase).replace('"', " ")
    return connection.execute(query, {"phrase": f'"{looked_for}"', "version": version}).one_or_none() is not None


def pointing_nowhere(connection: Connection) -> dict[str, int]:
    """How many objects of a kind name something, by its identifier, that the study does not have."""
    known = union_all(*(select(table.c.uid) for table in OBJECTS.values())).subquery("known")
    uids = select(known.c.uid)
    found = {
        table.name: connection.scalar(select(func.count()).select_from(table).where(table.c.object.not_in(uids)))
        for table in (attribute_value, memo)
    }
    found[place.name] = sum(
        connection.scalar(
            select(func.count()).select_from(place).where(place.c.kind == kind, place.c.row.not_in(select(OBJECTS[kind].c.id)))
        )
        or 0
        for kind in VOCABULARY["place.kind"]
    )
    codings = {uid.hex() for uid in connection.scalars(select(coding.c.uid))} if _any(connection, rating) else set()
    rows = connection.execute(select(rating.c.evidence_for, rating.c.evidence_against))
    found[rating.name] = sum(any(uid not in codings for uid in [*row.evidence_for, *row.evidence_against]) for row in rows)
    entries = {uid.hex() for uid in connection.scalars(select(register_entry.c.uid))}
    fields = connection.scalars(select(cast(coding.c.fields, Text)).distinct())
    found[coding.name] = sum(any(uid not in entries for uid in re.findall(r'"([0-9a-f]{32})"', each)) for each in fields)
    return {kind: count for kind, count in found.items() if count}


def _any(connection: Connection, table: Table) -> bool:
    return connection.scalar(select(table.c.id).limit(1)) is not None


def codes_known(connection: Connection) -> set[bytes]:
    """The identifiers of the codes that the study has now."""
    return set(connection.scalars(select(code.c.uid).where(code.c.deleted.is_(False))))


def codes_used(connection: Connection) -> dict[bytes, str]:
    """The codes that something was coded with: key by identifier."""
    used = select(code.c.uid, code.c.key).where(code.c.id.in_(select(coding.c.code).distinct()))
    return {row.uid: row.key for row in connection.execute(used)}


def codebooks(connection: Connection) -> Iterator[tuple[int, str, bytes, list[str]]]:
    """All versions of the codebook: local key, text, the SHA-256 that was noted, those of the versions before."""
    query = select(codebook_version.c.id, codebook_version.c.yaml, codebook_version.c.sha256, codebook_version.c.parents)
    for row in connection.execute(query.order_by(codebook_version.c.id)).all():
        yield row.id, row.yaml, row.sha256, row.parents


def altered_changes(connection: Connection) -> list[int]:
    """Changes whose row is not what was written, or that do not follow each other as they should."""
    found = []
    last: dict[bytes, int] = {}
    columns = (change.c[name] for name in ("replica", "sequence", "time", "coder", "verb", "reason", "undoes"))
    for row in connection.execute(select(change.c.id, change.c.sha256, *columns).order_by(change.c.id)):
        values = row._asdict()
        key, noted = values.pop("id"), values.pop("sha256")
        if (noted is not None and noted != digest(**values)) or row.sequence != last.get(row.replica, 0) + 1:
            found.append(key)
        last[row.replica] = row.sequence
    return found


def astray_events(connection: Connection) -> int:
    """How many events are about an object that is not there, or stand in the wrong place of the history."""
    wrong = 0
    for kind, table in OBJECTS.items():
        if table is not turn:  # turns go when what was said is erased
            missing = select(func.count()).select_from(event).where(event.c.kind == kind, event.c.object.not_in(select(table.c.uid)))
            wrong += connection.scalar(missing) or 0
    before = func.lag(event.c.change).over(order_by=event.c.id)
    order = select(event.c.change.label("change"), before.label("before")).subquery("in_order")
    return wrong + (connection.scalar(select(func.count()).select_from(order).where(order.c.change < order.c.before)) or 0)


def study_rows(connection: Connection) -> int:
    """How many rows say what the study is; one is right."""
    return connection.scalar(select(func.count()).select_from(study)) or 0


def reasons_of(connection: Connection, version: int) -> Iterator[tuple[bytes, int, int, Any]]:
    """The suggestions on a text: identifier, start, end, and reasons, each with its words and their place."""
    columns = (suggestion.c.uid, suggestion.c.start, suggestion.c.end, suggestion.c.reasons)
    for row in connection.execute(select(*columns).where(suggestion.c.text_version == version, _kept(suggestion))):
        yield row.uid, row.start, row.end, row.reasons
