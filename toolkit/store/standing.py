"""What undo and redo must not leave behind: live objects that point to deleted ones, and two live ones of the same name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, false, func, or_, select

from toolkit.errors import Conflict
from toolkit.messages import _, ngettext
from toolkit.store.history import target_of
from toolkit.store.tables import OBJECTS, attribute_value, coding, document, memo, reading, register_entry, suggestion, text_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Row, Table

CHUNK = 5_000  # identifiers in one query

#: What may be deleted under what points to it: codings outlive a removed code, decisions a withdrawn suggestion.
MAY_BE_GONE = frozenset({"code", "codebook_version", "suggestion", "coder"})

#: Pointers that do not keep what they point to: parts go with their whole, and a machine's proposals are nobody's work.
LOOSE = frozenset(
    {("text_version", "document"), ("speaker", "document"), ("turn", "text_version"), ("turn", "speaker")}
    | {("suggestion", name) for name in OBJECTS}
)

#: Pointers that stand in the way of a removal; others (ratings, memos, values) are hidden with what they are about and come back with it.
BELONGING = frozenset({("document", "case"), ("person", "case"), ("speaker", "person"), ("person", "register_entry")})

#: Columns by which a person tells the objects of a table apart.
NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "case": (("name",),),
    "person": (("name",),),
    "document": (("name",), ("sha256",)),
    "attribute": (("owner", "name"),),
    "register_entry": (("register", "name"),),
}


class Touched:
    """The rows that were put back, as they were before that."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows: dict[str, dict[int, Row[Any]]] = {}
        self.added: set[tuple[str, int]] = set()

    def note(self, table: Table, row: Row[Any], *, added: bool) -> None:
        """A row that is about to be put back; `added` if the change that is taken back had made it."""
        self.rows.setdefault(table.name, {}).setdefault(row.id, row)
        if added:
            self.added.add((table.name, row.id))


def refuse_if_it_cannot_stand(connection: Connection, touched: Touched) -> None:
    """Raises `Conflict` for what undo or redo would leave in contradiction; the caller's transaction then keeps nothing of it."""
    for name, before in touched.rows.items():
        table = OBJECTS[name]
        for keys in _chunks(list(before)):
            rows = connection.execute(select(table).where(table.c.id.in_(keys))).all()
            gone = [row for row in rows if row.deleted and not before[row.id].deleted]
            _refuse_if_used(connection, table, [row for row in gone if (name, row.id) in touched.added], added=True)
            _refuse_if_used(connection, table, [row for row in gone if (name, row.id) not in touched.added], added=False)
            _refuse_if_orphaned(connection, table, [row for row in rows if not row.deleted])
            _refuse_if_taken(connection, table, [row for row in rows if not row.deleted], before)
            if table is text_version:
                _refuse_if_corrected(connection, [row for row in rows if not row.deleted])
            if name == "suggestion" and any(row.deleted for row in rows):
                raise Conflict(_("This cannot be done: the suggestion has been withdrawn; a newer run of the machine has replaced it."))


def _refuse_if_used(connection: Connection, table: Table, gone: Sequence[Row[Any]], *, added: bool) -> None:
    """Refuse to take away an object that other objects point to: anything, if it was `added` by what is undone, else what belongs to it."""
    if not gone:
        return
    for other, condition in _pointing(connection, table, gone, added=added):
        used = connection.execute(select(func.count()).select_from(other).where(condition, other.c.deleted.is_(False))).scalar_one()
        if used:
            raise _used(used, other.name)
    if table is register_entry:
        mentioned = _mentioned(connection)
        used = sum(row.uid.hex() in mentioned for row in gone)
        if used:
            raise _used(used, coding.name)


def _used(n: int, kind: str) -> Conflict:
    return Conflict(
        ngettext(
            "This cannot be done: {n} object ({kind}) points to what would go.",
            "This cannot be done: {n} objects ({kind}) point to what would go.",
            n,
            kind=kind,
        )
    )


