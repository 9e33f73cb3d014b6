"""Changes of the file format: numbered steps, each in one transaction together with its record.

A step is frozen once it has been released; `tables.py` describes the result of all of them, which a test compares.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import insert, inspect, select, text

from toolkit.errors import TerrainError
from toolkit.messages import _
from toolkit.store import search, tables, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


class NewerStudy(TerrainError):
    """The study was written by a newer program."""


def m001_initial(connection: Connection) -> None:
    """Every table of format 1."""
    _run("m001_initial.sql", connection)


def m002_texts(connection: Connection) -> None:
    """Places in corrected texts, words and findings by text, what was erased and which copies were made, an index of words."""
    _run("m002_texts.sql", connection)
    words.fill(connection)
    search.rebuild(connection)


def _run(name: str, connection: Connection) -> None:
    script = Path(__file__).with_name(name).read_text(encoding="utf-8")
    for statement in script.split(";\n"):
        if statement.strip():
            connection.execute(text(statement))


#: In order; the number of a step is its place, counted from 1.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (m001_initial, m002_texts)

CURRENT = len(MIGRATIONS)


def applied(connection: Connection) -> int:
    """The number of the last step that this database has seen; 0 for an empty one."""
    if not inspect(connection).has_table("migration"):
        return 0
    return max(connection.scalars(select(tables.migration.c.number)), default=0)


def refuse_newer(done: int) -> None:
    """Raises `NewerStudy` for the number of a step that this program does not know."""
    if done > CURRENT:
        raise NewerStudy(
            _(
                "The study has format {found}; this program knows formats up to {known}. Install a newer Terrain; nothing was changed.",
                found=done,
                known=CURRENT,
            )
        )


def migrate(connection: Connection, number: int) -> None:
    """Apply step `number` and record that it ran; the caller's transaction holds both."""
    step = MIGRATIONS[number - 1]
    step(connection)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(insert(tables.migration).values(number=number, name=step.__name__, time=now))
