"""Three-way: what a cell says, what it was exported as, and what the study holds now."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actions.taking_over.plan import Difference, Place
from toolkit.errors import Problem
from toolkit.export.editable import SHEETS, Editable, Unfit, head_of, mark, restored
from toolkit.export.edited import PART, UNKNOWN
from toolkit.export.editing import SEPARATOR
from toolkit.export.reading_back import fault_words
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.actions.taking_over.past import Past
    from toolkit.actions.taking_over.plan import Nature, Plan
    from toolkit.actions.taking_over.resolve import Resolved
    from toolkit.export.edited import EditedSheet
    from toolkit.export.reading_back import Found

FEWEST_MOVED = 3  # values that have changed places among each other before this is no coincidence
LONG_PARAGRAPH = 16_000  # characters, above which LibreOffice breaks a paragraph in two


class Comparison:
    """Compares the rows of one sheet with the study; what cannot be read becomes a problem of the plan."""

    def __init__(self, plan: Plan, past: Past, sheet: EditedSheet, cases: Sequence[str]) -> None:
        """`cases` are names that a person's case may have beside the present ones: those that the workbook gives."""
        self._plan = plan
        self._past = past
        self._sheet = sheet
        self._cases = {name: name for name in cases}

    def run(self, rows: Sequence[Resolved]) -> list[Difference]:
        """What the rows say differently."""
        return _told_apart([difference for resolved in rows for difference in self._of_row(resolved)], rows)

    def _of_row(self, resolved: Resolved) -> Iterator[Difference]:
        naming = SHEETS[resolved.row.kind].naming
        for key, cell in resolved.row.cells.items():
            if key in naming or key == PART or key.startswith(UNKNOWN):
                continue
            editable = resolved.present.editable.get(key)
            if editable is None:
                self._refuse_edit(resolved, key, cell)
                continue
            if key == "case":
                former = self._past.former_case_names(self._change(resolved))
                editable = replace(editable, choices={**editable.choices, **self._cases}, labels=former)
            difference = self._of_cell(resolved, key, cell, editable)
            if difference:
                yield difference

    def _refuse_edit(self, resolved: Resolved, key: str, cell: Found) -> None:
        """A cell that is only shown, or an attribute that other registers have: whatever was written there is listed."""
        untouched = resolved.exported is None or resolved.exported.has(key, Editable().comparable(cell.text))
        is_attribute = key not in SHEETS[resolved.row.kind].heads
        if not cell.text.strip() or (untouched and not is_attribute):
            return
        what = _("What was written in the column {head} is not read: it is only shown.", head=self._head(key))
        if is_attribute:
            what = _("This register has no attribute {head}.", head=self._head(key))
        self._problem(cell, what)

    def _of_cell(self, resolved: Resolved, key: str, cell: Found, editable: Editable) -> Difference | None:
        present, exported = resolved.present, resolved.exported
        here = present.values[key]
        if cell.fault and cell.fault != "unordered":
            self._problem(cell, *fault_words(cell.fault))
            return None
        texts = (cell.text.strip(), (cell.raw or cell.text).strip())
        candidates = [_kept(text, key, editable, resolved) for text in texts]
        if exported and any(exported.has(key, editable.comparable(value)) for value in (*texts, *(value for value, _fault in candidates))):
            self._plan.later += not exported.has(key, editable.comparable(here))
            return None
        value, fault = candidates[0]
        if key == "aliases":
            value = _with_former_name(value, resolved)
        if editable.comparable(value) == editable.comparable(here) or _is_only_broken(value, here):
            self._plan.same += exported is not None
            return None
        if fault or cell.fault:
            self._problem(cell, fault or _("Without the column that numbers the rows of a long text nobody knows their order."))
            return None
        if key == "name" and not value:
            self._problem(cell, _("A name cannot be empty."), _("Put it back; to take something away use its command."))
            return None
        nature, was = self._nature(resolved, key, editable)
        place = Place(self._sheet.title, cell.place, present.name, self._head(key))
        return Difference(
            present.identity,
            present.period,
            key,
            nature if value or nature != "changed" else "emptied",
            place,
            None if was is None else editable.shown(was),
            editable.shown(value),
            editable.shown(here),
            value,
            here,
            self._change(resolved),
        )

    def _nature(self, resolved: Resolved, key: str, editable: Editable) -> tuple[Nature, str | None]:
        """Whether the study has changed the value too since the export, and what it was then.

        The marks of the export decide; where the row has none for this column, the history does.
        """
        present, exported, change = resolved.present, resolved.exported, self._change(resolved)
        here = present.values[key]
        if exported and exported.has(key, editable.comparable(here)):
            return "changed", here
        if self._past.came_from_here(present, key, change):
            return "changed", here
        was = self._past.was(present, key, change)
        if exported and not self._past.is_newer_column(present, key, change):
            return "both", was if was is not None and exported.has(key, editable.comparable(was)) else None
        if was is None:
            return ("unknown", None) if here else ("changed", "")
        return "changed" if editable.comparable(was) == editable.comparable(here) else "both", was

    def _head(self, key: str) -> str:
        """What a column is called in the workbook, or by the program where its head is gone."""
        return self._sheet.columns[key] or head_of(self._sheet.kind, key)

    def _change(self, resolved: Resolved) -> int | None:
        return resolved.exported.change if resolved.exported else self._plan.origin.change

    def _problem(self, cell: Found, what: str, todo: str = "") -> None:
        place = _("sheet {sheet}, cell {cell}", sheet=self._sheet.title, cell=cell.place)
        self._plan.problems.append(Problem(self._plan.path, place, what, todo))


