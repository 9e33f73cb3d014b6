"""Documents of several cases: turns are assigned one by one, in a change that can be undone, and what belongs to none is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import assigning, comparing, documents, labels, people
from toolkit.actions import history as actions
from toolkit.actions.comparing import View
from toolkit.actions.naming import find_document
from toolkit.errors import Conflict, NotFound, UsageError
from toolkit.store import cases, history
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.study import Study

#: Words said by participants: 3, 4, 5; by the interviewer 2, 1.
TALK = "Q: Who begins?\nA: Me and Ben.\nB: We both work here.\nQ: Really?\nA: (laughs) Yes, since last year we.\n"


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with small_study(tmp_path, talk=TALK) as opened:
        documents.change_document(opened, "talk", case="")
        for name in ("north", "south"):
            people.add_case(opened, name)
        yield opened


def cases_of_turns(study: Study) -> list[str | None]:
    """The case of each turn of speech, by name."""
    with study.read() as connection:
        names: dict[int | None, str] = {case.id: case.name for case in cases.cases(connection)}
        return [names.get(placed.case) for placed in assigning.placed_turns(connection, find_document(connection, "talk"))]


def words_by_case(study: Study) -> dict[str, object]:
    """Coded words by the name of the case."""
    with study.read() as connection:
        found = comparing.Comparison(study, connection).compare(View(measure="words"))
        row = found.rows.index("Work")
        return {name: found.matrix.value(row, place) for place, name in enumerate(found.columns)}


def test_turns_are_assigned_by_number_by_speaker_or_by_both(study: Study) -> None:
    made = assigning.assign_turns(study, "talk", "north", numbers="1-2, 5")
    assert (made.document, made.turns, made.case, made.unassigned) == ("talk.txt", 3, "north", [3])
    assert cases_of_turns(study) == ["north", "north", None, None, "north"]
    assert assigning.assign_turns(study, "talk", "South", speaker="B").unassigned == []
    assert cases_of_turns(study) == ["north", "north", "south", None, "north"]
    assert assigning.assign_turns(study, "talk", "south", speaker="a", numbers="3-5").turns == 1
    assert cases_of_turns(study) == ["north", "north", "south", None, "south"]
    assert assigning.assign_turns(study, "talk", "south", speaker="a", numbers="5").turns == 0


def test_an_assignment_goes_before_the_persons_case_and_the_documents_and_can_be_taken_away(study: Study) -> None:
    labels.set_person(study, "talk", "A", "Ann")
    people.change_person(study, "Ann", case="south")
    documents.change_document(study, "talk", case="case talk")
    assert cases_of_turns(study) == ["case talk", "south", "case talk", "case talk", "south"]
    assigning.assign_turns(study, "talk", "north", numbers="2-3")
    assert cases_of_turns(study) == ["case talk", "north", "north", "case talk", "south"]
    made = assigning.assign_turns(study, "talk", "", speaker="A")
    assert (made.turns, made.case) == (1, None)
    assert cases_of_turns(study) == ["case talk", "south", "north", "case talk", "south"]


def test_an_assignment_is_one_change_that_undo_takes_back_and_redo_makes_again(study: Study) -> None:
    assigning.assign_turns(study, "talk", "north", numbers="1-5")
    assigning.assign_turns(study, "talk", "south", numbers="2-3")
    with study.read() as connection:
        last = history.past_changes(connection, limit=1)[0]
    assert (last.verb, last.kinds) == ("document assign", {"turn": 2})
    actions.undo(study)
    assert cases_of_turns(study) == ["north"] * 5
    actions.undo(study)
    assert cases_of_turns(study) == [None] * 5
    actions.redo(study)
    actions.redo(study)
    assert cases_of_turns(study) == ["north", "south", "south", "north", "north"]


def test_adding_a_case_is_not_undone_while_turns_belong_to_it(study: Study) -> None:
    people.add_case(study, "west")
    with open_study(study.path, "ben") as bens:
        assigning.assign_turns(bens, "talk", "west", numbers="1-5")
    with pytest.raises(Conflict, match="5 objects"):
        actions.undo(study)


def test_assigned_words_count_in_their_case(study: Study) -> None:
    code(study, "talk", "work", "Me and Ben.")
    code(study, "talk", "work", "We both work here.")
    assigning.assign_turns(study, "talk", "north", speaker="A")
    assigning.assign_turns(study, "talk", "south", speaker="B")
    counted = words_by_case(study)
    assert (counted["north"], counted["south"]) == (3, 4)


def test_what_belongs_to_no_case_is_listed_where_turns_were_assigned(study: Study) -> None:
    with study.read() as connection:
        assert assigning.unassigned_parts(connection) == []  # nobody has begun
    assigning.assign_turns(study, "talk", "north", numbers="2")
    with study.read() as connection:
        [problem] = assigning.unassigned_parts(connection)
    assert str(problem) == "talk.txt: Turns 3, 5 belong to no case. Say which with `terrain document assign`."
    assigning.assign_turns(study, "talk", "north", numbers="3-5")
    with study.read() as connection:
        assert assigning.unassigned_parts(connection) == []


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("6", "turns 1 to 5"),
        ("0", "turns 1 to 5"),
        ("3-2", "turns 1 to 5"),
        ("1-", "names no turns"),
        ("", "names no turns"),
        ("x", "names no"),
    ],
)
def test_numbers_of_no_turns_are_refused_and_nothing_is_assigned(study: Study, numbers: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        assigning.assign_turns(study, "talk", "north", numbers=f"1,{numbers}")
    assert cases_of_turns(study) == [None] * 5


def test_no_turns_no_speaker_and_no_case_are_refused(study: Study) -> None:
    with pytest.raises(UsageError, match="--turns"):
        assigning.assign_turns(study, "talk", "north")
    with pytest.raises(NotFound, match="The labels are: Q, A, B"):
        assigning.assign_turns(study, "talk", "north", speaker="C")
    with pytest.raises(NotFound, match="There is no case west"):
        assigning.assign_turns(study, "talk", "west", numbers="1")
