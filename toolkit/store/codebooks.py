"""The codebook's versions and the codes that stand behind its keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from toolkit.ids import sha256
from toolkit.store.history import now
from toolkit.store.rows import live, records
from toolkit.store.tables import code, codebook_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.store.history import Change


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code's local key, identifier, present key, the codebook version in which it first stood, and whether it has been removed."""

    id: int
    uid: bytes
    key: str
    first_version: int
    deleted: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of the codebook."""

    id: int
    uid: bytes
    sha256: bytes
    parents: list[str]
    coder: int
    reason: str
    created: str


def codes(connection: Connection, *, removed: bool = False) -> list[CodeRow]:
    """The codes of the study, with the removed ones where asked."""
    return records(connection, select(code).order_by(code.c.id) if removed else live(code), CodeRow)


def add_code(change: Change, uid: bytes, key: str, version: int) -> int:
    """A code that the study has not had; one that was removed before comes back with its identifier."""
    found: int | None = change.connection.execute(select(code.c.id).where(code.c.uid == uid)).scalar_one_or_none()
    if found is not None:
        change.update(code, found, key=key, deleted=False)
        return found
    return change.insert(code, uid, key=key, first_version=version)


def change_code(change: Change, code_id: int, **values: str | bool) -> None:
    """Rename a code or mark it as removed."""
    change.update(code, code_id, **values)


def add_version(change: Change, yaml: str, parents: Sequence[bytes], coder: int, reason: str) -> int:
    """A new version of the codebook."""
    return change.insert(
        codebook_version,
        yaml=yaml,
        sha256=sha256(yaml),
        parents=[parent.hex() for parent in parents],
        coder=coder,
        reason=reason,
        created=now(),
    )


def versions(connection: Connection) -> list[VersionRow]:
    """All versions, oldest first."""
    return records(connection, live(codebook_version), VersionRow)


def yaml_of(connection: Connection, version: int) -> str:
    """The text of one version."""
    yaml: str = connection.execute(select(codebook_version.c.yaml).where(codebook_version.c.id == version)).scalar_one()
    return yaml
