"""The first sheet: what this workbook is, what each sheet counts and by which rule, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.editable import SHEETS
from toolkit.export.places import Address
from toolkit.export.sheet import Cell
from toolkit.messages import _, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.export.base import Report
    from toolkit.export.book import Book


def write_readme(book: Book, name: str, report: Report, sheets: Sequence[tuple[str, str]]) -> None:
    """Write the first sheet; `sheets` are the names of the others, each with what stands on it."""
    sheet = book.sheet(name, [30, 110], freeze="A2", index=0)
    sheet.append([Cell(report.study, "title")])
    for label, text in _about(report, sheets):
        sheet.append([Cell(label, "strong"), Cell(text, "wrap")])
    for heading, lines in _lists(report):
        sheet.append([])
        sheet.append([Cell(heading, "strong")])
        for line in lines or [_("none")]:
            sheet.append([None, Cell(line, "wrap")])
    sheet.append([])
    sheet.append([_("Sheet"), _("What it shows")], ["head", "head"])
    for other, text in sheets:
        sheet.append([Cell(other, "link", link=Address(other, 1)), Cell(text, "wrap")])


def _about(report: Report, sheets: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    codebook = in_words(report.codebook.title) or report.codebook.key
    where = _("On this machine. Nothing of the study has left it.")
    if report.addresses:
        where = _("On this machine. The addresses below, and no others, may be sent to.")
    return [
        (_("Codebook"), _("{title}, version {version}", title=codebook, version=report.codebook_version)),
        (_("Date"), report.date),
        (_("Layer"), _("{layer}. Only the codings of this layer count; suggestions of the machine never do.", layer=report.layer)),
        *([(_("Order of the cases"), report.order)] if report.order else []),
        (_("Made with"), report.program),
        (_("State of the study"), _("after change no. {number}", number=report.event)),
        (_("Where it was computed"), where),
        (_("Network addresses allowed"), ", ".join(report.addresses) or _("none")),
        (_("How to read it"), _("Click a figure to go to its quotes, and the first of these to come back.")),
        (_("How to edit it"), _how_to_edit(sheets)),
    ]


def _how_to_edit(sheets: Sequence[tuple[str, str]]) -> str:
    titles = [sheet.title() for sheet in SHEETS.values()]
    return _(
        "What is written in the pale yellow cells of {sheets} comes back into the study with `terrain read`, which shows every difference "
        "first. Leave the columns {identifier} and {exported} as they are.",
        sheets=", ".join(name for name, _text in sheets if name in titles),
        identifier=_("Identifier"),
        exported=_("Exported"),
    )


def _lists(report: Report) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (_("Filters"), report.filters),
        (_("Warnings"), report.warnings),
        (_("Left out, and why"), report.left_out),
    ]
