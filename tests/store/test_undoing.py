"""What undo and redo put back is what was there, and nothing is left that contradicts the rest of the study."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from builders import CODEBOOK, INTERVIEW, code, small_study
from sqlalchemy import select

from toolkit.actions import codebooks as applying
from toolkit.actions import (
    coding,
    documents,
    exchange,
    importing,
    judging,
    labels,
    memos,
    people,
    registers,
    replacing,
    reviewing,
    suggesting,
)
from toolkit.actions import history as actions
from toolkit.errors import Conflict, NotFound, UsageError
from toolkit.store import cases, codings, tables
from toolkit.store import documents as stored
from toolkit.store import registers as stored_registers
from toolkit.store.history import past_changes
from toolkit.study import Study, open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.model import Coding


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Study]:
    """Two interviews in two cases, nothing coded; opened by ada, who made it."""
    with small_study(tmp_path) as made:
        yield made


@pytest.fixture
def ben(ada: Study) -> Iterator[Study]:
    """The same study, opened by ben."""
    with open_study(ada.path, "ben") as opened:
        yield opened


def all_codings(study: Study) -> list[Coding]:
    """The live codings on live documents."""
    with study.read() as connection:
        return codings.codings(connection)


def stance(study: Study, who: str = "the others") -> str:
    """A coding whose field points to a register entry."""
    return code(study, "one", "stance", "The others are against it", who=who, quarrel="noise", side="against")


def holding(study: Study) -> list[str]:
    """The verbs of what holds, oldest first."""
    with study.read() as connection:
        return [past.verb for past in past_changes(connection)[::-1] if past.undoes is None and not past.undone]


def test_the_start_of_a_study_cannot_be_undone(tmp_path: Path) -> None:
    (tmp_path / "empty.yaml").write_text(CODEBOOK, encoding="utf-8")
    from toolkit.actions import starting

    with starting.new_study(tmp_path / "new.terrain", codebook=str(tmp_path / "empty.yaml"), coder="ada") as study:
        with pytest.raises(Conflict, match="no change of yours"):
            actions.undo(study)
        with study.read() as connection:
            assert "work" in study.vocabulary(connection).ids


def test_a_coders_first_change_can_be_undone_and_made_again(ada: Study, ben: Study) -> None:
    code(ben, "one", "work", "I use a hammer")
    actions.undo(ben)
    assert all_codings(ada) == []
    actions.redo(ben)
    assert [found.quote for found in all_codings(ada)] == ["I use a hammer"]


def test_a_first_change_is_one_line_of_the_history_with_its_coder(ben: Study) -> None:
    code(ben, "one", "work", "I use a hammer")
    with ben.read() as connection:
        [past] = past_changes(connection, limit=1)
    assert (past.coder, past.verb, past.kinds) == ("ben", "code", {"coder": 1, "coding": 1})


def test_undone_borders_bring_their_quote_back(ada: Study) -> None:
    uid = code(ada, "one", "work", "I use a hammer")
    coding.change_coding(ada, uid, quote="really every day", others=True)
    for step in (actions.undo, actions.redo, actions.undo):
        step(ada)
        [found] = all_codings(ada)
        with ada.read() as connection:
            before, quote, after = codings.quote_parts(connection, found.id)
            text = stored.text_of(connection, found.text_version)
        assert quote == text[found.start : found.end]
        assert text[: found.start].endswith(before)
        assert text[found.end :].startswith(after)
        assert after
    assert quote == "I use a hammer"


def test_redo_is_not_done_over_a_change_that_was_made_again_meanwhile(ada: Study, ben: Study) -> None:
    """Ada a→b, undone; ben a→z, undone; ada made again: ben's redo would say that ada's holds and put a back when undone."""
    uid = code(ada, "one", "work", "I use a hammer")
    coding.change_coding(ada, uid, code="work.tools", others=True)
    actions.undo(ada)
    coding.change_coding(ben, uid, quote="really every day", others=True)
    actions.undo(ben)
    actions.redo(ada)
    with pytest.raises(Conflict, match="a later one stands on it"):
        actions.redo(ben)
    actions.undo(ada)
    actions.redo(ben)
    assert [found.quote for found in all_codings(ada)] == ["really every day"]


def test_redo_is_not_done_when_what_it_stood_on_was_taken_back(ada: Study, ben: Study) -> None:
    uid = code(ada, "one", "work", "I use a hammer")
    ada_before = coding.change_coding(ada, uid, code="work.tools", others=True)
    coding.change_coding(ben, uid, code="work", others=True)
    actions.undo(ben)
    actions.undo(ada)
    with pytest.raises(Conflict, match="a later one stands on it"):
        actions.redo(ben)
    actions.redo(ada)
    actions.redo(ben)
    actions.undo(ben)
    assert [found.code for found in all_codings(ada)] == [ada_before.code]


def test_an_import_that_others_have_coded_is_not_taken_back(ada: Study, ben: Study) -> None:
    code(ben, "two", "work", "my neighbour")
    with pytest.raises(Conflict, match="coding"):
        actions.undo(ada)
    assert len(all_codings(ada)) == 1


def test_an_import_whose_speakers_others_have_named_is_not_taken_back(ada: Study, ben: Study) -> None:
    labels.set_person(ben, "two", "R", "Zoe")
    with pytest.raises(Conflict, match="speaker person"):
        actions.undo(ada)


def test_an_import_is_taken_back_with_its_case_and_made_again(ada: Study) -> None:
    actions.undo(ada)
    with ada.read() as connection:
        assert [document.name for document in stored.documents(connection)] == ["one.txt"]
        assert [case.name for case in cases.cases(connection)] == ["case one"]
    actions.redo(ada)
    with ada.read() as connection:
        assert [speaker.role for speaker in stored.speakers(connection)] == ["interviewer", "participant"] * 2


def test_the_same_original_does_not_come_back_beside_itself(ada: Study, ben: Study, tmp_path: Path) -> None:
    actions.undo(ada)
    options = importing.Options(case="case one")
    importing.run_import(ben, importing.plan_import([tmp_path / "case two" / "two.txt"], options), options)
    with pytest.raises(Conflict, match="another two"):
        actions.redo(ada)


def test_a_name_that_something_else_has_now_does_not_come_back(ada: Study, ben: Study) -> None:
    people.add_case(ada, "North")
    actions.undo(ada)
    people.add_case(ben, "NORTH")
    with pytest.raises(Conflict, match="another NORTH"):
        actions.redo(ada)
    people.remove_case(ben, "NORTH")
    actions.redo(ada)


def test_an_entry_that_codings_point_to_is_not_taken_away(ada: Study, ben: Study) -> None:
    registers.add_entry(ada, "who", "the others")
    stance(ben)
    with pytest.raises(Conflict, match="coding"):
        actions.undo(ada)


def test_a_coding_does_not_come_back_pointing_to_a_merged_entry(ada: Study, ben: Study) -> None:
    uid = stance(ben, who="the rest")
    coding.remove_coding(ben, uid, others=True)
    registers.add_entry(ada, "who", "the others")
    registers.merge_entries(ada, "who", "the rest", "the others")
    with pytest.raises(Conflict, match="register_entry"):
        actions.undo(ben)
    actions.undo(ada)
    actions.undo(ben)
    assert [found.uid.hex() for found in all_codings(ada)] == [uid]


def test_a_person_does_not_come_back_into_a_case_that_has_gone(ada: Study, ben: Study) -> None:
    people.add_case(ada, "North")
    people.add_person(ben, "Zoe", case="North")
    actions.undo(ben)
    actions.undo(ada)
    with pytest.raises(Conflict, match="case"):
        actions.redo(ben)


def test_a_memo_and_a_value_of_somebody_else_keep_what_they_are_about(ada: Study, ben: Study) -> None:
    people.add_case(ada, "North")
    memos.add_memo(ben, "case", "North", "The windy one.")
    with pytest.raises(Conflict, match="memo"):
        actions.undo(ada)
    actions.undo(ben)
    people.change_case(ben, "North", values={"size": "3"}, new_attributes=True)
    with pytest.raises(Conflict, match="attribute_value"):
        actions.undo(ada)


def test_a_removed_case_can_be_removed_again_though_it_was_rated(ada: Study) -> None:
    people.add_case(ada, "North", {"size": "3"}, new_attributes=True)
    judging.set_rating(ada, "North", "work", "A")
    people.remove_case(ada, "North")
    actions.undo(ada)
    actions.redo(ada)
    with ada.read() as connection:
        assert "North" not in [case.name for case in cases.cases(connection)]
        assert judging.judgements.ratings(connection) == []
    actions.undo(ada)
    with ada.read() as connection:
        assert [rating.value for rating in judging.judgements.ratings(connection)] == ["A"]


def test_what_is_about_something_removed_is_listed_no_more_until_it_comes_back(ada: Study) -> None:
    people.add_case(ada, "North")
    judging.set_summary(ada, "North", "work", "Windy.")
    judging.mark_not_asked(ada, "work", case="North")
    memo = memos.add_memo(ada, "case", "North", "The windy one.").uid.hex()
    people.remove_case(ada, "North")
    with ada.read() as connection:
        assert judging.judgements.summaries(connection) == []
        assert judging.judgements.marks(connection) == []
        assert memos.memos.memos(connection) == []
    with pytest.raises(NotFound):
        memos.change_memo(ada, memo, "Calm.")
    actions.undo(ada)
    with ada.read() as connection:
        assert [found.text for found in memos.memos.memos(connection)] == ["The windy one."]


def test_persons_follow_a_merged_entry_and_hold_one_that_is_deleted(ada: Study) -> None:
    for name in ("the rest", "the others"):
        registers.add_entry(ada, "who", name)
    people.add_person(ada, "Zoe", entry="who:the rest")
    registers.merge_entries(ada, "who", "the rest", "the others")
    with ada.read() as connection:
        kept = registers.find_entry(connection, "who", "the others")
        assert [person.register_entry for person in cases.persons(connection)] == [kept.id]
    with pytest.raises(UsageError, match="Zoe"):
        registers.change_entry(ada, "who", "the others", delete=True)
    actions.undo(ada)
    with ada.read() as connection:
        [zoe] = cases.persons(connection)
        assert zoe.register_entry == registers.find_entry(connection, "who", "the rest").id


def test_a_document_is_removed_and_brought_back_with_all_that_was_on_it(ada: Study, ben: Study) -> None:
    stance(ada)
    code(ben, "one", "work", "I use a hammer")
    coding.mark_read(ben, "one")
    documents.remove_document(ada, "one")
    assert all_codings(ada) == []
    actions.undo(ada)
    assert sorted(found.quote for found in all_codings(ada)) == ["I use a hammer", "The others are against it"]
    code(ben, "one", "work", "really every day")
    with pytest.raises(Conflict, match="coding"):
        actions.redo(ada)
    assert len(all_codings(ada)) == 3


def test_a_codebook_is_taken_back_with_the_codings_that_it_moved(ada: Study) -> None:
    code(ada, "one", "work.tools", "I use a hammer")
    merged = CODEBOOK.replace("{key: work, label", "{key: work, was: [work.tools], label").replace(
        '  - {key: work.tools, label: Tools, definition: What they do it with., cues: {en: [hammer, "lemma:use"]}}\n', ""
    )
    applying.apply(ada, applying.plan_application(ada, merged, "new.yaml"), "too fine")
    with ada.read() as connection:
        ids = ada.vocabulary(connection).ids
        assert [found.code for found in codings.codings(connection)] == [ids["work"]]
    actions.undo(ada)
    with ada.read() as connection:
        ids = ada.vocabulary(connection).ids
        assert [found.code for found in codings.codings(connection)] == [ids["work.tools"]]
    actions.redo(ada)
    with ada.read() as connection:
        assert "work.tools" not in ada.vocabulary(connection).ids


def test_machine_proposals_do_not_stand_in_the_way(ada: Study, ben: Study) -> None:
    suggesting.suggest(ben)
    actions.undo(ada)
    with ada.read() as connection:
        assert {found.document for found in codings.suggestions(connection)} == {1}


def test_suggestions_of_a_removed_code_are_open_no_more(ada: Study) -> None:
    suggesting.suggest(ada)
    without = CODEBOOK.replace(
        '  - {key: work.tools, label: Tools, definition: What they do it with., cues: {en: [hammer, "lemma:use"]}}\n', ""
    )
    applying.apply(ada, applying.plan_application(ada, without, "new.yaml"), "not needed")
    with ada.read() as connection:
        assert [reviewing.show(ada, connection, found) for found in reviewing.open_suggestions(ada, connection)] == []


def test_a_decision_on_a_withdrawn_suggestion_is_not_made_again(ada: Study) -> None:
    suggesting.suggest(ada)
    with ada.read() as connection:
        first = codings.suggestions(connection, state="open")[0]
    reviewing.accept(ada, first.uid.hex())
    actions.undo(ada)
    with ada.change("suggest") as change:
        codings.withdraw_open_suggestions(change, first.suggester, [first.document])
    with pytest.raises(Conflict, match="withdrawn"):
        actions.redo(ada)
    assert all_codings(ada) == []


def test_a_line_that_fails_leaves_nothing_of_itself(ada: Study, tmp_path: Path) -> None:
    fields = {"who": "somebody new", "quarrel": "noise", "side": "no such side"}
    lines = [
        {"document": "one", "code": "stance", "quote": "against it", "fields": fields},
        {"document": "one", "code": "work", "quote": "loud"},
    ]
    path = tmp_path / "codings.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    taken = exchange.import_lines(ada, path, new_entries=True)
    assert (taken.counts, len(taken.problems)) == ({"coding": 1}, 1)
    with ada.read() as connection:
        assert stored_registers.entries(connection) == []


def test_a_part_that_fails_is_not_kept_and_the_rest_is(ada: Study) -> None:
    def fails() -> None:
        with change.part():
            cases.add_case(change, "half")
            raise Conflict("no")

    with ada.change("parts") as change:
        with pytest.raises(Conflict):
            fails()
        cases.add_case(change, "whole")
    with ada.read() as connection:
        names = [case.name for case in cases.cases(connection)]
        assert "whole" in names
        assert "half" not in names
        assert past_changes(connection, limit=1)[0].kinds == {"case": 1}


def test_a_change_that_changed_nothing_leaves_no_trace(ada: Study) -> None:
    before = holding(ada)
    with ada.change("nothing"):
        pass
    people.change_case(ada, "case one", new_name="case one")
    assert holding(ada) == before


def test_values_come_back_as_they_were(ada: Study) -> None:
    people.add_case(ada, "North", {"size": "3"}, new_attributes=True)
    people.change_case(ada, "North", values={"size": ""})
    people.change_case(ada, "North", values={"size": "5"})

    def size() -> list[str]:
        with ada.read() as connection:
            return list(cases.values(connection, "case").values())

    assert size() == ["5"]
    actions.undo(ada)
    assert size() == []
    actions.undo(ada)
    assert size() == ["3"]
    actions.redo(ada)
    actions.redo(ada)
    assert size() == ["5"]


def test_sequence_numbers_of_a_copy_have_no_holes_and_no_doubles(ada: Study, ben: Study) -> None:
    code(ada, "one", "work", "I use a hammer")
    code(ben, "one", "work", "I use a hammer")
    actions.undo(ada)
    with ada.read() as connection:
        numbers = list(connection.scalars(select(tables.change.c.sequence).order_by(tables.change.c.id)))
    assert numbers == list(range(1, len(numbers) + 1))


def correct(study: Study, text: str) -> None:
    """Replace the text of the first document."""
    path = study.path.with_name("corrected.txt")
    path.write_text(text, encoding="utf-8")
    replacing.replace_text(study, replacing.plan_replacement(study, "one", path))


def standing(study: Study) -> list[tuple[str, str | None]]:
    """What is coded in the present texts, and how it came there."""
    return [(found.quote, found.how) for found in all_codings(study)]


def text_of_one(study: Study) -> str:
    """The present text of the first document."""
    with study.read() as connection:
        return stored.texts(connection)[1]


def test_a_corrected_text_is_taken_back_and_made_again_with_everything_on_it(ada: Study) -> None:
    code(ada, "one", "work", "I use a hammer")
    correct(ada, "New.\n" + INTERVIEW.replace("hammer", "saw").replace("Q:", "Anna:"))
    assert standing(ada) == [("I use a saw", "by diff")]
    actions.undo(ada)
    assert standing(ada) == [("I use a hammer", None)]
    assert text_of_one(ada).startswith("Q: What")
    with ada.read() as connection:
        assert [found.label for found in stored.speakers(connection, 1)] == ["Q", "R"]
    actions.redo(ada)
    assert standing(ada) == [("I use a saw", "by diff")]


def test_an_earlier_coding_is_taken_back_after_the_text_was_corrected(ada: Study, ben: Study) -> None:
    """Ben moved his coding, ada corrected the text: ben's undo is done on the old text, and the coding follows into the new one."""
    uid = code(ben, "one", "work", "I use a hammer")
    coding.change_coding(ben, uid, quote="The others are against it")
    correct(ada, "New.\n" + INTERVIEW.replace("hammer", "saw"))
    assert standing(ada) == [("The others are against it", "unchanged")]
    actions.undo(ben)
    assert standing(ada) == [("I use a saw", "by diff")]
    actions.redo(ben)
    assert standing(ada) == [("The others are against it", "unchanged")]
    actions.undo(ben)
    actions.undo(ben)
    assert standing(ada) == []
    actions.redo(ben)
    assert standing(ada) == [("I use a saw", "by diff")]


