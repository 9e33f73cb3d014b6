"""Every change and its events in one transaction; the append-only history.

A change is one transaction of one coder: rows written, and for each object an event with what it was before and after. Other objects are
named by their identifier in events, never by the local key, so that another copy of the study can read them. Undoing (`undoing`) writes a
new change.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, func, insert, select, update

from toolkit.ids import new_id, sha256
from toolkit.store.tables import OBJECTS, event, study
from toolkit.store.tables import change as changes
from toolkit.store.tables import coder as coders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection, Row, Table
    from sqlalchemy.sql.dml import ReturningInsert

    from toolkit.store.engine import Store


def now() -> str:
    """The time of an event: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Change:
    """One transaction's writes: each method changes a row and notes what it was. A change that wrote nothing leaves no trace."""

    def __init__(self, connection: Connection, verb: str, coder: int | None, reason: str = "", undoes: int | None = None) -> None:
        """`verb` is what was done, in the words of the command; `coder` the local key of who did it."""
        self.connection = connection
        self.verb = verb
        self.reason = reason
        self.undoes = undoes
        self._coder = coder
        self._number: int | None = None
        self._uids: dict[tuple[str, int], str] = {}

    @property
    def coder(self) -> int | None:
        """The local key of who makes the change."""
        return self._coder

    @coder.setter
    def coder(self, key: int) -> None:
        """Somebody who joins the study with this very change is known only when it has begun."""
        self._coder = key
        if self._number is not None:
            self.connection.execute(update(changes).where(changes.c.id == self._number).values(coder=key))
            seal(self.connection, self._number)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the change that may fail on its own: then nothing of it is kept, and the rest goes on."""
        number, uids = self._number, dict(self._uids)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            self._number, self._uids = number, uids
            raise

    def insert(self, table: Table, uid: bytes | None = None, /, **values: Any) -> int:
        """Add an object and give back its local key."""
        uid = uid or new_id()
        key: int = self.connection.execute(_insertion(table), {"uid": uid, **values}).scalar_one()
        self._write(table.name, uid, None, self._encode(table, values))
        return key

    def update(self, table: Table, row_id: int, /, **values: Any) -> bool:
        """Change columns of an object; says whether anything was different."""
        row = self.connection.execute(select(table).where(table.c.id == row_id)).one()
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return False
        before = {name: getattr(row, name) for name in changed}
        self.connection.execute(update(table).where(table.c.id == row_id).values(**changed))
        self._write(table.name, row.uid, self._encode(table, before), self._encode(table, changed))
        return True

    def delete(self, table: Table, key: int) -> None:
        """Mark an object as deleted; it stays for history and undo."""
        self.update(table, key, deleted=True)

    def add(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Add rows that are parts of an object and have no history of their own."""
        batch = [dict(row) for row in rows]
        if batch:
            self.connection.execute(insert(table), batch)

    def note(self, kind: str, uid: bytes, after: Mapping[str, Any] | None = None) -> None:
        """Record something that changed no object: a skipped suggestion, an export. `kind` is no table's name."""
        self._write(kind, uid, None, dict(after) if after else None)

    def number(self) -> int:
        """The change's number in the history, in which it stands from its first event on."""
        if self._number is None:
            replica, sequence = self.connection.execute(_NEXT).one()
            values = {"replica": replica, "sequence": sequence, "time": now(), "coder": self._coder, "verb": self.verb}
            values |= {"reason": self.reason, "undoes": self.undoes}
            self._number = int(self.connection.execute(_insertion(changes), {**values, "sha256": digest(**values)}).scalar_one())
        return self._number

    def _write(self, kind: str, uid: bytes, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        values = {"change": self.number(), "kind": kind, "object": uid, "before": before, "after": after}
        self.connection.execute(_EVENT, values)

    def _encode(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values as events write them: local keys become identifiers, bytes become hexadecimal, texts of transcripts become nothing."""
        said = {name: value for name, value in values.items() if (table.name, name) not in UNREPEATED}
        targets = {name: target for name, value in said.items() if value is not None and (target := target_of(table, name)) is not None}
        self._look_up({(target.name, said[name]) for name, target in targets.items()} - self._uids.keys())
        pointed = {name: self._uids[target.name, said[name]] for name, target in targets.items()}
        return {name: pointed.get(name, value.hex() if isinstance(value, bytes) else value) for name, value in said.items()}

    def _look_up(self, pointers: set[tuple[str, int]]) -> None:
        """Find out the identifiers of some objects, by table and local key, in one question."""
        if pointers:
            asked = sorted(pointers)
            parts = ", ".join(f'(SELECT hex(uid) FROM "{name}" WHERE id = ?)' for name, _key in asked)  # noqa: S608 - names of our tables
            row = self.connection.exec_driver_sql(f"SELECT {parts}", tuple(key for _name, key in asked)).one()
            self._uids.update({pointer: uid.lower() for pointer, uid in zip(asked, row, strict=True)})


@cache
def _insertion(table: Table) -> ReturningInsert[Any]:
    return insert(table).returning(table.c.id)


_SAME = changes.alias("same")
_LAST = select(func.max(_SAME.c.sequence)).where(_SAME.c.replica == study.c.replica).scalar_subquery()
_NEXT = select(study.c.replica, func.coalesce(_LAST, 0) + 1)
_EVENT = insert(event)


def digest(replica: bytes, sequence: int, time: str, coder: int | None, verb: str, reason: str, undoes: int | None) -> bytes:
    """The SHA-256 of what a change's row says, by which a check finds that it was altered behind the program's back."""
    return sha256(json.dumps([replica.hex(), sequence, time, coder, verb, reason, undoes], ensure_ascii=False))


def seal(connection: Connection, number: int) -> None:
    """Write the digest of a change's row anew."""
    columns = (changes.c[name] for name in ("replica", "sequence", "time", "coder", "verb", "reason", "undoes"))
    row = connection.execute(select(*columns).where(changes.c.id == number)).one()
    connection.execute(update(changes).where(changes.c.id == number).values(sha256=digest(**row._asdict())))


#: What the events about something that was erased say instead of their contents; no other event has it.
WIPED: dict[str, Any] = {}

#: Events refer to text by segment and hash and never repeat it, so that a participant's words can be erased in one place.
UNREPEATED = frozenset(
    {("coding", "quote"), ("coding", "before"), ("coding", "after"), ("text_version", "text"), ("codebook_version", "yaml")}
)


def target_of(table: Table, name: str) -> Table | None:
    """The table of objects that a column points to."""
    if name not in table.c:
        return None
    key = next(iter(table.c[name].foreign_keys), None)
    return OBJECTS.get(key.column.table.name) if key is not None else None


@contextmanager
def change(store: Store, verb: str, coder: int | None = None, reason: str = "", *, alone: bool = False) -> Iterator[Change]:
    """One transaction in which everything happens, or nothing; `alone` while nobody else has the study open."""
    with store.alone() if alone else store.write() as connection:
        yield Change(connection, verb, coder, reason)


@dataclass(frozen=True, slots=True)
class PastChange:
    """One line of the history: a transaction, and whether it still holds."""

    number: int
    time: str
    coder: str | None
    verb: str
    kinds: dict[str, int]  # objects touched, by kind
    reason: str
    undoes: int | None
    undone: bool


def past_changes(connection: Connection, coder: int | None = None, limit: int | None = None) -> list[PastChange]:
    """The history, newest first, one record for each change; of one coder, or of all."""
    chosen = select(changes).order_by(changes.c.id.desc()).limit(limit)
    return described(connection, chosen if coder is None else chosen.where(changes.c.coder == coder))


def described(connection: Connection, chosen: Any) -> list[PastChange]:
    """The changes of a selection from `change` as lines of the history, in its order."""
    lines = chosen.add_columns(coders.c.name, is_undone().label("undone")).outerjoin(coders, coders.c.id == changes.c.coder)
    wanted = chosen.with_only_columns(changes.c.id).subquery("wanted")
    counted = select(event.c.change, event.c.kind, func.count()).join(wanted, wanted.c.id == event.c.change)
    kinds: dict[int, dict[str, int]] = {}
    for number, kind, count in connection.execute(counted.group_by(event.c.change, event.c.kind)):
        kinds.setdefault(number, {})[kind] = count
    return [
        PastChange(row.id, row.time, row.name, row.verb, kinds.get(row.id, {}), row.reason, row.undoes, bool(row.undone))
        for row in connection.execute(lines)
    ]


def is_undone() -> ColumnElement[bool]:
    """Whether a change does not hold any more: it was taken back, and that has not been taken back by a redo."""
    undo, redo = changes.alias("back"), changes.alias("again")
    redone = select(redo.c.id).where(redo.c.undoes == undo.c.id).exists()
    return select(undo.c.id).where(and_(undo.c.undoes == changes.c.id, ~redone)).exists()


def is_wiped() -> ColumnElement[bool]:
    """The condition on events that what they said was erased."""
    return func.coalesce(cast(event.c.after, Text), "") == "{}"


def object_events(connection: Connection, uid: bytes) -> list[Row[Any]]:
    """Everything that happened to one object, oldest first, with the time, coder, verb and reason of its change."""
    of_change = (changes.c.time, changes.c.coder, changes.c.verb, changes.c.reason, changes.c.undoes)
    query = select(event, *of_change).join(changes, changes.c.id == event.c.change).where(event.c.object == uid)
    return list(connection.execute(query.order_by(event.c.id)).all())
