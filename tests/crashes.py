"""Kill a process in the middle of its work, at a random file operation or moment, and look at what it leaves behind.

    python tests/crashes.py 200                 every kind of work 200 times
    python tests/crashes.py 200 import restore  some kinds

A child does its work and acknowledges each step through a pipe once the step has been returned. Afterwards everything acknowledged must be
there, what was not must be there whole or not at all, and the study must pass its check. On Linux with x86-64 the child is traced and ends
right before the n-th of its system calls that change files; elsewhere, and in every second run, it ends after a random time.
"""

from __future__ import annotations

import ctypes
import os
import platform
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from builders import INTERVIEW, code, small_study
from sqlalchemy import select

from toolkit.actions import coding, erasing, history, importing, safekeeping
from toolkit.actions.coding import NewCoding, add_coding
from toolkit.store import codings, documents, migrations, tables
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.study import Study

    Acknowledge = Callable[[str], None]

STUDY = "small.terrain"
EXAMPLE = Path(__file__).parent / "data" / "studies" / "format-1.terrain"
QUOTES = ("I use a hammer", "I use it every day", "really every day", "The others are against it", "it is loud")
SECRET = "The orchard of Wilhelmina burned on a Tuesday, nobody came."

# Of x86-64: write, pwrite64, fsync, fdatasync, ftruncate, rename, unlink, openat, unlinkat, renameat, renameat2.
WRITING = frozenset({1, 18, 74, 75, 77, 82, 87, 257, 263, 264, 316})
TRACEME, GETREGS, SYSCALL = 0, 12, 24
ORIG_RAX = 15  # which of the registers holds the number of the call


@dataclass(frozen=True)
class Work:
    """Something to be interrupted: `prepare` fills a folder once, `run` does it in the child, `judge` lists what is wrong afterwards."""

    prepare: Callable[[Path], None]
    run: Callable[[Path, Acknowledge], None]
    judge: Callable[[Path, Sequence[str]], list[str]]


def killed(work: Work, folder: Path, *, after_calls: int | None = None, after_seconds: float | None = None) -> tuple[list[str], int]:
    """Do some work in a child that is killed; gives what it had acknowledged, and how many calls that change files it had made."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_the_child(work, folder, writing, traced=after_seconds is None)
    os.close(writing)
    calls = _let_it_run(child, after_calls) if after_seconds is None else _let_it_live(child, after_seconds)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = pipe.read()
    if "Traceback" in said:
        raise AssertionError(said)
    return said.split("\n")[:-1], calls


def _be_the_child(work: Work, folder: Path, writing: int, *, traced: bool) -> None:
    try:
        if traced and can_trace():
            _ptrace(TRACEME, 0, None)
            os.kill(os.getpid(), signal.SIGSTOP)
        work.run(folder, lambda step: (os.write(writing, f"{step}\n".encode()), None)[1])
    except BaseException:  # noqa: BLE001 - the parent shows it
        os.write(writing, traceback.format_exc().encode())
    os._exit(0)


def _let_it_run(child: int, calls: int | None) -> int:
    """Trace a child up to the n-th call that changes files, or to its end."""
    if not can_trace():
        os.waitpid(child, 0)
        return 0
    registers = (ctypes.c_ulonglong * 27)()
    made, entering = 0, True
    os.waitpid(child, 0)
    while True:
        _ptrace(SYSCALL, child, None)
        _child, status = os.waitpid(child, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return made
        _ptrace(GETREGS, child, registers)
        if entering and registers[ORIG_RAX] in WRITING:
            made += 1
            if made == calls:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return made
        entering = not entering


def _let_it_live(child: int, seconds: float) -> int:
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return 0


@cache
def can_trace() -> bool:
    """Whether a child's system calls can be counted here."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    child = os.fork()
    if child == 0:
        os._exit(_ptrace(TRACEME, 0, None) != 0)
    return os.waitpid(child, 0)[1] == 0


def _ptrace(request: int, child: int, data: object) -> int:
    call = _libc().ptrace
    call.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    call.restype = ctypes.c_long
    return int(call(request, child, None, data))


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def whole(folder: Path, name: str = STUDY) -> list[str]:
    """What a check finds in a study."""
    return [str(problem) for problem in safekeeping.check(folder / name)]


def quotes(study: Study) -> list[tuple[str, int]]:
    """What is coded, and with which code."""
    with study.read() as connection:
        return sorted((found.quote, found.code) for found in codings.codings(connection))


def _small(folder: Path) -> None:
    small_study(folder).close()


# Codings


def _code_steps(study: Study, number: int) -> None:
    """One of many small changes: codings made, moved, taken away, undone."""
    quote = QUOTES[number % len(QUOTES)]
    if number % 4 == 3:
        history.undo(study)
    elif number % 7 == 5:
        with study.read() as connection:
            last = codings.codings(connection)[-1].uid.hex()
        coding.change_coding(study, last, quote=quote if quote != "really every day" else "it is loud")
    else:
        add_coding(study, NewCoding("one", ("work", "work.tools")[number % 2], quote, occurrence=1))


