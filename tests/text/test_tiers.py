"""ELAN's tab export, put in the order of time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.tiers import in_time_order
from toolkit.text.turns import find_turns

EXPORT = """Marie\t00:00:01.000\t00:00:04.000\tUn.
Marie\t00:00:09.000\t00:00:10.000\tQuatre
et encore.
Jean\t00:00:03.500\t00:00:05.000\tDeux.
Jean\t00:00:05.000\t00:00:06.000\tTrois.
"""


def test_rows_stand_in_the_order_of_their_begins_with_the_lines_that_belong_to_them() -> None:
    ordered = in_time_order("Comité\n" + EXPORT)
    assert ordered.splitlines() == ["Comité", *(EXPORT.splitlines()[number] for number in (0, 3, 4, 1, 2))]
    speech = [turn for turn in find_turns(ordered).turns if turn.kind == "speech"]
    assert [(turn.speaker, turn.start_ms) for turn in speech] == [("Marie", 1000), ("Jean", 3500), ("Jean", 5000), ("Marie", 9000)]


def test_a_text_in_order_is_left_as_it_is() -> None:
    ordered = in_time_order(EXPORT)
    assert in_time_order(ordered) == ordered


@pytest.mark.parametrize(
    "text",
    ["", "\n", "Marie : Un.\nJean : Deux.", "Marie\t9\t4\toui\nJean\t3\t5\tnon", "Note\nNote\nNote\nMarie\t9\t10\tDeux.\nJean\t3\t5\tUn."],
)
def test_another_text_is_left_as_it_is(text: str) -> None:
    assert in_time_order(text) == text


ROWS = st.builds("{}\t{}\t{}\t{}".format, st.sampled_from("AB"), st.integers(0, 50), st.integers(50, 99), st.text("ab \t", max_size=4))


@given(st.lists(st.one_of(ROWS, st.text("a1\t", max_size=4)), max_size=12))
def test_no_line_is_lost(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert sorted(in_time_order(text).split("\n")) == sorted(text.split("\n"))
