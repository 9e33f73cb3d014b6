"""The tasks: new, import, speakers, suggest, review, matrix, codebook, backup, restore, check."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from toolkit.cli import importing, keyboard, output, reviewing, speakers


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Somebody at the keyboard, who gives these answers in turn."""
    given: list[Any] = []

    def ask(_question: str, _known: object = ()) -> Any:
        return given.pop(0)

    for module in (importing, speakers, reviewing):
        monkeypatch.setattr(module, "interactive", lambda: True)
    for module, name in ((importing, "ask_several"), (speakers, "ask"), (keyboard, "ask_key"), (keyboard, "ask_or_nothing")):
        monkeypatch.setattr(module, name, ask)
    monkeypatch.setattr(output, "interactive", lambda: True)
    for module in (output, keyboard):
        monkeypatch.setattr(module, "said_yes", lambda _question: given.pop(0))
    return given


def table_and_files(rows: list[str], files: list[str]) -> None:
    """`cas.csv` with these rows, and files of these names."""
    Path("cas.csv").write_text("\n".join(["fichier,cas,milieu", *rows]) + "\n", encoding="utf-8")
    Path("textes").mkdir()
    for number, name in enumerate(files):
        (Path("textes") / name).write_text(f"Q : Bonjour {number}?\n\nR : Oui, bonjour.\n", encoding="utf-8")


def test_a_new_study_says_what_to_do_next(terrain: Any) -> None:
    made = terrain("new", "essai", "--language", "fr", "--coder", "amelie")
    assert made.code == 0
    assert Path("essai.terrain").is_file()
    assert "terrain import essai.terrain" in made.err


def test_files_are_matched_with_rows_and_labels_are_shown_with_what_is_unknown(terrain: Any) -> None:
    terrain("new", "s.terrain")
    table_and_files(["A1,Nord,rural", "B1,Sud,urbain"], ["A1.txt", "B1.txt"])
    ran = terrain("import", "s.terrain", "textes", "--cases", "cas.csv")
    assert ran.code == 0
    assert "terrain speakers s.terrain" in ran.err
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["Q", "2", "2", "4", "unknown", "Bonjour", "0?"] in lines
    assert [(row["name"], row["case"]) for row in terrain("document", "list", "s.terrain", "--json").json] == [
        ("A1.txt", "Nord"),
        ("B1.txt", "Sud"),
    ]


def test_a_file_that_cannot_be_read_is_listed_and_the_others_imported(terrain: Any) -> None:
    terrain("new", "s.terrain")
    table_and_files(["A1,Nord,rural"], ["A1.txt"])
    Path("textes/vide.txt").write_bytes(b"")
    ran = terrain("import", "s.terrain", "textes", "--json")
    assert ran.code == 4
    assert [document["name"] for document in ran.json["imported"]] == ["A1.txt"]
    assert "vide.txt" in ran.err


def test_all_or_nothing_imports_nothing_when_one_file_cannot_be_read(terrain: Any) -> None:
    terrain("new", "s.terrain")
    table_and_files(["A1,Nord,rural"], ["A1.txt"])
    Path("textes/vide.txt").write_bytes(b"")
    assert terrain("import", "s.terrain", "textes", "--all-or-nothing").code == 1
    assert terrain("document", "list", "s.terrain", "--json").json == []


def test_a_proposed_pattern_is_never_taken_without_a_word(terrain: Any) -> None:
    """Names that go on after the row's: shown and refused, taken with --yes."""
    terrain("new", "s.terrain", "--language", "fr")
    table_and_files(["A1,Nord,rural", "B1,Sud,urbain"], ["A1_final.txt", "B1_final.txt"])
    refused = terrain("import", "s.terrain", "textes", "--cases", "cas.csv")
    assert refused.code == 1
    assert "A1_final.txt" in refused.err
    assert "--yes" in refused.err
    assert terrain("document", "list", "s.terrain", "--json").json == []
    assert terrain("import", "s.terrain", "textes", "--cases", "cas.csv", "--yes").code == 0
    assert [row["case"] for row in terrain("document", "list", "s.terrain", "--json").json] == ["Nord", "Sud"]


