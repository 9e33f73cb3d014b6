"""What a workbook would change, said before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.actions.deciding import Plan as Decisions
    from toolkit.errors import Problem
    from toolkit.export.book import Origin
    from toolkit.export.editable import Identity, Kind
    from toolkit.model import ValueType

Nature = Literal["changed", "emptied", "both", "unknown", "moved"]
"""Changed there; emptied there; changed on both sides; different from an export that nobody knows; values that stand in other rows."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the workbook, and the words for it: `row` is what its row is about, `head` what its column is called."""

    sheet: str
    cell: str
    row: str
    head: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else than the study: `was`, `there` and `here` as a person reads them (`was` None: not known).

    `value` is what the study would keep, `present` what it keeps now; `change` is the study's last change at the export.
    """

    identity: Identity
    period: str
    key: str
    nature: Nature
    place: Place
    was: str | None
    there: str
    here: str
    value: str
    present: str
    change: int | None

    @property
    def asked(self) -> bool:
        """Whether a person says for this one alone which of the two counts."""
        return self.nature in ("both", "unknown", "moved")


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row without an identifier: a case, a person or an entry (of a register) that the study does not have; values by column."""

    kind: Kind
    sheet: str
    row: int
    name: str
    register: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column that is no attribute of the study: its values as typed, by the row they stand in (None: a new row, by its number)."""

    kind: Literal["case", "person"]
    sheet: str
    head: str
    type: ValueType
    choices: tuple[str, ...]
    values: Mapping[Identity | int, str]


@dataclass
class Plan:
    """What a workbook would change: single cells, new rows and columns, and decisions on suggestions.

    `read` are the sheets that were read, each with its number of rows; `same` counts the cells changed alike on both sides, `later` those
    that were changed only in the study. `notes` are sentences on what was understood, and what was not read.
    """

    path: str
    origin: Origin
    read: list[tuple[str, int]] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    rows: list[NewRow] = field(default_factory=list)
    columns: list[NewColumn] = field(default_factory=list)
    decisions: Decisions | None = None
    same: int = 0
    later: int = 0
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def of(self, *natures: Nature) -> Sequence[Difference]:
        """The differences of these natures."""
        return [difference for difference in self.differences if difference.nature in natures]
