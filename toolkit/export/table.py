"""Sheets of records: a head, one row each, and further rows where a text is longer than a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.export.places import MAX_COLUMNS, lay_out
from toolkit.export.sheet import Cell
from toolkit.export.text import CELL_LIMIT, pieces
from toolkit.messages import _
from toolkit.text.forms import number_form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.export.book import Book
    from toolkit.export.places import Address
    from toolkit.export.sheet import Sheet, Value
    from toolkit.model import Attribute


DIGITS = 15  # of a number that a spreadsheet keeps


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `key` columns are repeated where a record continues on further rows."""

    head: str
    width: float = 14
    style: str = "text"
    key: bool = False


Row = list["Value"]


def height(texts: Iterable[str]) -> int:
    """How many rows a record with these texts takes."""
    return max((1 if 2 * len(text) <= CELL_LIMIT else len(pieces(text)) for text in texts), default=1)


def add_table(book: Book, title: str, columns: Sequence[Column], rows: Sequence[Row]) -> Sequence[Address]:
    """Write records under a title, on as many sheets as they take, and say where each one stands."""
    places = lay_out(
        book.names, title, ((height(_texts(row)), sum(isinstance(value, Cell) and value.link is not None for value in row)) for row in rows)
    )
    write_table(book, columns, rows, places)
    return places


def write_table(book: Book, columns: Sequence[Column], rows: Iterable[Row], places: Sequence[Address]) -> None:
    """Write records where they have been laid out; a last column numbers the further rows of a record."""
    refuse_width(len(columns) + 1, places[0].sheet)
    sheet = _begin(book, places[0].sheet, columns)
    styles = [*(column.style for column in columns), "small"]
    for row, place in zip(rows, places, strict=False):
        if place.sheet != sheet.name:
            sheet.filter_from(1, len(columns) + 1)
            sheet = _begin(book, place.sheet, columns)
        for part, line in enumerate(_lines(row, columns), start=1):
            sheet.append([*line, part if part > 1 else None], styles)
    sheet.filter_from(1, len(columns) + 1)


def refuse_width(columns: int, sheet: str) -> None:
    """Raise UsageError for a sheet with more columns than Excel takes."""
    if columns > MAX_COLUMNS:
        raise UsageError(
            _("The sheet {sheet} would have {n} columns; Excel takes {most}. Choose fewer.", sheet=sheet, n=columns, most=MAX_COLUMNS)
        )


def _begin(book: Book, name: str, columns: Sequence[Column]) -> Sheet:
    frozen = next((number for number, column in enumerate(columns) if not column.key), 0)
    sheet = book.sheet(name, [*(column.width for column in columns), 6], freeze=f"{chr(ord('A') + min(frozen, 3))}2")
    sheet.repeat_in_print(1, 1)
    sheet.append([*(column.head for column in columns), _("Part")], ["head"] * (len(columns) + 1))
    return sheet


def _lines(row: Row, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows that a record takes: texts go on, key columns are repeated, all else stands in the first."""
    if height(_texts(row)) == 1:
        yield row
        return
    parts = [_parts(value) for value in row]
    for number, line in enumerate(zip_longest(*parts)):
        yield [parts[place][0] if number and column.key else value for place, (value, column) in enumerate(zip(line, columns, strict=True))]


def _parts(value: Value) -> list[Value]:
    if isinstance(value, str):
        return list(pieces(value))
    if isinstance(value, Cell) and isinstance(value.value, str):
        return [replace(value, value=part) for part in pieces(value.value)]
    return [value]


def _texts(row: Row) -> Iterator[str]:
    for value in row:
        text = value.value if isinstance(value, Cell) else value
        if isinstance(text, str):
            yield text


def typed(attribute: Attribute, text: str) -> str | float:
    """The value of an attribute as a cell holds it: numbers as numbers where they are written as such, all else as text."""
    return as_number(text) if attribute.type == "number" else text


def as_number(text: str) -> str | float:
    """A number as a number, unless that would lose something of it: zeros in front, digits after the fifteenth."""
    number = number_form(text)
    digits = re.sub(r"\D", "", number or "")
    if number is None or len(digits) > DIGITS or re.match(r"[+-]?0\d", text.strip()):
        return text
    return float(number)
