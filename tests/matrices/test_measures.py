"""Each measure on small interviews, counted by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from toolkit.matrices import ALL, Codes, Matrix, OutOf, Refused, Step, Units, omissions, tabulate

if TYPE_CHECKING:
    from .conftest import Sheet

CASES = Units("case")
Q, P, UNKNOWN = "interviewer", "participant", "unknown"


def figures(sheet: Sheet, columns: Any = CASES, code: int = 1, **wish: Any) -> dict[str, Any]:
    """The cell of one code in the first column, by measure."""
    table = tabulate(sheet.layer(), Codes((code,)), columns, **wish)
    return {measure: table.matrix(measure).value(0, 0) for measure in ("codings", "segments", "turns", "words", "share", "rate")}


def row(matrix: Matrix) -> list[object]:
    """The first row, as plain values."""
    return [matrix.value(0, column) for column in range(len(matrix.columns))]


def one_letter_words(sheet: Sheet, *spans: tuple[int, int, int]) -> None:
    """One turn of 400 words of one letter; codings (code, from word, to word)."""
    sheet.interview(1, [(P, 1, "a " * 400)])
    label = len("P1 : ")
    for code, start, end in spans:
        sheet.span(code, 1, label + 2 * start, label + 2 * end)


def test_union_before_counting(sheet: Sheet) -> None:
    """(0,60), (40,100), (300,320): 3 codings and 140 words if summed; 2 segments and 120 words in the union."""
    one_letter_words(sheet, (1, 0, 60), (1, 40, 100), (1, 300, 320))
    assert figures(sheet) == {"codings": 3, "segments": 2, "turns": 1, "words": 120, "share": 120 / 400, "rate": 1000 * 2 / 400}


def test_a_parent_is_the_union_of_its_children(sheet: Sheet) -> None:
    """Children {(0,30), (200,240)} and {(20,50), (200,240)}: 4 codings and 140 words if summed; the parent has 2 segments and 90 words."""
    one_letter_words(sheet, (2, 0, 30), (2, 200, 240), (3, 20, 50), (3, 200, 240))
    assert figures(sheet, code=1) == {"codings": 4, "segments": 2, "turns": 1, "words": 90, "share": 90 / 400, "rate": 5.0}
    assert figures(sheet, code=2) == {"codings": 2, "segments": 2, "turns": 1, "words": 70, "share": 70 / 400, "rate": 5.0}


def test_a_parent_has_its_own_codings_too_and_a_grandchild_counts(sheet: Sheet) -> None:
    sheet.code(4, parent=3)
    one_letter_words(sheet, (1, 0, 10), (4, 5, 20))
    assert figures(sheet, code=1)["words"] == 20
    assert figures(sheet, code=3)["words"] == 15
    assert figures(sheet, code=2)["words"] == 0


def test_an_interviewers_words_do_not_count(sheet: Sheet) -> None:
    """A coding over a question and its answer has only the answer's 3 words; the interview has 5 eligible words."""
    sheet.interview(1, [(Q, None, "Et la ruelle ?"), (P, 1, "On plante partout. Chaque printemps.")])
    sheet.coding(1, 1, "Et la ruelle", "On plante partout")
    assert figures(sheet) == {"codings": 1, "segments": 1, "turns": 1, "words": 3, "share": 3 / 5, "rate": 200.0}


def test_a_coding_of_the_interviewer_alone_counts_in_codings_only_and_is_listed(sheet: Sheet) -> None:
    sheet.interview(1, [(Q, None, "Et la ruelle ?"), (P, 1, "On plante.")])
    silent = sheet.coding(1, 1, "Et la ruelle")
    assert figures(sheet) == {"codings": 1, "segments": 0, "turns": 0, "words": 0, "share": 0.0, "rate": 0.0}
    assert omissions(tabulate(sheet.layer(), Codes(), CASES)).without_participant_words == (silent,)


def test_a_coding_of_a_label_is_in_the_documents_case(sheet: Sheet) -> None:
    """`P1 :` is a header, no speech: the coding meets no turn and belongs to the document and to its case, but to no person."""
    sheet.interview(1, [(P, 1, "On plante.")], case=7)
    sheet.coding(1, 1, "P1 :")
    assert [figures(sheet, Units(of))["codings"] for of in ("case", "document", "person")] == [1, 1, 0]
    assert figures(sheet)["segments"] == 0


