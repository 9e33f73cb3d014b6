"""Every kind of matrix on the small study, with figures counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import coding, comparing, documents, judging, labels, people
from toolkit.actions.comparing import Compared, View
from toolkit.errors import NotFound, UsageError
from toolkit.matrices import Kin, OutOf, Portion, Presence, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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


def test_codes_by_codes_is_what_two_codes_share(coded: Study) -> None:
    """Nothing else lies over a stance until a coding of tools does; Work is above Tools. Slot and the interviewer's words do not occur."""
    assert figures(coded, columns="codes") == {(WORK, WORK): 1, (WORK, TOOLS): Kin(), (TOOLS, WORK): Kin()} | {
        (TOOLS, TOOLS): 1,
        (STANCE, STANCE): 3,
    }
    code(coded, "two", "work.tools", "the hammer, and my neighbour")
    assert figures(coded, columns="codes", codes=("work.tools", "stance")) == {
        (TOOLS, TOOLS): 2,
        (TOOLS, STANCE): 2,  # it meets both stances of Ben
        (STANCE, TOOLS): 2,
        (STANCE, STANCE): 3,
    }
    shared = figures(coded, columns="codes", codes=("work.tools", "stance"), measure="words", percent="either")
    assert shared[TOOLS, STANCE] == Portion(4, 10 + 15 - 4)  # the, hammer; my, neighbour


def test_codes_that_do_not_occur_are_left_out_of_codes_by_codes_and_the_notes_say_so(coded: Study) -> None:
    made = compare(coded, columns="codes", codes=("work",), documents=("two",))
    assert (made.rows, made.columns) == ([], [])
    assert "2 codes without a participant's word are left out." in made.notes


def test_percentages_are_of_the_same_measure(coded: Study) -> None:
    """Stance has 15 words in all; in case one 12 words are coded: I use a hammer I use it, The others are against it."""
    by_row, by_column = (figures(coded, measure="words", percent=of) for of in ("row", "column"))
    assert (by_row[STANCE, ONE], by_row[STANCE, TWO]) == (Portion(5, 15), Portion(10, 15))
    assert (by_column[STANCE, ONE], by_column[WORK, ONE], by_column[TOOLS, ONE]) == (Portion(5, 12), Portion(7, 12), Portion(5, 12))


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
        ({"columns": "town"}, "case, document, person, date, case:ATTRIBUTE, codes, field:NAME or register:NAME"),
        ({"each": "field:mood"}, "field:side"),
        ({"columns": "case:mood"}, "The attributes are: setting"),
        ({"cases": ("case 3",)}, "The cases are: case one, case two"),
        ({"codes": ("wrok",)}, "Did you mean “work”"),
        ({"layer": "eve"}, "The layers are: ada"),
        ({"documents": ("three",)}, "no document three"),
        ({"persons": ("Zoe",)}, "The persons are: Ann, Ben"),
        ({"kinds": ("letter",)}, "The kinds are: interview, group interview, observation, document"),
        ({"where": (("case", "mood", "x"),)}, "The attributes are: setting"),
        ({"where": (("case", "setting", "lunar"),)}, "Its values are: rural, urban"),
        ({"since": "June"}, "June is no date"),
        ({"columns": "date", "period": "week"}, "Use one of: year, quarter, month, day"),
        ({"percent": "all"}, "Use one of: row, column, either"),
        ({"order": "size"}, "Use case:ATTRIBUTE or rating:CODE"),
        ({"order": "case:mood"}, "The attributes are: setting"),
        ({"order": "rating:stance"}, "The codes that can be rated are: work"),
        ({"bands": (1.0,)}, "Say with --order"),
        ({"order": "case:setting", "bands": (1.0,)}, "leave out --bands"),
        ({"order": "rating:work", "bands": (1.0,)}, "leave out --bands"),
        ({"columns": "codes", "measure": "share"}, "Two codes do not share share"),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_are_known(coded: Study, view: dict[str, object], sentence: str) -> None:
    with pytest.raises((UsageError, NotFound)) as raised:
        compare(coded, **view)
    assert sentence in str(raised.value)


def dated(study: Study, **dates: str) -> None:
    """Give documents a date."""
    for name, date in dates.items():
        documents.change_document(study, name, date=date)


@pytest.mark.parametrize(
    ("period", "columns"),
    [
        ("year", ["2023", "2024"]),
        ("quarter", ["2023-Q4", "2024-Q2"]),
        ("month", ["2023-12", "2024-06"]),
        ("day", ["2023-12-31", "2024-06, day unknown"]),
    ],
)
def test_codes_by_the_date_of_documents_in_the_order_of_time(coded: Study, period: str, columns: list[str]) -> None:
    dated(coded, one="2024-06", two="2023-12-31")
    made = compare(coded, columns="date", period=period, codes=("stance",))
    assert made.columns == columns
    assert [made.matrix.value(0, column) for column in (0, 1)] == [2, 1]
    assert made.notes == ()


