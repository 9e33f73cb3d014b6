"""The words that stand for the values of records, in the report's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export.base import Rated, Refused, Tally, Told
from toolkit.ids import short_id
from toolkit.matrices import wording
from toolkit.matrices.matrix import Kin, OutOf, Portion
from toolkit.matrices.presence import Presence
from toolkit.matrices.table import MEASURES
from toolkit.messages import _, in_words, ngettext

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Choice, Codebook
    from toolkit.export.base import Figure, Grid
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


def entry_word(state: str) -> str:
    """The word for the state of a register entry."""
    return {"confirmed": _("confirmed"), "proposed": _("proposed")}[state]


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
    name = wording.label(grid.measure)
    return _("Measure: {measure}. {rule}", measure=f"{name} %" if grid.percent else name, rule=grid.rule)


def whole_word(grid: Grid) -> str:
    """What stands beside the totals that percentages are of."""
    return _("100 % are ({measure})", measure=wording.label(grid.measure).lower())


def figure_text(figure: Figure | None, measure: str) -> str:
    """A figure that is no plain number as a reader sees it; an empty text for none. Summaries are written as their text."""
    match figure:
        case None:
            return ""
        case Refused():
            return _("role?")
        case Kin():
            return KIN
        case OutOf():
            return _("{n} of {total}", n=figure.n, total=figure.of)
        case Tally():
            return ", ".join(f"{value} {count}" for value, count in figure.parts)
        case Rated():
            said = f"{figure.value} (+{figure.favour} −{figure.against})"
            return _("{said}, stale", said=said) if figure.stale else said
        case Told():
            return figure.text
        case str():
            return presence_word(figure) if measure == "presence" else figure
        case Portion():
            return _("{percent} %", percent=f"{figure.hundredths:.1f}")
        case _:
            return str(figure)


def references_text(told: Told) -> str:
    """What stands under a summary: how many quotes are behind it, by which identifiers, and whether these have changed."""
    if not told.quotes:
        return stale_words() if told.stale else ""
    shown = ", ".join(short_id(uid) for uid in told.quotes[:MOST_REFERENCES])
    more = len(told.quotes) - MOST_REFERENCES
    quotes = ngettext("{n} quote: {names}", "{n} quotes: {names}", len(told.quotes), names=shown + (f" … (+{more})" if more > 0 else ""))
    return f"{stale_words()} · {quotes}" if told.stale else quotes


def stale_words() -> str:
    """What is said of a judgement whose evidence has changed since."""
    return _("stale: the evidence has changed since")


KIN = "/"
"""What stands where a code meets one above it."""
MOST_REFERENCES = 12
"""How many quotes are named under a summary; the link leads to all of them."""
