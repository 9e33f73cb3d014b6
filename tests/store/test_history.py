"""Every change can be taken back and made again, across sessions, as long as nothing later stands on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import coding, registers
from toolkit.errors import Conflict
from toolkit.store import cases, codings, undoing
from toolkit.store.tables import event
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Two interviews in two cases, nothing coded."""
    with small_study(tmp_path) as made:
        yield made


def quotes(study: Study) -> list[str]:
    """What is coded."""
    with study.read() as connection:
        return [found.quote for found in codings.codings(connection)]


def coder_id(study: Study) -> int:
    """The present coder."""
    with study.read() as connection:
        return study.coder(connection).id


def test_undo_takes_back_the_last_change_first(study: Study) -> None:
    code(study, "one", "work.tools", "I use a hammer.")
    code(study, "two", "work", "my neighbour")
    undoing.undo(study.store, coder_id(study))
    assert quotes(study) == ["I use a hammer."]
    undoing.undo(study.store, coder_id(study))
    assert quotes(study) == []


def test_redo_makes_undone_changes_again_in_their_order(study: Study) -> None:
    code(study, "one", "work.tools", "I use a hammer.")
    code(study, "two", "work", "my neighbour")
    for _time in range(2):
        undoing.undo(study.store, coder_id(study))
    undoing.redo(study.store, coder_id(study))
    assert quotes(study) == ["I use a hammer."]
    undoing.redo(study.store, coder_id(study))
    assert quotes(study) == ["I use a hammer.", "my neighbour"]


def test_undo_works_in_a_later_session(study: Study) -> None:
    code(study, "one", "work.tools", "I use a hammer.")
    study.close()
    with open_study(study.path) as later:
        undoing.undo(later.store, coder_id(later))
        assert quotes(later) == []


def test_a_new_change_ends_redo(study: Study) -> None:
    code(study, "one", "work.tools", "I use a hammer.")
    undoing.undo(study.store, coder_id(study))
    code(study, "two", "work", "my neighbour")
    with pytest.raises(Conflict, match="no undone change"):
        undoing.redo(study.store, coder_id(study))


def test_undo_brings_a_removed_coding_back_with_its_identifier(study: Study) -> None:
    uid = code(study, "one", "work.tools", "I use a hammer.")
    coding.remove_coding(study, uid, others=True)
    assert quotes(study) == []
    undoing.undo(study.store, coder_id(study))
    with study.read() as connection:
        assert [found.uid.hex() for found in codings.codings(connection)] == [uid]


def test_a_merge_is_taken_back_whole(study: Study) -> None:
    code(study, "one", "stance", "The others are against it", who="the others", quarrel="noise", side="against")
    code(study, "two", "stance", "my neighbour says so too", who="the neighbours", quarrel="noise", side="against")
    registers.merge_entries(study, "who", "the neighbours", "the others")
    undoing.undo(study.store, coder_id(study))
    with study.read() as connection:
        entry = registers.find_entry(connection, "who", "the neighbours")
        assert [found.quote for found in registers.mentions(connection, entry)] == ["my neighbour says so too"]


def test_what_another_coder_built_upon_stands_in_the_way(study: Study) -> None:
    uid = code(study, "one", "work.tools", "I use a hammer.")
    ada = coder_id(study)
    study.work_as("ben")
    coding.change_coding(study, uid, code="work", others=True)
    with pytest.raises(Conflict, match="a later one stands on it"):
        undoing.undo(study.store, ada)
    undoing.undo(study.store, coder_id(study))
    undoing.undo(study.store, ada)
    assert quotes(study) == []


def test_an_object_that_others_point_to_is_not_taken_away(study: Study) -> None:
    with study.change("case add") as change:
        added = cases.add_case(change, "a third case")
    ada = coder_id(study)
    study.work_as("ben")
    with study.change("person add") as change:
        cases.add_person(change, "Zoe", added)
    with pytest.raises(Conflict, match="point"):
        undoing.undo(study.store, ada)


def test_a_failing_change_leaves_nothing_behind(study: Study) -> None:
    with study.read() as connection:
        before = connection.execute(event.select()).all()

    def half_a_change() -> None:
        with study.change("half") as change:
            cases.add_case(change, "half")
            raise Conflict("no")

    with pytest.raises(Conflict):
        half_a_change()
    with study.read() as connection:
        assert connection.execute(event.select()).all() == before
        assert "half" not in [case.name for case in cases.cases(connection)]


def test_the_history_never_repeats_a_transcript(study: Study) -> None:
    code(study, "one", "work.tools", "I use a hammer.")
    with study.read() as connection:
        written = " ".join(str(row) for row in connection.execute(event.select()))
    assert "I use a hammer" not in written
    assert "neighbour" not in written
