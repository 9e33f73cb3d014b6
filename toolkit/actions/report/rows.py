"""The rows of a report that are about cases, documents and persons, and what was judged of cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.actions import judging
from toolkit.actions.report.gathered import NO_CASE, Gathered
from toolkit.export.base import CaseRow, DocumentRow, PersonRow, RatingRow, SummaryRow
from toolkit.messages import _
from toolkit.readers.leftout import in_words as left_out_in_words
from toolkit.store import cases, codings, documents, judgements, studies
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from toolkit.model import Document, Role


def case_rows(gathered: Gathered) -> list[CaseRow]:
    """The cases in view with their attributes."""
    values, attributes = cases.values(gathered.connection, "case"), cases.attributes(gathered.connection, "case")
    return [
        CaseRow(case.uid, case.name, {found.name: values.get((case.id, found.id), "") for found in attributes})
        for case in cases.cases(gathered.connection)
        if case.id in gathered.cases
    ]


def document_rows(gathered: Gathered) -> list[DocumentRow]:
    """The documents with their words by role, their readings, what was left out when they were read, and their attributes."""
    values, attributes = cases.values(gathered.connection, "document"), cases.attributes(gathered.connection, "document")
    return [
        DocumentRow(
            gathered.names[document.id],
            document.kind,
            gathered.cases.get(document.case or 0, NO_CASE),
            document.date or "",
            _words_by_role(gathered, document),
            tuple(_readings(gathered, document)),
            ", ".join(left_out_in_words(found) for found in document.left_out),
            {found.name: values.get((document.id, found.id), "") for found in attributes},
        )
        for document in gathered.documents.values()
    ]


def _words_by_role(gathered: Gathered, document: Document) -> dict[Role, int]:
    """Words by who says them: participants' as the measures count them, the others' as they stand."""
    ground = gathered.comparison.ground
    roles = {speaker.label: speaker.role for speaker in gathered.speakers[document.id]}
    said: Counter[Role] = Counter()
    said["participant"] = int(ground.speech.words[ground.documents[ground.speech.document] == document.id].sum())
    for _key, turn in gathered.turns[document.id]:
        role = roles.get(turn.speaker, "unknown") if turn.speaker is not None else "participant"
        if turn.kind == "speech" and role != "participant":
            said[role] += count_words(gathered.texts[document.id][turn.start : turn.end])
    return {role: count for role, count in said.items() if count}


def _readings(gathered: Gathered, document: Document) -> list[str]:
    coders = {coder.id: coder.name for coder in studies.coders(gathered.connection)}
    length = max(1, len(gathered.texts[document.id]))
    return [
        _(
            "{coder}: {percent} % on {date}",
            coder=coders[found.coder],
            percent=round(100 * (found.end - found.start) / length),
            date=found.time[:10],
        )
        for found in codings.readings(gathered.connection, document=document.id)
    ]


def person_rows(gathered: Gathered) -> list[PersonRow]:
    """The persons with their attributes, and what they say."""
    values, attributes = cases.values(gathered.connection, "person"), cases.attributes(gathered.connection, "person")
    speech = gathered.comparison.ground.speech
    speakers = documents.speakers(gathered.connection)
    return [
        PersonRow(
            person.name,
            gathered.cases.get(person.case or 0, NO_CASE),
            {found.name: values.get((person.id, found.id), "") for found in attributes},
            tuple(gathered.names[speaker.document] for speaker in speakers if speaker.person == person.id),
            int(speech.words[speech.person == person.id].sum()),
        )
        for person in cases.persons(gathered.connection)
    ]


def rating_rows(gathered: Gathered) -> list[RatingRow]:
    """One row for each case and each code with a scale, and each period that was rated; empty where nobody has judged yet."""
    ratings = [rating for rating in judgements.ratings(gathered.connection) if rating.coder == gathered.coder.id]
    rows = []
    for case, name in gathered.cases.items():
        for code in gathered.codebook.codes:
            if not code.scale or code.reserved:
                continue
            found = [rating for rating in ratings if (rating.case, rating.code) == (case, gathered.vocabulary.ids[code.key])]
            rows += [
                RatingRow(
                    name,
                    code.key,
                    rating.value,
                    rating.note,
                    gathered.coder.name,
                    rating.period,
                    len(rating.evidence_for),
                    len(rating.evidence_against),
                    judging.stale(gathered.connection, gathered.vocabulary, rating),
                )
                for rating in found
            ] or [RatingRow(name, code.key, coder=gathered.coder.name)]
    return rows


def summary_rows(gathered: Gathered) -> list[SummaryRow]:
    """One row for each case and each code that has codings or a summary there."""
    found = {
        (summary.case, summary.code): summary for summary in judgements.summaries(gathered.connection) if summary.coder == gathered.coder.id
    }
    touched = {coding.id: gathered.cases_of(coding) for coding in gathered.codings}
    rows = []
    for case, name in gathered.cases.items():
        here = [coding for coding in gathered.codings if case in touched[coding.id]]
        for code in gathered.codebook.tree():
            ids = {gathered.vocabulary.ids[below.key] for below in gathered.codebook.descendants(code.key, itself=True)}
            summary = found.get((case, gathered.vocabulary.ids[code.key]))
            behind = sum(coding.code in ids for coding in here)
            if summary is not None:
                is_stale = judging.stale(gathered.connection, gathered.vocabulary, summary)
                rows.append(SummaryRow(name, code.key, summary.text, gathered.coder.name, behind, is_stale))
            elif behind:
                rows.append(SummaryRow(name, code.key, "", gathered.coder.name, behind))
    return rows
