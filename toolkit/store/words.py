"""Where the words of each text begin, kept with the text so that counting does not read it again.

Packed are the steps from one word to the next, a byte each; a step of 255 or more is written as so many bytes 255 and a rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from toolkit.store.rows import current_versions
from toolkit.store.tables import text_version, text_words
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from toolkit.columns import Ints

PUT = insert(text_words).prefix_with("OR REPLACE")
MORE = 255  # the byte that says that the step goes on


def pack(starts: Ints) -> bytes:
    """Ascending offsets as bytes, about one for each."""
    import numpy as np

    steps = np.diff(starts, prepend=0)
    if not len(steps) or steps.max() < MORE:
        return steps.astype(np.uint8).tobytes()
    more, rest = np.divmod(steps, MORE)
    packed = np.full(len(steps) + int(more.sum()), MORE, dtype=np.uint8)
    packed[np.cumsum(more + 1) - 1] = rest
    return packed.tobytes()


def unpack(packed: bytes) -> Ints:
    """The offsets that `pack` was given (int64, ascending)."""
    import numpy as np

    steps = np.frombuffer(packed, dtype=np.uint8)
    starts = np.cumsum(steps, dtype=np.int64)
    return starts[steps != MORE] if MORE in packed else starts


def put(connection: Connection, version: int, starts: Ints) -> None:
    """Keep the starts of the words of a text version."""
    connection.execute(PUT, {"text_version": version, "starts": pack(starts)})


def starts_of(connection: Connection) -> dict[int, Ints]:
    """The starts of the words of every document's current text (int64, ascending), by the document's local key.

    A text whose words were not kept is counted now.
    """
    current = current_versions()
    query = select(current.c.document, current.c.text_version, text_words.c.starts).outerjoin(
        text_words, text_words.c.text_version == current.c.text_version
    )
    rows = connection.execute(query).all()
    counted = _counted(connection, (row.text_version for row in rows if row.starts is None))
    return {row.document: counted[row.text_version] if row.starts is None else unpack(row.starts) for row in rows}


def _counted(connection: Connection, versions: Iterable[int]) -> dict[int, Ints]:
    found = {}
    for version in versions:
        text = connection.execute(select(text_version.c.text).where(text_version.c.id == version)).scalar_one()
        found[version] = word_starts(text)
    return found


def fill(connection: Connection) -> None:
    """Keep the words of all texts, also older versions, that have none yet."""
    missing = select(text_version.c.id).where(text_version.c.id.not_in(select(text_words.c.text_version)))
    for version, starts in _counted(connection, connection.scalars(missing).all()).items():
        put(connection, version, starts)


def drop(connection: Connection, version: int) -> None:
    """Forget the words of a text version."""
    connection.execute(delete(text_words).where(text_words.c.text_version == version))