def _run_codings(folder: Path, acknowledge: Acknowledge) -> None:
    with open_study(folder / STUDY) as study:
        for number in range(12):
            _code_steps(study, number)
            acknowledge(str(number))
            if number % 5 == 4:
                study.store.fold()


@cache
def _states_of_codings() -> list[list[tuple[str, int]]]:
    """What is coded after each step."""
    with tempfile.TemporaryDirectory() as folder, small_study(Path(folder)) as study:
        states = [quotes(study)]
        for number in range(12):
            _code_steps(study, number)
            states.append(quotes(study))
    return states


def _judge_codings(folder: Path, acknowledged: Sequence[str]) -> list[str]:
    with open_study(folder / STUDY) as study:
        found = quotes(study)
    states = _states_of_codings()[len(acknowledged) : len(acknowledged) + 2]
    return whole(folder) + ([] if found in states else [f"{len(acknowledged)} acknowledged, but coded is {found}"])


# Imports


def _prepare_imports(folder: Path) -> None:
    _small(folder)
    (folder / "in").mkdir()
    for number in range(5):
        text = INTERVIEW.replace("hammer", f"hammer no. {number}") * 30
        (folder / "in" / f"new{number}.txt").write_text(text, encoding="utf-8")


def _run_imports(folder: Path, acknowledge: Acknowledge) -> None:
    with open_study(folder / STUDY) as study:
        for path in sorted((folder / "in").iterdir()):
            options = importing.Options(case="new", interviewers=["Q"])
            importing.run_import(study, importing.plan_import([path], options), options)
            acknowledge(path.name)


def _judge_imports(folder: Path, acknowledged: Sequence[str]) -> list[str]:
    wrong = whole(folder)
    with open_study(folder / STUDY) as study, study.read() as connection:
        there = {found.name: documents.text_of(connection, found.text_version) for found in documents.documents(connection)}
    wrong += [f"{name} was acknowledged and is not there" for name in acknowledged if name not in there]
    for name in there.keys() - {"one.txt", "two.txt"}:
        wrong += [f"{name} is not whole"] * (there[name] != (folder / "in" / name).read_text(encoding="utf-8"))
    return wrong


# Migrations


def _prepare_migration(folder: Path) -> None:
    """The kept example of format 1, with many documents."""
    path = folder / STUDY
    shutil.copy(EXAMPLE, path)
    with closing(sqlite3.connect(path)) as raw, raw:
        for number in range(3, 33):
            raw.execute(
                'INSERT INTO document (id, uid, name, reader, encoding, sha256, kind, "case", date, language, layout, left_out)'
                ' SELECT ?, randomblob(16), ?, reader, encoding, sha256, kind, "case", date, language, layout, left_out'
                " FROM document WHERE id = 1",
                (number, f"doc{number}.txt"),
            )
            raw.execute("INSERT INTO original SELECT ?, data FROM original WHERE document = 1", (number,))
            raw.execute(
                "INSERT INTO text_version (uid, document, sha256, text, created)"
                " SELECT randomblob(16), ?, sha256, text, created FROM text_version WHERE document = 1",
                (number,),
            )


