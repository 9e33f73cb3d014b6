"""Cut what one person said out of the texts of a group interview, and move everything else to where it stands then.

Every version of a text is cut. In an older one the person's words may stand under another label: a turn of which most words stand in runs
that the person alone says is taken for theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from toolkit.ids import sha256
from toolkit.store import search, words
from toolkit.store.erasing import (
    MADE_ON_TEXTS,
    blank_rows,
    drop_derived,
    drop_originals,
    wipe,
    without_evidence,
)
from toolkit.store.history import WIPED
from toolkit.store.rows import quoted
from toolkit.store.tables import coding, document, event, memo, place, speaker, suggestion, text_version, turn
from toolkit.text.cutting import Cuts
from toolkit.text.runs import Runs
from toolkit.text.words import count_words, word_starts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row, Table

    from toolkit.store.history import Change

LEFT_OUT = "erased turn"


@dataclass(frozen=True, slots=True)
class Version:
    """A text version before it is cut, its turns in order, and what is to go."""

    id: int
    uid: str
    text: str
    turns: Sequence[Row[Any]]
    cuts: Cuts

    def left(self, start: int, end: int) -> tuple[int, int] | None:
        """Where what is left of a segment stands after the cut."""
        return self.cuts.left(self.text, start, end)


@dataclass(frozen=True, slots=True)
class Speaking:
    """A speaker who is a certain person: local key, document, label, and how many others beside interviewers speak there."""

    id: int
    document: int
    label: str
    others: int


def speaking_as(connection: Connection, person: int) -> list[Speaking]:
    """The speakers who are a person, by document."""
    own = (
        select(speaker.c.id, speaker.c.document, speaker.c.label)
        .where(speaker.c.person == person)
        .order_by(speaker.c.document, speaker.c.id)
    )
    rows = connection.execute(own).all()
    speaks = select(turn.c.id).where(turn.c.speaker == speaker.c.id, turn.c.kind == "speech").exists()
    others = select(speaker.c.document).where(
        speaker.c.document.in_({row.document for row in rows}),
        speaker.c.id.not_in({row.id for row in rows}),
        speaker.c.role != "interviewer",
    )
    there = list(connection.scalars(others.where(speaks)))
    return [Speaking(row.id, row.document, row.label, there.count(row.document)) for row in rows]


def versions_cut(connection: Connection, key: int, speakers: Collection[int]) -> list[Version]:
    """All versions of a document's text, the oldest first, with what some speakers say in them."""
    texts = connection.execute(
        select(text_version.c.id, text_version.c.uid, text_version.c.text).where(text_version.c.document == key).order_by(text_version.c.id)
    ).all()
    turns = {
        row.id: connection.execute(select(turn).where(turn.c.text_version == row.id).order_by(turn.c.start, turn.c.end.desc())).all()
        for row in texts
    }
    said = Runs(row.text[found.start : found.end] for row in texts for found in turns[row.id] if found.speaker in speakers)
    newest = texts[-1]
    for found in turns[newest.id]:
        if found.speaker not in speakers:
            said.forget(newest.text[found.start : found.end])

    def theirs(text: str, found: Row[Any]) -> bool:
        return found.kind == "speech" and (found.speaker in speakers or _mostly(said, text[found.start : found.end]))

    return [
        Version(
            row.id,
            row.uid.hex(),
            row.text,
            turns[row.id],
            Cuts.of(_whole(row.text, turns[row.id], number) for number, found in enumerate(turns[row.id]) if theirs(row.text, found)),
        )
        for row in texts
    ]


def turns_cut(version: Version) -> int:
    """How many turns of speech go."""
    return sum(found.kind == "speech" and version.left(found.start, found.end) is None for found in version.turns)


def lost_on(connection: Connection, version: Version) -> dict[str, int]:
    """How many live codings, readings and suggestions on a version lie wholly in what goes, by table."""
    found = {}
    for table in MADE_ON_TEXTS:
        rows = connection.execute(select(table.c.start, table.c.end).where(table.c.text_version == version.id, table.c.deleted.is_(False)))
        found[table.name] = sum(version.left(row.start, row.end) is None for row in rows)
    return found


def cut(change: Change, key: int, speakers: Collection[int]) -> None:
    """Cut what some speakers say out of every text of a document; its original goes, codings of others move."""
    connection = change.connection
    versions = versions_cut(connection, key, speakers)
    by_uid = {version.uid: version for version in versions}
    gone: set[str] = set()
    for version in versions:
        for table in (*MADE_ON_TEXTS, memo):
            gone |= _move(connection, table, version, by_uid)
        _move_places(connection, version)
    without_evidence(change, gone)
    _write_texts(connection, versions)
    left_out: list[list[Any]] = connection.execute(select(document.c.left_out).where(document.c.id == key)).scalar_one()
    change.update(document, key, left_out=[*left_out, [LEFT_OUT, turns_cut(versions[-1])]])
    drop_originals(connection, [key])


def _mostly(said: Runs, text: str) -> bool:
    theirs = sum(count_words(text[start:end]) for start, end in said.found(text))
    return 2 * theirs > count_words(text)


def _whole(text: str, turns: Sequence[Row[Any]], number: int) -> tuple[int, int]:
    """A turn of speech with the header that announces it and the white space up to the next one."""
    own = turns[number]
    start = own.start
    for earlier in reversed(turns[:number]):
        if earlier.kind != "aside":
            if earlier.kind == "header" and not text[earlier.end : own.start].strip():
                start = earlier.start
            break
    return start, next((later.start for later in turns[number + 1 :] if later.start >= own.end), len(text))


