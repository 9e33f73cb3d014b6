"""Matrices from a study file: opened, its codebook read, its columns read, and counted; nothing is kept from one run to the next.

What they are held against is beside the study, in a file of its own: a table of three integers and two offsets for each coding, read from
end to end by SQLite (the limit), or handed to numpy as text and counted there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from big_study import CASES, CODER, CODES, big_study
from measure import Benchmark, Entry, Goal

if TYPE_CHECKING:
    from pathlib import Path

SIZES = (10_000, 100_000, 1_000_000)
MEASURES = ("codings", "segments", "turns", "words", "share", "rate", "presence", "documents", "persons")
SCAN = "SQLite reads the reference table"
QUALCODER = 13.6  # CPU seconds of its comparison table at 100,000 codings
MOST_MEMORY = 1024  # MiB at the largest size


def _study(size: int) -> Path:
    """The study; a small one is counted first, so that what has to be imported is there."""
    _count("persons", big_study(SIZES[0]))
    return big_study(size)


def _count(measure: str, path: Path) -> str:
    from toolkit.actions.comparing import Comparison, View
    from toolkit.study import open_study

    with open_study(path, "ada") as study, study.read() as connection:
        cells = Comparison(study, connection).table(View(measure=measure)).matrix(measure).cells
    return f"{cells.shape[0]} x {cells.shape[1]}" + ("" if cells.dtype == object else f", {cells.sum():.0f} in all")


def _reference(size: int) -> Path:
    """The reference table of the study, made anew where the study is newer."""
    import numpy as np  # noqa: F401 - imported before anything is timed

    study = big_study(size)
    path = study.with_suffix(".reference")
    if not path.exists() or path.stat().st_mtime < study.stat().st_mtime:
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("ATTACH ? AS study", (str(study),))
            raw.execute('CREATE TABLE coding (code INTEGER, "case" INTEGER, document INTEGER, start INTEGER, "end" INTEGER)')
            raw.execute(
                'INSERT INTO coding SELECT code, document % ?, document, start, "end" FROM study.coding AS coding'
                " JOIN study.text_version AS version ON version.id = coding.text_version"
                " WHERE coder = ? AND coding.deleted = 0 ORDER BY coding.id",
                (CASES, CODER),
            )
            raw.commit()
    return path


def _scan(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        (total,) = raw.execute('SELECT sum(code + "case" + document + start + "end") FROM coding').fetchone()
    return f"sum {total}"


def _group_concat(path: Path) -> str:
    """The quickest way that was measured for one table without a layer, deletions, corrected texts or a tree of codes."""
    import numpy as np

    with closing(sqlite3.connect(path)) as raw:
        code, case = raw.execute('SELECT group_concat(code), group_concat("case") FROM coding').fetchone()
    pairs = np.fromstring(code, dtype=np.int64, sep=",") * CASES + np.fromstring(case, dtype=np.int64, sep=",")
    return f"{np.bincount(pairs, minlength=(CODES + 1) * CASES).sum()} in all"


def _benchmark(measure: str) -> Benchmark:
    counted = measure == "codings"
    limits = [Entry(SCAN, _scan, _reference), Entry("the reference table by group_concat and numpy", _group_concat, _reference)]
    goals = [Goal(0.5 if counted else 2, SIZES[-1]), Goal(MOST_MEMORY, SIZES[-1], memory=True)]
    if counted:
        goals += [Goal(6, SIZES[-1], SCAN), Goal(QUALCODER / 150, SIZES[1])]
    return Benchmark(
        f"Code by case: {measure}",
        "codings",
        SIZES,
        (Entry(f"Terrain, {measure}", partial(_count, measure), _study), *(limits if counted else limits[:1])),
        tuple(goals),
    )


BENCHMARKS = [_benchmark(measure) for measure in MEASURES]
