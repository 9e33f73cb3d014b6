"""Tables of a researcher (csv, xlsx): rows of texts under column names, nothing guessed away."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.archive import DAMAGE, Archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")
MAX_CELLS = 5_000_000
DELIMITERS = ",;\t|"
HEAD = 100_000  # characters among which the first line ends


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
    if suffix in (".xlsx", ".xlsm"):
        return _read_xlsx(name, data)
    return [_sheet(PurePath(name).stem, _read_csv(name, data, encoding))]


def _sheet(name: str, lines: Iterable[Sequence[str]]) -> Sheet:
    """The first line that is not empty holds the column names; there are as many columns as the longest line has cells with a text."""
    filled = [(number, texts) for number, line in enumerate(lines, 1) if any(texts := _texts(line))]
    if not filled:
        return Sheet(name, (), ())
    width = max(len(texts) for _number, texts in filled)
    (_first, heads), *body = [(number, texts + [""] * (width - len(texts))) for number, texts in filled]
    columns = _distinct(heads)
    return Sheet(name, columns, tuple(Row(number, dict(zip(columns, texts, strict=True))) for number, texts in body))


def _texts(line: Sequence[str]) -> list[str]:
    """The cells of a line, without the empty ones at its end."""
    texts = [unicodedata.normalize("NFC", text).strip() for text in line]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names, each different from the others."""
    distinct: list[str] = []
    for place, written in enumerate(names, 1):
        name = re.sub(r"\s+", " ", written) or _("column {n}", n=place)
        numbered = (f"{name} ({number})" for number in count(2))
        distinct.append(name if name not in distinct else next(other for other in numbered if other not in {*names, *distinct}))
    return tuple(distinct)


def _read_csv(name: str, data: bytes, encoding: str | None) -> list[list[str]]:
    text = decode(name, data, encoding)
    first = re.sub(r'"[^"]*"', "", text.lstrip()[:HEAD]).partition("\n")[0]  # what stands in quotation marks separates nothing
    delimiter = max(DELIMITERS, key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(_("{name} is not a table that can be read: {reason}.", name=name, reason=error)) from error


def decode(name: str, data: bytes, encoding: str | None = None) -> str:
    """Bytes as text: the user's word, else a byte order mark, UTF-8, then cp1252; raises UnreadableFile."""
    guesses = [encoding] if encoding else ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for guess in guesses:
        try:
            return data.decode(guess)
        except LookupError as error:
            raise UnreadableFile(_("There is no encoding {encoding}. Usual ones are utf-8 and cp1252.", encoding=guess)) from error
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(
        _("{name} is not written in {encoding}. Say which encoding it has with --encoding.", name=name, encoding=guesses[-1])
    )


def _read_xlsx(name: str, data: bytes) -> list[Sheet]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    Archive(name, data)  # refuses what would unpack to more than anybody writes
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        cells = Counter[str]()
        return [_sheet(sheet.title, _lines_of(name, sheet, cells)) for sheet in workbook.worksheets]
    except (*DAMAGE, KeyError, TypeError, AttributeError, SyntaxError, InvalidFileException) as error:  # a SyntaxError is one of XML
        raise UnreadableFile(_("{name} is not a workbook that can be read. Save it anew as .xlsx or .csv.", name=name)) from error


def _lines_of(name: str, sheet: Any, cells: Counter[str]) -> Iterator[list[str]]:
    """The lines of a sheet as they are, whatever size its file says that it has; `cells` counts those of the whole workbook."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        cells["all"] += len(row)
        if cells["all"] > MAX_CELLS:
            raise UnreadableFile(_("{name} has more than {limit} cells. Keep only the table itself.", name=name, limit=MAX_CELLS))
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
