"""Decisions on suggestions made in a spreadsheet: hand them out, see what came back, carry it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.actions import reviewing, safekeeping
from toolkit.errors import Problem, TerrainError
from toolkit.export import decisions as sheets
from toolkit.export.book import Origin
from toolkit.export.decisions import DecisionRow, Proposal
from toolkit.export.labels import decided_word
from toolkit.export.text import visible
from toolkit.ids import new_id
from toolkit.messages import _, language
from toolkit.store import codings, documents, history, memos, studies
from toolkit.store.rows import find, uid_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.model import Suggestion
    from toolkit.store.history import Change
    from toolkit.study import Study


@dataclass(frozen=True, slots=True)
class Planned:
    """A decision that a file holds, and the open suggestion that it is about; `decision` says what will be done."""

    row: DecisionRow
    suggestion: Suggestion
    decision: str


@dataclass
class Plan:
    """What a file of decisions would do: the decisions, how many were made here already, and what is wrong with the rest."""

    path: str
    decisions: list[Planned] = field(default_factory=list)
    done: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        """How many of each decision."""
        return Counter(planned.decision for planned in self.decisions)


def write_decisions(study: Study, path: Path, *, document: str | None = None, code: str | None = None) -> int:
    """Write the open suggestions to a workbook with a column for the decisions; says how many."""
    with study.read() as connection:
        found = reviewing.open_suggestions(study, connection, document=document, code=code)
        proposals = [_proposal(reviewing.show(study, connection, suggestion)) for suggestion in found]
        last = history.past_changes(connection, limit=1)
        own = studies.get_study(connection)
        sheets.write_decisions(
            path,
            proposals,
            study=own.title,
            codebook=study.vocabulary(connection).codebook,
            origin=Origin(last[0].number if last else 0, own.uid, own.replica, new_id()),
            language=language(),
        )
    safekeeping.note_written(study, "export", path)
    return len(proposals)


def _proposal(shown: reviewing.Shown) -> Proposal:
    return Proposal(
        shown.suggestion.uid,
        shown.document,
        shown.quote,
        shown.code,
        " ".join(shown.why),
        shown.speaker or "",
        shown.start_ms,
        shown.before,
        shown.after,
    )


def plan_rows(connection: Connection, name: str, rows: Sequence[DecisionRow], problems: Sequence[Problem]) -> Plan:
    """Compare the decisions of a workbook with the study; nothing is changed."""
    plan = Plan(name, problems=list(problems))
    for row in rows:
        _plan_row(plan, connection, row)
    return plan


def _plan_row(plan: Plan, connection: Connection, row: DecisionRow) -> None:
    place = _("sheet {sheet}, row {row}", sheet=row.sheet, row=row.row)
    try:
        suggestion = codings.suggestions(connection, key=find(connection, "suggestion", row.uid.hex()))[0]
    except TerrainError:
        todo = _("It was made for another study, or suggestions were made anew since.")
        plan.problems.append(Problem(plan.path, place, _("The study has no suggestion {uid}.", uid=row.uid.hex()[:8]), todo))
        return
    if row.decision in ("accept", "edit") and _is_rewritten(connection, suggestion, row.sentence):
        todo = _("Put the sentence back, or set other borders with `terrain review`.")
        plan.problems.append(Problem(plan.path, place, _("The sentence was changed; other borders are not read from a workbook."), todo))
        return
    # Somebody who writes another code beside "accept" has edited; who changes nothing beside "edit" has accepted.
    decision = row.decision if row.decision in ("reject", "skip") or row.changed is None else "edit" if row.changed else "accept"
    if suggestion.state == "open":
        plan.decisions.append(Planned(row, suggestion, decision))
    elif (suggestion.state == "rejected") == (row.decision == "reject") and row.decision != "skip":
        plan.done += 1
    elif decision != "skip":
        there = decided_word(suggestion.state)
        what = _("The study says {there}, the file says {here}.", there=there, here=sheets.decision_word(row.decision))
        plan.problems.append(Problem(plan.path, place, what, _("The study's decision stays. Undo it first to decide anew.")))


def _is_rewritten(connection: Connection, suggestion: Suggestion, sentence: str) -> bool:
    """Whether a person wrote other words where the suggestion's own stood; white space and a column taken away do not matter."""
    text = documents.text_of(connection, suggestion.text_version)
    shown = visible(text[suggestion.start : suggestion.end])
    return bool(sentence.strip()) and sentence.split() != shown.split()


def carry_out(study: Study, change: Change, plan: Plan, *, new_entries: bool = False) -> tuple[Counter[str], list[Problem]]:
    """Carry the decisions of a plan out within a change; rows whose values do not fit are left out and listed.

    Register entries that the study does not have are made only with `new_entries`.
    """
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    for planned in plan.decisions:
        try:
            with change.part():
                _carry_out(study, change, planned, new_entries=new_entries)
            counts[planned.decision] += 1
        except TerrainError as error:
            row = planned.row
            problems.append(Problem(plan.path, _("sheet {sheet}, row {row}", sheet=row.sheet, row=row.row), str(error)))
    return counts, problems


def _carry_out(study: Study, change: Change, planned: Planned, *, new_entries: bool) -> None:
    """A decision, and its comment as a memo: on the coding that follows from it, else on the suggestion."""
    row, key = planned.row, planned.suggestion.id
    about, uid = "suggestion", row.uid
    if planned.decision == "skip":
        change.note("skip", row.uid)
    elif planned.decision == "reject":
        reviewing.decide_reject(change, key)
    else:
        # Values are as the person wrote them, so that an accepted row with filled-in fields is complete.
        fields: dict[str, str | Sequence[str]] = {name: value for name, value in row.fields.items() if value}
        code = row.code if planned.decision == "edit" else None
        coding = reviewing.decide_edit(study, change, key, code=code or None, fields=fields, new_entries=new_entries)
        about, uid = "coding", uid_of(change.connection, "coding", coding)
    if row.comment and change.coder is not None:
        memos.add_memo(change, about, uid, row.comment, change.coder)
