"""Ratings by case: a person's judgements, with the segments for and against each; nothing of them is counted from codings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's value for one case on one code, the codings given for and against it, and whether these have changed since."""

    code: int
    case: int
    value: str
    codings_for: tuple[int, ...] = ()
    codings_against: tuple[int, ...] = ()
    stale: bool = False


@dataclass(frozen=True, slots=True)
class RatingMatrix:
    """Rated codes by cases; `cells[row][column]` is the rating, or None where nobody has judged yet."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    cells: tuple[tuple[Rating | None, ...], ...]


def lay_out_ratings(ratings: Iterable[Rating], codes: Sequence[int], cases: Sequence[int]) -> RatingMatrix:
    """The ratings of one coder and one period by code and case; UsageError where a case has two for one code."""
    found: dict[tuple[int, int], Rating] = {}
    for rating in ratings:
        if found.setdefault((rating.code, rating.case), rating) is not rating:
            raise UsageError(_("A case has two ratings for one code. Choose one coder and one period."))
    cells = tuple(tuple(found.get((code, case)) for case in cases) for code in codes)
    return RatingMatrix(tuple(codes), tuple(cases), cells)
