"""Speaker turns: who speaks where, found by the layout of a transcript.

Roles are not guessed: a person is shown the labels, with counts and first lines, and says who is the interviewer.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from toolkit.model import Turn
from toolkit.text.asides import find_asides
from toolkit.text.labels import speakers
from toolkit.text.layouts import LAYOUTS, Head, Layout
from toolkit.text.paragraphs import paragraphs, trimmed
from toolkit.text.words import count_words

FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

# What whole-bold and plain paragraphs are called where no label names the speakers.
BOLD, PLAIN = "[bold]", "[plain]"

FIRST_LINES = 3
LINE_LENGTH = 100  # characters of a first line


@dataclass(frozen=True, slots=True)
class Label:
    """A speaker as the document writes it, with what a person needs to tell who it is."""

    name: str
    turns: int
    words: int
    first_lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a text, the layout they were found by (a key of `LAYOUTS`, `bold` or `none`), and its labels by first appearance.

    Without a layout there are no turns: the paragraphs are the units.
    """

    turns: tuple[Turn, ...]
    layout: str
    labels: tuple[Label, ...]


def find_turns(text: str, bold: tuple[tuple[int, int], ...] = ()) -> Transcript:
    """The turns of a text; `bold` are its wholly bold paragraphs (start, end).

    The layout that announces most turns is taken. Labels and times are headers, and so is all before the first of them; the rest, up to the
    next head, is one speech turn of several paragraphs. Transcriber's notes are asides within it. Every character but white space lies
    in a speech turn or a header, never in both; turns are in order of their start, a speech turn before its asides.
    """
    found = [(layout.key, _announced(layout, text)) for layout in LAYOUTS]
    found.append(("bold", [] if any(heads for _key, heads in found) else _by_weight(text, bold)))
    layout, heads = max(found, key=lambda candidate: len(candidate[1]))
    if not heads:
        return Transcript((), "none", ())
    turns = tuple(_assemble(text, heads))
    return Transcript(turns, layout, label_table(text, turns))


def label_table(text: str, turns: tuple[Turn, ...]) -> tuple[Label, ...]:
    """The speakers of a document in order of appearance; words within asides are not theirs. Takes turns in the order of `find_turns`."""
    said: dict[str, list[Turn]] = {}
    words: Counter[str] = Counter()
    speech = Turn(0, 0)
    for turn in turns:
        if turn.kind == "speech" and turn.speaker is not None:
            said.setdefault(turn.speaker, []).append(turn)
            words[turn.speaker] += count_words(text[turn.start : turn.end])
            speech = turn
        elif turn.kind == "aside" and speech.speaker is not None and turn.end <= speech.end:
            words[speech.speaker] -= count_words(text[turn.start : turn.end])
    return tuple(Label(name, len(own), words[name], _first_lines(text, own)) for name, own in said.items())


def _announced(layout: Layout, text: str) -> list[Head]:
    """The heads of a layout that name speakers; none where it is not the layout of this text."""
    front = FRONT_MATTER.match(text)
    heads = [head for head in layout.heads(text) if not front or head.start >= front.end()]
    names = speakers(heads, text)
    if layout.sure_with_time:
        names |= {head.speaker for head in heads if head.start_ms is not None}
    return [head for head in heads if head.speaker in names]


def _by_weight(text: str, bold: tuple[tuple[int, int], ...]) -> list[Head]:
    """Questions in bold, answers plain: heads without characters where the weight changes.

    Bold paragraphs are taken for questions if most of them, from the first one on, have a question mark; what stands before is a header.
    """
    first = next((start for start, end in bold if "?" in text[start:end]), None)
    questions = [(start, end) for start, end in bold if first is not None and start >= first and text[start:end].strip()]
    if len(questions) < 2 or sum("?" in text[start:end] for start, end in questions) <= len(questions) / 2:
        return []
    starts = {trimmed(text, *question)[0] for question in questions}
    heads: list[Head] = []
    for start, _end in paragraphs(text, questions[0][0]):
        speaker = BOLD if start in starts else PLAIN
        if not heads or heads[-1].speaker != speaker:
            heads.append(Head(start, start, speaker))
    return heads if len(heads) > 3 else []


def _assemble(text: str, heads: list[Head]) -> list[Turn]:
    turns = [_piece(text, 0, heads[0].start)]
    for head, end in zip(heads, [*(head.start for head in heads[1:]), len(text)], strict=True):
        turns.append(_piece(text, head.start, head.end))
        start, stop = trimmed(text, head.end, end)
        turns.append(Turn(start, stop, "speech", head.speaker, head.start_ms, head.end_ms))
        turns.extend(Turn(*aside, "aside") for aside in find_asides(text, start, stop))
    return [turn for turn in turns if turn.start < turn.end]


def _piece(text: str, start: int, end: int) -> Turn:
    return Turn(*trimmed(text, start, end), "header")


def _first_lines(text: str, said: list[Turn]) -> tuple[str, ...]:
    return tuple(text[turn.start : turn.end].split("\n", 1)[0][:LINE_LENGTH] for turn in said[:FIRST_LINES])
