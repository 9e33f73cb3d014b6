"""Which row of a table belongs to which file: exactly, by a pattern that a person confirms, or by asking."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import PurePath
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "{name}"
MOST_ASKED = 25  # files for which near names are looked for: that takes as long as there are rows, and nobody answers more questions


@dataclass(frozen=True, slots=True)
class Matches:
    """What was matched, what could be by the proposed pattern, and what only a person can say.

    `rows` gives for each file the rows (places in the list of names) that belong to it; `unsure` the rows that may; `proposal` a
    pattern that would match `proposed`; `left` the rows that belong to no file.
    """

    rows: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unsure: dict[str, tuple[int, ...]] = field(default_factory=dict)
    proposal: str | None = None
    proposed: dict[str, int] = field(default_factory=dict)
    left: tuple[int, ...] = ()


def plain(name: str) -> str:
    """A name for comparing: without folder and suffix, one case, underscores, spaces and tabs alike.

    >>> plain("entrevues/Entretien_01  24.10.03_A.docx")
    'entretien 01 24.10.03 a'
    """
    path = PurePath(unicodedata.normalize("NFC", name))
    stem = path.stem if path.suffix.lower() in KNOWN_SUFFIXES else path.name
    return re.sub(r"[\s_]+", " ", stem).strip().casefold()


KNOWN_SUFFIXES = frozenset({".docx", ".odt", ".txt", ".md", ".pdf", ".vtt", ".srt", ".rtf", ".html", ".htm", ".csv", ".tsv", ".xlsx"})


def match_names(
    files: Sequence[str], names: Sequence[str], pattern: str | None = None, said: Mapping[str, Sequence[str]] | None = None
) -> Matches:
    """Match file names with the names in a table.

    `pattern` is a regular expression for the file's name in which `{name}` stands for the name in the row; underscores and spaces are
    alike. `said` is a person's word for single files: the names of their rows, none for no row. Raises `UsageError` for a pattern that
    does not compile and for a name that no row has.
    """
    by_name: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        by_name.setdefault(plain(name), []).append(place)
    rows = {file: _rows_said(wanted, by_name) for file, wanted in (said or {}).items() if file in files}
    open_files = [file for file in files if file not in rows]
    for file in open_files:
        if len(by_name.get(plain(file), ())) == 1:
            rows[file] = tuple(by_name[plain(file)])
    open_files = [file for file in open_files if file not in rows]
    if pattern:
        rows |= _by_pattern(open_files, by_name, pattern)
        open_files = [file for file in open_files if file not in rows]
    taken = {place for places in rows.values() for place in places}
    free = {name: places for name, places in by_name.items() if not taken.issuperset(places)}
    proposal, proposed = (None, {}) if pattern else _propose(open_files, free)
    unsure = _unsure(
        [file for file in open_files if file not in proposed], {n: p for n, p in free.items() if p[0] not in proposed.values()}
    )
    left = tuple(place for place in range(len(names)) if place not in taken)
    return Matches(rows, unsure, proposal, proposed, left)


def _rows_said(wanted: Sequence[str], by_name: Mapping[str, list[int]]) -> tuple[int, ...]:
    for name in wanted:
        if plain(name) not in by_name:
            raise UsageError(_("No row of the table is called {name}.", name=name))
    return tuple(place for name in wanted for place in by_name[plain(name)])


def _by_pattern(files: Sequence[str], by_name: Mapping[str, list[int]], pattern: str) -> dict[str, tuple[int, ...]]:
    """The files that exactly one name fits."""
    if NAME not in pattern:
        raise UsageError(_("The pattern {pattern} has no {name} in it.", pattern=pattern, name=NAME))
    before, after = (re.sub(r"[\s_]+", " ", unicodedata.normalize("NFC", part)) for part in pattern.split(NAME, 1))
    found: dict[str, tuple[int, ...]] = {}
    try:
        compiled = {name: re.compile(before + re.escape(name) + after, re.IGNORECASE) for name in by_name}
    except re.error as error:
        raise UsageError(_("The pattern {pattern} is no regular expression: {reason}.", pattern=pattern, reason=error)) from error
    for file in files:
        stem = plain(file)
        fitting = [place for name, expression in compiled.items() if name in stem and expression.fullmatch(stem) for place in by_name[name]]
        if len(fitting) == 1:
            found[file] = (fitting[0],)
    return found


def _propose(files: Sequence[str], by_name: Mapping[str, list[int]]) -> tuple[str | None, dict[str, int]]:
    """A pattern for files that go on after a row's name, at a boundary of words; None where there is none."""
    proposed, tails = {}, []
    single = [name for name, places in by_name.items() if name and len(places) == 1]
    for file in files:
        stem = plain(file)
        beginnings = [name for name in single if stem.startswith(name) and not stem[len(name) : len(name) + 1].isalnum()]
        if beginnings:
            name = max(beginnings, key=len)
            proposed[file] = by_name[name][0]
            tails.append(stem[len(name) :])
    if not proposed:
        return None, {}
    common = _common_beginning(tails)
    tail = re.escape(common.strip()).replace(" ", "_")
    if not tail:
        return f"{NAME}.*", proposed
    return f"{NAME}({'_' if common[:1] == ' ' else ''}{tail}.*)?", proposed


def _unsure(files: Sequence[str], by_name: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    """For each file the free rows whose names are nearest to its own; none where none is near, or there are too many to ask about."""
    unsure = {}
    names = [name for name in by_name if name]
    for number, file in enumerate(files):
        stem = plain(file)
        near = get_close_matches(stem, names, n=3, cutoff=0.6) if number < MOST_ASKED else []
        begin = [name for name in near if len(_common_beginning([name, stem])) >= len(name) - 1]
        unsure[file] = tuple(sorted(place for name in begin or near for place in by_name[name]))
    return unsure


def _common_beginning(texts: Sequence[str]) -> str:
    """The characters with which all texts begin."""
    shortest = min(texts, key=len)
    same = (all(text[place] == letter for text in texts) for place, letter in enumerate(shortest))
    length = next((place for place, alike in enumerate(same) if not alike), len(shortest))
    return shortest[:length]
