"""Tables narrowed to persons and to one of the values that they tell apart; the units that a count of them is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices import ALL, Codes, Member, OutOf, Units, Values, among_persons, in_scope, members_of, of_part, tabulate

if TYPE_CHECKING:
    from .conftest import Sheet

Q, P = "interviewer", "participant"


def test_among_persons_their_words_alone_are_counted_and_divided_by(sheet: Sheet) -> None:
    sheet.interview(1, [(Q, None, "Et vous ?"), (P, 1, "un deux"), (P, 2, "trois quatre cinq six")])
    sheet.coding(2, 1, "un")
    sheet.coding(2, 1, "trois")
    sheet.coding(2, 1, "Et")
    table = tabulate(sheet.layer(), Codes((2,)), Units("case"))
    assert (table.codings().value(0, 0), table.share().value(0, 0)) == (3, 2 / 6)
    narrowed = among_persons(table, {2})
    assert (narrowed.codings().value(0, 0), narrowed.share().value(0, 0)) == (1, 1 / 4)
    assert narrowed.eligible.tolist() == [4]
    assert among_persons(table, set()).codings().value(0, 0) == 0


def test_in_scope_counts_also_what_is_in_no_column(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "un deux")], case=None)
    sheet.coding(2, 1, "un")
    table = tabulate(sheet.layer(), Codes((2,)), Units("case"))
    assert (table.columns, in_scope(table).columns) == ((), (ALL,))
    assert in_scope(table).words().value(0, 0) == 1


def test_one_of_the_values_that_a_table_tells_apart_is_a_table_of_its_own(sheet: Sheet) -> None:
    """Fields 20 and 21 cross; field 30 is told apart: 7 once, 8 twice, and once nothing."""
    sheet.interview(1, [(P, 1, "un deux trois quatre")])
    for words, values in (("un", [(30, 7)]), ("deux", [(30, 8)]), ("trois", [(30, 8)]), ("quatre", [])):
        sheet.coding(2, 1, words, values=[(20, 1), (21, 1), *values])
    crossed = tabulate(sheet.layer(), Values((20,)), Values((21,)), each=Values((30,)))
    by_case = tabulate(sheet.layer(), Codes((2,)), Units("case"), each=Values((30,)))
    for table in (crossed, by_case):
        assert table.each == (7, 8, None)
        parts = [of_part(table, part) for part in range(3)]
        assert [part.evidence(0, 0) for part in parts] == [(1,), (2, 3), (4,)]
        assert [part.segments().value(0, 0) for part in parts] == [1, 1, 1]  # two and three touch
        assert table.segments().value(0, 0) == {7: 1, 8: 1, None: 1}


def test_the_documents_behind_n_of_n_are_named_also_those_that_were_not_read(sheet: Sheet) -> None:
    for document in (1, 2, 3):
        sheet.interview(document, [(P, document, "un deux")], case=1)
    sheet.coding(2, 1, "un")
    sheet.coding(2, 3, "un")
    for document in (1, 2):
        sheet.read(document)
    table = tabulate(sheet.layer(), Codes((2, 3)), Units("case"))
    matrix = table.documents()
    found = members_of(matrix, table)
    assert found[0, 0] == [Member(1, counts=True, yes=True), Member(2, counts=True, yes=False), Member(3, counts=False, yes=True)]
    assert found[1, 0] == [Member(1, counts=True, yes=False), Member(2, counts=True, yes=False)]
    assert matrix.value(0, 0) == OutOf(1, 2)
    sheet.not_asked(3, document=2)
    table = tabulate(sheet.layer(), Codes((2, 3)), Units("case"))
    assert members_of(table.documents(), table)[1, 0] == [Member(1, counts=True, yes=False)]
    assert {key: len(members) for key, members in members_of(table.persons(), table).items()} == {(0, 0): 3, (1, 0): 1}
