"""What a document is called and belongs to; its text, its original; taking it out of the study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.naming import find_case, find_document
from toolkit.actions.people import set_attributes
from toolkit.errors import UsageError
from toolkit.messages import LANGUAGES, _
from toolkit.model import DOCUMENT_KINDS
from toolkit.store import codings, documents, judgements
from toolkit.text.values import is_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from toolkit.model import Document, Turn
    from toolkit.store.history import Change
    from toolkit.study import Study


def change_document(
    study: Study,
    name: str,
    *,
    new_name: str | None = None,
    case: str | None = None,
    kind: str | None = None,
    date: str | None = None,
    language: str | None = None,
    values: Mapping[str, str] | None = None,
    new_attributes: bool = False,
) -> Document:
    """Say what a document is called, is, and belongs to; an empty case or date takes it away. Raises `UsageError` for what cannot be."""
    with study.change("document change") as change:
        found = find_document(change.connection, name)
        columns = {
            "name": _free_name(change, found, new_name) if new_name else None,
            "kind": _one_of(kind, DOCUMENT_KINDS) if kind else None,
            "language": _one_of(language, LANGUAGES) if language else None,
        }
        wanted: dict[str, object] = {column: value for column, value in columns.items() if value is not None}
        if case is not None:
            wanted["case"] = find_case(change.connection, case).id if case else None
        if date is not None:
            wanted["date"] = _date(date) if date else None
        documents.change_document(change, found.id, **wanted)
        set_attributes(change, "document", found.uid, values or {}, new_attributes=new_attributes)
        return next(document for document in documents.documents(change.connection) if document.id == found.id)


def _free_name(change: Change, found: Document, name: str) -> str:
    if any(document.name == name and document.id != found.id for document in documents.documents(change.connection)):
        raise UsageError(_("There is a {name} already. Choose another name.", name=name))
    return name


def _one_of(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise UsageError(_("{value} cannot stand here. Use one of: {known}.", value=value, known=", ".join(known)))
    return value


def _date(text: str) -> str:
    if not is_date(text):
        raise UsageError(_("{date} is no date. Write a year, a month or a day: 2024, 2024-06, 2024-06-12.", date=text))
    return text


def remove_document(study: Study, name: str) -> int:
    """Take a document out of the study with its codings, readings and marks, in one change; gives the number of codings."""
    with study.change("document remove") as change:
        connection = change.connection
        found = find_document(connection, name)
        gone = codings.codings(connection, document=found.id, everywhere=True)
        for coding in gone:
            codings.change_coding(change, coding.id, deleted=True)
        for reading in codings.readings(connection, document=found.id, everywhere=True):
            codings.delete_reading(change, reading.id)
        for mark in judgements.marks(connection):
            if mark.document == found.id:
                judgements.delete_mark(change, mark.id)
        documents.change_document(change, found.id, deleted=True)
        return len(gone)


def numbered_turns(connection: Connection, document: Document) -> list[tuple[int | None, Turn, str]]:
    """The turns of a document's current text in order, with their words; those of speech are numbered from 1.

    Asides within speech are part of its words and do not come again.
    """
    text = documents.text_of(connection, document.text_version)
    found: list[tuple[int | None, Turn, str]] = []
    number, spoken_until = 0, 0
    for _key, turn in documents.turns(connection, document.text_version):
        if turn.kind == "speech":
            number, spoken_until = number + 1, turn.end
            found.append((number, turn, text[turn.start : turn.end]))
        elif turn.start >= spoken_until:
            found.append((None, turn, text[turn.start : turn.end]))
    return found
