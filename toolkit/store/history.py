"""Every change and its event in one transaction; the append-only history; undo and redo.

A change is one transaction of one coder: rows written, and for each object an event with what it was before and after. Other objects are
named by their identifier in events, never by the local key, so that another copy of the study can read them. Undoing writes a new change.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, insert, select, update

from toolkit.errors import Conflict
from toolkit.ids import new_id
from toolkit.messages import _, ngettext
from toolkit.store.tables import OBJECTS, event, study

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection, Row, Table

    from toolkit.store.engine import Store


def now() -> str:
    """The time of an event: UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class NothingToUndo(Conflict):
    """This coder has no change left to take back."""


class Change:
    """One transaction's writes: each method changes a row and notes what it was."""

    def __init__(self, connection: Connection, verb: str, coder: int | None, reason: str = "", undoes: int | None = None) -> None:
        """`verb` is what was done, in the words of the command; `coder` the local key of who did it."""
        self.connection = connection
        self.verb = verb
        self.coder = coder
        self.reason = reason
        self.undoes = undoes
        self._replica: bytes | None = connection.scalar(select(study.c.replica))
        last = connection.scalar(select(func.max(event.c.sequence)))
        self._sequence = (last or 0) + 1
        self.number = self._sequence
        self._uids: dict[tuple[str, int], str] = {}

    def insert(self, table: Table, uid: bytes | None = None, /, **values: Any) -> int:
        """Add an object and give back its local key."""
        uid = uid or new_id()
        key: int = self.connection.execute(insert(table).values(uid=uid, **values).returning(table.c.id)).scalar_one()
        if table is study:
            self._replica = values["replica"]
        self._note(table, uid, None, self._encode(table, values))
        return key

    def update(self, table: Table, row_id: int, /, **values: Any) -> bool:
        """Change columns of an object; says whether anything was different."""
        row = self.connection.execute(select(table).where(table.c.id == row_id)).one()
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return False
        before = {name: getattr(row, name) for name in changed}
        self.connection.execute(update(table).where(table.c.id == row_id).values(**changed))
        self._note(table, row.uid, self._encode(table, before), self._encode(table, changed))
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

    def _note(self, table: Table, uid: bytes, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self._write(table.name, uid, before, after)

    def _write(self, kind: str, uid: bytes, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        self.connection.execute(
            insert(event).values(
                replica=self._replica,
                sequence=self._sequence,
                change=self.number,
                time=now(),
                coder=self.coder,
                verb=self.verb,
                kind=kind,
                object=uid,
                before=before,
                after=after,
                reason=self.reason,
                undoes=self.undoes,
            )
        )
        self._sequence += 1

    def _encode(self, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values as events write them: local keys become identifiers, bytes become hexadecimal, texts of transcripts become nothing."""
        return {name: self._encoded(table, name, value) for name, value in values.items() if (table.name, name) not in UNREPEATED}

    def _encoded(self, table: Table, name: str, value: Any) -> Any:
        if isinstance(value, bytes):
            return value.hex()
        target = _target(table, name)
        if value is None or target is None:
            return value
        if (target.name, value) not in self._uids:
            uid = self.connection.execute(select(target.c.uid).where(target.c.id == value)).scalar_one()
            self._uids[target.name, value] = uid.hex()
        return self._uids[target.name, value]


#: Events refer to text by segment and hash and never repeat it, so that a participant's words can be erased in one place.
UNREPEATED = frozenset(
    {("coding", "quote"), ("coding", "before"), ("coding", "after"), ("text_version", "text"), ("codebook_version", "yaml")}
)


@contextmanager
def change(store: Store, verb: str, coder: int | None = None, reason: str = "") -> Iterator[Change]:
    """One transaction in which everything happens, or nothing."""
    with store.write() as connection:
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
    from toolkit.store.tables import coder as coders

    undone = _undone(connection)
    query = (
        select(
            event.c.change,
            func.min(event.c.time),
            coders.c.name,
            event.c.verb,
            event.c.kind,
            func.count(),
            func.max(event.c.reason),
            event.c.undoes,
        )
        .outerjoin(coders, coders.c.id == event.c.coder)
        .group_by(event.c.change, coders.c.name, event.c.verb, event.c.kind, event.c.undoes)
        .order_by(event.c.change.desc())
    )
    if coder is not None:
        query = query.where(event.c.coder == coder)
    found: dict[int, PastChange] = {}
    for number, time, name, verb, kind, count, reason, undoes in connection.execute(query):
        if number in found:
            found[number].kinds[kind] = count
        elif limit is not None and len(found) == limit:
            break
        else:
            found[number] = PastChange(number, time, name, verb, {kind: count}, reason, undoes, number in undone)
    return list(found.values())


def undo(store: Store, coder: int) -> PastChange:
    """Take back the last change of this coder that still holds; raises `Conflict` with what stands in the way."""
    with store.write() as connection:
        last = next(
            (past for past in past_changes(connection, coder) if past.undoes is None and not past.undone and _reversible(past)), None
        )
        if last is None:
            raise NothingToUndo(_("There is no change of yours left to undo."))
        _take_back(connection, last.number, "undo", coder)
    return last


def redo(store: Store, coder: int) -> PastChange:
    """Make the change again that was undone last, unless this coder has changed something else since."""
    with store.write() as connection:
        history = [past for past in past_changes(connection, coder) if _reversible(past)]
        last = next((past for past in history if not past.undone and not (past.undoes is not None and past.verb == "redo")), None)
        if last is None or last.verb != "undo":
            raise NothingToUndo(_("There is no undone change of yours to make again."))
        _take_back(connection, last.number, "redo", coder)
        return next(past for past in past_changes(connection, coder) if past.number == last.undoes)


def _reversible(past: PastChange) -> bool:
    """Whether a change touched objects (an export or a skipped suggestion did not)."""
    return any(kind in OBJECTS for kind in past.kinds)


def _undone(connection: Connection) -> set[int]:
    """The changes that do not hold any more: taken back by a change that itself still holds."""
    pairs = connection.execute(select(event.c.change, event.c.undoes).where(event.c.undoes.is_not(None)).distinct())
    undone: set[int] = set()
    for number, undoes in sorted(pairs, reverse=True):  # newest first: a later change decides whether an earlier one holds
        if number not in undone:
            undone.add(undoes)
    return undone


def _take_back(connection: Connection, number: int, verb: str, coder: int) -> None:
    """Write a change that puts back what change `number` changed, newest event first."""
    _refuse_if_touched(connection, number)
    back = Change(connection, verb, coder, undoes=number)
    events = connection.execute(select(event).where(event.c.change == number).order_by(event.c.sequence.desc())).all()
    for past in events:
        table = OBJECTS.get(past.kind)
        if table is None or (past.before is None and past.after is None):
            continue
        key = connection.execute(select(table.c.id).where(table.c.uid == past.object)).scalar_one()
        if past.before is None:
            _refuse_if_used(connection, table, key)
            back.delete(table, key)
        else:
            back.update(table, key, **{name: _decoded(connection, table, name, value) for name, value in past.before.items()})


def _refuse_if_touched(connection: Connection, number: int) -> None:
    """Refuse when a later change that still holds touched one of the objects."""
    undone = _undone(connection)
    objects = select(event.c.object).where(event.c.change == number)
    later = connection.execute(
        select(event.c.change, event.c.verb, event.c.time)
        .where(and_(event.c.object.in_(objects), event.c.change > number, event.c.undoes.is_(None), event.c.kind.in_(OBJECTS)))
        .order_by(event.c.change)
    )
    for change_number, verb, time in later:
        if change_number not in undone:
            raise Conflict(
                _(
                    "This change cannot be taken back: a later one stands on it (no. {number}, {verb}, {time}).",
                    number=change_number,
                    verb=verb,
                    time=time,
                )
            )


def _refuse_if_used(connection: Connection, table: Table, key: int) -> None:
    """Refuse to take away an object that other objects point to."""
    for other in OBJECTS.values():
        for column in other.c:
            if _target(other, column.name) is table:
                used = connection.execute(
                    select(func.count()).select_from(other).where(column == key, other.c.deleted.is_(False))
                ).scalar_one()
                if used and (other.name, table.name) not in HARMLESS:
                    raise Conflict(
                        ngettext(
                            "This change cannot be taken back: {n} object ({kind}) made later points to what it added.",
                            "This change cannot be taken back: {n} objects ({kind}) made later point to what it added.",
                            used,
                            kind=other.name,
                        )
                    )


#: Parts of an object that are taken away with it.
HARMLESS = frozenset({("text_version", "document"), ("speaker", "document")})


def _target(table: Table, name: str) -> Table | None:
    """The table of objects that a column points to."""
    if name not in table.c:
        return None
    key = next(iter(table.c[name].foreign_keys), None)
    return OBJECTS.get(key.column.table.name) if key is not None else None


def _decoded(connection: Connection, table: Table, name: str, value: Any) -> Any:
    """The value that an event wrote, as the row holds it."""
    target = _target(table, name)
    if value is not None and target is not None:
        return connection.execute(select(target.c.id).where(target.c.uid == bytes.fromhex(value))).scalar_one()
    if value is not None and table.c[name].type.python_type is bytes:
        return bytes.fromhex(value)
    return value


def object_events(connection: Connection, uid: bytes) -> list[Row[Any]]:
    """Everything that happened to one object, oldest first."""
    return list(connection.execute(select(event).where(event.c.object == uid).order_by(event.c.sequence)).all())
