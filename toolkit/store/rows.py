"""From rows to the records of `toolkit.model`, and the selections that several nouns share."""

from __future__ import annotations

import re
from dataclasses import fields
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, case, func, or_, select

from toolkit.errors import NotFound
from toolkit.messages import _
from toolkit.model import LeftOut
from toolkit.store.tables import OBJECTS, document, place, text_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table

Record = TypeVar("Record")

#: JSON columns that the records hold as something immutable.
FROZEN: dict[str, Callable[[Any], Any]] = {
    "choices": tuple,
    "aliases": tuple,
    "evidence_for": tuple,
    "evidence_against": tuple,
    "left_out": lambda pairs: tuple(LeftOut(kind, count) for kind, count in pairs),
}


def records(connection: Connection, query: Select[Any], record: type[Record], bound: dict[str, Any] | None = None) -> list[Record]:
    """The rows of a selection, with these values in it, as records, whose fields are columns of the same names."""
    names, frozen = _fields(record)  # type: ignore[arg-type]
    found = []
    for row in connection.execute(query, bound).columns(*names):
        values = list(row)
        for number, freeze in frozen:
            values[number] = freeze(values[number])
        found.append(record(*values))
    return found


@cache
def _fields(record: type[Any]) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """The names of a record's fields, and how those are made immutable that need it, by their place."""
    names = tuple(field.name for field in fields(record))
    return names, tuple((number, FROZEN[name]) for number, name in enumerate(names) if name in FROZEN)


@cache
def live(table: Table) -> Select[Any]:
    """All rows of a table that are not deleted, in the order in which they came."""
    return select(table).where(table.c.deleted.is_(False)).order_by(table.c.id)


def about_something(table: Table) -> ColumnElement[bool]:
    """The condition on a table of memos that what they are about has not been taken away; a code keeps its memos."""
    about = (OBJECTS[name] for name in ("case", "document", "person", "coding"))
    return and_(*(table.c.object.not_in(select(other.c.uid).where(other.c.deleted.is_(True))) for other in about))


def find(connection: Connection, kind: str, start: str) -> int:
    """The local key of the one live object of a kind whose identifier begins with these hexadecimal digits; raises `NotFound`.

    What stands in the text of a deleted document, or is a memo about something deleted, is not found.
    """
    table = OBJECTS[kind]
    digits = start.lower().replace("-", "")
    if not re.fullmatch(r"[0-9a-f]{1,32}", digits):
        raise NotFound(_("No {kind} has the identifier {uid}.", kind=kind, uid=start))
    first, last = (bytes.fromhex(digits.ljust(32, filler)) for filler in "0f")
    query = select(table.c.id).where(table.c.uid.between(first, last), table.c.deleted.is_(False)).limit(2)
    if "text_version" in table.c:
        made = text_version.join(document, document.c.id == text_version.c.document)
        query = query.join(made, text_version.c.id == table.c.text_version)
        query = query.where(document.c.deleted.is_(False), text_version.c.deleted.is_(False))
    if kind == "memo":
        query = query.where(about_something(table))
    found = connection.scalars(query).all()
    if not found:
        raise NotFound(_("No {kind} has the identifier {uid}.", kind=kind, uid=start))
    if len(found) > 1:
        raise NotFound(_("Several identifiers begin with {uid}. Write more of it.", uid=start))
    return int(found[0])


def uid_of(connection: Connection, kind: str, key: int) -> bytes:
    """The identifier of an object."""
    table = OBJECTS[kind]
    uid: bytes = connection.execute(select(table.c.uid).where(table.c.id == key)).scalar_one()
    return uid


CONTEXT = 32  # characters kept before and after a quote, to find it again in a corrected text


def quoted(text: str, start: int, end: int) -> dict[str, str]:
    """The columns of a coding that repeat the text: its quote and the characters around it."""
    return {"quote": text[start:end], "before": text[max(0, start - CONTEXT) : start], "after": text[end : end + CONTEXT]}


def current_versions() -> FromClause:
    """One row for each live document: its local key as `document` and its current text version as `text_version`."""
    return (
        select(document.c.id.label("document"), func.max(text_version.c.id).label("text_version"))
        .join(text_version, and_(text_version.c.document == document.c.id, text_version.c.deleted.is_(False)))
        .where(document.c.deleted.is_(False))
        .group_by(document.c.id)
        .subquery("current")
    )


def placed(table: Table, extra: tuple[Any, ...] = (), *, everywhere: bool = False) -> tuple[Select[Any], FromClause]:
    """Rows of `table` where they stand in a document's current text: `document`, `text_version`, `start`, `end`, and `how` they came there.

    What was made on an older text has a place in the current one (`place`); `made_start` and `made_end` say where it stood in its own. What
    stands nowhere in the current text is left out; with `everywhere` it is given where it was made.
    """
    current, made = current_versions(), text_version.alias("made")
    columns = [column for column in table.c if column.name not in ("text_version", "start", "end", "deleted")]
    at_home = table.c.text_version == current.c.text_version
    stands = or_(at_home, place.c.start.is_not(None))
    of_row = and_(place.c.kind == table.name, place.c.row == table.c.id, place.c.text_version == current.c.text_version)
    query = (
        select(
            *columns,
            case((stands, current.c.text_version), else_=table.c.text_version).label("text_version"),
            func.coalesce(place.c.start, table.c.start).label("start"),
            func.coalesce(place.c.end, table.c.end).label("end"),
            place.c.how,
            table.c.start.label("made_start"),
            table.c.end.label("made_end"),
            current.c.document,
            *extra,
        )
        .join(made, made.c.id == table.c.text_version)
        .join(current, current.c.document == made.c.document)
        .outerjoin(place, of_row)
        .where(table.c.deleted.is_(False), made.c.deleted.is_(False))
    )
    return (query if everywhere else query.where(stands)).order_by(table.c.id), current
