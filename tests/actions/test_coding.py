"""Coding by hand: on the words meant, with values that fit, under one's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code

from toolkit.actions import coding, registers
from toolkit.actions.coding import NewCoding
from toolkit.actions.history import undo
from toolkit.errors import NotFound, UsageError
from toolkit.store import codings
from toolkit.study import open_study

if TYPE_CHECKING:
    from toolkit.study import Study


def test_a_quote_that_occurs_twice_needs_its_number(small: Study) -> None:
    with pytest.raises(UsageError, match="occurs 2 times"):
        coding.add_coding(small, NewCoding("one", "work", "every day"))
    second = coding.add_coding(small, NewCoding("one", "work", "every day", occurrence=2))
    first = coding.add_coding(small, NewCoding("one", "work", "every day", occurrence=1))
    assert second.start - first.start == len("every day, really ")


def test_a_segment_by_its_borders(small: Study) -> None:
    made = coding.add_coding(small, NewCoding("one", "work", start=0, end=2))
    assert made.quote == "Q:"
    with pytest.raises(UsageError, match="there is no segment 5-2"):
        coding.add_coding(small, NewCoding("one", "work", start=5, end=2))


def test_a_change_of_code_keeps_the_fields_that_the_new_one_has_and_of_borders_all(small: Study) -> None:
    uid = code(small, "two", "stance", "I am against", who="Ben", quarrel="noise", side="for")
    assert coding.change_coding(small, uid, quote="against the hammer").fields["side"] == "for"
    assert coding.change_coding(small, uid, fields={"side": ""}).fields.keys() == {"who", "quarrel"}
    assert coding.change_coding(small, uid, code="work").fields == {}
    for _change in range(3):
        undo(small)
    with small.read() as connection:
        [found] = codings.codings(connection)
        assert (found.quote, found.fields["side"]) == ("I am against", "for")


def test_a_failed_coding_leaves_nothing_not_even_an_entry(small: Study) -> None:
    for new in (
        NewCoding("one", "stance", "not there", fields={"who": "X"}),
        NewCoding("two", "stance", "I am", fields={"who": "X", "side": "?"}),
    ):
        with pytest.raises((UsageError, NotFound)):
            coding.add_coding(small, new, new_entries=True)
    with small.read() as connection:
        assert codings.codings(connection) == []
        with pytest.raises(NotFound):
            registers.find_entry(connection, "who", "X")


def test_an_incomplete_coding_is_made_and_says_what_it_lacks(small: Study) -> None:
    made = coding.add_coding(small, NewCoding("two", "stance", "I am", fields={"side": "for"}))
    with small.read() as connection:
        stance = small.vocabulary(connection).code_of(made.code)
    assert coding.missing_fields(stance, made.fields) == ["who", "quarrel"]


def test_readings_are_of_a_whole_document_or_of_a_stretch(small: Study) -> None:
    whole, part = coding.mark_read(small, "one"), coding.mark_read(small, "one", "blind", (0, 5))
    assert ((whole.start, part.end, part.mode), whole.end > 100) == ((0, 5, "blind"), True)
    with pytest.raises(UsageError, match="no way of reading"):
        coding.mark_read(small, "one", "fast")
    with pytest.raises(UsageError, match="no segment 0-9999"):
        coding.mark_read(small, "one", span=(0, 9999))


def test_who_codes_is_asked_once_there_are_two(small: Study) -> None:
    code(small, "one", "work", "I use a hammer")
    small.work_as("eve")
    mine = code(small, "one", "work", "I use a hammer")
    small.close()
    with open_study(small.path) as study:
        with pytest.raises(UsageError, match=r"several coders \(ada, eve\)"):
            code(study, "one", "work", "a hammer")
        with study.read() as connection, pytest.raises(UsageError, match="The layers are: ada, eve"):
            study.layer(connection, "bob")
        study.work_as("bob")
        with study.read() as connection, pytest.raises(UsageError, match="bob has not coded in this study yet"):
            study.coder(connection)
        study.work_as("eve")
        undo(study)  # eve's, not ada's
        with study.read() as connection:
            assert mine not in {found.uid.hex() for found in codings.codings(connection)}
            assert len(codings.codings(connection)) == 1


def test_only_its_own_coder_changes_a_coding(small: Study) -> None:
    uid = code(small, "one", "work.tools", "I use a hammer.")
    small.work_as("ben")
    code(small, "two", "work", "my neighbour")
    with pytest.raises(UsageError, match="This coding is ada's"):
        coding.change_coding(small, uid, code="work")
    with pytest.raises(UsageError, match="Only ada changes it"):
        coding.remove_coding(small, uid)
