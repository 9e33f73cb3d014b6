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
