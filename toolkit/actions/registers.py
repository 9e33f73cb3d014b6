"""Register entries: add, change, merge, take over what the machine proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.case_tables import unaccented
from toolkit.actions.lookup import Lookup
from toolkit.actions.naming import no_entry
from toolkit.errors import NotFound, Problem, UsageError
from toolkit.messages import _
from toolkit.readers.tables import Row, Sheet, read_table
from toolkit.store import cases, codings, registers
from toolkit.text.values import fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Codebook
    from toolkit.model import Coding, Entry
    from toolkit.store.history import Change
    from toolkit.study import Study


def find_entry(connection: Connection, register: str, name: str) -> Entry:
    """The entry with this name, alias or beginning of an identifier; raises `NotFound`."""
    entries = registers.entries(connection, register)
    wanted = name.casefold()
    for known in (
        [entry for entry in entries if entry.name.casefold() == wanted],
        [entry for entry in entries if wanted in (alias.casefold() for alias in entry.aliases)],
        [entry for entry in entries if len(wanted) >= 6 and entry.uid.hex().startswith(wanted)],
    ):
        if len(known) == 1:
            return known[0]
    raise no_entry(register, name)


def check_register(codebook: Codebook, register: str) -> None:
    """Raises `NotFound` for a register that the codebook does not have."""
    if register not in codebook.registers:
        known = ", ".join(codebook.registers) or _("none")
        raise NotFound(_("The codebook has no register {register}. Its registers are: {known}.", register=register, known=known))


def check_attributes(codebook: Codebook, register: str, given: Mapping[str, str]) -> dict[str, str]:
    """Attribute values of an entry as they are stored, choices by key; raises `UsageError` for one that does not fit."""
    known = codebook.registers[register].attributes
    checked = {}
    for name, value in given.items():
        attribute = known.get(name)
        if attribute is None:
            raise UsageError(
                _("{register} has no attribute {name}. Its attributes are: {known}.", register=register, name=name, known=", ".join(known))
            )
        labels = {label.casefold(): choice.key for choice in attribute.choices for label in (choice.key, *choice.label.values())}
        if attribute.type == "choice":
            if value and value.casefold() not in labels:
                choices = ", ".join(choice.key for choice in attribute.choices)
                raise UsageError(_("{value} is no value of {field}. Use one of: {known}.", value=value, field=name, known=choices))
            value = labels.get(value.casefold(), "")  # noqa: PLW2901 - the stored form of the same value
        elif value and not fits(value, attribute.type):
            raise UsageError(_("{value} does not fit {field}, which is of type {type}.", value=value, field=name, type=attribute.type))
        checked[name] = value
    return checked


def add_entry(study: Study, register: str, name: str, aliases: Sequence[str] = (), attributes: Mapping[str, str] | None = None) -> Entry:
    """Add a confirmed entry; raises `UsageError` when the name is taken."""
    with study.change("register add") as change:
        return enter(Lookup(study, change), register, name, aliases, attributes or {})


def enter(lookup: Lookup, register: str, name: str, aliases: Sequence[str], attributes: Mapping[str, str]) -> Entry:
    """`add_entry` within a change."""
    codebook = lookup.vocabulary.codebook
    check_register(codebook, register)
    known = lookup.entry(register, name)
    _refuse_taken(register, name, [known] if known else [])
    return lookup.add_entry(register, name, aliases, check_attributes(codebook, register, attributes))


def _refuse_taken(register: str, name: str, known: Iterable[Entry]) -> None:
    if any(entry.name.casefold() == name.casefold() for entry in known):
        raise UsageError(_("The register {register} has an entry {name} already.", register=register, name=name))


def change_entry(
    study: Study,
    register: str,
    name: str,
    *,
    new_name: str | None = None,
    aliases: Sequence[str] | None = None,
    attributes: Mapping[str, str] | None = None,
    confirm: bool = False,
    delete: bool = False,
) -> Entry | None:
    """Rename an entry (the old name stays as an alias), give it aliases and attributes, confirm or delete it; None when it was deleted."""
    with study.change("register change") as change:
        entry = find_entry(change.connection, register, name)
        if delete:
            _refuse_if_mentioned(change.connection, entry)
            registers.change_entry(change, entry.id, deleted=True)
            return None
        return alter_entry(study, change, entry, new_name=new_name, aliases=aliases, attributes=attributes, confirm=confirm)


def alter_entry(
    study: Study,
    change: Change,
    entry: Entry,
    *,
    new_name: str | None = None,
    aliases: Sequence[str] | None = None,
    attributes: Mapping[str, str] | None = None,
    confirm: bool = False,
) -> Entry:
    """`change_entry` within a change."""
    connection, register = change.connection, entry.register
    values: dict[str, object] = {}
    if aliases is not None:
        values["aliases"] = list(aliases)
    if new_name and new_name != entry.name:
        _refuse_taken(register, new_name, [other for other in registers.entries(connection, register) if other.id != entry.id])
        values |= {"name": new_name, "aliases": list(dict.fromkeys([*(entry.aliases if aliases is None else aliases), entry.name]))}
    if attributes:
        codebook = study.vocabulary(connection).codebook
        values["attributes"] = {**entry.attributes, **check_attributes(codebook, register, attributes)}
    if confirm or values:
        values["state"] = "confirmed"
    registers.change_entry(change, entry.id, **values)
    return _entry(connection, entry.id)


def merge_entries(study: Study, register: str, name: str, into: str) -> Entry:
    """Make two entries one: the first one's name and aliases become aliases of the second; codings and persons point there."""
    with study.change("register merge") as change:
        connection = change.connection
        old, new = find_entry(connection, register, name), find_entry(connection, register, into)
        if old.id == new.id:
            raise UsageError(_("{name} and {into} are the same entry already.", name=name, into=into))
        for coding in mentions(connection, old):
            fields = {field: _pointing(value, old.uid.hex(), new.uid.hex()) for field, value in coding.fields.items()}
            codings.change_coding(change, coding.id, fields=fields)
        for person in cases.persons(connection):
            if person.register_entry == old.id:
                cases.change_person(change, person.id, register_entry=new.id)
        aliases = list(dict.fromkeys([*new.aliases, old.name, *old.aliases]))
        registers.change_entry(change, new.id, aliases=aliases, attributes={**old.attributes, **new.attributes}, state="confirmed")
        registers.change_entry(change, old.id, deleted=True)
        return _entry(connection, new.id)


