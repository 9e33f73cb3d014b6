"""Decide on suggestions: accept, edit, reject, skip; at the keyboard or in a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.coding import check_fields, usable_code
from toolkit.actions.lookup import Lookup
from toolkit.actions.naming import find_document
from toolkit.errors import Conflict, UsageError
from toolkit.export.labels import decided_word
from toolkit.messages import _, language
from toolkit.model import Segment, Suggestion
from toolkit.store import codings, documents
from toolkit.store.rows import find, uid_of
from toolkit.suggest import SUGGESTERS
from toolkit.suggest.base import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Turn
    from toolkit.store.history import Change
    from toolkit.study import Study

CONTEXT = 160  # characters shown before and after a suggestion


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion with what a person needs to decide on it: the words around it, who speaks and when, and why it was made."""

    suggestion: Suggestion
    document: str
    speaker: str | None
    start_ms: int | None
    before: str
    quote: str
    after: str
    code: str
    why: tuple[str, ...]


def open_suggestions(study: Study, connection: Connection, *, document: str | None = None, code: str | None = None) -> list[Suggestion]:
    """The suggestions that nobody has decided on, in the order of the texts; of one document, or of one code with its descendants."""
    vocabulary = study.vocabulary(connection)
    chosen = vocabulary.codebook.descendants(code, itself=True) if code else vocabulary.codebook.codes
    keys = [vocabulary.ids[found.key] for found in chosen if not found.reserved]
    in_document = find_document(connection, document).id if document else None
    return codings.suggestions(connection, document=in_document, state="open", codes=keys)


def show(study: Study, connection: Connection, suggestion: Suggestion) -> Shown:
    """What a person is shown of a suggestion."""
    vocabulary = study.vocabulary(connection)
    text = documents.text_of(connection, suggestion.text_version)
    turn = speech_at([turn for _key, turn in documents.turns(connection, suggestion.text_version)], suggestion.start)
    left, right = (turn.start, turn.end) if turn else (0, len(text))
    machine = SUGGESTERS[suggestion.suggester](vocabulary.codebook, vocabulary.codebook.languages)
    return Shown(
        suggestion,
        next(document.name for document in documents.documents(connection) if document.id == suggestion.document),
        turn.speaker if turn else None,
        turn.start_ms if turn else None,
        text[max(left, suggestion.start - CONTEXT) : suggestion.start],
        text[suggestion.start : suggestion.end],
        text[suggestion.end : min(right, suggestion.end + CONTEXT)],
        vocabulary.keys[suggestion.code],
        tuple(machine.explain(Reason(**reason), language()) for reason in suggestion.reasons),  # type: ignore[arg-type]
    )


def speech_at(turns: Sequence[Turn], place: int) -> Turn | None:
    """The speech turn in which a place lies."""
    return next((turn for turn in turns if turn.kind == "speech" and turn.start <= place < turn.end), None)


def accept(study: Study, uid: str) -> None:
    """Make a suggestion a coding as it stands; raises `Conflict` when it was decided already."""
    with study.change("accept") as change:
        decide_accept(study, change, find(change.connection, "suggestion", uid))


def edit(
    study: Study,
    uid: str,
    *,
    code: str | None = None,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    span: tuple[int, int] | None = None,
    new_entries: bool = False,
) -> None:
    """Make a suggestion a coding with another code, other field values or other borders."""
    with study.change("edit") as change:
        key = find(change.connection, "suggestion", uid)
        decide_edit(study, change, key, code=code, fields=fields, span=span, new_entries=new_entries)


def reject(study: Study, uid: str) -> None:
    """Say that a suggestion is wrong."""
    with study.change("reject") as change:
        decide_reject(change, find(change.connection, "suggestion", uid))


def skip(study: Study, uid: str) -> None:
    """Leave a suggestion open; that it was seen is recorded."""
    with study.change("skip") as change:
        key = find(change.connection, "suggestion", uid)
        change.note("skip", uid_of(change.connection, "suggestion", key))


def decide_accept(study: Study, change: Change, key: int) -> None:
    """`accept` within a change, by local key."""
    suggestion = _open(change.connection, key)
    vocabulary = study.vocabulary(change.connection)
    usable_code(vocabulary, vocabulary.keys[suggestion.code])
    _code(study, change, suggestion, suggestion.code, dict(suggestion.fields), (suggestion.start, suggestion.end), "accepted")


def decide_edit(
    study: Study,
    change: Change,
    key: int,
    *,
    code: str | None = None,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    span: tuple[int, int] | None = None,
    new_entries: bool = False,
) -> int:
    """`edit` within a change, by local key; what stays as it was proposed counts as accepted."""
    suggestion = _open(change.connection, key)
    vocabulary = study.vocabulary(change.connection)
    chosen = usable_code(vocabulary, code or vocabulary.keys[suggestion.code])
    kept = {name: value for name, value in suggestion.fields.items() if name in chosen.fields and name not in (fields or {})}
    given = {**kept, **check_fields(Lookup(study, change), chosen, fields or {}, new_entries=new_entries)}
    code_id = vocabulary.ids[chosen.key]
    borders = span or (suggestion.start, suggestion.end)
    text = documents.text_of(change.connection, suggestion.text_version)
    if not 0 <= borders[0] < borders[1] <= len(text):
        raise UsageError(_("The text ends at {end}; there is no segment {a}-{b}.", end=len(text), a=borders[0], b=borders[1]))
    same = (code_id, borders) == (suggestion.code, (suggestion.start, suggestion.end))
    same = same and suggestion.fields.items() <= given.items()
    return _code(study, change, suggestion, code_id, given, borders, "accepted" if same else "edited")


def decide_reject(change: Change, key: int) -> None:
    """`reject` within a change, by local key."""
    _open(change.connection, key)
    codings.decide(change, key, "rejected", change.coder)


def _open(connection: Connection, key: int) -> Suggestion:
    found = codings.suggestions(connection, key=key)
    if not found:
        raise Conflict(_("The document or the code of this suggestion has been taken out of the study."))
    suggestion = found[0]
    if suggestion.state != "open":
        raise Conflict(
            _(
                "Somebody has decided on this suggestion already ({state}). `terrain undo` takes your own last decision back.",
                state=decided_word(suggestion.state),
            )
        )
    return suggestion


def _code(
    study: Study, change: Change, suggestion: Suggestion, code: int, fields: dict[str, str | list[str]], span: tuple[int, int], state: str
) -> int:
    """The coding that follows from a decision, and the decision; gives the coding's local key."""
    connection = change.connection
    text = documents.text_of(connection, suggestion.text_version)
    segment = Segment(suggestion.text_version, *span)
    coder = study.coder(connection).id
    version = study.vocabulary(connection).version
    key = codings.add_coding(change, segment, text, code, coder, version, fields, state, suggestion.id)
    codings.decide(change, suggestion.id, state, change.coder)
    return key
