"""Undo and redo: take back what a change did, where nothing later stands on it; otherwise say what stands in the way.

Taking back is a new change with the events turned round. An undo takes back an original change; a redo takes back an undo; a change that
was redone can be undone again. Each is done only on exactly the changes of the same objects that held when what it takes back was made, so
that what it puts back is what was there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import null, or_, select

from toolkit.errors import Conflict
from toolkit.messages import _
from toolkit.store import places
from toolkit.store.history import Change, described, is_undone, is_wiped, target_of
from toolkit.store.rows import quoted
from toolkit.store.standing import Touched, refuse_if_it_cannot_stand
from toolkit.store.tables import OBJECTS, document, event, speaker, text_version, turn
from toolkit.store.tables import change as changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Row, Select, Table

    from toolkit.store.engine import Store
    from toolkit.store.history import PastChange


class NothingToUndo(Conflict):
    """This coder has no change left to take back."""


#: What is never taken back: a study remains, and whoever has joined it (their undone changes could not be made again by anybody).
LASTING = ("study", "coder")


def undo(store: Store, coder: int) -> PastChange:
    """Take back the last change of this coder that still holds; raises `Conflict` with what stands in the way."""
    with store.write() as connection:
        number = connection.scalar(_of(coder).where(changes.c.undoes.is_(None)).limit(1))
        if number is None:
            raise NothingToUndo(_("There is no change of yours left to undo."))
        [last] = described(connection, select(changes).where(changes.c.id == number))
        _take_back(connection, number, "undo", coder)
    return last


def next_undo(connection: Connection, coder: int) -> PastChange | None:
    """The change that `undo` would take back."""
    number = connection.scalar(_of(coder).where(changes.c.undoes.is_(None)).limit(1))
    return None if number is None else described(connection, select(changes).where(changes.c.id == number))[0]


def redo(store: Store, coder: int) -> PastChange:
    """Make the change again that was undone last, unless this coder has changed something else since."""
    with store.write() as connection:
        last = connection.execute(_of(coder).add_columns(changes.c.undoes, changes.c.verb).where(~_is_redo()).limit(1)).one_or_none()
        if last is None or last.undoes is None:
            raise NothingToUndo(_("There is no undone change of yours to make again."))
        _take_back(connection, last.id, "redo", coder)
        [again] = described(connection, select(changes).where(changes.c.id == last.undoes))
    return again


def _of(coder: int) -> Select[Any]:
    """The numbers of a coder's changes that hold and can be taken back, newest first."""
    touches = select(event.c.id).where(event.c.change == changes.c.id)
    objects = touches.where(event.c.kind.in_(OBJECTS), event.c.kind.not_in(LASTING), ~is_wiped()).exists()
    erases = touches.where(event.c.kind == "erased").exists()
    begins = touches.where(event.c.kind == "study", event.c.before.is_(null())).exists()
    return select(changes.c.id).where(changes.c.coder == coder, ~is_undone(), objects, ~begins, ~erases).order_by(changes.c.id.desc())


def _is_redo() -> Any:
    taken_back = changes.alias("taken_back")
    return select(taken_back.c.id).where(taken_back.c.id == changes.c.undoes, taken_back.c.undoes.is_not(None)).exists()


def _take_back(connection: Connection, number: int, verb: str, coder: int) -> None:
    """Write a change that puts back what change `number` changed, newest event first."""
    _refuse_if_erased(connection, number)
    _refuse_if_touched(connection, number)
    back = Change(connection, verb, coder, undoes=number)
    back.number()
    touched = Touched()
    for past in connection.execute(select(event).where(event.c.change == number).order_by(event.c.id.desc())).all():
        table = OBJECTS.get(past.kind)
        if table is None or (past.before is None and past.kind in LASTING):
            continue
        row = connection.execute(select(table).where(table.c.uid == past.object)).one()
        touched.note(table, row, added=past.before is None)
        back.update(table, row.id, **_before(connection, table, row, past.before))
    refuse_if_it_cannot_stand(connection, touched)
    places.follow(connection, touched.rows)


