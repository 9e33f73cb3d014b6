"""A corrected transcript takes the place of the old one, with everything that was made on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import INTERVIEW, code, small_study

from toolkit.actions import coding, doubts, history, judging, labels, replacing
from toolkit.actions.comparing import Comparison, View
from toolkit.actions.reviewing import accept, open_suggestions
from toolkit.actions.suggesting import suggest
from toolkit.errors import Conflict, NotFound, UsageError
from toolkit.store import codings, corrections, documents, memos, places
from toolkit.store.rows import uid_of
from toolkit.study import Study, open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.model import Coding


@pytest.fixture
def ada(tmp_path: Path) -> Iterator[Study]:
    """Two interviews in two cases, nothing coded."""
    with small_study(tmp_path) as made:
        yield made


def correct(study: Study, text: str, document: str = "one", **said: str) -> replacing.Plan:
    """Replace a document's text."""
    path = study.path.with_name("corrected.txt")
    path.write_text(text, encoding="utf-8")
    plan = replacing.plan_replacement(study, document, path, speakers=said)
    replacing.replace_text(study, plan)
    return plan


def coded(study: Study, document: int | None = 1) -> list[Coding]:
    """What is coded in the current text."""
    with study.read() as connection:
        return codings.codings(connection, document=document)


def speakers(study: Study) -> dict[str, str]:
    """Labels and roles of the first document."""
    with study.read() as connection:
        return {found.label: found.role for found in documents.speakers(connection, 1)}


def test_codings_stand_on_their_words_in_the_corrected_text(ada: Study) -> None:
    code(ada, "one", "work", "I use a hammer")
    code(ada, "one", "work", "The others are against it (laughs), they say it is loud.")
    correct(ada, "Corrected on Monday.\n" + INTERVIEW.replace("others", "neighbours").replace("hammer", "big hammer"))
    assert [(found.quote, found.how) for found in coded(ada)] == [
        ("I use a big hammer", "by diff"),
        ("The neighbours are against it (laughs), they say it is loud.", "by diff"),
    ]


def test_a_coding_whose_words_were_left_out_is_listed_and_not_counted(ada: Study) -> None:
    uid = code(ada, "one", "work", "I use it every day, really every day.")
    correct(ada, INTERVIEW.replace(" I use it every day, really every day.", ""))
    assert coded(ada) == []
    with ada.read() as connection:
        [lost] = places.nowhere(connection)
        assert (lost.uid.hex(), places.doubtful(connection)) == (uid, [])
        [found] = codings.codings(connection, key=lost.key)
        assert (found.how, found.quote) == ("nowhere", "I use it every day, really every day.")


def test_a_matrix_says_which_codings_a_correction_has_left_nowhere(ada: Study) -> None:
    code(ada, "one", "work", "I use it every day, really every day.")
    correct(ada, INTERVIEW.replace(" I use it every day, really every day.", ""))
    with ada.read() as connection:
        [note] = [note for note in Comparison(ada, connection).compare(View(measure="codings")).notes if "corrected text" in note]
    assert note.startswith("Codings whose words are not in the corrected text, and that count nowhere: 1.")


def test_the_same_text_changes_nothing(ada: Study, tmp_path: Path) -> None:
    (tmp_path / "crlf.txt").write_bytes(INTERVIEW.replace("\n", "\r\n").encode())
    assert replacing.plan_replacement(ada, "one", tmp_path / "crlf.txt").same


def test_the_file_of_another_document_is_refused(ada: Study, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"two\.txt"):
        replacing.plan_replacement(ada, "one", tmp_path / "case two" / "two.txt")