def test_documents_without_a_date_have_a_column_of_their_own_and_are_listed(coded: Study) -> None:
    dated(coded, one="2024-06")
    made = compare(coded, columns="date", codes=("stance",))
    assert (made.columns, made.notes) == (["2024", "without a date"], ("Documents without a date: two.",))
    assert figures(coded, columns="date", codes=("stance",)) == {(STANCE, "2024"): 1, (STANCE, "without a date"): 2}


def test_an_attribute_that_is_a_date_is_sorted_into_periods(coded: Study) -> None:
    people.change_case(coded, ONE, values={"begun": "2021-05"}, new_attributes=True)
    people.change_case(coded, TWO, values={"begun": "2020-11-30"})
    assert compare(coded, columns="case:begun").columns == ["2020", "2021"]
    assert compare(coded, columns="case:begun", period="quarter").columns == ["2020-Q4", "2021-Q2"]


EVENTS = """\
format: 1
key: events
languages: [en]
registers: {actor: {label: Actor}}
codes:
  - key: event
    label: Event
    fields: {when: {type: date}, who: {register: actor, many: true}, done: {type: yes/no}}
  - {key: other, label: Other}
"""


@pytest.fixture
def chronicle(tmp_path: Path) -> Iterator[Study]:
    """Four events: one of a day, one of the same month, one of a year, one without a date; and a coding that is no event."""
    first, second = "R: We met. We talked.\n", "R: They left. Nobody knows. That is all.\n"
    with small_study(tmp_path, EVENTS, first=f"Q: And then?\n{first}", second=f"Q: What else?\n{second}") as study:
        code(study, "first", "event", "We met", when="2024-06-12", who="Us", done="yes")
        code(study, "first", "event", "We talked", when="2024-06", who="Us", done="no")
        code(study, "second", "event", "They left", when="2023", who="Them", done="yes")
        code(study, "second", "event", "Nobody knows")
        code(study, "second", "other", "That is all")
        yield study


def test_codes_by_the_date_of_events_and_what_has_none_last(chronicle: Study) -> None:
    made = compare(chronicle, columns="field:when", period="month", codes=("event",))
    assert made.columns == ["2023, month unknown", "2024-06", "without a date"]
    assert [made.matrix.value(0, column) for column in range(3)] == [1, 2, 1]
    assert made.matrix.evidence(0, 2) == (4,)
    assert (
        "1 coding of the rows has no value for the columns." in compare(chronicle, columns="field:when").notes
    )  # the one that is no event


def test_a_chronicle_has_periods_in_its_rows_and_may_be_of_one_case(chronicle: Study) -> None:
    assert figures(chronicle, rows="field:when", period="day") == {
        ("2024-06, day unknown", "case first"): 1,
        ("2024-06-12", "case first"): 1,
        ("2023, month unknown", "case second"): 1,
        ("without a date", "case second"): 1,
    }
    assert compare(chronicle, rows="field:when", cases=("case first",)).columns == ["case first"]
    assert figures(chronicle, rows="field:when", cases=("case first",)) == {("2024", "case first"): 2}


def test_one_register_by_another_field_with_yes_and_no_told_apart(chronicle: Study) -> None:
    made = compare(chronicle, rows="register:actor", columns="field:when", each="field:done", measure="codings")
    cells = {(row, column): made.matrix.value(r, c) for r, row in enumerate(made.rows) for c, column in enumerate(made.columns)}
    named = {place: {made.values[key]: n for key, n in cell.items()} for place, cell in cells.items() if isinstance(cell, dict) and cell}
    assert named == {("Us", "2024"): {"yes": 1, "no": 1}, ("Them", "2023"): {"yes": 1}}


def test_only_what_some_persons_say_and_their_words_are_counted(coded: Study) -> None:
    people.change_person(coded, "Ben", values={"job": "smith"}, new_attributes=True)
    for selection in ({"persons": ("ben",)}, {"where": (("person", "job", "SMITH"),)}):
        made = compare(coded, measure="share", **selection)
        assert made.matrix.eligible.tolist() == [0, 11]
        assert figures(coded, measure="codings", **selection) == {(STANCE, TWO): 2}
        assert compare(coded, columns="person", **selection).columns == ["Ben"]
        assert any("Only what these persons say" in note for note in made.notes)


def test_filters_by_attributes_kinds_and_dates_of_documents(coded: Study) -> None:
    documents.change_document(coded, "two", kind="observation", values={"place": "hall"}, new_attributes=True)
    dated(coded, two="2024")
    only_two = {(STANCE, TWO): 2}
    for selection in (
        {"where": (("case", "setting", "urban"),)},
        {"where": (("document", "place", "hall"),)},
        {"kinds": ("observation",)},
        {"since": "2024-03", "until": "2025"},
    ):
        assert figures(coded, **selection) == only_two, selection
        assert compare(coded, **selection).filters != ()
    assert figures(coded, since="2025") == {}
    assert "1 document has no date and is left out by the dates asked for." in compare(coded, since="2024").notes


