"""Where what was made on an older text of a document stands in the newer ones: codings, readings, suggestions, memos about a segment.

A place follows from two texts and a segment, and can be computed again at any time: each is found in the text that it was made on and in
the newer one, whatever came between, so that no slip is handed on. What a person decides about a place (that it is right, or another one)
is a change of the object itself, which from then on is made on the newer text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, or_, select

from toolkit.store.rows import current_versions
from toolkit.store.tables import coding, memo, place, reading, suggestion, text_version
from toolkit.text.moving import Moved, Mover

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Row, Select, Table

    from toolkit.model import How

#: What stands in texts, by the name of its table.
MADE_ON_TEXTS: dict[str, Table] = {table.name: table for table in (coding, reading, suggestion, memo)}

UNREAD = 20  # new words in a row from which what was read before has not been read as it is now


@dataclass(frozen=True, slots=True)
class Made:
    """Something that was made on a text version: the kind and local key of the row, and its segment there."""

    kind: str
    key: int
    live: bool
    text_version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Displaced:
    """Something live that was moved to its document's current text without being sure, or that stands nowhere in it.

    `start` and `end` are in the text that it was made on, `new_start` and `new_end` in the current one, if it stands there.
    """

    kind: str
    key: int
    uid: bytes
    document: int
    coder: int | None
    code: int | None
    how: How
    text_version: int
    start: int
    end: int
    new_version: int
    new_start: int | None
    new_end: int | None


class Movers:
    """The comparisons of a document's texts with a newer one, each made once."""

    def __init__(self, connection: Connection, new: str) -> None:
        """`new` is the newer text, which need not be in the study yet."""
        self._connection = connection
        self._known: dict[int, Mover] = {}
        self.new = new

    def again(self, connection: Connection) -> Movers:
        """The same in another transaction."""
        movers = Movers(connection, self.new)
        movers._known = self._known  # texts never change
        return movers

    def of(self, version: int) -> Mover:
        """The comparison of an older text with the newer one."""
        if version not in self._known:
            self._known[version] = Mover(_text(self._connection, version), self.new)
        return self._known[version]

    def place(self, made: Made) -> Moved:
        """Where something stands in the newer text."""
        mover = self.of(made.text_version)
        moved = mover.move(made.start, made.end)
        return _as_read(mover, made, moved) if made.kind == reading.name else moved


def _as_read(mover: Mover, made: Made, moved: Moved) -> Moved:
    """A reading from the beginning or to the end of a text stays one; what has come into it in between was not read."""
    if moved.start is None or moved.end is None:
        return moved
    start = 0 if made.start == 0 else moved.start
    end = len(mover.new) if made.end == len(mover.old) else moved.end
    return Moved(start, end, "doubtful" if mover.most_inserted(start, end) >= UNREAD else moved.how)


def made_on(connection: Connection, document: int, before: int | None = None) -> list[Made]:
    """All that was made on the live texts of a document, or on those before one: also what was deleted and may come back."""
    found = []
    for kind, table in MADE_ON_TEXTS.items():
        query = _made(table).where(text_version.c.document == document, text_version.c.deleted.is_(False))
        if before is not None:
            query = query.where(text_version.c.id < before)
        found += [Made(kind, *row) for row in connection.execute(query)]
    return found


def _made(table: Table) -> Select[Any]:
    """The rows of a table with the text that they were made on; proposals that were withdrawn never come back."""
    of_text = text_version.c.uid == table.c.object if table is memo else text_version.c.id == table.c.text_version
    query = select(table.c.id, ~table.c.deleted, text_version.c.id, table.c.start, table.c.end).join(text_version, of_text)
    if table is memo:
        return query.where(memo.c.about == text_version.name, memo.c.start.is_not(None))
    return query.where(suggestion.c.deleted.is_(False)) if table is suggestion else query


def put(connection: Connection, version: int, movers: Movers | None = None) -> None:
    """Place all that was made on the older texts of a document in a newer one."""
    row = connection.execute(select(text_version.c.document, text_version.c.text).where(text_version.c.id == version)).one()
    connection.execute(delete(place).where(place.c.text_version == version))
    _write(connection, version, made_on(connection, row.document, version), movers or Movers(connection, row.text))


def renew(connection: Connection, kind: str, keys: Collection[int]) -> None:
    """Place rows of a kind anew in all texts newer than those that they were made on."""
    table = MADE_ON_TEXTS[kind]
    connection.execute(delete(place).where(place.c.kind == kind, place.c.row.in_(keys)))
    rows = [Made(kind, *row) for row in connection.execute(_made(table).where(table.c.id.in_(keys)))]
    newer: dict[int, list[Made]] = {}
    for made in rows:
        for version in _newer(connection, made.text_version):
            newer.setdefault(version, []).append(made)
    for version, some in newer.items():
        _write(connection, version, some, Movers(connection, _text(connection, version)))


