"""How transcripts announce who speaks: one recogniser per layout, in a visible table.

A layout is a pattern with the group `speaker` and, where it has times, `start`, `after` (behind the name) or `late` (behind the colon), and
`end`; what the pattern matches is the head of a turn, the speech begins behind it. A new layout is a new entry of `LAYOUTS` with an example
in its note.

Patterns are held against `lined(text)`, whose offsets are one greater: each begins with the line end before the head, as the engine finds a
character much faster than it tries `^` at every place. What repeats in a pattern is possessive where it can be, so that no line is gone
over twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from toolkit.text.tabular import LINE_NUMBER, every_line_numbered, row_times
from toolkit.text.tiers import COLUMNS, begin_before_end, tier_times
from toolkit.text.times import LOOSE_TIME, STAMP, TIME, milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.text.times import Times

PLAIN = {"：": ":"} | dict.fromkeys("\u00a0\u2009\u202f\u3000", " ")

GAP = r"[ \t]{0,40}+"
SPACES = r" {0,40}+"
BOLD = r"[*_]{0,3}+"
OPEN, CLOSE = r"[\[(#{]?", r"[\])#}]?"
# A name begins with a letter and has no sentence mark in it but the point of an abbreviation; what stands in brackets belongs to it.
STOPS = r"\n\t:\[\]*<>«»\"“”?!;…"
NAME = rf"[^\W\d_][^{STOPS},()]{{0,48}}+(?:\([^{STOPS}()]{{1,40}}\) {{0,9}}+)?"
CELL = rf"[^\W\d_][^{STOPS}]{{0,58}}+"
LAZY = rf"[^\W\d_](?:[^{STOPS}]{{0,58}}?[^{STOPS} ])?"
IN_BRACKETS = r"[^\]\n]{0,30}[^\W\d_][^\]\n]{0,60}"
TIME_SOON = r"(?=[^\n:]{3,70}+:[0-5 ])"
FIRST = re.compile(r"\n[ \t]*([^\s])")
SPAN = rf"(?P<start>{STAMP})(?:{GAP}[-–—]+>?{GAP}(?P<end>{TIME}))?"
LABEL = (
    rf"{BOLD}[\[<]?(?P<speaker>{NAME})[\]>]?{BOLD}(?:{GAP}[\[(#](?P<after>{STAMP})[\])#])?{GAP}:(?!//|\d){BOLD}"
    rf"(?:{GAP}[\[(#{{](?P<late>{STAMP})[\])#}}])?{GAP}"
)
NUMBERED = "Speaker|Intervenante?|Locut(?:eur|rice)|Participante?|Interviewer|Intervieweu(?:r|se)|Répondante?"


#: Places where turns are announced, with their labels.
Announced = list[tuple[re.Match[str], str]]


class Head(NamedTuple):
    """Where a turn is announced: text[start:end] is label and times, without the speech."""

    start: int
    end: int
    speaker: str
    start_ms: int | None = None
    end_ms: int | None = None


def lined(text: str) -> str:
    """`text` between two line ends, with one form of space and colon; of the same length but for these two."""
    for variant, plain in PLAIN.items():
        text = text.replace(variant, plain)
    return f"\n{text}\n"


def first_characters(lines: str) -> frozenset[str]:
    """The characters with which the lines of a text begin."""
    return frozenset(FIRST.findall(lines))


def has_time(match: re.Match[str]) -> bool:
    """Whether a head has a time in it: a group besides the speaker."""
    groups = match.groups()
    return len(groups) - groups.count(None) > 1


def written_times(matches: Sequence[re.Match[str]]) -> list[Times]:
    """Start and end of each head, as its groups `start`, `after` or `late`, and `end` give them."""
    groups = matches[0].re.groupindex if matches else {}
    starts = [name for name in ("start", "after", "late") if name in groups]
    ends = [name for name in ("end",) if name in groups]
    return [(_time(match, starts), _time(match, ends)) for match in matches]


def _time(match: re.Match[str], groups: Sequence[str]) -> int | None:
    for name in groups:
        if written := match[name]:
            return milliseconds(written)
    return None


@dataclass(frozen=True, slots=True)
class Layout:
    """A way of announcing turns.

    In a text of it, some line begins with a character of `opens`, and `sign` is found: others need not be searched. `fits` tells whether
    all matches together can be it, `times` what times they give. `sure_with_time` where a time beside it makes anything a speaker, as no
    ordinary line looks so. `marks` is what stands in the speech and is none, besides transcriber's notes.
    """

    key: str
    note: str
    pattern: re.Pattern[str]
    opens: str | None = None
    sign: re.Pattern[str] | None = None
    fits: Callable[[Sequence[re.Match[str]]], bool] = bool
    times: Callable[[Sequence[re.Match[str]]], list[Times]] = written_times
    sure_with_time: bool = False
    marks: re.Pattern[str] | None = None

    def candidates(self, lines: str, openings: frozenset[str]) -> list[re.Match[str]]:
        """Every place of `lined(text)` where this layout would announce a turn; `openings` are the `first_characters` of its lines."""
        if (self.opens and openings.isdisjoint(self.opens)) or (self.sign and not self.sign.search(lines)):
            return []
        found = list(self.pattern.finditer(lines))
        return found if self.fits(found) else []

    def heads(self, announced: Announced) -> list[Head]:
        """The heads of a text that some candidates are, each given with its label."""
        times = self.times([match for match, _label in announced])
        return [Head(match.start(), match.end() - 1, label, *both) for (match, label), both in zip(announced, times, strict=True)]


def label_of(match: re.Match[str]) -> str:
    """The label of a head, with one space where there are several."""
    return " ".join(match["speaker"].strip("_ \t").split())


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(r"\n" + GAP + written)


DIGITS = "0123456789"
TAB = re.compile("\t")
TIME_LAST = re.compile(r":[0-5]\d(?:[.,]\d{1,3})?[\])]?[ \t]*\n")

LAYOUTS = (
    Layout(
        "brackets",
        "`[Chercheur] (0:01 - 0:11)`, `[Marie Roy] 00:00:05` (Zoom) or `[Chercheur]` on a line of its own, the speech below; also with a "
        "mistyped time.",
        _pattern(rf"\[(?P<speaker>{IN_BRACKETS})\]{GAP}(?:\({GAP}{SPAN}{GAP}\)|\([\d:.,; –-]+\)|(?P<after>{TIME}))?{GAP}(?=\n)"),
        opens="[",
        sure_with_time=True,
    ),
    Layout(
        "name and time",
        "Otter, Teams: `Marie Roy  0:05` or `Roy, Marie   00:01:23 --> 00:01:45` on a line of its own, the speech below.",
        _pattern(rf"{TIME_SOON}(?P<speaker>{LAZY})(?: {{2,}}|[ \t]*\t[ \t]*){OPEN}{SPAN}{CLOSE}{GAP}(?=\n)"),
        sign=TIME_LAST,
    ),
    Layout(
        "name, time",
        "`Marie Roy 0:05`, `Marie Roy (0:05)`: the same with one space or a bracket, and a capital.",
        _pattern(rf"(?![a-zß-ÿ]){TIME_SOON}(?P<speaker>{LAZY})(?: [\[(]?| ?[\[(]){SPAN}{CLOSE}{GAP}(?=\n)"),
        sign=TIME_LAST,
    ),
    Layout(
        "time and name",
        "Word: `00:00:05 Speaker 1` on a line of its own, the speech below.",
        _pattern(rf"{OPEN}{SPAN}{CLOSE}[ \t]+(?P<speaker>{CELL})(?=\n)"),
        opens=DIGITS + "[({#",
    ),
    Layout(
        "time above name",
        "Teams, older: `0:0:0.0 --> 0:0:4.560`, below it the name, below that the speech.",
        _pattern(rf"(?P<start>{LOOSE_TIME}){GAP}-->{GAP}(?P<end>{LOOSE_TIME}){GAP}\n{GAP}(?P<speaker>{CELL})(?=\n)"),
        sign=re.compile("-->"),
    ),
    Layout(
        "name",
        "Word without times: `Speaker 1` or `Intervenant 1` on a line of its own, the speech below.",
        _pattern(rf"(?P<speaker>(?:{NUMBERED}) \d{{1,3}}){GAP}(?=\n)"),
        opens="SILPR",
    ),
    Layout(
        "tiers",
        "ELAN's tab export: tier, begin, end, text.",
        _pattern(rf"(?P<speaker>{CELL})\t{COLUMNS}"),
        sign=TAB,
        fits=begin_before_end,
        times=tier_times,
    ),
    Layout(
        "table",
        "Rows of a table or tab-separated lines: time, speaker, text; or speaker, text. The time may be in seconds (NVivo: 75 is 1:15).",
        _pattern(
            rf"(?:(?:\d{{1,5}}\t)?{OPEN}(?P<start>{STAMP})(?:{SPACES}(?:[-–—]+>?|\t){SPACES}(?P<end>{TIME}))?{CLOSE}{SPACES}\t"
            rf"|{OPEN}(?P<seconds>\d{{1,5}}(?:[.,]\d{{1,3}})?){CLOSE}{SPACES}\t)?(?P<speaker>{CELL})(?:{SPACES}:)?\t"
        ),
        sign=TAB,
        times=row_times,
    ),
    Layout(
        "commas",
        "`00:00:05,Marie,Oui, bien sûr`: the same with commas; those in the text belong to it.",
        _pattern(
            rf"{OPEN}(?:(?P<start>{STAMP})(?:{GAP}[-–—,]{GAP}(?P<end>{TIME}))?|(?P<seconds>\d{{1,5}}(?:\.\d{{1,3}})?)){CLOSE}{GAP},{GAP}"
            rf"\"?(?P<speaker>[^\W\d_][^{STOPS},]{{0,58}}+)\"?,"
        ),
        opens=DIGITS + "[({#",
        times=row_times,
    ),
    Layout(
        "numbered lines",
        "`12  AB: …`, in a transcript all of whose lines are numbered (Jefferson); the numbers are no words.",
        _pattern(rf"\d{{1,5}}[.):]?[ \t]{{1,40}}+{LABEL}"),
        opens=DIGITS,
        fits=every_line_numbered,
        marks=LINE_NUMBER,
    ),
    Layout(
        "label",
        "`Q : …`, `INT: …`, `**Marie:** …`, `[00:12] P3 : …`, `P3 (00:12) : …`, `S01: [00:00:12] …`, `00:03:40.5Zack: …`: the speech "
        "follows.",
        _pattern(rf"(?:{OPEN}(?P<start>{STAMP}){CLOSE}{GAP}(?:[-–—]{GAP})?)?{LABEL}"),
        sign=re.compile(":"),
    ),
    Layout(
        "letter",
        "`Q. …`, `R. …`, `Rép. …`, `Q – …`: a letter or an abbreviation with a point or a dash, then the speech.",
        _pattern(r"(?P<speaker>[QRA]\d{0,3}|Quest|Rép)(?:\.(?:[ \t]*[-–—])?|[ \t]*[-–—])[ \t]+(?=\S)"),
        opens="QRA",
    ),
)
