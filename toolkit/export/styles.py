"""How cells look: one hue, readable in black and white, no signal by colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from openpyxl.cell import Cell as ExcelCell

DARK, MIDDLE, PALE, GREY = "1F4E79", "9DC3E6", "DDEBF7", "EDEDED"
WRITABLE = "FFF9E5"


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a cell; colours are six hexadecimal digits, `pattern` one of Excel's fills."""

    bold: bool = False
    italic: bool = False
    colour: str = "000000"
    size: int = 11
    fill: str = ""
    pattern: Literal["solid", "lightUp"] = "solid"
    underline: bool = False
    wrap: bool = False
    indent: int = 0
    centred: bool = False
    clipped: bool = False
    format: str = "General"


_LABELS = {f"label{level}": Style(bold=level == 0, indent=level) for level in range(8)}

STYLES = {
    "text": Style(),
    "wrap": Style(wrap=True),
    "small": Style(colour="7F7F7F", size=8),
    "mark": Style(colour="7F7F7F", size=8, clipped=True),
    "title": Style(bold=True, size=14),
    "strong": Style(bold=True),
    "head": Style(bold=True, fill=PALE, wrap=True),
    "band": Style(bold=True, fill=MIDDLE, wrap=True),
    "attribute": Style(italic=True, wrap=True),
    "link": Style(colour=DARK, underline=True),
    "time": Style(format="[h]:mm:ss"),
    "edit": Style(fill=WRITABLE, wrap=True, format="@"),
    "count": Style(centred=True, format="#,##0"),
    "alone": Style(centred=True, bold=True, fill=GREY, format="#,##0"),
    "ratio": Style(centred=True, format="0.000"),
    "percent": Style(centred=True, format="0.0%"),
    "word": Style(centred=True, wrap=True),
    "refused": Style(centred=True, italic=True, fill=GREY),
    "yes": Style(centred=True, bold=True, fill=MIDDLE),
    "no": Style(centred=True),
    "not asked": Style(centred=True, italic=True, fill="A6A6A6", pattern="lightUp"),
    "not yet read": Style(centred=True, italic=True, fill=GREY),
    **_LABELS,
}


def apply(style: Style, cell: ExcelCell) -> None:
    """Give a cell this look."""
    from openpyxl.styles import Alignment, Font, PatternFill

    cell.font = Font(
        name="Calibri",
        size=style.size,
        bold=style.bold,
        italic=style.italic,
        color=style.colour,
        underline="single" if style.underline else None,
    )
    if style.fill:
        cell.fill = PatternFill(style.pattern, fgColor=style.fill)
    horizontal = "center" if style.centred else "left" if style.indent else "fill" if style.clipped else None
    cell.alignment = Alignment(vertical="top", wrap_text=style.wrap, indent=style.indent, horizontal=horizontal)
    cell.number_format = style.format
