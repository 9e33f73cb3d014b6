"""Cases, persons, and the typed attributes of cases, persons and documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from toolkit.model import Attribute, Case, Person
from toolkit.store.rows import live, records
from toolkit.store.tables import OBJECTS, attribute, attribute_value, case, person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.store.history import Change


def cases(connection: Connection) -> list[Case]:
    """All cases, by name."""
    return sorted(records(connection, live(case), Case), key=lambda found: found.name.casefold())


def add_case(change: Change, name: str) -> int:
    """Add a case."""
    return change.insert(case, name=name)


def change_case(change: Change, key: int, **values: Any) -> bool:
    """Rename a case, or delete it."""
    return change.update(case, key, **values)


def persons(connection: Connection) -> list[Person]:
    """All persons, by pseudonym."""
    return sorted(records(connection, live(person), Person), key=lambda found: found.name.casefold())


def add_person(change: Change, name: str, case_id: int | None = None) -> int:
    """Add a person under a pseudonym."""
    return change.insert(person, name=name, case=case_id, register_entry=None)


def change_person(change: Change, key: int, **values: Any) -> bool:
    """Change a person's pseudonym, case or register entry, or delete the person."""
    return change.update(person, key, **values)


def attributes(connection: Connection, owner: str | None = None) -> list[Attribute]:
    """The attributes of cases, documents or persons, or of all, in the researcher's order."""
    query = live(attribute).order_by(None).order_by(attribute.c.owner, attribute.c.position, attribute.c.id)
    return records(connection, query.where(attribute.c.owner == owner) if owner else query, Attribute)


def add_attribute(change: Change, owner: str, name: str, type_: str, choices: Sequence[str] = ()) -> int:
    """Add an attribute after the others of its owner."""
    position = len(attributes(change.connection, owner))
    return change.insert(attribute, owner=owner, name=name, type=type_, choices=list(choices), position=position)


def values(connection: Connection, owner: str) -> dict[tuple[int, int], str]:
    """Every value of an owner's attributes: by the local key of the object and that of the attribute."""
    table = OBJECTS[owner]
    query = (
        select(table.c.id, attribute_value.c.attribute, attribute_value.c.value)
        .join(attribute, attribute.c.id == attribute_value.c.attribute)
        .join(table, table.c.uid == attribute_value.c.object)
        .where(attribute.c.owner == owner, attribute_value.c.deleted.is_(False), attribute.c.deleted.is_(False), table.c.deleted.is_(False))
    )
    return {(found.id, found.attribute): found.value for found in connection.execute(query)}


def set_value(change: Change, attribute_id: int, object_uid: bytes, value: str) -> bool:
    """Set the value of an attribute on an object, an empty one takes it away; says whether anything was different."""
    same = and_(attribute_value.c.attribute == attribute_id, attribute_value.c.object == object_uid)
    found = change.connection.execute(select(attribute_value).where(same)).one_or_none()
    if found is not None:
        return change.update(attribute_value, found.id, value=value or found.value, deleted=not value)
    if value:
        change.insert(attribute_value, attribute=attribute_id, object=object_uid, value=value)
    return bool(value)
