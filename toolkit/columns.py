"""What a study hands over for counting: parallel columns of integers, one row per turn, coding or reading.

Every identifier is the store's local one; -1 stands for none. Offsets count Unicode code points of the document's current text, the end
excluded. The columns of one record have one length; rows may come in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

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
    """The documents, each with its own case or none.

    `unturned` are those whose paragraphs stand for turns, `divided` those of whose turns some may belong to another case than the document.
    """

    document: Ints
    case: Ints
    unturned: frozenset[int] = frozenset()
    divided: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class TurnColumns:
    """The turns of current texts, without the headers or with them: these count nowhere.

    `case` is the case that a person assigned the turn to, else that of the turn's person, else its document's, else none: whoever assigns a
    turn has looked at it, while a person may speak for several cases, and a document may hold several. Speech and headers do not overlap;
    an aside may lie inside speech. A document without turns has its paragraphs here, as speech of participants.
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
    """The codings of one layer, where they stand in the current texts; those that stand nowhere there are not among them."""

    coding: Ints
    document: Ints
    start: Ints
    end: Ints
    code: Ints


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


@dataclass(frozen=True)
class ValueColumns:
    """The values of the codings' fields: a register entry, a choice, or 0 and 1 for no and yes.

    Fields that show one register number its entries alike, so that they can be shown together.
    """

    coding: Ints
    field: Ints
    value: Ints


class LateValues(ValueColumns):
    """Values that are read when they are first asked for: most matrices show none."""

    def __init__(self, read: Callable[[], ValueColumns]) -> None:
        """`read` is called once, or never."""
        self.__dict__["_read"] = read

    @cached_property
    def _values(self) -> ValueColumns:
        read: Callable[[], ValueColumns] = self.__dict__["_read"]
        return read()

    @property
    def coding(self) -> Ints:
        """The codings."""
        return self._values.coding

    @property
    def field(self) -> Ints:
        """The fields."""
        return self._values.field

    @property
    def value(self) -> Ints:
        """The values."""
        return self._values.value


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A person's marks that something was not asked about: pairs of a code and a case, and of a code and a document."""

    cases: frozenset[tuple[int, int]] = frozenset()
    documents: frozenset[tuple[int, int]] = frozenset()


class StudyColumns(Protocol):
    """All that a matrix is counted from; each part is read when it is first asked for, and most matrices need only some.

    `words` are the ascending starts of the words of each document (see `text.words`).
    """

    @property
    def documents(self) -> DocumentColumns:
        """The documents."""

    @property
    def codes(self) -> CodeColumns:
        """The codes."""

    @property
    def turns(self) -> TurnColumns:
        """The turns of all documents."""

    @property
    def words(self) -> Mapping[int, Ints]:
        """Where the words begin, by document."""

    @property
    def readings(self) -> ReadingColumns:
        """What has been read."""

    @property
    def values(self) -> ValueColumns:
        """The values of fields."""

    @property
    def not_asked(self) -> NotAsked:
        """The marks that something was not asked."""

    def texts(self, documents: Sequence[int]) -> Mapping[int, str]:
        """The texts of some documents."""

    def codings(self, coder: int, codes: Sequence[int] | None = None) -> CodingColumns:
        """The codings of one layer, or those with some codes."""

    def coded(self, coder: int, codes: Sequence[int] | None = None) -> tuple[Ints, Ints]:
        """The code and the document of every such coding: the same codings, in any order, and sooner."""

    def only(self, documents: Ints) -> StudyColumns:
        """The same study with these documents alone."""
