"""What a matrix or a report looks at: whose codings, of which codes, cases, documents, persons and dates."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from toolkit.actions.naming import find_attribute, find_case, find_document, find_person
from toolkit.errors import NotFound, UsageError
from toolkit.matrices.periods import may_lie
from toolkit.messages import _, ngettext
from toolkit.model import DOCUMENT_KINDS
from toolkit.store import cases, documents
from toolkit.text.values import NO, YES, is_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from toolkit.model import Attribute, Document

Owner = Literal["case", "document", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Whose codings count, of what, and in which order cases stand; what is left empty does not restrict.

    `where` are (case | document | person, attribute, value): of several values of one attribute any will do, of several attributes all
    must hold. `since` and `until` are dates of documents, which may be partial. `order` is `case:ATTRIBUTE`, `rating:CODE` or
    `rating:CODE@PERIOD`; `bands` are the cut points of a number, each the first number of a band.
    """

    layer: str | None = None
    codes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    where: tuple[tuple[Owner, str, str], ...] = ()
    since: str = ""
    until: str = ""
    order: str = ""
    bands: tuple[float, ...] = ()
    descending: bool = False


Selecting = TypeVar("Selecting", bound=Selection)


def seen_through(view: Selecting, selection: Selection) -> Selecting:
    """A view with another selection; it keeps its own codes where it has some."""
    said = {field.name: getattr(selection, field.name) for field in fields(Selection) if field.name != "codes"}
    return replace(view, codes=view.codes or selection.codes, **said)


def is_restricted(selection: Selection) -> bool:
    """Whether anything but the layer and the codes is restricted."""
    return any(getattr(selection, name) for name in ("cases", "documents", "persons", "kinds", "where", "since", "until"))


@dataclass(frozen=True, slots=True)
class Within:
    """The cases, documents and persons that a selection lets through, by local key (None: all), and what a reader must know of that."""

    cases: frozenset[int] | None = None
    documents: frozenset[int] | None = None
    persons: frozenset[int] | None = None
    notes: tuple[str, ...] = ()


def find_within(connection: Connection, selection: Selection) -> Within:
    """What a selection lets through; raises `NotFound` and `UsageError` for what the study does not know."""
    in_cases = [{find_case(connection, name).id for name in selection.cases}] if selection.cases else []
    in_persons = [{find_person(connection, name).id for name in selection.persons}] if selection.persons else []
    in_documents = [{find_document(connection, name).id for name in selection.documents}] if selection.documents else []
    known = documents.documents(connection)
    notes: tuple[str, ...] = ()
    if selection.kinds:
        in_documents.append({document.id for document in known if document.kind in _kinds(selection.kinds)})
    if selection.since or selection.until:
        dated, notes = _dated(known, selection)
        in_documents.append(dated)
    return Within(
        _all_of([*in_cases, *_with_values(connection, "case", selection)]),
        _all_of([*in_documents, *_with_values(connection, "document", selection)]),
        _all_of([*in_persons, *_with_values(connection, "person", selection)]),
        notes,
    )


def _all_of(sets: Iterable[set[int]]) -> frozenset[int] | None:
    found = list(sets)
    return frozenset(set.intersection(*found)) if found else None


def _kinds(said: Collection[str]) -> Collection[str]:
    unknown = next((kind for kind in said if kind not in DOCUMENT_KINDS), None)
    if unknown is not None:
        raise UsageError(_("There is no kind of document {kind}. The kinds are: {known}.", kind=unknown, known=", ".join(DOCUMENT_KINDS)))
    return said


def _dated(known: Iterable[Document], selection: Selection) -> tuple[set[int], tuple[str, ...]]:
    """The documents of a time; those without a date are in none."""
    for date in (selection.since, selection.until):
        if date and not is_date(date):
            raise UsageError(_("{date} is no date. Write a year, a month or a day: 2024, 2024-06, 2024-06-12.", date=date))
    known = list(known)
    undated = sum(not document.date for document in known)
    note = ngettext(
        "{n} document has no date and is left out by the dates asked for.",
        "{n} documents have no date and are left out by the dates asked for.",
        undated,
    )
    kept = {document.id for document in known if document.date and may_lie(document.date, selection.since, selection.until)}
    return kept, (note,) if undated else ()


def _with_values(connection: Connection, owner: Owner, selection: Selection) -> list[set[int]]:
    """For each attribute named, the objects that have one of the values asked for."""
    wanted: dict[int, tuple[Attribute, list[str]]] = {}
    for said_owner, name, value in selection.where:
        if said_owner == owner:
            attribute = find_attribute(connection, owner, name)
            wanted.setdefault(attribute.id, (attribute, []))[1].append(value)
    if not wanted:
        return []
    values = cases.values(connection, owner)
    return [_having(attribute, said, values) for attribute, said in wanted.values()]


def _having(attribute: Attribute, said: list[str], values: dict[tuple[int, int], str]) -> set[int]:
    given = {key: value for (key, attribute_id), value in values.items() if attribute_id == attribute.id}
    for value in said:
        if not any(_same(attribute, value, other) for other in (*given.values(), *attribute.choices)):
            known = ", ".join(sorted({*given.values(), *attribute.choices})) or _("none")
            raise NotFound(
                _("{attribute} is nowhere {value}. Its values are: {known}.", attribute=attribute.name, value=value, known=known)
            )
    return {key for key, value in given.items() if any(_same(attribute, wanted, value) for wanted in said)}


def _same(attribute: Attribute, one: str, other: str) -> bool:
    if attribute.type == "yes/no":
        return any(one.casefold() in words and other.casefold() in words for words in (YES, NO))
    if attribute.type == "number":
        return one.replace(",", ".") == other.replace(",", ".")
    if attribute.type == "date":
        return may_lie(other, one, one)
    return one.casefold() == other.casefold()


def in_words(selection: Selection) -> tuple[str, ...]:
    """What a selection restricts, a sentence each; empty where it restricts nothing."""
    lists = [
        (_("codes: {names}"), selection.codes),
        (_("cases: {names}"), selection.cases),
        (_("documents: {names}"), selection.documents),
        (_("persons: {names}"), selection.persons),
        (_("kinds of document: {names}"), selection.kinds),
        (_("where the case has: {names}"), _pairs(selection, "case")),
        (_("where the document has: {names}"), _pairs(selection, "document")),
        (_("where the person has: {names}"), _pairs(selection, "person")),
        (_("documents since {names}"), (selection.since,) if selection.since else ()),
        (_("documents until {names}"), (selection.until,) if selection.until else ()),
    ]
    return tuple(sentence.format(names=", ".join(names)) for sentence, names in lists if names)


def _pairs(selection: Selection, owner: Owner) -> tuple[str, ...]:
    return tuple(f"{name} = {value}" for said, name, value in selection.where if said == owner)
