"""Codes by codes, by overlap: from the study file to the matrix, against a sweep over five bare columns and the ways of other programs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from big_study import CODER, CODES, big_study
from measure import Benchmark, Entry, Goal

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
COLUMNS = ("document", "start", "end", "code")


def _study(size: int) -> Path:
    import numpy as np  # noqa: F401 - imports are not measured

    from toolkit.actions import comparing  # noqa: F401

    return big_study(size)


def _ours(measure: str, path: Path) -> str:
    from toolkit.actions.comparing import Comparison, View
    from toolkit.study import open_study

    with open_study(path, "ada") as study, study.read() as connection:
        cells = Comparison(study, connection).compare(View(columns="codes", measure=measure)).matrix.cells
    return f"{int(cells.sum())} in {cells.shape[0]} × {cells.shape[1]}"


def _bare(size: int) -> Path:
    """One coder's codings as a table of integers, for those who need no more."""
    import numpy as np  # noqa: F401

    study = big_study(size)
    path = study.with_suffix(".bare")
    if not path.exists() or path.stat().st_mtime < study.stat().st_mtime:
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("ATTACH ? AS study", (str(study),))
            raw.execute("CREATE TABLE coding (document INTEGER, start INTEGER, end INTEGER, code INTEGER)")
            raw.execute(
                'INSERT INTO coding SELECT v.document, c.start, c."end", c.code FROM study.coding c'
                " JOIN study.text_version v ON v.id = c.text_version WHERE c.coder = ? AND c.deleted = 0 ORDER BY v.document, c.start",
                (CODER,),
            )
            raw.commit()
    return path


def _numpy_sweep(path: Path) -> str:
    """Every pair of codings of a document that overlap, counted by code: nothing of turns, speakers, words and families of codes."""
    import numpy as np

    with closing(sqlite3.connect(path)) as raw:
        query = ", ".join(f"group_concat({column})" for column in COLUMNS)
        joined = raw.execute(f"SELECT {query} FROM coding GROUP BY document").fetchall()
    document, start, end, code = (np.fromstring(",".join(texts), dtype=np.int64, sep=",") for texts in zip(*joined, strict=True))
    order = np.argsort(document * (1 << 32) + start, kind="stable")
    start, end, code = document[order] * (1 << 32) + start[order], document[order] * (1 << 32) + end[order], code[order]
    count = np.searchsorted(start, end) - np.arange(1, len(start) + 1)
    one = np.repeat(np.arange(len(start)), count)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return f"{np.bincount(code[one] * CODES + code[other]).sum()} pairs"


def _python_sweep(path: Path) -> str:
    """The same in plain Python: a list of open codings."""
    pairs: dict[tuple[int, int], int] = {}
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT document, start, end, code FROM coding ORDER BY document, start").fetchall()
    running: list[tuple[int, int, int]] = []
    for document, start, end, code in rows:
        running = [known for known in running if known[0] == document and known[1] > start]
        for _document, _end, other in running:
            pairs[other, code] = pairs.get((other, code), 0) + 1
        running.append((document, end, code))
    return f"{sum(pairs.values())} pairs"


def _all_pairs(path: Path) -> str:
    """The way of QualCoder's co-occurrence report: each coding of a document is held against every other one of it."""
    found: dict[tuple[int, int], int] = {}
    with closing(sqlite3.connect(path)) as raw:
        for (document,) in raw.execute("SELECT DISTINCT document FROM coding").fetchall():
            rows = raw.execute("SELECT start, end, code FROM coding WHERE document = ?", (document,)).fetchall()
            for number, (start, end, code) in enumerate(rows):
                for other_start, other_end, other in rows[number + 1 :]:
                    if start < other_end and other_start < end:
                        found[code, other] = found.get((code, other), 0) + 1
    return f"{sum(found.values())} pairs"


LIMIT = "group_concat and a sweep over bare columns"
OTHERS = (
    Entry(LIMIT, _numpy_sweep, _bare),
    Entry("a sweep in plain Python", _python_sweep, _bare),
    Entry("every pair of a document (QualCoder's way)", _all_pairs, _bare, sizes=(10_000, 100_000)),
)

BENCHMARKS = [
    Benchmark(
        "Codes by codes: pairs of codings that share a word",
        "codings",
        SIZES,
        (Entry("Terrain", lambda path: _ours("codings", path), _study), *OTHERS),
        (Goal(1.2, 1_000_000),),
    ),
    Benchmark(
        "Codes by codes: passages and words in common, codes with all below them",
        "codings",
        SIZES,
        (
            Entry("Terrain, passages", lambda path: _ours("segments", path), _study),
            Entry("Terrain, words", lambda path: _ours("words", path), _study),
            Entry("Terrain, turns", lambda path: _ours("turns", path), _study),
        ),
        (Goal(2.0, 1_000_000),),
    ),
]
