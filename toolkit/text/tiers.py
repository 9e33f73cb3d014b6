"""ELAN's tab export: rows of tier, begin, end and text, tier by tier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.text.tabular import from_seconds
from toolkit.text.times import LOOSE_TIME, milliseconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.text.times import Times

COLUMNS = rf"(?:[^\t\n]{{0,60}}\t)??(?P<columns>(?:(?:{LOOSE_TIME}|\d{{1,9}}(?:[.,]\d{{1,3}})?)\t){{2,9}}+)"
ROW = re.compile(rf"[^\t\n]{{1,60}}\t{COLUMNS}")


def tier_times(matches: Sequence[re.Match[str]]) -> list[Times]:
    """Begin and end of annotations, in the group `columns`: clock times, else seconds with a fraction, else milliseconds.

    ELAN writes each of begin, end and duration in up to three forms; the first two of one form are begin and end.
    """
    return [_begin_and_end(match["columns"].split("\t")[:-1]) for match in matches]


def _begin_and_end(columns: list[str]) -> Times:
    clock = [milliseconds(text) for text in columns if ":" in text]
    seconds = [from_seconds(text) for text in columns if ":" not in text and not text.isdecimal()]
    exact = [int(text) for text in columns if text.isdecimal()]
    times = next((times for times in (clock, seconds, exact) if len(times) > 1), [])
    return (times[0], times[1]) if times else (None, None)


def begin_before_end(matches: Sequence[re.Match[str]]) -> bool:
    """Whether each row of a tab export has a begin and an end after it."""
    times = tier_times(matches)
    return bool(times) and all(begin is not None and end is not None and begin <= end for begin, end in times)


def in_time_order(text: str) -> str:
    """The rows of a tab export in the order of their begins, as ELAN writes them tier by tier; any other text as it is.

    Only whole lines change place; what is no row stays with the row above it, and on top what stands there. Rows that begin together keep
    their order.
    """
    lines = text.removesuffix("\n").split("\n")
    rows = [ROW.match(line) for line in lines]
    begins = [place for place, row in enumerate(rows) if row]
    if len(begins) < len([line for line in lines if line.strip()]) / 2 or not begin_before_end([row for row in rows if row]):
        return text
    blocks = [lines[start:end] for start, end in zip(begins, [*begins[1:], len(lines)], strict=True)]
    times = tier_times([row for row in rows if row])
    order = sorted(range(len(blocks)), key=lambda place: times[place][0] or 0)
    ordered = [*lines[: begins[0]], *(line for place in order for line in blocks[place])]
    return "\n".join(ordered) + text[len(text.removesuffix("\n")) :]
