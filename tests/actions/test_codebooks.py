"""A changed codebook: what happens to the codings, what asks for a reason, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import CODEBOOK, code, small_study

from toolkit.actions import codebooks, comparing, registers, reviewing, suggesting
from toolkit.actions.codebooks import adopt
from toolkit.actions.comparing import View
from toolkit.actions.history import undo
from toolkit.codebook.reading import read_codebook, read_kept
from toolkit.errors import Conflict, FaultyData, UsageError
from toolkit.store import codebooks as codebooks_stored
from toolkit.store import codings
from toolkit.store import registers as entries
from toolkit.study import open_study

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study

TOOLS = '  - {key: work.tools, label: Tools, definition: What they do it with., cues: {en: [hammer, "lemma:use"]}}\n'
RENAMED = CODEBOOK.replace("{key: work.tools,", "{key: work.kit, was: [work.tools],")
REMOVED = CODEBOOK.replace(TOOLS, "")
MERGED = REMOVED.replace("{key: work, label", "{key: work, was: [work.tools], label")
REDEFINED = CODEBOOK.replace("What they do it with.", "Everything they do it with.")


def apply(study: Study, yaml: str, reason: str = "we agreed") -> codebooks.Application:
    plan = codebooks.plan_application(study, yaml, "small.yaml")
    codebooks.apply(study, plan, reason)
    return plan


def keys(study: Study) -> dict[str, str | None]:
    """The code of every coding, by quote; None for one whose code is gone."""
    with study.read() as connection:
        names = study.vocabulary(connection).keys
        return {coding.quote: names.get(coding.code) for coding in codings.codings(connection)}


def quotes(found: list[codings.Coding]) -> list[str]:
    return [coding.quote for coding in found]


@pytest.fixture
def study(small: Study) -> Study:
    code(small, "one", "work", "I use a hammer")
    code(small, "one", "work.tools", "every day, really")
    return small


def test_a_renamed_code_keeps_its_codings_and_asks_for_no_reason(study: Study) -> None:
    plan = apply(study, RENAMED, reason="")
    assert [change.kind for change in plan.changes] == ["renamed"]
    assert plan.codings == {"work": 1, "work.tools": 1}
    assert keys(study) == {"I use a hammer": "work", "every day, really": "work.kit"}


def test_without_was_a_rename_is_only_pointed_out(study: Study) -> None:
    plan = codebooks.plan_application(study, CODEBOOK.replace("key: work.tools,", "key: work.kit,"), "x")
    assert [(found.old, found.new) for found in plan.renames] == [("work.tools", "work.kit")]
    assert plan.needs_reason


def test_the_codings_of_a_merged_code_move_and_undo_brings_codes_and_codings_back(study: Study) -> None:
    before = keys(study)
    apply(study, MERGED)
    assert keys(study) == {"I use a hammer": "work", "every day, really": "work"}
    undo(study)
    assert keys(study) == before == {"I use a hammer": "work", "every day, really": "work.tools"}
    apply(study, MERGED)
    assert keys(study)["every day, really"] == "work"


def test_the_codings_of_a_removed_code_stay_are_listed_and_count_nowhere(study: Study) -> None:
    apply(study, REMOVED)
    assert keys(study)["every day, really"] is None
    with study.read() as connection:
        assert quotes(codebooks.without_code(study, connection)) == ["every day, really"]
        matrix = comparing.Comparison(study, connection).compare(View(measure="codings")).matrix
        assert matrix.cells.sum() == 1
    apply(study, CODEBOOK)
    assert keys(study)["every day, really"] == "work.tools"


def test_open_suggestions_of_a_removed_code_are_not_shown_and_cannot_be_accepted(study: Study) -> None:
    suggesting.suggest(study)
    with study.read() as connection:
        [first, *_others] = reviewing.open_suggestions(study, connection)
    apply(study, REMOVED)
    with study.read() as connection:
        assert reviewing.open_suggestions(study, connection) == []
    for decide in (reviewing.accept, reviewing.edit):
        with pytest.raises(Conflict, match="the code of this suggestion has been taken out"):
            decide(study, first.uid.hex())


def test_a_redefinition_marks_exactly_the_codings_made_before_until_they_are_confirmed(study: Study) -> None:
    apply(study, REDEFINED)
    code(study, "one", "work.tools", "it is loud")
    with study.read() as connection:
        found = codebooks.outdated(study, connection)
    assert quotes(found) == ["every day, really"]
    codebooks.confirm(study, [found[0].uid.hex()])
    with study.read() as connection:
        assert codebooks.outdated(study, connection) == []
    apply(study, CODEBOOK)
    with study.read() as connection:
        assert quotes(codebooks.outdated(study, connection)) == ["every day, really", "it is loud"]


def test_a_definition_taken_back_marks_nothing(study: Study) -> None:
    apply(study, REDEFINED)
    apply(study, CODEBOOK)
    with study.read() as connection:
        assert codebooks.outdated(study, connection) == []


@pytest.mark.parametrize("yaml", [REMOVED, MERGED, REDEFINED])
def test_what_touches_codings_needs_a_reason(study: Study, yaml: str) -> None:
    with pytest.raises(UsageError, match="--reason"):
        apply(study, yaml, reason=" ")
    assert keys(study) == {"I use a hammer": "work", "every day, really": "work.tools"}


def test_another_codebook_and_one_with_faults_are_refused(study: Study) -> None:
    with pytest.raises(UsageError, match="its key is other, the study's is small"):
        codebooks.plan_application(study, CODEBOOK.replace("key: small", "key: other"), "x.yaml")
    with pytest.raises(FaultyData) as raised:
        codebooks.plan_application(study, CODEBOOK.replace("label: Work,", "lable: Work,").replace("scale: abc", "scale: xyz"), "x.yaml")
    assert len(raised.value.problems) >= 2


def test_an_entry_that_the_study_merged_away_does_not_come_back_with_the_next_codebook(study: Study) -> None:
    shipped = CODEBOOK.replace(
        "quarrel: {label: Quarrel}", "quarrel: {label: Quarrel, entries: [{id: noise, name: Noise}, {id: din, name: Din}]}"
    )
    apply(study, shipped)
    registers.merge_entries(study, "quarrel", "Din", "Noise")
    more = shipped.replace("{id: din, name: Din}", "{id: din, name: Din}, {id: dust, name: Dust}")
    apply(study, more.replace("label: Stance", "label: Position"))
    with study.read() as connection:
        assert [entry.name for entry in entries.entries(connection, "quarrel")] == ["Dust", "Noise"]


def test_a_change_that_fails_leaves_the_codebook_as_it_was_read(study: Study) -> None:
    plan = codebooks.plan_application(study, RENAMED, "x")
    with pytest.raises(RuntimeError):
        _fail_in_the_middle(study, plan)
    apply(study, REDEFINED)
    assert keys(study) == {"I use a hammer": "work", "every day, really": "work.tools"}


def _fail_in_the_middle(study: Study, plan: codebooks.Application) -> None:
    with study.change("try") as change:
        codebooks.adopt(change, plan.yaml, plan.codebook, 1, "")
        assert "work.kit" in study.vocabulary(change.connection).ids
        raise RuntimeError


def test_a_codebook_accepted_once_is_read_though_a_later_program_finds_more_fault_with_it(tmp_path: Path) -> None:
    with small_study(tmp_path) as study, study.change("as an earlier program did") as change:
        yaml = codebooks_stored.yaml_of(change.connection, study.vocabulary(change.connection).version)
        later_a_fault = yaml.replace("definition: What people do.", "definition: What people do., source: [S9]")
        assert read_codebook(later_a_fault)[0] is None
        book, _none = read_kept(later_a_fault)
        assert book is not None
        adopt(change, later_a_fault, book, study.coder(change.connection).id, "")
    with open_study(tmp_path / "small.terrain") as study, study.read() as connection:
        assert study.vocabulary(connection).codebook.code("work").source == ("S9",)
