"""54 real interviews and their table of 65 rows, whose names are written in another way than the files'."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from toolkit.actions import importing, starting
from toolkit.actions.importing import Options
from toolkit.readers import read_file
from toolkit.store import cases, documents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.actions.importing import Outcome, Plan
    from toolkit.study import Study

PATTERN = "{name}(_traitement.*)?"
BOTH_ROWS = {
    f"Entretien 01 {day}ab_traitement_A.docx": [f"Entretien_01_{day.replace(' ', '_')}{part}" for part in "ab"]
    for day in ("24.12.09", "25.01.14 02", "25.01.14 03", "25.01.14 04", "25.01.14 05", "25.04.03 01")
}


@pytest.fixture(scope="module")
def options(shared_data: Path) -> Options:
    return Options(table=shared_data / "artisans" / "recap_entretien.csv", interviewers=["Chercheur"])


@pytest.fixture(scope="module")
def interviews(shared_data: Path) -> Path:
    return shared_data / "artisans" / "interviews"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, interviews: Path, options: Options) -> Iterator[tuple[Study, Plan, Outcome]]:
    """All of them, after a person confirmed the pattern and named the two rows of each interview in two parts."""
    options = replace(options, match=PATTERN, rows=BOTH_ROWS)
    plan = importing.plan_import([interviews], options)
    with starting.new_study(tmp_path_factory.mktemp("artisans") / "x.terrain", coder="ada") as study:
        yield study, plan, importing.run_import(study, plan, options)


def test_no_name_fits_exactly_and_a_pattern_is_proposed_for_48(interviews: Path, options: Options) -> None:
    matches = importing.plan_import([interviews], options).matches
    assert (len(matches.rows), matches.proposal, len(matches.proposed)) == (0, PATTERN, 48)


def test_with_the_pattern_48_have_one_row_and_six_are_unsure_about_their_two(interviews: Path, options: Options) -> None:
    plan = importing.plan_import([interviews], replace(options, match=PATTERN))
    assert plan.document_table is not None
    assert [len(places) for places in plan.matches.rows.values()] == [1] * 48
    rows = plan.document_table.sheet.rows
    names = {file: [rows[place].cells["Nom Fichier"] for place in places] for file, places in plan.matches.unsure.items()}
    assert names == BOTH_ROWS


def test_all_come_in_and_the_five_rows_that_are_left_are_listed(imported: tuple[Study, Plan, Outcome]) -> None:
    _study, plan, outcome = imported
    assert (len(outcome.imported), plan.matches.unsure) == (54, {})
    assert [problem.what.partition(" Entretien")[0] for problem in outcome.problems] == ["No file belongs to the row"] * 5


def test_every_word_is_there_and_in_a_turn(imported: tuple[Study, Plan, Outcome], interviews: Path) -> None:
    with imported[0].read() as connection:
        for document in documents.documents(connection):
            text = documents.text_of(connection, document.text_version)
            assert text == read_file(interviews / document.name).text
            turns = [turn for _key, turn in documents.turns(connection, document.text_version)]
            covered = {place for turn in turns for place in range(turn.start, turn.end)}
            assert all(text[place].isspace() for place in range(len(text)) if place not in covered)


def test_both_speak_and_times_are_there_where_the_files_have_them(imported: tuple[Study, Plan, Outcome]) -> None:
    without: dict[str, int] = {}
    with imported[0].read() as connection:
        for document in documents.documents(connection):
            turns = [turn for _key, turn in documents.turns(connection, document.text_version) if turn.kind == "speech" and turn.speaker]
            labels = {turn.speaker for turn in turns}
            assert len(labels) >= 2
            assert labels & {"Chercheur", "Checheur"}  # one is misspelt
            without[document.name] = sum(turn.start_ms is None for turn in turns)
    days = {name.removeprefix("Entretien 01 ").removesuffix("_traitement_A.docx"): count for name, count in without.items() if count}
    assert days == {"24.12.09ab": 10, "25.05.22 04": 1, "25.05.22 06": 1}


def test_where_the_interviewers_label_is_misspelt_nobodys_role_is_guessed(imported: tuple[Study, Plan, Outcome]) -> None:
    roles = {document.name: {count.label: count.role for count in document.speakers} for document in imported[2].imported}
    misspelt = roles.pop("Entretien 01 25.01.15 04_traitement_A.docx")
    assert misspelt == {"Checheur": "unknown", "Interviewe": "unknown"}
    assert all(known == {"Chercheur": "interviewer", "Interviewe": "participant"} for known in roles.values())


def test_the_rows_become_attributes_and_those_of_two_rows_are_joined(imported: tuple[Study, Plan, Outcome]) -> None:
    study, plan, _outcome = imported
    assert plan.document_table is not None
    table = {row.cells["Nom Fichier"]: row.cells for row in plan.document_table.sheet.rows}
    with study.read() as connection:
        names = {document.id: document.name for document in documents.documents(connection)}
        attributes = {attribute.id: attribute.name for attribute in cases.attributes(connection, "document")}
        values = {(names[key], attributes[found]): value for (key, found), value in cases.values(connection, "document").items()}
    assert set(attributes.values()) >= {"Observation", "Observation (2)", "Matériau"}
    one = "Entretien 01 24.10.03 01_traitement_A.docx"
    assert (values[one, "Matériau"], values[one, "Statut"]) == ("Verre", "Enseignant/pro")
    parts = [table[f"Entretien_01_25.01.14_02{part}"]["Etape choisie"] for part in "ab"]
    assert values["Entretien 01 25.01.14 02ab_traitement_A.docx", "Etape choisie"] == " / ".join(dict.fromkeys(filter(None, parts)))


def test_importing_them_again_imports_nothing_and_names_each(imported: tuple[Study, Plan, Outcome], interviews: Path) -> None:
    options = Options()
    again = importing.run_import(imported[0], importing.plan_import([interviews], options), options)
    assert (again.imported, again.problems) == ([], [])
    assert again.known == sorted(path.name for path in interviews.iterdir())
