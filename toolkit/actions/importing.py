"""Import transcripts: which files, which rows of the table of cases belong to them, then each file whole or not at all."""

from __future__ import annotations

import unicodedata
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.actions import case_tables
from toolkit.errors import Problem, UnreadableFile, UsageError
from toolkit.ids import sha256
from toolkit.messages import LANGUAGES, _
from toolkit.model import DOCUMENT_KINDS, Turn
from toolkit.readers import READERS, read_bytes
from toolkit.store import cases, documents, studies
from toolkit.store.columns import UNTURNED
from toolkit.text.language import guess_language
from toolkit.text.paragraphs import paragraphs
from toolkit.text.turns import find_turns
from toolkit.text.values import is_date
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.actions.case_tables import Table
    from toolkit.actions.matching import Matches
    from toolkit.model import Document, LeftOut
    from toolkit.readers.base import Content
    from toolkit.readers.tables import Row
    from toolkit.store.history import Change
    from toolkit.study import Study

    Transaction = Callable[[str], AbstractContextManager[Change]]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person said about the files of one import."""

    table: Path | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # meaning -> column of the table
    match: str | None = None  # pattern for file names, with {name}
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)  # file -> names of its rows
    case: str | None = None  # one case for all
    kind: str = "interview"
    language: str | None = None
    encoding: str | None = None
    interviewers: Sequence[str] = ()  # labels
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The files found, what the table says of them, and what is still open."""

    files: dict[str, Path]  # by the name that the study will know them by
    tables: list[Table]
    document_table: Table | None
    matches: Matches
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """What one label of an imported document holds."""

    label: str
    turns: int
    words: int
    role: str


@dataclass(frozen=True, slots=True)
class Imported:
    """One file that is in the study now."""

    name: str
    case: str | None
    layout: str
    words: int
    speakers: list[SpeakerCount]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Updated:
    """A document that the study had, and that got the values of its row."""

    name: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did, and what it left out."""

    imported: list[Imported]
    problems: list[Problem]
    updated: list[Updated] = field(default_factory=list)

    def add(self, result: Imported | Updated | Problem) -> None:
        """Put the result of one file where it belongs."""
        if isinstance(result, Imported):
            self.imported.append(result)
        elif isinstance(result, Updated):
            self.updated.append(result)
        else:
            self.problems.append(result)


def plan_import(paths: Iterable[Path], options: Options) -> Plan:
    """Find the files and match them with the table; nothing is read into the study yet."""
    if options.kind not in DOCUMENT_KINDS:
        raise UsageError(_("{kind} is no kind of document. Use one of: {known}.", kind=options.kind, known=", ".join(DOCUMENT_KINDS)))
    files, problems = _find_files(paths, options.table)
    if not files:
        raise UsageError(_("No file here can be read. Known kinds are {known}.", known=", ".join(READERS)))
    tables = case_tables.read_case_tables(options.table, list(files), options.columns) if options.table else []
    said = {unicodedata.normalize("NFC", name): rows for name, rows in options.rows.items()}
    unknown = [name for name in said if name not in files]
    if unknown:
        raise UsageError(_("There is no file {name} among those to import.", name=unknown[0]))
    table, matches = case_tables.match_documents(tables, list(files), options.match, said)
    return Plan(files, tables, table, matches, [*problems, *case_tables.unused(tables, table)])


def run_import(study: Study, plan: Plan, options: Options, each: Callable[[str], None] = lambda _name: None) -> Outcome:
    """Import every file of a plan, each in one transaction, or all in one with `all_or_nothing`; `each` is told of every file."""
    outcome = Outcome([], list(plan.problems))
    with _batch(study, all_or_nothing=options.all_or_nothing) as transaction:
        if plan.tables:
            with transaction("import cases") as change:
                outcome.problems.extend(case_tables.import_cases_and_persons(change, plan.tables))
        for name, path in plan.files.items():
            try:
                result = _import_file(transaction, plan, options, name, path)
                outcome.add(result)
            except UnreadableFile as error:
                if options.all_or_nothing:
                    raise
                outcome.problems.append(Problem(name, "", str(error)))
            each(name)
    outcome.problems.extend([*_unmatched(plan), *_misfits(plan), *_unheard(plan, options, outcome.imported)])
    return outcome


def _find_files(paths: Iterable[Path], table: Path | None) -> tuple[dict[str, Path], list[Problem]]:
    """The files to import by name, folders searched to the bottom; hidden files and the lock files of word processors are passed over."""
    files: dict[str, Path] = {}
    problems = []
    for path in paths:
        if not path.exists():
            raise UsageError(_("There is no file or folder {path}.", path=path))
        within = sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
        for found in within:
            inside = found.relative_to(path) if path.is_dir() else Path(found.name)
            if (
                inside.name.startswith("~$")
                or any(part.startswith(".") for part in inside.parts)
                or (table is not None and found.resolve() == table.resolve())
            ):
                continue
            name = unicodedata.normalize("NFC", inside.as_posix())
            if name in files and not found.samefile(files[name]):
                problems.append(Problem(str(found), "", _("Another file of this import is called so, too."), _("Rename one of them.")))
            elif found.suffix.lower() in READERS:
                files[name] = found
            else:
                problems.append(
                    Problem(name, "", _("Files of this kind are not read."), _("Known kinds are {known}.", known=", ".join(READERS)))
                )
    return files, problems


@contextmanager
def _batch(study: Study, *, all_or_nothing: bool) -> Iterator[Transaction]:
    """Gives a function that opens a transaction for one file: a new one each time, or always the same."""
    if not all_or_nothing:
        yield study.change
        return
    with study.change("import") as change:

        @contextmanager
        def same(_verb: str) -> Iterator[Change]:
            yield change

        yield same


def _import_file(transaction: Transaction, plan: Plan, options: Options, name: str, path: Path) -> Imported | Updated | Problem:
    """Read one file and write it into the study, or say what was done with a file that the study has already; raises `UnreadableFile`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("The file cannot be opened: {reason}.", reason=error.strerror)) from error
    content = read_bytes(path.name, data, encoding=options.encoding)
    rows = _rows_of(plan, name)
    with transaction("import") as change:
        known = documents.document_with_hash(change.connection, sha256(data))
        if known is not None:
            return _again(change, plan, known, name, rows)
        if any(found.name == name for found in documents.documents(change.connection)):
            raise UnreadableFile(_("The study has another document with the name {name}. Rename one of them.", name=name))
        facts = _facts(change, plan, options, name, content.text, rows)
        turns, layout = _turns(content)
        key = documents.add_document(
            change,
            data,
            content.text,
            turns,
            name=name,
            reader=path.suffix.lower().lstrip("."),
            encoding=content.encoding,
            layout=layout,
            left_out=[[found.kind, found.count] for found in content.left_out],
            **facts,
        )
        _write_attributes(change, plan, key, rows)
        roles = _set_speakers(change, plan, options, key, name, rows)
        counts = _count_speakers(content.text, turns, roles)
        case_name = next((case.name for case in cases.cases(change.connection) if case.id == facts["case"]), None)
    return Imported(
        name, case_name, layout, sum(count.words for count in counts) if layout else count_words(content.text), counts, content.left_out
    )


