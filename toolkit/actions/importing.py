"""Import transcripts: which files, which rows of the table of cases belong to them, then each file whole or not at all."""

from __future__ import annotations

import time
import unicodedata
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING

from toolkit.actions import case_tables
from toolkit.actions.import_files import File, Transcript, find_files, load, transcribed
from toolkit.actions.import_writing import Imported, Updated, Writer, misfits
from toolkit.actions.known import Known
from toolkit.actions.name_patterns import read_names, read_pattern
from toolkit.errors import Problem, UnreadableFile, UsageError
from toolkit.messages import _
from toolkit.model import DOCUMENT_KINDS
from toolkit.readers import suffixes
from toolkit.store import search
from toolkit.store.history import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.actions.case_tables import Table
    from toolkit.actions.matching import Matches
    from toolkit.actions.name_patterns import Reading
    from toolkit.readers.answers import Answers
    from toolkit.study import Study

    Transaction = Callable[[str], AbstractContextManager[Change]]
    Ready = File | Transcript | Problem
    Result = Imported | Updated | Problem | str

# Files are read first and written together, so that the disk is waited for once for many; each is still whole or not at all.
BATCH_FILES = 50
BATCH_BYTES = 16 << 20
BATCH_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Options:
    """What a person said about the files of one import."""

    table: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # meaning -> column of the table
    match: str | None = None  # pattern for file names, with {name}
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)  # file -> names of its rows
    name_pattern: str | None = None  # what file names say, with {case}, {person}, {date} …
    case: str | None = None  # one case for all
    kind: str = "interview"
    language: str | None = None
    encoding: str | None = None
    answers: Answers | None = None  # what of a table is read
    interviewers: Sequence[str] = ()  # labels
    erased: bool = False  # also files that were erased from the study
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The files found, what the table and their names say of them, and what is still open."""

    files: dict[str, Path]  # by the name that the study will know them by
    tables: list[Table]
    document_table: Table | None
    matches: Matches
    named: dict[str, Reading]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, what the study had already, and what was left out."""

    imported: list[Imported]
    problems: list[Problem]
    updated: list[Updated] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # the same files under the same names

    def add(self, result: Result) -> None:
        """Put the result of one file where it belongs."""
        if isinstance(result, Imported):
            self.imported.append(result)
        elif isinstance(result, Updated):
            self.updated.append(result)
        elif isinstance(result, Problem):
            self.problems.append(result)
        else:
            self.known.append(result)


def plan_import(paths: Iterable[Path], options: Options) -> Plan:
    """Find the files and match them with the table and the pattern of names; nothing is read into the study yet."""
    if options.kind not in DOCUMENT_KINDS:
        raise UsageError(_("{kind} is no kind of document. Use one of: {known}.", kind=options.kind, known=", ".join(DOCUMENT_KINDS)))
    files, problems = find_files(paths, options.table, options.answers)
    if not files:
        raise UsageError(_("No file here can be read. Known kinds are {known}.", known=", ".join(suffixes(options.answers))))
    names = list(files)
    tables = case_tables.read_case_tables(options.table, names, options.columns, options.encoding) if options.table else []
    said = {unicodedata.normalize("NFC", name): rows for name, rows in options.rows.items()}
    unknown = [name for name in said if name not in files]
    if unknown:
        raise UsageError(_("There is no file {name} among those to import.", name=unknown[0]))
    table, matches = case_tables.match_documents(tables, names, options.match, said)
    named, misnamed = read_names(read_pattern(options.name_pattern), names) if options.name_pattern else ({}, [])
    return Plan(files, tables, table, matches, named, [*problems, *misnamed, *case_tables.unused(tables, table)])


def run_import(study: Study, plan: Plan, options: Options, each: Callable[[str], None] = lambda _name: None) -> Outcome:
    """Import every file of a plan, each whole or not at all, or with `all_or_nothing` all or none.

    `each` is told of every file once it is on the disk, or has been passed over.
    """
    outcome = Outcome([], list(plan.problems))
    with study.read() as connection:
        writer = Writer(plan, options, Known(connection))
    with _transactions(study, all_or_nothing=options.all_or_nothing) as transaction:
        if plan.tables:
            with transaction("import cases") as change:
                writer.known.refresh(change.connection)
                outcome.problems.extend(case_tables.import_cases_and_persons(change, writer.known, plan.tables))
                writer.known.settle(change.connection)
        for batch in _batches(_read(plan, options, writer)):
            for result in _write_batch(transaction, writer, batch):
                outcome.add(result)
            for name, _found in batch:
                each(name)
    outcome.problems.extend([*writer.problems, *_unmatched(plan), *misfits(plan), *_unheard(plan, options, outcome.imported)])
    return outcome


def left_open(plan: Plan) -> list[Problem]:
    """What can be said of a plan before a file is read: what is no transcript, and rows and names that do not fit."""
    return [*plan.problems, *_unmatched(plan), *misfits(plan)]