def test_borders_set_in_the_new_text_are_taken_back_to_the_old_one_s(ada: Study) -> None:
    uid = code(ada, "one", "work", "I use a hammer")
    correct(ada, "New.\n" + INTERVIEW)
    coding.change_coding(ada, uid, quote="really every day")
    assert standing(ada) == [("really every day", None)]
    actions.undo(ada)
    assert standing(ada) == [("I use a hammer", "unchanged")]
    actions.redo(ada)
    assert standing(ada) == [("really every day", None)]


def test_a_corrected_text_on_which_somebody_coded_or_read_is_not_taken_back(ada: Study, ben: Study) -> None:
    correct(ada, "New.\n" + INTERVIEW)
    code(ben, "one", "work", "I use a hammer")
    with pytest.raises(Conflict, match="coding"):
        actions.undo(ada)
    actions.undo(ben)
    coding.mark_read(ben, "one")
    with pytest.raises(Conflict, match="reading"):
        actions.undo(ada)
    actions.undo(ben)
    actions.undo(ada)
    assert not text_of_one(ada).startswith("New.")


def test_a_corrected_text_on_which_a_suggestion_was_rejected_is_not_taken_back(ada: Study, ben: Study) -> None:
    correct(ada, "New.\n" + INTERVIEW)
    suggesting.suggest(ben, ["one"])
    with ben.read() as connection:
        first = codings.suggestions(connection, document=1, state="open")[0]
    reviewing.reject(ben, first.uid.hex())
    with pytest.raises(Conflict, match="suggestion"):
        actions.undo(ada)


