"""Take over what a person has agreed to, in one change: one undo takes the whole reading back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actions import deciding, people, registers
from toolkit.actions.evidence import Evidence
from toolkit.actions.judging import evidence_hash
from toolkit.actions.lookup import Lookup
from toolkit.actions.taking_over.past import READ
from toolkit.actions.taking_over.present import State
from toolkit.errors import Conflict, Problem, TerrainError, UsageError
from toolkit.export.editable import ATTRIBUTE, Unfit
from toolkit.export.editing import SEPARATOR
from toolkit.messages import _
from toolkit.store import cases, judgements
from toolkit.store.registers import entries
from toolkit.store.since import coded_since

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.actions.taking_over.plan import Difference, NewColumn, NewRow, Plan
    from toolkit.actions.taking_over.present import Present
    from toolkit.export.editable import Identity
    from toolkit.model import Case, Entry, Rating, Summary
    from toolkit.store.history import Change
    from toolkit.study import Study

NEVER = bytes(32)  # the hash of no evidence at all: a judgement with it is stale


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has agreed to of a plan."""

    differences: Sequence[Difference] = ()
    rows: Sequence[NewRow] = ()
    columns: Sequence[NewColumn] = ()
    new_entries: bool = False


@dataclass
class Taken:
    """What was taken over: values and new things, decisions by kind, and what could not be, with the reason."""

    values: int = 0
    added: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All together."""
        return self.values + self.added + self.decisions.total()


def carry_out(study: Study, plan: Plan, chosen: Chosen) -> Taken:
    """Take over what was chosen, in one change; what does not fit the study any more is left out and listed."""
    with study.change("read", plan.path) as change:
        taking = _Taking(study, change, plan)
        taking.add_columns(chosen.columns)
        taking.add_rows(chosen.rows)
        taking.rename([difference for difference in chosen.differences if difference.key == "name"])
        taking.write([difference for difference in chosen.differences if difference.key != "name"])
        taking.fill_columns(chosen.columns)
        if plan.decisions is not None:
            taking.taken.decisions, problems = deciding.carry_out(study, change, plan.decisions, new_entries=chosen.new_entries)
            taking.taken.problems += problems
        if taking.taken.total:
            change.note(READ, taking.before.study.uid, {"file": plan.path, "export": plan.origin.export.hex()})
    return taking.taken


class _Taking:
    """One reading within its change."""

    def __init__(self, study: Study, change: Change, plan: Plan) -> None:
        self.taken = Taken()
        self.before = State(study, change.connection)
        self._study = study
        self._change = change
        self._plan = plan
        self._added: dict[tuple[str, int], bytes] = {}

    def _part(self, place: str, action: Callable[[], object]) -> bool:
        """Do something that may fail on its own; says whether it was done."""
        try:
            with self._change.part():
                action()
        except TerrainError as error:
            self.taken.problems.append(Problem(self._plan.path, place, str(error)))
            return False
        return True

    # New things

    def add_columns(self, columns: Sequence[NewColumn]) -> None:
        for column in columns:
            cases.add_attribute(self._change, column.kind, column.head, column.type, column.choices)
            self.taken.added += 1

    def add_rows(self, rows: Sequence[NewRow]) -> None:
        """Cases first: persons may belong to them."""
        lookup = Lookup(self._study, self._change)
        for row in sorted(rows, key=lambda row: row.kind):
            place = _("sheet {sheet}, row {row}", sheet=row.sheet, row=row.row)
            self.taken.added += self._part(place, lambda row=row: self._add_row(lookup, row))  # type: ignore[misc]

    def _add_row(self, lookup: Lookup, row: NewRow) -> None:
        values = _attributes(row.values)
        if row.kind == "case":
            case = people.new_case(self._change, row.name)
            people.set_attributes(self._change, "case", case.uid, values)
            self._added[row.kind, row.row] = case.uid
        elif row.kind == "person":
            key = people.new_person(self._change, row.name)
            person = people.alter_person(self._change, key, case=self._case_name(row.values.get("case")), values=values)
            self._added[row.kind, row.row] = person.uid
        else:
            registers.enter(lookup, row.register, row.name, _aliases(row.values.get("aliases", "")), values)

    def fill_columns(self, columns: Sequence[NewColumn]) -> None:
        """The values of new attributes, once all rows are there."""
        for column in columns:
            for of, value in column.values.items():
                uid = self._added.get((column.kind, of)) if isinstance(of, int) else of.uids[0]
                if uid:
                    people.set_attributes(self._change, column.kind, uid, {column.head: value})

    # Single values

    def rename(self, differences: Sequence[Difference]) -> None:
        """Give new names; one that is still taken may become free by the next."""
        waiting = list(differences)
        while waiting:
            left = [each for each in waiting if not self._try(each)]
            if len(left) == len(waiting):
                break
            waiting = left
        for each in waiting:
            self._part(_place(each), lambda each=each: self._rename(each))  # type: ignore[misc]

    def _try(self, difference: Difference) -> bool:
        try:
            with self._change.part():
                self._rename(difference)
        except TerrainError:
            return False
        self.taken.values += 1
        return True

    def _rename(self, difference: Difference) -> None:
        self._refuse_if_changed(difference)
        uid = difference.identity.uids[0]
        if difference.identity.kind == "case":
            people.rename_case(self._change, self.before.cases[uid].id, difference.value)
        elif difference.identity.kind == "person":
            people.rename_person(self._change, self.before.persons[uid].id, difference.value)
        else:
            registers.alter_entry(self._study, self._change, self._entry(uid), new_name=difference.value)

    def write(self, differences: Iterable[Difference]) -> None:
        """Write all other values, those of one row together."""
        by_row: dict[tuple[Identity, str], list[Difference]] = {}
        for each in differences:
            by_row.setdefault((each.identity, each.period), []).append(each)
        for same in by_row.values():
            if self._part(_place(same[0]), lambda same=same: self._write(same)):  # type: ignore[misc]
                self.taken.values += len(same)

    def _write(self, differences: Sequence[Difference]) -> None:
        for each in differences:
            present = self._refuse_if_changed(each)
        values = {each.key: each.value for each in differences}
        identity, change = present.identity, self._change
        uid = identity.uids[0]
        if identity.kind == "case":
            people.set_attributes(change, "case", uid, _attributes(values))
        elif identity.kind == "person":
            people.alter_person(change, self.before.persons[uid].id, case=self._case_name(values.get("case")), values=_attributes(values))
        elif identity.kind == "entry":
            self._write_entry(uid, values)
        elif identity.kind == "summary":
            self._write_summary(present, values["text"], differences[0].change)
        else:
            self._write_rating(present, {**present.values, **values}, differences[0].change)

    def _write_entry(self, uid: bytes, values: Mapping[str, str]) -> None:
        """An entry that got another name in this reading keeps the former one as an alias."""
        entry, former = self._entry(uid), self.before.entries[uid].name
        aliases = None
        if "aliases" in values:
            aliases = _aliases(values["aliases"]) + ([former] if former != entry.name else [])
        registers.alter_entry(self._study, self._change, entry, aliases=aliases, attributes=_attributes(values))

    def _refuse_if_changed(self, difference: Difference) -> Present:
        """The row as it is, if it still says what was shown to the person who agreed."""
        present = self.before.row(difference.identity, difference.period)
        if present.values[difference.key] != difference.present:
            raise Conflict(_("Somebody has changed this in the study in the meantime. Read the workbook again."))
        return present

    def _entry(self, uid: bytes) -> Entry:
        """An entry as it is now: its name may have changed in this very reading."""
        return next(entry for entry in entries(self._change.connection) if entry.uid == uid)

    def _case_name(self, name: str | None) -> str | None:
        """The present name of a case, which may have got another one in this very reading."""
        known = next((case.id for case in self.before.cases.values() if case.name == name), None)
        return next((case.name for case in cases.cases(self._change.connection) if case.id == known), name)

    # Judgements

    def _write_summary(self, present: Present, text: str, change: int | None) -> None:
        case, code = self._judged(present)
        known = self.before.summary(case, self.before.codebook.by_uid[present.identity.uids[1]])
        judgements.set_summary(self._change, case.id, code, self.before.coder.id, text, self._digest(present, known, change))

    def _write_rating(self, present: Present, values: Mapping[str, str], change: int | None) -> None:
        case, code = self._judged(present)
        known = self.before.rating(case, self.before.codebook.by_uid[present.identity.uids[1]], present.period)
        if not values["value"]:
            if values["note"]:
                raise UsageError(_("A note needs a rating: choose a value, or clear the note too."))
            if known:
                judgements.delete_rating(self._change, known.id)
            return
        if values["value"] not in present.editable["value"].choices:
            raise Unfit(_("“{text}” is none of: {known}.", text=values["value"], known=", ".join(present.editable["value"].choices)))
        judgements.set_rating(
            self._change,
            case.id,
            code,
            self.before.coder.id,
            present.period,
            value=values["value"],
            note=values["note"],
            evidence_for=list(known.evidence_for) if known else [],
            evidence_against=list(known.evidence_against) if known else [],
            evidence_sha256=self._digest(present, known, change),
            codebook_version=self.before.vocabulary.version,
        )

    def _judged(self, present: Present) -> tuple[Case, int]:
        case = self.before.cases[present.identity.uids[0]]
        return case, self.before.vocabulary.ids[self.before.codebook.by_uid[present.identity.uids[1]].key]

    def _digest(self, present: Present, known: Rating | Summary | None, change: int | None) -> bytes:
        """The hash of the evidence that the coder had seen: what was judged in a workbook is stale where codings have changed since."""
        case, code = self.before.cases[present.identity.uids[0]], self.before.codebook.by_uid[present.identity.uids[1]]
        family = {self.before.vocabulary.ids[below.key] for below in self.before.codebook.descendants(code.key, itself=True)}
        touched = {(found, document) for coder, found, document in self._coded_since(change) if coder == self.before.coder.id}
        documents = self._evidence.of_cases.get(case.id, ())
        if any(found in family and document in documents for found, document in touched):
            return known.evidence_sha256 if known else NEVER
        return evidence_hash(self._evidence.behind(case.id, code.key, self.before.coder.id))

    def _coded_since(self, change: int | None) -> set[tuple[int, int, int]]:
        if change not in self._coded:
            self._coded[change] = coded_since(self._change.connection, change) if change is not None else set()
        return self._coded[change]

    @cached_property
    def _coded(self) -> dict[int | None, set[tuple[int, int, int]]]:
        return {}

    @cached_property
    def _evidence(self) -> Evidence:
        return Evidence(self._change.connection, self.before.vocabulary)


def _attributes(values: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix(ATTRIBUTE): value for key, value in values.items() if key.startswith(ATTRIBUTE)}


def _aliases(text: str) -> list[str]:
    return [alias.strip() for alias in text.split(SEPARATOR.strip()) if alias.strip()]


def _place(difference: Difference) -> str:
    return _("sheet {sheet}, cell {cell}", sheet=difference.place.sheet, cell=difference.place.cell)
