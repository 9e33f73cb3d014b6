"""The study itself and its coders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from toolkit.ids import new_id
from toolkit.model import Coder
from toolkit.store.history import now
from toolkit.store.rows import live, records
from toolkit.store.tables import coder, study

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.history import Change


@dataclass(frozen=True, slots=True)
class StudyRow:
    """What a study is called, and which codebook it works with."""

    id: int
    uid: bytes
    title: str
    languages: list[str]
    codebook_version: int | None
    replica: bytes
    created: str


def add_study(change: Change, title: str, languages: list[str]) -> int:
    """The one row of a new study."""
    return change.insert(study, title=title, languages=languages, replica=new_id(), created=now())


def get_study(connection: Connection) -> StudyRow:
    """The study's own row."""
    return records(connection, select(study), StudyRow)[0]


def change_study(change: Change, **values: Any) -> None:
    """Change the title, the languages or the codebook version."""
    change.update(study, get_study(change.connection).id, **values)


def coders(connection: Connection) -> list[Coder]:
    """All coders, in the order in which they joined."""
    return records(connection, live(coder), Coder)


def add_coder(change: Change, name: str) -> int:
    """Add a coder."""
    return change.insert(coder, name=name)
