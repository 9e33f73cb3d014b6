"""How speed is measured here: each entry in a fresh process, ours and what it is held against by turns, CPU seconds and peak memory.

A module `bench_NAME.py` of this folder has a list `BENCHMARKS`. A `Benchmark` names sizes, ascending, and entries; an `Entry` has

- `prepare(size)`, not timed: imports what the entry needs, makes or finds its input (under `workspace()`, kept between runs) and gives
  whatever `run` takes;
- `run(prepared)`, timed: the work, which gives something to check the result by, shown in the table;
- `needs`: modules that must be importable, else the entry is left out and said to be "not installed".

Machines are shared and noisy, so a goal is a ratio of CPU seconds to another entry measured in the same run (the median over rounds of
the ratio within the round), or, where an issue names one, a number of seconds.

    python tests/benchmarks/measure.py                  all of them, and writes README.md beside this file
    python tests/benchmarks/measure.py reading store    two modules, printed only
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ROUNDS = 3


@dataclass(frozen=True)
class Entry:
    """One way of doing the work."""

    name: str
    run: Callable[[Any], object]
    prepare: Callable[[int], Any] = lambda size: size
    needs: tuple[str, ...] = ()
    sizes: tuple[int, ...] | None = None  # where not all of the benchmark's, for what would take too long


@dataclass(frozen=True)
class Goal:
    """What our entry is to reach at a size: at most so many times another entry, or so many CPU seconds where none is named.

    With `memory` the figure is peak memory, in MiB or as a ratio to the same entry at another size (`to_size`).
    """

    most: float
    size: int
    against: str | None = None
    memory: bool = False
    to_size: int | None = None


@dataclass(frozen=True)
class Benchmark:
    """The first entry is ours."""

    name: str
    unit: str  # what a size counts
    sizes: tuple[int, ...]
    entries: tuple[Entry, ...]
    goals: tuple[Goal, ...] = ()
    rounds: int = ROUNDS


@dataclass
class Figures:
    """What the runs of one entry at one size took, a number for each round."""

    cpu: list[float] = field(default_factory=list)  # seconds, children included
    wall: list[float] = field(default_factory=list)
    peak: list[float] = field(default_factory=list)  # MiB of the whole process
    check: str = ""


Table = dict[tuple[str, int], Figures]


def workspace() -> Path:
    """A folder for inputs, kept between runs."""
    folder = ROOT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def measured(benchmark: Benchmark, module: str, rounds: int) -> Table:
    """Run every entry at every size, the entries by turns."""
    found: Table = {}
    for size in benchmark.sizes:
        entries = [entry for entry in benchmark.entries if (entry.sizes is None or size in entry.sizes) and _installed(entry)]
        for _round in range(rounds):
            for entry in entries:
                _add(found.setdefault((entry.name, size), Figures()), module, benchmark, entry, size)
    return found


def _installed(entry: Entry) -> bool:
    return all(find_spec(name) is not None for name in entry.needs)


def _add(figures: Figures, module: str, benchmark: Benchmark, entry: Entry, size: int) -> None:
    command = [sys.executable, __file__, "--one", module, benchmark.name, entry.name, str(size)]
    paths = os.pathsep.join([str(ROOT), str(HERE.parent), str(HERE)])
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths})
    if done.returncode:
        raise SystemExit(f"{benchmark.name}, {entry.name}, {size}:\n{done.stderr}")
    result = json.loads(done.stdout.splitlines()[-1])
    figures.cpu.append(result["cpu"])
    figures.wall.append(result["wall"])
    figures.peak.append(result["peak"])
    figures.check = result["check"]


def one(module: str, benchmark_name: str, entry_name: str, size: int) -> None:
    """Measure one entry once, in this process, and print the figures."""
    import gc
    import resource

    [benchmark] = [found for found in importlib.import_module(module).BENCHMARKS if found.name == benchmark_name]
    [entry] = [found for found in benchmark.entries if found.name == entry_name]
    prepared = entry.prepare(size)
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    check = entry.run(prepared)
    cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    print(json.dumps({"cpu": cpu, "wall": wall, "peak": peak, "check": str(check)}))


def _cpu() -> float:
    """CPU seconds of this process and of those that it has started and waited for."""
    import resource

    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in spent)


def growth(benchmark: Benchmark, table: Table, name: str) -> float | None:
    """The exponent of a power of the size that fits the CPU seconds, by least squares on logarithms; None with fewer than two sizes."""
    points = [(math.log(size), math.log(max(median(table[name, size].cpu), 1e-6))) for size in benchmark.sizes if (name, size) in table]
    if len(points) < 2:
        return None
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, b in points)


def reached(benchmark: Benchmark, table: Table, goal: Goal) -> float | None:
    """The figure that a goal is about; None where one of its entries was not measured."""
    ours = table.get((benchmark.entries[0].name, goal.size))
    other = table.get((goal.against or benchmark.entries[0].name, goal.to_size or goal.size))
    if ours is None or other is None:
        return None
    numbers, others = (ours.peak, other.peak) if goal.memory else (ours.cpu, other.cpu)
    if goal.against is None and goal.to_size is None:
        return median(numbers)
    return median(number / max(against, 1e-6) for number, against in zip(numbers, others, strict=True))


def written(benchmark: Benchmark, table: Table) -> list[str]:
    """A benchmark's figures as lines of Markdown."""
    lines = [f"## {benchmark.name}", ""]
    sizes = [f"{size:,} {benchmark.unit}" for size in benchmark.sizes]
    lines += ["| | " + " | ".join(sizes) + " | grows as | gives |", "|---" * (len(sizes) + 3) + "|"]
    for entry in benchmark.entries:
        if not _installed(entry):
            lines.append(f"| {entry.name} | " + " | ".join("not installed" for _size in sizes) + " | | |")
            continue
        cells = [_cell(table.get((entry.name, size))) for size in benchmark.sizes]
        power = growth(benchmark, table, entry.name)
        last = table[entry.name, max(size for size in benchmark.sizes if (entry.name, size) in table)]
        lines.append(f"| {entry.name} | " + " | ".join(cells) + f" | {'' if power is None else f'N^{power:.2f}'} | {last.check} |")
    return [*lines, "", *(_verdict(benchmark, table, goal) for goal in benchmark.goals), ""]