def test_at_the_keyboard_the_pattern_is_confirmed_and_unsure_files_are_asked_about(terrain: Any, answers: list[Any]) -> None:
    terrain("new", "s.terrain")
    table_and_files(["Alphonse,Nord,rural", "Beatrice,Sud,urbain"], ["Alphonse_final.txt", "Baetrice.txt"])
    answers.extend([True, ["1"]])
    ran = terrain("import", "s.terrain", "textes", "--cases", "cas.csv")
    assert ran.code == 0, ran.err
    assert [row["case"] for row in terrain("document", "list", "s.terrain", "--json").json] == ["Nord", "Sud"]


def test_rows_of_single_files_are_said_on_the_command_line(terrain: Any) -> None:
    terrain("new", "s.terrain")
    table_and_files(["premier,Nord,rural", "second,Nord,urbain"], ["x.txt"])
    assert terrain("import", "s.terrain", "textes", "--cases", "cas.csv", "--rows", "x.txt=premier,second").code == 0
    [document] = terrain("document", "list", "s.terrain", "--json").json
    assert document["attributes"] == {"milieu": "rural / urbain"}


def test_roles_are_set_by_label_over_all_documents_and_the_rest_named(terrain: Any) -> None:
    terrain("new", "s.terrain")
    table_and_files([], ["A1.txt", "B1.txt"])
    terrain("import", "s.terrain", "textes")
    ran = terrain("speakers", "s.terrain", "--set", "Q=interviewer")
    assert "R" in ran.err.splitlines()[-2]
    terrain("speakers", "s.terrain", "--others", "participant")
    found = terrain("speakers", "s.terrain", "--json").json
    assert {(label["label"], label["role"]) for label in found} == {("Q", "interviewer"), ("R", "participant")}
    assert terrain("speakers", "s.terrain", "--set", "Q=boss").code == 2
    assert terrain("speakers", "s.terrain", "--set", "Z=unknown").code == 1


def test_at_the_keyboard_every_unknown_label_is_asked_about_once(terrain: Any, answers: list[Any]) -> None:
    terrain("new", "s.terrain")
    table_and_files([], ["A1.txt", "B1.txt"])
    terrain("import", "s.terrain", "textes")
    answers.extend(["i", "p"])
    assert terrain("speakers", "s.terrain").code == 0
    assert answers == []
    assert {label["role"] for label in terrain("speakers", "s.terrain", "--json").json} == {"interviewer", "participant"}


def test_suggestions_are_listed_accepted_edited_and_rejected(terrain: Any, study: str) -> None:
    ran = terrain("suggest", study)
    assert ran.code == 0
    [found] = terrain("review", study, "--json").json
    assert (found["code"], found["document"]) == ("condition", "Nord/A1.txt")
    assert found["why"]
    assert terrain("review", study, "--edit", found["id"][:8], "--as", "condition.trust").code == 0
    assert terrain("review", study, "--accept", found["id"][:8]).code == 1
    assert terrain("review", study, "--json").json == []
    made = terrain("coding", "list", study, "--code", "condition.trust", "--json").json
    assert [coding["made_by"] for coding in made] == ["edited"]


def test_a_document_with_unknown_roles_is_left_out_and_listed(terrain: Any, study: str) -> None:
    terrain("speakers", study, "--document", "A1", "--set", "R=unknown")
    ran = terrain("suggest", study)
    assert ran.code == 4
    assert "Nord/A1.txt" in ran.err


def test_decisions_of_a_workbook_are_shown_then_taken_over_once(terrain: Any, study: str) -> None:
    from openpyxl import load_workbook

    terrain("suggest", study)
    assert terrain("review", study, "-o", "d.xlsx").code == 0
    book = load_workbook("d.xlsx")
    sheet = book.active
    heads = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value == "Decision"}
    head = heads["Decision"]
    sheet.cell(head.row + 1, head.column).value = "accept"
    book.save("d.xlsx")
    refused = terrain("read", study, "d.xlsx")
    assert (refused.code, "accept" in refused.out) == (2, True)
    assert terrain("read", study, "d.xlsx", "--yes").code == 0
    assert [coding["made_by"] for coding in terrain("coding", "list", study, "--json").json] == ["hand", "accepted"]
    assert "taken over before" in terrain("read", study, "d.xlsx", "--yes").err


