"""Erase what a participant said: rows stay as tombstones without contents, parts of them go, and what is kept says that it was done.

The rows remain so that other copies of the study can learn of it and history has something to refer to. The caller's transaction must be
`Store.alone`, and `Store.rewrite` follows it: only then is nothing left of it in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, cast, delete, func, or_, select, union_all, update

from toolkit.ids import sha256
from toolkit.store import search, words
from toolkit.store.history import WIPED
from toolkit.store.tables import (
    attribute_value,
    coding,
    correction,
    document,
    event,
    finding,
    memo,
    not_asked,
    original,
    person,
    place,
    rating,
    reading,
    speaker,
    suggestion,
    text_version,
    turn,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Row, Select, Table

    from toolkit.store.history import Change

#: What a row says when its contents were erased; the rest of it is not anybody's words.
NOWHERE: dict[str, Any] = {"start": 0, "end": 0}
BLANK: dict[Table, dict[str, Any]] = {
    document: {"name": "", "reader": "", "encoding": None, "case": None, "date": None, "layout": "", "left_out": []},
    text_version: {"text": "", "sha256": sha256(""), "parent": None},
    speaker: {"label": cast(speaker.c.id, Text), "role": "unknown", "person": None},
    coding: {"quote": "", "before": "", "after": "", "fields": {}, **NOWHERE},
    reading: NOWHERE,
    suggestion: {"fields": {}, "reasons": [], "probability": None, **NOWHERE},
    memo: {"text": "", "start": None, "end": None},
    attribute_value: {"value": ""},
    not_asked: {},
    person: {"name": "", "case": None, "register_entry": None},
}

#: What is made on a text version.
MADE_ON_TEXTS = (coding, reading, suggestion)


def imported_at(connection: Connection, documents: Collection[int]) -> str:
    """When the first of some documents came into the study."""
    found = connection.scalar(select(func.min(text_version.c.created)).where(text_version.c.document.in_(documents)))
    return found or ""


def originals_of(connection: Connection, documents: Collection[int]) -> list[bytes]:
    """The SHA-256 of every file that the texts of some documents were read from."""
    corrected = select(correction.c.sha256).where(correction.c.text_version.in_(versions_of(documents)))
    own = select(document.c.sha256).where(document.c.id.in_(documents))
    return list(dict.fromkeys(connection.scalars(union_all(own, corrected))))


def texts_of(connection: Connection, documents: Collection[int]) -> list[str]:
    """All texts of some documents, also older versions."""
    return list(connection.scalars(select(text_version.c.text).where(text_version.c.document.in_(documents))))


def versions_of(documents: Collection[int]) -> Select[Any]:
    """The local keys of the text versions of some documents."""
    return select(text_version.c.id).where(text_version.c.document.in_(documents))


def about_documents(documents: Collection[int]) -> dict[Table, Select[Any]]:
    """The identifiers of every object that is part of some documents or was made on them, by table."""
    versions = versions_of(documents)
    found = {
        document: select(document.c.uid).where(document.c.id.in_(documents)),
        text_version: select(text_version.c.uid).where(text_version.c.document.in_(documents)),
        speaker: select(speaker.c.uid).where(speaker.c.document.in_(documents)),
        turn: select(turn.c.uid).where(turn.c.text_version.in_(versions), turn.c.uid.is_not(None)),
        not_asked: select(not_asked.c.uid).where(not_asked.c.document.in_(documents)),
        **{table: select(table.c.uid).where(table.c.text_version.in_(versions)) for table in MADE_ON_TEXTS},
    }
    return _with_notes(found)


def about_person(key: int) -> dict[Table, Select[Any]]:
    """The identifiers of a person, and of what is noted about them."""
    return _with_notes({person: select(person.c.uid).where(person.c.id == key)})


def about_speakers(keys: Collection[int]) -> dict[Table, Select[Any]]:
    """The identifiers of some speakers."""
    return {speaker: select(speaker.c.uid).where(speaker.c.id.in_(keys))}


def _with_notes(objects: dict[Table, Select[Any]]) -> dict[Table, Select[Any]]:
    """The same with the attribute values of these objects and the memos about them."""
    uids = union_all(*objects.values())
    return {
        **objects,
        attribute_value: select(attribute_value.c.uid).where(attribute_value.c.object.in_(uids)),
        memo: select(memo.c.uid).where(memo.c.object.in_(uids)),
    }


def counted(connection: Connection, objects: dict[Table, Select[Any]]) -> dict[str, int]:
    """How many live rows of each table there are among some objects, and how many entries of the history are about them."""
    found = {}
    for table, uids in objects.items():
        chosen = select(func.count()).select_from(table).where(table.c.uid.in_(uids))
        found[table.name] = int(connection.scalar(chosen.where(table.c.deleted.is_(False))) or 0)
    about = select(func.count()).select_from(event).where(event.c.object.in_(union_all(*objects.values())))
    return {**found, event.name: int(connection.scalar(about) or 0)}


def blank(connection: Connection, objects: dict[Table, Select[Any]]) -> None:
    """Empty the rows of these objects and what the history says of them; they count as deleted."""
    wipe(connection, union_all(*objects.values()))
    for table in reversed(objects):  # memos and values before what they are found by
        if table is not turn:
            # By their keys: the condition may be on what is emptied.
            keys = list(connection.scalars(select(table.c.id).where(table.c.uid.in_(objects[table]))))
            blank_rows(connection, table, keys)


def blank_rows(connection: Connection, table: Table, keys: Collection[int]) -> None:
    """Empty some rows of a table."""
    connection.execute(update(table).where(table.c.id.in_(list(keys))).values(**BLANK[table], deleted=True))


def wipe(connection: Connection, uids: Any) -> None:
    """Take away what the history says of some objects; that they were changed, when and by whom stays."""
    of_them = event.c.object.in_(uids)
    for column in (event.c.before, event.c.after):
        connection.execute(update(event).where(of_them, column.is_not(None)).values({column: WIPED}))


def drop_parts(connection: Connection, documents: Collection[int]) -> None:
    """Delete originals, turns, words, index entries, places and machine findings of some documents."""
    versions = list(connection.scalars(versions_of(documents)))
    for version in versions:
        drop_derived(connection, version)
    made = or_(
        *(
            and_(place.c.kind == table.name, place.c.row.in_(select(table.c.id).where(table.c.text_version.in_(versions))))
            for table in MADE_ON_TEXTS
        )
    )
    connection.execute(delete(place).where(or_(place.c.text_version.in_(versions), made)))
    connection.execute(delete(turn).where(turn.c.text_version.in_(versions)))
    drop_originals(connection, documents)


def drop_originals(connection: Connection, documents: Collection[int]) -> None:
    """Delete the files that the texts of some documents were read from."""
    connection.execute(delete(correction).where(correction.c.text_version.in_(versions_of(documents))))
    connection.execute(delete(original).where(original.c.document.in_(documents)))


def drop_derived(connection: Connection, version: int) -> None:
    """Delete what was computed from a text and can be computed again."""
    text = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
    search.drop(connection, version, text)
    words.drop(connection, version)
    connection.execute(delete(finding).where(finding.c.text_version == version))


def without_evidence(change: Change, gone: Collection[str]) -> None:
    """Take codings, by identifier in hexadecimal, out of the evidence of all ratings; the ratings' notes stay."""
    query = select(rating.c.id, rating.c.evidence_for, rating.c.evidence_against)
    for row in change.connection.execute(query).all():
        values = {name: [uid for uid in getattr(row, name) if uid not in gone] for name in ("evidence_for", "evidence_against")}
        change.update(rating, row.id, **values)


