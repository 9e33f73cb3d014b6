"""Gather what a workbook shows: quotes, matrices with their evidence, ratings, summaries, cases, documents, persons."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.actions import doubts
from toolkit.actions.codebooks import outdated, without_code
from toolkit.actions.coding import missing_fields
from toolkit.actions.report.gathered import Contents, Gathered
from toolkit.actions.report.grids import grids
from toolkit.actions.report.quotes import quote_rows
from toolkit.actions.report.rows import case_rows, document_rows, entry_rows, person_rows, rating_rows, summary_rows
from toolkit.actions.selecting import in_words
from toolkit.export.base import Report
from toolkit.messages import _, language
from toolkit.store import cases, codebooks, history, studies

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.study import Study

__all__ = ["Contents", "report"]


def report(study: Study, connection: Connection, contents: Contents) -> Report:
    """Everything that a workbook of one layer shows, in the present language; raises `UsageError` and `NotFound` for unknown names."""
    gathered = Gathered(study, connection, contents)
    last = history.past_changes(connection, limit=1)
    own = studies.get_study(connection)
    made = tuple(grids(gathered))  # first, as it finds out what is too much for a report
    return Report(
        study=own.title,
        codebook=gathered.codebook,
        codebook_version=_version(gathered),
        date=datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        program=f"Terrain {__version__}",
        layer=gathered.coder.name,
        language=language(),
        event=last[0].number if last else 0,
        codings=len(gathered.codings),
        characters=sum(len(coding.quote) for coding in gathered.codings),
        filters=in_words(contents) + gathered.comparison.within(contents).notes,
        order=gathered.order.title if gathered.order else "",
        left_out=tuple(gathered.left_out),
        warnings=_warnings(gathered),
        cases=tuple(case_rows(gathered)),
        documents=tuple(document_rows(gathered)),
        persons=tuple(person_rows(gathered)),
        case_attributes=tuple(cases.attributes(connection, "case")),
        person_attributes=tuple(cases.attributes(connection, "person")),
        document_attributes=tuple(cases.attributes(connection, "document")),
        quotes=tuple(quote_rows(gathered)),
        grids=made,
        ratings=tuple(rating_rows(gathered)),
        summaries=tuple(summary_rows(gathered)),
        entries=tuple(entry_rows(gathered)),
        study_uid=own.uid,
        replica=own.replica,
        coder_uid=gathered.coder.uid,
    )


def _version(gathered: Gathered) -> str:
    """The codebook version's place in the study, its date and its hash."""
    versions = enumerate(codebooks.versions(gathered.connection), 1)
    number, version = next((number, version) for number, version in versions if version.id == gathered.vocabulary.version)
    return _("{number} of {date}, {hash}", number=number, date=version.created[:10], hash=version.sha256.hex()[:8])


def _warnings(gathered: Gathered) -> tuple[str, ...]:
    """What a reader must know of the whole workbook."""
    unknown = [gathered.names[key] for key, speakers in gathered.speakers.items() if any(found.role == "unknown" for found in speakers)]
    incomplete = sum(bool(missing_fields(gathered.vocabulary.code_of(coding.code), coding.fields)) for coding in gathered.codings)
    loose = [gathered.names[document.id] for document in gathered.documents.values() if document.case is None]
    of_layer = gathered.coder.id
    lost = sum(coding.coder == of_layer for coding in without_code(gathered.study, gathered.connection))
    old = sum(coding.coder == of_layer for coding in outdated(gathered.study, gathered.connection))
    said = [
        (lost, _("Codings whose code was removed, which count nowhere: {n}. `terrain coding list --without-code` lists them.", n=lost)),
        (old, _("Codings made under an older definition of their code: {n}. `terrain coding list --outdated` lists them.", n=old)),
        (unknown, _("It is not known who takes part and who asks in: {names}.", names=", ".join(unknown))),
        (incomplete, _("Codings without a value that their code requires: {n}.", n=incomplete)),
        (loose, _("Documents without a case: {names}.", names=", ".join(loose))),
    ]
    return (*(sentence for there_is, sentence in said if there_is), *doubts.sentences(gathered.connection, of_layer))
