"""Ratings, summaries and marks: on the scale, backed by codings, stale once these change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code

from toolkit.actions import coding, judging, labels, people
from toolkit.actions.history import undo
from toolkit.errors import NotFound, UsageError
from toolkit.store import judgements

if TYPE_CHECKING:
    from toolkit.study import Study

ONE, TWO = "case one", "case two"


def is_stale(study: Study) -> list[bool]:
    """Whether each rating, then each summary, is stale."""
    with study.read() as connection:
        judged = [*judgements.ratings(connection), *judgements.summaries(connection)]
        return [judging.stale(connection, study.vocabulary(connection), each) for each in judged]


def test_a_rating_and_a_summary_are_stale_once_the_codings_below_change_and_not_before(small: Study) -> None:
    tools = code(small, "one", "work.tools", "a hammer")
    judging.set_rating(small, ONE, "work", "A", evidence_for=[tools[:8]])
    judging.set_summary(small, ONE, "work", "Loud tools.")
    code(small, "two", "work", "against the hammer")  # of another case
    code(small, "one", "stance", "The others are")  # with another code
    assert is_stale(small) == [False, False]
    coding.change_coding(small, tools, quote="use a hammer")
    assert is_stale(small) == [True, True]
    undo(small)
    assert is_stale(small) == [False, False]
    code(small, "one", "work", "every day, really")
    assert is_stale(small) == [True, True]
    judging.set_rating(small, ONE, "work", "A")
    assert is_stale(small) == [False, True]


def test_another_coders_codings_make_nothing_stale(small: Study) -> None:
    judging.set_rating(small, ONE, "work", "A")
    small.work_as("eve")
    code(small, "one", "work", "I use a hammer")
    assert is_stale(small) == [False]


def test_codings_in_the_document_of_a_person_of_the_case_are_evidence_too(small: Study) -> None:
    labels.set_person(small, "two", "R", "Ann")
    people.change_person(small, "Ann", case=ONE)
    judging.set_rating(small, ONE, "work", "A")
    code(small, "two", "work", "against the hammer")
    assert is_stale(small) == [True]


def test_one_rating_for_each_case_code_coder_and_period(small: Study) -> None:
    judging.set_rating(small, ONE, "work", "A")
    judging.set_rating(small, ONE, "work", "B", note="on second thoughts")
    judging.set_rating(small, ONE, "work", "C", period="2020")
    small.work_as("eve")
    judging.set_rating(small, ONE, "work", "A")
    with small.read() as connection:
        assert [(found.value, found.note, found.period) for found in judgements.ratings(connection)] == [
            ("B", "on second thoughts", ""),
            ("C", "", "2020"),
            ("A", "", ""),
        ]
    judging.remove_rating(small, ONE, "work")
    with pytest.raises(UsageError, match="not rated"):
        judging.remove_rating(small, ONE, "work")


@pytest.mark.parametrize(
    ("case", "key", "value", "sentence"),
    [
        (ONE, "work", "D", "which is: A, B, C"),
        (ONE, "stance", "A", "The codes that can be rated are: work"),
        (ONE, "slot", "A", "empty slot"),
        ("case 3", "work", "A", "The cases are: case one, case two"),
        (ONE, "wrk", "A", "Did you mean “work”"),
    ],
)
def test_what_cannot_be_rated_is_refused_with_what_can(small: Study, case: str, key: str, value: str, sentence: str) -> None:
    with pytest.raises((UsageError, NotFound), match=sentence):
        judging.set_rating(small, case, key, value)
    with small.read() as connection:
        assert judgements.ratings(connection) == []


def test_an_empty_summary_takes_the_summary_away_and_makes_none(small: Study) -> None:
    judging.set_summary(small, ONE, "work", " ")
    with small.read() as connection:
        assert judgements.summaries(connection) == []
    judging.set_summary(small, ONE, "work", "x")
    judging.set_summary(small, ONE, "work", "")
    with small.read() as connection:
        assert judgements.summaries(connection) == []


def test_marks_stand_in_a_case_or_in_a_document(small: Study) -> None:
    assert judging.mark_not_asked(small, "work", case=ONE)
    assert not judging.mark_not_asked(small, "work", case=ONE)
    assert judging.mark_not_asked(small, "work", document="two")
    assert judging.mark_not_asked(small, "work", case=ONE, on=False)
    assert not judging.mark_not_asked(small, "work", case=ONE, on=False)
    with small.read() as connection:
        assert [(mark.case, mark.document is None) for mark in judgements.marks(connection)] == [(None, False)]
    for nowhere in ({}, {"case": ONE, "document": "one"}, {"case": ""}):
        with pytest.raises(UsageError, match="in a case or in a document"):
            judging.mark_not_asked(small, "work", **nowhere)
