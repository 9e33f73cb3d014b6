"""Files that the study has already, many files, and what their names say: each is whole or not at all, and none is lost or doubled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from imports import TALK, case_of, known, persons_behind, run, said, values, write

from toolkit.actions import erasing, importing, starting
from toolkit.actions.importing import Options, Outcome
from toolkit.errors import UnreadableFile, UsageError
from toolkit.store import cases, documents, history, search, words
from toolkit.study import open_study
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with starting.new_study(tmp_path / "x.terrain", codebook="street-level", coder="ada") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "entrevues"
    made.mkdir()
    return made


# files that were there before


def test_a_file_imported_again_is_neither_imported_nor_a_fault(study: Study, folder: Path) -> None:
    write(folder, a1=TALK, b1=TALK + "R: Et b.")
    run(study, folder)
    write(folder, c1=TALK + "R: Et c.")
    again = run(study, folder)
    assert ([made.name for made in again.imported], again.known, said(again)) == (["c1.txt"], ["a1.txt", "b1.txt"], [])


def test_the_same_file_under_another_name_is_named_with_the_first_also_within_one_import(study: Study, folder: Path) -> None:
    write(folder, a1=TALK, copy_of_a1=TALK)
    first = run(study, folder)
    write(folder, later=TALK)
    (folder / "a1.txt").unlink()
    second = run(study, folder)
    sentence = "The study has this file already, as a1.txt; it was not imported again."
    assert [made.name for made in (*first.imported, *second.imported)] == ["a1.txt"]
    assert said(first) == [f"copy_of_a1.txt: {sentence}"]
    assert said(second) == [f"copy_of_a1.txt: {sentence}", f"later.txt: {sentence}"]


def test_a_file_that_was_erased_comes_back_only_if_somebody_says_so(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    run(study, folder)
    erasing.erase_document(study, "a1", "withdrew")
    outcome = run(study, folder)
    assert outcome.imported == []
    assert "withdrew" in said(outcome)[0]
    assert "--erased" in said(outcome)[0]
    assert len(run(study, folder, erased=True).imported) == 1


def test_with_all_or_nothing_a_name_that_is_taken_stops_the_import(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    run(study, folder)
    write(folder, a1=TALK + "R: Autre.", b1=TALK + "R: Et b.")
    with pytest.raises(UnreadableFile, match="another document with this name"):
        run(study, folder, all_or_nothing=True)
    assert list(known(study)) == ["a1.txt"]


def test_rows_that_come_later_give_a_document_their_values_once(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    run(study, folder)
    table = folder.parent / "cas.csv"
    table.write_text("file,case,date,milieu\na1,Nord,2024-05,rural\n", encoding="utf-8")
    first, second = run(study, folder, table=table), run(study, folder, table=table)
    assert ([found.name for found in first.updated], first.known) == (["a1.txt"], [])
    assert ([found.name for found in second.updated], second.known) == ([], ["a1.txt"])
    assert (case_of(study, "a1.txt"), known(study)["a1.txt"].date) == ("Nord", "2024-05")
    assert values(study, "document") == {("a1.txt", "milieu"): "rural"}


# many files


def test_every_file_of_many_is_whole_and_has_a_change_of_its_own(study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH_FILES", 3)
    write(folder, **{f"t{number}": f"{TALK}R: Numéro {number}, bien sûr." for number in range(8)})
    (folder / "t4.docx").write_bytes(b"PK broken")
    told: list[str] = []
    options = Options()
    outcome = importing.run_import(study, importing.plan_import([folder], options), options, told.append)
    assert told == [f"t{number}.txt" for number in range(4)] + ["t4.docx"] + [f"t{number}.txt" for number in range(4, 8)]
    assert ([made.name for made in outcome.imported], [problem.path for problem in outcome.problems]) == (told[:4] + told[5:], ["t4.docx"])
    with study.read() as connection:
        assert [change.kinds for change in history.past_changes(connection, limit=8)] == [{"document": 1}] * 8
        for document in documents.documents(connection):
            text = documents.text_of(connection, document.text_version)
            assert words.starts_of(connection)[document.id].tolist() == word_starts(text).tolist()
            assert search.narrowed(connection, text.split()[-3]) == {document.id}
        assert search.indexed(connection) == {document.text_version for document in documents.documents(connection)}


def test_a_file_is_told_of_only_when_it_is_on_the_disk(study: Study, folder: Path) -> None:
    write(folder, a1=TALK, b1=TALK + "R: Et b.")
    on_disk: list[list[str]] = []

    def look(_name: str) -> None:
        with open_study(study.path) as other, other.read() as connection:
            on_disk.append(sorted(document.name for document in documents.documents(connection)))

    options = Options()
    importing.run_import(study, importing.plan_import([folder], options), options, look)
    assert on_disk == [["a1.txt", "b1.txt"]] * 2


def test_what_another_process_adds_meanwhile_is_seen(study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH_FILES", 1)
    write(folder, a1=TALK, b1=TALK + "R: Et b.")
    elsewhere = folder.parent / "elsewhere"
    (elsewhere / "x").mkdir(parents=True)
    write(elsewhere / "x", b2=TALK + "R: Et b.")
    others: list[Outcome] = []

    def meanwhile(name: str) -> None:
        if name == "a1.txt":
            with open_study(study.path, "ben") as other:
                others.append(run(other, elsewhere))

    options = Options(case="x")
    outcome = importing.run_import(study, importing.plan_import([folder], options), options, meanwhile)
    assert [made.name for made in others[0].imported] == ["x/b2.txt"]
    assert [made.name for made in outcome.imported] == ["a1.txt"]
    assert said(outcome) == ["b1.txt: The study has this file already, as x/b2.txt; it was not imported again."]
    with study.read() as connection:
        assert [case.name for case in cases.cases(connection)] == ["x"]


def test_a_failure_while_a_batch_is_written_leaves_nothing_of_it(study: Study, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH_FILES", 2)
    write(folder, a1=TALK, b1=TALK + "R: Et b.", c1=TALK + "R: Et c.", d1=TALK + "R: Et d.")
    real = documents.add_turns

    def fail(connection: Connection, version: int, *rest: object) -> None:
        if version == 4:
            raise KeyboardInterrupt
        real(connection, version, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(documents, "add_turns", fail)
    with pytest.raises(KeyboardInterrupt):
        run(study, folder)
    assert list(known(study)) == ["a1.txt", "b1.txt"]
    with study.read() as connection:
        assert len(search.indexed(connection)) == 2
    monkeypatch.undo()
    assert [made.name for made in run(study, folder).imported] == ["c1.txt", "d1.txt"]


# what file names say


def test_cases_dates_kinds_and_persons_come_from_file_names_unless_the_table_says_otherwise(study: Study, folder: Path) -> None:
    (folder / "Ouest").mkdir()
    write(folder / "Ouest", **{"Nord_Alice_2024-05": TALK, "Sud_Bo_2023": TALK + "R: Et b.", "autre": TALK + "R: Et c."})
    table = folder.parent / "cas.csv"
    table.write_text("file,case\nSud_Bo_2023,Est\n", encoding="utf-8")
    outcome = run(study, folder, name_pattern="{case}_{person}_{date}", interviewers=["Q"], table=table)
    assert {name: (case_of(study, name), document.date) for name, document in known(study).items()} == {
        "Ouest/Nord_Alice_2024-05.txt": ("Nord", "2024-05"),
        "Ouest/Sud_Bo_2023.txt": ("Est", "2023"),
        "Ouest/autre.txt": ("Ouest", None),
    }
    assert persons_behind(study) == {("Ouest/Nord_Alice_2024-05.txt", "R"): "Alice", ("Ouest/Sud_Bo_2023.txt", "R"): "Bo"}
    assert said(outcome)[0].startswith("Ouest/autre.txt: The name does not fit the pattern {case}_{person}_{date}")


def test_a_person_whose_label_is_not_clear_is_listed(study: Study, folder: Path) -> None:
    write(folder, Nord_Alice=TALK, Sud_Bo="Q: Qui ?\nA: Moi.\nB: Non, moi.\n")
    outcome = run(study, folder, name_pattern="{case}_{person}", interviewers=["Q"])
    assert persons_behind(study) == {("Nord_Alice.txt", "R"): "Alice"}
    assert said(outcome) == [
        "Sud_Bo.txt: It is not known which speaker is Bo. Say it with `terrain speakers --document Sud_Bo.txt --person LABEL=Bo`."
    ]


def test_a_document_table_may_name_the_one_person_of_a_document(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_text("file,person,interviewer\na1,Alice,Q\n", encoding="utf-8")
    run(study, folder, table=table)
    assert persons_behind(study) == {("a1.txt", "R"): "Alice"}


def test_an_ambiguous_pattern_imports_nothing(study: Study, folder: Path) -> None:
    write(folder, Nord_Alice_B=TALK)
    with pytest.raises(UsageError, match="can be read as case Nord, person Alice B, or as case Nord Alice, person B"):
        run(study, folder, name_pattern="{case}_{person}")
    assert known(study) == {}
