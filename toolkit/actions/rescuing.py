"""Save what can be read of a damaged study into a new one, and say what was saved and what is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.checking import check
from toolkit.errors import TerrainError
from toolkit.readers import READERS, read_bytes
from toolkit.store import rescuing
from toolkit.study import open_study

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.errors import Problem
    from toolkit.store.rescuing import Rescued


@dataclass(frozen=True)
class Report:
    """Rows saved and lost by table, documents whose text was read anew from their original, and what a check finds in the new study."""

    rows: Rescued
    read_anew: list[str]
    problems: list[Problem]


def rescue(path: Path, target: Path) -> Report:
    """Save what can be read of a study into a new file; raises `StudyExists`, `NotAStudy`. The damaged one stays as it is."""
    rows = rescuing.rescue(path, target)
    with open_study(target) as study, study.store.write() as connection:
        read_anew = rescuing.mend_texts(connection, _read)
    return Report(rows, read_anew, check(target))


def _read(kind: str, data: bytes, encoding: str | None) -> str | None:
    if f".{kind}" not in READERS:
        return None
    try:
        return read_bytes(f"original.{kind}", data, encoding=encoding).text
    except TerrainError:
        return None
