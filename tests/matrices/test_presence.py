"""Asked and absent, not asked and not yet read are three different things."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.matrices import Attribute, Codes, OutOf, Presence, Units, Values, contradicted, tabulate

if TYPE_CHECKING:
    from .conftest import Sheet

Q, P, UNKNOWN = "interviewer", "participant", "unknown"
YES, NO, NOT_ASKED, NOT_READ = Presence.YES, Presence.NO, Presence.NOT_ASKED, Presence.NOT_READ


def column(sheet: Sheet, columns: Units | Attribute, *, coder: int = 1) -> list[list[object]]:
    """Presence of the codes 1, 2 and 3, row by row."""
    return tabulate(sheet.layer(coder), Codes((1, 2, 3)), columns).presence().cells.tolist()


def test_yes_no_and_not_yet_read(sheet: Sheet) -> None:
    """Case 1 was read and has code 2; case 2 was read only in part; nobody has read case 3."""
    for case in (1, 2, 3):
        sheet.interview(case, [(P, case, "On plante. On arrose.")], case=case)
    sheet.coding(2, 1, "plante")
    sheet.read(1)
    sheet.read(2, "On plante.")
    assert column(sheet, Units("case")) == [[YES, NOT_READ, NOT_READ], [YES, NOT_READ, NOT_READ], [NO, NOT_READ, NOT_READ]]


def test_parts_read_one_after_the_other_make_a_whole(sheet: Sheet) -> None:
    """The question need not be read; the two answers overlap in what was read."""
    sheet.interview(1, [(P, 1, "On plante."), (Q, None, "Et puis ?"), (P, 1, "On arrose.")])
    sheet.read(1, "On plante.")
    sheet.read(1, "On arrose")
    assert column(sheet, Units("case")) == [[NO], [NO], [NO]]


def test_no_needs_a_reading_by_this_coder(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.read(1, coder=2)
    assert column(sheet, Units("case"), coder=1)[0] == [NOT_READ]
    assert column(sheet, Units("case"), coder=2)[0] == [NO]


def test_no_needs_a_codebook_that_contains_the_code(sheet: Sheet) -> None:
    """Code 4 came with version 2: a reading under version 1 says nothing of it."""
    sheet.code(4, version=2)
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.read(1, version=1)
    assert tabulate(sheet.layer(), Codes((1, 4)), Units("case")).presence().cells.tolist() == [[NO], [NOT_READ]]
    sheet.read(1, version=3)
    assert tabulate(sheet.layer(), Codes((1, 4)), Units("case")).presence().cells.tolist() == [[NO], [NO]]


def test_not_asked_in_a_case_holds_for_its_documents_and_its_persons_and_for_the_codes_below(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    sheet.interview(2, [(P, 2, "On plante.")], case=2)
    sheet.read(1)
    sheet.read(2)
    sheet.not_asked(1, case=1)
    for of in ("case", "document", "person"):
        assert column(sheet, Units(of)) == [[NOT_ASKED, NO]] * 3
    assert column(sheet, Attribute("case", {1: "north", 2: "north"})) == [[NO]] * 3


def test_not_asked_in_a_document_leaves_the_rest_of_its_case(sheet: Sheet) -> None:
    """A child marked in document 1: its parent was asked about, and the case has another document."""
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.interview(2, [(P, 2, "On plante.")])
    sheet.read(1)
    sheet.read(2)
    sheet.not_asked(2, document=1)
    assert column(sheet, Units("document")) == [[NO, NO], [NOT_ASKED, NO], [NO, NO]]
    assert column(sheet, Units("case")) == [[NO]] * 3
    table = tabulate(sheet.layer(), Codes((1, 2)), Units("case"))
    assert [table.documents().value(row, 0) for row in (0, 1)] == [OutOf(0, 2), OutOf(0, 1)]


def test_a_case_without_any_text_keeps_its_mark(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    sheet.not_asked(3, case=9)
    assert column(sheet, Units("case", (1, 9))) == [[NOT_READ, NOT_READ], [NOT_READ, NOT_READ], [NOT_READ, NOT_ASKED]]


def test_a_segment_is_a_yes_whatever_was_marked_and_the_contradiction_is_listed(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=5)
    sheet.coding(2, 1, "plante")
    sheet.not_asked(2, case=5)
    table = tabulate(sheet.layer(), Codes(), Units("case"))
    assert table.presence().cells.tolist() == [[YES], [YES], [NOT_READ]]
    assert contradicted(table) == [(2, 5)]


def test_nobody_can_say_no_while_a_speakers_role_is_unknown(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante."), (UNKNOWN, None, "On arrose.")])
    sheet.read(1)
    sheet.coding(2, 1, "plante")
    assert column(sheet, Units("case")) == [[YES], [YES], [NOT_READ]]


def test_documents_with_a_segment_that_were_not_read_whole_are_in_neither_number(sheet: Sheet) -> None:
    """A yes is known of document 2 too, but to count it and not the silent half of its kind would flatter the share."""
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.interview(2, [(P, 2, "On plante. On arrose.")])
    sheet.coding(1, 1, "plante")
    sheet.coding(1, 2, "plante")
    sheet.read(1)
    assert tabulate(sheet.layer(), Codes((1,)), Units("case")).documents().value(0, 0) == OutOf(1, 1)


def test_presence_is_refused_for_rows_of_values(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.coding(1, 1, "plante", values=[(20, 7)])
    with pytest.raises(UsageError, match="Choose another measure"):
        tabulate(sheet.layer(), Values((20,)), Units("case")).presence()
    with pytest.raises(UsageError):
        tabulate(sheet.layer(), Values((20,)), Codes()).documents()