def _again(change: Change, plan: Plan, known: Document, name: str, rows: Sequence[Row]) -> Problem | Updated:
    """A file that the study has: it is not imported again, but rows that belong to it now give it their values."""
    if not rows:
        return Problem(name, "", _("The study has this file already, as {name}; it was not imported again.", name=known.name))
    _write_attributes(change, plan, known.id, rows)
    said = _said(plan.document_table, rows)
    facts: dict[str, object] = {name: said[name] for name in ("date", "language") if said[name]}
    if said["case"]:
        facts["case"] = case_tables.case_named(change, said["case"])
    if said["kind"]:
        facts["kind"] = case_tables.KIND_WORDS[said["kind"].casefold()]
    documents.change_document(change, known.id, **facts)
    return Updated(known.name)


def _rows_of(plan: Plan, name: str) -> list[Row]:
    if plan.document_table is None:
        return []
    return [plan.document_table.sheet.rows[place] for place in plan.matches.rows.get(name, ())]


def _turns(content: Content) -> tuple[list[Turn], str]:
    """The turns that the format gives, else those found in the text, else the paragraphs, and the layout's name."""
    if content.turns is not None:
        return list(content.turns), "format"
    transcript = find_turns(content.text, content.bold)
    if transcript.turns:
        return list(transcript.turns), transcript.layout
    return [Turn(start, end) for start, end in paragraphs(content.text)], UNTURNED


def _facts(change: Change, plan: Plan, options: Options, name: str, text: str, rows: Sequence[Row]) -> dict[str, object]:
    """Case, kind, date and language of a document: the table's word, else the person's, else the folder's."""
    said = _said(plan.document_table, rows)
    folder = Path(name).parent.as_posix()
    case_name = said["case"] or options.case or (folder if folder != "." else "")
    languages = studies.get_study(change.connection).languages
    return {
        "case": case_tables.case_named(change, case_name) if case_name else None,
        "kind": case_tables.KIND_WORDS.get(said["kind"].casefold(), options.kind),
        "date": said["date"] or None,
        "language": said["language"].lower() or options.language or guess_language(text, languages),
    }