def _content(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        query = "SELECT document.name, text, data FROM document JOIN text_version ON document = document.id JOIN original USING (document)"
        return sorted([*raw.execute(query), *raw.execute("SELECT hex(uid), quote, start FROM coding")], key=repr)


def _run_migration(folder: Path, acknowledge: Acknowledge) -> None:
    with open_study(folder / STUDY, "ada"):
        acknowledge("opened")


def _judge_migration(folder: Path, acknowledged: Sequence[str]) -> list[str]:
    wrong = []
    with closing(sqlite3.connect(folder / STUDY)) as raw:
        found = raw.execute("SELECT max(number) FROM migration").fetchone()[0]
    if acknowledged and found != migrations.CURRENT:
        wrong.append("it was opened and has the old format")
    if found not in (1, migrations.CURRENT):
        wrong.append(f"its format is {found}")
    wrong += whole(folder)
    with tempfile.TemporaryDirectory() as other:
        _prepare_migration(Path(other))
        wanted = _content(Path(other) / STUDY)
    copies = list(folder.glob("small.format-1.*"))
    return wrong + [f"{path.name} does not hold everything" for path in (folder / STUDY, *copies) if _content(path) != wanted]


# Restores


def _prepare_restore(folder: Path) -> None:
    """A study that was killed with three codings in its side file, and a copy with one."""
    _small(folder)
    with open_study(folder / STUDY) as study:
        add_coding(study, NewCoding("one", "work", QUOTES[0]))
        study.store.backup(folder / "copy.terrain")

    def code_and_stop(_folder: Path, _acknowledge: Acknowledge) -> None:
        left_open = open_study(folder / STUDY)
        for quote in QUOTES[1:4]:
            add_coding(left_open, NewCoding("one", "work", quote, occurrence=1))
        os.kill(os.getpid(), signal.SIGKILL)

    killed(Work(_small, code_and_stop, lambda _folder, _said: []), folder, after_seconds=5)
    assert (folder / f"{STUDY}-wal").stat().st_size


def _run_restore(folder: Path, acknowledge: Acknowledge) -> None:
    safekeeping.restore(folder / "copy.terrain", folder / STUDY)
    acknowledge("restored")


def _judge_restore(folder: Path, acknowledged: Sequence[str]) -> list[str]:
    with open_study(folder / STUDY) as study:
        found = [quote for quote, _code in quotes(study)]
    before, after = sorted(QUOTES[:4]), [QUOTES[0]]
    wrong = whole(folder) + ([] if found in ([after] if acknowledged else [before, after]) else [f"it holds {found}"])
    kept = list(folder.glob("small.before-*"))
    if found == after and not kept:
        wrong.append("what stood there was not kept")
    for path in kept:
        with open_study(path) as study:
            wrong += [f"{path.name} does not hold everything"] * ([quote for quote, _code in quotes(study)] != before)
    return wrong


# Erasings


def _prepare_erasing(folder: Path) -> None:
    with small_study(folder, one=INTERVIEW, secret=f"Q: And?\nR: {SECRET} " * 20) as study:
        code(study, "one", "work", QUOTES[0])
        add_coding(study, NewCoding("secret", "work", SECRET, occurrence=1))


def _run_erasing(folder: Path, acknowledge: Acknowledge) -> None:
    with open_study(folder / STUDY) as study:
        erasing.erase_document(study, "secret", "withdrawn")
        acknowledge("erased")


def _judge_erasing(folder: Path, acknowledged: Sequence[str]) -> list[str]:
    with open_study(folder / STUDY) as study:
        unfinished = study.store.unfinished
        found = quotes(study)
        with study.read() as connection:
            erased = connection.execute(select(tables.erased)).all()
    wrong = whole(folder)
    data = (folder / STUDY).read_bytes()
    if erased or acknowledged:
        wrong += ["words of it are left in the file"] * any(word.encode() in data for word in ("Wilhelmina", "wilhelmina", "orchard"))
        wrong += [f"coded is {found}"] * ([quote for quote, _code in found] != [QUOTES[0]])
    else:
        wrong += [f"coded is {found}"] * (len(found) != 2)
    return wrong + ["it is said to be unfinished"] * unfinished


WORK = {
    "code": Work(_small, _run_codings, _judge_codings),
    "import": Work(_prepare_imports, _run_imports, _judge_imports),
    "migrate": Work(_prepare_migration, _run_migration, _judge_migration),
    "restore": Work(_prepare_restore, _run_restore, _judge_restore),
    "erase": Work(_prepare_erasing, _run_erasing, _judge_erasing),
}


def crash(kind: str, times: int, seed: int, scratch: Path) -> list[str]:
    """Interrupt one kind of work so many times; gives what was wrong, each with the seed by which it happens again."""
    work, wrong = WORK[kind], []
    template = scratch / kind
    template.mkdir()
    work.prepare(template)
    total, duration = _undisturbed(work, template, scratch / f"{kind}-whole")
    for number in range(times):
        dice = random.Random(f"{kind} {seed} {number}")
        folder = scratch / f"{kind}-{number}"
        shutil.copytree(template, folder)
        if can_trace() and number % 2 == 0:
            acknowledged, _calls = killed(work, folder, after_calls=dice.randint(1, total))
        else:
            acknowledged, _calls = killed(work, folder, after_seconds=dice.uniform(0, duration))
        wrong += [f"{kind}, seed {seed}, no. {number}: {what}" for what in work.judge(folder, acknowledged)]
        shutil.rmtree(folder)
    return wrong


def _undisturbed(work: Work, template: Path, folder: Path) -> tuple[int, float]:
    """How many calls that change files the whole work makes, and how many seconds it takes untraced."""
    shutil.copytree(template, folder)
    acknowledged, calls = killed(work, folder)
    assert acknowledged
    assert work.judge(folder, acknowledged) == []
    shutil.rmtree(folder)
    shutil.copytree(template, folder)
    began = time.perf_counter()
    child = os.fork()
    if child == 0:
        work.run(folder, lambda _step: None)
        os._exit(0)
    os.waitpid(child, 0)
    taken = time.perf_counter() - began
    shutil.rmtree(folder)
    return calls, taken


def main() -> None:
    """Interrupt everything as often as was asked for."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for kind in sys.argv[2:] or WORK:
        with tempfile.TemporaryDirectory() as scratch:
            wrong = crash(kind, times, 1, Path(scratch))
        spent = sum(resource.getrusage(who).ru_utime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        print(f"{kind}: {times} times, {len(wrong)} wrong ({spent:.0f} s of CPU so far)", *wrong, sep="\n  ", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