@contextmanager
def _transactions(study: Study, *, all_or_nothing: bool) -> Iterator[Transaction]:
    """Gives a function that opens a transaction: a new one each time, or always the same."""
    if not all_or_nothing:
        yield study.change
        return
    with study.change("import") as change:

        @contextmanager
        def same(_verb: str) -> Iterator[Change]:
            yield change

        yield same


def _read(plan: Plan, options: Options, writer: Writer) -> Iterator[tuple[str, Ready]]:
    """Every file by name: read, or only its bytes where that is enough to refuse it, or why it cannot be read."""
    for name, path in plan.files.items():
        try:
            file = load(name, path)
            yield name, file if writer.refusal(file) else transcribed(file, options.encoding, options.answers)
        except UnreadableFile as error:
            if options.all_or_nothing:
                raise
            yield name, Problem(name, "", str(error))


def _batches(ready: Iterable[tuple[str, Ready]]) -> Iterator[list[tuple[str, Ready]]]:
    """Files in the order in which they come, as many together as are read in a second and fit into memory."""
    batch: list[tuple[str, Ready]] = []
    size, since = 0, time.monotonic()
    for name, found in ready:
        batch.append((name, found))
        size += len(found.file.data) if isinstance(found, Transcript) else 0
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES or time.monotonic() - since >= BATCH_SECONDS:
            yield batch
            batch, size, since = [], 0, time.monotonic()
    if batch:
        yield batch


def _write_batch(transaction: Transaction, writer: Writer, batch: Sequence[tuple[str, Ready]]) -> list[Result]:
    """Write files in one transaction, each with a change of its own in the history."""
    if all(isinstance(found, Problem) for _name, found in batch):
        return [found for _name, found in batch if isinstance(found, Problem)]
    with transaction("import") as change:
        writer.known.refresh(change.connection)
        others = (Change(change.connection, change.verb, change.coder) for _file in batch)
        own = repeat(change) if writer.options.all_or_nothing else chain([change], others)
        results = [found if isinstance(found, Problem) else _write_file(next(own), writer, found) for _name, found in batch]
        search.put_all(change.connection, writer.take_written())
        writer.known.settle(change.connection)
    return results


def _write_file(change: Change, writer: Writer, found: File | Transcript) -> Result:
    """Write a file, or say what was done with one that the study has already."""
    file = found.file if isinstance(found, Transcript) else found
    same = writer.known.originals.get(file.sha256)
    updated = writer.update(change, file.name, same) if same is not None and writer.has_to_say(file.name) else None
    if updated is not None or same == file.name:
        return updated or file.name
    refusal = writer.refusal(file)
    if refusal is not None:
        if writer.options.all_or_nothing and same is None:
            raise UnreadableFile(str(refusal))
        return refusal
    return writer.write(
        change, found if isinstance(found, Transcript) else transcribed(file, writer.options.encoding, writer.options.answers)
    )


def _unheard(plan: Plan, options: Options, imported: Sequence[Imported]) -> list[Problem]:
    """Labels of interviewers and rows of speakers that are in none of the documents imported."""
    labels = {document.name: [count.label for count in document.speakers] for document in imported}
    heard = {label for found in labels.values() for label in found}
    missing = [label for label in options.interviewers if imported and label not in heard]
    problems = [Problem(label, "", _("Nobody is called so in the documents imported."), _("See `terrain speakers`.")) for label in missing]
    return problems + (case_tables.lost_speakers(plan.tables, labels) if imported else [])


def _unmatched(plan: Plan) -> list[Problem]:
    """Files that more than one row may belong to or none, and rows that belong to no file."""
    table = plan.document_table
    if table is None:
        return []
    problems = []
    for file, place in plan.matches.proposed.items():
        name = table.said(table.sheet.rows[place], "file")
        todo = _("If so, say --match '{pattern}'.", pattern=plan.matches.proposal)
        problems.append(Problem(file, "", _("The row {name} may belong to it.", name=name), todo))
    for file, places in plan.matches.unsure.items():
        names = [table.said(table.sheet.rows[place], "file") for place in places]
        if len(names) == 0:
            problems.append(Problem(file, "", _("No row of the table belongs to this file.")))
            continue
        todo = _("Say which with --rows '{file}={names}'.", file=file, names=",".join(names))
        problems.append(Problem(file, "", _("These rows may belong to it: {names}.", names=", ".join(names)), todo))
    asked = {*plan.matches.proposed.values(), *(place for places in plan.matches.unsure.values() for place in places)}
    for place in sorted(set(plan.matches.left) - asked):
        row = table.sheet.rows[place]
        problems.append(Problem(table.path, table.place(row), _("No file belongs to the row {name}.", name=table.said(row, "file"))))
    return problems
