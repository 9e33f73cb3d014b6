"""One transcript into the study: what is said of it, by a table, by its name, by a person; its text, its speakers, its attributes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.actions import case_tables
from toolkit.actions.labels import Label, telling
from toolkit.actions.matching import plain
from toolkit.errors import Problem
from toolkit.messages import LANGUAGES, _
from toolkit.readers.tables import SUFFIXES as TABLES
from toolkit.store import documents
from toolkit.store.columns import UNTURNED
from toolkit.store.rows import uid_of
from toolkit.text.language import guess_language
from toolkit.text.turns import label_table
from toolkit.text.values import is_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.actions.case_tables import Table
    from toolkit.actions.import_files import File, Transcript
    from toolkit.actions.importing import Options, Plan
    from toolkit.actions.known import Known
    from toolkit.model import LeftOut, Role
    from toolkit.readers.tables import Row
    from toolkit.store.documents import Added
    from toolkit.store.history import Change

SAMPLE = 2_500  # characters from the middle of a text, by which its language is told


@dataclass(frozen=True, slots=True)
class Imported:
    """One file that is in the study now."""

    name: str
    case: str | None
    layout: str
    words: int
    speakers: list[Label]
    left_out: tuple[LeftOut, ...]
    guessed: str | None = None  # the encoding, where it was guessed


@dataclass(frozen=True, slots=True)
class Updated:
    """A document that the study had, and that got the values of its row or its name."""

    name: str


class Writer:
    """Writes the files of one plan, each with what the plan says of it."""

    def __init__(self, plan: Plan, options: Options, known: Known) -> None:
        """`known` is kept up to date with what is written."""
        self.options = options
        self.known = known
        self.problems: list[Problem] = []
        self._plan = plan
        self._written: list[tuple[int, str]] = []
        self._behind = case_tables.speakers_of(plan.tables)

    def refusal(self, file: File) -> Problem | None:
        """Why a file is not imported although it could be read: the study has it, another of its name, or had it erased."""
        same = self.known.originals.get(file.sha256)
        if same is not None:
            return Problem(file.name, "", _("The study has this file already, as {name}; it was not imported again.", name=same))
        if file.name in self.known.documents:
            todo = _("If it is a corrected transcript, say `terrain document replace`; else rename it.")
            return Problem(file.name, "", _("The study has another document with this name; nothing was changed."), todo)
        erased = self.known.erased.get(file.sha256)
        if erased is not None and not self.options.erased:
            sentence = _("It was erased from this study on {date}: {reason}", date=erased.time[:10], reason=erased.reason)
            return Problem(file.name, "", sentence, _("Take it out of the folder; or say --erased if it may come back."))
        return None

    def has_to_say(self, name: str) -> bool:
        """Whether the table or the name of a file says something of it."""
        return bool(rows_of(self._plan, name) or self._plan.named.get(name))

    def write(self, change: Change, found: Transcript) -> Imported:
        """Add a document."""
        file, content = found.file, found.content
        said = said_of(self._plan, file.name)
        case = case_of(said, self.options, file.name)
        roles = self._roles(found, said)
        added = documents.add_document(
            change,
            file.data,
            content.text,
            found.starts,
            found.turns,
            roles,
            name=file.name,
            reader=file.suffix.lstrip("."),
            encoding=content.encoding,
            sha256=file.sha256,
            kind=case_tables.KIND_WORDS.get(said["kind"].casefold(), self.options.kind),
            case=self.known.case(change, case)[0] if case else None,
            date=said["date"] or None,
            language=said["language"].lower() or self.options.language or self._language(content.text),
            layout=found.layout,
            left_out=[[left.kind, left.count] for left in content.left_out],
        )
        self._written.append((added.text_version, content.text))
        self.known.documents[file.name] = added.id
        self.known.originals[file.sha256] = file.name
        self._write_attributes(change, file.name, added.uid)
        persons = self._set_persons(change, file.name, added, roles, said["person"])
        speakers = [
            Label(
                file.name,
                count.name,
                roles.get(count.name, "unknown"),
                persons.get(count.name),
                count.turns,
                count.words,
                telling(count.first_lines),
            )
            for count in label_table(content.text, found.turns, found.starts)
        ]
        words = len(found.starts) if found.layout == UNTURNED else sum(count.words for count in speakers)
        return Imported(
            file.name, case or None, found.layout, words, speakers, content.left_out, content.encoding if content.guessed else None
        )

    def take_written(self) -> list[tuple[int, str]]:
        """The texts written since this was last asked, by version, for the index of words."""
        written, self._written = self._written, []
        return written

    def update(self, change: Change, name: str, document: str) -> Updated | None:
        """Give a document that the study has already what the table and the file's name say of it; None where that is nothing new."""
        key, said = self.known.documents[document], said_of(self._plan, name)
        facts: dict[str, object] = {meaning: said[meaning] for meaning in ("date", "language") if said[meaning]}
        if said["case"]:
            facts["case"] = self.known.case(change, said["case"])[0]
        if said["kind"]:
            facts["kind"] = case_tables.KIND_WORDS[said["kind"].casefold()]
        uid = uid_of(change.connection, "document", key)
        different = [documents.change_document(change, key, **facts), self._write_attributes(change, name, uid)]
        return Updated(document) if any(different) else None

    def _language(self, text: str) -> str:
        languages = self.known.languages
        middle = max(0, (len(text) - SAMPLE) // 2)
        return languages[0] if len(languages) == 1 else guess_language(text[middle : middle + SAMPLE], languages)

    def _roles(self, found: Transcript, said: Mapping[str, str]) -> dict[str, Role]:
        """The roles that somebody named; once the interviewer is known, the others take part, as does who gave answers in a table."""
        table = self._plan.document_table
        interviewers = {*self.options.interviewers, said["interviewer"]}
        interviewers |= {table.said(row, "interviewer") for row in rows_of(self._plan, found.file.name)} if table else set()
        labels = dict.fromkeys(turn.speaker for turn in found.turns if turn.speaker is not None)
        asked = not interviewers.isdisjoint(labels) or found.file.suffix in TABLES
        behind = self._behind.get(plain(found.file.name), {})
        return {label: "interviewer" if label in interviewers else "participant" for label in labels if asked or label in behind}

    def _set_persons(self, change: Change, name: str, added: Added, roles: Mapping[str, Role], person: str) -> dict[str, str]:
        """Say who is behind the labels: by the rows of speakers, else the one person of the document is its one participant."""
        behind = dict(self._behind.get(plain(name), {}))
        if person and not behind:
            others = [label for label in added.speakers if roles.get(label) != "interviewer"]
            if len(others) == 1:
                behind[others[0]] = person
            else:
                todo = _("Say it with `terrain speakers --document {name} --person LABEL={person}`.", name=name, person=person)
                self.problems.append(Problem(name, "", _("It is not known which speaker is {person}.", person=person), todo))
        for label, key in added.speakers.items():
            if label in behind:
                documents.change_speaker(change, key, person=self.known.person(change, behind[label])[0])
        return behind

    def _write_attributes(self, change: Change, name: str, uid: bytes) -> bool:
        """Give a document the attributes in its rows; says whether anything was different."""
        table, rows = self._plan.document_table, rows_of(self._plan, name)
        if table is None or not rows:
            return False
        cells = case_tables.joined_cells(rows, table.attribute_columns())
        return self.known.write_attributes(change, "document", table, uid, cells)


def rows_of(plan: Plan, name: str) -> list[Row]:
    """The rows of the table that belong to a file."""
    if plan.document_table is None:
        return []
    return [plan.document_table.sheet.rows[place] for place in plan.matches.rows.get(name, ())]


def said_of(plan: Plan, name: str) -> dict[str, str]:
    """What is said of a file, by meaning: by its rows, else by its name; empty where nothing is."""
    table, rows, named = plan.document_table, rows_of(plan, name), plan.named.get(name, {})
    by_rows = {meaning: next((value for row in rows if table and (value := fact(table, row, meaning))), "") for meaning in MEANINGS}
    return {meaning: by_rows[meaning] or named.get(meaning, "") for meaning in MEANINGS}


def case_of(said: Mapping[str, str], options: Options, name: str) -> str:
    """The case of a file: what is said of it, else the one for all, else its folder; empty for none."""
    folder = Path(name).parent.as_posix()
    return said["case"] or options.case or ("" if folder == "." else folder)


#: What a table may say of a document, and how the import tells that it is so.
FITS: dict[str, Callable[[str], bool]] = {
    "kind": lambda text: text.casefold() in case_tables.KIND_WORDS,
    "date": is_date,
    "language": lambda text: text.lower() in LANGUAGES,
}

#: What rows and names may say of a document.
MEANINGS = ("case", "person", "interviewer", *FITS)


def fact(table: Table, row: Row, meaning: str) -> str:
    """What a row says of a document; empty where it cannot be so."""
    said = table.said(row, meaning)
    return said if meaning not in FITS or FITS[meaning](said) else ""


def misfits(plan: Plan) -> list[Problem]:
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
        if (said := table.said(row, meaning)) and not fact(table, row, meaning)
    ]
