"""`terrain` alone: what was worked on last, and the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import importing, starting, suggesting
from toolkit.cli import run
from toolkit.cli.recent import MOST, recent, remember

if TYPE_CHECKING:
    from pathlib import Path


def test_before_the_first_study_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "terrain new" in capsys.readouterr().out


def test_the_study_opened_last_is_the_first_and_its_next_step_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    small_study(tmp_path).close()
    assert run(["new", "empty.terrain", "--coder", "ada"]) == 0
    assert run(["document", "list", "small.terrain"]) == 0
    capsys.readouterr()
    assert run([]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert [line.split()[0] for line in lines[-2:]] == ["small.terrain", "empty.terrain"]
    assert "Next: terrain suggest small.terrain" in shown.err


def test_the_next_step_goes_with_the_work(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def step(path: Path) -> str:
        remember(path)
        assert run([]) == 0
        [line] = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Next: ")]
        return line.split()[2]

    starting.new_study(tmp_path / "new.terrain", coder="ada").close()
    assert step(tmp_path / "new.terrain") == "import"
    with small_study(tmp_path) as study:
        assert step(study.path) == "suggest"
        suggesting.suggest(study)
        assert step(study.path) == "review"
        with study.change("x") as change:
            change.connection.exec_driver_sql("UPDATE suggestion SET state = 'rejected'")
        assert step(study.path) == "suggest"
        code(study, "one", "work", "every day, really")
        assert step(study.path) == "matrix"
        (tmp_path / "three.txt").write_text("A: Who are you?\nB: I am here.\n", encoding="utf-8")
        importing.run_import(study, importing.plan_import([tmp_path / "three.txt"], importing.Options()), importing.Options())
        assert step(study.path) == "speakers"


def test_the_list_names_no_study_twice_and_none_that_has_gone(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.terrain" for number in range(MOST + 2)]
    for path in paths:
        path.touch()
        remember(path)
    remember(paths[5])
    paths[7].unlink()
    assert [one.path.stem for one in recent()] == ["5", "11", "10", "9", "8", "6", "4", "3", "2"]


@pytest.mark.parametrize("content", ["", "[", "{}", "[1, 2]", '[["a"]]', "\x00"])
def test_a_list_that_cannot_be_read_is_no_fault(tmp_path: Path, content: str) -> None:
    from toolkit.cli import recent as module

    remember(tmp_path)
    module._file().write_text(content, encoding="utf-8")
    assert recent() == []


def test_a_study_that_cannot_be_opened_is_listed_all_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "broken.terrain").write_bytes(b"no study")
    remember(tmp_path / "broken.terrain")
    assert run([]) == 0
    shown = capsys.readouterr()
    assert "broken.terrain" in shown.out
    assert "Next:" not in shown.err


def test_only_the_last_study_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    monkeypatch.setattr("toolkit.study.open_study", lambda path: opened.append(path) or small_study(tmp_path))
    for name in ("one", "two"):
        (tmp_path / f"{name}.terrain").touch()
        remember(tmp_path / f"{name}.terrain")
    assert run([]) == 0
    assert [path.stem for path in opened] == ["two"]
