"""Suggestions decided on in a spreadsheet: a sheet to fill in, and what comes back from it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Literal

from toolkit.errors import Problem, UnreadableFile
from toolkit.export.book import Book
from toolkit.export.editing import identity_columns
from toolkit.export.labels import code_label
from toolkit.export.quotes import DAY
from toolkit.export.reading_back import bytes_of, fault_words, find_tables, in_all_languages, origin_of, plain, read_workbook
from toolkit.export.sheet import Cell
from toolkit.export.table import Column, add_table
from toolkit.export.text import exported_hash, visible
from toolkit.messages import _, in_language, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from toolkit.codebook.codebook import Codebook
    from toolkit.export.book import Origin
    from toolkit.export.reading_back import Line, Table
    from toolkit.export.table import Row

Decision = Literal["accept", "edit", "reject", "skip"]
DECISIONS: tuple[Decision, ...] = ("accept", "edit", "reject", "skip")

# What people type beside the words of the list, in either language, as `plain` compares words.
TYPED: dict[str, Decision] = {
    **dict.fromkeys(("a", "o", "oui", "y", "yes", "ok", "accepter", "accepte", "acceptee", "accepted"), "accept"),
    **dict.fromkeys(("e", "m", "edited", "modifier", "modifie", "modifiee", "change", "changed"), "edit"),
    **dict.fromkeys(("r", "n", "no", "non", "rejeter", "rejete", "rejetee", "refuse", "rejected"), "reject"),
    **dict.fromkeys(("s", "p", "passer", "passe", "skipped", "plus tard", "later"), "skip"),
}
READ = ("uid", "hash", "decision", "code", "comment")
_FIELD = re.compile(r"\[([^\[\]]+)\]\s*$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion as it is shown for review; `code` is a key, `fields` are values by their labels, `reason` is in words."""

    uid: bytes
    document: str
    sentence: str
    code: str
    reason: str
    speaker: str = ""
    time_ms: int | None = None
    before: str = ""
    after: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A person's decision on one suggestion, as it stands in a spreadsheet.

    `code`, `fields` (by name) and `sentence` are as written there;
    `changed` says whether they differ from what was exported, None where the file
    no longer tells. `event` is the number of the study's last change at the export.
    """

    uid: bytes
    decision: Decision
    code: str
    fields: Mapping[str, str]
    comment: str
    changed: bool | None
    sheet: str
    row: int
    event: int | None
    sentence: str = ""


def decision_word(decision: Decision) -> str:
    """The word of the drop-down list."""
    return {"accept": _("accept"), "edit": _("edit"), "reject": _("reject"), "skip": _("skip")}[decision]


def write_decisions(path: Path, proposals: Sequence[Proposal], *, study: str, codebook: Codebook, origin: Origin, language: str) -> None:
    """Write suggestions for review, in the order given; raises as `workbook.write` does."""
    with in_language(language), Book(study) as book:
        names = _field_names(proposals, codebook)
        add_table(book, _("Decisions"), _columns(names, codebook), [_row(book, proposal, names, codebook) for proposal in proposals])
        book.origin(origin)
        book.save(path)


def _field_names(proposals: Sequence[Proposal], codebook: Codebook) -> list[str]:
    """The fields of all codes that are proposed, in the codebook's order."""
    proposed = {proposal.code for proposal in proposals}
    known = {name: None for code in codebook.tree() if code.key in proposed for name in code.fields}
    return [*known, *sorted({name for proposal in proposals for name in proposal.fields} - known.keys())]


def _columns(names: Sequence[str], codebook: Codebook) -> list[Column]:
    labels = {name: in_words(found.label) for code in reversed(codebook.tree()) for name, found in code.fields.items()}
    return [
        Column(_("Decision"), 12, "edit"),
        Column(_("Proposed"), 26, "wrap"),
        Column(_("Before"), 30, "wrap"),
        Column(_("Sentence"), 60, "wrap"),
        Column(_("After"), 30, "wrap"),
        Column(_("Reason"), 36, "wrap"),
        Column(_("Code"), 26, "edit"),
        *(Column(f"{labels.get(name) or name} [{name}]", 18, "edit") for name in names),
        Column(_("Comment"), 36, "edit"),
        Column(_("Document"), 20),
        Column(_("Speaker"), 14),
        Column(_("Time"), 9, "time"),
        *identity_columns(),
    ]


def _row(book: Book, proposal: Proposal, names: Sequence[str], codebook: Codebook) -> Row:
    code = codebook.by_key.get(proposal.code)
    usable = [each.key for each in codebook.tree() if not each.reserved]
    fields = []
    for name in names:
        choices = [in_words(choice.label) or choice.key for choice in code.fields[name].choices] if code and name in code.fields else []
        fields.append(Cell(proposal.fields.get(name, ""), choices=book.choices(choices) if choices else ""))
    return [
        Cell("", choices=book.choices([decision_word(decision) for decision in DECISIONS])),
        code_label(codebook, proposal.code),
        proposal.before,
        proposal.sentence,
        proposal.after,
        proposal.reason,
        Cell(proposal.code, choices=book.choices(usable)),
        *fields,
        Cell(""),
        proposal.document,
        proposal.speaker,
        None if proposal.time_ms is None else proposal.time_ms / DAY,
        proposal.uid.hex(),
        _hash(proposal.code, proposal.fields),
    ]


def _hash(code: str, fields: Mapping[str, str]) -> str:
    """The hash of what can be edited, whatever the order of the columns."""
    return exported_hash(visible(code), *sorted(f"{name}={visible(value)}" for name, value in fields.items() if value))


