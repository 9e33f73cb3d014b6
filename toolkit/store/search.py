"""The index of words: which texts may hold a phrase. It only narrows; where the phrase stands is looked for in the texts themselves.

What is indexed is the text without accents, reduced to Latin-1, so that SQLite's idea of a word and ours cannot differ: a text that holds
a phrase is among those found, whatever its letters are. The index is made from the texts and can be made anew from them at any time;
without it, or where it is damaged or lacks a text, every text in question is read.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from toolkit.store.rows import current_versions
from toolkit.store.tables import text_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

CREATE = text("CREATE VIRTUAL TABLE text_index USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 2\")")
PUT = text("INSERT INTO text_index (rowid, text) VALUES (:version, :text)")
DROP = text("INSERT INTO text_index (text_index, rowid, text) VALUES ('delete', :version, :text)")
CHECK = text("INSERT INTO text_index (text_index) VALUES ('integrity-check')")
OPTIMISE = text("INSERT INTO text_index (text_index) VALUES ('optimize')")
MATCH = text("SELECT rowid FROM text_index WHERE text_index MATCH :phrase")
MATCH_ONE = text("SELECT rowid FROM text_index WHERE text_index MATCH :phrase AND rowid = :version")
INDEXED = text("SELECT id FROM text_index_docsize")

FREQUENT = "’‘“”–—…œŒ"  # beyond Latin-1; taken out one by one, as few texts have others
FOREIGN = re.compile("[^\x00-\xff]+")
INDEXED_WORD = re.compile(r"[^\W_]+")
END = 2_000  # characters at the beginning and the end of a text in which a check looks for a word


def plain(written: str) -> str:
    """A text as it is indexed, and a phrase as it is looked for: a letter beyond Latin-1 becomes its letter without accents, or a space.

    >>> plain("L’œuvre de Šimon")
    'L  uvre de Simon'
    """
    for character in FREQUENT:
        written = written.replace(character, " ")
    try:
        written.encode("latin-1")
    except UnicodeEncodeError:
        return FOREIGN.sub(lambda found: "".join(map(_plain, found[0])), written)
    return written


def _plain(character: str) -> str:
    base = unicodedata.normalize("NFD", character.lower())[0]
    return base if base <= "\xff" else " "


def put(connection: Connection, version: int, written: str) -> None:
    """Index a text version that is not indexed yet."""
    put_all(connection, [(version, written)])


def put_all(connection: Connection, written: Iterable[tuple[int, str]]) -> None:
    """Index texts that are not indexed yet, by version: together they cost least."""
    rows = [{"version": version, "text": plain(each)} for version, each in written]
    if rows:
        with _unless_damaged():
            connection.execute(PUT, rows)


def drop(connection: Connection, version: int, written: str) -> None:
    """Take a text version out of the index, so that none of its words is left in the file; `written` is exactly what was indexed.

    Does nothing where it is not indexed.
    """
    with _unless_damaged():
        if version in indexed(connection):
            connection.execute(DROP, {"version": version, "text": plain(written)})
            connection.execute(OPTIMISE)  # what was deleted stays in older segments until they are merged


def rebuild(connection: Connection) -> None:
    """Make the index anew from the texts."""
    try:
        connection.execute(text("DROP TABLE IF EXISTS text_index"))
    except DatabaseError:
        _make_droppable(connection)
        connection.execute(text("DROP TABLE text_index"))
    connection.execute(CREATE)
    for version in connection.scalars(select(text_version.c.id)).all():
        put(connection, version, connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one())


def _make_droppable(connection: Connection) -> None:
    """Give an index that SQLite cannot even open, and so not drop, the tables of an empty one."""
    connection.execute(text(CREATE.text.replace("text_index", "empty_index", 1)))
    parts = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE name LIKE 'empty_index_%' AND type = 'table'")).all()
    for name, sql in parts:
        damaged = name.replace("empty_index", "text_index")
        connection.execute(text(f"DROP TABLE IF EXISTS {damaged}"))
        connection.exec_driver_sql(sql.replace("empty_index", "text_index", 1))
        connection.execute(text(f"INSERT INTO {damaged} SELECT * FROM {name}"))  # noqa: S608 - SQLite's own names
    connection.execute(text("DROP TABLE empty_index"))


def is_sound(connection: Connection) -> bool:
    """Whether SQLite finds no fault in the index, and the index finds the first and the last word of every text.

    Needs a transaction that may write, and writes nothing.
    """
    try:
        connection.execute(CHECK)
        found = all(
            connection.scalar(MATCH_ONE, {"phrase": f'"{word}"', "version": version}) == version
            for version, word in _ends_of_texts(connection)
        )
        return found and indexed(connection) == set(connection.scalars(select(text_version.c.id)))
    except DatabaseError as error:
        if not _is_of_index(error):
            raise
        return False


def _ends_of_texts(connection: Connection) -> Iterator[tuple[int, str]]:
    """The first and the last word of every text, as they are indexed."""
    for version in connection.scalars(select(text_version.c.id)).all():
        written = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
        for piece, place in ((written[:END], 0), (written[-END:], -1)):
            words = INDEXED_WORD.findall(plain(piece))
            yield from ((version, word) for word in words[place:][:1])


def indexed(connection: Connection) -> frozenset[int]:
    """The text versions that are in the index; none where it is missing or damaged."""
    with _unless_damaged():
        return frozenset(connection.scalars(INDEXED))
    return frozenset()


def narrowed(connection: Connection, phrase: str, *, begins: bool = False) -> frozenset[int]:
    """The live documents in whose current texts a phrase may stand, whatever the case and the accents, by local key.

    With `begins` its last word is only the beginning of one.
    """
    current = current_versions()
    query = select(current.c.document, current.c.text_version)
    versions = {row.document: row.text_version for row in connection.execute(query)}
    with _unless_damaged():
        found = matching(connection, phrase, begins=begins)
        if found is not None:
            possible = found | (set(versions.values()) - indexed(connection))
            return frozenset(document for document, version in versions.items() if version in possible)
    return frozenset(versions)


def matching(connection: Connection, phrase: str, *, begins: bool = False) -> set[int] | None:
    """The indexed text versions in which a phrase may stand; None where it has nothing that is indexed."""
    looked_for = plain(phrase).replace('"', " ")
    if not INDEXED_WORD.search(looked_for):
        return None
    return set(connection.scalars(MATCH, {"phrase": f'"{looked_for}"{" *" if begins else ""}'}))


@contextmanager
def _unless_damaged() -> Iterator[None]:
    """Do without the index where SQLite says that it is missing or damaged."""
    try:
        yield
    except DatabaseError as error:
        if not _is_of_index(error):
            raise


def _is_of_index(error: DatabaseError) -> bool:
    words = str(error.orig).lower()
    return any(sign in words for sign in ("text_index", "fts5", "malformed"))
