"""Exit codes, reports of bugs, consoles of other encodings, progress: what every command has in common."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

import toolkit.actions.people
from toolkit.cli import output

SECRET = "Madame Tremblay a quitté son mari"


def test_done_is_0(terrain: Any, study: str) -> None:
    assert terrain("case", "list", study).code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("case", "show", "these.terrain", "Nulle part"),
        ("case", "list", "absent.terrain"),
        ("case", "list", "grille.yaml"),
        ("coding", "show", "these.terrain", "00000000"),
        ("redo", "these.terrain"),
        ("new", "these.terrain"),
        ("codebook", "check", "faux.yaml"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_cannot_be_done_is_1_with_a_sentence(terrain: Any, study: str, words: tuple[str, ...]) -> None:
    Path("faux.yaml").write_text("format: 1\nkey: x\nlanguages: [fr]\ncodes: [{kay: a}]\n", encoding="utf-8")
    ran = terrain(*words)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.strip().endswith((".", "?", "!"))
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "words", [("case", "lst", "s"), ("case", "add"), ("--nonsense",), ("case", "add", "these.terrain", "X", "--set", "ab")]
)
def test_what_was_asked_for_in_the_wrong_way_is_2(terrain: Any, study: str, words: tuple[str, ...]) -> None:
    assert terrain(*words).code == 2


def test_every_fault_of_the_data_is_listed_one_a_line(terrain: Any, study: str) -> None:
    Path("faux.yaml").write_text("format: 1\nkey: x\nlanguages: [fr]\ncodes: [{kay: a}, {lable: b}]\n", encoding="utf-8")
    lines = terrain("codebook", "check", "faux.yaml").err.splitlines()
    assert [line.startswith("faux.yaml, line 4, column") for line in lines] == [True, True, True, True, False]
    assert ("“kay”" in lines[1], "“lable”" in lines[3]) == (True, True)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, click.Abort])
def test_an_interruption_is_130(terrain: Any, study: str, monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]) -> None:
    def stop(*_args: object, **_more: object) -> None:
        raise interruption

    monkeypatch.setattr(toolkit.actions.people, "add_case", stop)
    assert terrain("case", "add", study, "Est").code == 130


def test_a_bug_is_3_and_its_report_holds_no_words_of_the_study(terrain: Any, study: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_study: object, name: str, *_args: object, **_more: object) -> None:
        quote = SECRET
        try:
            {}[quote]
        except KeyError as error:
            raise ValueError(f"cannot add {name} beside {quote}") from error

    monkeypatch.setattr(toolkit.actions.people, "add_case", fail)
    ran = terrain("case", "add", study, "Nom secret")
    assert ran.code == 3
    [report] = Path.cwd().glob("terrain-error-*.txt")
    assert report.name in ran.err
    text = report.read_text("utf-8")
    for word in (*SECRET.split()[:2], "Nom secret", str(Path.cwd()), str(Path.home())):
        assert word not in text + ran.err.replace(str(report), "")
    for line in ("command: terrain case add", "builtins.ValueError", "builtins.KeyError", "cli/test_doors.py, line"):
        assert line in text


def test_a_report_goes_elsewhere_when_the_folder_cannot_be_written(
    terrain: Any, study: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The present folder refuses; the temporary one takes the report."""
    from toolkit.cli import faults

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setattr(faults.tempfile, "gettempdir", lambda: str(elsewhere))
    monkeypatch.setattr(faults.Path, "cwd", classmethod(lambda _cls: tmp_path / "absent"))
    assert faults.write_report(ValueError("x"), "case add").parent == elsewhere


def test_a_file_that_the_computer_refuses_is_1(terrain: Any, study: str) -> None:
    ran = terrain("coding", "export", study, "-o", "absent/lignes.jsonl")
    assert ran.code == 1
    assert "absent" in ran.err


def run_process(*words: str, encoding: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, with a console of some encoding."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LANG": "fr_CA.UTF-8"}
    return subprocess.run([sys.executable, "-m", "toolkit", *words], capture_output=True, cwd=folder, env=environment, check=False)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_output_never_fails_on_a_console(terrain: Any, study: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """The text holds é, … and →, of which cp1252 lacks the last and ascii all."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    terrain("memo", "add", study, "été … → 日本")
    for words in (
        ("memo", "list", study),
        ("document", "show", study, "A1"),
        ("--lang", "fr", "case", "--help"),
        ("case", "show", study, "日本"),
    ):
        ran = run_process(*words, encoding=encoding, folder=tmp_path)
        assert ran.returncode == (1 if "日本" in words else 0), ran.stderr
        assert b"Traceback" not in ran.stderr


def test_json_stays_json_on_a_console_without_its_characters(
    terrain: Any, study: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    terrain("memo", "add", study, "été → 日本")
    ran = run_process("memo", "list", study, "--json", encoding="ascii", folder=tmp_path)
    assert json.loads(ran.stdout.decode("ascii"))[0]["text"] == "été → 日本"
    assert "été" in terrain("memo", "list", study, "--json").out


def test_what_a_transcript_holds_does_not_command_the_terminal(terrain: Any, study: str) -> None:
    terrain("memo", "add", study, "avant\x1b[2Japrès")
    assert "\x1b" not in terrain("memo", "list", study).out


def test_a_table_on_a_terminal_is_cut_to_its_width_elsewhere_not(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [["A1", "mot " * 60]]
    output.show_table(["Doc", "Quote"], rows)
    assert "mot " * 59 in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "50")
    output.show_table(["Doc", "Quote"], rows)
    lines = capsys.readouterr().out.splitlines()
    assert max(len(line) for line in lines) == 50
    assert lines[1].endswith("…")


def test_several_answers_are_asked_for_until_they_are_known(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("1, 7\n1, 2\n"))
    assert output.ask_several("Numbers", ["0", "1", "2"]) == ["1", "2"]
    assert "0, 1, 2" in capsys.readouterr().err


def test_progress_shows_nothing_without_a_terminal_nor_within_a_second(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with output.progress("Import", 2) as step:
        step("A1")
        step("B1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with output.progress("Import", 2) as step:
        step("A1")
    assert capsys.readouterr().err == ""


def test_progress_appears_on_a_terminal_after_its_patience(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(output, "PATIENCE", -1.0)
    with output.progress("Import", 2) as step:
        step("A1")
    assert "Import" in capsys.readouterr().err
