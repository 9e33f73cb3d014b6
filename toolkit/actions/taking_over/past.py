"""What the study held when a workbook was exported from it, and what was taken over from that workbook since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from toolkit.export.editable import ATTRIBUTE
from toolkit.export.editing import SEPARATOR
from toolkit.store.history import past_changes
from toolkit.store.since import Since, notes, since, value_uids

if TYPE_CHECKING:
    from toolkit.actions.taking_over.present import Present, State
    from toolkit.export.book import Origin

KINDS = ("case", "person", "register_entry", "attribute", "attribute_value", "rating", "summary")
READ = "read"  # what a change notes that took something over from a workbook


class Past:
    """The study as it was after an earlier change; where nobody knows which, nothing of it is known."""

    def __init__(self, state: State, origin: Origin) -> None:
        """`origin` is where the workbook says that it comes from; change numbers of another copy of the study mean nothing here."""
        self._state = state
        self._last = next((past.number for past in past_changes(state.connection, limit=1)), 0)
        self._is_ours = origin.replica in (b"", state.study.replica)
        self._value_uids = {owner: value_uids(state.connection, owner) for owner in ("case", "person")}
        self._since: dict[int, Since] = {}
        noted = notes(state.connection, READ) if origin.export else ()
        self._readings = {number for number, after in noted if after.get("export") == origin.export.hex()}

    def was(self, present: Present, key: str, change: int | None) -> str | None:
        """What a row held in a column after `change`; None where this is not known."""
        source = self._source(present, key)
        if not self._knows(change):
            return None
        if source is None:
            return "" if key.startswith(ATTRIBUTE) else None  # a judgement may have been taken back; an attribute never had a value
        uid, column = source
        before = self._after(change).before.get(uid, {})
        if before is None or before.get("deleted"):
            return ""
        if column in before:
            return self._decoded(key, before[column])
        return None if "deleted" in before else present.values[key]

    def came_from_here(self, present: Present, key: str, change: int | None) -> bool:
        """Whether what a row holds now was taken over from this very workbook, in an earlier reading."""
        source = self._source(present, key)
        if not self._knows(change) or source is None or not self._readings:
            return False
        last = self._after(change).last.get(source[0], {})
        return max(last.get(source[1], 0), last.get("deleted", 0)) in self._readings

    def former_case_names(self, change: int | None) -> dict[str, tuple[str, ...]]:
        """The names that cases had after `change`, by their present ones."""
        before = self._after(change).before if self._knows(change) else {}
        names = {case.name: (before.get(case.uid) or {}).get("name") for case in self._state.cases.values()}
        return {present: (former,) for present, former in names.items() if former}

    def is_newer(self, uid: bytes, change: int | None) -> bool:
        """Whether an object was made after `change`."""
        return self._knows(change) and self._after(change).before.get(uid, {}) is None

    def is_newer_column(self, present: Present, key: str, change: int | None) -> bool:
        """Whether a column is an attribute that was made after `change`."""
        attributes = self._state.attributes.get(present.identity.kind, ())
        return any(self.is_newer(found.uid, change) for found in attributes if ATTRIBUTE + found.name == key)

    def is_older_than(self, change: int | None) -> bool:
        """Whether the study has not come to a change of its own yet."""
        return change is not None and self._is_ours and change > self._last

    def _knows(self, change: int | None) -> TypeGuard[int]:
        """Whether the history tells what was after a change: a workbook may be of another copy, or newer than a study that was restored."""
        return change is not None and self._is_ours and change <= self._last

    def _after(self, change: int) -> Since:
        if change not in self._since:
            self._since[change] = since(self._state.connection, change, KINDS)
        return self._since[change]

    def _source(self, present: Present, key: str) -> tuple[bytes, str] | None:
        """The object and the column that hold a value; None where there is no such object now."""
        state, kind, uid = self._state, present.identity.kind, present.identity.uids[0]
        if kind in ("rating", "summary"):
            case, code = state.cases[uid], state.codebook.by_uid[present.identity.uids[1]]
            found = state.rating(case, code, present.period) if kind == "rating" else state.summary(case, code)
            return (found.uid, key) if found else None
        if kind == "entry":
            return uid, "attributes" if key.startswith(ATTRIBUTE) else key
        if not key.startswith(ATTRIBUTE):
            return uid, key
        attribute = next(found.id for found in state.attributes[kind] if ATTRIBUTE + found.name == key)
        value = self._value_uids[kind].get((attribute, uid))
        return (value, "value") if value else None

    def _decoded(self, key: str, value: Any) -> str:
        """A value as the study's events have it, in the form of `Present.values`."""
        if value is None:
            return ""
        if key == "case":
            case = self._state.cases.get(bytes.fromhex(value))
            return case.name if case else ""
        if isinstance(value, list):
            return SEPARATOR.join(value)
        return str(value.get(key.removeprefix(ATTRIBUTE), "")) if isinstance(value, dict) else str(value)
