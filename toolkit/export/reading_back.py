"""Reading what somebody has edited in a spreadsheet: sheets renamed, rows sorted, columns moved; formulas are never trusted."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from toolkit.errors import UnreadableFile
from toolkit.export.book import EVENT
from toolkit.export.text import unescaped
from toolkit.messages import LANGUAGES, _, in_language
from toolkit.readers.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

HEAD_ROWS = 30
"""In how many rows from the top the heads of a table are looked for."""
# What openpyxl raises on parts that are missing or not as they should be.
DAMAGE = (KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError, zipfile.BadZipFile, OSError)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its texts by the key of their column, and the columns that hold a formula instead of a value."""

    sheet: str
    row: int
    texts: Mapping[str, str]
    formulas: tuple[str, ...]

    @property
    def place(self) -> str:
        """The row as a person looks for it."""
        return _("sheet {sheet}, row {row}", sheet=self.sheet, row=self.row)


@dataclass(frozen=True)
class Table:
    """A table found on a sheet; columns that nobody asked for have their own head as key."""

    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_workbook(name: str, data: bytes) -> Any:
    """Open a workbook from outside, formulas unevaluated; raises UnreadableFile."""
    from openpyxl import load_workbook

    Archive(name, data)  # refuses what would unpack to too much
    _refuse_entities(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out, none of which is read here
        try:
            return load_workbook(io.BytesIO(data), read_only=True)
        except DAMAGE:
            raise _damaged(name) from None


def _refuse_entities(name: str, data: bytes) -> None:
    """No spreadsheet declares a document type, and expat would expand its entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    start = stream.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise _damaged(name)


def _damaged(name: str) -> UnreadableFile:
    return UnreadableFile(_("{name} cannot be read as a workbook. Open it in a spreadsheet program and save it again as .xlsx.", name=name))


def event_of(workbook: Any) -> int | None:
    """The number of the study's last change when the workbook was exported; None where the file no longer says so."""
    found = next((each.value for each in workbook.custom_doc_props.props if each.name == EVENT), None)
    return found if isinstance(found, int) else None


def in_all_languages(word: Callable[[], str]) -> frozenset[str]:
    """A word in every language of the program, as `plain` compares words.

    >>> sorted(in_all_languages(lambda: "Décision "))
    ['decision']
    """
    found = set()
    for code in LANGUAGES:
        with in_language(code):
            found.add(plain(word()))
    return frozenset(found)


def plain(text: str) -> str:
    """A word without accents, case and what stands around it, so that it compares with the same word typed by hand.

    >>> plain(" Accepté !")
    'accepte'
    """
    letters = "".join(character for character in unicodedata.normalize("NFKD", text) if not unicodedata.combining(character))
    return re.sub(r"^[\W_]+|[\W_]+$", "", re.sub(r"\s+", " ", letters.casefold()))


def find_tables(name: str, workbook: Any, heads: Mapping[str, frozenset[str]], needed: Sequence[str]) -> list[Table]:
    """The tables whose heads name at least the `needed` columns; `heads` gives for each key the words that may stand there."""
    keys = {word: key for key, words in heads.items() for word in words}
    try:
        found = [_find_table(sheet, keys, needed) for sheet in workbook.worksheets]
    except DAMAGE:
        raise _damaged(name) from None
    return [table for table in found if table]


def _find_table(sheet: Any, keys: Mapping[str, str], needed: Sequence[str]) -> Table | None:
    rows = enumerate(sheet.iter_rows(), start=1)
    for number, row in rows:
        columns = _columns(row, keys)
        if all(key in columns for key in needed):
            return Table(sheet.title, tuple(filter(None, columns)), tuple(_lines(sheet.title, columns, rows)))
        if number == HEAD_ROWS:
            break
    return None


def _columns(row: Sequence[Any], keys: Mapping[str, str]) -> list[str]:
    """The key of each column; the first of several with one head counts."""
    columns: list[str] = []
    for cell in row:
        head = text_of(cell.value)
        key = keys.get(plain(head), head)
        columns.append("" if key in columns else key)
    return columns


def _lines(sheet: str, columns: Sequence[str], rows: Iterator[tuple[int, Sequence[Any]]]) -> Iterator[Line]:
    for number, row in rows:
        named = [(key, cell) for key, cell in zip(columns, row, strict=False) if key]
        formulas = tuple(key for key, cell in named if cell.data_type == "f")
        texts = {key: "" if cell.data_type == "f" else text_of(cell.value) for key, cell in named}
        if formulas or any(texts.values()):
            yield Line(sheet, number, texts, formulas)


def text_of(value: object) -> str:
    """A cell's value as the text that was exported: whole numbers without a decimal point, dates as they are sorted.

    >>> text_of(12.0), text_of(0.5), text_of(None)
    ('12', '0.5', '')
    """
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case _:
            return unescaped(str(value))