def test_words_inside_an_aside_do_not_count(sheet: Sheet) -> None:
    """Six words are written; the three inside the brackets are the transcriber's. Across the brackets two codings stay two segments."""
    sheet.interview(1, [(P, 1, "On plante (elle rit fort) partout.")])
    sheet.coding(1, 1, "On plante")
    sheet.coding(1, 1, "partout")
    assert figures(sheet) == {"codings": 2, "segments": 2, "turns": 1, "words": 3, "share": 1.0, "rate": 2000 / 3}
    sheet.coding(1, 1, "(elle rit fort)")
    assert figures(sheet) == {"codings": 3, "segments": 1, "turns": 1, "words": 3, "share": 1.0, "rate": 1000 / 3}


@pytest.mark.parametrize(("between", "segments"), [(" ", 1), ("  \t", 1), ("\u00a0", 1), ("", 1), (", ", 2), (" et ", 2)])
def test_only_white_space_joins(sheet: Sheet, between: str, segments: int) -> None:
    """Two codings with `between` between them, and nothing of them overlaps."""
    sheet.interview(1, [(P, 1, f"planter{between}arroser")])
    start = len("P1 : ")
    sheet.span(1, 1, start, start + 7)
    sheet.span(1, 1, start + 7 + len(between), start + 14 + len(between))
    assert figures(sheet)["segments"] == segments


def test_a_word_belongs_to_a_coding_if_its_first_character_does(sheet: Sheet) -> None:
    """`peut-être` is one word: coded from `être` it is not in, coded to `peut` it is."""
    sheet.interview(1, [(P, 1, "oui peut-être demain")])
    sheet.coding(2, 1, "être demain")
    sheet.coding(3, 1, "oui peut")
    assert figures(sheet, code=2)["words"] == 1
    assert figures(sheet, code=3)["words"] == 2


def test_neighbouring_turns_are_two_segments_unless_a_coding_spans_them(sheet: Sheet) -> None:
    """Coded turn by turn: 2 segments. A third coding over both joins them: 1 segment, still 2 turns and 4 words."""
    sheet.interview(1, [(P, 1, "On plante."), (P, 2, "On arrose.")])
    sheet.coding(1, 1, "On plante.")
    sheet.coding(1, 1, "On arrose.")
    assert figures(sheet) == {"codings": 2, "segments": 2, "turns": 2, "words": 4, "share": 1.0, "rate": 500.0}
    sheet.coding(1, 1, "plante", "arrose")
    assert figures(sheet) == {"codings": 3, "segments": 1, "turns": 2, "words": 4, "share": 1.0, "rate": 250.0}


