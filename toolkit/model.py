"""The frozen records that every level speaks of.

Offsets count Unicode code points of one text version, the end excluded. Times are milliseconds from the start of the recording.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DocumentKind = Literal["interview", "group interview", "observation", "document"]
DOCUMENT_KINDS: tuple[DocumentKind, ...] = ("interview", "group interview", "observation", "document")

Role = Literal["unknown", "interviewer", "participant"]
ROLES: tuple[Role, ...] = ("unknown", "interviewer", "participant")

TurnKind = Literal["speech", "aside", "header"]
TURN_KINDS: tuple[TurnKind, ...] = ("speech", "aside", "header")

ValueType = Literal["text", "number", "date", "choice", "yes/no"]
VALUE_TYPES: tuple[ValueType, ...] = ("text", "number", "date", "choice", "yes/no")


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech, without its label and time; or an aside (a transcriber's note), or a header (labels, times, title lines).

    Speech and headers do not overlap. An aside may stand on its own or lie inside a speech turn; its words do not count.
    `speaker` is the label as the document writes it, without its colon; None where nobody is named.
    """

    start: int
    end: int
    kind: TurnKind = "speech"
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a reader did not take into the text, and how many of it: `("comment", 3)`."""

    kind: str
    count: int


# Records of a study. `id` is the local key; `uid` the identifier that other copies of the study know the object by.


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    id: int
    uid: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """What is studied and compared."""

    id: int
    uid: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed attribute of cases, documents or persons."""

    id: int
    uid: bytes
    owner: Literal["case", "document", "person"]
    name: str
    type: ValueType
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One source text; `date` may be a year, a month or a day; `text_version` is the current one."""

    id: int
    uid: bytes
    name: str
    reader: str
    sha256: bytes
    kind: DocumentKind
    case: int | None
    date: str | None
    language: str
    layout: str
    left_out: tuple[LeftOut, ...]
    text_version: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks or is spoken for, under a pseudonym."""

    id: int
    uid: bytes
    name: str
    case: int | None
    register_entry: int | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label in one document, with its role and, once known, the person behind it."""

    id: int
    uid: bytes
    document: int
    label: str
    role: Role
    person: int | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one text version."""

    text_version: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing that codings point to; `state` tells a confirmed one from a proposal of the machine."""

    id: int
    uid: bytes
    register: str
    name: str
    aliases: tuple[str, ...]
    attributes: dict[str, str]
    state: Literal["confirmed", "proposed"]


How = Literal["unchanged", "by diff", "by context", "doubtful", "nowhere"]
"""How what was made on an older text was placed in a newer one: found in its place, also where words of it were changed, found elsewhere,
perhaps not rightly, not at all."""

MadeBy = Literal["hand", "accepted", "edited", "imported"]
MADE_BY: tuple[MadeBy, ...] = ("hand", "accepted", "edited", "imported")

#: Values of a code's fields: a text, or a list where the field takes many; register entries by their identifier in hexadecimal.
Fields = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's decision that a code applies to a segment of a document's current text.

    `how` is None if it was made on this text, else how it was placed in it; `made_start` and `made_end` are where it stood in its own.
    """

    id: int
    uid: bytes
    document: int
    text_version: int
    start: int
    end: int
    quote: str
    code: int
    coder: int
    fields: Fields
    made_by: MadeBy
    suggestion: int | None
    codebook_version: int
    created: str
    how: How | None
    made_start: int
    made_end: int


SuggestionState = Literal["open", "accepted", "edited", "rejected"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A machine's proposal, kept apart from codings until a person decides on it."""

    id: int
    uid: bytes
    document: int
    text_version: int
    start: int
    end: int
    code: int
    fields: Fields
    suggester: str
    model: str
    probability: float | None
    reasons: list[dict[str, object]]
    state: SuggestionState
    coder: int | None
    decided: str | None


ReadingMode = Literal["free", "with suggestions", "blind"]
READING_MODES: tuple[ReadingMode, ...] = ("free", "with suggestions", "blind")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a coder has read, and with which version of the codebook in mind."""

    id: int
    uid: bytes
    coder: int
    document: int
    text_version: int
    start: int
    end: int
    codebook_version: int
    mode: ReadingMode
    time: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A person's judgement of one case on one code, on the code's scale; evidence is codings, by identifier in hexadecimal."""

    id: int
    uid: bytes
    case: int
    code: int
    coder: int
    period: str
    value: str
    note: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    evidence_sha256: bytes
    codebook_version: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A person's text for one case and one code."""

    id: int
    uid: bytes
    case: int
    code: int
    coder: int
    text: str
    evidence_sha256: bytes


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A person's mark that a code was no subject in a case or a document."""

    id: int
    uid: bytes
    code: int
    case: int | None
    document: int | None
    coder: int


@dataclass(frozen=True, slots=True)
class Memo:
    """A note; `about` is the kind of object (study, case, document, code, coding, text version with a segment)."""

    id: int
    uid: bytes
    about: str
    object: bytes
    start: int | None
    end: int | None
    coder: int
    text: str
    created: str
