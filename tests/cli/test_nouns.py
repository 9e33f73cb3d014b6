"""Each noun is listed, shown, added, changed and removed, and a program may read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

LISTS = ["case", "document", "person", "register", "coding", "reading", "rating", "summary", "memo", "not-asked", "coder", "history"]


@pytest.mark.parametrize("noun", LISTS)
def test_every_list_is_json_and_a_table(terrain: Any, study: str, noun: str) -> None:
    assert isinstance(terrain(noun, "list", study, "--json").json, list)
    assert terrain(noun, "list", study).code == 0


def test_a_case_is_added_with_an_attribute_renamed_and_removed(terrain: Any, study: str) -> None:
    assert terrain("case", "add", study, "Est", "--set", "milieu=rural", "--new-attributes").code == 0
    assert terrain("case", "change", study, "Est", "--name", "Ouest", "--set", "milieu=urbain").code == 0
    shown = terrain("case", "show", study, "Ouest", "--json").json
    assert (shown["name"], shown["attributes"], shown["documents"]) == ("Ouest", {"milieu": "urbain"}, [])
    assert terrain("case", "remove", study, "Ouest").code == 0
    assert [case["name"] for case in terrain("case", "list", study, "--json").json] == ["Nord", "Sud"]


def test_an_attribute_is_not_made_by_a_typing_error(terrain: Any, study: str) -> None:
    terrain("case", "change", study, "Nord", "--set", "milieu=rural", "--new-attributes")
    refused = terrain("case", "change", study, "Nord", "--set", "millieu=urbain")
    assert refused.code == 1
    assert "milieu" in refused.err


def test_a_case_with_documents_cannot_be_removed(terrain: Any, study: str) -> None:
    refused = terrain("case", "remove", study, "Nord")
    assert refused.code == 2
    assert "Nord/A1.txt" in refused.err


def test_a_document_is_changed_shown_with_numbered_turns_and_given_back_byte_for_byte(terrain: Any, study: str) -> None:
    assert terrain("document", "change", study, "A1", "--case", "Sud", "--date", "2024-06", "--kind", "observation").code == 0
    shown = terrain("document", "show", study, "A1", "--json").json
    assert (shown["case"], shown["date"], shown["kind"]) == ("Sud", "2024-06", "observation")
    spoken = [(turn["turn"], turn["speaker"], turn["text"]) for turn in shown["turns"] if turn["kind"] == "speech"]
    assert spoken[1] == (2, "R", "Avec le CLSC, on se parle souvent. Ça aide beaucoup.")
    assert "   2  R: Avec le CLSC" in terrain("document", "show", study, "A1").out
    assert terrain("document", "original", study, "A1", "-o", "copie.txt").code == 0
    assert Path("copie.txt").read_bytes() == Path("entrevues/Nord/A1.txt").read_bytes()
    assert terrain("document", "original", study, "A1", "-o", "copie.txt").code == 2


def test_a_removed_document_takes_its_codings_along_and_undo_brings_all_back(terrain: Any, study: str) -> None:
    refused = terrain("document", "remove", study, "A1")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert terrain("document", "remove", study, "A1", "--yes").code == 0
    assert terrain("coding", "list", study, "--json").json == []
    assert terrain("undo", study).code == 0
    assert len(terrain("coding", "list", study, "--json").json) == 1
    assert len(terrain("document", "list", study, "--json").json) == 2


def test_a_person_gets_a_case_and_a_register_entry_and_cannot_go_while_a_speaker(terrain: Any, study: str) -> None:
    terrain("register", "add", study, "actor", "CLSC du Nord", "--alias", "CLSC", "--set", "sector=public")
    assert terrain("person", "add", study, "Alice", "--case", "Nord", "--entry", "actor:CLSC").code == 0
    assert terrain("speakers", study, "--document", "A1", "--person", "R=Alice").code == 0
    shown = terrain("person", "show", study, "Alice", "--json").json
    assert (shown["case"], shown["entry"], shown["speakers"]) == ("Nord", "CLSC du Nord", ["R (Nord/A1.txt)"])
    assert terrain("person", "remove", study, "Alice").code == 2
    terrain("speakers", study, "--person", "R=")
    assert terrain("person", "remove", study, "Alice").code == 0


def test_a_coding_has_its_context_and_says_what_is_missing(terrain: Any, study: str) -> None:
    [made] = terrain("coding", "list", study, "--json").json
    shown = terrain("coding", "show", study, made["id"][:8], "--json").json
    assert (shown["before"][-14:], shown["quote"], shown["speaker"]) == ("Avec le CLSC, ", "on se parle souvent", "R")
    changed = terrain("coding", "change", study, made["id"][:8], "--code", "condition.trust", "--field", "stance=for")
    assert "actor" in changed.err
    terrain("coding", "change", study, made["id"][:8], "--field", "actor=CLSC", "--new-entries")
    [now] = terrain("coding", "list", study, "--json").json
    assert (now["code"], now["fields"], now["incomplete"]) == ("condition.trust", {"actor": "CLSC", "stance": "for"}, [])


def test_codings_are_chosen_by_document_case_code_and_layer(terrain: Any, study: str) -> None:
    terrain("coding", "add", study, "B1", "condition.trust", "--quote", "Personne ne répond", "--coder", "thomas")
    for words, count in (
        ((), 2),
        (("--document", "B1"), 1),
        (("--case", "Nord"), 1),
        (("--code", "condition"), 2),
        (("--code", "condition.trust"), 1),
        (("--layer", "amelie"), 1),
    ):
        assert len(terrain("coding", "list", study, *words, "--json").json) == count, words


def test_exported_lines_are_taken_over_whole_by_another_study(terrain: Any, study: str) -> None:
    terrain(
        "coding", "add", study, "A1", "condition.trust", "--quote", "Elle", "--field", "actor=CLSC", "--new-entries", "--memo", "à revoir"
    )
    [first, _second] = terrain("coding", "list", study, "--json").json
    terrain("rating", "add", study, "Nord", "condition", "B", "--note", "stable", "--for", first["id"])
    terrain("summary", "add", study, "Nord", "condition", "On se parle.")
    terrain("not-asked", "add", study, "condition.trust", "--case", "Sud")
    terrain("reading", "add", study, "A1")
    assert terrain("coding", "export", study, "-o", "amelie.jsonl").code == 0
    terrain("new", "autre.terrain", "--codebook", "grille.yaml", "--coder", "amelie")
    terrain("import", "autre.terrain", "entrevues", "--interviewer", "Q")
    assert terrain("coding", "import", "autre.terrain", "amelie.jsonl", "--new-entries").code == 0
    terrain("coding", "export", "autre.terrain", "-o", "encore.jsonl")
    assert Path("encore.jsonl").read_text("utf-8") == Path("amelie.jsonl").read_text("utf-8")


def test_lines_that_do_not_fit_are_listed_and_the_others_taken(terrain: Any, study: str) -> None:
    lines = [
        {"document": "B1", "code": "condition", "quote": "On ne se voit jamais"},
        {"document": "Z9", "code": "condition", "quote": "x"},
    ]
    Path("lignes.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    ran = terrain("coding", "import", study, "lignes.jsonl", "--json")
    assert (ran.code, ran.json) == (4, [{"type": "coding", "lines": 1}])
    assert "lignes.jsonl, line 2" in ran.err


def test_ratings_become_stale_when_their_evidence_changes(terrain: Any, study: str) -> None:
    [made] = terrain("coding", "list", study, "--json").json
    assert terrain("rating", "add", study, "Nord", "condition", "A", "--for", made["id"][:8]).code == 0
    assert terrain("rating", "list", study, "--json").json[0]["stale"] is False
    terrain("coding", "remove", study, made["id"][:8])
    assert terrain("rating", "list", study, "--json").json[0]["stale"] is True
    assert terrain("rating", "remove", study, "Nord", "condition").code == 0
    assert terrain("rating", "list", study, "--json").json == []


def test_a_value_off_the_scale_is_refused_with_the_scale(terrain: Any, study: str) -> None:
    refused = terrain("rating", "add", study, "Nord", "condition", "D")
    assert refused.code == 2
    assert "A, B, C" in refused.err


def test_memos_are_written_about_a_case_changed_and_removed(terrain: Any, study: str) -> None:
    terrain("memo", "add", study, "Revenir", "--about", "case", "Nord")
    terrain("memo", "add", study, "Bilan")
    [memo] = terrain("memo", "list", study, "--about", "case", "Nord", "--json").json
    assert (memo["about"], memo["text"]) == ("case", "Revenir")
    terrain("memo", "change", study, memo["id"][:8], "Fait")
    assert terrain("memo", "list", study, "--about", "case", "Nord", "--json").json[0]["text"] == "Fait"
    terrain("memo", "remove", study, memo["id"][:8])
    assert [memo["text"] for memo in terrain("memo", "list", study, "--json").json] == ["Bilan"]
    assert terrain("memo", "add", study, " ").code == 2


def test_summaries_readings_and_marks_are_added_and_removed(terrain: Any, study: str) -> None:
    terrain("summary", "add", study, "Nord", "condition", "On se parle.")
    terrain("reading", "add", study, "A1", "--mode", "blind")
    terrain("not-asked", "add", study, "condition", "--document", "B1")
    assert terrain("summary", "list", study, "--case", "Nord", "--json").json[0]["text"] == "On se parle."
    [reading] = terrain("reading", "list", study, "--document", "A1", "--json").json
    assert (reading["mode"], reading["whole"]) == ("blind", True)
    assert terrain("not-asked", "list", study, "--json").json[0]["document"] == "Sud/B1.txt"
    terrain("summary", "remove", study, "Nord", "condition")
    terrain("reading", "remove", study, reading["id"][:8])
    terrain("not-asked", "remove", study, "condition", "--document", "B1")
    for noun in ("summary", "reading", "not-asked"):
        assert terrain(noun, "list", study, "--json").json == []


def test_register_entries_are_added_merged_confirmed_and_imported_from_a_table(terrain: Any, study: str) -> None:
    terrain("register", "add", study, "actor", "CLSC")
    terrain("register", "add", study, "actor", "Centre local")
    terrain("coding", "add", study, "A1", "condition.trust", "--quote", "Elle est là", "--field", "actor=CLSC")
    assert terrain("register", "remove", study, "actor", "CLSC").code == 2
    assert terrain("register", "merge", study, "actor", "CLSC", "Centre local").code == 0
    shown = terrain("register", "show", study, "actor", "clsc", "--json").json
    assert (shown["name"], shown["aliases"], len(shown["codings"])) == ("Centre local", ["CLSC"], 1)
    Path("acteurs.csv").write_text("register,name,sector\nactor,Ville,public\nplace,Parc,\n", encoding="utf-8")
    ran = terrain("register", "import", study, "acteurs.csv")
    assert ran.code == 4
    assert "row 3" in ran.err
    terrain("register", "change", study, "actor", "Ville", "--name", "Ville de Nord", "--set", "sector=community")
    names = [entry["name"] for entry in terrain("register", "list", study, "actor", "--json").json]
    assert names == ["Centre local", "Ville de Nord"]
    assert terrain("register", "list", study, "nobody").code == 1


def test_undo_and_redo_work_across_sessions_and_the_history_tells_it(terrain: Any, study: str) -> None:
    assert "code" in terrain("undo", study).err
    assert terrain("coding", "list", study, "--json").json == []
    assert terrain("redo", study).code == 0
    [made] = terrain("coding", "list", study, "--json").json
    changes = terrain("history", "list", study, "--limit", "3", "--json").json
    assert [change["verb"] for change in changes] == ["redo", "undo", "code"]
    events = terrain("history", "show", study, "coding", made["id"][:8], "--json").json
    assert [event["verb"] for event in events] == ["code", "undo", "redo"]
    touching = terrain("history", "list", study, "--object", "coding", made["id"][:8], "--json").json
    assert [change["number"] for change in touching] == [event["number"] for event in reversed(events)]
    assert "on se parle" not in terrain("history", "show", study, "coding", made["id"][:8]).out


def test_codings_made_under_an_older_definition_are_listed_until_they_are_confirmed(terrain: Any, study: str) -> None:
    [made] = [coding for coding in terrain("coding", "list", study, "--json").json if coding["code"] == "condition"] or [None]
    if made is None:
        terrain("coding", "add", study, "A1", "condition", "--quote", "on se parle souvent")
        [made] = [coding for coding in terrain("coding", "list", study, "--json").json if coding["code"] == "condition"]
    terrain("codebook", "export", study, "-o", "new.yaml")
    yaml = Path("new.yaml").read_text(encoding="utf-8")
    Path("new.yaml").write_text(yaml.replace("What helps.", "What helps people."), encoding="utf-8")
    assert terrain("coding", "list", study, "--outdated", "--json").json == []
    assert terrain("codebook", "apply", study, "new.yaml", "--yes").code == 2  # a reason is needed
    assert terrain("codebook", "apply", study, "new.yaml", "--yes", "--reason", "too narrow").code == 0
    assert [coding["id"] for coding in terrain("coding", "list", study, "--outdated", "--json").json] == [made["id"]]
    assert terrain("coding", "confirm", study, made["id"][:8]).code == 0
    assert terrain("coding", "list", study, "--outdated", "--json").json == []


def test_codings_of_a_removed_code_are_listed_and_count_nowhere(terrain: Any, study: str) -> None:
    for coding in terrain("coding", "list", study, "--json").json:
        terrain("coding", "change", study, coding["id"], "--code", "condition.trust")
    total = len(terrain("coding", "list", study, "--json").json)
    terrain("codebook", "export", study, "-o", "new.yaml")
    yaml = Path("new.yaml").read_text(encoding="utf-8")
    Path("new.yaml").write_text(yaml[: yaml.index("  - key: condition.trust")], encoding="utf-8")
    assert terrain("codebook", "apply", study, "new.yaml", "--yes", "--reason", "not used").code == 0
    assert len(terrain("coding", "list", study, "--without-code", "--json").json) == total > 0
    [row] = terrain("matrix", study, "--measure", "codings", "--json").json[0]["rows"]
    assert set(row["cells"]) == {0}
    assert terrain("undo", study).code == 0
    assert terrain("coding", "list", study, "--without-code", "--json").json == []


def test_a_study_without_a_codebook_takes_codes_one_by_one_or_another_codebook(terrain: Any) -> None:
    terrain("new", "empty.terrain", "--language", "fr")
    assert terrain("codebook", "add", "empty.terrain", "bruit", "--label", "fr=Bruit", "--definition", "fr=Ce qu'on entend.").code == 0
    assert [code["key"] for code in terrain("codebook", "show", "empty.terrain", "--json").json] == ["bruit"]
    assert terrain("codebook", "add", "empty.terrain", "bruit").code == 1
    assert terrain("undo", "empty.terrain").code == 0
    assert terrain("codebook", "show", "empty.terrain", "--json").json == []
    Path("own.yaml").write_text("format: 1\nkey: own\nlanguages: [fr]\ncodes:\n  - {key: silence, label: Silence}\n", encoding="utf-8")
    assert terrain("codebook", "apply", "empty.terrain", "own.yaml", "--yes").code == 0
    assert [code["key"] for code in terrain("codebook", "show", "empty.terrain", "--json").json] == ["silence"]


def test_one_memo_reading_rating_or_summary_is_shown(terrain: Any, study: str) -> None:
    terrain("memo", "add", study, "Revenir", "--about", "case", "Nord")
    terrain("reading", "add", study, "A1")
    terrain("rating", "add", study, "Nord", "condition", "B", "--note", "Peu")
    terrain("summary", "add", study, "Nord", "condition", "On se parle.")
    for noun, key, value in (
        ("memo", "text", "Revenir"),
        ("reading", "mode", "free"),
        ("rating", "value", "B"),
        ("summary", "text", "On se parle."),
    ):
        found = terrain(noun, "list", study, "--json").json[-1]
        assert found[key] == value
        assert terrain(noun, "show", study, found["id"][:8], "--json").json == found
        assert terrain(noun, "show", study, found["id"][:8]).out
        assert terrain(noun, "show", study, "ffffffff").code == 1
