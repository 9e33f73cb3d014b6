"""Tables of a researcher (csv, xlsx): rows of texts under column names, nothing guessed away."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.archive import DAMAGE, Archive
from toolkit.readers.base import MAX_CHARACTERS
from toolkit.readers.encodings import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TEXTS = (".csv", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm")
SUFFIXES = (*TEXTS, *WORKBOOKS)
MAX_CELLS = 2_000_000
MAX_COLUMNS = 16_384  # as in Excel
DELIMITERS = ",;\t|"
HEAD = 100_000  # characters among which the first line ends
SEPARATOR = re.compile(r"sep=([,;\t|])\r?\n")  # a first line with which Excel is told what separates


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the researcher sees it (the header is row 1), and its texts by column name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its column names (each different) and its rows that are not empty."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(name: str, data: bytes, encoding: str | None = None) -> list[Sheet]:
    """The sheets of a table file; raises UnreadableFile with a sentence that says what to do.

    Numbers without a fraction are written without one, dates as 2024-06-12. Column names that occur twice are kept apart with a number; a
    column without a name is called after its place.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise UnreadableFile(_("{name} is no table. Give a file that ends in {known}.", name=name, known=", ".join(SUFFIXES)))
    if suffix in WORKBOOKS:
        return _read_xlsx(name, data)
    return [read_csv(name, decode(name, data, encoding).text)]


def read_csv(name: str, text: str) -> Sheet:
    """The table that a text of separated values is; see `read_table`."""
    return _sheet(name, PurePath(name).stem, _lines_of_text(name, text))


def _sheet(file: str, name: str, lines: Iterable[Sequence[str]]) -> Sheet:
    """The first line that is not empty holds the column names; there are as many columns as the longest line has cells with a text."""
    filled = [(number, texts) for number, line in enumerate(lines, 1) if any(texts := _texts(line))]
    if not filled:
        return Sheet(name, (), ())
    width = max(len(texts) for _number, texts in filled)
    if width > MAX_COLUMNS:
        raise UnreadableFile(_("{name} has more than {limit} columns. Keep only the table itself.", name=file, limit=MAX_COLUMNS))
    _refuse_cells(file, width * len(filled))
    (_first, heads), *body = [(number, texts + [""] * (width - len(texts))) for number, texts in filled]
    columns = _distinct(heads)
    return Sheet(name, columns, tuple(Row(number, dict(zip(columns, texts, strict=True))) for number, texts in body))


def _refuse_cells(file: str, cells: int) -> None:
    if cells > MAX_CELLS:
        raise UnreadableFile(_("{name} has more than {limit} cells. Keep only the table itself.", name=file, limit=MAX_CELLS))


def _texts(line: Sequence[str]) -> list[str]:
    """The cells of a line, without the empty ones at its end."""
    texts = [unicodedata.normalize("NFC", text).strip() for text in line]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names, each different from the others."""
    written = [re.sub(r"\s+", " ", name) or _("column {n}", n=place) for place, name in enumerate(names, 1)]
    distinct: dict[str, None] = {}
    taken, numbers = set(written), dict.fromkeys(written, 2)
    for name in written:
        other = name
        while other in distinct or (other != name and other in taken):
            other = f"{name} ({numbers[name]})"
            numbers[name] += 1
        distinct[other] = None
    return tuple(distinct)


def _lines_of_text(name: str, text: str) -> Iterator[list[str]]:
    said = SEPARATOR.match(text)
    first = re.sub(r'"[^"]*"', "", text.lstrip()[:HEAD]).partition("\n")[0]  # what stands in quotation marks separates nothing
    delimiter = said[1] if said else max(DELIMITERS, key=first.count)
    csv.field_size_limit(MAX_CHARACTERS)
    cells = 0
    try:
        for line in csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=delimiter):
            cells += max(1, len(line))
            _refuse_cells(name, cells)
            yield line
    except csv.Error as error:
        raise UnreadableFile(_("{name} is not a table that can be read: {reason}.", name=name, reason=error)) from error


def _read_xlsx(name: str, data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    Archive(name, data).refuse_entities()
    try:
        with redirect_stdout(io.StringIO()):  # openpyxl prints what it finds odd
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            cells = Counter[str]()
            return [_sheet(name, sheet.title, _lines_of(name, sheet, cells)) for sheet in workbook.worksheets]
    except (*DAMAGE, ArithmeticError, LookupError, TypeError, AttributeError, SyntaxError, InvalidFileException) as error:
        # openpyxl fails in all these ways on what it does not expect; a SyntaxError is one of XML.
        raise UnreadableFile(_("{name} is not a workbook that can be read. Save it anew as .xlsx or .csv.", name=name)) from error


def _lines_of(name: str, sheet: Any, cells: Counter[str]) -> Iterator[list[str]]:
    """The lines of a sheet as they are, whatever size its file says that it has; `cells` counts those of the whole workbook."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        cells["all"] += max(1, len(row))  # a row far down is reached through all that are empty
        _refuse_cells(name, cells["all"])
        yield [_cell_text(value) for value in row]


def _cell_text(value: Any) -> str:
    """A cell's value as a researcher would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
