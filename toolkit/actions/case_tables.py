"""A researcher's table of cases, documents and persons: what each column says, and its way into the study."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.matching import Matches, match_names, plain
from toolkit.errors import Problem, UsageError
from toolkit.messages import _
from toolkit.readers.tables import Row, Sheet, read_table
from toolkit.store import cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.actions.known import Known
    from toolkit.store.history import Change

#: Column names that say something to the import, in French and English, without accents; all other columns are attributes.
COLUMNS = {
    "file": ("file", "filename", "file name", "fichier", "nom fichier", "nom du fichier", "nom de fichier", "document"),
    "case": ("case", "cas"),
    "person": ("person", "personne", "pseudonym", "pseudonyme", "participant", "participante"),
    "label": ("label", "etiquette", "speaker", "locuteur", "locutrice", "speaker label"),
    "date": ("date",),
    "kind": ("kind", "type", "genre"),
    "language": ("language", "langue"),
    "interviewer": ("interviewer", "intervieweur", "intervieweuse", "enqueteur", "enquetrice"),
}

KIND_WORDS = {
    "interview": "interview",
    "entrevue": "interview",
    "entretien": "interview",
    "group interview": "group interview",
    "focus group": "group interview",
    "entrevue de groupe": "group interview",
    "entretien de groupe": "group interview",
    "observation": "observation",
    "observation note": "observation",
    "note d'observation": "observation",
    "document": "document",
}


def unaccented(text: str) -> str:
    """A word for comparing headings: lower case, no accents, single spaces.

    >>> unaccented("  Étiquette_du   locuteur ")
    'etiquette du locuteur'
    """
    letters = unicodedata.normalize("NFD", text.replace("_", " ").casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, with what its columns say: `columns` from a meaning (`file`, `case`, …) to a column; the others are attributes."""

    path: str
    sheet: Sheet
    columns: Mapping[str, str]

    @property
    def about(self) -> str:
        """What a row is: a document, a speaker of one, a person or a case; empty if no column says."""
        if "file" in self.columns:
            return "speaker" if "label" in self.columns and "person" in self.columns else "document"
        return "person" if "person" in self.columns else "case" if "case" in self.columns else ""

    def attribute_columns(self) -> list[str]:
        """The columns that are attributes of what a row is."""
        said = set(self.columns.values())
        return [column for column in self.sheet.columns if column not in said]

    def said(self, row: Row, meaning: str) -> str:
        """What a row says of `case`, `date`, …; empty if it has no such column."""
        return row.cells.get(self.columns[meaning], "") if meaning in self.columns else ""

    def place(self, row: Row) -> str:
        """Where a row is, as a person looks for it."""
        return _("sheet {sheet}, row {row}", sheet=self.sheet.name, row=row.number)


def read_case_tables(path: Path, files: Sequence[str], named: Mapping[str, str], encoding: str | None = None) -> list[Table]:
    """The sheets of a table of cases; `named` says which column means what, over what its heading says.

    `encoding` is that of the transcripts, and of a csv, too, if that is not UTF-8.
    A table in which no heading says where the file names are is searched for the column that fits the names of `files` best.
    """
    data = path.read_bytes()
    sheets = read_table(path.name, data, None if _is_utf8(data) else encoding)
    tables = [Table(path.name, sheet, _meanings(sheet, named)) for sheet in sheets]
    if len(tables) == 1 and not tables[0].about:
        [table] = tables
        column = max(table.sheet.columns, key=lambda name: _fit([row.cells[name] for row in table.sheet.rows], files), default="")
        if not column or not _fit([row.cells[column] for row in table.sheet.rows], files):
            raise UsageError(
                _(
                    "No column of {path} names files or cases. Say which one does with --column file=NAME or --column case=NAME.",
                    path=path.name,
                )
            )
        tables = [Table(path.name, table.sheet, {**table.columns, "file": column})]
    for meaning, column in named.items():
        if not any(table.columns.get(meaning) == column for table in tables):
            raise UsageError(_("{path} has no column {column}.", path=path.name, column=column))
    return tables


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unused(tables: Iterable[Table], documents: Table | None) -> list[Problem]:
    """The sheets that say nothing to the import, or that are about documents beside the one that is used."""
    todo = _("Name a column file, case or person, or put its rows into the first sheet of documents.")
    return [
        Problem(table.path, _("sheet {sheet}", sheet=table.sheet.name), _("This sheet was not used."), todo)
        for table in tables
        if table.sheet.rows and (not table.about or (table.about == "document" and table is not documents))
    ]


