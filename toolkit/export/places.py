"""Where things stand in a workbook: names of sheets, addresses of cells, and sheets that follow a full one."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

from toolkit.export.text import utf16_units, visible
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_ROWS = 1_000_000
MAX_LINKS = 60_000  # Excel takes 65,530 in a sheet
MAX_COLUMNS = 16_384
MAX_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Address:
    """A cell, by its sheet and its row and column, from 1."""

    sheet: str
    row: int
    column: int = 1

    @property
    def cell(self) -> str:
        """The cell within its sheet: `E7`."""
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def reference(self) -> str:
        """The cell as links and formulas write it: `'Codes × cases'!E7`."""
        return f"{quoted_name(self.sheet)}!{self.cell}"

    @property
    def text(self) -> str:
        """The cell as a person reads it."""
        return f"{self.sheet}!{self.cell}"


def quoted_name(sheet: str) -> str:
    """A sheet's name as links and formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


class Names:
    """Gives every sheet a name that Excel takes: at most 31 UTF-16 units, without []:*?/ and backslash, no two alike."""

    def __init__(self) -> None:
        self._taken = {"history"}  # Excel keeps this one for itself

    def take(self, title: str, number: int = 1) -> str:
        """A free name made of a title; from the second on with a number."""
        plain = _NOT_IN_NAMES.sub(" ", visible(title)).strip().strip("'") or _("Sheet")
        while True:
            suffix = f" {number}" if number > 1 else ""
            name = _shorten(plain, MAX_NAME - len(suffix)) + suffix
            if name.casefold() not in self._taken:
                self._taken.add(name.casefold())
                return name
            number += 1


def _shorten(text: str, units: int) -> str:
    while utf16_units(text) > units:
        text = text[:-1]
    return text.rstrip(" '")


class Places(Sequence[Address]):
    """Where the records of a table begin, one address each, kept as numbers: there may be a million."""

    def __init__(self, sheet: str) -> None:
        """Nothing yet, on a first sheet."""
        self._rows = array("l")
        self._sheets = [sheet]
        self._first = [0]  # the record with which each sheet begins

    def next_sheet(self, sheet: str) -> None:
        """Go on on another sheet."""
        self._sheets.append(sheet)
        self._first.append(len(self._rows))

    def add(self, row: int) -> None:
        """A record begins in this row."""
        self._rows.append(row)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, number: int) -> Address: ...
    @overload
    def __getitem__(self, number: slice) -> list[Address]: ...
    def __getitem__(self, number: int | slice) -> Address | list[Address]:
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        row = self._rows[number]
        return Address(self._sheets[bisect_right(self._first, number % len(self)) - 1], row)


def lay_out(names: Names, title: str, sizes: Iterable[tuple[int, int]], head_rows: int = 1) -> Places:
    """Where each record will begin, given its (rows, links): no record is parted, and a full sheet is followed by a numbered one.

    Without records it is where the first one would be.
    """
    number, row, links = 1, head_rows, 0
    places = Places(names.take(title))
    for height, record_links in sizes:
        if row > head_rows and (row + height > MAX_ROWS or links + record_links > MAX_LINKS):
            number += 1
            row, links = head_rows, 0
            places.next_sheet(names.take(title, number))
        places.add(row + 1)
        row += height
        links += record_links
    if not places:
        places.add(head_rows + 1)
    return places


def sheets_of(places: Sequence[Address]) -> list[str]:
    """The sheets that records are on, in order."""
    return list(dict.fromkeys(place.sheet for place in places))


def ranges(places: Iterable[Address], column: int) -> list[str]:
    """The cells of one column that records begin in, on each of their sheets, as formulas name them."""
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(column)
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place in places:
        first.setdefault(place.sheet, place.row)
        last[place.sheet] = place.row
    return [f"{quoted_name(sheet)}!${letter}${first[sheet]}:${letter}${last[sheet]}" for sheet in first]
