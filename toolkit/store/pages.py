"""Read the rows of an SQLite file from its pages, without SQLite, where that gives up.

Leaves of tables are read one by one, so that a damaged page costs the rows on it alone. Which table a leaf belongs to is said by the tree
above it or, where that is damaged, by the kinds of values in its rows. The format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Row = tuple[int, list[Any]]
    Fits = Callable[[Sequence[Any]], bool]

LEAF, INTERIOR = 0x0D, 0x05
SCHEMA_KINDS = ("table", "index", "trigger", "view")
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes by serial type
DAMAGE = (IndexError, ValueError, struct.error, OverflowError)  # what reading garbage raises


@dataclass(frozen=True)
class Pages:
    """The bytes of a file without side files, in pages of so many bytes, numbered from 1."""

    data: bytes
    size: int

    def __len__(self) -> int:
        return len(self.data) // self.size

    def kind(self, number: int) -> int:
        """What a page says that it is."""
        return self.data[self._header(number)]

    def children(self, number: int) -> Iterator[int]:
        """The pages below an interior page of a table, as far as they can be."""
        start, header = (number - 1) * self.size, self._header(number)
        found = [int.from_bytes(self.data[header + 8 : header + 12], "big")]
        found += [int.from_bytes(self.data[start + place : start + place + 4], "big") for place in self._cells(number, header + 12)]
        return (child for child in found if 1 < child <= len(self))

    def rows(self, number: int) -> Iterator[Row]:
        """The rows on a leaf that can be read, with their numbers."""
        start, header = (number - 1) * self.size, self._header(number)
        for place in self._cells(number, header + 8):
            try:
                yield self._row(start + place)
            except DAMAGE:
                continue

    def _header(self, number: int) -> int:
        return (number - 1) * self.size + (100 if number == 1 else 0)

    def _cells(self, number: int, pointers: int) -> list[int]:
        header = self._header(number)
        count = int.from_bytes(self.data[header + 3 : header + 5], "big")
        places = [int.from_bytes(self.data[at : at + 2], "big") for at in range(pointers, pointers + 2 * count, 2)]
        return [place for place in places if 0 < place < self.size]

    def _row(self, at: int) -> Row:
        length, at = self._varint(at)
        number, at = self._varint(at)
        payload = self._payload(at, length)
        size, place = _varint(payload, 0)
        values = []
        at = size
        while place < size:
            kind, place = _varint(payload, place)
            value, at = _value(payload, at, kind)
            values.append(value)
        if at != length:
            raise ValueError
        return number, values

    def _payload(self, at: int, length: int) -> bytes:
        """A cell's content with what stands on its overflow pages."""
        if length > len(self.data):
            raise ValueError
        most, least = self.size - 35, (self.size - 12) * 32 // 255 - 23
        wanted = least + (length - least) % (self.size - 4)
        local = length if length <= most else wanted if wanted <= most else least
        parts, rest = [self.data[at : at + local]], length - local
        page = int.from_bytes(self.data[at + local : at + local + 4], "big")
        while rest > 0:
            if not 1 < page <= len(self):
                raise ValueError
            start = (page - 1) * self.size
            parts.append(self.data[start + 4 : start + 4 + min(rest, self.size - 4)])
            page = int.from_bytes(self.data[start : start + 4], "big")
            rest -= self.size - 4
        return b"".join(parts)

    def _varint(self, at: int) -> tuple[int, int]:
        return _varint(self.data, at)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64 if value >= 1 << 63 else 0), at + 9


def _value(data: bytes, at: int, kind: int) -> tuple[Any, int]:
    """A value by its serial type, and where the next one begins."""
    if kind in (0, 8, 9):
        return (None, 0, 1)[0 if kind == 0 else kind - 7], at
    if kind in INTEGERS:
        end = at + INTEGERS[kind]
        return int.from_bytes(_bytes(data, at, end), "big", signed=True), end
    if kind == 7:
        return struct.unpack(">d", _bytes(data, at, at + 8))[0], at + 8
    if kind < 12:
        raise ValueError
    end = at + (kind - 12) // 2
    found = _bytes(data, at, end)
    return (found if kind % 2 == 0 else found.decode("utf-8", "replace")), end


def _bytes(data: bytes, at: int, end: int) -> bytes:
    if end > len(data):
        raise ValueError
    return data[at:end]


def schema(pages: Pages) -> list[tuple[str, str, int, str]]:
    """How the file describes its tables: kind, name, root page, SQL; from every leaf that has such rows."""
    found = []
    for number in range(1, len(pages) + 1):
        if pages.kind(number) == LEAF:
            for _row, values in pages.rows(number):
                if len(values) == 5 and values[0] in SCHEMA_KINDS and isinstance(values[3], int):
                    found.append((values[0], str(values[1]), values[3], str(values[4])))
    return found


def leaves(pages: Pages, roots: Mapping[str, int], fits: Mapping[str, Fits]) -> dict[str, list[int]]:
    """The leaves of each table, ascending: those below its root whose rows fit, and those below no root whose rows fit it alone."""
    found: dict[str, list[int]] = {name: [] for name in fits}
    seen: set[int] = set()
    for name, root in roots.items():
        own = _below(pages, root)
        fitting = [number for number in own if name not in fits or _fit(pages, number, fits[name])]
        seen.update(fitting)
        if name in found:
            found[name] += fitting
    for number in range(2, len(pages) + 1):
        if number not in seen and pages.kind(number) == LEAF:
            names = [name for name, test in fits.items() if _fit(pages, number, test)]
            if len(names) == 1:
                found[names[0]].append(number)
    return {name: sorted(numbers) for name, numbers in found.items()}


def _below(pages: Pages, root: int) -> list[int]:
    found, seen, waiting = [], set(), [root]
    while waiting:
        number = waiting.pop()
        if number in seen or not 1 <= number <= len(pages):
            continue
        seen.add(number)
        if pages.kind(number) == LEAF:
            found.append(number)
        elif pages.kind(number) == INTERIOR:
            waiting.extend(pages.children(number))
    return found


def _fit(pages: Pages, number: int, fits: Fits) -> bool:
    """Whether most of the rows of a leaf fit a table."""
    rows = [values for _row, values in pages.rows(number)]
    return bool(rows) and 2 * sum(fits(values) for values in rows) > len(rows)
