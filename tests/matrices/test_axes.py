"""What rows and columns may be, on small studies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.matrices import NO_VALUE, Attribute, Codes, Units, Values, omissions, tabulate

if TYPE_CHECKING:
    from .conftest import Sheet

Q, P = "interviewer", "participant"
ACTOR, SPOKEN_FOR, CONTROVERSY, STANCE = 20, 21, 22, 23
CITY, COMMITTEE, ALLEY, PARKING, FOR, AGAINST = 1, 2, 5, 6, 8, 9


def test_codes_come_in_the_codebooks_order_without_the_reserved_ones(sheet: Sheet) -> None:
    sheet.code(9, reserved=True)
    sheet.code(4)
    assert tabulate(sheet.layer(), Codes(), Units("case")).rows == (1, 2, 3, 4)


def test_an_attribute_of_a_person_holds_across_documents(sheet: Sheet) -> None:
    """Person 1 (a woman) speaks in both documents, person 2 (a man) in one, 3 (not known) in the other; the interviewer has no column."""
    sheet.interview(1, [(Q, None, "Et vous ?"), (P, 1, "On plante."), (P, 2, "On arrose.")])
    sheet.interview(2, [(P, 1, "Je plante."), (P, 3, "Moi non.")])
    for document, words in ((1, "plante"), (2, "plante"), (1, "arrose"), (2, "non")):
        sheet.coding(1, document, words)
    table = tabulate(sheet.layer(), Codes((1,)), Attribute("person", {1: "woman", 2: "man"}))
    assert table.columns == ("woman", "man", NO_VALUE)
    assert table.segments().cells.tolist() == [[2, 1, 1]]
    assert table.eligible.tolist() == [4, 2, 2]


def test_an_attribute_that_all_have_makes_no_column_without_value(sheet: Sheet) -> None:
    sheet.interview(1, [(Q, None, "Et vous ?"), (P, 1, "On plante.")], case=1)
    assert tabulate(sheet.layer(), Codes((1,)), Attribute("person", {1: "woman"})).columns == ("woman",)


def test_attributes_of_documents_and_of_cases(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    sheet.interview(2, [(P, 1, "On plante.")], case=1)
    sheet.interview(3, [(P, 2, "On plante.")], case=2)
    for document in (1, 2, 3):
        sheet.coding(1, document, "plante")
    years = tabulate(sheet.layer(), Codes((1,)), Attribute("document", {1: 2019, 2: 2021, 3: 2021}))
    assert (years.columns, years.segments().cells.tolist()) == ((2019, 2021), [[1, 2]])
    sizes = tabulate(sheet.layer(), Codes((1,)), Attribute("case", {1: "small", 2: "large"}, order=("large", "small")))
    assert (sizes.columns, sizes.segments().cells.tolist()) == (("large", "small"), [[1, 2]])


def test_a_document_of_several_cases_is_split_by_turn(sheet: Sheet) -> None:
    """Persons 1 and 2 are of cases 1 and 2, person 3 of none: three words of nobody's case are listed, and so is the coding of them."""
    sheet.interview(1, [(P, 1, "On plante."), (P, 2, "On arrose."), (P, 3, "Moi non plus.")], case=None, cases={1: 1, 2: 2})
    sheet.coding(1, 1, "plante", "arrose")
    stray = sheet.coding(1, 1, "non plus")
    table = tabulate(sheet.layer(), Codes((1,)), Units("case"))
    assert table.columns == (1, 2)
    assert table.segments().cells.tolist() == [[1, 1]]
    assert table.words().cells.tolist() == [[1, 2]]
    assert omissions(table).unassigned_words == {1: 3}
    assert omissions(table).outside == (stray,)