def test_several_values_of_an_attribute_are_any_of_them_and_several_attributes_all(coded: Study) -> None:
    people.change_case(coded, ONE, values={"size": "3"}, new_attributes=True)
    people.change_case(coded, TWO, values={"size": "3.0"})
    both = (("case", "setting", "rural"), ("case", "setting", "urban"))
    assert compare(coded, where=both).columns == [ONE, TWO]
    assert compare(coded, where=(*both, ("case", "size", "3"))).columns == [ONE]


def test_what_is_restricted_is_said(coded: Study) -> None:
    made = compare(coded, codes=("stance",), cases=(TWO,), where=(("case", "setting", "urban"),), kinds=("interview",))
    assert made.layer == "ada"
    assert made.filters == ("codes: stance", "cases: case two", "kinds of document: interview", "where the case has: setting = urban")


def test_cases_in_the_order_of_an_attribute_stand_in_bands(coded: Study) -> None:
    people.change_case(coded, ONE, values={"members": "12"}, new_attributes=True)
    people.change_case(coded, TWO, values={"members": "3,5"})
    made = compare(coded, order="case:members", bands=(10,))
    assert made.columns == [TWO, ONE]
    assert made.order is not None
    assert (made.order.title, list(made.order.bands.values())) == ("members", ["under 10", "10 and more"])
    assert compare(coded, order="case:members", descending=True).columns == [ONE, TWO]
    assert figures(coded, order="case:members") == figures(coded)


def test_cases_in_the_order_of_a_rating_the_best_first(coded: Study) -> None:
    judging.set_rating(coded, ONE, "work", "C")
    judging.set_rating(coded, TWO, "work", "A")
    made = compare(coded, order="rating:work")
    assert made.columns == [TWO, ONE]
    assert made.order is not None
    assert list(made.order.bands.values()) == ["A – strong", "C – weak"]
    judging.set_rating(coded, ONE, "work", "B", period="2024")
    assert compare(coded, order="rating:work@2024").columns == [ONE, TWO]  # two was not rated then
    with pytest.raises(UsageError, match="was not rated for 2023, but for: , 2024"):
        compare(coded, order="rating:work@2023")


def test_a_rating_of_several_periods_needs_one_of_them(coded: Study) -> None:
    for period in ("2023", "2024"):
        judging.set_rating(coded, ONE, "work", "C", period=period)
    with pytest.raises(UsageError, match="rated for several periods: 2023, 2024"):
        compare(coded, order="rating:work")


def test_a_framework_has_summaries_with_the_codings_behind_them_and_says_what_is_stale(coded: Study) -> None:
    judging.set_summary(coded, TWO, "stance", "Ben is against it; his neighbour is for it.")
    with coded.read() as connection:
        comparison = comparing.Comparison(coded, connection)
        ids, cases = comparison.vocabulary.ids, {name: key for key, name in comparison.cases(View()).items()}
        made = comparison.framework(View())
    assert made.codes == (ids["work"], ids["work.tools"], ids["stance"])
    told = made.cells[cases[TWO], ids["stance"]]
    assert (told.text[:3], len(told.codings), told.stale) == ("Ben", 2, False)
    assert made.cells[cases[ONE], ids["work"]].text == ""
    assert (cases[TWO], ids["work"]) not in made.cells
    code(coded, "two", "stance", "the hammer", who="Ben", quarrel="hammer", side="for")
    with coded.read() as connection:
        comparison = comparing.Comparison(coded, connection)
        assert comparison.framework(View()).cells[cases[TWO], ids["stance"]].stale
        assert comparison.framework(View(cases=(ONE,))).cases == (cases[ONE],)


def test_a_mark_on_a_document_shows_in_the_document_and_in_its_case_once_no_other_is_left(coded: Study) -> None:
    judging.mark_not_asked(coded, "work", document="two")
    for columns, two in (("document", "two"), ("case", TWO)):
        cells = figures(coded, columns=columns, measure="presence")
        assert (cells[WORK, two], cells[TOOLS, two], cells[STANCE, two]) == (Presence.NOT_ASKED, Presence.NOT_ASKED, Presence.YES)
    documents.change_document(coded, "one", case=TWO)
    assert figures(coded, columns="document", measure="presence")[WORK, "two"] == Presence.NOT_ASKED
    assert figures(coded, columns="case", measure="presence")[WORK, TWO] == Presence.YES
    judging.mark_not_asked(coded, "stance", document="two")
    assert "1 cell is marked as not asked but has a segment; it says yes." in compare(coded, columns="document", measure="presence").notes