def _kept(text: str, key: str, editable: Editable, resolved: Resolved) -> tuple[str, str]:
    """What a text means in this column, and why it means nothing, if it does not."""
    here = resolved.present.values[key]
    if key == "aliases":
        aliases = (alias.strip() for alias in restored(text, here).split(SEPARATOR.strip()))
        return SEPARATOR.join(dict.fromkeys(filter(None, aliases))), ""
    try:
        return restored(editable.kept(text), here) if editable.type == "text" else editable.kept(text), ""
    except Unfit as error:
        return text, str(error)


def _is_only_broken(there: str, here: str) -> bool:
    """Whether a text differs only by the breaks that LibreOffice puts into long paragraphs."""
    return len(here) > LONG_PARAGRAPH and there.split() == here.split()


def _with_former_name(aliases: str, resolved: Resolved) -> str:
    """The aliases of an entry with the name under which it was exported, if that is an alias now: an entry keeps the names that it had."""
    exported, here = resolved.exported, resolved.present.values["aliases"].split(SEPARATOR)
    former = [alias for alias in here if exported and exported.has("name", Editable().comparable(alias))]
    return SEPARATOR.join(dict.fromkeys([*filter(None, aliases.split(SEPARATOR)), *former]))


def _told_apart(differences: list[Difference], rows: Sequence[Resolved]) -> list[Difference]:
    """The same, where all values that changed in a column stand in other rows than before: then it was sorted without the others."""
    exported = {(resolved.present.identity, resolved.present.period): resolved.exported for resolved in rows}
    editable = {(resolved.present.identity, resolved.present.period): resolved.present.editable for resolved in rows}
    moved = set()
    for key in {difference.key for difference in differences}:
        changed = [each for each in differences if each.key == key]
        values = [editable[each.identity, each.period][key].comparable(each.value) for each in changed]
        marks = {found for each in changed if (own := exported[each.identity, each.period]) for found in own.marks}
        if len(set(values)) == len(changed) >= FEWEST_MOVED and all(mark(key, value) in marks for value in values):
            moved.add(key)
    return [replace(each, nature="moved") if each.key in moved else each for each in differences]
