"""What suggesters read, what they propose and why: frozen records and the protocol."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from toolkit.errors import Problem
    from toolkit.model import Fields


@dataclass(frozen=True, slots=True)
class Passages:
    """One document's text and what its participants say in it.

    `speech` holds the (start, end) of each stretch, in order, without the interviewer's words and with the asides cut out.
    Offsets, here and in what is proposed, count Unicode code points of `text`, the end excluded.
    """

    document: int
    language: str
    text: str
    speech: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for a proposal: the words at `[start, end)` of the document, and the cue that they fit.

    `Reason(**reason.as_dict())` is the same reason again.
    """

    kind: str
    cue: str
    words: str
    start: int
    end: int

    def as_dict(self) -> dict[str, object]:
        """The reason as plain values, to be kept as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A machine's proposal that a code (its key) applies to a segment.

    `probability` is between 0 and 1, and None for a suggester that has measured nothing.
    """

    document: int
    start: int
    end: int
    code: str
    fields: Fields
    probability: float | None
    reasons: tuple[Reason, ...]


class Suggester(Protocol):
    """Something that proposes codes; one object is one run, and `problems` gathers what it had to leave out."""

    name: str
    problems: list[Problem]

    @property
    def version(self) -> str:
        """What else than the codebook and the texts decides the result: the suggester's own version and the language models in use."""

    def limits(self, language: str) -> list[Problem]:
        """What it cannot do in a language, whatever the texts say."""

    def fingerprint(self, passages: Passages) -> bytes | None:
        """The SHA-256 of all that the result depends on beside the text; None where it may differ from run to run."""

    def suggest(self, passages: Passages) -> list[Proposal]:
        """The proposals for one document, by place, then in the codebook's order."""

    def explain(self, reason: Reason, language: str) -> str:
        """A sentence that says in `language` why: which cue, which words."""
