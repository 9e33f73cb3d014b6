"""Tables of answers (csv, xlsx) as documents: a survey's open questions, a row per answer or a column per question.

A table is read so only when somebody says which columns are answers: most tables among interviews say something about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.model import Turn
from toolkit.readers.base import Content, Draft
from toolkit.readers.encodings import decode
from toolkit.readers.tables import TEXTS, read_csv, read_table
from toolkit.text.asides import find_asides
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.readers.tables import Row, Sheet


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says of a table: the columns that are answers, that which names who gave them, and that which holds the question.

    A `*` in a name stands for any letters (`Q*`). Without a column for the question, the name of the answer's column is the question.
    """

    columns: tuple[str, ...]
    respondent: str | None = None
    question: str | None = None


def read_answers(name: str, data: bytes, choice: Answers, encoding: str | None = None) -> Content:
    """Read a table: every answer is a turn whose speaker is the respondent, or `#12` where row 12 names nobody; questions are headers.

    A question stands before the answers to it, once as long as it stays the same. Empty cells are passed over; other columns, and sheets
    without the columns that were named, are counted. Raises UnreadableFile where no sheet has these columns.
    """
    written = decode(name, data, encoding) if PurePath(name).suffix.lower() in TEXTS else None
    sheets = [read_csv(name, written.text)] if written else read_table(name, data)
    chosen = [(sheet, found) for sheet in sheets if (found := _in_sheet(sheet, choice))]
    if not chosen:
        raise _no_such_columns(name, sheets, choice)
    draft = Draft(name)
    draft.left_out["sheet"] = sum(bool(sheet.rows) for sheet in sheets) - len(chosen)
    turns: list[Turn] = []
    for sheet, found in chosen:
        used = {*found.columns, found.respondent, found.question}
        draft.left_out["column"] += sum(column not in used for column in sheet.columns)
        turns.extend(_turns(draft, sheet, found))
    content = draft.content(encoding=written.encoding if written else None, guessed=written is not None and written.guessed)
    return replace(content, turns=tuple(_with_asides(content.text, turns)))


def ask_for_columns(name: str, data: bytes, encoding: str | None = None) -> UnreadableFile:
    """The failure of a table of which nobody said what its answers are; it names the columns."""
    return UnreadableFile(
        _(
            "{name} is a table. Say which of its columns hold answers, with --answers COLUMN. Its columns are: {columns}.",
            name=name,
            columns=_names_of_columns(read_table(name, data, encoding)),
        )
    )


def _turns(draft: Draft, sheet: Sheet, choice: Answers) -> Iterator[Turn]:
    asked: list[str] = []
    for row in sheet.rows:
        for column in choice.columns:
            answer = row.cells[column]
            if not answer:
                continue
            question = _question(row, column, choice)
            if question != asked:
                asked = question
                yield from (Turn(*draft.paragraph(each), "header") for each in question)
            respondent = (row.cells[choice.respondent] if choice.respondent else "") or f"#{row.number}"
            yield Turn(*draft.paragraph(answer), "speech", respondent)


def _question(row: Row, column: str, choice: Answers) -> list[str]:
    """What was asked: the cell that says it, and the name of the answer's column where it tells one answer from another."""
    if choice.question is None:
        return [column]
    return [each for each in (row.cells[choice.question], column if len(choice.columns) > 1 else "") if each]


def _with_asides(text: str, turns: Iterable[Turn]) -> Iterator[Turn]:
    for turn in turns:
        yield turn
        if turn.kind == "speech":
            yield from (Turn(*aside, "aside") for aside in find_asides(text, turn.start, turn.end))


def _in_sheet(sheet: Sheet, choice: Answers) -> Answers | None:
    """The choice in the sheet's own names for its columns; None where it does not have them all."""
    others = [said for said in (choice.respondent, choice.question) if said is not None]
    if not sheet.columns or not all(_matching(sheet, said) for said in (*choice.columns, *others)):
        return None
    respondent, question = (None if said is None else _matching(sheet, said)[0] for said in (choice.respondent, choice.question))
    named = dict.fromkeys(column for said in choice.columns for column in _matching(sheet, said))
    answers = tuple(column for column in named if column not in (respondent, question))
    return Answers(answers, respondent, question) if answers else None


def _matching(sheet: Sheet, said: str) -> list[str]:
    """The columns of a name, by upper and lower case alike; those that fit its stars only if there is none of just this name."""
    wanted = fold(" ".join(said.split()))
    same = [column for column in sheet.columns if fold(column) == wanted]
    pattern = re.compile(".*".join(map(re.escape, wanted.split("*"))), re.DOTALL)
    return same or [column for column in sheet.columns if "*" in wanted and pattern.fullmatch(fold(column))]


def _no_such_columns(name: str, sheets: Sequence[Sheet], choice: Answers) -> UnreadableFile:
    said = [*choice.columns, *(each for each in (choice.respondent, choice.question) if each is not None)]
    missing = [each for each in said if not any(_matching(sheet, each) for sheet in sheets)]
    columns = _names_of_columns(sheets)
    if missing:
        return UnreadableFile(
            _("{name} has no column {column}. Its columns are: {columns}.", name=name, column=missing[0], columns=columns)
        )
    return UnreadableFile(
        _("{name} has no sheet with all the columns that were named. Its columns are: {columns}.", name=name, columns=columns)
    )


def _names_of_columns(sheets: Sequence[Sheet]) -> str:
    return ", ".join(dict.fromkeys(column for sheet in sheets for column in sheet.columns)) or _("none")
