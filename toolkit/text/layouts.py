"""How transcripts announce who speaks: one recogniser per layout, in a visible table.

A layout is a pattern with the group `speaker` and, where it has times, `start` (`after`, if it follows the name) and `end`; what the
pattern matches is the head of a turn, the speech begins behind it. A new layout is a new entry of `LAYOUTS` with an example in its note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.text.times import TIME, milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

GAP = r"[ \t\u00a0\u202f]{0,40}"
# A name begins with a letter and has no sentence mark in it but the point of an abbreviation.
NAME = r"[^\W\d_](?:[^\n\t:：\[\]*«»\"“”?!;,…]{0,48}?[^\s:：\[\]*«»\"“”?!;,…])?"
SPAN = rf"(?P<start>{TIME})(?:{GAP}[-–]+>?{GAP}(?P<end>{TIME}))?"
FREE_NAME = r"[^\]\n]{0,30}[^\W\d_][^\]\n]{0,60}"


@dataclass(frozen=True, slots=True)
class Head:
    """Where a turn is announced: text[start:end] is label and times, without the speech."""

    start: int
    end: int
    speaker: str
    start_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A way of announcing turns; `sure_with_time` where a time beside it makes anything a speaker, as no ordinary line looks so."""

    key: str
    note: str
    pattern: re.Pattern[str]
    sure_with_time: bool = False

    def heads(self, text: str) -> list[Head]:
        """Every place of a text where this layout would announce a turn."""
        return list(self._found(text))

    def _found(self, text: str) -> Iterator[Head]:
        for match in self.pattern.finditer(text):
            times = {key: milliseconds(written) for key, written in match.groupdict().items() if written and key != "speaker"}
            start, end = times.get("start", times.get("after")), times.get("end")
            yield Head(match.start(), match.end(), match["speaker"].strip(), start, end)


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile("^" + GAP + written, re.MULTILINE)


LAYOUTS = (
    Layout(
        "brackets",
        "`[Chercheur] (0:01 - 0:11)` or `[Chercheur]` on a line of its own, the speech below; also with a mistyped time.",
        _pattern(rf"\[(?P<speaker>{FREE_NAME})\]{GAP}(?:\({GAP}{SPAN}{GAP}\)|\([\d:.,; \u00a0–-]+\))?{GAP}$"),
        sure_with_time=True,
    ),
    Layout(
        "name and time",
        "Otter: `Marie Roy  0:05` on a line of its own, the speech below.",
        _pattern(rf"(?P<speaker>{NAME})(?:[ \t\u00a0]+[\[(]?|[\[(])(?P<start>{TIME})[\])]?{GAP}$"),
    ),
    Layout(
        "time and name",
        "Word: `00:00:05 Speaker 1` on a line of its own, the speech below.",
        _pattern(rf"[\[(]?(?P<start>{TIME})[\])]?[ \t\u00a0]+(?P<speaker>{NAME}){GAP}$"),
    ),
    Layout(
        "table",
        "Rows of a table or tab-separated lines: time, speaker, text; or speaker, text.",
        _pattern(rf"(?:[\[(]?{SPAN}[\])]?{GAP}\t)?(?P<speaker>{NAME})(?:{GAP}[:：])?\t(?=\S)"),
    ),
    Layout(
        "label",
        "`Q : …`, `INT: …`, `**Marie:** …`, `[00:12] P3 : …`, `P3 (00:12) : …`, `00:03:40.5Zack: …`: the speech follows.",
        _pattern(
            rf"(?:[\[(#]?(?P<start>{TIME})[\])#]?{GAP}[-–]?{GAP})?(?:\*\*|__)?[\[<]?(?P<speaker>{NAME})[\]>]?(?:\*\*|__)?"
            rf"(?:{GAP}[\[(](?P<after>{TIME})[\])])?{GAP}[:：](?!//|\d)(?:\*\*|__)?{GAP}"
        ),
    ),
    Layout("letter", "`Q. …`, `R. …`: a letter with a point, then the speech.", _pattern(r"(?P<speaker>[QRA]\d{0,3})\.[ \t\u00a0]+(?=\S)")),
)
