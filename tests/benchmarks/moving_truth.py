"""How rightly codings are moved into corrected transcripts, against known truth, on real interviews.

    python tests/benchmarks/moving_truth.py [--part 4/6] [--spans 60] [--seed 0] [--show]

takes the interviews of `../shared/data` and of the shipped corpus (one part of them, if asked for), corrects each in every way of
`tests/corrections.py` and moves random codings into it. A place is right if it has exactly the images of the coding's surviving words: each
whole, and no word that stands only for words outside. `impossible` are those of the doubtful ones for which no place can be right, since
their words stand in several parts. With `--show` every coding that is wrong in silence is printed.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from corrections import CORRECTIONS, MIXED, Corrected, corrected, draw_spans, tally  # noqa: E402

from toolkit.readers import read_bytes  # noqa: E402
from toolkit.text.moving import Mover  # noqa: E402

COLUMNS = ("n", "unchanged", "by diff", "by context", "doubtful", "impossible", "nowhere", "right", "wrong nowhere", "WRONG")
ENGLISH = 60  # of the many English interviews


def texts() -> list[tuple[str, list[str]]]:
    """The texts, group by group, in a fixed order."""
    data = ROOT.parent / "shared" / "data"
    english = sorted((data / "interviewer-en" / "transcripts").glob("*.md"))
    random.Random(1).shuffle(english)
    groups = {
        "artisans": sorted((data / "artisans" / "interviews").glob("*.docx")),
        "fredsum": sorted((data / "fredsum" / "transcript").glob("*.txt")),
        "english": english[:ENGLISH],
        "corpus": sorted(path for path in (ROOT / "corpora" / "partnerships" / "documents").rglob("*") if path.is_file()),
    }
    return [(name, [_read(path) for path in paths]) for name, paths in groups.items()]


def _read(path: Path) -> str:
    name = path.with_suffix(".txt").name if path.suffix == ".md" else path.name
    return read_bytes(name, path.read_bytes()).text


def judge(case: Corrected, count: int, seed: int, *, show: bool) -> tuple[Counter[str], float]:
    """The tally of one corrected text, and the CPU seconds that it took to move the codings."""
    spans = draw_spans(case.old, count, seed)
    since = time.process_time()
    mover = Mover(case.old, case.new)
    found = [mover.move(*span) for span in spans]
    taken = time.process_time() - since
    places = [(None if one.start is None or one.end is None else (one.start, one.end), one.how) for one in found]
    if show:
        for span, (place, how) in zip(spans, places, strict=True):
            if how != "doubtful" and not case.verdict(span, place):
                print(f"  {how}: {case.old[slice(*span)]!r} -> {case.new[slice(*place)] if place else None!r}")
    return Counter(tally(case, spans, places)), taken


def main() -> None:
    """Measure, and print a line for each correction."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", default="0/1", help="the N-th of M parts of the texts, from 0")
    parser.add_argument("--spans", type=int, default=60, help="codings for each text and correction")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true")
    said = parser.parse_args()
    part, parts = map(int, said.part.split("/"))
    pairs = [(one, group[place - 1]) for _name, group in texts() for place, one in enumerate(group)][part::parts]
    print(f"{'':24}" + "".join(f"{column:>14}" for column in COLUMNS))
    total, seconds = Counter[str](), 0.0
    for kind in (*CORRECTIONS, MIXED):
        counts = Counter[str]()
        for number, (text, other) in enumerate(pairs):
            seed = said.seed * 1_000_003 + number
            found, taken = judge(corrected(text, other, kind, seed), said.spans, seed + 1, show=said.show)
            counts += found
            seconds += taken
        print(f"{kind:24}" + "".join(f"{counts[column]:14}" for column in COLUMNS), flush=True)
        total += counts
    print(f"{'all':24}" + "".join(f"{total[column]:14}" for column in COLUMNS))
    print(f"{len(pairs)} texts, {100 * total['doubtful'] / total['n']:.2f} % doubtful, {seconds:.1f} s of CPU")


if __name__ == "__main__":
    main()
