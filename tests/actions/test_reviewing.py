"""The machine proposes, a person decides; nothing counts before, and what was decided stays decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import CODEBOOK

from toolkit.actions import codebooks, coding, comparing, documents, labels, reviewing, suggesting
from toolkit.actions.comparing import View
from toolkit.actions.history import undo
from toolkit.errors import Conflict, NotFound, Problem, UsageError
from toolkit.store import codings, findings, history
from toolkit.store import documents as texts
from toolkit.store.history import past_changes
from toolkit.suggest.cues import CueSuggester

if TYPE_CHECKING:
    from toolkit.model import Coding, Suggestion
    from toolkit.study import Study


def open_ones(study: Study, **chosen: str) -> list[Suggestion]:
    with study.read() as connection:
        return reviewing.open_suggestions(study, connection, **chosen)


def made(study: Study) -> list[Coding]:
    with study.read() as connection:
        return codings.codings(connection)


def count(study: Study) -> int:
    with study.read() as connection:
        return int(comparing.Comparison(study, connection).compare(View(measure="codings")).matrix.cells.sum())


@pytest.fixture
def suggested(small: Study) -> Study:
    """`use` and `hammer` are cues of work.tools: two sentences of the first interview, one of the second."""
    assert suggesting.suggest(small).by_code == {"work.tools": 3}
    return small


def test_suggestions_name_their_place_and_count_nowhere(suggested: Study) -> None:
    with suggested.read() as connection:
        shown = [reviewing.show(suggested, connection, found) for found in reviewing.open_suggestions(suggested, connection)]
    assert [(one.document, one.speaker, one.code, one.quote) for one in shown] == [
        ("one.txt", "R", "work.tools", "I use a hammer."),
        ("one.txt", "R", "work.tools", "I use it every day, really every day."),
        ("two.txt", "R", "work.tools", "I am against the hammer, and my neighbour says so too."),
    ]
    assert shown[0].after.startswith(" I use it")
    assert "hammer" in " ".join(shown[0].why)
    assert (made(suggested), count(suggested)) == ([], 0)


def test_they_are_chosen_by_document_and_by_code_with_what_is_below(suggested: Study) -> None:
    assert [len(open_ones(suggested, **chosen)) for chosen in ({"document": "two"}, {"code": "work"}, {"code": "stance"})] == [1, 3, 0]


def test_an_accepted_one_becomes_a_coding_that_names_it(suggested: Study) -> None:
    first = open_ones(suggested)[0]
    reviewing.accept(suggested, first.uid.hex())
    [coding_] = made(suggested)
    assert (coding_.quote, coding_.made_by, coding_.suggestion) == ("I use a hammer.", "accepted", first.id)
    assert len(open_ones(suggested)) == 2
    assert count(suggested) == 2  # the code, and the one above it


def test_an_edited_one_has_other_borders_or_another_code(suggested: Study) -> None:
    first, second, third = (found.uid.hex() for found in open_ones(suggested))
    begin = open_ones(suggested)[0].start
    reviewing.edit(suggested, first, span=(begin, begin + 5))
    reviewing.edit(suggested, second, code="stance", fields={"side": "for"})
    reviewing.edit(suggested, third)
    assert [(coding_.quote[:5], coding_.made_by, coding_.fields) for coding_ in made(suggested)] == [
        ("I use", "edited", {}),
        ("I use", "edited", {"side": "for"}),
        ("I am ", "accepted", {}),
    ]


def test_another_value_than_the_proposed_one_is_an_edit_and_a_missing_one_filled_in_is_not(suggested: Study) -> None:
    with suggested.read() as connection:
        vocabulary = suggested.vocabulary(connection)
        version = texts.documents(connection)[0].text_version
    common = {"text_version": version, "code": vocabulary.ids["stance"], "suggester": "cues", "model": "1", "reasons": []}
    rows = [
        {**common, "start": n, "end": 9, "probability": None, "codebook_version": vocabulary.version, "fields": {"side": "for"}}
        for n in range(3)
    ]
    with suggested.change("x") as change:
        codings.add_suggestions(change, rows)
    one, two, three = (found.uid.hex() for found in open_ones(suggested, code="stance"))
    reviewing.edit(suggested, one, fields={"side": "against"})
    reviewing.edit(suggested, two, fields={"who": "x"}, new_entries=True)
    reviewing.edit(suggested, three, fields={"side": ""})
    assert [(found.made_by, found.fields.get("side")) for found in made(suggested)] == [
        ("edited", "against"),
        ("accepted", "for"),
        ("edited", None),
    ]


def test_a_rejected_one_leaves_no_coding_and_a_skipped_one_stays_open(suggested: Study) -> None:
    first, second, _third = (found.uid.hex() for found in open_ones(suggested))
    reviewing.reject(suggested, first)
    reviewing.skip(suggested, second)
    assert made(suggested) == []
    assert second in {found.uid.hex() for found in open_ones(suggested)}
    with suggested.read() as connection:
        assert [past.verb for past in history.past_changes(connection, limit=2)] == ["skip", "reject"]


def test_what_was_decided_is_not_decided_again(suggested: Study) -> None:
    first = open_ones(suggested)[0].uid.hex()
    reviewing.reject(suggested, first)
    for decide in (reviewing.accept, reviewing.reject, reviewing.edit):
        with pytest.raises(Conflict, match="already"):
            decide(suggested, first)
    assert made(suggested) == []


def test_undo_takes_the_coding_away_and_opens_the_suggestion_again(suggested: Study) -> None:
    first = open_ones(suggested)[0].uid.hex()
    reviewing.accept(suggested, first)
    undo(suggested)
    assert made(suggested) == []
    assert len(open_ones(suggested)) == 3
    reviewing.reject(suggested, first)
    undo(suggested)
    assert len(open_ones(suggested)) == 3


def changes(study: Study) -> int:
    with study.read() as connection:
        return len(past_changes(connection))


def test_a_second_run_on_the_same_texts_and_cues_reads_what_was_found_and_changes_nothing(
    suggested: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_self: object, _passages: object) -> None:
        raise AssertionError

    before = changes(suggested)
    reviewing.reject(suggested, open_ones(suggested)[0].uid.hex())
    left = open_ones(suggested)
    monkeypatch.setattr(CueSuggester, "suggest", never)
    again = suggesting.suggest(suggested)
    assert (again.by_code, again.documents, again.unchanged, again.kept) == ({"work.tools": 2}, 2, 2, 1)
    assert open_ones(suggested) == left
    assert changes(suggested) == before + 1  # the rejection


def test_what_was_found_is_looked_for_anew_where_who_asks_has_changed(suggested: Study) -> None:
    labels.set_role(suggested, "two", "Q", "participant")
    labels.set_role(suggested, "two", "R", "interviewer")
    again = suggesting.suggest(suggested)
    assert (again.by_code, again.unchanged) == ({"work.tools": 2}, 1)


def test_what_was_found_while_a_cue_was_skipped_is_not_kept(suggested: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CueSuggester, "version", "2")
    init = CueSuggester.__init__

    def with_a_problem(self: CueSuggester, *args: object) -> None:
        init(self, *args)  # type: ignore[arg-type]
        self.problems.append(Problem("", "", "skipped"))

    monkeypatch.setattr(CueSuggester, "__init__", with_a_problem)
    assert suggesting.suggest(suggested).problems == [Problem("", "", "skipped")]
    with suggested.read() as connection:
        [document, _other] = texts.documents(connection)
        machine = CueSuggester(suggested.vocabulary(connection).codebook, ("en",))
        passages = suggesting.passages_of(connection, document, [])
        assert passages is not None
        assert findings.found_before(connection, document.text_version, "cues", machine.fingerprint(passages)) is None


def test_another_run_replaces_the_open_ones_and_does_not_propose_decided_ones_again(
    suggested: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = open_ones(suggested)
    reviewing.accept(suggested, before[0].uid.hex())
    reviewing.reject(suggested, before[1].uid.hex())
    monkeypatch.setattr(CueSuggester, "version", "2")
    again = suggesting.suggest(suggested)
    assert (again.by_code, again.kept) == ({"work.tools": 1}, 2)
    [left] = open_ones(suggested)
    assert (left.start, left.uid == before[2].uid) == (before[2].start, False)
    with pytest.raises(NotFound):
        reviewing.accept(suggested, before[2].uid.hex())


def test_a_run_over_one_document_leaves_the_others_alone(suggested: Study) -> None:
    before = {found.uid for found in open_ones(suggested, document="two")}
    suggesting.suggest(suggested, ["one"])
    assert {found.uid for found in open_ones(suggested, document="two")} == before
    with pytest.raises(NotFound, match="no document three"):
        suggesting.suggest(suggested, ["three"])
    with pytest.raises(NotFound, match="Those known are: cues"):
        suggesting.suggest(suggested, suggester="oracle")


def test_what_the_interviewer_says_is_not_read_and_a_document_with_an_unknown_role_is_left_out(small: Study) -> None:
    labels.set_role(small, "one", "Q", "participant")
    labels.set_role(small, "one", "R", "interviewer")
    labels.set_role(small, "two", "Q", "unknown")
    outcome = suggesting.suggest(small)
    assert outcome.by_code == {}
    assert [(problem.path, problem.what) for problem in outcome.problems][:1] == [
        ("two.txt", "It is not known who takes part and who asks: Q.")
    ]


def test_one_whose_document_or_code_is_gone_cannot_be_accepted(suggested: Study) -> None:
    first, _second, third = (found.uid.hex() for found in open_ones(suggested))
    documents.remove_document(suggested, "two")
    with pytest.raises((Conflict, NotFound)):
        reviewing.accept(suggested, third)
    lines = [
        "  - {key: work.tools, label: Tools, reserved: No longer.}" if "key: work.tools" in line else line for line in CODEBOOK.splitlines()
    ]
    retired = "\n".join(lines)
    codebooks.apply(suggested, codebooks.plan_application(suggested, retired, "x"), "try")
    assert open_ones(suggested) == []
    with pytest.raises(UsageError, match="empty slot"):
        reviewing.accept(suggested, first)


def test_borders_outside_the_text_are_refused(suggested: Study) -> None:
    with pytest.raises(UsageError, match="there is no segment 5-5"):
        reviewing.edit(suggested, open_ones(suggested)[0].uid.hex(), span=(5, 5))
    assert len(open_ones(suggested)) == 3


def test_each_coder_decides_in_a_layer_of_their_own_name(suggested: Study) -> None:
    suggested.work_as("eve")
    reviewing.accept(suggested, open_ones(suggested)[0].uid.hex())
    with suggested.read() as connection:
        [coding_] = codings.codings(connection)
        assert coding_.coder == suggested.coder(connection).id
    with pytest.raises(NotFound):
        coding.remove_coding(suggested, "ffffffff")
