"""What was edited in a workbook comes back: compared three ways, nothing lost, nothing taken over that was not shown."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from builders import code, small_study
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from toolkit.actions import judging, labels, people, registers
from toolkit.actions.exporting import write_workbook
from toolkit.actions.history import undo
from toolkit.actions.report import Contents
from toolkit.actions.taking_over import Chosen, Plan, carry_out, plan_reading
from toolkit.errors import Conflict, UnreadableFile
from toolkit.export.text import escaped, visible
from toolkit.messages import in_language
from toolkit.store import cases, history, judgements
from toolkit.store import registers as stored_registers
from toolkit.study import Study, open_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ONE, TWO = "case one", "case two"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases with attributes of every type, three persons, four entries, a rating and a summary by ada; and the workbook of all this."""
    folder = tmp_path_factory.mktemp("made")
    with small_study(folder) as study:
        labels.set_person(study, "one", "R", "Ann")
        labels.set_person(study, "two", "R", "Ben")
        code(study, "one", "work", "I use a hammer")
        code(study, "one", "stance", "The others are against it", who="others", quarrel="hammer", side="against")
        code(study, "two", "stance", "I am against the hammer", who="Ben", quarrel="hammer", side="against")
        code(study, "two", "stance", "my neighbour says so too", who="neighbour", quarrel="hammer", side="for")
        with study.change("attributes") as change:
            cases.add_attribute(change, "case", "setting", "text")
            cases.add_attribute(change, "case", "size", "choice", ["small", "large"])
            cases.add_attribute(change, "case", "members", "number")
            cases.add_attribute(change, "case", "since", "date")
            cases.add_attribute(change, "case", "funded", "yes/no")
            cases.add_attribute(change, "person", "age", "number")
        people.change_case(study, ONE, values={"setting": "rural", "size": "small", "members": "12", "since": "2024-06", "funded": "yes"})
        people.change_case(study, TWO, values={"setting": "urban"})
        people.change_person(study, "Ann", case=ONE, values={"age": "40"})
        people.add_person(study, "Cleo", case=TWO)
        registers.change_entry(study, "who", "others", aliases=["they", "them"], attributes={"kind": "group"})
        judging.set_rating(study, ONE, "work", "B", note="Half of it.")
        judging.set_summary(study, ONE, "stance", "They quarrel.")
        export(study, folder / "m.xlsx")
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Iterator[Study]:
    """The study, to be changed."""
    shutil.copy(made / "small.terrain", tmp_path)
    with open_study(tmp_path / "small.terrain", "ada") as study:
        yield study


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """The study's workbook, as it was exported."""
    return Path(shutil.copy(made / "m.xlsx", tmp_path))


def export(study: Study, path: Path) -> Path:
    write_workbook(study, path, Contents(measures=(), others=()))
    return path


