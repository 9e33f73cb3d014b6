"""Who speaks where, and where the words begin, against one regular expression for the labels and one for the words.

The limit knows the layout, and neither notes nor times, nor which labels are speakers; we try every layout.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bench_importing import LABEL, WORD, transcript
from measure import Benchmark, Entry, Goal

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = "one expression for labels, one for words"


def labelled(count: int) -> list[str]:
    """Interviews of 8,000 words with labels and a transcriber's notes."""
    return [transcript(number) for number in range(count)]


def timed(count: int) -> list[str]:
    """The same with the label and the times of each turn on a line of their own."""
    return [re.sub(r"^([QR]) : ", _times_of, text, flags=re.MULTILINE) for text in labelled(count)]


def _times_of(match: re.Match[str]) -> str:
    minutes, seconds = divmod(match.start() // 20, 60)
    return f"[{match[1]}] ({minutes}:{seconds:02} - {minutes}:{seconds:02})\n"


def unnamed(count: int) -> list[str]:
    """The same without labels: every layout is tried in vain."""
    return [LABEL.sub("", text) for text in labelled(count)]


def prepared(make: Callable[[int], list[str]]) -> Callable[[int], list[str]]:
    """Texts, with what we need imported and its tables filled."""

    def prepare(count: int) -> list[str]:
        from toolkit.text.turns import find_turns
        from toolkit.text.words import word_starts

        texts = make(count)
        find_turns(texts[0])
        word_starts(texts[0])
        return texts

    return prepare


def ours(texts: list[str]) -> str:
    """Turns, asides, times; the words' places as an array."""
    from toolkit.text.turns import find_turns
    from toolkit.text.words import word_starts

    turns = [sum(turn.kind == "speech" for turn in find_turns(text).turns) for text in texts]
    words = [len(word_starts(text)) for text in texts]
    return f"{sum(turns)} turns, {sum(words)} words"


def limit(head: str) -> Callable[[list[str]], str]:
    """The labels with what follows them, and the words' places as a list."""
    heads = re.compile(head, re.MULTILINE)

    def run(texts: list[str]) -> str:
        turns = words = 0
        for text in texts:
            found = list(heads.finditer(text))
            ends = [*(match.start() for match in found[1:]), len(text)]
            turns += len([(match.start(), match.end(), match[1], end) for match, end in zip(found, ends, strict=False)])
            words += len([match.start() for match in WORD.finditer(text)])
        return f"{turns} turns, {words} words"

    return run


def _benchmark(name: str, make: Callable[[int], list[str]], head: str) -> Benchmark:
    entries = (Entry("find_turns, word_starts", ours, prepared(make)), Entry(LIMIT, limit(head), make))
    return Benchmark(f"Turns and words: {name}", "texts of 8,000 words", (20, 60, 180), entries, (Goal(1.5, 180, LIMIT),), rounds=5)


BENCHMARKS = [
    _benchmark("labels", labelled, r"^(\w+) : "),
    _benchmark("header lines with times", timed, r"^\[(\w+)\] \(.*\)$"),
    _benchmark("nobody named", unnamed, r"^(\w+) : "),
]
