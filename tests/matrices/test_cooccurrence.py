"""What two codes share, counted again from the definitions, and by hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import UsageError
from toolkit.matrices import (
    MEASURES,
    TOGETHER,
    Codes,
    Kin,
    Matrix,
    Portion,
    Together,
    Units,
    among_persons,
    cooccurrence,
    label,
    layer_of,
    notes,
    occurring,
    overlaps,
    percentages,
    rule_of,
    tabulate,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from toolkit.matrices import Ground

    from .conftest import Sheet

Q, P = "interviewer", "participant"
COUNTED_IN = {"turns": "turn", "documents": "document", "persons": "person"}


@pytest.fixture(scope="module")
def small_study() -> Callable[[Any], dict[str, Any]]:
    """Draws the small studies that `test_slow.py` counts."""
    spec = importlib.util.spec_from_file_location("drawn", Path(__file__).with_name("test_slow.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    draw: Callable[[Any], dict[str, Any]] = module.small_study
    return draw


def by_codes(sheet: Sheet, measure: str, codes: tuple[int, ...] | None = None, **wish: Any) -> Matrix:
    return cooccurrence(tabulate(sheet.layer(), Codes(codes), Units("document"), **wish), measure)


def figures(matrix: Matrix) -> list[list[object]]:
    plain = [[matrix.value(row, column) for column in range(len(matrix.columns))] for row in range(len(matrix.rows))]
    return [["/" if value == Kin() else value for value in line] for line in plain]


def recounted(slow: ModuleType, study: dict[str, Any], one: int, other: int, measure: str) -> int:
    """What two codes share, word by word and with sets; on the diagonal what a code has alone."""
    mine, theirs = slow.codings_of(study, 1, one), slow.codings_of(study, 1, other)
    if measure == "codings":
        pairs = [(a, a) for a in mine] if one == other else [(a, b) for a in mine for b in theirs]
        return sum(bool(slow.covered(study, [a], None) & slow.covered(study, [b], None)) for a, b in pairs)
    if measure == "segments":
        passages = [(a, a) for a in slow.segments(study, mine)]
        if one != other:
            passages = [(a, b) for a in slow.segments(study, mine) for b in slow.segments(study, theirs)]
        return sum(bool(a & b) for a, b in passages)
    words = [slow.covered(study, codings, None) for codings in (mine, theirs)]
    if measure == "words":
        return len(words[0] & words[1])
    of = COUNTED_IN[measure]
    units = [{turn[of] for turn in slow.speech(study) if slow.words_of_turn(study, turn) & found} for found in words]
    return len((units[0] & units[1]) - {None})


def behind(slow: ModuleType, study: dict[str, Any], one: int, other: int, measure: str) -> set[int]:
    """The codings where two codes meet."""
    mine, theirs = slow.codings_of(study, 1, one), slow.codings_of(study, 1, other)
    if measure in COUNTED_IN:
        of = COUNTED_IN[measure]
        words = [slow.covered(study, codings, None) for codings in (mine, theirs)]
        spoken = [(turn[of], slow.words_of_turn(study, turn)) for turn in slow.speech(study) if turn[of] is not None]
        shared = set.intersection(*({unit for unit, said in spoken if said & found} for found in words))
        near = set().union(*(said for unit, said in spoken if unit in shared))
        return {row["coding"] for row in mine + theirs if slow.covered(study, [row], None) & near}
    meets = [(a, b) for a in mine for b in theirs if slow.covered(study, [a], None) & slow.covered(study, [b], None)]
    return {row["coding"] for pair in meets for row in pair}


def check_cell(matrix: Matrix, row: int, column: int, n: int) -> None:
    """What is counted can be counted again from the steps."""
    steps = matrix.steps(row, column)
    counts = {"words": sum(step.words for step in steps), "turns": len({step.turn for step in steps})}
    if matrix.measure != "codings":
        assert counts.get(matrix.measure, len({step.segment for step in steps})) == n
    elif row != column:
        assert isinstance(matrix.table, Together)
        assert len(matrix.table.pairs(row, column)) == n


@settings(deadline=None, max_examples=60)
@given(dice=st.randoms(use_true_random=True))
@pytest.mark.parametrize("measure", TOGETHER)
def test_every_measure_is_what_the_slow_recount_says(
    measure: str, dice: Any, ground_of: Callable[[dict[str, Any]], Ground], slow: ModuleType, small_study: Callable[[Any], dict[str, Any]]
) -> None:
    study = small_study(dice)
    table = tabulate(layer_of(ground_of(study), 1), Codes(), Units("document"))
    matrix = cooccurrence(table, measure)
    for row, one in enumerate(table.rows):
        for column, other in enumerate(table.rows):
            if one != other and (one in slow.family(study, other) or other in slow.family(study, one)):
                assert matrix.value(row, column) == Kin()
                continue
            n = recounted(slow, study, one, other, measure)
            assert matrix.value(row, column) == n
            check_cell(matrix, row, column, n)
            if row != column:
                assert set(matrix.evidence(row, column)) == behind(slow, study, one, other, measure)
                if measure in ("words", *COUNTED_IN):
                    either = percentages(matrix, "either").value(row, column)
                    assert either is None or (isinstance(either, Portion) and 0 <= either.hundredths <= 100)


def test_the_published_example_of_the_coefficient(sheet: Sheet) -> None:
    """A in 100 turns, B in 10, both in 5: 5 / (100 + 10 − 5) = 0.048 (ATLAS.ti's c-coefficient)."""
    sheet.interview(1, [(P, 1, "un deux") for _turn in range(105)])
    starts = [turn["start"] for turn in sheet.study["turns"] if turn["kind"] == "speech"]
    for place in range(100):
        sheet.span(2, 1, starts[place], starts[place] + 2)
    for place in range(95, 105):
        sheet.span(3, 1, starts[place] + 3, starts[place] + 7)
    matrix = by_codes(sheet, "turns", (2, 3))
    assert figures(matrix) == [[100, 5], [5, 10]]
    assert percentages(matrix, "either").value(0, 1) == Portion(5, 105)
    assert round(Portion(5, 105).hundredths / 100, 3) == 0.048
    assert figures(by_codes(sheet, "words", (2, 3)))[0][1] == 0  # near one another, never over one another
    assert percentages(matrix, "column").value(0, 1) == Portion(5, 10)  # half of B's turns have A
    assert percentages(matrix, "row").value(0, 1) == Portion(5, 100)


def test_a_passage_is_counted_once_however_it_was_cut(sheet: Sheet) -> None:
    """Code 2 is cut into three codings that touch, code 3 lies over all of them: three pairs of codings, one passage, four words."""
    sheet.interview(1, [(P, 1, "un deux trois quatre cinq")])
    for words in ("un", "deux", "trois quatre"):
        sheet.coding(2, 1, words)
    sheet.coding(3, 1, "un", "cinq")
    assert {measure: figures(by_codes(sheet, measure, (2, 3)))[0][1] for measure in TOGETHER} == {
        "codings": 3,
        "segments": 1,
        "words": 4,
        "turns": 1,
        "documents": 1,
        "persons": 1,
    }


def test_two_codings_over_the_same_turns_meet_once(sheet: Sheet) -> None:
    """They share no word in the first turn, an interviewer's, and words in both others."""
    sheet.interview(1, [(Q, None, "Et vous ?"), (P, 1, "On plante."), (P, 1, "On arrose.")])
    for code in (2, 3):
        sheet.coding(code, 1, "vous", "arrose")
    assert figures(by_codes(sheet, "codings", (2, 3))) == figures(by_codes(sheet, "segments", (2, 3))) == [[1, 1], [1, 1]]
    assert figures(by_codes(sheet, "turns", (2, 3))) == [[2, 2], [2, 2]]
    [one, two] = by_codes(sheet, "segments", (2, 3)).steps(0, 1)
    assert (one.segment, one.words, two.segment, two.words) == (1, 2, 1, 2)


def test_a_code_and_the_one_above_it_are_not_counted_together(sheet: Sheet) -> None:
    """1 is above 2 and 3; 4 stands beside them and lies over both."""
    sheet.code(4)
    sheet.interview(1, [(P, 1, "un deux trois")])
    sheet.coding(2, 1, "un")
    sheet.coding(3, 1, "trois")
    sheet.coding(4, 1, "un", "trois")
    assert by_codes(sheet, "segments").cells.tolist() == [[2, 0, 0, 2], [0, 1, 0, 1], [0, 0, 1, 1], [2, 1, 1, 1]]
    assert figures(by_codes(sheet, "segments")) == [[2, "/", "/", 2], ["/", 1, 0, 1], ["/", 0, 1, 1], [2, 1, 1, 1]]
    assert percentages(by_codes(sheet, "words"), "either").value(0, 1) == Kin()


def test_only_participants_words_in_scope_meet(sheet: Sheet) -> None:
    sheet.interview(1, [(Q, None, "Et la ruelle ?"), (P, 1, "On plante."), (P, 2, "On arrose.")], case=1)
    sheet.interview(2, [(P, 1, "On plante.")], case=2)
    for code in (2, 3):
        sheet.coding(code, 1, "ruelle")
        sheet.coding(code, 1, "plante")
        sheet.coding(code, 1, "arrose")
        sheet.coding(code, 2, "plante")
    assert figures(by_codes(sheet, "codings", (2, 3)))[0][1] == 3
    assert figures(by_codes(sheet, "codings", (2, 3), cases=[1]))[0][1] == 2
    assert figures(by_codes(sheet, "documents", (2, 3), documents=[2]))[0] == [1, 1]
    one_person = among_persons(tabulate(sheet.layer(), Codes((2, 3)), Units("document")), {1})
    assert [figures(cooccurrence(one_person, measure))[0][1] for measure in ("words", "documents", "persons")] == [2, 2, 1]


def test_codes_that_nobody_uses_do_not_occur(sheet: Sheet) -> None:
    """2 is used, and so 1 above it is; 3 stands on the interviewer's words only."""
    sheet.interview(1, [(Q, None, "Et la ruelle ?"), (P, 1, "On plante.")])
    sheet.coding(2, 1, "plante")
    sheet.coding(3, 1, "ruelle")
    assert occurring(tabulate(sheet.layer(), Codes(), Units("document"))) == (1, 2)
    assert notes(by_codes(sheet, "codings")) == ("1 coding has no participant's word and does not count here.",)


def test_no_code_and_no_coding_make_an_empty_matrix(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    assert figures(by_codes(sheet, "segments", ())) == []
    assert figures(by_codes(sheet, "codings", (2, 3))) == [[0, 0], [0, 0]]


@pytest.mark.parametrize("measure", sorted(set(MEASURES) - set(TOGETHER)))
def test_two_codes_do_not_share_a_share_a_rate_or_a_presence(sheet: Sheet, measure: str) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    with pytest.raises(UsageError, match=f"do not share {measure}. Use one of: codings, segments"):
        by_codes(sheet, measure)


@pytest.mark.parametrize("measure", TOGETHER)
def test_every_measure_of_two_codes_has_a_rule_of_its_own(sheet: Sheet, measure: str) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    alone = tabulate(sheet.layer(), Codes(), Units("case")).matrix(measure)
    assert rule_of(by_codes(sheet, measure)) != rule_of(alone)
    assert label(measure)


def test_many_pairs_are_swept_some_at_a_time(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty codings of each code on one word, and on a second word in the next turn, so that every pair meets twice."""
    sheet.interview(1, [(P, 1, "un"), (P, 1, "deux")])
    for code in (2, 3):
        for _again in range(40):
            sheet.coding(code, 1, "un", "deux")
    whole = figures(by_codes(sheet, "codings", (2, 3)))
    monkeypatch.setattr(overlaps, "CHUNK", 7)
    assert figures(by_codes(sheet, "codings", (2, 3))) == whole == [[40, 1600], [1600, 40]]
