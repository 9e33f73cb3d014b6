"""The sheets made for editing: each row carries its identifier and a hash of what was exported, so that it can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.labels import choice_text, code_label
from toolkit.export.sheet import Cell
from toolkit.export.table import Column, add_table, typed
from toolkit.export.text import exported_hash, visible
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.export.base import CaseRow, RatingRow, Report, SummaryRow
    from toolkit.export.book import Book
    from toolkit.export.places import Address
    from toolkit.export.quotes import Order
    from toolkit.export.table import Row


def identity_columns() -> list[Column]:
    """The last columns of every sheet that can be read back."""
    return [Column(_("Identifier"), 12, "small", key=True), Column(_("Exported"), 12, "small")]


def identity(identifier: str, *exported: str) -> list[str]:
    """What stands in these columns: the identifier, and the hash of the values as they are shown."""
    return [identifier, exported_hash(*(visible(text) for text in exported))]


def write_ratings(book: Book, report: Report, order: Order) -> list[Address]:
    """Write a row for every case and rated code, with the values of the code's scale to choose from."""
    columns = [
        Column(_("Code"), 34, "wrap", key=True),
        Column(_("Case"), 20, key=True),
        Column(_("Period"), 12),
        Column(_("Value"), 20, "edit"),
        Column(_("Note"), 50, "edit"),
        Column(_("Evidence for"), 10),
        Column(_("Evidence against"), 10),
        Column(_("Stale"), 30, "wrap"),
        Column(_("Coder"), 14),
        *identity_columns(),
    ]
    last = len(order.code) + len(order.case) + 1
    ratings = sorted(
        report.ratings, key=lambda rating: (order.code.get(rating.code, last), order.case.get(rating.case, last), rating.period)
    )
    return add_table(book, _("Ratings"), columns, [_rating_row(book, report, rating) for rating in ratings])


def _rating_row(book: Book, report: Report, rating: RatingRow) -> Row:
    code = report.codebook.by_key.get(rating.code)
    scale = report.codebook.scales.get(code.scale) if code else None
    values = {choice.key: choice_text(choice) for choice in scale.values} if scale else {}
    value = values.get(rating.value, rating.value)
    choices = book.choices(list(values.values())) if values else ""
    return [
        code_label(report.codebook, rating.code),
        rating.case,
        rating.period,
        Cell(value, choices=choices),
        Cell(rating.note),
        rating.evidence_for,
        rating.evidence_against,
        _("stale: the evidence has changed since") if rating.stale else "",
        rating.coder,
        *identity(_judged(report, rating), value, rating.note),
    ]


def _judged(report: Report, row: RatingRow | SummaryRow) -> str:
    """The identifier of a judgement, also of one that nobody has made yet: its case, code, coder and period."""
    case = next((case.uid.hex() for case in report.cases if case.name == row.case), row.case)
    code = report.codebook.by_key.get(row.code)
    return ":".join([case, code.uid.hex() if code else row.code, row.coder, getattr(row, "period", "")])


def write_summaries(book: Book, report: Report, order: Order) -> list[Address]:
    """Write a row for every case and code, whether it has a summary yet or not."""
    columns = [
        Column(_("Case"), 20, key=True),
        Column(_("Code"), 34, "wrap", key=True),
        Column(_("Summary"), 80, "edit"),
        Column(_("Codings behind it"), 10),
        Column(_("Stale"), 30, "wrap"),
        Column(_("Coder"), 14),
        *identity_columns(),
    ]
    last = len(order.code) + len(order.case) + 1
    summaries = sorted(report.summaries, key=lambda summary: (order.case.get(summary.case, last), order.code.get(summary.code, last)))
    return add_table(book, _("Summaries"), columns, [_summary_row(report, summary) for summary in summaries])


def _summary_row(report: Report, summary: SummaryRow) -> Row:
    return [
        summary.case,
        code_label(report.codebook, summary.code),
        Cell(summary.text),
        summary.evidence,
        _("stale: the evidence has changed since") if summary.stale else "",
        summary.coder,
        *identity(_judged(report, summary), summary.text),
    ]


def write_cases(book: Book, report: Report) -> list[Address]:
    """Write the cases with their attributes."""
    attributes = report.case_attributes
    columns = [Column(_("Case"), 24, key=True), *(Column(attribute.name, 18, "edit") for attribute in attributes), *identity_columns()]
    return add_table(book, _("Cases"), columns, [_case_row(book, report, case) for case in report.cases])


def _case_row(book: Book, report: Report, case: CaseRow) -> Row:
    texts = [case.attributes.get(attribute.name, "") for attribute in report.case_attributes]
    cells = [
        Cell(typed(attribute, text), choices=book.choices(attribute.choices) if attribute.choices else "")
        for attribute, text in zip(report.case_attributes, texts, strict=True)
    ]
    return [case.name, *cells, *identity(case.uid.hex(), *texts)]