def _cell(figures: Figures | None) -> str:
    return "–" if figures is None else f"{_seconds(median(figures.cpu))}, {median(figures.peak):.0f} MiB"


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{1000 * value:.3g} ms"


def _verdict(benchmark: Benchmark, table: Table, goal: Goal) -> str:
    figure = reached(benchmark, table, goal)
    what = "peak memory" if goal.memory else "CPU"
    if goal.to_size is not None:
        asked = f"{what} at {goal.size:,} {benchmark.unit} at most {goal.most:g} × that at {goal.to_size:,}"
    elif goal.against is None:
        asked = f"{what} at {goal.size:,} {benchmark.unit} at most {goal.most:g} MiB" if goal.memory else ""
        asked = asked or f"{what} at {goal.size:,} {benchmark.unit} at most {_seconds(goal.most)}"
    else:
        asked = f"{what} at {goal.size:,} {benchmark.unit} at most {goal.most:g} × {goal.against}"
    if figure is None:
        return f"- {asked}: not measured."
    plain = goal.against is None and goal.to_size is None
    shown = (f"{figure:.0f} MiB" if goal.memory else _seconds(figure)) if plain else f"{figure:.2f}"
    return f"- {asked}: **{shown}**, {'reached' if figure <= goal.most else 'NOT reached'}."


def machine() -> str:
    """What the figures were measured on."""
    model = next((line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")), platform.processor())
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _cpuinfo() -> Iterable[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else ()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that are named, or all, and print their tables."""
    parser = argparse.ArgumentParser(description="Measure speed and memory.")
    parser.add_argument("--one", nargs=4, metavar=("MODULE", "BENCHMARK", "ENTRY", "SIZE"), help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(arguments)
    if options.one:
        module, benchmark, entry, size = options.one
        one(module, benchmark, entry, int(size))
        return
    sys.path[:0] = [str(ROOT), str(HERE.parent), str(HERE)]
    modules = [f"bench_{name}" for name in options.names] or sorted(path.stem for path in HERE.glob("bench_*.py"))
    lines = []
    for module in modules:
        for benchmark in importlib.import_module(module).BENCHMARKS:
            table = measured(benchmark, module, options.rounds or benchmark.rounds)
            lines += written(benchmark, table)
            print("\n".join(written(benchmark, table)), flush=True)
    if not options.names:
        page = HERE / "README.md"
        opening = page.read_text(encoding="utf-8").partition("<!-- figures -->")[0] if page.exists() else ""
        page.write_text(f"{opening}<!-- figures -->\n\nMeasured on {machine()}.\n\n" + "\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
