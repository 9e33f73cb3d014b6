"""Two people who speak by turns without being named: questions in bold, or a dash before each turn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.text.layouts import Head
from toolkit.text.paragraphs import count_paragraphs, paragraphs, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What the two are called, in the order in which they speak first (bold paragraphs and plain ones).
BOLD, PLAIN = "[bold]", "[plain]"
FIRST, SECOND = "[dash 1]", "[dash 2]"

DASH = re.compile(r"\n[ \t]*(?:[–—][ \t\u00a0\u202f]*|-[ \t\u00a0\u202f]+|-(?=[^\W\d_]))(?=[^\s–—-])")
FEWEST = 4  # turns
ALTERNATE = 0.8  # of the questions, in each half, must be asked by the same of two


def by_weight(text: str, bold: Sequence[tuple[int, int]]) -> list[Head]:
    """Questions in bold, answers plain: heads without characters where the weight changes.

    Bold paragraphs are taken for questions if most of them, from the first one on, have a question mark.
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
    return heads if len(heads) >= FEWEST else []


def by_dashes(text: str) -> list[Head]:
    """A dash opens each turn: every second one is the same person's, if the questions bear it out.

    Dashes must open half of the lines, and nearly all that ends with a question mark be said by the same of the two, in the first half and
    in the second; else it is a list, or somebody was left out, and who speaks cannot be told.
    """
    found = list(DASH.finditer(f"\n{text}"))
    if len(found) < FEWEST or len(found) < count_paragraphs(text, found[0].start()) / 2:
        return []
    heads = [Head(match.start(), match.end() - 1, SECOND if number % 2 else FIRST) for number, match in enumerate(found)]
    ends = [*(head.start for head in heads[1:]), len(text)]
    asks = [text[head.end : end].rstrip().endswith("?") for head, end in zip(heads, ends, strict=True)]
    half = len(asks) // 4 * 2
    first = sum(asks[::2]) > sum(asks[1::2])
    return heads if all(_alternate(part, first=first) for part in (asks[:half], asks[half:])) else []


def _alternate(asks: list[bool], *, first: bool) -> bool:
    by_asker = sum(asks[0 if first else 1 :: 2])
    return by_asker > 0 and by_asker >= ALTERNATE * sum(asks)
