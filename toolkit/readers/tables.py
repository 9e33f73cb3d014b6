"""Tables of a researcher (csv, xlsx): rows of texts under column names, nothing guessed away."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from toolkit.errors import UnreadableFile
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SUFFIXES = (".csv", ".tsv", ".xlsx", ".xlsm")
MAX_CELLS = 5_000_000
DELIMITERS = ",;\t|"


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
    """The first line that is not empty holds the column names."""
    columns: tuple[str, ...] = ()
    rows = []
    for number, line in enumerate(lines, 1):
        texts = [text.strip() for text in line]
        if not any(texts):
            continue
        if not columns:
            columns = _distinct(texts)
            continue
        texts += [""] * (len(columns) - len(texts))
        rows.append(Row(number, dict(zip(columns, texts, strict=False))))
    return Sheet(name, columns, tuple(rows))


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """Column names, each different from the others."""
    names = [re.sub(r"\s+", " ", name) or _("column {n}", n=place) for place, name in enumerate(names, 1)]
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(distinct)


def _read_csv(name: str, data: bytes, encoding: str | None) -> list[list[str]]:
    text = decode(name, data, encoding)
    first = text.lstrip().partition("\n")[0]
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
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if sum((sheet.max_row or 0) * (sheet.max_column or 0) for sheet in workbook.worksheets) > MAX_CELLS:
            raise UnreadableFile(_("{name} has more than {limit} cells. Keep only the table itself.", name=name, limit=MAX_CELLS))
        return [
            _sheet(sheet.title, ([_cell_text(value) for value in row] for row in sheet.iter_rows(values_only=True)))
            for sheet in workbook.worksheets
        ]
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(_("{name} is not a workbook that can be read. Save it anew as .xlsx or .csv.", name=name)) from error


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