def _pointing(
    connection: Connection, table: Table, gone: Sequence[Row[Any]], *, added: bool
) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables with a pointer to these rows that counts, and the condition on those that have it."""
    keys, uids = [row.id for row in gone], [row.uid for row in gone]
    for other in OBJECTS.values():
        pair = (other.name, table.name)
        if pair not in LOOSE if added else pair in BELONGING:
            yield from ((other, column.in_(keys)) for column in other.c if target_of(other, column.name) is table)
    if added:
        yield from ((other, other.c.object.in_(uids)) for other in (attribute_value, memo))
    if added:
        yield from _made_since(table, gone)
    if table is document:
        versions = connection.scalars(select(text_version.c.id).where(text_version.c.document.in_(keys))).all()
        yield from ((other, other.c.text_version.in_(versions)) for other in (coding, reading))


def _made_since(table: Table, gone: Sequence[Row[Any]]) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """What was made of a document or a text since it was added: corrected texts, and decisions on what was proposed there."""
    keys = [row.id for row in gone]
    if table is document:
        yield text_version, and_(text_version.c.document.in_(keys), text_version.c.parent.is_not(None))
    if table is text_version:
        yield from ((text_version, and_(text_version.c.document == row.document, text_version.c.id > row.id)) for row in gone)
        yield suggestion, and_(suggestion.c.text_version.in_(keys), suggestion.c.state != "open")


def _refuse_if_corrected(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Refuse to bring back a text that is not the newest of its document."""
    newer = or_(*(and_(text_version.c.document == row.document, text_version.c.id > row.id) for row in rows), false())
    if connection.scalar(select(text_version.c.id).where(newer, text_version.c.deleted.is_(False)).limit(1)) is not None:
        raise Conflict(_("This cannot be done: the text has been corrected since."))


def _mentioned(connection: Connection) -> set[str]:
    """The register entries that live codings point to, by identifier in hexadecimal."""
    found: set[str] = set()
    for fields in connection.scalars(select(cast(coding.c.fields, Text)).where(coding.c.deleted.is_(False)).distinct()):
        found.update(re.findall(r"[0-9a-f]{32}", fields))
    return found


def _refuse_if_orphaned(connection: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    """Refuse to bring back an object whose case, document, register entry, … has been deleted."""
    targets = {column.name: target for column in table.c if (target := target_of(table, column.name)) is not None}
    conditions = [
        (target, target.c.id.in_({getattr(row, name) for row in rows} - {None}))
        for name, target in targets.items()
        if target.name not in MAY_BE_GONE and (table.name, target.name) not in LOOSE
    ]
    if "text_version" in targets:
        versions = {row.text_version for row in rows}
        conditions.append((document, document.c.id.in_(select(text_version.c.document).where(text_version.c.id.in_(versions)))))
    if table is coding:
        entries = {uid for row in rows for uid in re.findall(r"[0-9a-f]{32}", str(row.fields))}
        conditions.append((register_entry, register_entry.c.uid.in_(map(bytes.fromhex, entries))))
    if table in (attribute_value, memo):
        uids = {row.object for row in rows}
        conditions += [(OBJECTS[name], OBJECTS[name].c.uid.in_(uids)) for name in ("case", "document", "person", "coding")]
    for target, condition in conditions:
        if connection.scalar(select(target.c.id).where(condition, target.c.deleted.is_(True)).limit(1)) is not None:
            raise Conflict(_("This cannot be done: what it belongs to ({kind}) has been taken away since.", kind=target.name))


def _refuse_if_taken(connection: Connection, table: Table, rows: Sequence[Row[Any]], before: dict[int, Row[Any]]) -> None:
    """Refuse to bring back a name that something else has now."""
    for columns in NAMES.get(table.name, ()):
        wanted = {
            _name(row, columns): row.id for row in rows if before[row.id].deleted or _name(before[row.id], columns) != _name(row, columns)
        }
        live = select(table).where(table.c.deleted.is_(False)) if wanted else None
        for row in connection.execute(live) if live is not None else ():
            if wanted.get(_name(row, columns), row.id) != row.id:
                raise Conflict(_("This cannot be done: there is another {name} now. Give that one another name first.", name=row.name))


def _name(row: Row[Any], columns: Sequence[str]) -> tuple[Any, ...]:
    values = (getattr(row, column) for column in columns)
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
