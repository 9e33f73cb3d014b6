"""Yes, no, not asked, not yet read: the four things that an empty or filled cell may mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from toolkit.columns import INTERVIEWER
from toolkit.matrices.axes import lineage
from toolkit.matrices.numbers import union

if TYPE_CHECKING:
    from toolkit.columns import Bools, Ints
    from toolkit.matrices.axes import Places
    from toolkit.matrices.ground import Ground


class Presence(StrEnum):
    """What is known of a code in a unit."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not asked"
    NOT_READ = "not yet read"


@dataclass(frozen=True, slots=True)
class States:
    """For each code and unit: `read`, whole and under a codebook version that contains the code; `not_asked`, by a person's mark."""

    read: Bools
    not_asked: Bools


def eligible_words(ground: Ground, places: Places) -> Ints:
    """How many eligible words each unit has."""
    import numpy as np

    return _sum_by_unit(ground.speech.words, places.of_turn, np.ones(len(places.of_turn), dtype=np.bool_), len(places.keys))


def unclear_documents(ground: Ground, places: Places) -> dict[int, tuple[int, ...]]:
    """The documents, by unit, that a unit needs and in which somebody speaks whose role is unknown."""
    import numpy as np

    speech = ground.speech
    needed = (places.of_turn >= 0) & (speech.role != INTERVIEWER) & ground.unclear[speech.document]
    found: dict[int, tuple[int, ...]] = {}
    for unit, document in np.unique(np.stack([places.of_turn[needed], speech.document[needed]]), axis=1).T.tolist():
        found[unit] = (*found.get(unit, ()), int(ground.documents[document]))
    return found


def states_of(ground: Ground, coder: int, codes: Ints, places: Places) -> States:
    """What one coder has read, and what was not asked, for each code (its place) and unit.

    A unit is read whole when every eligible word of it has been read; a unit without eligible words never is, nor is one with a speaker
    whose role is unknown, because nobody knows yet which words it has. A mark on a code holds for its descendants; a unit whose eligible
    words all lie in marked cases or documents is marked as they are.
    """
    import numpy as np

    eligible = eligible_words(ground, places)
    readable = eligible > 0
    readable[list(unclear_documents(ground, places))] = False

    versions, which = np.unique(ground.columns.codes.first_version[codes], return_inverse=True)
    read = np.empty((len(versions), len(eligible)), dtype=np.bool_)
    every = np.ones(len(places.of_turn), dtype=np.bool_)
    for index, version in enumerate(versions.tolist()):
        words = _read_words(ground, coder, version)
        read[index] = readable & (_sum_by_unit(words, places.of_turn, every, len(eligible)) == eligible)

    not_asked = np.zeros((len(codes), len(eligible)), dtype=np.bool_)
    for row, (cases, documents) in _marks(ground, codes).items():
        turns = np.isin(ground.speech.case, cases) | np.isin(ground.documents[ground.speech.document], documents)
        marked = _sum_by_unit(ground.speech.words, places.of_turn, turns, len(eligible))
        itself = {"case": cases, "document": documents}.get(places.of or "", [])
        not_asked[row] = ((eligible > 0) & (marked == eligible)) | np.array([key in itself for key in places.keys], dtype=np.bool_)
    return States(read[which], not_asked)


def _read_words(ground: Ground, coder: int, version: int) -> Ints:
    """How many eligible words of each turn a coder has read under a codebook version or a later one."""
    import numpy as np

    readings = ground.columns.readings
    rows = np.flatnonzero((readings.coder == coder) & (readings.version >= version))
    start, end = (ground.on_line(readings.document[rows], offset[rows]) for offset in (readings.start, readings.end))
    _, turn, start, end = ground.cut(*union(start, end))
    words: Ints = np.bincount(turn, ground.count_words(start, end), minlength=len(ground.speech.words)).astype(np.int64)
    return words


def _marks(ground: Ground, codes: Ints) -> dict[int, tuple[list[int], list[int]]]:
    """The cases and documents in which a row of `codes` was not asked about, by a mark on the code itself or on one above it."""
    marks, above = ground.columns.not_asked, lineage(ground.columns.codes)
    names, rows = ground.columns.codes.code.tolist(), {code: row for row, code in enumerate(codes.tolist())}
    found: dict[int, tuple[list[int], list[int]]] = {}
    for code, ancestor in zip(above[0].tolist(), above[1].tolist(), strict=True):
        cases = [case for marked, case in marks.cases if marked == names[ancestor]]
        documents = [document for marked, document in marks.documents if marked == names[ancestor]]
        if code in rows and (cases or documents):
            before = found.get(rows[code], ([], []))
            found[rows[code]] = (before[0] + cases, before[1] + documents)
    return found


def _sum_by_unit(values: Ints, unit: Ints, kept: Bools, units: int) -> Ints:
    import numpy as np

    kept = kept & (unit >= 0)
    total: Ints = np.bincount(unit[kept], values[kept], minlength=units).astype(np.int64)
    return total
