"""The words that stand for the values of records, in the report's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices import wording
from toolkit.matrices.presence import Presence
from toolkit.matrices.table import MEASURES
from toolkit.messages import _, in_words

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Choice, Codebook
    from toolkit.export.base import Grid
    from toolkit.model import DocumentKind, MadeBy, Role, SuggestionState


def role_word(role: Role) -> str:
    """The word for a speaker's role."""
    return {"unknown": _("unknown"), "interviewer": _("interviewer"), "participant": _("participant")}[role]


def kind_word(kind: DocumentKind) -> str:
    """The word for a kind of document."""
    return {
        "interview": _("interview"),
        "group interview": _("group interview"),
        "observation": _("observation"),
        "document": _("document"),
    }[kind]


def made_by_word(made_by: MadeBy) -> str:
    """The word for how a coding was made."""
    return {
        "hand": _("by hand"),
        "accepted": _("suggestion, accepted"),
        "edited": _("suggestion, edited"),
        "imported": _("imported"),
    }[made_by]


def decided_word(state: SuggestionState) -> str:
    """The word for what was decided on a suggestion, or that it is still open."""
    return {"open": _("open"), "accepted": _("accepted"), "edited": _("edited"), "rejected": _("rejected")}[state]


def presence_word(state: str) -> str:
    """The word for a state of presence."""
    return {
        Presence.YES: _("yes"),
        Presence.NO: _("no"),
        Presence.NOT_ASKED: _("not asked"),
        Presence.NOT_READ: _("not yet read"),
    }[Presence(state)]


def origin_word(origin: str) -> str:
    """The word for where a definition comes from."""
    return {"manual": _("the manual"), "authors": _("the authors"), "theory": _("the theory"), "own": _("our own")}[origin]


def confidence_word(confidence: str | None) -> str:
    """The word for how sure a definition's source is."""
    return {"high": _("high"), "medium": _("medium"), "low": _("low")}.get(confidence or "", "")


def code_label(codebook: Codebook, key: str) -> str:
    """The label of a code; its key if the codebook has it no more."""
    code = codebook.by_key.get(key)
    return (in_words(code.label) if code else "") or key


def choice_text(choice: Choice) -> str:
    """A value as a drop-down list shows it: its key, with its label where it has another one."""
    label = in_words(choice.label)
    return f"{choice.key} – {label}" if label not in ("", choice.key) else choice.key


def measured(grid: Grid) -> str:
    """What the figures of a matrix are, and by which rule."""
    if grid.measure not in MEASURES:
        return grid.rule
    return _("Measure: {measure}. {rule}", measure=wording.label(grid.measure), rule=grid.rule)
