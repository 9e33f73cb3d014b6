"""`terrain document replace`, `review` and `versions` at the keyboard and in scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from builders import INTERVIEW, code, small_study

from toolkit.store import codings, places
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

DOUBTFUL = "Nobody here has ever asked, but every morning somebody does."


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two codings, of which the corrected transcript beside the study leaves one in doubt."""
    monkeypatch.chdir(tmp_path)
    with small_study(tmp_path) as made:
        code(made, "one", "work", "I use it every day, really every day.")
        code(made, "one", "work", "I use a hammer")
    corrected = INTERVIEW.replace("I use it every day, really every day.", DOUBTFUL).replace("R:", "Zoe:")
    (tmp_path / "new.txt").write_text(corrected, encoding="utf-8")
    return made.path


def quotes(path: Path) -> list[str]:
    with open_study(path) as opened, opened.read() as connection:
        return [found.quote for found in codings.codings(connection)]


def test_nothing_changes_before_it_was_shown_and_agreed_to(terrain: Callable[..., Ran], study: Path) -> None:
    said = terrain("document", "replace", study, "one", "new.txt")
    assert said.code == 2
    assert "Speaker R is called Zoe now." in said.err
    assert DOUBTFUL in said.err
    assert "--yes" in said.err
    assert quotes(study)[0] == "I use it every day, really every day."


def test_the_next_step_is_to_look_at_what_is_doubtful(terrain: Callable[..., Ran], study: Path) -> None:
    said = terrain("document", "replace", study, "one", "new.txt", "--yes")
    assert said.code == 0
    assert "terrain document review" in said.err
    assert quotes(study) == [DOUBTFUL, "I use a hammer"]
    again = terrain("document", "replace", study, "one", "new.txt", "--yes")
    assert (again.code, "the same as before" in again.err) == (0, True)


def test_a_program_reads_what_was_moved_and_decides(terrain: Callable[..., Ran], study: Path) -> None:
    replaced = json.loads(terrain("document", "replace", study, "one", "new.txt", "--yes", "--json").out)
    assert replaced["moved"]["coding"] == {"unchanged": 1, "by diff": 0, "by context": 0, "doubtful": 1, "nowhere": 0}
    assert replaced["renamed"] == {"R": "Zoe"}
    [doubt] = json.loads(terrain("document", "review", study, "one", "--json").out)
    assert (doubt["how"], doubt["old"], doubt["new"]) == ("doubtful", "I use it every day, really every day.", DOUBTFUL)
    assert terrain("document", "review", study, "--quote", f"{doubt['id'][:8]}=every morning").code == 0
    assert json.loads(terrain("document", "review", study, "--json").out) == []
    assert quotes(study) == ["every morning", "I use a hammer"]


@pytest.mark.parametrize(("option", "left"), [("--accept", [DOUBTFUL, "I use a hammer"]), ("--remove", ["I use a hammer"])])
def test_places_are_accepted_or_removed_by_options(terrain: Callable[..., Ran], study: Path, option: str, left: list[str]) -> None:
    terrain("document", "replace", study, "one", "new.txt", "--yes")
    with open_study(study) as opened, opened.read() as connection:
        [doubt] = places.doubtful(connection)
    assert terrain("document", "review", study, option, doubt.uid.hex()).code == 0
    assert quotes(study) == left
    assert terrain("document", "review", study, option, doubt.uid.hex()).code == 1


def test_the_files_of_all_texts_are_listed_and_written(terrain: Callable[..., Ran], study: Path, tmp_path: Path) -> None:
    terrain("document", "replace", study, "one", "new.txt", "--yes")
    listed = json.loads(terrain("document", "versions", study, "one", "--json").out)
    assert [(version["number"], version["file"]) for version in listed] == [(1, "one.txt"), (2, "new.txt")]
    assert terrain("document", "original", study, "one", "-o", "first.txt").code == 0
    assert terrain("document", "original", study, "one", "--version", "2", "-o", "second.txt").code == 0
    assert (tmp_path / "first.txt").read_bytes() == INTERVIEW.encode()
    assert (tmp_path / "second.txt").read_bytes() == (tmp_path / "new.txt").read_bytes()
    assert terrain("document", "original", study, "one", "--version", "3", "-o", "third.txt").code == 1
