"""A text in which nobody is named: its paragraphs stand for turns, with the times at their beginnings and the notes in them."""

from __future__ import annotations

import re
from itertools import pairwise

from toolkit.model import Turn
from toolkit.text.asides import asides_within
from toolkit.text.layouts import CLOSE, GAP, OPEN, SPAN, lined
from toolkit.text.paragraphs import paragraphs, trimmed
from toolkit.text.tabular import row_times

STAMPED = re.compile(rf"\n{GAP}{OPEN}(?:{SPAN}|(?P<seconds>\d{{1,5}}(?:[.,]\d{{1,3}})?)(?=[\t\]}}#])){CLOSE}(?=[ \t\n]){GAP}")
SOON = 10 * 60 * 1000  # milliseconds; a recording is transcribed from near its beginning, a clock in notes shows the time of day

#: Where a time ends, and the times it gives.
Stamp = tuple[int, int | None, int | None]


def paragraph_turns(text: str) -> tuple[Turn, ...]:
    """The paragraphs as turns of nobody, the times of a recording before them as headers, and asides within; spans as in `find_turns`.

    What begins a third of the paragraphs or more is a time of a recording (NVivo: `[00:02:00]`, `#00:02:00#`, `75` before a tab) if the
    times ascend from near nought; one alone on its line is that of the paragraph below. `17:30` in an observer's notes is a part of them.
    """
    spans = paragraphs(text)
    stamps = _stamps(text, len(spans))
    headers: list[Turn] = []
    speech: list[Turn] = []
    waiting: tuple[int | None, int | None] = (None, None)
    for start, end in spans:
        behind, *times = stamps.get(start, (start, *waiting))
        if behind > start:
            headers.append(Turn(*trimmed(text, start, behind), "header"))
        waiting = (times[0], times[1]) if behind >= end else (None, None)
        if behind < end:
            speech.append(Turn(*trimmed(text, behind, end), "speech", None, *times))
    found = asides_within(text, [(turn.start, turn.end) for turn in speech]) if speech else []
    asides = [Turn(*aside, "aside") for inside in found for aside in inside]
    return tuple(sorted([*headers, *speech, *asides], key=lambda turn: (turn.start, turn.kind == "aside")))


def _stamps(text: str, count: int) -> dict[int, Stamp]:
    """The times of a recording by the beginning of their paragraph; none where the text has none, or another kind of times."""
    matches = list(STAMPED.finditer(lined(text)))
    times = row_times(matches)
    starts = [start for start, _end in times if start is not None]
    recorded = len(starts) == len(times) and len(times) > 1 and starts[0] < SOON and all(a <= b for a, b in pairwise(starts))
    if not recorded or len(times) < count / 3:
        return {}
    return {
        trimmed(text, match.start(), match.end() - 1)[0]: (match.end() - 1, start, end)
        for match, (start, end) in zip(matches, times, strict=True)
    }
