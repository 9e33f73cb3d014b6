"""The rows of a report that are about cases, documents and persons, and what was judged of cases."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.actions.report.gathered import NO_CASE, Gathered
from toolkit.export.base import CaseRow, DocumentRow, EntryRow, PersonRow, RatingRow, SummaryRow
from toolkit.messages import _
from toolkit.readers.leftout import in_words as left_out_in_words
from toolkit.store import cases, codings, documents, judgements, registers, studies
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from toolkit.model import Document, Role


def case_rows(gathered: Gathered) -> list[CaseRow]:
    """The cases in view with their attributes."""
    values, attributes = cases.values(gathered.connection, "case"), cases.attributes(gathered.connection, "case")
    known = {case.id: case for case in cases.cases(gathered.connection)}
    return [
        CaseRow(known[key].uid, name, {found.name: values.get((key, found.id), "") for found in attributes})
        for key, name in gathered.cases.items()
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
    names = {case.id: case.name for case in cases.cases(gathered.connection)}
    return [
        PersonRow(
            person.name,
            names.get(person.case or 0, NO_CASE),
            {found.name: values.get((person.id, found.id), "") for found in attributes},
            tuple(gathered.names[speaker.document] for speaker in speakers if speaker.person == person.id),
            int(speech.words[speech.person == person.id].sum()),
            person.uid,
        )
        for person in cases.persons(gathered.connection)
    ]


def entry_rows(gathered: Gathered) -> list[EntryRow]:
    """The entries of the registers, and how many codings in view point to each."""
    pointed: Counter[str] = Counter()
    for coding in gathered.codings:
        values = [value for found in coding.fields.values() for value in ([found] if isinstance(found, str) else found)]
        pointed.update(gathered.entries.keys() & set(values))
    return [
        EntryRow(entry.uid, entry.register, entry.name, entry.aliases, entry.attributes, entry.state, pointed[entry.uid.hex()])
        for entry in registers.entries(gathered.connection)
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
                    gathered.comparison.evidence.stale(rating),
                )
                for rating in found
            ] or [RatingRow(name, code.key, coder=gathered.coder.name)]
    return rows


def summary_rows(gathered: Gathered) -> list[SummaryRow]:
    """One row for each case and each code that has codings or a summary there."""
    framework = gathered.framework
    keys = gathered.vocabulary.keys
    return [
        SummaryRow(gathered.cases[case], keys[code], told.text, gathered.coder.name, len(told.codings), told.stale)
        for case in framework.cases
        for code in framework.codes
        if (told := framework.cells.get((case, code)))
    ]
