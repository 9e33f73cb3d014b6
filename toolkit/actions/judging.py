"""What a person judges of a whole case: ratings with their evidence, summaries, and marks that something was not asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.coding import usable_code
from toolkit.actions.naming import find_case, find_document
from toolkit.errors import UsageError
from toolkit.ids import sha256
from toolkit.messages import _
from toolkit.store import codings, columns, judgements
from toolkit.store.rows import find, uid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Coding, Rating, Summary
    from toolkit.store.history import Change
    from toolkit.study import Study, Vocabulary


def evidence(connection: Connection, vocabulary: Vocabulary, case: int, code_key: str, coder: int) -> list[Coding]:
    """The codings of one coder with a code or its descendants in the documents of a case, of its persons and of its turns."""
    keys = [vocabulary.ids[code.key] for code in vocabulary.codebook.descendants(code_key, itself=True)]
    in_case = columns.documents_of_cases(connection).get(case, [])
    return [coding for coding in codings.codings(connection, coder=coder, codes=keys) if coding.document in in_case]


def evidence_hash(found: Iterable[Coding]) -> bytes:
    """A hash that changes when a coding comes, goes, or changes its borders or its fields; not when it moves into a corrected text."""
    lines = sorted(f"{coding.uid.hex()} {coding.made_start} {coding.made_end} {sorted(coding.fields.items())}" for coding in found)
    return sha256("\n".join(lines))


def set_rating(
    study: Study,
    case: str,
    code: str,
    value: str,
    *,
    note: str = "",
    period: str = "",
    evidence_for: Sequence[str] = (),
    evidence_against: Sequence[str] = (),
) -> Rating:
    """Rate a case on a code; evidence is codings, by the beginning of their identifiers. Raises `UsageError` for a value off the scale."""
    with study.change("rate") as change:
        key = rate(study, change, case, code, value, note=note, period=period, evidence_for=evidence_for, evidence_against=evidence_against)
        return next(rating for rating in judgements.ratings(change.connection) if rating.id == key)


def rate(
    study: Study,
    change: Change,
    case: str,
    code: str,
    value: str,
    *,
    note: str = "",
    period: str = "",
    evidence_for: Sequence[str] = (),
    evidence_against: Sequence[str] = (),
) -> int:
    """`set_rating` within a change; gives the rating's local key."""
    connection = change.connection
    vocabulary = study.vocabulary(connection)
    found_case, found_code = find_case(connection, case), usable_code(vocabulary, code)
    if not found_code.scale:
        rated = ", ".join(other.key for other in vocabulary.codebook.codes if other.scale) or _("none")
        raise UsageError(_("{code} has no scale. The codes that can be rated are: {known}.", code=code, known=rated))
    values = [step.key for step in vocabulary.codebook.scales[found_code.scale].values]
    if value not in values:
        raise UsageError(_("{value} is not on the scale of {code}, which is: {known}.", value=value, code=code, known=", ".join(values)))
    coder = study.coder(connection)
    return judgements.set_rating(
        change,
        found_case.id,
        vocabulary.ids[code],
        coder.id,
        period,
        value=value,
        note=note,
        evidence_for=[_coding_uid(connection, uid) for uid in evidence_for],
        evidence_against=[_coding_uid(connection, uid) for uid in evidence_against],
        evidence_sha256=evidence_hash(evidence(connection, vocabulary, found_case.id, code, coder.id)),
        codebook_version=vocabulary.version,
    )


def _coding_uid(connection: Connection, start: str) -> str:
    return uid_of(connection, "coding", find(connection, "coding", start)).hex()


def remove_rating(study: Study, case: str, code: str, period: str = "") -> None:
    """Take back the present coder's rating; raises `UsageError` when there is none."""
    with study.change("rating remove") as change:
        connection = change.connection
        case_id, code_id = (
            find_case(connection, case).id,
            study.vocabulary(connection).ids[study.vocabulary(connection).codebook.code(code).key],
        )
        wanted = (case_id, code_id, study.coder(connection).id, period)
        found = [rating for rating in judgements.ratings(connection) if (rating.case, rating.code, rating.coder, rating.period) == wanted]
        if not found:
            raise UsageError(_("You have not rated {case} on {code}.", case=case, code=code))
        judgements.delete_rating(change, found[0].id)


def set_summary(study: Study, case: str, code: str, text: str) -> None:
    """Write what a case says of a code; an empty text takes the summary away."""
    with study.change("summarise") as change:
        summarise(study, change, case, code, text)


def summarise(study: Study, change: Change, case: str, code: str, text: str) -> None:
    """`set_summary` within a change."""
    connection = change.connection
    vocabulary = study.vocabulary(connection)
    found_case, found_code = find_case(connection, case), usable_code(vocabulary, code)
    coder, code_id = study.coder(connection), vocabulary.ids[code]
    written = any((known.case, known.code, known.coder) == (found_case.id, code_id, coder.id) for known in judgements.summaries(connection))
    if text.strip() or written:
        digest = evidence_hash(evidence(connection, vocabulary, found_case.id, found_code.key, coder.id))
        judgements.set_summary(change, found_case.id, code_id, coder.id, text.strip(), digest)


def stale(connection: Connection, vocabulary: Vocabulary, judged: Rating | Summary) -> bool:
    """Whether the evidence behind a rating or a summary has changed since it was written."""
    code = vocabulary.code_of(judged.code)
    if code is None:
        return True
    return evidence_hash(evidence(connection, vocabulary, judged.case, code.key, judged.coder)) != judged.evidence_sha256


def mark_not_asked(study: Study, code: str, *, case: str | None = None, document: str | None = None, on: bool = True) -> bool:
    """Mark that a code was no subject in a case or a document, or take the mark away; says whether anything was different."""
    with study.change("not asked" if on else "asked") as change:
        return set_mark(study, change, code, case=case, document=document, on=on)


def set_mark(study: Study, change: Change, code: str, *, case: str | None = None, document: str | None = None, on: bool = True) -> bool:
    """`mark_not_asked` within a change."""
    if bool(case) == bool(document):
        raise UsageError(_("Say where it was not asked: in a case or in a document."))
    connection = change.connection
    vocabulary = study.vocabulary(connection)
    usable_code(vocabulary, code)
    return judgements.set_mark(
        change,
        vocabulary.ids[code],
        study.coder(connection).id,
        case=find_case(connection, case).id if case else None,
        document=find_document(connection, document).id if document else None,
        on=on,
    )
