"""The sheets made for editing: each row carries its identity and marks of what was exported, so that it can be read back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.export.editable import (
    ATTRIBUTE,
    SHEETS,
    Editable,
    Identity,
    entry_columns,
    exported,
    of_attribute,
    of_entry,
    of_rating,
)
from toolkit.export.labels import code_label, entry_word
from toolkit.export.sheet import Cell
from toolkit.export.table import Column, add_table, height
from toolkit.messages import _, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.export.base import CaseRow, EntryRow, PersonRow, RatingRow, Report, SummaryRow
    from toolkit.export.book import Book
    from toolkit.export.editable import Kind
    from toolkit.export.places import Address
    from toolkit.export.quotes import Order
    from toolkit.export.sheet import Value
    from toolkit.export.table import Row
    from toolkit.model import Attribute

WIDTHS = {
    "code": 34,
    "case": 20,
    "period": 12,
    "value": 20,
    "note": 50,
    "text": 80,
    "for": 10,
    "against": 10,
    "evidence": 10,
    "stale": 30,
    "coder": 14,
    "name": 26,
    "aliases": 40,
    "register": 16,
    "state": 12,
    "codings": 10,
    "documents": 40,
    "words": 10,
}
WRAPPED = ("code", "stale", "documents")
SEPARATOR = "; "  # between the aliases of an entry


@dataclass(frozen=True, slots=True)
class Record:
    """A row of an editable sheet: values as the study keeps them, by the key of their column, and what the edited ones may hold."""

    identity: Identity
    values: Mapping[str, str | int]
    editable: Mapping[str, Editable] = field(default_factory=dict)


def identity_columns() -> list[Column]:
    """The last columns of every sheet that can be read back."""
    return [Column(_("Identifier"), 10, "mark", key=True), Column(_("Exported"), 10, "mark")]


def _write(book: Book, kind: Kind, attributes: Mapping[str, str], records: Sequence[Record], change: int) -> Sequence[Address]:
    """Write records; `attributes` are heads by key, `change` is the study's last change."""
    columns = _columns(kind, attributes)
    rows = [_row(book, record, columns, change, len(records)) for record in records]
    return add_table(book, SHEETS[kind].title(), [*columns.values(), *identity_columns()], rows)


def _columns(kind: Kind, attributes: Mapping[str, str]) -> dict[str, Column]:
    sheet = SHEETS[kind]
    own = {
        key: Column(head(), WIDTHS[key], _style(key, edited=key in sheet.edited), key=key in sheet.naming or key == "name")
        for key, head in sheet.heads.items()
    }
    before = list(own)[: sheet.before_attributes]
    return {
        **{key: own[key] for key in before},
        **{key: Column(head, 18, "edit") for key, head in attributes.items()},
        **{key: column for key, column in own.items() if key not in before},
    }


def _style(key: str, *, edited: bool) -> str:
    return "edit" if edited else "wrap" if key in WRAPPED else "text"


def _row(book: Book, record: Record, columns: Iterable[str], change: int, rows: int) -> Row:
    cells = [_cell(book, record, key) for key in columns]
    parts = height(text for cell in cells if isinstance(text := cell.value if isinstance(cell, Cell) else cell, str))
    plain = Editable()
    comparable = {key: record.editable.get(key, plain).comparable(str(value)) for key, value in record.values.items()}
    return [*cells, str(record.identity), exported(record.identity, change, rows, parts, comparable)]


def _cell(book: Book, record: Record, key: str) -> Value:
    if key not in record.values:
        return Cell(None, "refused")  # an attribute of another register
    editable = record.editable.get(key)
    if editable is None:
        return record.values[key]
    shown = editable.in_cell(str(record.values[key]))
    choices = book.choices(list(editable.choices.values())) if editable.choices else ""
    return Cell(shown, choices=choices, format="General" if editable.type == "number" else "")


def write_ratings(book: Book, report: Report, order: Order) -> Sequence[Address]:
    """Write a row for every case and rated code, with the values of the code's scale to choose from."""
    last = len(order.code) + len(order.case) + 1
    ratings = sorted(
        report.ratings, key=lambda rating: (order.code.get(rating.code, last), order.case.get(rating.case, last), rating.period)
    )
    uids = _case_uids(report)
    return _write(book, "rating", {}, [_rating(report, rating, uids) for rating in ratings], report.event)


def _rating(report: Report, rating: RatingRow, cases: Mapping[str, bytes]) -> Record:
    code = report.codebook.by_key[rating.code]
    values: dict[str, str | int] = {
        "code": code_label(report.codebook, rating.code),
        "case": rating.case,
        "period": rating.period,
        "value": rating.value,
        "note": rating.note,
        "for": rating.evidence_for,
        "against": rating.evidence_against,
        "stale": _stale(stale=rating.stale),
        "coder": rating.coder,
    }
    return Record(Identity("rating", (cases[rating.case], code.uid, report.coder_uid)), values, of_rating(report.codebook, code))


