"""A codebook with nothing of the shipped theory goes all the way from transcripts to a workbook."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from toolkit.actions import coding, comparing, exporting, importing, judging, reviewing, starting, suggesting
from toolkit.actions.coding import NewCoding
from toolkit.actions.comparing import View
from toolkit.actions.report import Contents
from toolkit.errors import UsageError
from toolkit.study import open_study

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.codebook.codebook import Code

TALK = (
    "Q: What do you do with people who come?\nR: We don't have the time for them. You follow the rules, or you bend the rules a little.\n"
)


def test_street_level_from_transcript_to_workbook(tmp_path: Path) -> None:
    for case in ("North", "South"):
        (tmp_path / "talks" / case).mkdir(parents=True)
        (tmp_path / "talks" / case / f"{case}.txt").write_text(f"{TALK}R: This is {case}.\n", encoding="utf-8")
    with starting.new_study(tmp_path / "s.terrain", codebook="street-level", coder="ada") as study:
        options = importing.Options(interviewers=["Q"])
        assert len(importing.run_import(study, importing.plan_import([tmp_path / "talks"], options), options).imported) == 2
        with study.read() as connection:
            codebook = study.vocabulary(connection).codebook
        plain: Code = next(code for code in codebook.codes if not code.reserved)
        coding.add_coding(study, NewCoding("North", plain.key, "You follow the rules"))
        coding.mark_read(study, "North")
        rated = next((code for code in codebook.codes if code.scale), None)
        if rated is not None:
            judging.set_rating(study, "North", rated.key, codebook.scales[rated.scale].values[0].key)
        suggesting.suggest(study)
        with study.read() as connection:
            waiting = reviewing.open_suggestions(study, connection)
        assert waiting, "the codebook's cues reach nothing in these sentences"
        reviewing.accept(study, waiting[0].uid.hex())
        with study.read() as connection:
            made = comparing.Comparison(study, connection).compare(View(measure="codings", codes=(plain.key,)))
            assert made.columns == ["North", "South"]
            assert made.matrix.value(0, 0) >= 1  # type: ignore[operator]
        exporting.write_workbook(study, tmp_path / "s.xlsx", Contents())
    book = load_workbook(tmp_path / "s.xlsx", read_only=True)
    assert "Quotes" in book.sheetnames
    quotes = [value for row in book["Quotes"].iter_rows(values_only=True) for value in row]
    assert "You follow the rules" in quotes


@pytest.mark.parametrize("name", ["2024", "yes", "null", unicodedata.normalize("NFD", "Été à l’aréna"), "_", "a: b"])
def test_a_study_may_have_any_name_and_begin_without_a_codebook(tmp_path: Path, name: str) -> None:
    starting.new_study(tmp_path / name, coder="ada").close()
    with open_study(tmp_path / f"{name}.terrain") as study, study.read() as connection:
        assert study.vocabulary(connection).codebook.codes == ()


def test_a_codebook_in_a_third_language_makes_a_study_that_can_import(tmp_path: Path) -> None:
    yaml = tmp_path / "c.yaml"
    yaml.write_text("format: 1\nkey: libro\nlanguages: [es]\ncodes:\n  - {key: uno, label: Uno, definition: Uno.}\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(TALK, encoding="utf-8")
    with starting.new_study(tmp_path / "s.terrain", codebook=str(yaml), coder="ada") as study:
        options = importing.Options()
        assert len(importing.run_import(study, importing.plan_import([tmp_path / "a.txt"], options), options).imported) == 1


def test_what_cannot_begin_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="street-level"):
        starting.new_study(tmp_path / "s.terrain", codebook="nothing", coder="ada")
    with pytest.raises(UsageError, match="Use one of: fr, en"):
        starting.new_study(tmp_path / "s.terrain", languages=["es"], coder="ada")
    assert list(tmp_path.iterdir()) == []