def codings_on(connection: Connection, documents: Collection[int]) -> set[str]:
    """The identifiers, in hexadecimal, of the codings that were made on some documents."""
    return {uid.hex() for uid in connection.scalars(select(coding.c.uid).where(coding.c.text_version.in_(versions_of(documents))))}


def identifiers(connection: Connection, objects: dict[Table, Select[Any]]) -> dict[str, set[bytes]]:
    """The identifiers of some objects by the name of their table."""
    return {table.name: set(connection.scalars(uids)) for table, uids in objects.items()}


def removed(connection: Connection) -> list[Row[Any]]:
    """The local keys and names of documents that were taken out of the study and can still be brought back."""
    gone = select(document.c.id, document.c.name).where(document.c.deleted.is_(True), document.c.name != "")
    return list(connection.execute(gone.order_by(document.c.id)))


def names_of(connection: Connection, documents: Collection[int]) -> dict[int, str]:
    """The names of some documents, also removed ones."""
    return {row.id: row.name for row in connection.execute(select(document.c.id, document.c.name).where(document.c.id.in_(documents)))}


def speakers_who_are(connection: Connection, key: int) -> list[int]:
    """The local keys of the speakers who are a person."""
    return list(connection.scalars(select(speaker.c.id).where(speaker.c.person == key)))
