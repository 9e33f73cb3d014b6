"""The sheet of quotes: one row per coding, by case and then code, so that the rows behind every code × case cell stand together."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from toolkit.export.labels import code_label, made_by_word, role_word
from toolkit.export.places import Address, lay_out, ranges
from toolkit.export.sheet import backlink
from toolkit.export.table import Column, height, typed, write_table
from toolkit.ids import short_id
from toolkit.messages import _, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.export.base import CaseRow, QuoteRow, Report
    from toolkit.export.book import Book
    from toolkit.export.places import Names
    from toolkit.export.table import Row

DAY = 24 * 60 * 60 * 1000  # milliseconds


@dataclass(frozen=True)
class Order:
    """The numbers, from 1, by which cases, documents and codes are sorted; a code is followed by its descendants."""

    case: Mapping[str, int]
    document: Mapping[str, int]
    code: Mapping[str, int]
    past: Mapping[str, int] = field(repr=False)
    """For each code the number after its last descendant."""

    def key(self, quote: QuoteRow) -> tuple[int, int, int, int, int, bytes]:
        """Where a quote stands; what has no number comes last."""
        last = len(self.case) + len(self.document) + len(self.code) + 1
        case, document, code = (
            numbers.get(name, last) for numbers, name in ((self.case, quote.case), (self.document, quote.document), (self.code, quote.code))
        )
        return case, code, document, quote.start, quote.end, quote.uid


def order_of(report: Report) -> Order:
    """The order of a report: its cases and documents as they are given, the codes depth first."""
    codes = {code.key: number for number, code in enumerate(report.codebook.tree(), start=1)}
    return Order(
        {case.name: number for number, case in enumerate(report.cases, start=1)},
        {document.name: number for number, document in enumerate(report.documents, start=1)},
        codes,
        {key: number + 1 + len(report.codebook.descendants(key)) for key, number in codes.items()},
    )


@dataclass(frozen=True)
class Quotes:
    """The quotes in order, with how many rows each takes and where it stands in the workbook."""

    order: Order
    rows: tuple[QuoteRow, ...]
    heights: list[int]
    places: Sequence[Address]

    @cached_property
    def by_uid(self) -> dict[bytes, int]:
        """Where in `rows` a coding stands first."""
        found: dict[bytes, int] = {}
        for number, quote in enumerate(self.rows):
            found.setdefault(quote.uid, number)
        return found

    def behind(self, code: str, case: str) -> range:
        """The quotes of a case with a code or one under it, which stand together, as places in `rows`."""
        if code not in self.order.code or case not in self.order.case:
            return range(0)
        number = self.order.case[case]
        begin, past = ((number, place) for place in (self.order.code[code], self.order.past[code]))
        return range(*(bisect_left(self.rows, place, key=lambda quote: self.order.key(quote)[:2]) for place in (begin, past)))


def arrange(report: Report, names: Names) -> Quotes:
    """Sort the quotes of a report and lay them out on as many sheets as they take; the first of a case and code will have a link."""
    order = order_of(report)
    rows = tuple(sorted(report.quotes, key=order.key))
    attributes = {case.name: tuple(case.attributes.values()) for case in report.cases}
    heights = [height((quote.quote, quote.memo, fields_text(report, quote), *attributes.get(quote.case, ()))) for quote in rows]
    groups = [(quote.case, quote.code) for quote in rows]
    links = (int(group != before) for group, before in zip(groups, [None, *groups], strict=False))
    return Quotes(order, rows, heights, lay_out(names, _("Quotes"), zip(heights, links, strict=True)))


def field_names(report: Report) -> dict[str, str]:
    """The labels of the fields in which some quote has a value, by name, in the codebook's order."""
    used = {name for quote in report.quotes for name in quote.fields}
    labels = {name: in_words(field.label) or name for code in reversed(report.codebook.tree()) for name, field in code.fields.items()}
    known = {name: None for code in report.codebook.tree() for name in code.fields}
    return {name: labels.get(name, name) for name in [*known, *sorted(used - known.keys())] if name in used}


def fields_text(report: Report, quote: QuoteRow) -> str:
    """All fields of a quote in one text, a line each; the columns behind hold them one by one, to be sorted and filtered."""
    code = report.codebook.by_key.get(quote.code)
    labels = {name: in_words(field.label) or name for name, field in code.fields.items()} if code else {}
    return "\n".join(_("{name}: {value}", name=labels.get(name, name), value=value) for name, value in quote.fields.items())


