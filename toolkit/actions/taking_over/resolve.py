"""Which row of the study a row of a workbook is, also where identifiers were deleted, changed or mixed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import NotFound
from toolkit.export.editable import SHEETS, short
from toolkit.messages import _
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from toolkit.actions.taking_over.present import Present, State
    from toolkit.export.editable import Exported, Identity
    from toolkit.export.edited import EditedRow


@dataclass(frozen=True, slots=True)
class Resolved:
    """A row of a workbook, the row of the study that it is, and what is certain about its export."""

    row: EditedRow
    present: Present
    exported: Exported | None


def resolve(state: State, row: EditedRow) -> Resolved | None:
    """The row of the study; None for one that is new. Raises NotFound with a sentence where a person must look.

    The marks of the export prove whose they are: they stand for an identifier that was deleted. Without either the names decide.
    """
    proven = state.by_marks(row.kind, row.exported)
    identity = row.identity
    if identity is not None and identity != proven and state.has(identity) and proven is not None:
        raise NotFound(_("The identifier of this row is that of another. Take both from the exported workbook, or export again."))
    if identity is not None and identity.kind != row.kind:
        raise NotFound(_("The identifier of this row is one of the sheet {sheet}.", sheet=SHEETS[identity.kind].title()))
    if identity is None or not state.has(identity):
        identity = proven or identity
    if identity is None:
        if row.written:
            raise NotFound(_("“{text}” is no identifier of this study. Clear it if the row is new.", text=short(row.written)))
        identity = state.by_names(row)
    if identity is None:
        return None
    exported = row.exported if proven is not None else None
    period = _period(state, row, identity, exported)
    if row.kind == "rating" and exported and not exported.has("period", period):
        exported = None  # the row was given another period: it is another rating, of which nothing was exported
    present = state.row(identity, period)
    _refuse_contradiction(state, row, present, exported)
    return Resolved(row, present, exported)


def _period(state: State, row: EditedRow, identity: Identity, exported: Exported | None) -> str:
    """The period that a rating is of; where that column is gone, the one that was exported."""
    if "period" in row.cells or row.kind != "rating":
        return row.text("period")
    known = {"", *state.periods(identity)}
    found = [period for period in known if exported and exported.has("period", period)] or ([""] if len(known) == 1 else [])
    if len(found) != 1:
        raise NotFound(_("Without the column {head} nobody knows which rating this is.", head=SHEETS["rating"].heads["period"]()))
    return found[0]


def _refuse_contradiction(state: State, row: EditedRow, present: Present, exported: Exported | None) -> None:
    """Where a row names another case, code or register than its identifier, its cells were sorted apart."""
    for key, shown in present.shown.items():
        text = row.text(key)
        if key == "period" or not text or (exported and exported.has(key, text)) or fold(text) == fold(shown):
            continue
        if key == "code" and _is_code(state, text, present):
            continue
        raise NotFound(
            _(
                "This row says {there}, but its identifier is that of {here}. Sort whole rows only, and do not change {head}.",
                there=short(text),
                here=shown,
                head=SHEETS[row.kind].heads[key](),
            )
        )


def _is_code(state: State, text: str, present: Present) -> bool:
    try:
        return state.code(text).uid == present.identity.uids[1]
    except NotFound:
        return False
