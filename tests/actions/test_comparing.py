"""Every kind of matrix on the small study, with figures counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code

from toolkit.actions import coding, comparing, judging, labels, people
from toolkit.actions.comparing import Compared, View
from toolkit.errors import NotFound, UsageError
from toolkit.matrices import OutOf, Presence, Refused

if TYPE_CHECKING:
    from toolkit.study import Study

Figures = dict[tuple[str, str], object]


def compare(study: Study, **view: object) -> Compared:
    with study.read() as connection:
        return comparing.Comparison(study, connection).compare(View(**view))  # type: ignore[arg-type]


def figures(study: Study, **view: object) -> Figures:
    """The cells of a matrix that hold something, by the names of row and column."""
    made = compare(study, **view)
    cells = {(row, column): made.matrix.value(r, c) for r, row in enumerate(made.rows) for c, column in enumerate(made.columns)}
    return {place: value for place, value in cells.items() if value}


WORK, TOOLS, STANCE = "Work", "Tools", "Stance"
ONE, TWO = "case one", "case two"


@pytest.mark.parametrize(
    ("measure", "work", "tools", "stance"),
    [
        ("codings", 3, 1, (1, 2)),  # also the one on the interviewer's words
        ("segments", 1, 1, (1, 2)),  # those of Work and of Tools overlap
        ("turns", 1, 1, (1, 1)),
        ("words", 7, 5, (5, 10)),  # I use a hammer I use it; a hammer I use it
        ("share", 7 / 22, 5 / 22, (5 / 22, 10 / 11)),
        ("rate", 1000 / 22, 1000 / 22, (1000 / 22, 2000 / 11)),
    ],
)
def test_codes_by_case(coded: Study, measure: str, work: float, tools: float, stance: tuple[float, float]) -> None:
    expected = {(WORK, ONE): work, (TOOLS, ONE): tools, (STANCE, ONE): stance[0], (STANCE, TWO): stance[1]}
    assert figures(coded, measure=measure) == pytest.approx(expected)


def test_presence_is_no_only_where_it_was_read_and_not_asked_where_somebody_said_so(coded: Study) -> None:
    before = figures(coded, measure="presence")
    assert (before[WORK, ONE], before[WORK, TWO]) == (Presence.YES, Presence.NOT_READ)
    coding.mark_read(coded, "two")
    judging.mark_not_asked(coded, "work.tools", case=TWO)
    after = figures(coded, measure="presence")
    assert (after[WORK, TWO], after[TOOLS, TWO], after[STANCE, TWO]) == (Presence.NO, Presence.NOT_ASKED, Presence.YES)


def test_documents_and_persons_are_out_of_those_that_were_read(coded: Study) -> None:
    coding.mark_read(coded, "two")
    made = figures(coded, measure="documents")
    assert (made[STANCE, TWO], made[WORK, TWO], made[WORK, ONE]) == (OutOf(1, 1), OutOf(0, 1), OutOf(0, 0))
    assert figures(coded, measure="persons")[STANCE, TWO] == OutOf(1, 1)


def test_codes_by_document_and_by_person(coded: Study) -> None:
    assert figures(coded, columns="document") == {(WORK, "one"): 1, (TOOLS, "one"): 1, (STANCE, "one"): 1, (STANCE, "two"): 2}
    assert figures(coded, columns="person") == {(WORK, "Ann"): 1, (TOOLS, "Ann"): 1, (STANCE, "Ann"): 1, (STANCE, "Ben"): 2}


def test_codes_by_an_attribute_of_cases_persons_and_documents(coded: Study) -> None:
    people.change_person(coded, "Ben", values={"job": "smith"}, new_attributes=True)
    assert figures(coded, columns="case:setting", measure="words") == {
        (WORK, "rural"): 7,
        (TOOLS, "rural"): 5,
        (STANCE, "rural"): 5,
        (STANCE, "urban"): 10,
    }
    assert figures(coded, columns="person:job", codes=("stance",)) == {(STANCE, "smith"): 2, (STANCE, "(no value)"): 1}


def test_a_value_that_is_no_choice_of_its_attribute_yet_has_a_column(coded: Study) -> None:
    for name, value in {"case one": "a", "case two": "a", "case 3": "a", "case 4": "a"}.items():
        if name in (ONE, TWO):
            people.change_case(coded, name, values={"kind": value}, new_attributes=True)
    people.change_case(coded, ONE, values={"kind": "b"}, new_attributes=True)
    assert figures(coded, columns="case:kind", codes=("stance",)) == {(STANCE, "b"): 1, (STANCE, "a"): 2}


def test_codes_by_codes_counts_what_has_both(coded: Study) -> None:
    assert figures(coded, columns="codes", measure="codings") == {
        (WORK, WORK): 3,
        (WORK, TOOLS): 1,
        (TOOLS, WORK): 1,
        (TOOLS, TOOLS): 1,
        (STANCE, STANCE): 3,
    }


def test_fields_and_registers_by_case(coded: Study) -> None:
    assert figures(coded, rows="field:side", measure="codings") == {("for", TWO): 1, ("against", ONE): 1, ("against", TWO): 1}
    by_entry = {("others", ONE): 1, ("Ben", TWO): 1, ("neighbour", TWO): 1}
    assert figures(coded, rows="field:who") == figures(coded, rows="register:who") == by_entry


def test_registers_by_codes_and_one_field_by_another(coded: Study) -> None:
    assert figures(coded, rows="register:who", columns="codes", codes=("stance",)) == {
        ("others", STANCE): 1,
        ("Ben", STANCE): 1,
        ("neighbour", STANCE): 1,
    }
    assert figures(coded, rows="field:quarrel", columns="field:side", measure="codings") == {("hammer", "for"): 1, ("hammer", "against"): 2}


def test_each_tells_the_values_of_a_field_apart_in_every_cell(coded: Study) -> None:
    made = compare(coded, rows="field:who", columns="field:quarrel", each="field:side", measure="codings")
    cells = {row: made.matrix.value(place, 0) for place, row in enumerate(made.rows)}
    named = {row: {made.values[key]: n for key, n in cell.items() if n} for row, cell in cells.items() if isinstance(cell, dict)}
    assert named == {"others": {"against": 1}, "Ben": {"against": 1}, "neighbour": {"for": 1}}


def test_a_coding_without_the_value_of_a_column_is_in_the_notes(coded: Study) -> None:
    code(coded, "two", "stance", "the hammer", who="Ben")
    made = compare(coded, rows="field:who", columns="field:side", measure="codings")
    assert made.matrix.table.incomplete != ()
    assert made.notes


def test_filters_of_codes_cases_and_documents(coded: Study) -> None:
    assert figures(coded, codes=("work",)) == {(WORK, ONE): 1, (TOOLS, ONE): 1}
    assert compare(coded, codes=("work.tools",)).rows == [TOOLS]
    only_two = {(STANCE, TWO): 2}
    assert figures(coded, cases=(TWO,)) == only_two
    assert figures(coded, documents=("two.txt",)) == only_two
    assert compare(coded, cases=(TWO,)).columns == [TWO]
    assert figures(coded, columns="person", cases=(ONE,), codes=("stance",)) == {(STANCE, "Ann"): 1}
    assert figures(coded, rows="field:side", codes=("work",)) == {}


def test_while_a_role_is_unknown_share_and_rate_are_refused_for_that_case_alone(coded: Study) -> None:
    labels.set_role(coded, "two", "R", "unknown")
    made = compare(coded, measure="share")
    row = made.rows.index(STANCE)
    refused = made.matrix.value(row, made.columns.index(TWO))
    assert isinstance(refused, Refused)
    assert len(refused.documents) == 1
    assert made.matrix.value(row, made.columns.index(ONE)) == pytest.approx(5 / 22)


def test_the_layers_of_two_coders_do_not_mix(coded: Study) -> None:
    coded.work_as("eve")
    code(coded, "two", "work", "I am against")
    judging.set_rating(coded, ONE, "work", "A")
    assert figures(coded, measure="codings") == figures(coded, measure="codings", layer="eve") == {(WORK, TWO): 1}
    assert (WORK, TWO) not in figures(coded, measure="codings", layer="ada")
    with coded.read() as connection:
        comparison = comparing.Comparison(coded, connection)
        assert [comparison.ratings(layer).rows for layer in ("eve", "ada")]
        assert [coding.code for coding in judging.evidence(connection, comparison.vocabulary, 1, "work", 2)] == []


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        ({"measure": "words per turn"}, "Use one of: codings, segments"),
        ({"rows": "people"}, "field:quarrel, field:side, field:who, register:who, register:quarrel"),
        ({"rows": "field:mood"}, "field:who"),
        ({"rows": "register:mood"}, "register:who"),
        ({"columns": "town"}, "case, document, person, case:ATTRIBUTE, codes, field:NAME or register:NAME"),
        ({"each": "field:mood"}, "field:side"),
        ({"columns": "case:mood"}, "The attributes are: setting"),
        ({"cases": ("case 3",)}, "The cases are: case one, case two"),
        ({"codes": ("wrok",)}, "Did you mean “work”"),
        ({"layer": "eve"}, "The layers are: ada"),
        ({"documents": ("three",)}, "no document three"),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_are_known(coded: Study, view: dict[str, object], sentence: str) -> None:
    with pytest.raises((UsageError, NotFound)) as raised:
        compare(coded, **view)
    assert sentence in str(raised.value)
