"""A sheet being written: rows of plain values, and cells with a style, a link, a note or a list to choose from."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import repeat
from math import ceil
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from toolkit.export.styles import STYLES, apply
from toolkit.export.text import escaped, is_formula_like, unwritable, visible
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from toolkit.export.places import Address


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with more than itself: style, number format, where it leads, a note, or that it is one of our own formulas.

    `choices` is a range from `Book.choices`; whatever else is typed there the spreadsheet refuses.
    """

    value: str | float | None
    style: str = ""
    link: Address | None = None
    note: str = ""
    format: str = ""
    formula: bool = False
    choices: str = ""


Value = Cell | str | float | int | None

LINE_HEIGHT = 15  # points
MAX_LINES = 12  # a higher row hides the others; its text is there all the same
DEFAULT_WIDTH = 8.43

# What a text cannot hold as it is: XML's own signs, what a cell cannot hold, and what Excel would take for an escape.
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")
_NO_ROWS = re.compile("<sheetData ?/>|<sheetData></sheetData>")
_AFTER_LINKS = re.compile("<printOptions|<pageMargins")


def backlink(cell: Address | None, *, is_first: bool) -> Value:
    """The address of a matrix cell; the first of the records behind it leads there."""
    if cell is None:
        return None
    return Cell(cell.text, "link", link=cell) if is_first else cell.text


@dataclass(frozen=True, slots=True)
class Replaced:
    """Characters that were replaced by marks in one cell, each with how often: `U+000B × 3`."""

    sheet: str
    row: int
    characters: tuple[str, ...]


