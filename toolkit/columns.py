"""What a study hands over for counting: parallel columns of integers, one row per turn, coding or reading.

Every identifier is the store's local one; -1 stands for none. Offsets count Unicode code points of the document's current text, the end
excluded. The columns of one record have one length; rows may come in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import bool_, int64
    from numpy.typing import NDArray

    Ints = NDArray[int64]
    Bools = NDArray[bool_]

NONE = -1
UNKNOWN, INTERVIEWER, PARTICIPANT = range(3)
"""The roles, numbered as in `model.ROLES`."""
SPEECH, ASIDE, HEADER = range(3)
"""The kinds of turn, numbered as in `model.TURN_KINDS`."""


@dataclass(frozen=True, slots=True)
class DocumentColumns:
    """The documents, each with its own case or none; `unturned` are those whose paragraphs stand for turns."""

    document: Ints
    case: Ints
    unturned: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """The turns of all current texts.

    `case` is the case of the turn's person, else of its document, else the one that a person assigned, else none. Speech and headers do
    not overlap; an aside may lie inside speech. A document without turns has its paragraphs here, as speech of participants.
    """

    turn: Ints
    document: Ints
    start: Ints
    end: Ints
    speaker: Ints
    person: Ints
    case: Ints
    role: Ints
    kind: Ints


@dataclass(frozen=True, slots=True)
class CodingColumns:
    """The codings of all layers, where they stand in the current texts."""

    coding: Ints
    document: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints


@dataclass(frozen=True, slots=True)
class CodeColumns:
    """The codes of the current codebook, in its order: `parent` is a code, `first_version` the first codebook version with the code.

    Versions are ordinals: a later version has a higher number. A `reserved` code is an empty slot that cannot be coded.
    """

    code: Ints
    parent: Ints
    first_version: Ints
    reserved: Bools


@dataclass(frozen=True, slots=True)
class ReadingColumns:
    """What each coder has read, and under which codebook version; readings may overlap. The consensus has readings of its own."""

    document: Ints
    start: Ints
    end: Ints
    coder: Ints
    version: Ints


@dataclass(frozen=True, slots=True)
class ValueColumns:
    """The values of the codings' fields: a register entry, a choice, or 0 and 1 for no and yes.

    Fields that show one register number its entries alike, so that they can be shown together.
    """

    coding: Ints
    field: Ints
    value: Ints


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A person's marks that something was not asked about: pairs of a code and a case, and of a code and a document."""

    cases: frozenset[tuple[int, int]] = frozenset()
    documents: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class StudyColumns:
    """All that a matrix is counted from; `texts` and `words` (ascending starts, see `text.words`) go by document."""

    documents: DocumentColumns
    turns: TurnColumns
    codings: CodingColumns
    codes: CodeColumns
    readings: ReadingColumns
    values: ValueColumns
    texts: Mapping[int, str]
    words: Mapping[int, Ints]
    not_asked: NotAsked = NotAsked()
