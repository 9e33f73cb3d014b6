"""Transcripts come in whole or not at all, with what the table says of them; what does not is listed."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from imports import TALK, case_of, known, roles, run, said, values, workbook, write

from toolkit.actions import comparing, importing, starting, suggesting
from toolkit.actions.comparing import View
from toolkit.actions.importing import Imported, Options
from toolkit.errors import UnreadableFile, UsageError
from toolkit.matrices import Refused
from toolkit.readers.answers import Answers
from toolkit.store import cases, documents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

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


# where cases come from


def test_cases_come_from_folders_from_the_table_and_from_one_option(study: Study, folder: Path) -> None:
    for name in ("Nord", "Sud/b", "."):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write(folder / "Nord", a1=TALK)
    write(folder / "Sud" / "b", b1=TALK + "R: Et b.")
    write(folder, c1=TALK + "R: Et c.", d1=TALK + "R: Et d.")
    table = folder.parent / "cas.csv"
    table.write_text("fichier;cas\nd1;Est\n", encoding="utf-8")
    outcome = run(study, folder, table=table, case="Ouest")
    assert {made.name: made.case for made in outcome.imported} == {
        "Nord/a1.txt": "Ouest",
        "Sud/b/b1.txt": "Ouest",
        "c1.txt": "Ouest",
        "d1.txt": "Est",
    }


def test_without_an_option_the_folder_is_the_case(study: Study, folder: Path) -> None:
    (folder / "Nord").mkdir()
    write(folder / "Nord", a1=TALK)
    write(folder, b1=TALK + "R: Et b.")
    run(study, folder)
    assert (case_of(study, "Nord/a1.txt"), case_of(study, "b1.txt")) == ("Nord", None)


def test_names_written_with_accents_as_marks_of_their_own_are_the_same_names(study: Study, folder: Path) -> None:
    apart = unicodedata.normalize("NFD", "Été")
    (folder / apart).mkdir()
    (folder / apart / f"{apart}1.txt").write_text(TALK, encoding="utf-8")
    table = folder.parent / "cas.csv"
    table.write_text("fichier,année\nÉté1,2020\n", encoding="utf-8")
    outcome = run(study, folder, table=table)
    assert [(made.name, made.case) for made in outcome.imported] == [("Été/Été1.txt", "Été")]
    assert values(study, "document") == {("Été/Été1.txt", "année"): "2020"}
    assert said(outcome) == []


def test_a_table_in_cp1252_with_semicolons(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_bytes("Nom du fichier;Cas;Métier;Date;Genre\r\na1;Forêt;Élu;2024-06;Entrevue de groupe\r\n".encode("cp1252"))
    run(study, folder, table=table)
    document = known(study)["a1.txt"]
    assert (case_of(study, "a1.txt"), document.date, document.kind) == ("Forêt", "2024-06", "group interview")
    assert values(study, "document") == {("a1.txt", "Métier"): "Élu"}


def test_a_workbook_of_cases_persons_documents_and_speakers(study: Study, folder: Path) -> None:
    write(folder, a1=TALK, b1="Q: Et vous ?\nAnne: Moi, oui.\nLuc: Moi, non.\n")
    table = workbook(
        folder.parent / "cas.xlsx",
        Documents=[["file", "case", "interviewer", "date"], ["a1", "Nord", "Q", 2024], ["b1", "Sud", "Q", "2024-05-03"]],
        Cas=[["case", "milieu"], ["Nord", "rural"], ["Sud", "urbain"]],
        Personnes=[["person", "case", "fonction"], ["Mireille", "Nord", "élue"], ["Paul", "Sud", "agent"]],
        Locuteurs=[
            ["file", "label", "person"],
            ["a1", "R", "Mireille"],
            ["b1", "Luc", "Paul"],
            ["b1", "Anne", "Zoé"],
            ["b1", "Marc", "Paul"],
        ],
        Notes=[["à faire"], ["relire"]],
        Feuil6=[],
    )
    outcome = run(study, folder, table=table)
    todo = "Name a column file, case or person, or put its rows into the first sheet of documents."
    assert said(outcome) == [
        f"cas.xlsx, sheet Notes: This sheet was not used. {todo}",
        "cas.xlsx, sheet Locuteurs, row 5: No speaker Marc is in b1.",
    ]
    assert values(study, "case") == {("Nord", "milieu"): "rural", ("Sud", "milieu"): "urbain"}
    assert values(study, "person") == {("Mireille", "fonction"): "élue", ("Paul", "fonction"): "agent"}
    with study.read() as connection:
        persons = {person.id: person.name for person in cases.persons(connection)}
        behind = {(found.document, found.label): persons.get(found.person or 0) for found in documents.speakers(connection)}
    ids = {name: document.id for name, document in known(study).items()}
    assert behind == {
        (ids["a1.txt"], "Q"): None,
        (ids["a1.txt"], "R"): "Mireille",
        (ids["b1.txt"], "Q"): None,
        (ids["b1.txt"], "Anne"): "Zoé",
        (ids["b1.txt"], "Luc"): "Paul",
    }
    assert roles(study, "b1.txt") == {"Q": "interviewer", "Anne": "participant", "Luc": "participant"}


def test_a_speakers_row_without_a_person_makes_no_person(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_text("file,label,person\na1,R,\n", encoding="utf-8")
    run(study, folder, table=table)
    with study.read() as connection:
        assert cases.persons(connection) == []


def test_a_later_table_corrects_the_case_of_a_person(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    for case in ("Nord", "Sud"):
        table = workbook(folder.parent / "cas.xlsx", Personnes=[["person", "case"], ["Anne", case]])
        run(study, folder, table=table)
    with study.read() as connection:
        [person] = cases.persons(connection)
        assert next(case.name for case in cases.cases(connection) if case.id == person.case) == "Sud"


def test_what_a_row_says_and_cannot_be_so_is_left_out_and_listed(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_text("file,date,kind,language\na1,12/06/2024,entrevu,Klingon\n", encoding="utf-8")
    outcome = run(study, folder, table=table)
    document = known(study)["a1.txt"]
    assert (document.date, document.kind, document.language) == (None, "interview", "en")
    assert [problem.what for problem in outcome.problems] == [
        "kind cannot be entrevu; it was left out.",
        "date cannot be 12/06/2024; it was left out.",
        "language cannot be Klingon; it was left out.",
    ]
    assert {problem.place for problem in outcome.problems} == {"sheet cas, row 2"}


def test_rows_and_files_that_do_not_meet_are_listed_and_a_proposal_is_not_taken(study: Study, folder: Path) -> None:
    write(folder, a1=TALK, b1_v2=TALK + "R: b", zz=TALK + "R: z")
    table = folder.parent / "cas.csv"
    table.write_text("file,année\na1,2020\nb1,2021\nq9,2022\n", encoding="utf-8")
    outcome = run(study, folder, table=table)
    assert len(outcome.imported) == 3
    assert said(outcome) == [
        "b1_v2.txt: The row b1 may belong to it. If so, say --match '{name}(_v2.*)?'.",
        "zz.txt: No row of the table belongs to this file.",
        "cas.csv, sheet cas, row 4: No file belongs to the row q9.",
    ]
    assert values(study, "document") == {("a1.txt", "année"): "2020"}


def test_a_table_without_a_telling_heading_is_searched_for_the_names(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_text("n°,enregistrement\n1,a1\n", encoding="utf-8")
    run(study, folder, table=table)
    assert values(study, "document") == {("a1.txt", "n°"): "1"}
    table.write_text("n°,enregistrement\n1,xyz\n", encoding="utf-8")
    with pytest.raises(UsageError, match="--column file=NAME"):
        importing.plan_import([folder], Options(table=table))


def test_a_person_may_say_what_a_column_means_but_only_of_a_column_that_there_is(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    table = folder.parent / "cas.csv"
    table.write_text("fichier,lieu\na1,Nord\n", encoding="utf-8")
    run(study, folder, table=table, columns={"case": "lieu"})
    assert case_of(study, "a1.txt") == "Nord"
    with pytest.raises(UsageError, match="has no column site"):
        importing.plan_import([folder], Options(table=table, columns={"case": "site"}))
    with pytest.raises(UsageError, match="Use one of: file, case"):
        importing.plan_import([folder], Options(table=table, columns={"place": "lieu"}))


# bad files


def broken(shared: Mapping[str, bytes], folder: Path) -> None:
    for name, data in shared.items():
        (folder / name).write_bytes(data)


BAD = {
    "empty.docx": b"",
    "cut.docx": b"PK\x03\x04cut",
    "no.pdf": b"%PDF-1.4 nothing",
    "really.docx": b"%PDF-1.4",
    "binary.txt": b"\x00\x01\xff\xfe\x00",
}


def test_bad_files_are_listed_and_the_rest_goes_on(study: Study, folder: Path) -> None:
    broken(BAD, folder)
    write(folder, good=TALK)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    outcome = run(study, folder)
    assert [made.name for made in outcome.imported] == ["good.txt"]
    assert {problem.path for problem in outcome.problems} == {*BAD, "photo.jpg"}
    assert all(problem.what for problem in outcome.problems)


def test_a_scanned_pdf_is_listed(study: Study, folder: Path) -> None:
    import pypdfium2

    pages = pypdfium2.PdfDocument.new()
    pages.new_page(200, 200)
    pages.save(folder / "scan.pdf")
    outcome = run(study, folder)
    assert outcome.imported == []
    assert [problem.path for problem in outcome.problems] == ["scan.pdf"]


def test_all_or_nothing_leaves_nothing_when_one_file_is_bad(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    (folder / "b.docx").write_bytes(b"")
    table = workbook(folder.parent / "cas.xlsx", Cas=[["case"], ["Nord"]])
    with pytest.raises(UnreadableFile, match="empty"):
        run(study, folder, table=table, all_or_nothing=True)
    with study.read() as connection:
        assert (documents.documents(connection), cases.cases(connection)) == ([], [])
    (folder / "b.docx").unlink()
    assert len(run(study, folder, all_or_nothing=True).imported) == 1


def test_hidden_files_and_lock_files_are_passed_over(study: Study, folder: Path) -> None:
    (folder / ".git").mkdir()
    write(folder / ".git", note=TALK)
    (folder / "~$a1.docx").write_bytes(b"")
    write(folder, a1=TALK)
    outcome = run(study, folder)
    assert ([made.name for made in outcome.imported], said(outcome)) == (["a1.txt"], [])


def test_two_files_of_one_name_are_not_taken_for_one(study: Study, tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, a1=TALK + f"R: {name}")
    outcome = run(study, tmp_path / "x", tmp_path / "y")
    assert len(outcome.imported) == 1
    assert ["is called so" in problem for problem in said(outcome)] == [True]
    later = run(study, tmp_path / "y")
    assert later.imported == []
    sentence = "a1.txt: The study has another document with this name; nothing was changed."
    assert said(later) == [f"{sentence} If it is a corrected transcript, say `terrain document replace`; else rename it."]


def test_nothing_to_read_and_nothing_there_are_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"Known kinds are \.docx"):
        importing.plan_import([folder], Options())
    with pytest.raises(UsageError, match="no file or folder"):
        importing.plan_import([folder / "x"], Options())
    write(folder, a=TALK)
    with pytest.raises(UsageError, match="no kind of document"):
        importing.plan_import([folder], Options(kind="talk"))
    with pytest.raises(UsageError, match=r"no file b\.txt"):
        importing.plan_import([folder], Options(rows={"b.txt": []}))


# encodings, tables


def test_a_guessed_encoding_is_told_and_a_named_one_is_taken(study: Study, folder: Path) -> None:
    (folder / "a1.txt").write_bytes("Q: Été ?\nR: Forêt, déjà.\n".encode("cp1252"))
    (folder / "b1.txt").write_bytes("Q: Été ?\nR: Forêt, déjà, b.\n".encode("mac-roman"))
    (folder / "c1.txt").write_bytes("Q: Été ?\nR: Forêt, déjà, c.\n".encode())
    outcome = run(study, folder / "a1.txt", folder / "c1.txt")
    assert {made.name: made.guessed for made in outcome.imported} == {"a1.txt": "cp1252", "c1.txt": None}
    outcome = run(study, folder / "b1.txt", encoding="mac-roman")
    assert [made.guessed for made in outcome.imported] == [None]
    with study.read() as connection:
        assert all("Forêt, déjà" in text for text in documents.texts(connection).values())


def test_the_encoding_of_the_transcripts_is_that_of_the_table_unless_it_is_utf_8(study: Study, folder: Path) -> None:
    for name, encoding in (("a1", "mac-roman"), ("b1", "utf-8")):
        (folder / f"{name}.txt").write_bytes(f"Q: Été ?\nR: Forêt, {name}.\n".encode("mac-roman"))
        table = folder.parent / f"{name}.csv"
        table.write_bytes(f"file,case\n{name},Forêt\n".encode(encoding))
        run(study, folder / f"{name}.txt", table=table, encoding="mac-roman")
        assert case_of(study, f"{name}.txt") == "Forêt"


def test_a_table_in_a_folder_is_no_transcript(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    (folder / "cas.csv").write_text("file,case\na1,Nord\n", encoding="utf-8")
    workbook(folder / "réponses.xlsx", Feuil1=[["qui", "réponse"], ["A", "Oui"]])
    outcome = run(study, folder)
    assert [made.name for made in outcome.imported] == ["a1.txt"]
    assert [problem.path for problem in outcome.problems] == ["cas.csv", "réponses.xlsx"]
    assert all("--cases" in problem.todo for problem in outcome.problems)
    outcome = run(study, folder, table=folder / "cas.csv", answers=Answers(("réponse",), "qui"))
    assert [made.name for made in outcome.imported] == ["réponses.xlsx"]
    assert roles(study, "réponses.xlsx") == {"A": "participant"}


def test_a_table_that_is_named_itself_is_asked_about(study: Study, folder: Path) -> None:
    table = workbook(folder / "réponses.xlsx", Feuil1=[["qui", "réponse"], ["A", "Oui"], ["", "Non"]])
    assert "Its columns are: qui, réponse" in said(run(study, table))[0]
    [made] = run(study, table, answers=Answers(("réponse",), "qui")).imported
    assert [(label.label, label.words, label.role) for label in made.speakers] == [("A", 1, "participant"), ("#3", 1, "participant")]


# who asks


def test_when_the_interviewer_is_named_the_others_take_part(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    run(study, folder, interviewers=["Q"])
    assert roles(study, "a1.txt") == {"Q": "interviewer", "R": "participant"}


def test_nobodys_role_is_guessed_and_until_it_is_known_nothing_is_proposed_or_divided(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    (folder / "Nord").mkdir()
    write(folder / "Nord", b1=TALK + "R: Et b.")
    assert isinstance(run(study, folder).imported[0], Imported)
    assert roles(study, "a1.txt") == {"Q": "unknown", "R": "unknown"}
    suggested = suggesting.suggest(study)
    assert suggested.documents == 0
    assert {problem.path for problem in suggested.problems} == {"a1.txt", "Nord/b1.txt"}
    with study.read() as connection:
        comparison = comparing.Comparison(study, connection)
        for measure in ("share", "rate"):
            matrix = comparison.compare(View(measure=measure)).matrix
            assert matrix.value(0, 0) == Refused((known(study)["Nord/b1.txt"].id,))


def test_an_interviewer_whom_no_document_has_is_listed(study: Study, folder: Path) -> None:
    write(folder, a1=TALK)
    assert said(run(study, folder, interviewers=["Enquêtrice"])) == [
        "Enquêtrice: Nobody is called so in the documents imported. See `terrain speakers`."
    ]