def test_a_register_by_codes(sheet: Sheet) -> None:
    """The city is named twice in one passage with code 2 and once with code 3; fields of two codes show one register."""
    sheet.interview(1, [(P, 1, "La ville plante et le comité arrose tout.")])
    sheet.coding(2, 1, "La ville", values=[(ACTOR, CITY)])
    sheet.coding(2, 1, "ville plante", values=[(ACTOR, CITY), (SPOKEN_FOR, CITY)])
    sheet.coding(3, 1, "ville", values=[(SPOKEN_FOR, CITY)])
    sheet.coding(3, 1, "comité arrose", values=[(ACTOR, COMMITTEE)])
    sheet.coding(3, 1, "tout")
    table = tabulate(sheet.layer(), Values((ACTOR, SPOKEN_FOR)), Codes())
    assert (table.rows, table.columns) == ((CITY, COMMITTEE), (1, 2, 3))
    assert table.codings().cells.tolist() == [[3, 2, 1], [1, 0, 1]]
    assert table.segments().cells.tolist() == [[1, 1, 1], [1, 0, 1]]
    assert table.words().cells.tolist() == [[3, 3, 1], [2, 0, 2]]
    assert table.over_columns().codings().cells.tolist() == [[3], [1]]
    assert table.over_rows().words().cells.tolist() == [[5, 3, 3]]


def test_actors_by_controversies_with_stances_told_apart(sheet: Sheet) -> None:
    """The city is for the alley in two passages, against it in one; the committee has no stance; what names no controversy is listed."""
    sheet.interview(1, [(P, 1, "Oui ici, oui là, non partout. Bof. Rien.")])
    yes = sheet.coding(2, 1, "Oui ici", values=[(ACTOR, CITY), (CONTROVERSY, ALLEY), (STANCE, FOR)])
    again = sheet.coding(2, 1, "oui là", values=[(ACTOR, CITY), (CONTROVERSY, ALLEY), (STANCE, FOR)])
    no = sheet.coding(2, 1, "non partout", values=[(ACTOR, CITY), (CONTROVERSY, ALLEY), (STANCE, AGAINST)])
    sheet.coding(2, 1, "Bof", values=[(ACTOR, COMMITTEE), (CONTROVERSY, PARKING)])
    bare = sheet.coding(2, 1, "Rien", values=[(ACTOR, COMMITTEE)])
    table = tabulate(sheet.layer(), Values((ACTOR,)), Values((CONTROVERSY,)), each=Values((STANCE,)))
    assert table.segments().cells.tolist() == [[{FOR: 2, AGAINST: 1}, {}], [{}, {NO_VALUE: 1}]]
    assert table.segments().evidence(0, 0) == (yes, again, no)
    assert table.incomplete == (bare,)


def test_actors_by_cases_with_stances_told_apart(sheet: Sheet) -> None:
    for case, stance in ((1, FOR), (2, AGAINST)):
        sheet.interview(case, [(P, case, "La ville.")], case=case)
        sheet.coding(2, case, "ville", values=[(ACTOR, CITY), (STANCE, stance)])
    table = tabulate(sheet.layer(), Values((ACTOR,)), Units("case"), each=Values((STANCE,)))
    assert table.codings().cells.tolist() == [[{FOR: 1}, {AGAINST: 1}]]
    assert table.codings().evidence(0, 1) == (2,)
    assert [step.document for step in table.codings().steps(0, 1)] == [2]


def test_documents_and_cases_restrict_what_is_counted_and_what_it_is_divided_by(sheet: Sheet) -> None:
    """Person 1 speaks 2, 4 and 8 words in three documents of two cases, with one coded word in each."""
    for document, words, case in ((1, 2, 1), (2, 4, 1), (3, 8, 2)):
        sheet.interview(document, [(P, 1, "plante " * words)], case=case)
        sheet.coding(1, document, "plante")
    layer = sheet.layer()
    for wish, share in (
        ({}, 3 / 14),
        ({"documents": [1, 2]}, 2 / 6),
        ({"cases": [2]}, 1 / 8),
        ({"documents": [1, 3], "cases": [1]}, 1 / 2),
    ):
        table = tabulate(layer, Codes((1,)), Units("person"), **wish)
        assert table.share().value(0, 0) == share
        assert omissions(table).unassigned_words == {}
    assert tabulate(layer, Codes((1,)), Units("document"), cases=[1]).columns == (1, 2)


def test_a_document_without_turns_says_that_all_its_words_count(sheet: Sheet) -> None:
    sheet.interview(1, [(P, None, "Le comité plante.")])
    sheet.study["documents"][0]["unturned"] = True
    table = tabulate(sheet.layer(), Codes((1,)), Units("case"))
    assert table.eligible.tolist() == [3]
    assert omissions(table).unturned == (1,)
