"""Quotes for the thesis: chosen by code, with references that can be cited; and a transcript with its codes in the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.exporting import record_export
from toolkit.actions.naming import find_document, short_name
from toolkit.actions.report.gathered import Contents, Gathered
from toolkit.actions.report.quotes import quote_rows
from toolkit.errors import UsageError
from toolkit.export import quotes_docx, transcript_docx
from toolkit.export.labels import kind_word
from toolkit.export.quotes_docx import Quotations, Section
from toolkit.export.transcript_docx import Mark, Transcript
from toolkit.messages import _, in_words
from toolkit.store import documents, studies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.export.base import QuoteRow
    from toolkit.study import Study


def quotations(study: Study, connection: Connection, contents: Contents) -> Quotations:
    """The quotes of a layer by code, in the order of the codebook, then of the cases, documents and texts.

    A quote that touches several cases comes once. Raises `NotFound` and `UsageError` for names that the study does not know.
    """
    gathered = Gathered(study, connection, contents)
    by_code: dict[str, list[QuoteRow]] = {}
    for row in quote_rows(gathered):
        if not row.again:
            by_code.setdefault(row.code, []).append(row)
    cases = {name: place for place, name in enumerate(gathered.cases.values())}
    names = {name: place for place, name in enumerate(gathered.names.values())}
    sections = tuple(
        Section(
            in_words(code.label) or code.key,
            in_words(code.definition),
            tuple(sorted(by_code[code.key], key=lambda row: (cases.get(row.case, len(cases)), names[row.document], row.start, row.end))),
        )
        for code in gathered.codebook.tree()
        if code.key in by_code
    )
    layer = gathered.coder.name
    notes = (_("Codings of {coder}.", coder=layer), *_chosen(contents))
    return Quotations(_("Quotes: {study}", study=studies.get_study(connection).title), layer, notes, sections)


def _chosen(contents: Contents) -> list[str]:
    """What the quotes are a choice of."""
    said = (
        (_("Codes: {names}."), contents.codes),
        (_("Cases: {names}."), contents.cases),
        (_("Documents: {names}."), contents.documents),
    )
    return [sentence.format(names=", ".join(names)) for sentence, names in said if names]


def write_quotes(study: Study, path: Path, contents: Contents) -> int:
    """Write quotes to a .docx file and record that in the history; gives their number. Raises `UsageError` where there are none."""
    _only_word(path)
    with study.read() as connection:
        made = quotations(study, connection, contents)
    count = sum(len(section.quotes) for section in made.sections)
    if not count:
        raise UsageError(_("There is no quote here. Choose other codes, cases or documents; nothing was written."))
    quotes_docx.write(path, made)
    record_export(study, path, made.layer, count)
    return count


def write_transcript(study: Study, path: Path, name: str, layer: str | None = None, codes: Sequence[str] = (), *, coded: bool) -> int:
    """Write a document's current text to a .docx file, where asked for with the codings of a layer; gives the number of codings."""
    _only_word(path)
    with study.read() as connection:
        made = _transcript(study, connection, name, layer, codes, coded=coded)
    transcript_docx.write(path, made)
    record_export(study, path, made.author, len(made.marks))
    return len(made.marks)


def _transcript(study: Study, connection: Connection, name: str, layer: str | None, codes: Sequence[str], *, coded: bool) -> Transcript:
    found = find_document(connection, name)
    text = documents.text_of(connection, found.text_version)
    spoken = [turn for _key, turn in documents.turns(connection, found.text_version) if turn.kind == "speech"]
    gathered = Gathered(study, connection, Contents(layer=layer, codes=tuple(codes), documents=(found.name,)))
    rows = [row for row in quote_rows(gathered) if not row.again and row.start < row.end] if coded else []
    case = gathered.cases.get(found.case or 0, "")
    facts = [", ".join(part for part in (case, kind_word(found.kind), found.date or "") if part)]
    if coded:
        facts.append(_("Codings of {coder}.", coder=gathered.coder.name))
    labels = [_label_before(text, turn.start) for turn in spoken]
    return Transcript(
        title=short_name(found.name),
        facts=tuple(facts),
        text=text,
        turns={label[0]: number for number, label in reversed(list(enumerate(labels, 1)))},
        labels=tuple(label for label, turn in zip(labels, spoken, strict=True) if turn.speaker),
        marks=tuple(_mark(gathered, row) for row in rows),
        author=gathered.coder.name,
    )


def _label_before(text: str, start: int) -> tuple[int, int]:
    """What names the speaker before a turn's words: the beginning of its line, or the line above where the words begin one."""
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip() or not line:
        return line, start
    return text.rfind("\n", 0, line - 1) + 1, line - 1


def _mark(gathered: Gathered, row: QuoteRow) -> Mark:
    code = gathered.codebook.by_key[row.code]
    notes = [_("{name}: {text}", name=name, text=text) for name, text in row.fields.items()]
    return Mark(row.start, row.end, in_words(code.label) or code.key, "\n".join([*notes, row.memo] if row.memo else notes), row.coder)


def _only_word(path: Path) -> None:
    if path.suffix.lower() != ".docx":
        raise UsageError(_("This is written as a Word document: let the name end in .docx."))
