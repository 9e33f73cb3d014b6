"""What an export is given: plain records, already read from the study, in the words that the reader will see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from toolkit.matrices.matrix import Kin, OutOf, Portion

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.codebook.codebook import Codebook
    from toolkit.matrices.matrix import Whole
    from toolkit.model import Attribute, DocumentKind, MadeBy, Role


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One coding, as a row of quotes; offsets count Unicode code points of the document's text, `end` excluded.

    `code` is a key of the codebook, `case`, `document` are names in the report. `turn` is the number of the turn that the quote begins in,
    from 1. `fields` are values by their labels, several joined; `missing` names the required fields without a value. A coding that touches
    several cases is given once for each of them, and `again` is true for all but the first.
    """

    uid: bytes
    case: str
    document: str
    code: str
    start: int
    end: int
    quote: str
    coder: str
    made_by: MadeBy
    date: str = ""
    speaker: str = ""
    role: Role | None = None
    time_ms: int | None = None
    turn: int | None = None
    words: int = 0
    fields: Mapping[str, str] = field(default_factory=dict)
    memo: str = ""
    missing: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column of a matrix: the key of a code or the name of a case by which quotes know it, and what is shown.

    `level` indents a code under its parent; `attributes` are values in the order of the axes' attribute names; `band` is the band that a
    case stands in, where cases are in order.
    """

    key: str
    label: str
    level: int = 0
    attributes: tuple[str, ...] = ()
    band: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One merged interval behind a cell; intervals of one `segment` number are joined by a coding over several turns.

    `part` is the value that it counts for, where a cell tells values apart.
    """

    document: str
    turn: int
    start: int
    end: int
    words: int
    segment: int
    part: str = ""


Place = tuple[int, int]
"""A cell by its row and column, from 0."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a cell: a coding; where two codes meet, the coding of the other code; and the value that it counts for, if any."""

    uid: bytes
    other: bytes | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Axes:
    """What is crossed with what; matrices of several measures share one.

    Where rows are codes and columns cases (`in_quotes`), the quotes' own order is the evidence; so it is where they are `turned`, cases by
    codes. Elsewhere `evidence` gives the codings behind each cell. `eligible` are the participants' words by column, `steps` the merged
    intervals. `together` is codes by codes, where evidence and steps are given once for both halves, with the row before the column. Where
    cases are in order, `order` says of what.
    """

    title: str
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    in_quotes: bool = False
    turned: bool = False
    evidence: Mapping[Place, tuple[Behind, ...]] = field(default_factory=dict)
    steps: Mapping[Place, tuple[Step, ...]] = field(default_factory=dict)
    eligible: tuple[int, ...] | None = None
    row_attributes: tuple[str, ...] = ()
    column_attributes: tuple[str, ...] = ()
    together: bool = False
    order: str = ""

    def kept(self, place: Place) -> Place:
        """Where the evidence and the steps of a cell are given."""
        return (min(place), max(place)) if self.together else place


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that is not computed, and why: a sentence."""

    reason: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A count told apart by a value: (("for", 3), ("against", 1))."""

    parts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """All of them together."""
        return sum(count for _value, count in self.parts)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating: its value, and how many codings were named for it and against it."""

    value: str
    favour: int
    against: int
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a case says of a code: a person's text, the codings behind it, and whether these have changed since it was written."""

    text: str
    quotes: tuple[bytes, ...]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """A document or person that a count of those may count: it does if it was read whole; and whether it has a segment."""

    name: str
    read: bool
    yes: bool


Figure = int | float | str | OutOf | Portion | Tally | Rated | Told | Kin | Refused
"""What a cell shows.

A number, a state of presence or another word, n of N, a percentage, counts told apart, a judgement, that two codes contain each other, or
why there is nothing.
"""


@dataclass(frozen=True, slots=True)
class Grid:
    """One measure of some axes; `title` names its sheet, `rule` says how it is counted, `notes` what it leaves out.

    `percent` says what percentages are of, `totals` what 100 % are, by row or column. `counted` holds, for counts of documents and persons,
    those that each cell is about.
    """

    title: str
    axes: Axes
    measure: str
    rule: str
    cells: Mapping[Place, Figure]
    notes: tuple[str, ...] = ()
    percent: Whole | None = None
    totals: tuple[int, ...] = ()
    counted: Mapping[Place, tuple[Counted, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with the values of its attributes, by name."""

    uid: bytes
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person under a pseudonym: the documents they speak in, and how many words they say."""

    name: str
    case: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    words: int = 0
    uid: bytes = bytes(16)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of a register: its attributes by name, choices by key; `codings` is how many point to it."""

    uid: bytes
    register: str
    name: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    state: Literal["confirmed", "proposed"] = "confirmed"
    codings: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document: its words by role, who has read how much of it (a sentence each), what its reader left out, and its attributes."""

    name: str
    kind: DocumentKind
    case: str = ""
    date: str = ""
    words: Mapping[Role, int] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    left_out: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RatingRow:
    """A rating, or the place for one: `value` is a key of the code's scale, empty where nobody has judged yet."""

    case: str
    code: str
    value: str = ""
    note: str = ""
    coder: str = ""
    period: str = ""
    evidence_for: int = 0
    evidence_against: int = 0
    stale: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A person's text for a case and a code, or the place for one, and how many codings stand behind it."""

    case: str
    code: str
    text: str = ""
    coder: str = ""
    evidence: int = 0
    stale: bool = False


@dataclass(frozen=True)
class Report:
    """All that a workbook shows.

    `codings` and `characters` are counted by the study, from its codings and not from `quotes`, so that the workbook can show that nothing
    was lost on the way. Cases, documents and codes are shown in the order given here; `order` says of what cases are in order, if they are.
    """

    study: str
    codebook: Codebook
    codebook_version: str
    date: str
    program: str
    layer: str
    language: str
    event: int
    codings: int
    characters: int
    filters: tuple[str, ...] = ()
    order: str = ""
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    persons: tuple[PersonRow, ...] = ()
    case_attributes: tuple[Attribute, ...] = ()
    person_attributes: tuple[Attribute, ...] = ()
    document_attributes: tuple[Attribute, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()
    grids: tuple[Grid, ...] = ()
    ratings: tuple[RatingRow, ...] = ()
    summaries: tuple[SummaryRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    study_uid: bytes = bytes(16)
    replica: bytes = bytes(16)
    coder_uid: bytes = bytes(16)


class Exporter(Protocol):
    """A format in which a report can be handed on."""

    def write(self, path: Path, report: Report) -> tuple[str, ...]:
        """Write the report to `path`, whole or not at all, and say in sentences what had to be written in another form."""
        ...
