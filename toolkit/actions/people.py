"""Cases, persons and their attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.naming import find_attribute, find_case, find_person
from toolkit.actions.registers import find_entry
from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.store import cases, documents, registers
from toolkit.text.values import fits, infer_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from toolkit.model import Case, Entry, Person
    from toolkit.store.history import Change
    from toolkit.study import Study


def add_case(study: Study, name: str, values: Mapping[str, str] | None = None, *, new_attributes: bool = False) -> Case:
    """Add a case with the values of its attributes; raises `UsageError` when the name is taken."""
    with study.change("case add") as change:
        added = new_case(change, name)
        set_attributes(change, "case", added.uid, values or {}, new_attributes=new_attributes)
        return added


def new_case(change: Change, name: str) -> Case:
    """A case without attribute values, within a change; raises `UsageError` when the name is taken."""
    _refuse_taken(name, cases.cases(change.connection))
    cases.add_case(change, name)
    return find_case(change.connection, name)


def rename_case(change: Change, key: int, name: str) -> None:
    """Give a case another name within a change; raises `UsageError` when it is taken."""
    _refuse_taken(name, (case for case in cases.cases(change.connection) if case.id != key))
    cases.change_case(change, key, name=name)


def change_case(
    study: Study, name: str, *, new_name: str | None = None, values: Mapping[str, str] | None = None, new_attributes: bool = False
) -> Case:
    """Rename a case, or give it other attribute values (an empty one takes a value away)."""
    with study.change("case change") as change:
        found = find_case(change.connection, name)
        if new_name:
            rename_case(change, found.id, new_name)
        set_attributes(change, "case", found.uid, values or {}, new_attributes=new_attributes)
        return find_case(change.connection, new_name or name)


def remove_case(study: Study, name: str) -> None:
    """Take a case away; raises `UsageError` while documents or persons belong to it."""
    with study.change("case remove") as change:
        connection = change.connection
        found = find_case(connection, name)
        belonging = [document.name for document in documents.documents(connection) if document.case == found.id]
        belonging += [person.name for person in cases.persons(connection) if person.case == found.id]
        if belonging:
            sentence = _("These belong to {case}: {names}. Give them another case first.", case=found.name, names=", ".join(belonging))
            raise UsageError(sentence)
        cases.change_case(change, found.id, deleted=True)


def add_person(
    study: Study,
    name: str,
    *,
    case: str | None = None,
    entry: str | None = None,
    values: Mapping[str, str] | None = None,
    new_attributes: bool = False,
) -> Person:
    """Add a person under a pseudonym, with a case and the register entry (`register:name`) that the person speaks for."""
    with study.change("person add") as change:
        key = new_person(change, name)
        return alter_person(change, key, case=case, entry=entry, values=values or {}, new_attributes=new_attributes)


def new_person(change: Change, name: str) -> int:
    """A person within a change, by local key; raises `UsageError` when the pseudonym is taken."""
    _refuse_taken(name, cases.persons(change.connection))
    return cases.add_person(change, name)


def rename_person(change: Change, key: int, name: str) -> None:
    """Give a person another pseudonym within a change; raises `UsageError` when it is taken."""
    _refuse_taken(name, (person for person in cases.persons(change.connection) if person.id != key))
    cases.change_person(change, key, name=name)


def change_person(
    study: Study,
    name: str,
    *,
    new_name: str | None = None,
    case: str | None = None,
    entry: str | None = None,
    values: Mapping[str, str] | None = None,
    new_attributes: bool = False,
) -> Person:
    """Give a person another pseudonym, case, register entry or other attribute values; an empty case or entry takes it away."""
    with study.change("person change") as change:
        found = find_person(change.connection, name)
        if new_name:
            rename_person(change, found.id, new_name)
        return alter_person(change, found.id, case=case, entry=entry, values=values or {}, new_attributes=new_attributes)


def alter_person(
    change: Change,
    key: int,
    *,
    case: str | None = None,
    entry: str | None = None,
    values: Mapping[str, str],
    new_attributes: bool = False,
) -> Person:
    """`change_person` within a change, by local key and without a new name."""
    connection = change.connection
    columns: dict[str, int | None] = {}
    if case is not None:
        columns["case"] = find_case(connection, case).id if case else None
    if entry is not None:
        columns["register_entry"] = _entry_named(connection, entry).id if entry else None
    cases.change_person(change, key, **columns)
    uid = next(person.uid for person in cases.persons(connection) if person.id == key)
    set_attributes(change, "person", uid, values, new_attributes=new_attributes)
    return next(person for person in cases.persons(connection) if person.id == key)


def _entry_named(connection: Connection, name: str) -> Entry:
    """The entry that `register:name` says; the register may be left out where the study has one only."""
    register, colon, entry = name.partition(":")
    if not colon:
        known = sorted({found.register for found in registers.entries(connection)})
        if len(known) != 1:
            raise UsageError(_("Say in which register: REGISTER:{name}. The registers are: {known}.", name=name, known=", ".join(known)))
        register, entry = known[0], name
    return find_entry(connection, register.strip(), entry.strip())


def remove_person(study: Study, name: str) -> None:
    """Take a person away; raises `UsageError` while speakers are known to be this person."""
    with study.change("person remove") as change:
        found = find_person(change.connection, name)
        known = [speaker.label for speaker in documents.speakers(change.connection) if speaker.person == found.id]
        if known:
            raise UsageError(
                ngettext(
                    "{n} speaker is {person}. Say with `terrain speakers` that it is somebody else first.",
                    "{n} speakers are {person}. Say with `terrain speakers` that they are somebody else first.",
                    len(known),
                    person=found.name,
                )
            )
        cases.change_person(change, found.id, deleted=True)


def set_attributes(change: Change, owner: str, uid: bytes, values: Mapping[str, str], *, new_attributes: bool = False) -> None:
    """Give an object attribute values within a change; raises `UsageError` for one that does not fit, `NotFound` for an unknown attribute.

    `new_attributes` makes attributes that the study does not have, and lets a choice be one that was not there before.
    """
    for name, value in values.items():
        if new_attributes and name not in {attribute.name for attribute in cases.attributes(change.connection, owner)}:
            type_, choices = infer_type([value])
            cases.add_attribute(change, owner, name, type_, choices)
        attribute = find_attribute(change.connection, owner, name)
        if value and not fits(value, attribute.type, attribute.choices) and not (new_attributes and attribute.type == "choice"):
            known = ", ".join(attribute.choices) or attribute.type
            raise UsageError(_("{value} does not fit {name}, which takes: {known}.", value=value, name=name, known=known))
        cases.set_value(change, attribute.id, uid, value)


def _refuse_taken(name: str, known: Iterable[Case | Person]) -> None:
    if not name.strip():
        raise UsageError(_("The name is empty."))
    if any(other.name.casefold() == name.casefold() for other in known):
        raise UsageError(_("There is a {name} already. Choose another name.", name=name))
