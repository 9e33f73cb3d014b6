"""Which row belongs to which file: exactly, by a confirmed pattern, or by a person's word; never by guessing."""

from __future__ import annotations

import unicodedata

import pytest

from toolkit.actions.matching import Matches, match_names, plain
from toolkit.errors import UsageError


def test_folder_suffix_case_underscores_and_composed_accents_do_not_matter() -> None:
    assert plain("cas A/Entrevue_É1.docx") == plain(unicodedata.normalize("NFD", "entrevue  é1")) == "entrevue é1"
    assert plain("24.10.03_01") == "24.10.03 01"  # what follows the last point is no suffix that is known


def test_exact_names_are_matched_without_asking() -> None:
    assert match_names(["x/A_1.docx", "B.txt"], ["a 1", "b", "c"]) == Matches(rows={"x/A_1.docx": (0,), "B.txt": (1,)}, left=(2,))


def test_names_with_something_behind_them_are_proposed_and_not_taken() -> None:
    found = match_names(["A1_v2.docx", "A2_v3.docx"], ["A1", "A2"])
    assert (found.rows, found.left) == ({}, (0, 1))
    assert (found.proposal, found.proposed) == ("{name}(_v.*)?", {"A1_v2.docx": 0, "A2_v3.docx": 1})


def test_the_proposed_pattern_matches_what_was_proposed() -> None:
    files, names = ["A1_final (2).docx", "A12_final.docx"], ["A1", "A12"]
    first = match_names(files, names)
    second = match_names(files, names, first.proposal)
    assert second.rows == {file: (place,) for file, place in first.proposed.items()} == {files[0]: (0,), files[1]: (1,)}


def test_the_longest_name_is_proposed_and_a_name_ends_with_its_word() -> None:
    assert match_names(["A1 b c.txt"], ["A1", "A1 b"]).proposed == {"A1 b c.txt": 1}
    assert match_names(["A12.txt"], ["A1"]).proposed == {}


def test_a_name_that_two_rows_bear_is_asked_about() -> None:
    found = match_names(["A1.txt", "A1_x.txt"], ["A1", "A1"])
    assert (found.rows, found.proposed) == ({}, {})
    assert found.unsure["A1.txt"] == (0, 1)


def test_a_pattern_is_a_regular_expression_whose_capitals_mean_what_they_mean() -> None:
    assert match_names(["X12 A1.txt"], ["a1"], r"\w\d+\D{name}").rows == {"X12 A1.txt": (0,)}
    assert match_names(["P_A1_FIN.txt"], ["a1"], "p_{name}_fin").rows == {"P_A1_FIN.txt": (0,)}


def test_a_pattern_that_fits_two_names_takes_none() -> None:
    assert match_names(["A1 2.txt"], ["A1", "A1 2"], "{name}.*").rows == {"A1 2.txt": (1,)}  # the second one exactly
    assert match_names(["A1 2 x.txt"], ["A1", "A1 2"], "{name}.*").rows == {}


@pytest.mark.parametrize(("pattern", "sentence"), [("abc", "no {name} in it"), ("{name}(", "no regular expression")])
def test_a_pattern_that_cannot_be_one_is_refused(pattern: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence.replace("{", r"\{")):
        match_names(["a.txt"], ["b"], pattern)


def test_a_persons_word_comes_first_and_may_be_several_rows_or_none() -> None:
    found = match_names(["A.txt", "Bcd.txt"], ["A", "Bc", "Bd"], said={"Bcd.txt": ["Bc", "bd"], "A.txt": []})
    assert found.rows == {"Bcd.txt": (1, 2), "A.txt": ()}
    with pytest.raises(UsageError, match="No row of the table is called C"):
        match_names(["A.txt"], ["A"], said={"A.txt": ["C"]})


def test_an_empty_name_in_the_table_is_nobodys() -> None:
    assert match_names(["A.txt", ".txt"], [""]).proposed == {}