def _newer(connection: Connection, version: int) -> list[int]:
    document = select(text_version.c.document).where(text_version.c.id == version).scalar_subquery()
    query = select(text_version.c.id).where(text_version.c.document == document, text_version.c.id > version)
    return list(connection.scalars(query.where(text_version.c.deleted.is_(False))))


def _text(connection: Connection, version: int) -> str:
    text: str = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
    return text


def _write(connection: Connection, version: int, made: Iterable[Made], movers: Movers) -> None:
    rows = [
        {"kind": one.kind, "row": one.key, "text_version": version, "start": moved.start, "end": moved.end, "how": moved.how}
        for one in made
        for moved in (movers.place(one),)
    ]
    if rows:
        connection.execute(insert(place), rows)


def forget(connection: Connection, table: Table, key: int) -> None:
    """Take away the places of a row that is made on the current text from now on."""
    connection.execute(delete(place).where(place.c.kind == table.name, place.c.row == key))


def follow(connection: Connection, touched: Mapping[str, Mapping[int, Row[Any]]]) -> None:
    """Bring places up to date after undo or redo; `touched` are the rows that were put back, as they were before, by table and key."""
    for version in touched.get(text_version.name, ()):
        if not connection.scalar(select(text_version.c.deleted).where(text_version.c.id == version)):
            put(connection, version)
    for kind, table in MADE_ON_TEXTS.items():
        before = touched.get(kind, {})
        rows = connection.execute(select(table).where(table.c.id.in_(before))).all() if before else []
        moved = [row.id for row in rows if _segment(row) != _segment(before[row.id])]
        if moved:
            renew(connection, kind, moved)


def _segment(row: Row[Any]) -> tuple[Any, ...]:
    return row.object if hasattr(row, "object") else row.text_version, row.start, row.end


def doubtful(connection: Connection, document: int | None = None, kinds: Collection[str] = (coding.name,)) -> list[Displaced]:
    """What stands in current texts without being sure, in the order of the texts; it counts meanwhile."""
    return [found for found in displaced(connection, document, kinds) if found.how == "doubtful"]


def nowhere(connection: Connection, document: int | None = None, kinds: Collection[str] = (coding.name,)) -> list[Displaced]:
    """What stands nowhere in its document's current text, in the order of the older texts; it counts nowhere."""
    return [found for found in displaced(connection, document, kinds) if found.how == "nowhere"]


def displaced(connection: Connection, document: int | None = None, kinds: Collection[str] = (coding.name,)) -> list[Displaced]:
    """Both, in the order of the documents and of the older texts."""
    found = [one for kind in kinds for one in _displaced(connection, MADE_ON_TEXTS[kind], document)]
    return sorted(found, key=lambda one: (one.document, one.text_version, one.start, one.end, one.kind, one.key))


def _displaced(connection: Connection, table: Table, document: int | None) -> Iterator[Displaced]:
    current = current_versions()
    made = _made(table).add_columns(table.c.uid, *(table.c[name] for name in ("coder", "code") if name in table.c))
    made = made.add_columns(current.c.document, current.c.text_version.label("now"), place.c.how)
    made = made.add_columns(place.c.start.label("new_start"), place.c.end.label("new_end"))
    of_row = and_(place.c.kind == table.name, place.c.row == table.c.id)
    unsure = or_(place.c.start.is_(None), place.c.how == "doubtful")
    query = made.join(place, of_row).join(current, current.c.text_version == place.c.text_version)
    query = query.where(table.c.deleted.is_(False), unsure, text_version.c.id != current.c.text_version)
    if document is not None:
        query = query.where(current.c.document == document)
    for row in connection.execute(query):
        key, _live, version, start, end = row[:5]
        yield Displaced(
            kind=table.name,
            key=key,
            uid=row.uid,
            document=row.document,
            coder=row.coder,
            code=getattr(row, "code", None),
            how=row.how,
            text_version=version,
            start=start,
            end=end,
            new_version=row.now,
            new_start=row.new_start,
            new_end=row.new_end,
        )


def unplaced(connection: Connection) -> dict[str, int]:
    """How many live rows of each kind were made on an older text and have no place in the current one, which cannot be; for a check."""
    current = current_versions()
    found = {}
    for kind, table in MADE_ON_TEXTS.items():
        of_row = and_(place.c.kind == kind, place.c.row == table.c.id, place.c.text_version == current.c.text_version)
        query = _made(table).join(current, current.c.document == text_version.c.document).outerjoin(place, of_row)
        older = and_(text_version.c.id != current.c.text_version, text_version.c.deleted.is_(False), table.c.deleted.is_(False))
        count = len(connection.execute(query.where(older, place.c.row.is_(None))).all())
        if count:
            found[kind] = count
    return found
