"""Failures, which are raised, and faults in the researcher's data, which are collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class TerrainError(Exception):
    """Something expected went wrong; the message is a sentence that says what to do next."""

    exit_code: ClassVar[int] = 1


class UsageError(TerrainError):
    """What was asked for does not make sense as asked."""

    exit_code: ClassVar[int] = 2


class NotFound(TerrainError):
    """A name that the study does not know."""


class Conflict(TerrainError):
    """A change that something else stands in the way of."""


class UnreadableFile(TerrainError):
    """A file that cannot be read, whole or in part."""


class FaultyData(TerrainError):
    """Data that cannot be taken as they are; `problems` says everything that is wrong with them."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the researcher's data, with its place and what to do about it.

    `place` is written as a person would look for it: `line 12, column 5`, `sheet Quotes, row 7`, or empty for the whole file.
    """

    path: str
    place: str
    what: str
    todo: str = ""

    def __str__(self) -> str:
        where = f"{self.path}, {self.place}" if self.place else self.path
        return f"{where}: {self.what}" + (f" {self.todo}" if self.todo else "")