def read_decisions(source: Path | bytes, name: str = "") -> tuple[list[DecisionRow], list[Problem]]:
    """The decisions of a workbook, and what could not be read as one; a row without a decision is none, a missing row neither.

    `name` is what the file is called where `source` is its bytes. Raises UnreadableFile for what is no workbook of decisions.
    """
    data = source if isinstance(source, bytes) else bytes_of(source)
    name = name or (_("the workbook") if isinstance(source, bytes) else source.name)
    read = decisions_in(name, read_workbook(name, data))
    if read is None:
        raise UnreadableFile(
            _(
                "{name} has no sheet with decisions and identifiers, so that nothing can be read from it. Export the suggestions again.",
                name=name,
            )
        )
    return read


def decisions_in(name: str, workbook: Any) -> tuple[list[DecisionRow], list[Problem]] | None:
    """What `read_decisions` gives, of an opened workbook; None where it has no sheet of decisions."""
    tables = find_tables(name, workbook, _heads(), lambda columns: "uid" in columns and not columns.isdisjoint(("decision", "comment")))
    if not tables:
        return None
    event = origin_of(workbook).change
    found: list[DecisionRow] = []
    problems: list[Problem] = []
    for table in tables:
        problems += _missing_columns(name, table)
        for line in table.lines:
            read = _read_line(name, line, event)
            if isinstance(read, DecisionRow):
                found.append(read)
            elif read:
                problems.append(read)
    kept, twice = _without_contradictions(name, found)
    return kept, problems + twice


def _heads() -> dict[str, frozenset[str]]:
    return {
        "uid": in_all_languages(lambda: _("Identifier")),
        "hash": in_all_languages(lambda: _("Exported")),
        "decision": in_all_languages(lambda: _("Decision")),
        "code": in_all_languages(lambda: _("Code")),
        "comment": in_all_languages(lambda: _("Comment")),
        "sentence": in_all_languages(lambda: _("Sentence")),
    }


def _missing_columns(name: str, table: Table) -> list[Problem]:
    """What cannot be read because somebody deleted its column."""
    heads = {"decision": _("Decision"), "code": _("Code"), "comment": _("Comment"), "hash": _("Exported")}
    consequences = {
        "decision": _("Nothing was read from this sheet. Put the column back, or export the suggestions again."),
        "code": _("Another code than the proposed one cannot be read. Put the column back to choose another code."),
        "comment": _("Comments were not read. Put the column back to write some."),
        "hash": _("It cannot be told which rows were changed after the export. Export the suggestions again to see that."),
    }
    return [
        Problem(name, _("sheet {sheet}", sheet=table.sheet), _("The column {head} is missing.", head=head), consequences[key])
        for key, head in heads.items()
        if key not in table.columns
    ]


def _read_line(name: str, line: Line, event: int | None) -> DecisionRow | Problem | None:
    """One row's decision, why it cannot be read, or None where nobody has decided."""
    untrusted = next((cell for head, cell in line.cells.items() if cell.fault and (head in READ or _FIELD.search(head))), None)
    if untrusted:
        return Problem(name, _("sheet {sheet}, cell {cell}", sheet=line.sheet, cell=untrusted.place), *fault_words(untrusted.fault))
    written, code, comment = (line.text(key).strip() for key in ("decision", "code", "comment"))
    fields = {match[1]: cell.text.strip() for head, cell in line.cells.items() if (match := _FIELD.search(head))}
    exported = line.text("hash")
    changed = exported != _hash(code, fields) if exported else None
    if not written:
        if not (changed or comment):
            return None
        what = _("This row was changed but has no decision.")
        return Problem(name, line.place, what, _("Write a decision, or export again to see what was proposed."))
    uid = _uid(line.text("uid"))
    if uid is None:
        what = _("This row has a decision but no identifier.")
        return Problem(name, line.place, what, _("Copy the identifier from the exported workbook."))
    decision = _words().get(plain(written))
    if decision is None:
        words = ", ".join(decision_word(known) for known in DECISIONS)
        return Problem(name, line.place, _("“{word}” is no decision.", word=written), _("Write one of: {words}.", words=words))
    return DecisionRow(uid, decision, code, fields, comment, changed, line.sheet, line.row, event, line.text("sentence"))


def _uid(text: str) -> bytes | None:
    try:
        uid = bytes.fromhex(text.strip())
    except ValueError:
        return None
    return uid if len(uid) == 16 else None


@cache
def _words() -> Mapping[str, Decision]:
    """All words that mean a decision: those typed by hand, and those of the list in every language."""
    words = dict(TYPED)
    for decision in DECISIONS:
        words |= dict.fromkeys({decision, *in_all_languages(partial(decision_word, decision))}, decision)
    return words


def _without_contradictions(name: str, rows: Sequence[DecisionRow]) -> tuple[list[DecisionRow], list[Problem]]:
    """One decision for each suggestion; where a row was copied and decided on twice in different ways, none."""
    by_uid: dict[bytes, list[DecisionRow]] = {}
    for row in rows:
        by_uid.setdefault(row.uid, []).append(row)
    kept, problems = [], []
    for same in by_uid.values():
        first = same[0]
        other = next((row for row in same if (row.decision, row.code, row.fields) != (first.decision, first.code, first.fields)), None)
        if other is None:
            kept.append(first)
            continue
        place = _("sheet {sheet}, row {row}", sheet=other.sheet, row=other.row)
        what = _("This suggestion was decided on differently in row {row} of {sheet}.", row=first.row, sheet=first.sheet)
        problems.append(Problem(name, place, what, _("Keep one of the two rows.")))
    return kept, problems