def columns_of(report: Report) -> dict[str, Column]:
    """The columns of the sheet of quotes by what they hold: also `field NAME` and, for the attributes of cases, `attribute NAME`."""
    fields = {f"field {name}": Column(label, 16, "wrap") for name, label in field_names(report).items()}
    attributes = {f"attribute {attribute.name}": Column(attribute.name, 14) for attribute in report.case_attributes}
    return {
        "id": Column(_("Quote"), 10, key=True),
        "cell": Column(_("Matrix cell"), 14),
        "case": Column(_("Case"), 18),
        "document": Column(_("Document"), 20),
        "date": Column(_("Date"), 11),
        "speaker": Column(_("Speaker"), 14),
        "role": Column(_("Role"), 12),
        "time": Column(_("Time"), 9, "time"),
        "turn": Column(_("Turn"), 7),
        "code": Column(_("Code"), 26, "wrap"),
        "quote": Column(_("Quote (text)"), 70, "wrap"),
        "fields": Column(_("Fields"), 34, "wrap"),
        "coder": Column(_("Coder"), 14),
        "made by": Column(_("Made by"), 18),
        "memo": Column(_("Memo"), 40, "wrap"),
        "missing": Column(_("Missing"), 16, "wrap"),
        "words": Column(_("Words"), 8),
        "start": Column(_("Start"), 9),
        "end": Column(_("End"), 9),
        **attributes,
        "code key": Column(_("Code key"), 24),
        "case number": Column(_("Case no."), 8),
        "code number": Column(_("Code no."), 8),
        "document number": Column(_("Document no."), 8),
        "once": Column(_("Counts once"), 8),
        "uid": Column(_("Identifier"), 34, "small"),
        **fields,
    }


def write_quotes(book: Book, report: Report, quotes: Quotes, cells: Mapping[tuple[str, str], Address]) -> None:
    """Write the quotes; `cells` is where the matrix shows a code and case."""
    columns = columns_of(report)
    cases = {case.name: case for case in report.cases}
    rows = (_row(report, quotes, number, cells, cases, columns) for number in range(len(quotes.rows)))
    write_table(book, list(columns.values()), rows, quotes.places)


def _row(
    report: Report,
    quotes: Quotes,
    number: int,
    cells: Mapping[tuple[str, str], Address],
    cases: Mapping[str, CaseRow],
    columns: Mapping[str, Column],
) -> Row:
    quote, order = quotes.rows[number], quotes.order
    first = number == 0 or (quotes.rows[number - 1].case, quotes.rows[number - 1].code) != (quote.case, quote.code)
    cell = cells.get((quote.code, quote.case))
    attributes = cases[quote.case].attributes if quote.case in cases else {}
    values = {
        "id": short_id(quote.uid),
        "cell": backlink(cell, is_first=first),
        "case": quote.case,
        "document": quote.document,
        "date": quote.date,
        "speaker": quote.speaker,
        "role": quote.role and role_word(quote.role),
        "time": None if quote.time_ms is None else quote.time_ms / DAY,
        "turn": quote.turn,
        "code": code_label(report.codebook, quote.code),
        "quote": quote.quote,
        "fields": fields_text(report, quote),
        "coder": quote.coder,
        "made by": made_by_word(quote.made_by),
        "memo": quote.memo,
        "missing": ", ".join(quote.missing),
        "words": quote.words,
        "start": quote.start,
        "end": quote.end,
        **{f"attribute {attribute.name}": typed(attribute, attributes.get(attribute.name, "")) for attribute in report.case_attributes},
        "code key": quote.code,
        "case number": order.case.get(quote.case),
        "code number": order.code.get(quote.code),
        "document number": order.document.get(quote.document),
        "once": int(not quote.again),
        "uid": quote.uid.hex(),
        **{f"field {name}": text for name, text in quote.fields.items()},
    }
    return [values.get(name) for name in columns]


def column_ranges(report: Report, quotes: Quotes, column: str) -> list[str]:
    """The cells of one column, on each sheet of quotes, as formulas name them."""
    return ranges(quotes.places, list(columns_of(report)).index(column) + 1)


def text_ranges(report: Report, quotes: Quotes) -> list[str]:
    """The cells of the quotes' texts, also where they continue, as formulas name them."""
    ends = (Address(place.sheet, place.row + rows - 1) for place, rows in zip(quotes.places, quotes.heights, strict=False))
    both = chain.from_iterable(zip(quotes.places, ends, strict=False))
    return ranges(both if quotes.rows else quotes.places, list(columns_of(report)).index("quote") + 1)
