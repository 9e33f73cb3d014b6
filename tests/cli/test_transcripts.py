"""The transcripts at the command line: many at once, what their names say, turns of several cases, words in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.cli import importing, output

if TYPE_CHECKING:
    import pytest


def files(count: int, name: str = "t{n}") -> None:
    """So many different transcripts in the folder `textes`."""
    Path("textes").mkdir()
    for number in range(count):
        text = f"Q : Bonjour {number} ?\n\nP{number} : Oui, numéro {number}, bonjour à vous.\n"
        (Path("textes") / f"{name.format(n=number)}.txt").write_text(text, encoding="utf-8")


def test_the_summary_of_many_files_stays_short_and_of_few_names_each(terrain: Any) -> None:
    terrain("new", "s.terrain")
    files(3)
    few = terrain("import", "s.terrain", "textes")
    assert [line.split()[0] for line in few.out.splitlines()][:4] == ["Document", "t0.txt", "t1.txt", "t2.txt"]
    for case in range(30):
        for number in range(3):
            path = Path(f"plus/c{case}/t{number}.txt")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"Q : Bonjour {case}, {number} ?\n\nP : Oui, bonjour à vous.\n", encoding="utf-8")
    many = terrain("import", "s.terrain", "plus")
    lines = many.out.splitlines()
    assert len(lines) < 50
    assert lines[0].split() == ["Case", "Documents", "Words", "Not", "taken", "over"]
    assert any(line.startswith("10 other cases         30") for line in lines)
    assert "90 documents were imported." in many.err


def test_what_is_wrong_with_many_files_alike_is_said_once_and_named_in_json(terrain: Any) -> None:
    terrain("new", "s.terrain")
    files(2)
    for number in range(9):
        (Path("textes") / f"p{number}.jpg").write_bytes(b"\xff\xd8")
    shown = terrain("import", "s.terrain", "textes", "--dry-run")
    assert shown.code == 4
    assert "9 things were left out" in shown.err
    assert "9 files, p0.jpg to p8.jpg: Files of this kind are not read." in shown.err
    assert [problem["path"] for problem in terrain("import", "s.terrain", "textes", "--json").json["problems"]] == [
        f"p{number}.jpg" for number in range(9)
    ]


def test_files_that_were_there_are_counted_in_one_line(terrain: Any) -> None:
    terrain("new", "s.terrain")
    files(4)
    terrain("import", "s.terrain", "textes")
    again = terrain("import", "s.terrain", "textes")
    assert (again.code, again.out) == (0, "")
    assert "4 documents were there already, the same byte for byte." in again.err


def test_a_dry_run_shows_what_names_say_and_imports_nothing(terrain: Any) -> None:
    terrain("new", "s.terrain")
    files(25, name="Nord{n}_Alice_2024-05")
    words = ("import", "s.terrain", "textes", "--name-pattern", "{case}_{person}_{date}", "--dry-run")
    shown = terrain(*words)
    assert [line.split() for line in shown.out.splitlines()][:2] == [
        ["File", "Case", "Person", "Date", "Kind"],
        ["Nord0_Alice_2024-05.txt", "Nord0", "Alice", "2024-05", "interview"],
    ]
    assert len(shown.out.splitlines()) == 21
    assert "5 other files" in shown.err
    assert "25 files would be imported; nothing was." in shown.err
    assert len(terrain(*words, "--json").json["files"]) == 25
    assert terrain("document", "list", "s.terrain", "--json").json == []


def test_somebody_at_the_keyboard_is_asked_about_what_names_say(terrain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    terrain("new", "s.terrain")
    files(2, name="Nord{n}_2024")
    answers = [False, True]
    monkeypatch.setattr(importing, "interactive", lambda: True)
    monkeypatch.setattr(output, "interactive", lambda: True)
    monkeypatch.setattr(output, "said_yes", lambda _question: answers.pop(0))
    words = ("import", "s.terrain", "textes", "--name-pattern", "{case}_{date}")
    assert terrain(*words).code == 130
    assert terrain("document", "list", "s.terrain", "--json").json == []
    assert terrain(*words).code == 0
    assert [row["case"] for row in terrain("document", "list", "s.terrain", "--json").json] == ["Nord0", "Nord1"]
    assert terrain(*words, "--yes").code == 0


def test_a_guessed_encoding_is_told_once(terrain: Any) -> None:
    terrain("new", "s.terrain")
    Path("textes").mkdir()
    for number in range(3):
        Path(f"textes/t{number}.txt").write_bytes(f"Q : Été {number} ?\n\nR : Forêt.\n".encode("cp1252"))
    shown = terrain("import", "s.terrain", "textes")
    assert "The encoding of 3 texts was guessed (cp1252): look at the accents in t0.txt" in shown.err


def test_turns_are_assigned_shown_and_listed(terrain: Any, study: str) -> None:
    terrain("document", "change", study, "A1", "--case", "")
    terrain("case", "add", study, "Est")
    made = terrain("document", "assign", study, "A1", "--turns", "2", "--case", "Est")
    assert made.code == 0
    assert "1 turn of Nord/A1.txt was assigned to Est." in made.err
    assert "Turn 4 belongs to no case." in made.err
    listed = terrain("document", "list", study)
    assert "Turns of no case" in listed.out.splitlines()[0]
    [row] = [row for row in terrain("document", "list", study, "--json").json if row["name"] == "Nord/A1.txt"]
    assert (row["case"], row["turn_cases"], row["unassigned_turns"]) == (None, {"Est": 1}, "4")
    shown = terrain("document", "show", study, "A1")
    assert "   2  [Est] R: Avec le CLSC" in shown.out
    assert "   4  [no case] R: Elle est là." in shown.out
    done = terrain("document", "assign", study, "A1", "--speaker", "R", "--case", "Est")
    assert "no case" not in done.err
    taken = terrain("document", "assign", study, "A1", "--speaker", "R", "--case", "")
    assert "2 turns of Nord/A1.txt are not assigned any more." in taken.err
    assert "Turns of no case" not in terrain("document", "list", study).out


def test_words_are_found_with_their_turn_and_speaker(terrain: Any, study: str) -> None:
    found = terrain("search", study, "on se")
    assert found.out.splitlines() == ["Nord/A1.txt", "     2  R  Avec le CLSC, [on se] parle souvent. Ça aide beaucoup."]
    assert "1 place in 1 document." in found.err
    assert terrain("search", study, "ca", "--ignore-accents").err.startswith("3 places in 2 documents.")
    assert terrain("search", study, "ça", "--case", "Sud", "--json").json["total"] == 1
    limited = terrain("search", study, "ça", "--limit", "1")
    assert "2 more are shown with --limit 3." in limited.err
    assert terrain("search", study, "zzz").code == 0
    assert terrain("search", study, "?!").code == 2