def _stale(*, stale: bool) -> str:
    return _("stale: the evidence has changed since") if stale else ""


def _case_uids(report: Report) -> dict[str, bytes]:
    return {case.name: case.uid for case in report.cases}


def write_summaries(book: Book, report: Report, order: Order) -> Sequence[Address]:
    """Write a row for every case and code, whether it has a summary yet or not."""
    last = len(order.code) + len(order.case) + 1
    summaries = sorted(report.summaries, key=lambda summary: (order.case.get(summary.case, last), order.code.get(summary.code, last)))
    uids = _case_uids(report)
    return _write(book, "summary", {}, [_summary(report, summary, uids) for summary in summaries], report.event)


def _summary(report: Report, summary: SummaryRow, cases: Mapping[str, bytes]) -> Record:
    values: dict[str, str | int] = {
        "case": summary.case,
        "code": code_label(report.codebook, summary.code),
        "text": summary.text,
        "evidence": summary.evidence,
        "stale": _stale(stale=summary.stale),
        "coder": summary.coder,
    }
    code = report.codebook.by_key[summary.code]
    return Record(Identity("summary", (cases[summary.case], code.uid, report.coder_uid)), values, {"text": Editable()})


def write_cases(book: Book, report: Report) -> Sequence[Address]:
    """Write the cases with their attributes."""
    editable = _of_attributes(report.case_attributes, report.cases)
    records = [_case(case, editable) for case in report.cases]
    return _write(book, "case", _heads(report.case_attributes), records, report.event)


def _of_attributes(attributes: Sequence[Attribute], rows: Sequence[CaseRow] | Sequence[PersonRow]) -> dict[str, Editable]:
    """What the cells of attributes may hold, by the key of their column."""
    return {
        ATTRIBUTE + attribute.name: of_attribute(attribute, (row.attributes.get(attribute.name, "") for row in rows))
        for attribute in attributes
    }


def _heads(attributes: Sequence[Attribute]) -> dict[str, str]:
    return {ATTRIBUTE + attribute.name: attribute.name for attribute in attributes}


def _case(case: CaseRow, attributes: Mapping[str, Editable]) -> Record:
    values = {"name": case.name, **{key: case.attributes.get(key.removeprefix(ATTRIBUTE), "") for key in attributes}}
    return Record(Identity("case", (case.uid,)), values, {"name": Editable(), **attributes})


def write_persons(book: Book, report: Report) -> Sequence[Address]:
    """Write the persons, under their pseudonyms, with their cases to choose from."""
    attributes = _of_attributes(report.person_attributes, report.persons)
    names = dict.fromkeys([*(case.name for case in report.cases), *(person.case for person in report.persons if person.case)])
    editable = {"name": Editable(), "case": Editable("choice", {name: name for name in names}), **attributes}
    records = [_person(person, editable) for person in report.persons]
    return _write(book, "person", _heads(report.person_attributes), records, report.event)


def _person(person: PersonRow, editable: Mapping[str, Editable]) -> Record:
    own = {key: person.attributes.get(key.removeprefix(ATTRIBUTE), "") for key in editable if key.startswith(ATTRIBUTE)}
    values: dict[str, str | int] = {"name": person.name, "case": person.case, **own}
    values |= {"documents": ", ".join(person.documents), "words": person.words}
    return Record(Identity("person", (person.uid,)), values, editable)


def write_registers(book: Book, report: Report) -> Sequence[Address]:
    """Write the entries of all registers, by register and name, with the attributes that each register has."""
    order = list(report.codebook.registers)
    entries = sorted(
        report.entries, key=lambda entry: (order.index(entry.register) if entry.register in order else len(order), entry.name.casefold())
    )
    return _write(book, "entry", entry_columns(report.codebook), [_entry(report, entry) for entry in entries], report.event)


def _entry(report: Report, entry: EntryRow) -> Record:
    editable = of_entry(report.codebook, entry.register)
    register = report.codebook.registers.get(entry.register)
    own = {key: entry.attributes.get(key.removeprefix(ATTRIBUTE), "") for key in editable if key.startswith(ATTRIBUTE)}
    values: dict[str, str | int] = {
        "register": (in_words(register.label) if register else "") or entry.register,
        "name": entry.name,
        "aliases": SEPARATOR.join(entry.aliases),
        **own,
        "state": entry_word(entry.state),
        "codings": entry.codings,
    }
    return Record(Identity("entry", (entry.uid,)), values, editable)
