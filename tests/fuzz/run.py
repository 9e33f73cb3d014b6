"""Fuzzing: damaged files by the thousand through every reader, which must read them or refuse them, soon and in little memory.

    python tests/fuzz/run.py                            10,000 files for each reader
    python tests/fuzz/run.py --count 500 .docx .pdf     fewer, of two kinds
    python tests/fuzz/run.py --count 1 --first 1234 .pdf   number 1234 again

A file is made from its kind and number alone (and from the real interviews, where they stand beside the project), so that a finding can be
had again; it is also kept in `build/fuzz/`. Readers work in a process of their own with 1 GB of address space and 10 seconds of CPU for
each file. A finding is any end but `Content`, sound in itself, or `UnreadableFile` with a sentence: another exception, a crash of the
process, a hang, memory that is not enough.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import traceback
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.readers.base import Content

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

COUNT = 10_000
SECONDS = 10  # of CPU for one file
MEMORY = 1 << 30  # bytes of address space
ENCODINGS = (None,) * 12 + ("utf-8", "cp1252", "utf-16", "mac-roman")
FOLDER = ROOT / "build" / "fuzz"
PROGRAM = __file__


@dataclass
class Outcome:
    """What became of the files of one kind."""

    suffix: str
    read: int = 0
    refused: int = 0
    slowest: float = 0.0  # seconds of CPU
    slowest_number: int = 0
    peak: float = 0.0  # MiB
    cpu: float = 0.0
    findings: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.suffix:6} {self.read + self.refused + len(self.findings):>7,} files: {self.read:,} read, {self.refused:,} refused, "
            f"{len(self.findings)} findings; slowest {self.slowest:.2f} s (number {self.slowest_number}), peak {self.peak:.0f} MiB, "
            f"{self.cpu:.0f} s"
        )


def suffixes() -> list[str]:
    """The kinds of files that are tried."""
    from fuzz.mutators import KINDS

    return list(KINDS)


def damaged(suffix: str, number: int, found: Sequence[bytes]) -> tuple[bytes, str | None]:
    """The damaged file of a number, and the encoding that a person says it has."""
    from fuzz.mutators import mutate

    random = Random(f"{suffix} {number}")
    return mutate(random, suffix, random.choice(found), found), random.choice(ENCODINGS)


def read(suffix: str, data: bytes, encoding: str | None) -> Content:
    """Read a file of a kind; of a table every column is an answer."""
    from toolkit.readers import read_bytes
    from toolkit.readers.answers import Answers

    return read_bytes("essai" + suffix, data, encoding=encoding, answers=Answers(("*",)))


def check(content: Content) -> None:
    """Everything that is true of what a reader gives; also that turns can be looked for in it."""
    from toolkit.readers.base import UNWANTED
    from toolkit.readers.leftout import in_words
    from toolkit.text.turns import find_turns

    text, length = content.text, len(content.text)
    assert text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert not UNWANTED.search(text)
    assert all(in_words(each) and each.count > 0 for each in content.left_out)
    assert all(0 <= start <= end <= length for start, end in (*content.bold, *content.notes))
    turns = (*find_turns(content.body, content.bold).turns, *content.asides) if content.turns is None else content.turns
    assert all(0 <= turn.start <= turn.end <= length for turn in turns)
    starts = [turn.start for turn in turns]
    assert starts == sorted(starts)


def work(suffix: str, first: int, count: int, *, real: bool) -> None:
    """Try files one after the other in this process; each line printed is a fact for `fuzz`."""
    import resource

    from fuzz.seeds import seeds

    from toolkit.errors import UnreadableFile

    found = seeds(suffix, real=real)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    for number in range(first, first + count):
        data, encoding = damaged(suffix, number, found)
        _say("begin", number)
        began, _peak = _spent()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            check(read(suffix, data, encoding))
            end = "read"
        except UnreadableFile as error:
            str(error).encode()
            end = "refused"
        except Exception:  # noqa: BLE001 - this is what is looked for
            end = "finding"
            _say(end, number, traceback.format_exc())
        signal.setitimer(signal.ITIMER_PROF, 0)
        ended, peak = _spent()
        _say(end if end != "finding" else "end", number, ended - began, peak)


def _spent() -> tuple[float, float]:
    """CPU seconds and the most MiB of memory of this process and of that which reads PDFs for it (of the latter on Linux alone)."""
    import resource

    from toolkit.readers.apart import PDFIUM

    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    peak = max(each.ru_maxrss for each in used) / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    helper = Path(f"/proc/{PDFIUM._process.pid}") if PDFIUM._process else None
    if helper is not None and helper.is_dir():
        ticks = (helper / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
        cpu += sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
        held = next((line for line in (helper / "status").read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")), "0 0")
        peak = max(peak, int(held.split()[1]) / 1024)
    return cpu, peak


def _say(*facts: object) -> None:
    _tell(json.dumps(facts))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def fuzz(suffix: str, count: int, first: int = 0, *, real: bool = True) -> Outcome:
    """Try `count` files of a kind, in a process that is begun anew where one ends it; the files of findings are kept.

    `real`: begin also from real interviews, where they are.
    """
    outcome = Outcome(suffix)
    number, last = first, first + count
    while number < last:
        command = [sys.executable, PROGRAM, "--work", suffix, str(number), str(last - number), *(["--real"] if real else [])]
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as worker:
            assert worker.stdout is not None
            assert worker.stderr is not None
            for line in worker.stdout:
                number = _take(outcome, json.loads(line), real=real)
            errors = worker.stderr.read()
        if worker.returncode:
            _keep(outcome, number, f"the process ended with {_ending(worker.returncode)}\n{errors[-2000:]}", real=real)
            number += 1
    return outcome


def _take(outcome: Outcome, facts: list[object], *, real: bool) -> int:
    """Put down what a process said of a file; gives the number of the file that comes next."""
    kind, number, *rest = facts
    assert isinstance(number, int)
    if kind == "begin":
        return number
    if kind == "finding":
        _keep(outcome, number, str(rest[0]), real=real)
        return number
    seconds, peak = (float(str(each)) for each in rest)
    outcome.read += kind == "read"
    outcome.refused += kind == "refused"
    outcome.cpu += seconds
    outcome.peak = max(outcome.peak, peak)
    if seconds > outcome.slowest:
        outcome.slowest, outcome.slowest_number = seconds, number
    return number + 1


def _ending(code: int) -> str:
    if code == -signal.SIGPROF:
        return f"more than {SECONDS} s on one file"
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _keep(outcome: Outcome, number: int, what: str, *, real: bool) -> None:
    """Note a finding and keep its file with what was said of it."""
    from fuzz.seeds import seeds

    FOLDER.mkdir(parents=True, exist_ok=True)
    data, encoding = damaged(outcome.suffix, number, seeds(outcome.suffix, real=real))
    (FOLDER / f"{number}{outcome.suffix}").write_bytes(data)
    (FOLDER / f"{number}{outcome.suffix}.finding").write_text(f"encoding {encoding}\n{what}", encoding="utf-8")
    outcome.findings.append((number, what))


def main() -> None:
    """Fuzz the kinds that are named, or all."""
    parser = argparse.ArgumentParser(description="Put damaged files through the readers.")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--real", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("suffixes", nargs="*")
    options = parser.parse_args()
    if options.work:
        suffix, first, count = options.work
        work(suffix, int(first), int(count), real=options.real)
        return
    found = 0
    for suffix in options.suffixes or suffixes():
        outcome = fuzz(suffix, options.count, options.first)
        _tell(str(outcome))
        for number, what in outcome.findings[:5]:
            _tell(f"    {number}: {what.strip().splitlines()[-1]}")
        found += len(outcome.findings)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
