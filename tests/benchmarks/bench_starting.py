"""Starting the program, as whole processes."""

from __future__ import annotations

import subprocess
import sys

from measure import ROOT, Benchmark, Entry, Goal


def _run(*command: str) -> Entry:
    def run(_size: int) -> str:
        subprocess.run([sys.executable, *command], check=True, capture_output=True, cwd=ROOT)
        return ""

    name = "terrain --help" if "toolkit" in command[-1] else f"python -c '{command[-1]}'"
    return Entry(name, run)


BENCHMARKS = [
    Benchmark(
        "Start: the help of the command",
        "process",
        (1,),
        (
            _run("-c", "import sys; from toolkit.cli import run; sys.argv[1:] = ['--help']; run(['--help'])"),
            _run("-c", "import click"),
            _run("-c", "pass"),
        ),
        (Goal(2, 1, "python -c 'import click'"), Goal(0.1, 1)),
        rounds=9,
    )
]
