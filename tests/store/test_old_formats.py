"""Studies of every released format are kept as examples; what was in them is still there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from toolkit.actions import history, safekeeping
from toolkit.store import cases, codings, documents, judgements, memos, migrations, registers
from toolkit.store.history import past_changes
from toolkit.study import open_study

EXAMPLES = Path(__file__).parent.parent / "data" / "studies"


def test_there_is_an_example_of_every_format() -> None:
    found = {path.name for path in EXAMPLES.glob("*.terrain")}
    assert found == {f"format-{number}.terrain" for number in range(1, migrations.CURRENT + 1)}
    assert all(path.stat().st_size < 200_000 for path in EXAMPLES.glob("*.terrain"))


@pytest.mark.parametrize("number", range(1, migrations.CURRENT + 1))
def test_an_old_study_holds_what_was_put_into_it(tmp_path: Path, number: int) -> None:
    path = tmp_path / "old.terrain"
    shutil.copy(EXAMPLES / f"format-{number}.terrain", path)
    assert safekeeping.check(path) == []
    with open_study(path, "ada") as study, study.read() as connection:
        keys = study.vocabulary(connection).keys
        assert [(document.name, document.kind) for document in documents.documents(connection)] == [
            ("one.txt", "interview"),
            ("two.txt", "interview"),
        ]
        assert [speaker.role for speaker in documents.speakers(connection)] == ["interviewer", "participant"] * 2
        assert [(keys[found.code], found.quote) for found in codings.codings(connection)] == [
            ("work.tools", "I use a hammer"),
            ("stance", "I am against the hammer"),
            ("work", "really every day"),
        ]
        assert [entry.name for entry in registers.entries(connection)] == ["noise", "the owner", "Zoe's side"]
        assert [(person.name, person.case) for person in cases.persons(connection)] == [("Zoe", 1)]
        assert list(cases.values(connection, "case").values()) == ["3"]
        assert [(rating.value, rating.note) for rating in judgements.ratings(connection)] == [("B", "Not every day.")]
        assert [summary.text for summary in judgements.summaries(connection)] == ["Hammers."]
        assert [keys[mark.code] for mark in judgements.marks(connection)] == ["stance"]
        assert [memo.text for memo in memos.memos(connection)] == ["Which hammer?"]
        assert len(codings.readings(connection)) == 1
        assert {keys[found.code] for found in codings.suggestions(connection, state="open")} == {"work.tools"}
        assert [past.verb for past in past_changes(connection) if past.undone] == ["recode"]


@pytest.mark.parametrize("number", range(1, migrations.CURRENT + 1))
def test_work_goes_on_in_an_old_study(tmp_path: Path, number: int) -> None:
    path = tmp_path / "old.terrain"
    shutil.copy(EXAMPLES / f"format-{number}.terrain", path)
    with open_study(path, "ben") as study:
        assert history.undo(study).verb == "code"
        with study.read() as connection:
            assert "really every day" not in [found.quote for found in codings.codings(connection)]
    with open_study(path, "ada") as study:
        assert history.undo(study).verb == "memo add"