class Sheet:
    """One sheet, written row by row.

    openpyxl takes some 10 µs a cell and a thousand bytes a link, and a workbook of 100,000 quotes has millions of cells: here rows and
    links are written as XML to a file of their own, which takes its place in what openpyxl writes around them.
    """

    def __init__(self, raw: Any, widths: Sequence[float], freeze: str, replaced: list[Replaced]) -> None:
        """`raw` is openpyxl's write-only sheet; characters that a cell cannot hold are added to `replaced`."""
        from openpyxl.utils import get_column_letter

        self.name: str = raw.title
        self.row = 0
        self._raw = raw
        self._replaced = replaced
        self._styles: dict[tuple[str, str, bool], int] = {}
        self._widths = list(widths)
        self._lines = 1
        self._letters: list[str] = []
        self._plain: dict[str, int] = {}
        self._rows: TextIO = TextIOWrapper(TemporaryFile(), encoding="utf-8", newline="")  # noqa: SIM115 - it lives as long as the sheet
        self._links: list[str] = []
        self._choices: dict[tuple[str, int], list[list[int]]] = {}
        raw.freeze_panes = freeze
        for number, width in enumerate(widths, start=1):
            raw.column_dimensions[get_column_letter(number)].width = width
        self._set_up_print()

    def _set_up_print(self) -> None:
        from openpyxl.worksheet.properties import Outline, PageSetupProperties

        self._raw.sheet_properties.outlinePr = Outline(summaryBelow=False)
        self._raw.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        self._raw.page_setup.orientation = "landscape"
        self._raw.page_setup.fitToHeight = 0

    def hide(self) -> None:
        """Hide the sheet from the reader."""
        self._raw.sheet_state = "hidden"

    def outline(self, levels: int) -> None:
        """Make room for the buttons of that many levels of grouped rows, before the first row is written."""
        self._raw.sheet_format.outlineLevelRow = min(levels, 7)

    def repeat_in_print(self, first_row: int, last_row: int) -> None:
        """Print these rows at the top of every page."""
        self._raw.print_title_rows = f"{first_row}:{last_row}"

    def append(self, values: Iterable[Value], styles: Iterable[str] = repeat("text"), *, level: int = 0) -> int:
        """Write one row, its cells in these styles, and give its number; `level` groups it under the rows before it."""
        if not self.row:
            self._raw._get_writer()  # noqa: SLF001 - from here on openpyxl takes notes
        self.row += 1
        grouped = f' outlineLevel="{min(level, 7)}"' if level else ""
        self._lines = 1
        cells = "".join(self._cells(values, styles))
        height = f' ht="{LINE_HEIGHT * min(self._lines, MAX_LINES)}" customHeight="1"' if self._lines > 1 else ""
        self._rows.write(f'<row r="{self.row}"{grouped}{height}>{cells}</row>')
        return self.row

    def _cells(self, values: Iterable[Value], styles: Iterable[str]) -> list[str]:
        row, plain = self.row, self._plain
        cells = []
        for column, (value, style) in enumerate(zip(values, styles, strict=False)):
            if value is None or value == "":
                continue
            place = f"{self._letters[column] if column < len(self._letters) else self._letter(column)}{row}"
            if isinstance(value, str):
                cells.append(self._text(place, column, value, style, ""))
            elif isinstance(value, Cell):
                cells.append(self._special(place, column, value, value.style or style))
            else:
                number = plain[style] if style in plain else plain.setdefault(style, self._style(style, "", quoted=False))
                cells.append(f'<c r="{place}" s="{number}"><v>{value!r}</v></c>')
        return cells

    def _letter(self, column: int) -> str:
        if column >= len(self._letters):
            from openpyxl.utils import get_column_letter

            self._letters += [get_column_letter(number) for number in range(len(self._letters) + 1, column + 27)]
        return self._letters[column]

    def _special(self, place: str, column: int, cell: Cell, style: str) -> str:
        if cell.choices:
            self._remember_choices(cell.choices, column + 1)
        if cell.link:
            self._links.append(f"<hyperlink ref={quoteattr(place)} location={quoteattr(cell.link.reference)}/>")
        if cell.note:
            self._note(column + 1, cell.note)
        if cell.value and isinstance(cell.value, str) and not cell.formula:
            return self._text(place, column, cell.value, style, cell.format)
        number = self._style(style, cell.format, quoted=False)
        if cell.value is None or cell.value == "":
            return f'<c r="{place}" s="{number}"/>'
        if isinstance(cell.value, str):
            return f'<c r="{place}" s="{number}"><f>{escape(cell.value[1:])}</f></c>'
        return f'<c r="{place}" s="{number}"><v>{cell.value!r}</v></c>'

    def _text(self, place: str, column: int, value: str, style: str, number_format: str) -> str:
        """A text as text, whatever it looks like."""
        number = self._style(style, number_format, quoted=is_formula_like(value))
        if STYLES[style].wrap:
            self._make_room(column, value, style)
        text = self._written(value) if _SPECIAL.search(value) else value
        return f'<c r="{place}" s="{number}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def _written(self, value: str) -> str:
        """A text as it stands in XML."""
        found = Counter(unwritable(value))
        if found:
            times = tuple(f"{sign} × {count}" if count > 1 else sign for sign, count in found.items())
            self._replaced.append(Replaced(self.name, self.row, times))
        return escape(escaped(visible(value)))

    def _make_room(self, column: int, value: str, style: str) -> None:
        """Make the row as high as a wrapped text needs, as far as that can be told without its font: not every program does it itself."""
        width = self._widths[column] if column < len(self._widths) else DEFAULT_WIDTH
        room = max(1.0, width * (0.85 if STYLES[style].bold else 1.0))
        if "\n" in value or len(value) > room:
            self._lines = max(self._lines, sum(max(1, ceil(len(line) / room)) for line in value.split("\n")))

    def _note(self, column: int, text: str) -> None:
        from openpyxl.cell import Cell as ExcelCell
        from openpyxl.comments import Comment
        from openpyxl.comments.comment_sheet import CommentRecord

        cell = ExcelCell(self._raw, self.row, column)
        cell.comment = Comment(visible(text), "Terrain", height=120, width=320)
        self._raw._comments.append(CommentRecord.from_cell(cell))  # noqa: SLF001

    def _style(self, style: str, number_format: str, *, quoted: bool) -> int:
        """The number under which the workbook keeps a look."""
        key = (style, number_format, quoted)
        if key not in self._styles:
            from openpyxl.cell import WriteOnlyCell

            cell = WriteOnlyCell(self._raw)
            apply(STYLES[style], cell)
            cell.number_format = number_format or STYLES[style].format
            cell.quotePrefix = quoted
            self._styles[key] = cell.style_id
        return self._styles[key]

    def filter_from(self, head_row: int, columns: int) -> None:
        """Put filter buttons on the heads of a table that ends with the last row written."""
        from openpyxl.utils import get_column_letter

        self._raw.auto_filter.ref = f"A{head_row}:{get_column_letter(columns)}{max(self.row, head_row)}"

    def heat(self, area: str) -> None:
        """Colour numbers from white at 0 to a blue that black text is still read on."""
        from openpyxl.formatting.rule import ColorScaleRule

        rule = ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="num", start_value=0, start_color="FFFFFF", end_type="percentile", end_value=95, end_color="6FA8DC"
        )
        self._raw.conditional_formatting.add(area, rule)

    def _remember_choices(self, choices: str, column: int) -> None:
        """Rows that follow one another are one area: Excel is slow with many small ones."""
        areas = self._choices.setdefault((choices, column), [])
        if areas and areas[-1][1] == self.row - 1:
            areas[-1][1] = self.row
        else:
            areas.append([self.row, self.row])

    def finish(self) -> None:
        """Write what stands behind the rows, the lists to choose from among it, and put the rows and links into their places."""
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.cell_range import MultiCellRange
        from openpyxl.worksheet.datavalidation import DataValidation

        for (choices, column), areas in self._choices.items():
            validation = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=True)
            validation.error = _("Choose one of the list.")
            letter = get_column_letter(column)
            validation.sqref = MultiCellRange(" ".join(f"{letter}{first}:{letter}{last}" for first, last in areas))
            self._raw.data_validations.append(validation)
        self._raw.close()
        self._insert(Path(self._raw._writer.out))  # noqa: SLF001 - where openpyxl takes the sheet from when it saves

    def _insert(self, path: Path) -> None:
        """Put the rows and the links into the sheet that openpyxl has written without them."""
        around = path.read_text(encoding="utf-8")
        [head, tail] = _NO_ROWS.split(around)
        if self._links:
            before = _AFTER_LINKS.search(tail)
            assert before is not None
            tail = "".join([tail[: before.start()], "<hyperlinks>", *self._links, "</hyperlinks>", tail[before.start() :]])
        self._rows.seek(0)
        with path.open("wb") as whole:
            whole.write(f"{head}<sheetData>".encode())
            copyfileobj(self._rows.buffer, whole)
            whole.write(f"</sheetData>{tail}".encode())
        self._rows.close()

    def abandon(self) -> None:
        """Close the sheet and remove its temporary files, if it was not saved."""
        self._rows.close()
        if not self._raw.closed:
            self._raw.close()
        if Path(self._raw._writer.out).exists():  # noqa: SLF001
            self._raw._writer.cleanup()  # noqa: SLF001  (openpyxl removes it only when the program ends)
