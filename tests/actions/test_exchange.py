"""Lines of JSON are taken over whole or listed with their number; what is written out comes in again."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import exchange, judging, registers
from toolkit.actions.exchange_out import export_lines
from toolkit.errors import UnreadableFile
from toolkit.store import codings, history, judgements, memos
from toolkit.store import registers as entries

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.actions.exchange import Taken
    from toolkit.study import Study


def take(study: Study, *lines: object, new_entries: bool = False) -> Taken:
    """Import lines, given as objects or as they are written."""
    path = study.path.with_name("lines.jsonl")
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return exchange.import_lines(study, path, new_entries=new_entries)


def made(study: Study) -> list[tuple[str, str, str]]:
    """Document, code and quote of every coding."""
    with study.read() as connection:
        keys = study.vocabulary(connection).keys
        return [(str(coding.document), keys[coding.code], coding.quote) for coding in codings.codings(connection)]


def names(study: Study, register: str) -> list[str]:
    with study.read() as connection:
        return [entry.name for entry in entries.entries(connection, register)]


WORK = {"document": "one", "code": "work", "quote": "I use a hammer"}


def test_every_type_of_line_is_taken_over_in_whatever_order(small: Study) -> None:
    taken = take(
        small,
        {"type": "rating", "case": "case one", "code": "work", "value": "B", "note": "n", "for": ["one: I use a hammer"]},
        {"type": "summary", "case": "case one", "code": "work", "text": "They use hammers."},
        {"type": "reading", "document": "one", "mode": "blind"},
        {"type": "reading", "document": "two", "start": 3, "end": 9},
        {"type": "not asked", "code": "stance", "case": "case two"},
        {"type": "not asked", "code": "work", "document": "two"},
        {"type": "memo", "about": "case", "name": "case one", "text": "noisy"},
        {"type": "memo", "about": "study", "text": "begun"},
        {**WORK, "memo": "why?"},
        {"document": "one", "code": "work.tools", "quote": "a hammer", "until": "every day,"},
        {"document": "two", "code": "stance", "quote": "I am against", "fields": {"who": "Ben", "quarrel": "hammer", "side": "against"}},
        new_entries=True,
    )
    assert taken.problems == []
    assert taken.counts == {"coding": 3, "reading": 2, "not asked": 2, "memo": 2, "rating": 1, "summary": 1}
    assert [quote for _document, _code, quote in made(small)] == ["I use a hammer", "a hammer. I use it every day,", "I am against"]
    with small.read() as connection:
        [rating] = judgements.ratings(connection)
        first = codings.codings(connection)[0]
        assert (rating.value, rating.note, rating.evidence_for) == ("B", "n", (first.uid.hex(),))
        assert first.made_by == "imported"
        assert {memo.text for memo in memos.memos(connection)} == {"noisy", "begun", "why?"}
        assert [(reading.mode, reading.start, reading.end) for reading in codings.readings(connection)][1:] == [("free", 3, 9)]
        assert not judging.stale(connection, small.vocabulary(connection), rating)


FAULTS = [
    ("{", "Column 2: this is no JSON"),
    ("[1]", "one object in braces"),
    ("[" * 5000, "no JSON that anybody writes"),
    ('{"n": ' + "9" * 5000 + "}", "no JSON that anybody writes"),
    ({"type": "sum"}, "sum is no type of line. Use one of: coding, reading"),
    ({"type": ["coding"]}, "no type of line"),
    ({"document": "one", "code": "work"}, "The line has no quote."),
    ({**WORK, "quote": None}, "The line has no quote."),
    ({**WORK, "quotes": "x"}, "Nothing reads quotes in such a line. It may have: document, code, quote, until"),
    ({**WORK, "document": 1}, "document cannot be 1"),
    ({**WORK, "quote": ["I"]}, 'quote cannot be ["I"]'),
    ({**WORK, "quote": "\ud800"}, "quote cannot be"),
    ({**WORK, "occurrence": "first"}, "occurrence cannot be"),
    ({**WORK, "fields": ["who"]}, "fields cannot be"),
    ({**WORK, "fields": {"who": {"name": "x"}}}, "fields cannot be"),
    ({**WORK, "document": "three"}, "no document three"),
    ({**WORK, "code": "wrok"}, "Did you mean “work”"),
    ({**WORK, "code": "slot"}, "empty slot"),
    ({**WORK, "quote": "I use a saw"}, "not in the text"),
    ({**WORK, "quote": "every day"}, "occurs 2 times"),
    ({**WORK, "quote": "every day", "occurrence": 3}, "occurs 2 times only"),
    ({**WORK, "quote": "And the others?", "until": "I use a hammer"}, "stands before"),
    ({**WORK, "fields": {"who": "x"}}, "work has no field who"),
    ({"document": "two", "code": "stance", "quote": "I am", "fields": {"side": "maybe"}}, "maybe is no value of side"),
    ({"document": "two", "code": "stance", "quote": "I am", "fields": {"who": ["a", "b"]}}, "takes one value"),
    ({"type": "reading", "document": "one", "mode": "fast"}, "no way of reading"),
    ({"type": "reading", "document": "one", "end": 9999}, "there is no segment 0-9999"),
    ({"type": "reading", "document": "one", "start": "3"}, "start cannot be"),
    ({"type": "rating", "case": "case one", "code": "work", "value": "Z"}, "not on the scale"),
    ({"type": "rating", "case": "case one", "code": "stance", "value": "A"}, "stance has no scale"),
    ({"type": "rating", "case": "case 9", "code": "work", "value": "A"}, "no case case 9"),
    ({"type": "rating", "case": "case one", "code": "work", "value": "A", "for": ["one: And"]}, "No coding of yours with work begins with"),
    ({"type": "rating", "case": "case one", "code": "work", "value": "A", "for": "one: And"}, "for cannot be"),
    ({"type": "summary", "case": "case one", "code": "work"}, "The line has no text."),
    ({"type": "not asked", "code": "work"}, "in a case or in a document"),
    ({"type": "not asked", "code": "work", "case": "case one", "document": "one"}, "in a case or in a document"),
    ({"type": "memo", "about": "weather", "text": "x"}, "A memo can be about"),
    ({"type": "memo", "about": "coding", "name": "ffff", "text": "x"}, "No coding has the identifier"),
]


def test_a_file_with_faults_gives_its_good_lines_and_lists_the_others_by_number(small: Study) -> None:
    lines = [line for fault, _sentence in FAULTS for line in (fault, "")]
    taken = take(small, *lines, WORK)
    assert [problem.place for problem in taken.problems] == [f"line {2 * place + 1}" for place in range(len(FAULTS))]
    for problem, (_fault, sentence) in zip(taken.problems, FAULTS, strict=True):
        assert sentence in problem.what
    assert taken.counts == {"coding": 1}
    assert [quote for _document, _code, quote in made(small)] == ["I use a hammer"]
    with small.read() as connection:
        assert (judgements.ratings(connection), judgements.marks(connection), codings.readings(connection)) == ([], [], [])


def test_a_line_that_fails_makes_no_entry_and_confirms_none(small: Study) -> None:
    with small.change("x") as change:
        entries.add_entry(change, "who", "Ben", state="proposed")
    line = {"document": "two", "code": "stance", "quote": "I am", "fields": {"who": "New", "quarrel": "noise", "side": "maybe"}}
    assert len(take(small, line, new_entries=True).problems) == 1
    assert (names(small, "who"), names(small, "quarrel")) == (["Ben"], [])
    known = {**line, "fields": {"who": "ben", "quarrel": "noise"}}
    assert "has no entry noise" in take(small, known).problems[0].what
    with small.read() as connection:
        assert [entry.state for entry in entries.entries(connection, "who")] == ["proposed"]
    assert take(small, known, new_entries=True).problems == []
    with small.read() as connection:
        assert [entry.state for entry in entries.entries(connection, "who")] == ["confirmed"]


def test_an_entry_is_found_by_name_or_alias_without_regard_to_case_and_made_once(small: Study) -> None:
    registers.add_entry(small, "who", "The Smith", ["smithy"])
    lines = [
        {"document": "two", "code": "stance", "quote": quote, "fields": {"who": who}}
        for quote, who in (("I am", "SMITHY"), ("against", "the smith"), ("neighbour", "Eve"), ("my", "eve"))
    ]
    assert take(small, *lines, new_entries=True).problems == []
    assert names(small, "who") == ["Eve", "The Smith"]


def test_the_same_lines_are_not_taken_over_twice(small: Study) -> None:
    lines = [WORK, {"type": "memo", "about": "study", "text": "x"}, {"type": "summary", "case": "case one", "code": "work", "text": "y"}]
    assert take(small, *lines).problems == []
    again = take(small, *lines)
    assert [problem.place for problem in again.problems] == ["line 1", "line 2"]
    assert len(made(small)) == 1
    assert [str(problem) for problem in take(small, {**WORK, "quote": "a hammer"}, {**WORK, "quote": "a hammer"}).problems] == [
        "lines.jsonl, line 2: You have coded this passage in this way before."
    ]
    small.work_as("eve")
    assert take(small, WORK).problems == []


def test_one_file_is_one_change_and_undone_as_one(small: Study) -> None:
    take(small, WORK, {**WORK, "quote": "a hammer"})
    with small.read() as connection:
        assert history.past_changes(connection, limit=1)[0].verb == "coding import"
    from toolkit.actions.history import undo

    undo(small)
    assert made(small) == []


def test_a_quote_may_hold_line_ends_of_other_kinds_and_accents_of_both_kinds(tmp_path: Path) -> None:
    with small_study(tmp_path, été="Q: Ça va ?\nR: L’été dernier, déjà.\n") as study:
        lines = [
            {"document": unicodedata.normalize("NFD", "été"), "code": "work", "quote": unicodedata.normalize("NFD", "l'été")},
            json.dumps({"document": "été", "code": "work", "quote": "DÉJÀ"}, ensure_ascii=False),
            '{"document": "e\\u0301te\\u0301", "code": "work", "quote": "dernier", "memo": "a\u2028b"}',
        ]
        assert take(study, *lines).problems == []
        assert [quote for _document, _code, quote in made(study)] == ["L’été", "déjà", "dernier"]


def test_a_file_that_is_not_utf_8_is_refused_with_a_sentence(small: Study) -> None:
    path = small.path.with_name("x.jsonl")
    path.write_bytes('{"document": "é"}'.encode("cp1252"))
    with pytest.raises(UnreadableFile, match=r"x\.jsonl is not written in UTF-8"):
        exchange.import_lines(small, path)
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(WORK).encode() + b"\r\n")
    assert exchange.import_lines(small, path).counts == {"coding": 1}


def test_what_one_coder_said_comes_in_again_as_anothers(coded: Study) -> None:
    judging.set_rating(coded, "case one", "work", "A", note="strong", evidence_for=[_uid_of(coded, "I use a hammer")])
    judging.set_summary(coded, "case two", "stance", "Two sides.")
    judging.mark_not_asked(coded, "work", document="two")
    code(coded, "one", "work", "every day, really")
    with coded.read() as connection:
        lines = list(export_lines(coded, connection, "ada"))
    coded.work_as("eve")
    assert take(coded, *lines).problems == []
    with coded.read() as connection:
        again = list(export_lines(coded, connection, "eve"))
    marks = [line for line in lines if '"not asked"' in line]  # a mark is of the study: ada's holds for eve, too
    assert again == [line for line in lines if line not in marks]


def _uid_of(study: Study, quote: str) -> str:
    with study.read() as connection:
        return next(coding.uid.hex() for coding in codings.codings(connection) if coding.quote == quote)
