"""Texts in which nobody is named: paragraphs with the times before them and the notes in them."""

from __future__ import annotations

import pytest

from toolkit.text.plain import paragraph_turns

Piece = tuple[str, str, int | None, int | None]


def pieces(text: str) -> list[Piece]:
    return [(turn.kind, text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in paragraph_turns(text)]


@pytest.mark.parametrize("stamp", ["[00:02:00]", "#00:02:00#", "(2:00)", "{00:02:00}", "00:02:00\t", "2:00", "[120]", "120\t"])
def test_times_before_paragraphs_are_headers(stamp: str) -> None:
    text = f"0:00:05 Un (rires) deux.\n\n{stamp} Trois."
    assert pieces(text) == [
        ("header", "0:00:05", None, None),
        ("speech", "Un (rires) deux.", 5000, None),
        ("aside", "(rires)", None, None),
        ("header", stamp.strip(), None, None),
        ("speech", "Trois.", 120_000, None),
    ]


def test_a_time_alone_on_its_line_is_that_of_the_paragraph_below() -> None:
    text = "[0:05 - 0:09]\nUn.\nDeux.\n\n[0:10]\n  Trois."
    assert pieces(text) == [
        ("header", "[0:05 - 0:09]", None, None),
        ("speech", "Un.", 5000, 9000),
        ("speech", "Deux.", None, None),
        ("header", "[0:10]", None, None),
        ("speech", "Trois.", 10_000, None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "17:30 Arrivée.\n17:45 Les parents.\n18:00 Fin.",
        "0:05 Un.\n0:03 Deux.",
        "0:05 Un.\n0:09 Deux.\nTrois.\nQuatre.\nCinq.\nSix.\nSept.",
        "0:05 Un.",
        "1\tUn.\n2\tDeux.\n3\tTrois.",
        "12 personnes sont là.\n15 partent.",
    ],
)
def test_times_of_day_and_numbers_are_part_of_notes(text: str) -> None:
    assert [(kind, piece) for kind, piece, *_ in pieces(text)] == [("speech", line) for line in text.splitlines()]


def test_a_blank_text_has_none() -> None:
    assert paragraph_turns(" \n\n") == ()
