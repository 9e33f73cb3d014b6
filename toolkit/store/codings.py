"""Codings, readings and suggestions: what was decided, what was read, what a machine proposes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from toolkit.ids import new_id
from toolkit.model import Coding, Fields, Reading, Segment, Suggestion
from toolkit.store import places
from toolkit.store.history import now
from toolkit.store.rows import placed, quoted, records
from toolkit.store.tables import code, coding, reading, suggestion, text_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from toolkit.store.history import Change


def codings(
    connection: Connection,
    *,
    document: int | None = None,
    coder: int | None = None,
    codes: Iterable[int] | None = None,
    key: int | None = None,
    everywhere: bool = False,
) -> list[Coding]:
    """Codings at their places in the current texts, with the words that stand there, in the order in which they were made.

    One that stands nowhere in its document's current text is given only `everywhere`, or when it is asked for by its key, and then where it
    was made: its `how` is `nowhere`, its text version the older one.
    """
    query, current = placed(coding, everywhere=everywhere or key is not None)
    if document is not None:
        query = query.where(current.c.document == document)
    if coder is not None:
        query = query.where(coding.c.coder == coder)
    if codes is not None:
        query = query.where(coding.c.code.in_(list(codes)))
    if key is not None:
        query = query.where(coding.c.id == key)
    return _with_their_words(connection, records(connection, query, Coding))


def _with_their_words(connection: Connection, found: list[Coding]) -> list[Coding]:
    """Codings that were moved from an older text with the words at their new place."""
    moved = {known.text_version for known in found if known.how is not None}
    if not moved:
        return found
    query = select(text_version.c.id, text_version.c.text).where(text_version.c.id.in_(moved))
    texts = {row.id: row.text for row in connection.execute(query)}
    return [known if known.how is None else replace(known, quote=texts[known.text_version][known.start : known.end]) for known in found]


def add_coding(
    change: Change,
    segment: Segment,
    text: str,
    code_id: int,
    coder: int,
    codebook_version: int,
    fields: Fields | None = None,
    made_by: str = "hand",
    suggestion_id: int | None = None,
) -> int:
    """Add a coding with its quote and the characters around it, taken from `text`, the whole text of the version."""
    return change.insert(
        coding,
        **placed_at(segment, text),
        code=code_id,
        coder=coder,
        fields=fields or {},
        made_by=made_by,
        suggestion=suggestion_id,
        codebook_version=codebook_version,
        created=now(),
    )


def placed_at(segment: Segment, text: str) -> dict[str, Any]:
    """The columns that say where a coding stands: the segment, its quote, and the characters around it."""
    place = {"text_version": segment.text_version, "start": segment.start, "end": segment.end}
    return {**place, **quoted(text, segment.start, segment.end)}


def change_coding(change: Change, key: int, **values: Any) -> bool:
    """Change a coding's code, fields, borders, or delete it."""
    if "text_version" in values:
        places.forget(change.connection, coding, key)
    return change.update(coding, key, **values)


def readings(connection: Connection, *, document: int | None = None, coder: int | None = None, everywhere: bool = False) -> list[Reading]:
    """What was read, in the order of time; `everywhere` also what stands nowhere in the current texts."""
    query, current = placed(reading, everywhere=everywhere)
    if document is not None:
        query = query.where(current.c.document == document)
    if coder is not None:
        query = query.where(reading.c.coder == coder)
    return records(connection, query, Reading)


def add_reading(change: Change, segment: Segment, coder: int, codebook_version: int, mode: str) -> int:
    """Record that a coder has read a segment."""
    return change.insert(
        reading,
        coder=coder,
        text_version=segment.text_version,
        start=segment.start,
        end=segment.end,
        codebook_version=codebook_version,
        mode=mode,
        time=now(),
    )


def change_reading(change: Change, key: int, **values: Any) -> bool:
    """Say that a reading is of another segment."""
    if "text_version" in values:
        places.forget(change.connection, reading, key)
    return change.update(reading, key, **values)


def delete_reading(change: Change, key: int) -> None:
    """Take a reading back."""
    change.delete(reading, key)


def suggestions(
    connection: Connection,
    *,
    document: int | None = None,
    state: str | None = None,
    codes: Iterable[int] | None = None,
    suggester: str | None = None,
    key: int | None = None,
) -> list[Suggestion]:
    """Suggestions of live codes on the current texts, in the order of the documents and their text."""
    query, current = placed(suggestion)
    if document is not None:
        query = query.where(current.c.document == document)
    if state is not None:
        query = query.where(suggestion.c.state == state)
    if codes is not None:
        query = query.where(suggestion.c.code.in_(list(codes)))
    if suggester is not None:
        query = query.where(suggestion.c.suggester == suggester)
    if key is not None:
        query = query.where(suggestion.c.id == key)
    ordered = query.join(code, code.c.id == suggestion.c.code).where(code.c.deleted.is_(False)).order_by(None)
    start, end = query.selected_columns["start"], query.selected_columns["end"]
    return records(connection, ordered.order_by(current.c.document, start, end.desc(), code.c.key), Suggestion)


def add_suggestions(change: Change, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add suggestions; machine output has no history of its own until a person decides."""
    common = {"state": "open", "coder": None, "decided": None, "created": now()}
    batch = [{"uid": new_id(), **common, **row} for row in rows]
    if batch:
        change.connection.execute(insert(suggestion), batch)


def withdraw_open_suggestions(change: Change, suggester: str, documents: Iterable[int]) -> int:
    """Take away what a suggester proposed in these documents and nobody has decided on; says how many."""
    query, current = placed(suggestion, everywhere=True)
    chosen = query.with_only_columns(suggestion.c.id).order_by(None)
    chosen = chosen.where(suggestion.c.suggester == suggester, suggestion.c.state == "open", current.c.document.in_(list(documents)))
    done = change.connection.execute(update(suggestion).where(suggestion.c.id.in_(chosen)).values(deleted=True))
    return done.rowcount


def decide(change: Change, key: int, state: str, coder: int | None) -> None:
    """Record a decision on a suggestion; `open` takes it back."""
    change.update(suggestion, key, state=state, coder=coder, decided=now() if coder is not None else None)


def quote_parts(connection: Connection, key: int) -> tuple[str, str, str]:
    """The characters before a quote, the quote, and the characters after it, as they were when the coding was made."""
    row = connection.execute(select(coding.c.before, coding.c.quote, coding.c.after).where(coding.c.id == key)).one()
    return row.before, row.quote, row.after