def column(sheet: Any, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def row_of(sheet: Any, *names: str) -> int:
    """The first row whose cells hold all these."""
    return next(row[0].row for row in sheet.iter_rows() if set(names) <= {cell.value for cell in row})


def edit(path: Path, *cells: tuple[str, tuple[str, ...], str, Any]) -> None:
    """Give cells (sheet, what stands in their row, head) other values, and save as other programs do: with shared texts."""
    wb = load_workbook(path)
    places = [wb[sheet].cell(row_of(wb[sheet], *names), column(wb[sheet], head)) for sheet, names, head, _value in cells]
    for cell, (*_where, value) in zip(places, cells, strict=True):
        cell.value = value
    wb.save(path)


def change(path: Path, sheet: str, action: Callable[[Any], object]) -> None:
    """Do something with a sheet."""
    wb = load_workbook(path)
    action(wb[sheet])
    wb.save(path)


SHOWN = {"text": "Summary", "value": "Value", "note": "Note", "name": "Name", "case": "Case", "aliases": "Also called"}


def found(plan: Plan) -> list[tuple[str, str, str, str, str]]:
    """The differences of a plan: what each is about, its column, what is in the study, in the workbook, and of which nature."""
    return [(each.place.row, SHOWN.get(each.key, each.key[1:]), each.here, each.there, each.nature) for each in plan.differences]


def said(plan: Plan) -> list[tuple[str, str]]:
    return [(problem.place, problem.what) for problem in plan.problems]


def take(study: Study, path: Path) -> Plan:
    """Take everything over, without a word of doubt."""
    plan = plan_reading(study, path)
    taken = carry_out(study, plan, Chosen(plan.differences, plan.rows, plan.columns, new_entries=True))
    assert [str(problem) for problem in taken.problems] == []
    return plan


def state(study: Study) -> dict[str, Any]:
    """All that a workbook can change, by names."""
    with study.read() as connection:
        known = {case.id: case.name for case in cases.cases(connection)}
        persons = {person.id: person.name for person in cases.persons(connection)}
        attributes = {found.id: found.name for found in cases.attributes(connection)}
        keys = study.vocabulary(connection).keys
        return {
            "cases": {(known[of], attributes[key]): value for (of, key), value in cases.values(connection, "case").items()},
            "persons": {(persons[of], attributes[key]): value for (of, key), value in cases.values(connection, "person").items()},
            "names": sorted(known.values()),
            "belonging": {person.name: known.get(person.case or 0) for person in cases.persons(connection)},
            "entries": {entry.name: (entry.aliases, entry.attributes) for entry in stored_registers.entries(connection)},
            "ratings": {
                (known[each.case], keys[each.code], each.period): (each.value, each.note) for each in judgements.ratings(connection)
            },
            "summaries": {(known[each.case], keys[each.code]): each.text for each in judgements.summaries(connection)},
        }


def is_stale(study: Study) -> bool:
    """Whether the only summary is stale."""
    with study.read() as connection:
        [summary] = judgements.summaries(connection)
        return judging.stale(connection, study.vocabulary(connection), summary)


# What comes back


def test_a_workbook_that_nobody_touched_says_nothing(study: Study, path: Path) -> None:
    plan = plan_reading(study, path)
    assert (plan.differences, plan.rows, plan.columns, plan.problems, plan.notes, plan.same, plan.later) == ([], [], [], [], [], 0, 0)
    assert plan.read == [("Cases", 2), ("Registers", 4), ("Persons", 3), ("Ratings", 2), ("Summaries", 3)]


EVERYWHERE = (
    ("Cases", (ONE,), "setting", "coastal"),
    ("Cases", (ONE,), "members", 12.5),
    ("Cases", (TWO,), "size", "large"),
    ("Cases", (TWO,), "Case", "second case"),
    ("Persons", ("Ann",), "Case", TWO),
    ("Persons", ("Ben",), "age", 51),
    ("Persons", ("Cleo",), "Person", "Clio"),
    ("Registers", ("others",), "Name", "the others"),
    ("Registers", ("others",), "Also called", "they; everybody else"),
    ("Registers", ("neighbour",), "kind [kind]", "single"),
    ("Ratings", (ONE, "Work"), "Value", "A – strong"),
    ("Ratings", (ONE, "Work"), "Note", "All of it."),
    ("Ratings", (TWO, "Work"), "Value", "C – weak"),
    ("Summaries", (ONE, "Stance"), "Summary", "They quarrel.\nLoudly."),
    ("Summaries", (TWO, "Stance"), "Summary", "=Ben is alone"),
)


def test_every_column_that_can_be_edited_is_taken_over_in_one_change(study: Study, path: Path) -> None:
    before = state(study)
    edit(path, *EVERYWHERE[:-1])
    change(path, "Summaries", lambda sheet: put_text(sheet, row_of(sheet, TWO, "Stance"), column(sheet, "Summary"), "=Ben is alone"))
    plan = take(study, path)
    assert {each.nature for each in plan.differences} == {"changed"}
    assert len(plan.differences) == len(EVERYWHERE)
    after = state(study)
    assert after["cases"] == {
        (ONE, "setting"): "coastal",
        ("second case", "setting"): "urban",
        (ONE, "size"): "small",
        ("second case", "size"): "large",
        (ONE, "members"): "12.5",
        (ONE, "since"): "2024-06",
        (ONE, "funded"): "yes",
    }
    assert after["belonging"] == {"Ann": "second case", "Ben": None, "Clio": "second case"}
    assert after["persons"] == {("Ann", "age"): "40", ("Ben", "age"): "51"}
    assert after["entries"]["the others"] == (("they", "everybody else", "others"), {"kind": "group"})
    assert after["entries"]["neighbour"] == ((), {"kind": "single"})
    assert after["ratings"] == {(ONE, "work", ""): ("A", "All of it."), ("second case", "work", ""): ("C", "")}
    assert after["summaries"] == {(ONE, "stance"): "They quarrel.\nLoudly.", ("second case", "stance"): "=Ben is alone"}
    with study.read() as connection:
        last = history.past_changes(connection, limit=1)[0]
    assert (last.verb, last.reason) == ("read", "m.xlsx")
    undo(study)
    assert state(study) == before


def put_text(sheet: Any, row: int, place: int, text: str) -> None:
    """A text that looks like a formula and is none, as spreadsheets keep it after an apostrophe."""
    cell = sheet.cell(row, place)
    cell.value, cell.data_type, cell.quotePrefix = text, "s", True


def test_reading_the_same_workbook_twice_does_nothing(study: Study, path: Path) -> None:
    edit(path, *EVERYWHERE[:-1])
    take(study, path)
    again = plan_reading(study, path)
    assert (found(again), said(again)) == ([], [])
    assert again.same == len(EVERYWHERE) - 1


def test_who_goes_on_in_a_workbook_that_was_read_is_not_told_of_a_conflict(study: Study, path: Path) -> None:
    cell = ("Summaries", (ONE, "Stance"), "Summary")
    edit(path, (*cell, "They quarrel a lot."))
    take(study, path)
    edit(path, (*cell, "They quarrel every day."))
    assert found(plan_reading(study, path)) == [
        ("case one · Stance", "Summary", "They quarrel a lot.", "They quarrel every day.", "changed")
    ]
    judging.set_summary(study, ONE, "stance", "Peace.")
    assert [nature for *_what, nature in found(plan_reading(study, path))] == ["both"]


# Three ways


def test_what_changed_only_in_the_study_stays(study: Study, path: Path) -> None:
    people.change_case(study, ONE, values={"setting": "coastal"})
    judging.set_summary(study, ONE, "stance", "Peace.")
    plan = plan_reading(study, path)
    assert (found(plan), plan.later) == ([], 2)


def test_what_changed_alike_on_both_sides_is_no_difference(study: Study, path: Path) -> None:
    edit(path, ("Cases", (ONE,), "setting", "coastal"))
    people.change_case(study, ONE, values={"setting": "coastal"})
    plan = plan_reading(study, path)
    assert (found(plan), plan.same) == ([], 1)


@pytest.mark.parametrize(
    ("cell", "there", "action", "was", "here"),
    [
        (
            ("Cases", (ONE,), "setting"),
            "coastal",
            lambda study: people.change_case(study, ONE, values={"setting": "alpine"}),
            "rural",
            "alpine",
        ),
        (("Cases", (TWO,), "size"), "large", lambda study: people.change_case(study, TWO, values={"size": "small"}), "", "small"),
        (("Persons", ("Cleo",), "Case"), ONE, lambda study: people.change_person(study, "Cleo", case=""), TWO, ""),
        (
            ("Registers", ("others",), "Also called"),
            "x",
            lambda study: registers.change_entry(study, "who", "others", aliases=["y"]),
            "they; them",
            "y",
        ),
        (
            ("Registers", ("others",), "kind [kind]"),
            "single",
            lambda study: registers.change_entry(study, "who", "others", attributes={"kind": ""}),
            "group",
            "",
        ),
        (
            ("Ratings", (ONE, "Work"), "Value"),
            "A",
            lambda study: judging.set_rating(study, ONE, "work", "C", note="Half of it."),
            "B – middling",
            "C – weak",
        ),
        (
            ("Summaries", (ONE, "Stance"), "Summary"),
            "War.",
            lambda study: judging.set_summary(study, ONE, "stance", "Peace."),
            "They quarrel.",
            "Peace.",
        ),
    ],
)
def test_what_changed_on_both_sides_is_asked_about_with_what_was_exported(
    study: Study, path: Path, cell: Any, there: str, action: Callable[[Study], object], was: str, here: str
) -> None:
    edit(path, (*cell, there))
    action(study)
    [difference] = plan_reading(study, path).differences
    assert (difference.nature, difference.asked, difference.was, difference.here) == ("both", True, was, here)


def test_a_summary_taken_away_in_the_study_and_changed_in_the_workbook_is_asked_about(study: Study, path: Path) -> None:
    judging.set_summary(study, ONE, "stance", "")
    edit(path, ("Summaries", (ONE, "Stance"), "Summary", "They quarrel a lot."))
    assert found(plan_reading(study, path)) == [("case one · Stance", "Summary", "", "They quarrel a lot.", "both")]


def test_an_emptied_cell_is_told_apart_and_takes_the_value_away(study: Study, path: Path) -> None:
    edit(
        path,
        ("Cases", (ONE,), "setting", None),
        ("Persons", ("Cleo",), "Case", None),
        ("Ratings", (ONE, "Work"), "Value", None),
        ("Ratings", (ONE, "Work"), "Note", None),
        ("Summaries", (ONE, "Stance"), "Summary", " "),
        ("Registers", ("others",), "Also called", None),
    )
    plan = take(study, path)
    assert {each.nature for each in plan.differences} == {"emptied"}
    after = state(study)
    assert (ONE, "setting") not in after["cases"]
    assert after["belonging"]["Cleo"] is None
    assert (after["ratings"], after["summaries"], after["entries"]["others"][0]) == ({}, {}, ())


def test_a_note_without_a_rating_is_listed(study: Study, path: Path) -> None:
    edit(path, ("Ratings", (ONE, "Work"), "Value", None), ("Ratings", (TWO, "Work"), "Note", "Perhaps."))
    plan = plan_reading(study, path)
    taken = carry_out(study, plan, Chosen(plan.differences))
    assert [problem.what for problem in taken.problems] == ["A note needs a rating: choose a value, or clear the note too."] * 2
    assert state(study)["ratings"] == {(ONE, "work", ""): ("B", "Half of it.")}


def test_a_missing_row_is_mentioned_and_never_a_deletion(study: Study, path: Path) -> None:
    change(path, "Cases", lambda sheet: sheet.delete_rows(row_of(sheet, TWO)))
    change(path, "Summaries", lambda sheet: sheet.delete_rows(2, 2))
    people.add_case(study, "case three")  # later than the export: not missing
    plan = plan_reading(study, path)
    assert (found(plan), said(plan)) == ([], [])
    assert plan.notes == [
        "Sheet Cases: 1 row that was exported is gone (case two). Nothing is deleted because of that.",
        "Sheet Summaries: 2 rows that were exported are gone. Nothing is deleted because of that.",
    ]


def test_a_workbook_of_some_cases_lacks_no_rows(study: Study, tmp_path: Path) -> None:
    write_workbook(study, tmp_path / "some.xlsx", Contents(measures=(), others=(), cases=(ONE,)))
    assert plan_reading(study, tmp_path / "some.xlsx").notes == []


def test_what_has_changed_between_the_question_and_the_answer_is_left_out(study: Study, path: Path) -> None:
    edit(
        path, ("Cases", (ONE,), "setting", "coastal"), ("Cases", (ONE,), "size", "large"), ("Summaries", (ONE, "Stance"), "Summary", "War.")
    )
    plan = plan_reading(study, path)
    judging.set_summary(study, ONE, "stance", "Peace.")
    taken = carry_out(study, plan, Chosen(plan.differences))
    assert [(problem.place, problem.what[:33]) for problem in taken.problems] == [
        ("sheet Summaries, cell C3", "Somebody has changed this in the ")
    ]
    assert taken.values == 2
    assert state(study)["summaries"] == {(ONE, "stance"): "Peace."}


def test_only_its_own_coder_changes_a_judgement(study: Study, path: Path) -> None:
    edit(path, ("Summaries", (ONE, "Stance"), "Summary", "War."), ("Cases", (ONE,), "setting", "coastal"))
    study.work_as("eve")
    judging.set_summary(study, TWO, "work", "Mine.")
    plan = plan_reading(study, path)
    assert [place for place, *_rest in found(plan)] == [ONE]
    assert said(plan) == [("sheet Summaries, row 3", "This is ada's; only ada can change it, with --coder ada.")]


def test_a_workbook_of_another_study_is_refused(study: Study, path: Path, tmp_path: Path) -> None:
    from toolkit.actions import starting

    with (
        starting.new_study(tmp_path / "other.terrain", title="Other", coder="ada") as other,
        pytest.raises(Conflict, match="another study, “small”"),
    ):
        plan_reading(other, path)


def test_in_a_study_restored_from_an_earlier_copy_the_history_is_not_asked(study: Study, tmp_path: Path) -> None:
    study.close()
    shutil.copy(study.path, tmp_path / "earlier.terrain")
    with open_study(study.path, "ada") as later:
        people.change_case(later, ONE, values={"setting": "coastal"})
        path = export(later, tmp_path / "later.xlsx")
    edit(path, ("Cases", (ONE,), "setting", "alpine"))
    with open_study(tmp_path / "earlier.terrain", "ada") as earlier:
        plan = plan_reading(earlier, path)
    assert found(plan) == [(ONE, "setting", "rural", "alpine", "both")]
    assert plan.notes == ["The workbook is newer than this study: was the study restored from an earlier copy?"]


# Stale judgements


def test_a_summary_written_in_view_of_older_codings_is_stale_at_once(study: Study, path: Path) -> None:
    edit(path, ("Summaries", (ONE, "Stance"), "Summary", "War."))
    code(study, "one", "stance", "they say it is loud", who="others", quarrel="hammer", side="against")
    take(study, path)
    assert is_stale(study)


def test_a_summary_is_not_stale_because_of_codings_elsewhere_or_before_the_export(study: Study, tmp_path: Path) -> None:
    code(study, "one", "stance", "they say it is loud", who="others", quarrel="hammer", side="against")
    assert is_stale(study)
    path = export(study, tmp_path / "m.xlsx")
    edit(path, ("Summaries", (ONE, "Stance"), "Summary", "War."))
    code(study, "two", "stance", "so too", who="Ben", quarrel="hammer", side="for")
    code(study, "one", "work", "every day, really")
    take(study, path)
    assert not is_stale(study)


def test_a_new_note_keeps_the_evidence_of_its_rating(study: Study, tmp_path: Path) -> None:
    coding = code(study, "one", "work", "every day, really")
    judging.set_rating(study, ONE, "work", "B", evidence_for=[coding[:8]])
    path = export(study, tmp_path / "m.xlsx")
    edit(path, ("Ratings", (ONE, "Work"), "Note", "New."))
    take(study, path)
    with study.read() as connection:
        [rating] = judgements.ratings(connection)
    assert (rating.note, rating.evidence_for) == ("New.", (coding,))


def test_ratings_of_several_periods_are_kept_apart(study: Study, tmp_path: Path) -> None:
    judging.set_rating(study, ONE, "work", "C", period="2020")
    path = export(study, tmp_path / "m.xlsx")
    edit(path, ("Ratings", (ONE, "Work", "2020"), "Value", "A – strong"))
    assert found(plan_reading(study, path)) == [("case one · Work (2020)", "Value", "C – weak", "A – strong", "changed")]


def test_a_rating_of_another_period_is_a_copied_row_with_another_period(study: Study, path: Path) -> None:
    def copy(sheet: Any) -> None:
        row = [cell.value for cell in sheet[row_of(sheet, ONE, "Work")]]
        row[column(sheet, "Period") - 1] = "2020"
        sheet.append(row)

    change(path, "Ratings", copy)
    take(study, path)
    assert state(study)["ratings"] == {(ONE, "work", ""): ("B", "Half of it."), (ONE, "work", "2020"): ("B", "Half of it.")}


def test_without_the_column_of_periods_each_rating_is_known_by_what_was_exported(study: Study, tmp_path: Path) -> None:
    path = export(study, tmp_path / "m.xlsx")
    edit(path, ("Ratings", (ONE, "Work"), "Note", "New."))
    change(path, "Ratings", lambda sheet: sheet.delete_cols(column(sheet, "Period")))
    judging.set_rating(study, ONE, "work", "C", period="2020")
    assert found(plan_reading(study, path)) == [("case one · Work", "Note", "Half of it.", "New.", "changed")]


# New rows and columns


def test_rows_without_an_identifier_are_new_and_taken_over_only_when_asked_for(study: Study, path: Path) -> None:
    change(path, "Cases", lambda sheet: sheet.append(["case three", "rural", "large", "7"]))
    change(path, "Persons", lambda sheet: sheet.append(["Dora", "case three"]))
    change(path, "Registers", lambda sheet: sheet.append(["Who", "mayor", "the boss; Her Honour", "single"]))
    plan = plan_reading(study, path)
    assert [(row.kind, row.name, dict(row.values)) for row in plan.rows] == [
        ("case", "case three", {"@setting": "rural", "@size": "large", "@members": "7"}),
        ("entry", "mayor", {"aliases": "the boss; Her Honour", "@kind": "single"}),
        ("person", "Dora", {"case": "case three"}),
    ]
    before = state(study)
    carry_out(study, plan, Chosen(plan.differences))
    assert state(study) == before
    take(study, path)
    after = state(study)
    assert after["cases"]["case three", "members"] == "7"
    assert after["belonging"]["Dora"] == "case three"
    assert after["entries"]["mayor"] == (("the boss", "Her Honour"), {"kind": "single"})
    assert plan_reading(study, path).rows == []
    undo(study)
    assert state(study) == before


@pytest.mark.parametrize(
    ("sheet", "row", "what"),
    [
        ("Cases", [None, "rural"], "This row has no identifier and cannot be added: it has no name."),
        (
            "Cases",
            ["case three", "rural", "middling"],
            "This row has no identifier and cannot be added: “middling” is none of: small, large.",
        ),
        ("Persons", ["Dora", "case nine"], "This row has no identifier and cannot be added: “case nine” is none of: case one, case two."),
        (
            "Registers",
            ["Where", "park"],
            "This row has no identifier and cannot be added: There is no register Where. The registers are: Who, Quarrel.",
        ),
        (
            "Registers",
            ["Quarrel", "noise", None, "group"],
            "This row has no identifier and cannot be added: This register has no attribute kind.",
        ),
        ("Summaries", ["case nine", "Work", "Text."], "There is no case case nine."),
        ("Summaries", [ONE, "Wrok", "Text."], "There is no code Wrok."),
        (
            "Cases",
            ["=1+1", "rural"],
            "This row has no identifier and cannot be added: There is a formula in this cell. Type the value itself.",
        ),
    ],
)
def test_a_new_row_that_does_not_fit_is_listed(study: Study, path: Path, sheet: str, row: list[Any], what: str) -> None:
    change(path, sheet, lambda found: found.append(row))
    plan = plan_reading(study, path)
    assert plan.rows == []
    [(place, problem)] = said(plan)
    assert place.startswith(f"sheet {sheet}, row")
    assert problem == what


def test_a_row_for_a_code_without_codings_yet_is_a_summary(study: Study, path: Path) -> None:
    change(path, "Summaries", lambda sheet: sheet.append([TWO, "Tools", "None."]))
    take(study, path)
    assert state(study)["summaries"][TWO, "work.tools"] == "None."


def test_a_copied_row_whose_identifier_was_cleared_is_new(study: Study, path: Path) -> None:
    def copy(sheet: Any) -> None:
        row = [cell.value for cell in sheet[row_of(sheet, "others")]]
        row[column(sheet, "Name") - 1] = "some others"
        row[column(sheet, "Identifier") - 1] = None
        sheet.append(row)

    change(path, "Registers", copy)
    plan = plan_reading(study, path)
    assert (found(plan), [row.name for row in plan.rows]) == ([], ["some others"])


def test_a_new_column_of_cases_is_an_attribute(study: Study, path: Path) -> None:
    def add(sheet: Any) -> None:
        for row, value in enumerate(["founded", "1999", "2004", "2010"], start=1):
            sheet.cell(row, sheet.max_column + 1 if row == 1 else sheet.max_column).value = value
        sheet.cell(4, 1).value = "case three"

    change(path, "Cases", add)
    plan = take(study, path)
    assert [(each.head, each.type) for each in plan.columns] == [("founded", "number")]
    after = state(study)["cases"]
    assert [after[name, "founded"] for name in (ONE, TWO, "case three")] == ["1999", "2004", "2010"]
    assert plan_reading(study, path).columns == []


def test_a_column_of_ones_own_beside_the_summaries_is_mentioned(study: Study, path: Path) -> None:
    def add(sheet: Any) -> None:
        sheet.cell(1, 12).value, sheet.cell(2, 12).value = "to do", "ask again"

    change(path, "Summaries", add)
    plan = plan_reading(study, path)
    assert plan.notes == ["Sheet Summaries: the column to do is none of Terrain's and was not read."]


# Names


def test_names_may_be_exchanged_one_after_the_other(study: Study, path: Path) -> None:
    people.add_case(study, "case three")
    path = export(study, path)
    edit(path, ("Cases", (ONE,), "Case", "case 1"), ("Cases", (TWO,), "Case", ONE), ("Cases", ("case three",), "Case", TWO))
    take(study, path)
    after = state(study)
    assert after["names"] == ["case 1", ONE, TWO]
    assert after["cases"]["case 1", "setting"] == "rural"


def test_a_name_that_is_taken_and_one_that_is_empty_are_listed(study: Study, path: Path) -> None:
    edit(path, ("Cases", (ONE,), "Case", TWO), ("Persons", ("Ann",), "Person", None))
    plan = plan_reading(study, path)
    assert said(plan) == [("sheet Persons, cell A2", "A name cannot be empty.")]
    taken = carry_out(study, plan, Chosen(plan.differences))
    assert [problem.what for problem in taken.problems] == ["There is a case two already. Choose another name."]


def test_persons_of_a_case_that_is_renamed_in_the_same_workbook_stay_in_it(study: Study, path: Path) -> None:
    edit(path, ("Cases", (ONE,), "Case", "first"), ("Persons", ("Ann",), "Case", "first"), ("Persons", ("Cleo",), "Case", ONE))
    take(study, path)
    assert state(study)["belonging"] == {"Ann": "first", "Ben": None, "Cleo": "first"}


# Values as spreadsheets and people write them


@pytest.mark.parametrize(
    ("head", "typed", "kept"),
    [
        ("members", "13,5", "13.5"),
        ("members", "1 300", "1300"),
        ("members", 13.0, "13"),
        ("since", date(2024, 7, 1), "2024-07-01"),
        ("since", "12 juin 2024", "2024-06-12"),
        ("since", "June 12, 2024", "2024-06-12"),
        ("since", "25/06/2024", "2024-06-25"),
        ("since", 45455, "2024-06-12"),
        ("since", "2025", "2025"),
        ("since", 2025, "2025"),
        ("funded", False, "no"),
        ("funded", "FAUX", "no"),
        ("funded", "non", "no"),
        ("size", "LARGE ", "large"),
        ("setting", "  coastal ", "coastal"),
        ("setting", 12.0, "12"),
        ("setting", "l’été", "l’été"),
    ],
)
def test_a_value_is_understood_however_it_is_written(study: Study, path: Path, head: str, typed: Any, kept: str) -> None:
    edit(path, ("Cases", (ONE,), head, typed))
    take(study, path)
    assert state(study)["cases"][ONE, head] == kept


@pytest.mark.parametrize(
    ("head", "typed"),
    [
        ("members", "12,0"),
        ("members", "12"),
        ("since", "juin 2024"),
        ("funded", True),
        ("funded", "VRAI"),
        ("size", "Small"),
        ("setting", " rural "),
        ("setting", "rural_x000D_\n"),
    ],
)
def test_the_same_value_written_otherwise_is_no_change(study: Study, path: Path, head: str, typed: Any) -> None:
    edit(path, ("Cases", (ONE,), head, typed))
    plan = plan_reading(study, path)
    assert (found(plan), said(plan), plan.same) == ([], [], 0)


@pytest.mark.parametrize(
    ("cell", "typed", "what"),
    [
        (("Cases", (ONE,), "members"), "twelve", "“twelve” is no number."),
        (("Cases", (ONE,), "since"), "12/06/2024", "“12/06/2024” can be two dates. Write 2024-06-12 or 2024-12-06."),
        (("Cases", (ONE,), "since"), "soon", "“soon” is no date. Write it as 2024-06-12, 2024-06 or 2024."),
        (("Cases", (ONE,), "size"), "huge", "“huge” is none of: small, large."),
        (("Cases", (ONE,), "funded"), "perhaps", "“perhaps” is none of: yes, no."),
        (("Cases", (ONE,), "setting"), "=1+1", "There is a formula in this cell."),
        (("Cases", (ONE,), "setting"), "#REF!", "This cell holds an error of the spreadsheet program."),
        (("Ratings", (ONE, "Work"), "Value"), "D", "“D” is none of: A – strong, B – middling, C – weak."),
        (("Registers", ("hammer",), "kind [kind]"), "group", "This register has no attribute kind [kind]."),
        (("Registers", ("others",), "kind [kind]"), "crowd", "“crowd” is none of: group, single."),
        (("Summaries", (ONE, "Stance"), "Coder"), "eve", "What was written in the column Coder is not read: it is only shown."),
        (("Registers", ("others",), "Codings"), 7, "What was written in the column Codings is not read: it is only shown."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_listed_with_its_cell(study: Study, path: Path, cell: Any, typed: Any, what: str) -> None:
    edit(path, (*cell, typed))
    plan = plan_reading(study, path)
    assert found(plan) == []
    [(place, problem)] = said(plan)
    assert place.startswith(f"sheet {cell[0]}, cell ")
    assert problem == what


def test_a_rating_is_chosen_by_key_label_or_both(study: Study, path: Path) -> None:
    for typed in ("A", "strong", "Strong", "a – strong", "A – Fort"):
        edit(path, ("Ratings", (ONE, "Work"), "Value", typed))
        assert [difference.value for difference in plan_reading(study, path).differences] == ["A"], typed


def test_merged_cells_lose_nothing(study: Study, path: Path) -> None:
    change(
        path,
        "Cases",
        lambda sheet: sheet.merge_cells(start_row=2, end_row=3, start_column=column(sheet, "setting"), end_column=column(sheet, "setting")),
    )
    plan = plan_reading(study, path)
    assert found(plan) == []
    assert said(plan) == [("sheet Cases, cell B3", "This cell is merged with another, so that its own value is gone.")]


def test_marks_for_control_characters_are_read_back_as_these(study: Study, tmp_path: Path) -> None:
    judging.set_summary(study, ONE, "stance", "one\x0btwo ␍ three\x1f.")
    path = export(study, tmp_path / "m.xlsx")
    assert found(plan_reading(study, path)) == []
    edit(path, ("Summaries", (ONE, "Stance"), "Summary", "one␋two ␍ four␟."))
    take(study, path)
    assert state(study)["summaries"][ONE, "stance"] == "one\x0btwo ␍ four\x1f."


# Long texts

LONG = "Sentence number {n} of a very long summary. "


@pytest.fixture
def long(study: Study, tmp_path: Path) -> Path:
    """A workbook with a summary of 90,000 characters, on three rows."""
    judging.set_summary(study, ONE, "work", "".join(LONG.format(n=n) for n in range(2000)))
    path = export(study, tmp_path / "long.xlsx")
    sheet = load_workbook(path)["Summaries"]
    assert [row[column(sheet, "Part") - 1].value for row in sheet.iter_rows() if row[1].value == "Work"][:3] == [None, 2, 3]
    return path


def test_a_long_text_is_read_from_all_its_rows_whatever_their_order(study: Study, long: Path) -> None:
    def shuffle(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for place, value in enumerate(row, start=1):
                sheet.cell(number, place).value = value

    change(long, "Summaries", shuffle)
    plan = plan_reading(study, long)
    assert (found(plan), said(plan)) == ([], [])


def test_a_change_in_the_third_row_of_a_long_text_is_a_change_of_the_text(study: Study, long: Path) -> None:
    def write(sheet: Any) -> None:
        cell = sheet.cell(row_of(sheet, "Work", 3), column(sheet, "Summary"))
        cell.value = cell.value.replace("number 1999 of", "number one too many of")

    change(long, "Summaries", write)
    take(study, long)
    expected = "".join(LONG.format(n=n) for n in range(2000)).replace("number 1999 of", "number one too many of").strip()
    assert state(study)["summaries"][ONE, "work"] == expected


def test_a_long_text_that_lost_a_row_is_listed_and_not_cut(study: Study, long: Path) -> None:
    change(long, "Summaries", lambda sheet: sheet.delete_rows(row_of(sheet, "Work", 2)))
    plan = plan_reading(study, long)
    assert found(plan) == []
    [(_place, what)] = said(plan)
    assert what == "This record stood on 3 rows, and not all of them are there."
    assert plan.notes == []


def test_rows_left_of_a_long_text_whose_first_is_gone_are_listed(study: Study, long: Path) -> None:
    change(long, "Summaries", lambda sheet: sheet.delete_rows(row_of(sheet, "Work")))
    plan = plan_reading(study, long)
    assert found(plan) == []
    assert [what for _place, what in said(plan)] == ["The first row of this record is missing."]


def test_without_the_column_of_parts_an_untouched_long_text_is_known_and_a_changed_one_listed(study: Study, long: Path) -> None:
    change(long, "Summaries", lambda sheet: sheet.delete_cols(column(sheet, "Part")))
    plan = plan_reading(study, long)
    assert (found(plan), said(plan)) == ([], [])
    change(long, "Summaries", lambda sheet: sheet.cell(row_of(sheet, "Work"), column(sheet, "Summary"), "new"))
    plan = plan_reading(study, long)
    assert found(plan) == []
    assert [what for _place, what in said(plan)] == ["Without the column that numbers the rows of a long text nobody knows their order."]


# Workbooks that were treated badly


def moved(path: Path, sheet: str, order: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
    """Write the rows of a sheet anew, into a workbook that has nothing else."""
    rows = [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows()]
    wb = Workbook()
    wb.active.title = "Tabelle1"
    for row in order(rows):
        wb.active.append(row)
    wb.save(path)


NEW_TEXT = ("Summaries", (ONE, "Stance"), "Summary", "War.")
READ = [("case one · Stance", "Summary", "They quarrel.", "War.", "changed")]


@pytest.mark.parametrize(
    "order",
    [
        lambda rows: [rows[0], *reversed(rows[1:])],
        lambda rows: [["My own title"], [], *rows],
        lambda rows: [*rows[1:], rows[0]],
        lambda rows: [list(reversed(row)) for row in rows],
        lambda rows: [rows[0], *([None] * len(row) for row in rows[1:]), *rows[1:]],
        lambda rows: [[None, *row] for row in rows],
        lambda rows: [row for row in rows for _twice in range(2)],
        lambda rows: [["Cas" if cell == "Case" else "Synthèse" if cell == "Summary" else cell for cell in row] for row in rows],
        lambda rows: [["WHAT I THINK" if cell == "Summary" else "who" if cell == "Case" else cell for cell in row] for row in rows],
        lambda rows: [["id" if cell == "Identifier" else "?" if cell == "Exported" else cell for cell in row] for row in rows],
    ],
    ids=["sorted", "titled", "heads last", "columns turned", "blank rows", "shifted", "doubled", "French", "renamed", "identity renamed"],
)  # fmt: skip
def test_rows_may_be_sorted_columns_moved_and_renamed_in_a_new_sheet_of_a_new_workbook(
    study: Study, path: Path, order: Callable[[list[list[Any]]], list[list[Any]]]
) -> None:
    judging.set_summary(study, TWO, "stance", "Ben is alone.")
    judging.set_summary(study, TWO, "work", "Hard.")
    path = export(study, path)
    edit(path, NEW_TEXT)
    moved(path, "Summaries", order)
    plan = plan_reading(study, path)
    assert (found(plan), said(plan)) == (READ, [])


@pytest.mark.parametrize("head", ["Case", "Code", "Coder", "Identifier", "Exported", "Part", "Codings behind it"])
def test_a_deleted_column_does_not_keep_the_others_from_being_read(study: Study, path: Path, head: str) -> None:
    edit(path, NEW_TEXT)
    change(path, "Summaries", lambda sheet: sheet.delete_cols(column(sheet, head)))
    plan = plan_reading(study, path)
    assert (found(plan), said(plan), plan.notes) == (READ, [], [])


def test_a_deleted_column_of_values_changes_nothing_and_is_mentioned(study: Study, path: Path) -> None:
    change(path, "Cases", lambda sheet: sheet.delete_cols(column(sheet, "setting")))
    change(path, "Summaries", lambda sheet: sheet.delete_cols(column(sheet, "Summary")))
    plan = plan_reading(study, path)
    assert (found(plan), said(plan)) == ([], [])
    assert plan.notes == [
        "Sheet Cases has no column setting any more; nothing of it was changed.",
        "Sheet Summaries has no column Summary any more; nothing of it was changed.",
    ]


def test_without_identifiers_and_marks_the_names_and_the_history_decide(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT, ("Summaries", (TWO, "Stance"), "Summary", "Alone."))
    for head in ("Identifier", "Exported"):
        change(path, "Summaries", lambda sheet, head=head: sheet.delete_cols(column(sheet, head)))
    assert found(plan_reading(study, path)) == [*READ, ("case two · Stance", "Summary", "", "Alone.", "changed")]
    judging.set_summary(study, ONE, "stance", "Peace.")
    assert [(*where, nature) for *where, _here, _there, nature in found(plan_reading(study, path))] == [
        ("case one · Stance", "Summary", "both"),
        ("case two · Stance", "Summary", "changed"),
    ]


def test_where_nothing_tells_what_was_exported_a_difference_is_asked_about(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT, ("Summaries", (TWO, "Stance"), "Summary", "Alone."))
    moved(path, "Summaries", lambda rows: [row[:3] for row in rows])
    wb = load_workbook(path)
    wb.active.title = "Summaries"
    wb.save(path)
    assert [nature for *_what, nature in found(plan_reading(study, path))] == ["unknown", "changed"]


def test_a_changed_identifier_is_seen_through_or_listed(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT)
    edit(path, ("Summaries", (ONE, "Stance"), "Identifier", "summary:1"))
    assert found(plan_reading(study, path)) == READ
    edit(path, ("Summaries", (ONE, "Stance"), "Exported", "gone"))
    plan = plan_reading(study, path)
    assert (found(plan), said(plan)) == (
        [],
        [("sheet Summaries, row 3", "“summary:1” is no identifier of this study. Clear it if the row is new.")],
    )


def test_an_overwritten_mark_leaves_it_to_the_history_and_that_of_another_row_is_listed(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT, ("Summaries", (ONE, "Stance"), "Exported", "gone"))
    assert found(plan_reading(study, path)) == READ
    sheet = load_workbook(path)["Summaries"]
    edit(path, ("Summaries", (ONE, "Stance"), "Exported", sheet.cell(row_of(sheet, TWO), column(sheet, "Exported")).value))
    plan = plan_reading(study, path)
    assert found(plan) == []
    assert said(plan) == [
        ("sheet Summaries, row 3", "The identifier of this row is that of another. Take both from the exported workbook, or export again.")
    ]


def test_rows_copied_with_their_identifier_are_listed_and_neither_counts(study: Study, path: Path) -> None:
    def copy(sheet: Any) -> None:
        row = [cell.value for cell in sheet[row_of(sheet, ONE)]]
        sheet.append([row[0], "coastal", *row[2:]])

    change(path, "Cases", copy)
    plan = plan_reading(study, path)
    assert found(plan) == []
    assert said(plan) == [
        ("sheet Cases, row 2", "These have one identifier and say different things: sheet Cases, row 2; sheet Cases, row 4.")
    ]


def test_a_copied_sheet_that_says_the_same_does_not_matter(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT)
    wb = load_workbook(path)
    wb.copy_worksheet(wb["Summaries"])
    wb.save(path)
    plan = plan_reading(study, path)
    assert (found(plan), said(plan)) == (READ, [])


def test_a_column_sorted_without_the_others_is_asked_about(study: Study, path: Path) -> None:
    texts = ["Alpha.", "Beta.", "Gamma.", "Delta."]
    for (case, key), text in zip([(ONE, "work"), (ONE, "stance"), (TWO, "work"), (TWO, "stance")], texts, strict=True):
        judging.set_summary(study, case, key, text)
    path = export(study, path)

    def sort(sheet: Any) -> None:
        place = column(sheet, "Summary")
        rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, place).value]
        values = [sheet.cell(row, place).value for row in rows]
        for row, value in zip(rows, [*values[1:], values[0]], strict=True):
            sheet.cell(row, place).value = value

    change(path, "Summaries", sort)
    assert [nature for *_what, nature in found(plan_reading(study, path))] == ["moved"] * 4


def test_rows_whose_names_were_sorted_without_their_identifiers_are_listed(study: Study, path: Path) -> None:
    edit(path, NEW_TEXT)

    def sort(sheet: Any) -> None:
        rows = [[sheet.cell(row, place).value for place in range(1, 4)] for row in range(2, sheet.max_row + 1)]
        for row, values in zip(range(2, sheet.max_row + 1), [*rows[1:], rows[0]], strict=True):
            for place, value in enumerate(values, start=1):
                sheet.cell(row, place).value = value

    change(path, "Summaries", sort)
    plan = plan_reading(study, path)
    assert found(plan) == []
    assert [(place, what[:62]) for place, what in said(plan)] == [
        ("sheet Summaries, row 2", "This row says Stance, but its identifier is that of Work. Sort"),
        ("sheet Summaries, row 3", "This row says case two, but its identifier is that of case one"),
    ]


def test_a_sheet_without_heads_is_read_where_its_values_are_those_exported_and_listed(study: Study, path: Path) -> None:
    change(path, "Cases", lambda sheet: sheet.delete_rows(1))
    plan = plan_reading(study, path)
    assert found(plan) == []
    assert [place for place, _what in said(plan)] == ["sheet Cases"]


def test_a_renamed_column_in_which_everything_was_changed_is_listed(study: Study, path: Path) -> None:
    edit(path, ("Cases", (ONE,), "setting", "coastal"), ("Cases", (TWO,), "setting", "alpine"))
    change(path, "Cases", lambda sheet: setattr(sheet.cell(1, column(sheet, "setting")), "value", "milieu"))
    plan = plan_reading(study, path)
    assert (found(plan), plan.columns) == ([], [])
    assert said(plan) == [("sheet Cases", "The column milieu is unknown, while there is none with the head: setting.")]


def test_a_renamed_column_is_known_by_its_values_and_mentioned(study: Study, path: Path) -> None:
    edit(path, ("Cases", (TWO,), "Case", "second"))
    change(path, "Cases", lambda sheet: setattr(sheet.cell(1, column(sheet, "setting")), "value", "milieu"))
    plan = plan_reading(study, path)
    assert plan.notes == ["Sheet Cases: the column “milieu” was read as setting, as its values are those."]
    assert [head for _row, head, *_rest in found(plan)] == ["Name"]


def test_an_attribute_may_be_called_like_a_column_of_the_program(study: Study, path: Path) -> None:
    people.change_case(study, ONE, values={"Identifier": "N-1", "Part": "2", "Case": "x"}, new_attributes=True)
    path = export(study, path)
    assert found(plan_reading(study, path)) == []
    change(path, "Cases", lambda sheet: setattr(sheet.cell(2, column(sheet, "Identifier")), "value", "N-2"))
    assert found(plan_reading(study, path)) == [(ONE, "Identifier", "N-1", "N-2", "changed")]


def test_a_row_of_something_that_the_study_has_no_more_is_listed_only_if_it_was_edited(study: Study, path: Path) -> None:
    people.remove_person(study, "Cleo")
    assert said(plan_reading(study, path)) == []
    edit(path, ("Persons", ("Cleo",), "age", 30))
    assert said(plan_reading(study, path)) == [("sheet Persons, row 4", "The study does not have this person any more.")]


def test_a_workbook_in_another_language_comes_back(study: Study, tmp_path: Path) -> None:
    with in_language("fr"):
        path = export(study, tmp_path / "fr.xlsx")
    assert (found(plan_reading(study, path)), said(plan_reading(study, path)), plan_reading(study, path).later) == ([], [], 0)


def test_a_workbook_with_nothing_to_read_back_is_refused(study: Study, tmp_path: Path) -> None:
    wb = Workbook()
    wb.active.append(["Case", "Summary"])
    wb.save(tmp_path / "own.xlsx")
    with pytest.raises(UnreadableFile, match=r"own\.xlsx has no sheet that can be read back"):
        plan_reading(study, tmp_path / "own.xlsx")


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_comes_back(study: Study, tmp_path: Path) -> None:
    judging.set_summary(study, ONE, "work", "=1+1 _x0041_\ttab\nline « été » 😀 \x0b " + "long " * 10_000)
    people.change_case(study, ONE, values={"setting": "_x000D_"})
    path = export(study, tmp_path / "m.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    office = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved"), str(path)]
    subprocess.run(office, check=True, capture_output=True, timeout=120)
    saved = tmp_path / "saved" / "m.xlsx"
    plan = plan_reading(study, saved)
    assert (found(plan), said(plan), plan.notes, plan.origin.change is None) == ([], [], [], False)
    edit(saved, NEW_TEXT)
    assert found(plan_reading(study, saved)) == READ


# Whatever is written

WRITTEN = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_"), max_size=30).map(str.strip)
KEPT = st.one_of(
    WRITTEN, st.sampled_from(["=1+1", "_x000D_", "_x0041_", "a\x0bb", "a\n\nb", "12,5", "a\tb", "TRUE", "''", "e\u0301"])
).filter(bool)


@settings(max_examples=12, deadline=None)
@given(st.lists(KEPT, min_size=3, max_size=3), st.lists(st.none() | WRITTEN, min_size=3, max_size=3))
def test_what_is_exported_comes_back_without_a_difference_and_every_edit_is_one(
    made: Path, values: list[str], edits: list[str | None]
) -> None:
    with TemporaryDirectory() as folder:
        study_path = Path(shutil.copy(made / "small.terrain", folder))
        with open_study(study_path, "ada") as study:
            people.change_case(study, ONE, values={"setting": values[0]})
            registers.change_entry(study, "who", "others", aliases=[values[1].replace(";", ",")])
            judging.set_summary(study, ONE, "stance", values[2])
            path = export(study, Path(folder) / "m.xlsx")
            plan = plan_reading(study, path)
            assert (found(plan), said(plan), plan.notes) == ([], [], [])
            cells = [("Cases", ONE, "setting"), ("Ratings", "B – middling", "Note"), ("Summaries", "Stance", "Summary")]
            before = [unicodedata.normalize("NFC", text) for text in (values[0], "Half of it.", visible(values[2]).strip())]
            wb = load_workbook(path)
            for (sheet, name, head), text in zip(cells, edits, strict=True):
                if text is not None:
                    put_text(wb[sheet], row_of(wb[sheet], name), column(wb[sheet], head), escaped(text))
            wb.save(path)
            expected = {
                (head, text)
                for (_sheet, _name, head), text, old in zip(cells, edits, before, strict=True)
                if text is not None and unicodedata.normalize("NFC", text) != old
            }
            plan = plan_reading(study, path)
            assert {(SHOWN.get(each.key, each.key[1:]), each.there) for each in plan.differences} == expected
            assert said(plan) == []