def _refuse_if_erased(connection: Connection, number: int) -> None:
    """Refuse a change of which a part was erased: what it was is not known any more."""
    if connection.scalar(select(event.c.id).where(event.c.change == number, is_wiped()).limit(1)) is not None:
        raise Conflict(_("This change cannot be taken back or made again: something that it touched has been erased for good."))


def _before(connection: Connection, table: Table, row: Row[Any], written: dict[str, Any] | None) -> dict[str, Any]:
    """The columns of a row as they were before an event; a coding's quote is taken anew from the text, since events do not repeat it."""
    if written is None:
        return {"deleted": True}
    values = {name: _decoded(connection, table, name, value) for name, value in written.items()}
    if table.name == "coding" and values.keys() & {"text_version", "start", "end"}:
        place = {name: values.get(name, getattr(row, name)) for name in ("text_version", "start", "end")}
        text = connection.execute(select(text_version.c.text).where(text_version.c.id == place["text_version"])).scalar_one()
        values |= quoted(text, place["start"], place["end"])
    return values


def _decoded(connection: Connection, table: Table, name: str, value: Any) -> Any:
    """The value that an event wrote, as the row holds it."""
    target = target_of(table, name)
    if value is not None and target is not None:
        return connection.execute(select(target.c.id).where(target.c.uid == bytes.fromhex(value))).scalar_one()
    if value is not None and table.c[name].type.python_type is bytes:
        return bytes.fromhex(value)
    return value


def _refuse_if_touched(connection: Connection, number: int) -> None:
    """Refuse unless the same other changes of the objects hold now as did when change `number` was made (or last made again)."""
    own = select(event.c.object).where(event.c.change == number, event.c.kind.in_(OBJECTS))
    added = own.where(event.c.before.is_(null()))
    # What adds a document or a text does not write an event for each speaker and turn.
    parts = select(speaker.c.uid).join(document, document.c.id == speaker.c.document).where(document.c.uid.in_(added))
    turns = select(turn.c.uid).join(text_version, text_version.c.id == turn.c.text_version).where(turn.c.uid.is_not(None))
    turns = turns.join(document, document.c.id == text_version.c.document).where(
        or_(text_version.c.uid.in_(added), document.c.uid.in_(added))
    )
    touching = or_(*(event.c.object.in_(uids) for uids in (own, parts, turns)))
    others = select(event.c.change).where(touching, event.c.kind.in_(OBJECTS))
    query = select(changes.c.id, changes.c.undoes, changes.c.verb, changes.c.time).where(changes.c.id.in_(others))
    rows = {row.id: row for row in connection.execute(query.order_by(changes.c.id))}
    root = _root(rows, number)
    made = number if root != number else max((id_ for id_ in rows if _root(rows, id_) == root and _is_redo_of(rows, id_)), default=number)
    different = _holding(rows.values(), made) ^ _holding(rows.values(), max(rows, default=made))
    later = [row for row in rows.values() if row.id > made and _root(rows, row.id) in different - {root}]
    if later:
        sentence = _("This change cannot be taken back or made again: a later one stands on it (no. {number}, {verb}, {time}).")
        raise Conflict(sentence.format(number=later[-1].id, verb=later[-1].verb, time=later[-1].time))


def _root(rows: Mapping[int, Any], number: int) -> int:
    """The original change that a chain of undo and redo goes back to."""
    while number in rows and rows[number].undoes is not None:
        number = rows[number].undoes
    return number


def _is_redo_of(rows: Mapping[int, Any], number: int) -> bool:
    undone = rows.get(rows[number].undoes)
    return undone is not None and undone.undoes is not None


def _holding(rows: Iterable[Any], until: int) -> set[int]:
    """The original changes that held after change `until`: a later undo or redo decides about the earlier ones."""
    known = [row for row in rows if row.id <= until]
    undone: set[int] = set()
    for row in reversed(known):
        if row.undoes is not None and row.id not in undone:
            undone.add(row.undoes)
    return {row.id for row in known if row.undoes is None and row.id not in undone}
