"""A matrix as people get it: data frames, notes, ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.matrices import MEASURES, Codes, Presence, Rating, Refused, Units, label, lay_out_ratings, notes, rule, tabulate

if TYPE_CHECKING:
    from .conftest import Sheet

Q, P, UNKNOWN = "interviewer", "participant", "unknown"


def test_a_data_frame_has_names_and_plain_values(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    sheet.interview(2, [(P, 1, "On plante."), (UNKNOWN, None, "Non.")], case=2)
    sheet.coding(2, 1, "plante")
    table = tabulate(sheet.layer(), Codes((1, 2)), Units("case"))
    frame = table.share().to_frame(rows={1: "Conditions"}, columns={1: "Verdun", 2: "Lachine"})
    assert frame.index.tolist() == ["Conditions", 2]
    assert frame.to_dict("list") == {"Verdun": [0.5, 0.5], "Lachine": [Refused((2,)), Refused((2,))]}
    assert table.presence().to_frame().to_dict("list") == {1: [Presence.YES] * 2, 2: [Presence.NOT_READ] * 2}


def test_every_measure_has_a_name_and_a_rule() -> None:
    assert [bool(label(measure) and rule(measure)) for measure in MEASURES] == [True] * 9


def test_notes_say_what_a_matrix_leaves_out(sheet: Sheet) -> None:
    sheet.interview(1, [(Q, None, "Et la ruelle ?"), (P, 1, "On plante."), (UNKNOWN, None, "Non.")])
    sheet.coding(1, 1, "ruelle")
    table = tabulate(sheet.layer(), Codes(), Units("person"))
    assert notes(table.codings()) == ("1 coding belongs to no column.",)
    assert notes(table.words()) == (
        "In 1 document a speaker's role is unknown: the words of that speaker do not count yet. Say who the interviewer is.",
        "1 coding has no participant's word and does not count here.",
        "1 coding belongs to no column.",
    )
    assert notes(tabulate(sheet.layer(), Codes(), Units("case")).share())[0].startswith(
        "In 1 document a speaker's role is unknown: cells that need it"
    )


def test_a_matrix_that_leaves_out_nothing_has_no_notes(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.coding(1, 1, "plante")
    table = tabulate(sheet.layer(), Codes(), Units("case"))
    assert [notes(table.matrix(measure)) for measure in MEASURES] == [()] * 9


def test_ratings_by_case() -> None:
    """Nobody has judged case 2 on code 5."""
    strong, stale = Rating(4, 1, "A", (10, 11), (12,)), Rating(4, 2, "C", (), (13,), stale=True)
    matrix = lay_out_ratings([stale, strong, Rating(5, 1, "B")], codes=[4, 5], cases=[1, 2])
    assert matrix.cells == ((strong, stale), (Rating(5, 1, "B"), None))


def test_two_ratings_of_one_case_on_one_code_need_a_choice() -> None:
    with pytest.raises(UsageError, match="Choose one coder and one period"):
        lay_out_ratings([Rating(4, 1, "A"), Rating(4, 1, "B")], codes=[4], cases=[1])
