"""A matrix on the screen: nothing is cut, whatever the width of the terminal."""

from __future__ import annotations

import pytest

from toolkit.cli.matrix_screen import Row, Screen, lines

CASES = ("Harbour Keys", "La Maison des jeunes-santé du Bas-Chemin", "La rue-école des Tanneries")
ROWS = (
    Row("Condition of effective partnership", ("9", "21", "16")),
    Row("Commitment of strategic and pivotal stakeholders", ("1", "0", "2"), level=1),
)


def shown(screen: Screen, width: int) -> list[str]:
    return list(lines(screen, width))


def test_heads_are_broken_over_lines_and_stand_on_their_columns() -> None:
    assert shown(Screen(CASES, ROWS), 100) == [
        "                                                      La Maison",
        "                                                    des jeunes-    La rue-",
        "                                          Harbour      santé du  école des",
        "                                             Keys    Bas-Chemin  Tanneries",
        "Condition of effective partnership              9            21         16",
        "  Commitment of strategic and pivotal           1             0          2",
        "  stakeholders",
    ]


@pytest.mark.parametrize("width", [30, 45, 60, 80, 200])
def test_every_word_and_every_figure_is_there_and_no_line_is_wider_than_the_terminal(width: int) -> None:
    found = shown(Screen(CASES, ROWS, ("small", "small", "large"), "In order of: members"), width)
    assert max(map(len, found)) <= width
    words = " ".join(found)
    for word in ("Harbour", "Tanneries", "stakeholders", "9", "21", "16"):
        assert word in words


def test_a_narrow_terminal_gets_the_columns_in_blocks_with_the_rows_named_again() -> None:
    found = shown(Screen(tuple("abcdef"), (Row("Row", ("10000", "20000", "30000", "40000", "50000", "60000")),)), 30)
    assert [line for line in found if line.startswith("Row")] == ["Row  10000  20000  30000", "Row  40000  50000  60000"]
    assert found.count("") == 1


def test_bands_stand_in_brackets_over_the_columns_that_they_span() -> None:
    screen = Screen(("aaaa", "bbbb", "cccc"), (Row("Row", ("1", "2", "3")),), ("low", "low", "high"), "size")
    assert shown(screen, 80)[0] == "size  [low]         [high]"
    assert shown(Screen(("aaaaaaaa", "b"), (Row("R", ("1", "2")),), ("x", ""), "size"), 80)[0] == "size  [x]"


def test_words_are_flush_left_and_figures_flush_right() -> None:
    found = shown(Screen(("head", "head"), (Row("R", ("yes", "12")), Row("S", ("not yet read", "?")))), 80)
    assert found == ["   head          head", "R  yes             12", "S  not yet read     ?"]


def test_a_long_name_without_spaces_is_broken_at_its_underscores_first() -> None:
    found = shown(Screen(("A6_observation_comite",), (Row("R", ("1",)),)), 80)
    assert [line.strip() for line in found[:-1]] == ["A6_", "observation_", "comite"]
    assert any("aaaaaaaaaaaaaa" in line for line in shown(Screen(("a" * 40,), (Row("R", ("1",)),)), 80))


def test_long_cells_are_broken_too() -> None:
    [first, second] = shown(Screen(("c",), (Row("R", ("against 6, ambivalent 1, (no value) 1",)),)), 80)[1:]
    assert (first.split(maxsplit=1)[1], second.strip()) == ("against 6, ambivalent 1,", "(no value) 1")


def test_a_matrix_without_rows_or_columns_is_shown_as_such() -> None:
    assert shown(Screen((), ()), 80) == []
    assert shown(Screen(("a",), ()), 80) == ["   a"]
