"""Records of a study as plain rows, with names in place of local keys: what lists and `--json` show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.actions.coding import missing_fields
from toolkit.errors import NotFound
from toolkit.messages import _
from toolkit.store import cases, codebooks, documents, registers, studies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Coding, Fields
    from toolkit.study import Study


class Names:
    """The names behind the local keys of a study."""

    def __init__(self, connection: Connection) -> None:
        """Reads them all; there are few."""
        self.cases: dict[int | None, str] = {case.id: case.name for case in cases.cases(connection)}
        self.documents = {document.id: document.name for document in documents.documents(connection)}
        self.coders: dict[int | None, str] = {coder.id: coder.name for coder in studies.coders(connection)}
        self.codes = {row.id: row.key for row in codebooks.codes(connection, removed=True)}
        self._entries = {entry.uid.hex(): entry.name for entry in registers.entries(connection)}

    def fields(self, fields: Fields) -> dict[str, str | list[str]]:
        """The values of a coding's fields, register entries by their names."""
        return {name: self._named(value) for name, value in fields.items()}

    def _named(self, value: str | list[str]) -> str | list[str]:
        return self._entries.get(value, value) if isinstance(value, str) else [self._entries.get(item, item) for item in value]


def coding_rows(study: Study, connection: Connection, found: Iterable[Coding]) -> list[dict[str, Any]]:
    """Codings, one row each; `incomplete` names the required fields that have no value."""
    names, vocabulary = Names(connection), study.vocabulary(connection)
    return [
        {
            "id": coding.uid.hex(),
            "document": names.documents[coding.document],
            "code": names.codes[coding.code],
            "start": coding.start,
            "end": coding.end,
            "quote": coding.quote,
            "fields": names.fields(coding.fields),
            "incomplete": missing_fields(vocabulary.code_of(coding.code), coding.fields),
            "coder": names.coders[coding.coder],
            "made_by": coding.made_by,
            "created": coding.created,
        }
        for coding in found
    ]


def attribute_values(connection: Connection, owner: str) -> dict[int, dict[str, str]]:
    """The attribute values of all cases, documents or persons: local key -> attribute -> value."""
    names = {attribute.id: attribute.name for attribute in cases.attributes(connection, owner)}
    found: dict[int, dict[str, str]] = {}
    for (key, attribute), value in cases.values(connection, owner).items():
        found.setdefault(key, {})[names[attribute]] = value
    return found


def attribute_columns(connection: Connection, owner: str) -> dict[str, str]:
    """The columns of a table for the attributes of an owner."""
    return {f"attributes.{attribute.name}": attribute.name for attribute in cases.attributes(connection, owner)}


def one_of(rows: Sequence[dict[str, object]], uid: str) -> dict[str, object]:
    """The one row whose identifier begins so; raises `NotFound`."""
    found = [row for row in rows if str(row["id"]).startswith(uid.casefold())]
    if len(found) != 1:
        raise NotFound(
            _("Several identifiers begin with {uid}. Write more of it.", uid=uid) if found else _("There is none {uid}.", uid=uid)
        )
    return found[0]
