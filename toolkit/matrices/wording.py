"""What a researcher reads beside a matrix: the name and rule of its measure, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices.cooccurrence import Together
from toolkit.matrices.omissions import contradicted, omissions
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from toolkit.matrices.matrix import Matrix, Whole


def label(measure: str) -> str:
    """The name of a measure."""
    return {
        "codings": _("Codings"),
        "segments": _("Segments"),
        "turns": _("Turns"),
        "words": _("Words"),
        "share": _("Share of words"),
        "rate": _("Segments per 1,000 words"),
        "presence": _("Presence"),
        "documents": _("Documents"),
        "persons": _("Persons"),
    }[measure]


def rule(measure: str) -> str:
    """How a measure is counted, in one or two sentences."""
    return {
        "codings": _("Decisions that touch the unit, one row each in the quotes. A code includes its descendants."),
        "segments": _(
            "Passages of one code and its descendants. Codings that overlap, touch or are separated by white space only, within one turn,"
            " count as one; a coding over several turns counts once in a unit. A passage without a participant's word does not count."
        ),
        "turns": _("Distinct turns of participants in which at least one word is coded."),
        "words": _("Participants' words in the union of the codings; a word coded twice counts once."),
        "share": _("Coded words ÷ all words of participants in the same unit. Shares of several codes may sum to more than 1."),
        "rate": _("1,000 × segments ÷ all words of participants in the same unit."),
        "presence": _(
            "Yes: there is a segment. No: this coder has read the whole unit with this code in the codebook, and there is none."
            " Not asked: a person has marked it so. Not yet read: anything else."
        ),
        "documents": _(
            "Documents with a segment, of those that have words of participants and were read whole with this code in the codebook."
        ),
        "persons": _("Persons with a segment, of those who have words in the unit and were read whole with this code in the codebook."),
    }[measure]


def rule_together(measure: str) -> str:
    """How a measure of codes by codes is counted."""
    shared = {
        "codings": _("Pairs of codings, one of each code, that share a participant's word."),
        "segments": _("Passages in which both codes stand: pairs of segments, one of each code, that share a participant's word."),
        "words": _("Participants' words with both codes."),
        "turns": _("Turns of participants in which both codes have a word."),
        "documents": _("Documents in which both codes have a participant's word."),
        "persons": _("Persons of whom both codes have a word."),
    }[measure]
    return shared + " " + _("The diagonal is what a code has alone. A code and one above it contain each other: / stands there.")


def percent_rule(matrix: Matrix) -> str:
    """What the percentages of a matrix are of; empty for one without."""
    if matrix.percent is None:
        return ""
    of_codes: dict[Whole, str] = {
        "row": _("In % of what the code of the row has."),
        "column": _("In % of what the code of the column has."),
        "either": _("In % of what has either of the two codes (Jaccard's coefficient × 100)."),
    }
    of_totals: dict[Whole, str] = {
        "row": _(
            "In % of the row: what all its columns hold together, counted anew. Where columns overlap, a row sums to more than 100 %."
        ),
        "column": _(
            "In % of the column: what all its rows hold together, counted anew. A passage may have several codes, and a code contains"
            " those below it: a column may sum to more than 100 %."
        ),
    }
    return (of_codes if isinstance(matrix.table, Together) else of_totals)[matrix.percent]


def rule_of(matrix: Matrix) -> str:
    """How the figures of a matrix are counted, in sentences."""
    counted = rule_together(matrix.measure) if isinstance(matrix.table, Together) else rule(matrix.measure)
    return " ".join(text for text in (counted, percent_rule(matrix)) if text)


def notes(matrix: Matrix) -> tuple[str, ...]:
    """What a reader of this matrix must know of what it leaves out; empty where it leaves out nothing."""
    together = isinstance(matrix.table, Together)
    table = matrix.table.whole if isinstance(matrix.table, Together) else matrix.table
    left = omissions(table)
    counted = together or matrix.measure != "codings"  # codings need to know nothing of words and speakers, which take time to read
    unclear = len({document for documents in table.unclear.values() for document in documents}) if counted else 0
    found = [
        (unclear, _refused_note if matrix.refused else _unclear_note),
        (len(left.unturned), _unturned_note),
        (len(left.without_participant_words) if counted else 0, _silent_note),
        (len(left.outside), _outside_note),
        (sum(left.unassigned_words.values()), _unassigned_note),
        (len(left.incomplete), _incomplete_note),
        (len(contradicted(table)) if matrix.measure == "presence" else 0, _contradicted_note),
    ]
    return tuple(note(n) for n, note in found if n)


def _refused_note(n: int) -> str:
    return ngettext(
        "In {n} document a speaker's role is unknown: cells that need it are not computed. Say who the interviewer is.",
        "In {n} documents a speaker's role is unknown: cells that need them are not computed. Say who the interviewers are.",
        n,
    )


def _unclear_note(n: int) -> str:
    return ngettext(
        "In {n} document a speaker's role is unknown: the words of that speaker do not count yet. Say who the interviewer is.",
        "In {n} documents a speaker's role is unknown: the words of these speakers do not count yet. Say who the interviewers are.",
        n,
    )


def _unturned_note(n: int) -> str:
    return ngettext("{n} document has no turns: all its words count.", "{n} documents have no turns: all their words count.", n)


def _silent_note(n: int) -> str:
    return ngettext(
        "{n} coding has no participant's word and does not count here.", "{n} codings have no participant's word and do not count here.", n
    )


def _outside_note(n: int) -> str:
    return ngettext("{n} coding belongs to no column.", "{n} codings belong to no column.", n)


def _unassigned_note(n: int) -> str:
    return ngettext("{n} word of participants belongs to no column.", "{n} words of participants belong to no column.", n)


def _incomplete_note(n: int) -> str:
    return ngettext("{n} coding of the rows has no value for the columns.", "{n} codings of the rows have no value for the columns.", n)


def _contradicted_note(n: int) -> str:
    return ngettext(
        "{n} cell is marked as not asked but has a segment; it says yes.",
        "{n} cells are marked as not asked but have segments; they say yes.",
        n,
    )
