"""A transcript as a Word document, with the codes in the margin as comments on the words that were coded."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.export.text import visible
from toolkit.export.word import add_line, add_table, new_document
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from docx.document import Document
    from docx.text.run import Run


@dataclass(frozen=True, slots=True)
class Mark:
    """A coding on the text: offsets in code points, the end excluded, and what the margin says of it."""

    start: int
    end: int
    label: str
    note: str
    coder: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text with the numbers of its turns, by the offset at which each begins, and its codings.

    `labels` are the stretches (start, end) that name who speaks.
    """

    title: str
    facts: tuple[str, ...]
    text: str
    turns: dict[int, int]
    labels: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    author: str


def write(path: Path, transcript: Transcript) -> None:
    """Write the transcript to a .docx file, whole or not at all; every character of the text is in it, in its order."""
    with new_document(path, transcript.title, transcript.author) as document:
        for fact in transcript.facts:
            add_line(document.add_paragraph(), fact, grey=True)
        runs = _write_text(document, transcript)
        for mark in sorted(transcript.marks, key=lambda mark: (mark.start, -mark.end)):
            covered = [run for start, end, run in runs if mark.start <= start and end <= mark.end]
            if not covered:  # nothing but line ends was coded
                continue
            text = visible(f"{mark.label}\n{mark.note}" if mark.note else mark.label)
            initials = "".join(word[0] for word in mark.coder.split())[:3].upper()
            document.add_comment([covered[0], covered[-1]], text, visible(mark.coder), visible(initials))
        _write_legend(document, transcript.marks)


def _write_text(document: Document, transcript: Transcript) -> list[tuple[int, int, Run]]:
    """The text, a paragraph a line, in runs that no coding begins or ends within; gives the runs with their places."""
    borders = {place for mark in transcript.marks for place in (mark.start, mark.end)}
    borders |= {place for label in transcript.labels for place in label}
    ascending = sorted(borders)
    named = set(transcript.labels)
    runs = []
    start = 0
    for line in transcript.text.split("\n"):
        paragraph = document.add_paragraph()
        end = start + len(line)
        if start in transcript.turns:
            add_line(paragraph, f"{transcript.turns[start]}\u2003", grey=True)
        for first, last in _pieces(start, end, ascending):
            runs.append((first, last, add_line(paragraph, transcript.text[first:last], bold=(first, last) in named)))
        start = end + 1
    return runs


def _pieces(start: int, end: int, borders: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A line cut at the borders that lie in it."""
    within = borders[bisect_right(borders, start) : bisect_left(borders, end)]
    return pairwise([start, *within, end]) if start < end else iter(())


def _write_legend(document: Document, marks: Sequence[Mark]) -> None:
    """How often each code stands in the margin."""
    if marks:
        counts = Counter(mark.label for mark in marks)
        document.add_heading(_("Codes"), level=1)
        add_table(document, [_("Code"), _("Codings")], [[label, str(count)] for label, count in sorted(counts.items())])
