"""A corrected transcript in the place of the old one, with 300 codings for every 8,000 words: read, compared, moved, written.

The other entry only compares the two texts word by word with Python's `difflib`, which moves nothing, and is what a plain script would do.
"""

from __future__ import annotations

import difflib
import random
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Benchmark, Entry, Goal

if TYPE_CHECKING:
    from toolkit.actions.replacing import Plan
    from toolkit.study import Study

SIZES = (8_000, 16_000, 64_000)
WORDS_A_CODING = 8_000 / 300


def _texts(size: int) -> tuple[str, str]:
    """An interview of so many words, and its correction: pseudonyms everywhere, other punctuation, a paragraph left out and one moved."""
    dice = random.Random(size)
    vocabulary = [
        f"{a}{b}{c}"
        for a in ("mar", "pel", "tou", "ri", "cho")
        for b in ("an", "ise", "ou", "ette", "i", "on")
        for c in ("", "s", "nt", "re")
    ]
    common = ["le", "la", "de", "et", "que", "on", "est", "pas", "ça", "à", "je", "il"]
    lines, count = [], 0
    while count < size:
        words = [dice.choice(vocabulary if dice.random() < 0.5 else common) for _ in range(dice.randint(8, 120))]
        words[dice.randrange(len(words))] = dice.choice(["Marie", "Tremblay", "Gatineau"])
        marks = [f"{word}{dice.choice(['', '', '', '', ',', '.'])}" for word in words]
        lines.append(f"{'QR'[len(lines) % 2]} : {' '.join(marks)}.\n")
        count += len(words)
    new = [line.replace("Marie", "Alice").replace("Tremblay", "B.").replace("Gatineau", "[Ville]").replace(",", ";") for line in lines]
    moved = new.pop(len(new) // 3)
    del new[len(new) // 2]
    new.insert(len(new) // 5, moved)
    return "".join(lines), "".join(new)


def _prepared(size: int) -> tuple[Study, Path]:
    from builders import small_study

    from toolkit.actions.coding import NewCoding, code_segment
    from toolkit.actions.lookup import Lookup

    folder = Path(tempfile.mkdtemp())
    old, new = _texts(size)
    study = small_study(folder, interview=old)
    spans = [match.span() for match in re.finditer(r"[^.\n]+", old) if len(match[0]) > 20]
    dice = random.Random(1)
    with study.change("code") as change:
        lookup = Lookup(study, change)
        for start, end in dice.choices(spans, k=int(size / WORDS_A_CODING)):
            code_segment(lookup, NewCoding("interview", "work", start=start, end=end))
    (folder / "new.txt").write_text(new, encoding="utf-8")
    return study, folder / "new.txt"


def _replace(prepared: tuple[Study, Path]) -> object:
    from toolkit.actions.replacing import plan_replacement, replace_text

    study, path = prepared
    plan: Plan = plan_replacement(study, "interview", path)
    replace_text(study, plan)
    counts = dict(plan.counts["coding"])
    study.close()
    shutil.rmtree(path.parent)
    return counts


def _compare(texts: tuple[str, str]) -> object:
    old, new = (re.findall(r"\w+|\W+", text) for text in texts)
    return len(difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


BENCHMARKS = [
    Benchmark(
        "replace a transcript",
        "words",
        SIZES,
        (
            Entry("document replace", _replace, _prepared),
            Entry("difflib, comparing only", _compare, _texts, sizes=(8_000,)),
        ),
        (Goal(0.5, 8_000),),
    )
]