def test_two_corrections_are_taken_back_in_their_order_only(ada: Study, ben: Study) -> None:
    code(ada, "one", "work", "I use a hammer")
    correct(ada, "First.\n" + INTERVIEW)
    correct(ben, "Second.\n" + INTERVIEW.replace("hammer", "saw"))
    with pytest.raises(Conflict, match="text_version"):
        actions.undo(ada)
    actions.undo(ben)
    assert standing(ada) == [("I use a hammer", "unchanged")]
    actions.undo(ada)
    correct(ben, "Third.\n" + INTERVIEW)
    with pytest.raises(Conflict, match="corrected since"):
        actions.redo(ada)
    assert text_of_one(ada).startswith("Third.")


def test_an_import_that_somebody_has_corrected_is_not_taken_back(ada: Study, ben: Study) -> None:
    path = ada.path.with_name("two-corrected.txt")
    path.write_text("Q: And you?\nR: I am against the saw, and my neighbour says so too.\n", encoding="utf-8")
    replacing.replace_text(ben, replacing.plan_replacement(ben, "two", path))
    with pytest.raises(Conflict, match="text_version"):
        actions.undo(ada)


def test_what_was_coded_while_a_correction_was_undone_stands_in_it_when_it_is_made_again(ada: Study, ben: Study) -> None:
    correct(ada, "New.\n" + INTERVIEW.replace("hammer", "saw"))
    actions.undo(ada)
    code(ben, "one", "work", "I use a hammer")
    actions.redo(ada)
    assert standing(ben) == [("I use a saw", "by diff")]