def test_a_decision_on_a_rewritten_sentence_is_listed_and_not_taken(terrain: Any, study: str) -> None:
    from openpyxl import load_workbook

    terrain("suggest", study)
    terrain("review", study, "--xlsx", "d.xlsx")
    book = load_workbook("d.xlsx")
    sheet = book.active
    heads = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in ("Decision", "Sentence")}
    row = heads["Decision"].row + 1
    sheet.cell(row, heads["Decision"].column).value = "edit"
    sheet.cell(row, heads["Sentence"].column).value = "on se parle"
    book.save("d.xlsx")
    ran = terrain("read", study, "d.xlsx", "--yes")
    assert (ran.code, "The sentence was changed" in ran.err) == (4, True)
    assert len(terrain("coding", "list", study, "--json").json) == 1


@pytest.mark.parametrize(
    ("keys", "left", "codings"),
    [
        (["a"], 0, 2),
        (["r"], 0, 1),
        (["s"], 1, 1),
        (["q"], 1, 1),
        (["w", "a"], 0, 2),
        (["u", "a"], 0, 2),
        (["e", "condition.trust", "", "", ""], 0, 2),
        (["e", "nothing like it", "q"], 1, 1),
    ],
)
def test_at_the_keyboard_suggestions_are_decided_one_by_one(
    terrain: Any, study: str, answers: list[Any], keys: list[str], left: int, codings: int
) -> None:
    terrain("suggest", study)
    answers.extend(keys)
    assert terrain("review", study).code == 0
    assert len(terrain("review", study, "--json").json) == left
    assert len(terrain("coding", "list", study, "--json").json) == codings


def test_a_matrix_is_shown_with_its_measure_and_rule(terrain: Any, study: str) -> None:
    shown = terrain("matrix", study, "--measure", "codings")
    assert shown.out.startswith("Codings: ")
    [found] = terrain("matrix", study, "--measure", "codings", "--json").json
    assert found["columns"] == ["Nord", "Sud"]
    assert found["rows"][0]["cells"] == [1, 0]
    [words] = terrain("matrix", study, "--measure", "share", "--document", "A1", "--json").json
    assert words["rows"][0]["cells"][0] == pytest.approx(4 / 13)  # Avec le CLSC [on se parle souvent] Ça aide beaucoup Elle est là
    assert terrain("matrix", study, "--measure", "size").code == 2


def test_a_refused_figure_is_a_question_mark_and_says_why(terrain: Any, study: str) -> None:
    terrain("speakers", study, "--document", "B1", "--set", "R=unknown")
    shown = terrain("matrix", study, "--measure", "share")
    assert shown.out.splitlines()[3].split()[-1] == "?"
    assert "role is unknown" in shown.err


@pytest.mark.parametrize("name", ["m.xlsx", "m.csv"])
def test_a_workbook_or_a_table_is_written(terrain: Any, study: str, name: str) -> None:
    assert terrain("matrix", study, "--measure", "segments", "-o", name).code == 0
    assert Path(name).stat().st_size > 0
    assert terrain("history", "list", study, "--json").json[0]["verb"] == "export"


def test_a_matrix_of_values_names_them(terrain: Any, study: str) -> None:
    terrain(
        "coding",
        "add",
        study,
        "A1",
        "condition.trust",
        "--quote",
        "Elle est là",
        "--field",
        "actor=CLSC",
        "--field",
        "stance=for",
        "--new-entries",
    )
    words = ("matrix", study, "--rows", "register:actor", "--columns", "case", "--each", "field:stance")
    [found] = terrain(*words, "--json").json
    row = next(row for row in found["rows"] if row["name"] == "CLSC")
    assert row["cells"][0] == {"for": 1}
    assert "for 1" in terrain(*words).out