def _pointing(value: str | list[str], old: str, new: str) -> str | list[str]:
    if isinstance(value, str):
        return new if value == old else value
    return list(dict.fromkeys(new if item == old else item for item in value))


def mentions(connection: Connection, entry: Entry) -> list[Coding]:
    """The codings whose fields point to an entry."""
    uid = entry.uid.hex()
    return [coding for coding in codings.codings(connection) if any(_points_to(value, uid) for value in coding.fields.values())]


def _points_to(value: str | list[str], uid: str) -> bool:
    return uid == value if isinstance(value, str) else uid in value


def _refuse_if_mentioned(connection: Connection, entry: Entry) -> None:
    count = len(mentions(connection, entry))
    if count:
        raise UsageError(_("{n} codings point to {name}. Merge it into another entry instead.", n=count, name=entry.name))
    speaking = [person.name for person in cases.persons(connection) if person.register_entry == entry.id]
    if speaking:
        raise UsageError(
            _("{persons} speak for {name}. Merge it into another entry instead.", persons=", ".join(speaking), name=entry.name)
        )


ENTRY_COLUMNS = frozenset({"register", "registre", "name", "nom", "aliases", "alias"})


def import_entries(study: Study, path: Path) -> tuple[int, list[Problem]]:
    """Add the entries of a table: columns `register`, `name`, `aliases` (separated by ;) and attributes; says how many were new."""
    added, problems = 0, []
    with study.change("register import") as change:
        lookup = Lookup(study, change)
        for sheet in read_table(path.name, path.read_bytes()):
            for row in sheet.rows:
                try:
                    _import_row(lookup, sheet, row)
                    added += 1
                except (NotFound, UsageError) as error:
                    problems.append(Problem(path.name, _("sheet {sheet}, row {row}", sheet=sheet.name, row=row.number), str(error)))
    return added, problems


def _import_row(lookup: Lookup, sheet: Sheet, row: Row) -> None:
    codebook = lookup.vocabulary.codebook
    said = {unaccented(column): row.cells[column] for column in sheet.columns}
    register, name = said.get("register") or said.get("registre", ""), said.get("name") or said.get("nom", "")
    check_register(codebook, register)
    if not name:
        raise UsageError(_("The row has no name."))
    known = codebook.registers[register].attributes.values()
    names = {unaccented(label): attribute.name for attribute in known for label in (attribute.name, *attribute.label.values())}
    attributes = {names.get(column, column): value for column, value in said.items() if value and column not in ENTRY_COLUMNS}
    aliases = [alias.strip() for alias in (said.get("aliases") or said.get("alias", "")).split(";") if alias.strip()]
    enter(lookup, register, name, aliases, attributes)


def _entry(connection: Connection, key: int) -> Entry:
    return next(entry for entry in registers.entries(connection) if entry.id == key)
