"""Paragraphs: the units of a document in which nobody is named as speaking."""

from __future__ import annotations

import re

PARAGRAPH = re.compile(r"\S(?:[^\n]*\S)?")


def paragraphs(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    r"""The lines of `text[start:end]` that are not blank, without white space at their ends, as (start, end) in `text`.

    >>> paragraphs("Titre\n\n  Un deux. \n")
    [(0, 5), (9, 17)]
    """
    return [match.span() for match in PARAGRAPH.finditer(text, start, len(text) if end is None else end)]


def count_paragraphs(text: str, start: int = 0) -> int:
    r"""How many paragraphs `text[start:]` has.

    >>> count_paragraphs("Titre\n\n  Un deux. \n")
    2
    """
    return sum(map(bool, map(str.strip, text[start:].split("\n"))))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space at its ends; an empty one stands at `start`."""
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