def _said(table: Table | None, rows: Sequence[Row]) -> dict[str, str]:
    """What the rows of a document say of it: case, kind, date, language; empty where they say nothing."""
    meanings = ("case", *FITS)
    if table is None:
        return dict.fromkeys(meanings, "")
    return {meaning: next((value for row in rows if (value := _fact(table, row, meaning))), "") for meaning in meanings}


#: What a table may say of a document, and how the import tells that it is so.
FITS: dict[str, Callable[[str], bool]] = {
    "kind": lambda text: text.casefold() in case_tables.KIND_WORDS,
    "date": is_date,
    "language": lambda text: text.lower() in LANGUAGES,
}


def _fact(table: Table, row: Row, meaning: str) -> str:
    """What a row says of a document; empty where it cannot be so."""
    said = table.said(row, meaning)
    return said if meaning not in FITS or FITS[meaning](said) else ""


def _misfits(plan: Plan) -> list[Problem]:
    """What rows that belong to a file say of it and cannot be so."""
    table = plan.document_table
    if table is None:
        return []
    known = {
        "kind": ", ".join(case_tables.KIND_WORDS),
        "date": _("a year, a month or a day: 2024, 2024-06, 2024-06-12"),
        "language": ", ".join(LANGUAGES),
    }
    rows = [table.sheet.rows[place] for place in sorted({place for places in plan.matches.rows.values() for place in places})]
    return [
        Problem(
            table.path,
            table.place(row),
            _("{column} cannot be {value}; it was left out.", column=table.columns[meaning], value=said),
            _("Write one of: {known}.", known=known[meaning]),
        )
        for row in rows
        for meaning in FITS
        if (said := table.said(row, meaning)) and not _fact(table, row, meaning)
    ]


def _unheard(plan: Plan, options: Options, imported: Sequence[Imported]) -> list[Problem]:
    """Labels of interviewers and rows of speakers that are in none of the documents imported."""
    labels = {document.name: [count.label for count in document.speakers] for document in imported}
    heard = {label for found in labels.values() for label in found}
    missing = [label for label in options.interviewers if imported and label not in heard]
    problems = [Problem(label, "", _("Nobody is called so in the documents imported."), _("See `terrain speakers`.")) for label in missing]
    return problems + (case_tables.lost_speakers(plan.tables, labels) if imported else [])


def _write_attributes(change: Change, plan: Plan, key: int, rows: Sequence[Row]) -> None:
    if plan.document_table is None or not rows:
        return
    uid = next(found.uid for found in documents.documents(change.connection) if found.id == key)
    cells = case_tables.joined_cells(rows, plan.document_table.attribute_columns())
    case_tables.Attributes(change, "document", plan.document_table).write(uid, cells)


def _set_speakers(change: Change, plan: Plan, options: Options, key: int, name: str, rows: Sequence[Row]) -> dict[str, str]:
    """Give speakers the roles and persons that somebody or the table named; once the interviewer is known, the others take part."""
    table = plan.document_table
    interviewers = set(options.interviewers)
    interviewers |= {table.said(row, "interviewer") for row in rows if table.said(row, "interviewer")} if table else set()
    behind = case_tables.speakers_of(plan.tables, name)
    known = {person.name: person.id for person in cases.persons(change.connection)}
    speakers = documents.speakers(change.connection, key)
    asked = any(speaker.label in interviewers for speaker in speakers)
    roles = {}
    for speaker in speakers:
        role = "interviewer" if speaker.label in interviewers else "participant" if asked or speaker.label in behind else "unknown"
        person = behind.get(speaker.label)
        if person is not None and person not in known:
            known[person] = cases.add_person(change, person)
        documents.change_speaker(change, speaker.id, role=role, person=known.get(person) if person else None)
        roles[speaker.label] = role
    return roles


def _count_speakers(text: str, turns: Sequence[Turn], roles: Mapping[str, str]) -> list[SpeakerCount]:
    """Turns and words by label, in the order in which the labels first speak."""
    counts: dict[str, list[int]] = {}
    for turn in turns:
        if turn.kind == "speech" and turn.speaker is not None:
            count = counts.setdefault(turn.speaker, [0, 0])
            count[0] += 1
            count[1] += count_words(text[turn.start : turn.end])
    return [SpeakerCount(label, count[0], count[1], roles.get(label, "unknown")) for label, count in counts.items()]


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
