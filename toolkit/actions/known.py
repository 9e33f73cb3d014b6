"""What a study has already, by the names and checksums that an import meets: read once, and kept up to date while the import goes on."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from toolkit.store import cases, documents, history, studies, tombstones
from toolkit.store.rows import uid_of
from toolkit.text.values import infer_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from toolkit.actions.case_tables import Table
    from toolkit.store.history import Change


class Known:
    """Documents, cases, persons and attributes; names are the same whatever their case."""

    def __init__(self, connection: Connection) -> None:
        """What the study has now."""
        self._read(connection)

    def _read(self, connection: Connection) -> None:
        self.languages = studies.get_study(connection).languages
        self.documents = documents.document_names(connection)
        self.originals = documents.originals_known(connection)
        self.erased = {found.sha256: found for found in tombstones.erasures(connection)}
        self._cases = {_plain(case.name): (case.id, case.uid) for case in cases.cases(connection)}
        self._persons = {_plain(person.name): (person.id, person.uid) for person in cases.persons(connection)}
        self._attributes: dict[tuple[str, str], int] = {
            (attribute.owner, attribute.name): attribute.id for attribute in cases.attributes(connection)
        }
        self._last = _last_change(connection)

    def refresh(self, connection: Connection) -> None:
        """Read everything anew if somebody else has changed the study since `settle`; for the beginning of a transaction."""
        if self._last != _last_change(connection):
            self._read(connection)

    def settle(self, connection: Connection) -> None:
        """Note that all changes until now are known; for the end of a transaction, in which nobody else can write."""
        self._last = _last_change(connection)

    def case(self, change: Change, name: str) -> tuple[int, bytes]:
        """The keys of a case, which is added if the study does not have it."""
        if _plain(name) not in self._cases:
            key = cases.add_case(change, name)
            self._cases[_plain(name)] = key, uid_of(change.connection, "case", key)
        return self._cases[_plain(name)]

    def person(self, change: Change, name: str) -> tuple[int, bytes]:
        """The keys of a person, who is added if the study does not have them."""
        if _plain(name) not in self._persons:
            key = cases.add_person(change, name)
            self._persons[_plain(name)] = key, uid_of(change.connection, "person", key)
        return self._persons[_plain(name)]

    def write_attributes(self, change: Change, owner: str, table: Table, uid: bytes, cells: Mapping[str, str]) -> bool:
        """Give an object the values in `cells`, by column; says whether anything was different.

        Attributes that the study does not have are made, of the type that all rows of the table fit.
        """
        different = False
        for column in table.attribute_columns():
            if (owner, column) not in self._attributes:
                type_, choices = infer_type([row.cells[column] for row in table.sheet.rows])
                self._attributes[owner, column] = cases.add_attribute(change, owner, column, type_, choices)
            if cells.get(column):
                different |= cases.set_value(change, self._attributes[owner, column], uid, cells[column])
        return different


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()


def _last_change(connection: Connection) -> int:
    """The number of the last change of the study, whoever made it."""
    return next((past.number for past in history.past_changes(connection, limit=1)), 0)