def test_a_segment_over_several_turns_counts_once_in_its_document_and_once_for_each_person_it_reaches(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante."), (Q, None, "Et puis ?"), (P, 2, "On arrose."), (P, 3, "Moi non.")])
    sheet.coding(1, 1, "plante", "arrose")
    layer = sheet.layer()
    assert row(tabulate(layer, Codes((1,)), Units("document")).segments()) == [1]
    assert row(tabulate(layer, Codes((1,)), Units("person")).segments()) == [1, 1, 0]
    assert row(tabulate(layer, Codes((1,)), Units("person")).turns()) == [1, 1, 0]
    assert row(tabulate(layer, Codes((1,)), Units("person")).words()) == [1, 2, 0]


def test_layers_are_never_summed(sheet: Sheet) -> None:
    """Two coders with the same passage: each layer has one segment, and none has two."""
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.coding(1, 1, "plante", coder=1)
    sheet.coding(1, 1, "plante", coder=2)
    for coder, segments in ((1, 1), (2, 1), (3, 0)):
        assert row(tabulate(sheet.layer(coder), Codes((1,)), CASES).segments()) == [segments]


def test_unequal_length_is_said_by_eligible_words_and_evened_out_by_the_rate(sheet: Sheet) -> None:
    """One segment in 4 words and one in 20."""
    sheet.interview(1, [(P, 1, "plante " * 4)], case=1)
    sheet.interview(2, [(P, 2, "plante " * 20)], case=2)
    sheet.coding(1, 1, "plante")
    sheet.coding(1, 2, "plante")
    rate = tabulate(sheet.layer(), Codes((1,)), CASES).rate()
    assert rate.eligible.tolist() == [4, 20]
    assert row(rate) == [250.0, 50.0]


def test_share_and_rate_are_refused_while_a_speakers_role_is_unknown(sheet: Sheet) -> None:
    """Somebody unknown speaks in document 2: case 2 needs it and is refused by name, case 1 is counted."""
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    sheet.interview(2, [(P, 2, "On arrose."), (UNKNOWN, None, "Beaucoup !")], case=2)
    sheet.coding(1, 2, "arrose", "Beaucoup")
    table = tabulate(sheet.layer(), Codes((1,)), CASES)
    assert row(table.share()) == [0.0, Refused((2,))]
    assert row(table.rate()) == [0.0, Refused((2,))]
    assert row(table.words()) == [0, 1]
    assert row(table.over_columns().share()) == [Refused((2,))]


def test_a_unit_without_words_has_no_share(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")], case=1)
    matrix = tabulate(sheet.layer(), Codes((1,)), Units("case", (1, 9))).share()
    assert row(matrix) == [0.0, None]


def test_totals_are_unions_and_not_sums(sheet: Sheet) -> None:
    """One coding over two persons' turns: 1 segment for each, and 1, not 2, for both; one passage with two codes is 1 segment of both."""
    sheet.interview(1, [(P, 1, "On plante."), (P, 2, "On arrose.")])
    sheet.coding(2, 1, "plante", "On arrose")
    sheet.coding(3, 1, "plante", "On arrose")
    table = tabulate(sheet.layer(), Codes((2, 3)), Units("person"))
    assert table.segments().cells.tolist() == [[1, 1], [1, 1]]
    assert table.over_columns().segments().cells.tolist() == [[1], [1]]
    assert table.over_columns().columns == (ALL,)
    assert table.over_rows().words().cells.tolist() == [[1, 2]]
    assert table.over_rows().over_columns().segments().cells.tolist() == [[1]]


def test_every_cell_can_be_recounted_from_its_steps_and_its_evidence(sheet: Sheet) -> None:
    """The steps' words sum to `words`, their turns are `turns`, their segment numbers are `segments`."""
    text = sheet.interview(1, [(P, 1, "On plante et on arrose."), (Q, None, "Oui ?"), (P, 1, "Partout.")])
    first = sheet.coding(2, 1, "On plante")
    second = sheet.coding(3, 1, "plante et")
    over = sheet.coding(1, 1, "arrose.", "Partout")
    silent = sheet.coding(1, 1, "Oui")
    table = tabulate(sheet.layer(), Codes((1,)), CASES)
    on, partout = text.index("On"), text.index("Partout")
    arrose = text.index("arrose")
    assert table.words().steps(0, 0) == [
        Step(1, 2, on, on + len("On plante et"), 3, 1),
        Step(1, 2, arrose, arrose + len("arrose."), 1, 2),
        Step(1, 6, partout, partout + len("Partout"), 1, 2),
    ]
    assert (table.words().value(0, 0), table.turns().value(0, 0), table.segments().value(0, 0)) == (5, 2, 2)
    assert table.words().evidence(0, 0) == (first, second, over)
    assert table.codings().evidence(0, 0) == (first, second, over, silent)


def test_a_study_without_anything_has_an_empty_matrix(sheet: Sheet) -> None:
    for measure in ("codings", "segments", "words", "share", "presence", "documents"):
        assert tabulate(sheet.layer(), Codes(), CASES).matrix(measure).cells.shape == (3, 0)


def test_a_coding_of_an_unknown_code_is_not_dropped_in_silence(sheet: Sheet) -> None:
    sheet.interview(1, [(P, 1, "On plante.")])
    sheet.coding(99, 1, "plante")
    for measure in ("codings", "words"):
        with pytest.raises(ValueError, match="code 99"):
            tabulate(sheet.layer(), Codes(), CASES).matrix(measure)


def test_a_coding_outside_its_text_is_not_counted_in_another(sheet: Sheet) -> None:
    text = sheet.interview(1, [(P, 1, "On plante.")])
    sheet.interview(2, [(P, 1, "On plante.")])
    sheet.span(1, 1, 0, len(text) + 20)
    assert row(tabulate(sheet.layer(), Codes((1,)), Units("document")).words()) == [2, 0]
    sheet.span(1, 1, -1, 4)
    with pytest.raises(ValueError, match="outside the text of document 1"):
        tabulate(sheet.layer(), Codes((1,)), Units("document")).words()


def test_documents_and_persons_are_out_of_those_read_whole(sheet: Sheet) -> None:
    """Three persons, two documents, one case. Document 1 is read whole, of document 2 only what person 3 says; person 2 is in both."""
    sheet.interview(1, [(P, 1, "On plante."), (P, 2, "Moi non.")])
    sheet.interview(2, [(P, 2, "Rien."), (P, 3, "On plante aussi.")])
    sheet.coding(1, 1, "plante")
    sheet.coding(1, 2, "plante")
    sheet.read(1)
    sheet.read(2, "On plante aussi.")
    table = tabulate(sheet.layer(), Codes((1,)), CASES)
    assert row(table.documents()) == [OutOf(1, 1)]
    assert row(table.persons()) == [OutOf(2, 2)]
    sheet.read(2, "Rien.")
    table = tabulate(sheet.layer(), Codes((1,)), CASES)
    assert row(table.documents()) == [OutOf(2, 2)]
    assert row(table.persons()) == [OutOf(2, 3)]