def _move(connection: Connection, table: Table, version: Version, versions: Mapping[str, Version]) -> set[str]:
    """Move the rows that were made on a version, and what the history says of their places; those that lie in a cut are emptied.

    Gives the identifiers of the codings that were.
    """
    on_it = table.c.object == bytes.fromhex(version.uid) if table is memo else table.c.text_version == version.id
    rows = connection.execute(select(table).where(on_it, table.c.start.is_not(None))).all()
    left = {row.id: version.left(row.start, row.end) for row in rows}
    lost = [row for row in rows if left[row.id] is None]
    blank_rows(connection, table, [row.id for row in lost])
    for some in _chunks([row.uid for row in lost]):
        wipe(connection, some)
    kept = [(row, found) for row in rows if (found := left[row.id]) is not None]
    _move_events(connection, table, [row for row, _found in kept], version, versions)
    rest = version.cuts.rest(version.text)
    values = [{"key": row.id, "start": start, "end": end, **_again(table, row, rest, version, start, end)} for row, (start, end) in kept]
    if values:
        connection.execute(update(table).where(table.c.id == bindparam("key")), values)
    return {row.uid.hex() for row in lost} if table is coding else set()


def _again(table: Table, row: Row[Any], rest: str, version: Version, start: int, end: int) -> dict[str, Any]:
    """The columns that repeat the text: a coding's quote, the reasons of a suggestion."""
    if table is coding:
        return quoted(rest, start, end)
    if table is suggestion:
        reasons = [(reason, version.left(reason["start"], reason["end"])) for reason in row.reasons]
        return {"reasons": [{**reason, "start": place[0], "end": place[1]} for reason, place in reasons if place is not None]}
    return {}


def _move_events(connection: Connection, table: Table, rows: Sequence[Row[Any]], version: Version, versions: Mapping[str, Version]) -> None:
    """Let the history say where things stood in the texts as they are now, so that undo puts them there."""
    now_at = {row.uid: (version.uid, row.start, row.end) for row in rows}
    changed: list[dict[str, Any]] = []
    for some in _chunks(list(now_at)):
        query = select(event).where(event.c.kind == table.name, event.c.object.in_(some))
        of_objects = groupby(connection.execute(query.order_by(event.c.object, event.c.id.desc())), key=lambda found: found.object)
        for uid, events in of_objects:
            changed += _moved_back(now_at[uid], events, versions)
    if changed:
        connection.execute(update(event).where(event.c.id == bindparam("key")), changed)


def _moved_back(at: tuple[str, int, int], events: Iterator[Row[Any]], versions: Mapping[str, Version]) -> Iterator[dict[str, Any]]:
    """The new contents of an object's events, the last one first; `at` is the version and the place that the last one led to."""
    for found in events:
        after = _replaced(found.after, at, versions)
        said = found.before or {}
        at = (said.get("text_version", at[0]), said.get("start", at[1]), said.get("end", at[2]))
        before = _replaced(found.before, at, versions)
        if WIPED in (before, after):
            before, after = (None if old is None else WIPED for old in (found.before, found.after))
        if (before, after) != (found.before, found.after):
            yield {"key": found.id, "before": before, "after": after}


def _replaced(values: dict[str, Any] | None, at: tuple[str, int, int], versions: Mapping[str, Version]) -> dict[str, Any] | None:
    if values is None or not values.keys() & {"start", "end"} or at[0] not in versions:
        return values
    left = versions[at[0]].left(at[1], at[2])
    if left is None:
        return WIPED
    return {**values, **{name: offset for name, offset in zip(("start", "end"), left, strict=True) if name in values}}


def _move_places(connection: Connection, version: Version) -> None:
    same = (place.c.kind == bindparam("of")) & (place.c.row == bindparam("key")) & (place.c.text_version == version.id)
    query = select(place).where(place.c.text_version == version.id, place.c.start.is_not(None))
    values = []
    for row in connection.execute(query).all():
        start, end = version.left(row.start, row.end) or (None, None)
        values.append({"of": row.kind, "key": row.row, "start": start, "end": end})
    if values:
        connection.execute(update(place).where(same), values)


def _write_texts(connection: Connection, versions: Sequence[Version]) -> None:
    hashes: dict[bytes, bytes] = {}
    for version in versions:
        rest = version.cuts.rest(version.text)
        drop_derived(connection, version.id)
        _move_turns(connection, version)
        parent = connection.execute(select(text_version.c.parent).where(text_version.c.id == version.id)).scalar_one()
        hashes[sha256(version.text)] = sha256(rest)
        values = {"text": rest, "sha256": sha256(rest), "parent": hashes.get(parent, parent)}
        connection.execute(update(text_version).where(text_version.c.id == version.id).values(**values))
        words.put(connection, version.id, word_starts(rest))
        search.put(connection, version.id, rest)


def _move_turns(connection: Connection, version: Version) -> None:
    lost = [found for found in version.turns if version.left(found.start, found.end) is None]
    wipe(connection, [found.uid for found in lost if found.uid is not None])
    for keys in _chunks([found.id for found in lost]):
        connection.execute(delete(turn).where(turn.c.id.in_(keys)))
    moved = [
        {"key": found.id, "start": left[0], "end": left[1]}
        for found in version.turns
        if (left := version.left(found.start, found.end)) is not None
    ]
    if moved:
        connection.execute(update(turn).where(turn.c.id == bindparam("key")), moved)


def _chunks(keys: list[Any], size: int = 5_000) -> Iterator[list[Any]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
