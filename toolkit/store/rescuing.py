"""Save what can be read of a damaged study: row by row into a new one, around what cannot be read.

A copy is worked on, whose header is mended and into which side files are folded; its rows are read from its pages. What a saved row needs
and is lost itself is replaced: a document, coder, code or case by one named `lost N`, a codebook version by the last one; a row that cannot
stand without what is lost is left out and counted.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, select, update

from toolkit.ids import new_id, sha256
from toolkit.messages import _
from toolkit.store import connecting, copies, engine, health, migrations, search, words
from toolkit.store.history import now
from toolkit.store.pages import Pages, leaves, schema
from toolkit.store.rows import quoted
from toolkit.store.tables import OBJECTS, coding, correction, document, metadata, original, text_version

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.store.health import StoredText
    from toolkit.store.pages import Fits

MAGIC = b"SQLite format 3\0"
SIZES = (4096, 1024, 512, 2048, 8192, 16384, 32768, 65536)
OURS = b"CREATE TABLE text_version"
ADDED = 2  # columns that a table may have got since a row was written
PYTHON: dict[str, type | tuple[type, ...]] = {
    "INTEGER": int,
    "BOOLEAN": int,
    "TEXT": str,
    "JSON": str,
    "BLOB": bytes,
    "FLOAT": (int, float),
}

#: Made anew from the texts.
DERIVED = frozenset({"text_words", "migration"})


@dataclass
class Rescued:
    """How many rows of each table were saved, how many, as far as can be known, were not, and how many were made up for lost ones."""

    saved: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    made_up: dict[str, int] = field(default_factory=dict)


@dataclass
class _Table:
    """What was read of one table: rows by their number, and the number of rows that there should be."""

    columns: list[str]
    rows: dict[int, list[Any]] = field(default_factory=dict)
    expected: int = 0
    key: int | None = None  # the place of the column that is the row's number


def was_a_study(path: Path) -> bool:
    """Whether the file looks like a study, though SQLite may not take it for one."""
    try:
        with path.open("rb") as file:
            beginning = file.read(1 << 20)
    except OSError:
        return False
    return beginning[68:72] == connecting.APPLICATION_ID.to_bytes(4, "big") or OURS in beginning


def rescue(path: Path, target: Path) -> Rescued:
    """Save what can be read of a study into a new one; raises `StudyExists`, `NotAStudy`, and `StudyDamaged` where nothing is left."""
    copies.refuse_existing(target)
    connecting.must_be_there(path)
    if not was_a_study(path):
        raise connecting.NotAStudy(_("{path} is not a Terrain study.", path=path))
    with copies.complete(target) as new:
        mended = new.with_name(new.name.replace(".new", ".old"))
        try:
            pages = _mend(path, mended)
            number = _format(pages)
            engine.make(new, number)
            done = _write_all(new, _read_all(pages, new), target.stem)
            if not any(done.saved.values()):
                raise connecting.StudyDamaged(_("Nothing of {path} can be read any more. Look for a backup of it.", path=path))
            engine.bring_to(new, migrations.CURRENT, done=number)
        finally:
            for left in (mended, *connecting.side_files(mended)):
                left.unlink(missing_ok=True)
    with closing(engine.Store(target)) as store, store.write() as connection:
        words.fill(connection)
        search.rebuild(connection)
    return done


def mend_texts(connection: Connection, read: Callable[[str, bytes, str | None], str | None]) -> list[str]:
    """Put texts right that are not what their hash says, where their original, read anew, gives that; gives the names of the documents.

    `read` takes the kind of file, its bytes and its encoding. Quotes are then taken from the texts again, if the words around them are
    still there.
    """
    mended = []
    for stored in list(health.texts(connection)):
        if sha256(stored.text) != stored.sha256:
            text = _read_anew(connection, stored, read)
            if text is not None:
                connection.execute(update(text_version).where(text_version.c.id == stored.id).values(text=text))
                mended.append(stored.name)
    for stored in health.texts(connection):
        if sha256(stored.text) == stored.sha256:
            _mend_quotes(connection, stored)
    return mended


def _read_anew(connection: Connection, stored: StoredText, read: Callable[[str, bytes, str | None], str | None]) -> str | None:
    first = select(document.c.reader, original.c.data, document.c.encoding).join(original, original.c.document == document.c.id)
    later = select(correction.c.reader, correction.c.data, correction.c.encoding).where(correction.c.text_version == stored.id)
    for query in (later, first.where(document.c.id == stored.document)):
        row = connection.execute(query).one_or_none()
        text = read(*row) if row is not None else None
        if text is not None and sha256(text) == stored.sha256:
            return text
    return None


def _mend_quotes(connection: Connection, stored: StoredText) -> None:
    for place in health.standing_on(connection, stored.id):
        if place.quote is None or not 0 <= place.start < place.end <= len(stored.text):
            continue
        right = quoted(stored.text, place.start, place.end)
        parts = tuple(right[name] for name in ("before", "quote", "after"))
        if sum(a != b for a, b in zip(parts, place.quote, strict=True)) == 1:
            connection.execute(update(coding).where(coding.c.uid == place.uid).values(**right))


def _mend(path: Path, mended: Path) -> Pages:
    """The pages of a study: copied with its side files, set right where a header always says the same, the side files folded in."""
    shutil.copyfile(path, mended)
    for old, new in zip(connecting.side_files(path), connecting.side_files(mended), strict=True):
        if old.exists() and not old.name.endswith("-shm"):
            shutil.copyfile(old, new)
    header = bytearray(mended.read_bytes()[:100].ljust(100, b"\0"))
    given = int.from_bytes(header[16:18], "big")
    given = given if given in SIZES else 65536 if given == 1 else SIZES[0]
    logged = any(side.exists() for side in connecting.side_files(mended))
    for size in dict.fromkeys((given, *SIZES)):
        _write_header(mended, header, size, logged=logged)
        _fold(mended)
        pages = Pages(mended.read_bytes(), size)
        if any(name in metadata.tables for _kind, name, _root, _sql in schema(pages)):
            return pages
    return Pages(mended.read_bytes(), given)


def _fold(mended: Path) -> None:
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(mended)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("SELECT 1 FROM sqlite_master").fetchone()


def _write_header(mended: Path, header: bytearray, size: int, *, logged: bool) -> None:
    header[:16] = MAGIC
    header[16:18] = (1 if size == 65536 else size).to_bytes(2, "big")
    header[18:24] = bytes((2, 2) if logged else (1, 1)) + bytes((0, 64, 32, 32))
    with mended.open("rb+") as file:
        pages = max(1, -(-file.seek(0, 2) // size))
        file.truncate(pages * size)
        header[28:32] = pages.to_bytes(4, "big")
        header[32:40] = bytes(8)  # no free pages: nothing is written
        header[44:48] = (4).to_bytes(4, "big")
        header[56:60] = (1).to_bytes(4, "big")
        header[68:72] = connecting.APPLICATION_ID.to_bytes(4, "big")
        header[92:96] = header[24:28]
        file.seek(0)
        file.write(header)


def _format(pages: Pages) -> int:
    """The format of a study, as its own table says or else its tables show."""
    listed = {name: root for _kind, name, root, _sql in schema(pages)}
    rows = leaves(pages, {"migration": listed.get("migration", 0)}, {"migration": _fits(("INTEGER", "TEXT", "TEXT"), 3)})["migration"]
    numbers = [number for page in rows for number, _values in pages.rows(page)]
    number = max(numbers, default=migrations.CURRENT if "place" in listed else 1)
    if 1 <= number <= migrations.CURRENT:
        return number
    migrations.refuse_newer(number)
    return migrations.CURRENT


def _read_all(pages: Pages, new: Path) -> dict[str, _Table]:
    """The rows of every table that the new study has."""
    tables, roots, fits = {}, {}, {}
    listed = schema(pages)
    with closing(sqlite3.connect(new)) as raw:
        described = raw.execute(
            "SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
        ).fetchall()
        for name, root, sql in described:
            if name in DERIVED or name.startswith("text_index"):
                continue
            info = raw.execute(f'PRAGMA table_info("{name}")').fetchall()
            tables[name] = _Table([column[1] for column in info])
            roots[name] = next((at for _kind, other, at, text in listed if other == name or _alike(text, sql)), root)
            fits[name] = _fits(tuple(column[2] for column in info), len(info))
            key = next((place for place, column in enumerate(info) if column[5] == 1 and column[2] == "INTEGER"), None)
            tables[name].key = key
    roots |= {name: root for _kind, name, root, _sql in listed if name.startswith("text_index") or name in DERIVED}
    for name, numbers in leaves(pages, roots, fits).items():
        _read(pages, numbers, tables[name], counted=name in OBJECTS and name != "turn")
    return tables


def _read(pages: Pages, numbers: Sequence[int], table: _Table, *, counted: bool) -> None:
    for number in numbers:
        for row, values in pages.rows(number):
            if len(values) <= len(table.columns):
                if table.key is not None and table.key < len(values):
                    values[table.key] = row  # which the row itself does not repeat
                table.rows[row] = values
    table.expected = max(len(table.rows), max(table.rows, default=0) if counted else 0)


def _alike(text: str, sql: str) -> bool:
    """Whether the description of a table differs from another by a few characters."""
    return abs(len(text) - len(sql)) < 4 and sum(a != b for a, b in zip(text, sql, strict=False)) < 4


def _fits(types: tuple[str, ...], most: int) -> Fits:
    """Whether a row can be one of a table with columns of these types; older rows may lack the last columns."""

    def fits(values: Sequence[Any]) -> bool:
        return most - ADDED <= len(values) <= most and all(
            value is None or isinstance(value, PYTHON[kind]) for value, kind in zip(values, types, strict=False)
        )

    return fits


def _write_all(new: Path, found: dict[str, _Table], title: str) -> Rescued:
    done = Rescued()
    with closing(sqlite3.connect(new, isolation_level=None)) as raw:
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN")
        for name, table in found.items():
            _write(raw, name, table)
        _make_up(raw, title, done)
        for name, table in found.items():
            done.saved[name] = raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] - done.made_up.get(name, 0)  # noqa: S608
            if table.expected > done.saved[name]:
                done.lost[name] = table.expected - done.saved[name]
        raw.execute("COMMIT")
    return done


def _write(raw: sqlite3.Connection, name: str, table: _Table) -> None:
    described = metadata.tables.get(name)
    for row in table.rows.values():
        columns = table.columns[: len(row)]
        values = (
            row if described is None else [_readable(described.c.get(column), value) for column, value in zip(columns, row, strict=True)]
        )
        names, marks = ", ".join(f'"{column}"' for column in columns), ",".join("?" * len(columns))
        raw.execute(f'INSERT OR IGNORE INTO "{name}" ({names}) VALUES ({marks})', values)  # noqa: S608


def _readable(column: Any, value: Any) -> Any:
    """A value that the program can read: JSON that is none is empty."""
    if column is None or not isinstance(column.type, JSON) or value is None:
        return value
    try:
        json.loads(value)
    except (ValueError, TypeError):
        return "[]" if column.name in ("languages", "choices", "left_out", "parents", "aliases", "reasons", "copies") else "{}"
    return value


def _make_up(raw: sqlite3.Connection, title: str, done: Rescued) -> None:
    """Let every row point to something: to what was saved, to what is made up for what is lost, or to nothing; else it is left out."""
    version = raw.execute("SELECT max(id) FROM codebook_version").fetchone()[0]
    if raw.execute("SELECT 1 FROM study").fetchone() is None:
        values = (new_id(), title, version, new_id(), now())
        raw.execute(
            'INSERT INTO study (uid, title, languages, codebook_version, replica, created) VALUES (?, ?, \'["fr","en"]\', ?, ?, ?)', values
        )
        done.made_up["study"] = 1
    for _round in range(len(metadata.tables)):
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if not broken:
            return
        for table, number, parent, key in broken:
            column = next(row[3] for row in raw.execute(f'PRAGMA foreign_key_list("{table}")') if row[0] == key)
            _mend_pointer(raw, table, number, parent, column, version, done)


def _mend_pointer(raw: sqlite3.Connection, table: str, number: int, parent: str, column: str, version: int | None, done: Rescued) -> None:
    row = raw.execute(f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (number,)).fetchone()  # noqa: S608
    if row is None:
        return
    needed = next(info[3] or info[5] for info in raw.execute(f'PRAGMA table_info("{table}")') if info[1] == column)
    if not needed:
        raw.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?', (number,))  # noqa: S608
    elif parent == "codebook_version" and version is not None:
        raw.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (version, number))  # noqa: S608
    elif parent in STAND_INS and isinstance(row[0], int):
        raw.execute(
            STAND_INS[parent], {"id": row[0], "uid": new_id(), "name": f"lost {row[0]}", "version": version, "hash": _hash(raw, row[0])}
        )
        done.made_up[parent] = done.made_up.get(parent, 0) + 1
    else:
        raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (number,))  # noqa: S608


def _hash(raw: sqlite3.Connection, document: int) -> bytes:
    found = raw.execute("SELECT data FROM original WHERE document = ?", (document,)).fetchone()
    return sha256(found[0]) if found and isinstance(found[0], bytes) else bytes(32)


#: What stands for a lost row that others need.
STAND_INS = {
    "document": "INSERT OR IGNORE INTO document (id, uid, name, reader, sha256, kind, language, layout, left_out)"
    " VALUES (:id, :uid, :name, '', :hash, 'interview', 'fr', 'none', '[]')",
    "coder": "INSERT OR IGNORE INTO coder (id, uid, name) VALUES (:id, :uid, :name)",
    "case": 'INSERT OR IGNORE INTO "case" (id, uid, name) VALUES (:id, :uid, :name)',
    "code": "INSERT OR IGNORE INTO code (id, uid, key, first_version) VALUES (:id, :uid, :name, :version)",
}
