"""What file names say is read in one way or refused; a name that does not fit is listed."""

from __future__ import annotations

import unicodedata

import pytest

from toolkit.actions.name_patterns import read_names, read_pattern
from toolkit.errors import UsageError


def reading(pattern: str, *files: str) -> dict[str, dict[str, str]]:
    return read_names(read_pattern(pattern), files)[0]


@pytest.mark.parametrize(
    ("pattern", "file", "said"),
    [
        ("{case}_{person}_{date}", "Nord_Alice_2024-05.docx", {"case": "Nord", "person": "Alice", "date": "2024-05"}),
        ("{case}_{person}_{date}", "deep/er/Nord_Alice_2024.txt", {"case": "Nord", "person": "Alice", "date": "2024"}),
        ("{cas} - {personne}.docx", "Quartier Nord - Mme B.docx", {"case": "Quartier Nord", "person": "Mme B"}),
        ("{case}_{date}", "Quartier_Nord_2024-05-12.docx", {"case": "Quartier Nord", "date": "2024-05-12"}),
        ("{date}_{case}", "20240512_Nord.txt", {"date": "2024-05-12", "case": "Nord"}),
        ("{date} {case}", "2024.05.12 Nord.txt", {"date": "2024-05-12", "case": "Nord"}),
        ("Entretien {case} ({kind})", "ENTRETIEN N1 (Focus_group).txt", {"case": "N1", "kind": "focus group"}),
        ("{case}_{person}_{}", "Nord_Alice_part_2_final.docx", {"case": "Nord", "person": "Alice"}),
        ("{case}/{person}_{date}", "Nord/Alice_2024.docx", {"case": "Nord", "person": "Alice", "date": "2024"}),
        ("{case}_{langue}_{interviewer}", "Nord_FR_JD.txt", {"case": "Nord", "language": "fr", "interviewer": "JD"}),
        ("{case}.1", "A.1.txt", {"case": "A"}),
        (unicodedata.normalize("NFD", "é") + "{case}", "éA.txt", {"case": "A"}),
    ],
)
def test_a_name_says_what_its_parts_are(pattern: str, file: str, said: dict[str, str]) -> None:
    assert reading(pattern, file) == {file: said}


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("{case}_{date}", "Nord_mai.docx"),
        ("{case}_{date}", "Nord_2024-13.docx"),
        ("{case}_{date}", "Nord_12-05-2024.docx"),
        ("{case}_{kind}", "Nord_talk.docx"),
        ("{case}_{person}", "Nord.docx"),
        ("{case}_{person}", "_Alice.docx"),
        ("x{case}", "Nord.docx"),
        ("{case}_fin", "Nord_fini.docx"),
        ("{case}/{person}", "Alice.docx"),
    ],
)
def test_a_name_that_does_not_fit_is_listed(pattern: str, file: str) -> None:
    read, problems = read_names(read_pattern(pattern), [file])
    assert (read, [problem.path for problem in problems]) == ({}, [file])
    assert pattern in problems[0].what


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("{case}{person}", "nothing separates {case} from {person}"),
        ("{case}_{case}", "has {case} twice"),
        ("{site}_{case}", "{site} in the pattern"),
        ("entretien", "has no field"),
        ("{}_x", "has no field"),
        ("{case_x", "has no field"),
        ("{case}_}", "has no field"),
    ],
)
def test_a_pattern_that_no_name_could_be_read_with_for_certain_is_refused(pattern: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence.replace("{", r"\{").replace("}", r"\}")):
        read_pattern(pattern)


def test_a_name_that_can_be_read_in_two_ways_refuses_the_pattern() -> None:
    files = ["Nord_Alice_2024.docx", "Quartier_Nord_Bo_2024.docx"]
    with pytest.raises(UsageError, match="case Quartier, person Nord Bo, date 2024, or as case Quartier Nord, person Bo, date 2024"):
        reading("{case}_{person}_{date}", *files)
    assert reading("{case}_{person}_{date}", "Quartier Nord_Bo_2024.docx")["Quartier Nord_Bo_2024.docx"]["case"] == "Quartier Nord"


def test_a_long_name_with_many_separators_is_read_at_once() -> None:
    long = "_".join("a" * 120) + ".txt"
    with pytest.raises(UsageError, match="can be read as"):
        reading("{case}_{person}_{interviewer}_{kind}_{language}", "_".join("a" * 100) + "_document_fr.txt")
    assert reading("{case}_{person}_{interviewer}_{date}", long) == {}