def test_a_codebook_is_checked_shown_and_listed(terrain: Any, study: str) -> None:
    assert "grille.yaml: 2 codes" in terrain("codebook", "check", "grille.yaml").err
    reach = terrain("codebook", "check", "grille.yaml", "--json").json["reach"]
    assert (reach[0]["code"], reach[0]["reached"]) == ("condition", 1)
    assert terrain("codebook", "show", study, "condition.trust", "--json").json["fields"]["stance"] == ["for", "against"]
    assert terrain("codebook", "show", "grille.yaml").out.splitlines()[1].startswith("  condition.trust")
    assert terrain("codebook", "show", study, "conditoin").code == 1
    assert "action-partenariat" in [found["name"] for found in terrain("codebook", "list", "--json").json]


def test_a_changed_codebook_is_compared_shown_and_applied_with_a_reason(terrain: Any, study: str) -> None:
    Path("grille2.yaml").write_text(
        Path("grille.yaml").read_text("utf-8").replace("Ce qui aide.", "Ce qui rend possible."), encoding="utf-8"
    )
    [difference] = terrain("codebook", "diff", study, "grille2.yaml", "--json").json
    assert (difference["kind"], difference["code"]) == ("redefined", "condition")
    assert terrain("codebook", "apply", study, "grille2.yaml", "--yes").code == 2
    asked = terrain("codebook", "apply", study, "grille2.yaml")
    assert asked.code == 2
    assert "(1 coding)" in asked.out
    assert terrain("codebook", "apply", study, "grille2.yaml", "--yes", "--reason", "plus large").code == 0
    assert terrain("codebook", "diff", study, "grille2.yaml", "--json").json == []
    assert "already" in terrain("codebook", "apply", study, "grille2.yaml").err


def test_a_table_of_codes_becomes_a_codebook_that_checks(terrain: Any) -> None:
    Path("codes.csv").write_text("code,definition\nConfiance,On se fie.\n,oubliée\n", encoding="utf-8")
    ran = terrain("codebook", "import", "codes.csv", "-o", "c.yaml", "--language", "fr")
    assert ran.code == 4
    assert "row 3" in ran.err
    assert terrain("codebook", "check", "c.yaml").code == 0
    assert terrain("codebook", "import", "codes.csv", "-o", "c.yaml").code == 2


def test_a_backup_is_whole_and_can_be_put_back_beside_what_was_there(terrain: Any, study: str) -> None:
    assert terrain("backup", study, "-o", "copie.terrain").code == 0
    terrain("case", "add", study, "Est")
    assert terrain("restore", study, "copie.terrain").code == 2
    assert terrain("restore", study, "copie.terrain", "--yes").code == 0
    assert [case["name"] for case in terrain("case", "list", study, "--json").json] == ["Nord", "Sud"]
    [kept] = Path.cwd().glob("these.before-*.terrain")
    assert "Est" in [case["name"] for case in terrain("case", "list", kept, "--json").json]
    assert terrain("backup", study, "-o", "copie.terrain").code == 1
    assert terrain("restore", study, study, "--yes").code == 2


def test_a_whole_study_checks(terrain: Any, study: str) -> None:
    assert terrain("check", study).code == 0
    assert terrain("check", study, "--json").json == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (
            "UPDATE text_version SET text = replace(text, 'souvent', 'rarement')",
            ("not the one that was imported", "quote is not what stands"),
        ),
        ('UPDATE coding SET "end" = 100000', ("outside the text",)),
        ("UPDATE original SET data = x'00'", ("original is not the file",)),
        ("DELETE FROM original", ("original is missing",)),
        ("UPDATE codebook_version SET yaml = 'codes: ['", ("codebook",)),
        ("UPDATE coding SET code = 99", ("points to something (code) that is not there",)),
    ],
)
def test_what_is_not_as_it_was_put_in_is_found_and_named(terrain: Any, study: str, damage: str, said: tuple[str, ...]) -> None:
    with closing(sqlite3.connect(study)) as raw, raw:
        raw.execute(damage)
    found = terrain("check", study)
    assert found.code == 1
    for words in said:
        assert words in found.err
    assert len(terrain("check", study, "--json").json) >= len(said)


def test_a_file_with_broken_pages_is_reported_and_no_bug(terrain: Any, study: str) -> None:
    data = bytearray(Path(study).read_bytes())
    data[4096 * 3 : 4096 * 12] = b"\xff" * (4096 * 9)
    Path(study).write_bytes(data)
    found = terrain("check", study)
    assert found.code == 1
    assert "restore" in found.err
