"""A matrix on the screen: heads broken over lines, columns in blocks as wide as the terminal, nothing cut."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from textwrap import wrap
from typing import TYPE_CHECKING

from toolkit.cli.output import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEAD = 14  # characters to which the head of a column is broken
CELL = 24  # and its cells
LABEL = 44  # and the labels of rows, if there is room
LEAST = 16
INDENT = 2
ENDLESS = 10_000  # the width of what is no terminal


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the matrix: its label, how many codes stand above it, and its cells."""

    label: str
    cells: tuple[str, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown: the heads of the columns, the rows, and the bands of the columns where they stand in some."""

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    bands: tuple[str, ...] = ()
    band_title: str = ""


def show(screen: Screen) -> None:
    """Print a matrix as wide as the terminal; what goes into a file or another program is one block."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else ENDLESS
    for line in lines(screen, width):
        say(line)


def paragraph(text: str) -> None:
    """Print a sentence, broken between words where a terminal would break within them."""
    for line in wrap(text, shutil.get_terminal_size().columns) if sys.stdout.isatty() else [text]:
        say(line)


def lines(screen: Screen, width: int) -> Iterator[str]:
    """The lines of a matrix, in blocks of columns that fit a width."""
    label_width = _label_width(screen, width)
    widths = [_column_width(screen, place) for place in range(len(screen.heads))]
    for number, block in enumerate(_blocks(widths, width - label_width)):
        if number:
            yield ""
        yield from _block(screen, block, label_width, widths)


def _label_width(screen: Screen, width: int) -> int:
    longest = max((len(row.label) + INDENT * row.level for row in screen.rows), default=0)
    most = LABEL if width == ENDLESS else max(LEAST, min(LABEL, width * 2 // 5))
    return max(1, min(max(longest, len(screen.band_title)), most))


def _column_width(screen: Screen, place: int) -> int:
    """As wide as the longest cell and the longest word above it need, up to a limit each."""
    cells = max((min(len(row.cells[place]), CELL) for row in screen.rows), default=0)
    head = screen.heads[place]
    above = [*_breakable(head).split(), *(f"[{word}" for word in (f"{screen.bands[place]}]".split() if screen.bands else ()))]
    return max(cells, min(max(map(len, above), default=0), HEAD), min(len(head), HEAD // 2), 1)


def _blocks(widths: Sequence[int], available: int) -> Iterator[list[int]]:
    """The columns, as many as fit beside one another; a column that is too wide stands alone."""
    block: list[int] = []
    used = 0
    for place, width in enumerate(widths):
        if block and used + 2 + width > available:
            yield block
            block, used = [], 0
        block.append(place)
        used += 2 + width
    if block:
        yield block


def _block(screen: Screen, block: list[int], label_width: int, widths: Sequence[int]) -> Iterator[str]:
    used = [widths[place] for place in block]
    if screen.bands:
        yield from _bands(screen, block, label_width, widths)
    numeric = [all(_is_figure(row.cells[place]) for row in screen.rows) for place in block]
    yield from _over_lines(Row("", tuple(screen.heads[place] for place in block)), label_width, used, numeric, bottom=True)
    for row in screen.rows:
        yield from _over_lines(replace(row, cells=tuple(row.cells[place] for place in block)), label_width, used, numeric)


def _bands(screen: Screen, block: list[int], label_width: int, widths: Sequence[int]) -> Iterator[str]:
    """A name in brackets over the columns of each band."""
    names, rooms = [], []
    for band, places in groupby(block, key=lambda place: screen.bands[place]):
        columns = list(places)
        names.append(f"[{band}]" if band else "")
        rooms.append(sum(widths[place] for place in columns) + 2 * (len(columns) - 1))
    yield from _over_lines(Row(screen.band_title, tuple(names)), label_width, rooms, [False] * len(rooms))


def _over_lines(row: Row, label_width: int, widths: Sequence[int], numeric: Sequence[bool], *, bottom: bool = False) -> Iterator[str]:
    """A row over as many lines as its longest cell takes; heads stand at the bottom of theirs."""
    indent = " " * min(INDENT * row.level, label_width // 2)
    labels = [f"{indent}{part}" for part in _broken(row.label, label_width - len(indent))]
    columns = [_broken(cell, width) for cell, width in zip(row.cells, widths, strict=True)]
    height = max(len(labels), *(len(column) for column in columns))
    if bottom:
        columns = [[""] * (height - len(column)) + column for column in columns]
    for first, *parts in zip_longest(labels, *columns, fillvalue=""):
        aligned = (part.rjust(width) if right else part.ljust(width) for part, width, right in zip(parts, widths, numeric, strict=True))
        yield _joined(first.ljust(label_width), aligned)


def _breakable(text: str) -> str:
    """A text that may also be broken after an underscore, as names of files are."""
    return text.replace("_", "_ ")


def _broken(text: str, width: int) -> list[str]:
    """A text in lines of a width; always one at least."""
    return [line.replace("_ ", "_") for line in wrap(_breakable(text), width)] or [""]


def _joined(label: str, cells: Iterator[str]) -> str:
    return "  ".join([label, *cells]).rstrip()


def _is_figure(text: str) -> bool:
    return not text or text[0].isdigit() or text in "?/–"