def _meanings(sheet: Sheet, named: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in sheet.columns:
        for meaning, headings in COLUMNS.items():
            if unaccented(column) in headings:
                found.setdefault(meaning, column)
    for meaning, column in named.items():
        if meaning not in COLUMNS:
            raise UsageError(
                _("{meaning} is nothing that a column can mean. Use one of: {known}.", meaning=meaning, known=", ".join(COLUMNS))
            )
        if column in sheet.columns:
            found[meaning] = column
    return found


def _fit(names: Sequence[str], files: Sequence[str]) -> int:
    matches = match_names(files, names)
    return len(matches.rows) + len(matches.proposed)


def match_documents(
    tables: Iterable[Table], files: Sequence[str], pattern: str | None, said: Mapping[str, Sequence[str]]
) -> tuple[Table | None, Matches]:
    """The table whose rows are documents, and which of its rows belong to which file."""
    table = next((table for table in tables if table.about == "document"), None)
    if table is None:
        return None, Matches()
    return table, match_names(files, [table.said(row, "file") for row in table.sheet.rows], pattern, said)


def joined_cells(rows: Sequence[Row], columns: Iterable[str]) -> dict[str, str]:
    """The cells of all rows of one document: what they say alike once, what they say differently one after the other."""
    joined = {}
    for column in columns:
        values = list(dict.fromkeys(row.cells[column] for row in rows if row.cells[column]))
        joined[column] = " / ".join(values)
    return joined


def import_cases_and_persons(change: Change, known: Known, tables: Iterable[Table]) -> list[Problem]:
    """Cases and persons with their attributes; a person's row may name a case."""
    problems = []
    for table in tables:
        if table.about not in ("case", "person"):
            continue
        for row in table.sheet.rows:
            name = table.said(row, table.about)
            if not name:
                problems.append(Problem(table.path, table.place(row), _("The row has no name."), _("Give it one or delete it.")))
                continue
            _key, uid = known.case(change, name) if table.about == "case" else _person(change, known, name, table.said(row, "case"))
            known.write_attributes(change, table.about, table, uid, row.cells)
    return problems


def _person(change: Change, known: Known, name: str, case: str) -> tuple[int, bytes]:
    """The keys of a person, who belongs to the case that the row names."""
    key, uid = known.person(change, name)
    if case:
        cases.change_person(change, key, case=known.case(change, case)[0])
    return key, uid


def speakers_of(tables: Iterable[Table]) -> dict[str, dict[str, str]]:
    """The persons behind the labels of each file, from the rows that are speakers: plain file name, label, pseudonym."""
    behind: dict[str, dict[str, str]] = {}
    for _table, _row, name, label, person in _speaker_rows(tables):
        if person:
            behind.setdefault(plain(name), {})[label] = person
    return behind


def lost_speakers(tables: Iterable[Table], labels: Mapping[str, Iterable[str]]) -> list[Problem]:
    """The rows of speakers for which there is no file among `labels`, or no such label in it."""
    known = {plain(file): set(found) for file, found in labels.items()}
    return [
        Problem(table.path, table.place(row), _("No speaker {label} is in {file}.", label=label, file=name))
        for table, row, name, label, _person in _speaker_rows(tables)
        if label not in known.get(plain(name), ())
    ]


def _speaker_rows(tables: Iterable[Table]) -> Iterator[tuple[Table, Row, str, str, str]]:
    """The rows that are speakers, with their file, label and person."""
    for table in tables:
        if table.about == "speaker":
            for row in table.sheet.rows:
                yield table, row, table.said(row, "file"), table.said(row, "label"), table.said(row, "person")
