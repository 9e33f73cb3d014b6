"""Reading what somebody has edited in a spreadsheet: sheets renamed, rows sorted, columns moved; formulas are never trusted."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Literal
from xml.etree.ElementTree import ParseError

from toolkit.errors import UnreadableFile
from toolkit.export.book import PROPERTIES, Origin
from toolkit.export.text import unescaped
from toolkit.messages import LANGUAGES, _, in_language
from toolkit.readers.archive import Archive
from toolkit.readers.signature import OLE, ZIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path
    from typing import Any

HEAD_ROWS = 30
"""In how many rows from the top the heads of a table are looked for."""
MAX_CELLS = 20_000_000
"""How many cells of one sheet are read, empty ones between others included."""
# What openpyxl raises on parts that are missing or not as they should be; a SyntaxError is one of XML.
DAMAGE = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    ParseError,
    OverflowError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
)

Fault = Literal["", "formula", "error", "merged", "unordered"]


@dataclass(frozen=True, slots=True)
class Found:
    """A cell: its text, where it stands (`C7`), and why the text is not what somebody typed.

    `raw` is the text as the file has it: not every program writes `_x000D_` only where it means a carriage return.
    """

    text: str
    place: str = ""
    fault: Fault = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells by the key of their column."""

    sheet: str
    row: int
    cells: Mapping[str, Found]

    def text(self, key: str) -> str:
        """What stands in a column; nothing where there is none."""
        return self.cells[key].text if key in self.cells else ""

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


def bytes_of(path: Path) -> bytes:
    """What a file holds; raises UnreadableFile."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("{name} cannot be opened: {reason}.", name=path.name, reason=error.strerror or error)) from error


def read_workbook(name: str, data: bytes) -> Any:
    """Open a workbook from outside, formulas unevaluated; raises UnreadableFile."""
    from openpyxl import load_workbook

    _refuse_other_kind(name, data)
    try:
        Archive(name, data)
    except UnreadableFile:
        sentence = _(
            "{name} would unpack to far more than Terrain writes and was not opened. Save it anew in a spreadsheet program.", name=name
        )
        raise UnreadableFile(sentence) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of what it leaves out, none of which is read here
        try:
            _refuse_entities(name, data)
            return load_workbook(io.BytesIO(data), read_only=True)
        except DAMAGE:
            raise damaged(name) from None


def _refuse_other_kind(name: str, data: bytes) -> None:
    """Say of a file that is no workbook what it is instead."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableFile(
                _("{name} is protected by a password. Take the password away in the spreadsheet program and save it.", name=name)
            )
        raise _other(name, ".xls")
    if not data.startswith(ZIP):
        raise _other(name, "")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in parts else b""
    except DAMAGE:
        raise UnreadableFile(_("{name} is damaged or was not copied whole. Fetch it anew, or save it again.", name=name)) from None
    if b"opendocument.spreadsheet" in kind:
        raise _other(name, ".ods")
    if "xl/workbook.bin" in parts:
        raise _other(name, ".xlsb")
    if kind or "word/document.xml" in parts or "ppt/presentation.xml" in parts:
        raise _other(name, "")


def _other(name: str, suffix: str) -> UnreadableFile:
    if suffix:
        return UnreadableFile(
            _("{name} is an {suffix} file. Open it in the spreadsheet program, save it as .xlsx, and read that.", name=name, suffix=suffix)
        )
    return UnreadableFile(
        _("{name} is no workbook. Save the workbook that Terrain has written as .xlsx, not as .csv or text, and read that.", name=name)
    )


