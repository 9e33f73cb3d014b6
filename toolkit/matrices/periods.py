"""Dates that may be partial, sorted into years, quarters, months and days."""

from __future__ import annotations

from typing import Literal, get_args

from toolkit.messages import _

Period = Literal["year", "quarter", "month", "day"]
PERIODS: tuple[Period, ...] = get_args(Period)


def period_of(date: str, by: Period) -> str:
    """The period in which a date lies, or as much of it as the date says; periods sort as texts, a date that says less before the others.

    >>> [period_of("2024-06-12", by) for by in PERIODS]
    ['2024', '2024-Q2', '2024-06', '2024-06-12']
    >>> period_of("2024", "month"), period_of("2024-06", "day")
    ('2024', '2024-06')
    """
    if by == "quarter" and len(date) > 4:
        return f"{date[:4]}-Q{(int(date[5:7]) + 2) // 3}"
    return date[: {"year": 4, "quarter": 4, "month": 7, "day": 10}[by]]


def period_name(period: str, by: Period) -> str:
    """A period as a researcher reads it; one that the date did not tell is said to be unknown.

    >>> period_name("2024-Q2", "quarter"), period_name("2024", "month")
    ('2024-Q2', '2024, month unknown')
    """
    if by == "quarter":
        return period if len(period) > 4 else _("{date}, quarter unknown", date=period)
    if by == "day" and len(period) == 7:
        return _("{date}, day unknown", date=period)
    if by in ("month", "day") and len(period) == 4:
        return _("{date}, month unknown", date=period)
    return period


def may_lie(date: str, since: str = "", until: str = "") -> bool:
    """Whether some day of a date lies from the first day of `since` to the last of `until`; an empty one is no limit.

    >>> [may_lie(date, since="2024-06", until="2024-07") for date in ("2024", "2024-05-31", "2024-06", "2024-07-31", "2024-08")]
    [True, False, True, True, False]
    """
    return (not since or _last(date) >= _first(since)) and (not until or _first(date) <= _last(until))


def _first(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]


def _last(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :]
