"""A workbook whose sheets are written one after another and which is moved into its place when it is complete."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from toolkit.export.files import replacing
from toolkit.export.places import Names, quoted_name
from toolkit.export.sheet import Sheet
from toolkit.export.text import escaped, visible
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

    from toolkit.export.sheet import Replaced


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a workbook comes from: a study and its copy, its last change then, and what this one export is known by.

    In a workbook from outside each may be missing.
    """

    change: int | None
    study: bytes
    replica: bytes
    export: bytes


PROPERTIES = {"change": "TerrainEvent", "study": "TerrainStudy", "replica": "TerrainReplica", "export": "TerrainExport"}
"""The document properties that hold an origin: they stay with the file when sheets are renamed."""


class Book:
    """A workbook whose sheets are written one after another and which is moved into its place when it is complete."""

    def __init__(self, title: str) -> None:
        from openpyxl import Workbook

        self.replaced: list[Replaced] = []
        self.names = Names()
        self._sheets: list[Sheet] = []
        self._lists: dict[tuple[str, ...], int] = {}
        self._lists_name = self.names.take(_("Lists"))
        self._raw: Any = Workbook(write_only=True)
        self._raw.properties.title = escaped(visible(title))
        self._raw.properties.creator = "Terrain"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        """Leave no part of the texts in the temporary files that sheets are written to."""
        for sheet in self._sheets:
            sheet.abandon()

    def sheet(self, name: str, widths: Sequence[float], *, freeze: str = "A2", index: int | None = None) -> Sheet:
        """The next sheet, or the one at `index`, under a name taken from `names`."""
        sheet = Sheet(self._raw.create_sheet(name, index), widths, freeze, self.replaced)
        self._sheets.append(sheet)
        return sheet

    def origin(self, origin: Origin) -> None:
        """Write where the workbook comes from into its properties."""
        from openpyxl.packaging.custom import IntProperty, StringProperty

        properties = self._raw.custom_doc_props
        properties.append(IntProperty(name=PROPERTIES["change"], value=origin.change or 0))
        for name in ("study", "replica", "export"):
            properties.append(StringProperty(name=PROPERTIES[name], value=getattr(origin, name).hex()))

    def choices(self, words: Sequence[str]) -> str:
        """The range of a hidden sheet that holds these words, as `Cell.choices` takes it."""
        from openpyxl.utils import get_column_letter

        column = get_column_letter(self._lists.setdefault(tuple(words), len(self._lists) + 1))
        return f"{quoted_name(self._lists_name)}!${column}$1:${column}${len(words)}"

    def save(self, path: Path) -> None:
        """Complete the workbook and move it to `path`; Conflict where another program holds the file there."""
        for sheet in self._sheets:
            sheet.finish()
        if self._lists:
            lists = self.sheet(self._lists_name, (), freeze="A1")
            lists.hide()
            for row in zip_longest(*self._lists):
                lists.append(row)
            lists.finish()
        with replacing(path) as file:
            self._raw.save(file)