def _refuse_entities(name: str, data: bytes) -> None:
    """No spreadsheet declares a document type, and expat would expand its entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    start = stream.read(4096).replace(b"\0", b"")
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise damaged(name)


def damaged(name: str) -> UnreadableFile:
    """The failure of a file that no spreadsheet program has written so."""
    return UnreadableFile(_("{name} cannot be read as a workbook. Open it in a spreadsheet program and save it again as .xlsx.", name=name))


def origin_of(workbook: Any) -> Origin:
    """Where a workbook says that it comes from; what the file no longer says is missing.

    LibreOffice writes whole numbers with a point; other programs leave such properties out.
    """
    found = {each.name: each.value for each in workbook.custom_doc_props.props}
    change = found.get(PROPERTIES["change"])
    uids = {name: _uid(found.get(PROPERTIES[name])) for name in ("study", "replica", "export")}
    return Origin(int(change) if isinstance(change, (int, float)) else None, **uids)


def _uid(text: object) -> bytes:
    return bytes.fromhex(text) if isinstance(text, str) and re.fullmatch(r"[0-9a-f]{32}", text) else b""


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


def find_tables(name: str, workbook: Any, heads: Mapping[str, frozenset[str]], needed: Callable[[AbstractSet[str]], bool]) -> list[Table]:
    """The tables whose columns are what is `needed`; `heads` gives for each key the words that may stand there."""
    keys = {word: key for key, words in heads.items() for word in words}
    try:
        found = [_find_table(name, sheet, keys, needed) for sheet in workbook.worksheets]
    except DAMAGE:
        raise damaged(name) from None
    return [table for table in found if table]


def _find_table(name: str, sheet: Any, keys: Mapping[str, str], needed: Callable[[AbstractSet[str]], bool]) -> Table | None:
    for number, row in top_of(name, sheet):
        columns = _columns(row, keys)
        if needed(set(columns)):
            rows = islice(cells_of(name, sheet), number, None)
            return Table(sheet.title, tuple(filter(None, columns)), tuple(_lines(sheet.title, columns, rows)))
    return None


def _columns(row: Sequence[Found], keys: Mapping[str, str]) -> list[str]:
    """The key of each column; the first of several with one head counts."""
    columns: list[str] = []
    for cell in row:
        key = keys.get(plain(cell.text), cell.text)
        columns.append("" if key in columns else key)
    return columns


def _lines(sheet: str, columns: Sequence[str], rows: Iterable[tuple[int, Sequence[Found]]]) -> Iterator[Line]:
    for number, row in rows:
        cells = {key: cell for key, cell in zip(columns, row, strict=False) if key}
        if any(cell.text or cell.fault for cell in cells.values()):
            yield Line(sheet, number, cells)


def top_of(name: str, sheet: Any) -> list[tuple[int, list[Found]]]:
    """The first rows of a sheet, by which it is known."""
    return list(islice(_cells(name, sheet, {}), HEAD_ROWS))


def cells_of(name: str, sheet: Any) -> Iterator[tuple[int, list[Found]]]:
    """The rows of a sheet with their numbers, whatever size its file says that it has; raises UnreadableFile."""
    return _cells(name, sheet, _merged(sheet))


def _cells(name: str, sheet: Any, merged: Mapping[int, list[tuple[int, int]]]) -> Iterator[tuple[int, list[Found]]]:
    from openpyxl.utils import get_column_letter

    sheet.reset_dimensions()
    count = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        count += len(row)
        if count > MAX_CELLS:
            raise UnreadableFile(_("Sheet {sheet} of {name} has too many cells. Keep only the table itself.", sheet=sheet.title, name=name))
        hidden = merged.get(number, ())
        yield (
            number,
            [
                _found(cell, f"{get_column_letter(column)}{number}", merged=any(first <= column <= last for first, last in hidden))
                for column, cell in enumerate(row, 1)
            ],
        )


def _found(cell: Any, place: str, *, merged: bool) -> Found:
    if merged:
        return Found("", place, "merged")
    if cell.value is None:
        return Found("", place)
    if cell.data_type == "f":
        return Found("", place, "formula")
    if cell.data_type == "e":
        return Found(str(cell.value), place, "error")
    text = text_of(cell.value, cell.number_format)
    return Found(text, place, raw=cell.value if isinstance(cell.value, str) and cell.value != text else "")


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def _merged(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """By row, the columns (first, last) that merged cells hide, whose values are gone."""
    from openpyxl.utils import range_boundaries

    with sheet.parent._archive.open(sheet._worksheet_path) as stream:  # noqa: SLF001  (openpyxl does not read them from large sheets)
        areas = [match[1].decode() for match in _MERGED.finditer(stream.read())]
    hidden: dict[int, list[tuple[int, int]]] = {}
    rows = Counter[str]()
    for area in areas:
        first_column, first, last_column, last = (int(bound or 0) for bound in range_boundaries(area))
        rows["all"] += last - first + 1
        if rows["all"] > MAX_CELLS:
            raise ValueError(area)
        for row in range(first, last + 1):
            hidden.setdefault(row, []).append((first_column + (row == first), last_column))
    return hidden


def text_of(value: object, number_format: str = "") -> str:
    r"""A cell's value as the text that was exported: whole numbers without a decimal point, dates as they are sorted.

    >>> text_of(12.0), text_of(0.1 + 0.2), text_of(None), text_of(datetime(2024, 6, 1), "mmm\-yy")
    ('12', '0.3', '', '2024-06')
    """
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float() | int():
            number = format(Decimal(format(value or 0, ".15g")), "f")  # as many digits as spreadsheets keep
            return number.rstrip("0").rstrip(".") if "." in number else number
        case datetime() if not (value.hour or value.minute or value.second):
            return _date(value.date(), number_format)
        case datetime():
            return value.isoformat(" ", timespec="minutes")
        case date():
            return _date(value, number_format)
        case _:
            return unescaped(str(value))


def _date(value: date, number_format: str) -> str:
    """A date with as much of it as its cell shows: somebody who types `juin 2024` gets the first of June, shown without its day."""
    shown = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", number_format).lower()
    if "d" not in shown and "y" in shown:
        return value.isoformat()[: 7 if "m" in shown else 4]
    return value.isoformat()


def fault_words(fault: Fault) -> tuple[str, str]:
    """What is wrong with a cell, and what to do."""
    return {
        "formula": (_("There is a formula in this cell."), _("Type the value itself.")),
        "error": (_("This cell holds an error of the spreadsheet program."), _("Type the value itself, or undo in the program.")),
        "merged": (_("This cell is merged with another, so that its own value is gone."), _("Unmerge the cells and fill them in.")),
    }.get(fault, ("", ""))
