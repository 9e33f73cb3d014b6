"""Imports in a few lines, for tests of what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl import Workbook

from toolkit.actions import importing
from toolkit.actions.importing import Options, Outcome
from toolkit.store import cases, documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.model import Document
    from toolkit.study import Study

TALK = "Q: Ça va ?\nR: Oui, on avance.\n"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def run(study: Study, *paths: Path, **said: object) -> Outcome:
    options = Options(**said)  # type: ignore[arg-type]
    return importing.run_import(study, importing.plan_import(paths, options), options)


def known(study: Study) -> dict[str, Document]:
    with study.read() as connection:
        return {document.name: document for document in documents.documents(connection)}


def case_of(study: Study, name: str) -> str | None:
    with study.read() as connection:
        return next((case.name for case in cases.cases(connection) if case.id == known(study)[name].case), None)


def roles(study: Study, name: str) -> dict[str, str]:
    with study.read() as connection:
        return {speaker.label: speaker.role for speaker in documents.speakers(connection, known(study)[name].id)}


def values(study: Study, owner: str) -> dict[tuple[str, str], str]:
    """Attribute values by the names of the object and of the attribute."""
    with study.read() as connection:
        found = {"case": cases.cases, "person": cases.persons, "document": documents.documents}[owner](connection)
        names = {item.id: item.name for item in found}
        attributes = {attribute.id: attribute.name for attribute in cases.attributes(connection, owner)}
        return {(names[key], attributes[attribute]): value for (key, attribute), value in cases.values(connection, owner).items()}


def said(outcome: Outcome) -> list[str]:
    return [str(problem) for problem in outcome.problems]


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    book.save(path)
    return path


def persons_behind(study: Study) -> dict[tuple[str, str], str]:
    """Who is behind which label of which document."""
    names = {document.id: name for name, document in known(study).items()}
    with study.read() as connection:
        persons = {person.id: person.name for person in cases.persons(connection)}
        return {
            (names[speaker.document], speaker.label): persons[speaker.person]
            for speaker in documents.speakers(connection)
            if speaker.person is not None
        }
