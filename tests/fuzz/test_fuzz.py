"""Damaged files, the same at every run, end as a text or as a sentence; and the runner sees it where they do not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from fuzz import run
from fuzz.mutators import KINDS
from fuzz.seeds import generated

from toolkit.readers import READERS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only POSIX systems limit a process")
FILES = 100


def test_every_reader_is_fuzzed() -> None:
    assert {READERS[suffix] for suffix in KINDS if suffix in READERS} == set(READERS.values())
    assert {".csv", ".xlsx"} <= set(KINDS)


@pytest.mark.parametrize("suffix", KINDS)
def test_sound_files_are_read(suffix: str) -> None:
    for data in generated(suffix):
        run.check(run.read(suffix, data, None))


@pytest.mark.parametrize("suffix", KINDS)
def test_damaged_files_are_read_or_refused(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FOLDER", tmp_path)
    outcome = run.fuzz(suffix, FILES, real=False)
    assert outcome.findings == []
    assert outcome.read + outcome.refused == FILES
    assert outcome.read > FILES / 10
    assert outcome.refused > 0


def test_the_same_number_gives_the_same_file() -> None:
    found = generated(".docx")
    assert run.damaged(".docx", 7, found) == run.damaged(".docx", 7, found)
    assert run.damaged(".docx", 7, found) != run.damaged(".docx", 8, found)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("raise KeyError('x')", "KeyError"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("while True: pass", "more than 1 s on one file"),
        ("x = bytearray(2 << 30)", "MemoryError"),
    ],
)
def test_an_exception_a_crash_a_hang_and_too_much_memory_are_findings_and_kept(
    trouble: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(run, "SECONDS", 1)
    program = tmp_path / "worker.py"
    program.write_text(
        f"import sys\nsys.path[:0] = {[str(run.ROOT), str(run.ROOT / 'tests')]!r}\nfrom fuzz import run\nrun.SECONDS = 1\n"
        f"def read(suffix, data, encoding):\n    {trouble}\nrun.read = read\nrun.main()\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(run, "PROGRAM", str(program))
    outcome = run.fuzz(".txt", 2, first=40, real=False)
    assert [number for number, _what in outcome.findings] == [40, 41]
    assert all(said in what for _number, what in outcome.findings)
    assert (tmp_path / "kept" / "40.txt").read_bytes() == run.damaged(".txt", 40, generated(".txt"))[0]