def test_a_plan_is_not_carried_out_over_a_later_correction(ada: Study, tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    path.write_text(INTERVIEW + "R: The end.\n", encoding="utf-8")
    late = replacing.plan_replacement(ada, "one", path)
    correct(ada, INTERVIEW.replace("hammer", "saw"))
    with pytest.raises(Conflict, match="meanwhile"):
        replacing.replace_text(ada, late)


def test_what_somebody_codes_between_the_plan_and_the_change_is_moved_too(ada: Study, tmp_path: Path) -> None:
    path = tmp_path / "corrected.txt"
    path.write_text("New line.\n" + INTERVIEW, encoding="utf-8")
    plan = replacing.plan_replacement(ada, "one", path)
    code(ada, "one", "work", "I use a hammer")
    replacing.replace_text(ada, plan)
    assert [(found.quote, found.how) for found in coded(ada)] == [("I use a hammer", "unchanged")]


def test_both_files_are_kept_byte_for_byte(ada: Study) -> None:
    correct(ada, INTERVIEW.replace("hammer", "saw"))
    with ada.read() as connection:
        assert corrections.file_of(connection, 1, 1) == INTERVIEW.encode()
        assert corrections.file_of(connection, 1, 2) == INTERVIEW.replace("hammer", "saw").encode()
        assert [(version.number, version.file) for version in corrections.versions(connection, 1)] == [(1, "one.txt"), (2, "corrected.txt")]
        with pytest.raises(NotFound, match=r"no text no\. 3"):
            corrections.file_of(connection, 1, 3)


def test_renamed_labels_keep_their_roles_and_persons(ada: Study) -> None:
    labels.set_person(ada, "one", "R", "Zoe")
    plan = correct(ada, INTERVIEW.replace("Q:", "Anna:").replace("R:", "Zoe M.:"))
    assert plan.labels.renamed == {"Q": "Anna", "R": "Zoe M."}
    assert speakers(ada) == {"Anna": "interviewer", "Zoe M.": "participant"}
    with ada.read() as connection:
        assert [found.person is not None for found in documents.speakers(connection, 1)] == [False, True]


def test_labels_that_change_places_are_as_the_person_says(ada: Study) -> None:
    swapped = INTERVIEW.replace("Q:", "X:").replace("R:", "Q:").replace("X:", "R:")
    correct(ada, swapped, Q="R", R="Q")
    assert speakers(ada) == {"R": "interviewer", "Q": "participant"}
    history.undo(ada)
    assert speakers(ada) == {"Q": "interviewer", "R": "participant"}


def test_a_new_label_is_nobody_known_and_one_that_is_gone_comes_back(ada: Study) -> None:
    plan = correct(ada, INTERVIEW.replace("R: The others", "S: The others"))
    assert (plan.labels.new, plan.labels.renamed) == (["S"], {})
    assert speakers(ada) == {"Q": "interviewer", "R": "participant", "S": "unknown"}
    labels.set_role(ada, "one", "S", "participant")
    correct(ada, INTERVIEW + "Q: Well.\n")
    assert speakers(ada) == {"Q": "interviewer", "R": "participant"}
    correct(ada, INTERVIEW.replace("R: The others", "S: The others") + "Q: Well, well.\n")
    assert speakers(ada)["S"] == "participant"


def test_a_label_that_is_nowhere_is_refused(ada: Study, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(INTERVIEW + "Q: End.\n", encoding="utf-8")
    for said in ({"X": "R"}, {"R": "X"}):
        with pytest.raises(UsageError, match="X"):
            replacing.plan_replacement(ada, "one", tmp_path / "n.txt", speakers=said)


def test_a_reading_of_the_whole_text_stays_one_and_is_doubtful_when_much_was_added(ada: Study) -> None:
    coding.mark_read(ada, "one")
    correct(ada, INTERVIEW.replace("hammer", "saw"))
    with ada.read() as connection:
        [read] = codings.readings(connection, document=1)
        assert (read.start, read.end) == (0, len(documents.texts(connection)[1]))
        assert places.doubtful(connection, kinds=["reading"]) == []
    correct(
        ada,
        INTERVIEW
        + "R: And then I went home, because the hammer was broken and nobody in the street had another one that I could borrow.\n",
    )
    with ada.read() as connection:
        [doubt] = places.doubtful(connection, kinds=["reading"])
    doubts.accept(ada, doubt.uid.hex())
    with ada.read() as connection:
        assert places.doubtful(connection, kinds=["reading"]) == []
        [read] = codings.readings(connection, document=1)
        assert (read.start, read.end) == (0, len(documents.texts(connection)[1]))


def test_a_memo_about_a_segment_moves_with_it(ada: Study) -> None:
    with ada.change("memo") as change:
        about = uid_of(change.connection, "text_version", 1)
        memos.add_memo(
            change,
            "text_version",
            about,
            "Which one?",
            ada.coder(change.connection).id,
            start=INTERVIEW.index("hammer"),
            end=INTERVIEW.index("hammer") + 6,
        )
    correct(ada, "Corrected.\n" + INTERVIEW)
    with ada.read() as connection:
        [memo] = memos.memos(connection)
        text = documents.texts(connection)[1]
        assert memo.start is not None
        assert text[memo.start : memo.end] == "hammer"
        assert memo.object == uid_of(connection, "text_version", documents.current_text(connection, 1))


def test_decided_suggestions_move_and_are_not_proposed_again(ada: Study) -> None:
    suggest(ada, ["one"])
    with ada.read() as connection:
        first = open_suggestions(ada, connection, document="one")[0]
    accept(ada, first.uid.hex())
    correct(ada, "Corrected.\n" + INTERVIEW)
    suggest(ada, ["one"])
    with ada.read() as connection:
        opened = open_suggestions(ada, connection, document="one")
        text = documents.texts(connection)[1]
    assert "hammer" not in " ".join(text[found.start : found.end] for found in opened)
    assert [found.quote for found in coded(ada)] == ["I use a hammer."]


def test_evidence_is_not_stale_for_having_moved_but_for_having_gone(ada: Study) -> None:
    code(ada, "one", "work", "I use a hammer")
    judging.set_summary(ada, "case one", "work", "Hammers.")

    def is_stale() -> bool:
        with ada.read() as connection:
            [summary] = judging.judgements.summaries(connection)
            return judging.stale(connection, ada.vocabulary(connection), summary)

    correct(ada, "Corrected.\n" + INTERVIEW)
    assert not is_stale()
    correct(ada, INTERVIEW.replace("I use a hammer. ", ""))
    assert is_stale()


def test_turns_assigned_to_cases_keep_them(ada: Study) -> None:
    with ada.change("assign") as change:
        keys = [key for key, turn in documents.turns(change.connection, 1) if turn.kind == "speech"]
        documents.assign_turns(change, 1, {keys[3]}, 2)
    correct(ada, "Q: Hello.\n" + INTERVIEW.replace("others", "neighbours"))
    with ada.read() as connection:
        version = documents.current_text(connection, 1)
        cases = documents.turn_cases(connection, version)
        text = documents.text_of(connection, version)
        assert [text[turn.start : turn.end][:14] for key, turn in documents.turns(connection, version) if key in cases] == [
            "The neighbours"
        ]


def test_a_doubtful_coding_counts_until_somebody_decides(ada: Study) -> None:
    uid = code(ada, "one", "work", "I use it every day, really every day.")
    correct(ada, INTERVIEW.replace("I use it every day, really every day.", "Nobody here has ever asked, but every morning somebody does."))
    [found] = coded(ada)
    assert found.how == "doubtful"
    doubts.accept(ada, uid)
    [found] = coded(ada)
    assert found.how is None
    assert "every" in found.quote
    with pytest.raises(NotFound, match="waits"):
        doubts.accept(ada, uid)
    history.undo(ada)
    assert [found.how for found in coded(ada)] == ["doubtful"]
    coding.change_coding(ada, uid, quote="I use a hammer")
    with ada.read() as connection:
        assert doubts.doubts(connection) == []


def test_what_stands_nowhere_is_put_on_other_words_or_removed(ada: Study) -> None:
    first = code(ada, "one", "work", "really every day")
    second = code(ada, "one", "work", "I use it every day")
    correct(ada, INTERVIEW.replace(" I use it every day, really every day.", ""))
    with pytest.raises(UsageError, match="nowhere"):
        doubts.accept(ada, first)
    doubts.set_quote(ada, first, "I use a hammer")
    doubts.remove(ada, second)
    assert [found.quote for found in coded(ada)] == ["I use a hammer"]
    history.undo(ada)
    with ada.read() as connection:
        assert [lost.uid.hex() for lost in places.nowhere(connection)] == [second]


def test_nobody_decides_on_the_codings_of_others(ada: Study) -> None:
    with open_study(ada.path, "ben") as ben:
        uid = code(ben, "one", "work", "really every day")
    correct(ada, INTERVIEW.replace(" I use it every day, really every day.", ""))
    for decide in (doubts.accept, doubts.remove):
        with pytest.raises(UsageError, match="ben"):
            decide(ada, uid)
