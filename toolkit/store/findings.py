"""What a suggester found in a text, kept so that it need not look again while text and cues are the same.

Nothing here is anybody's work: it has no history, and may be deleted at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from toolkit.store.tables import finding

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.history import Change


def found_before(connection: Connection, text_version: int, suggester: str, digest: bytes) -> Any:
    """What was kept for a text, if it was found under the same conditions; else None."""
    query = select(finding.c.found).where(
        finding.c.text_version == text_version, finding.c.suggester == suggester, finding.c.sha256 == digest
    )
    return connection.execute(query).scalar_one_or_none()


def keep(change: Change, text_version: int, suggester: str, digest: bytes, found: Any) -> None:
    """Keep what was found in a text, in the place of what was kept before; `found` is anything that JSON can hold."""
    old = delete(finding).where(finding.c.text_version == text_version, finding.c.suggester == suggester)
    change.connection.execute(old)
    change.connection.execute(insert(finding).values(text_version=text_version, suggester=suggester, sha256=digest, found=found))
