"""What was erased is in no byte of the file any more, and nothing else has changed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import code, small_study
from sqlalchemy import select

from toolkit.actions import coding, erasing, history, judging, labels, memos, people, safekeeping, suggesting
from toolkit.errors import Conflict, NotFound, UsageError
from toolkit.store import codings, cuts, documents, tables, tombstones
from toolkit.store.connecting import StudyBusy
from toolkit.store.redacting import HASHED, NAMES, SEARCHED, TEXTS
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.study import Study

ONE = """\
Q: Qu’est-ce qui s’est passé ?
Marguerite: J’ai perdu l’été entier à Sainte-Ügle, « tout » brûlé, voilà la vérité nue.
Q: Et après ?
Marguerite: Personne n’est venu. (pleurs) Zéro visite du bourgmestre en dix-sept semaines.
"""
OTHER = """\
Q: Et vous ?
R: Rien de tel chez nous, les voisins bricolent avec un hammer solide.
"""
GROUP = """\
Table ronde du mardi

Q: Qui commence ?
Paul: Nous avons repeint la salle communale ensemble.
Marguerite: Moi je refuse ce chantier absurde, parole de boulangère fatiguée.
Paul: Elle exagère toujours un peu, mais je comprends.
Q: Merci.
Marguerite: Que personne ne répète jamais ceci dehors, compris ?
"""


def words_in_file(path: Path, text: str, length: int = 3) -> list[str]:
    """The sequences of words of a text that occur anywhere in the bytes of a study and its side files, however they are written."""
    data = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))
    found = []
    for line in text.splitlines():
        words = re.findall(r"\S+", line.partition(":")[2] or line)
        for first in range(len(words) - length + 1):
            said = " ".join(words[first : first + length])
            forms = (said, json.dumps(said)[1:-1], said.lower(), said.upper())
            if any(
                form.encode(encoding) in data for form in forms for encoding in ("utf-8", "utf-16-le", "latin-1") if _can(form, encoding)
            ):
                found.append(said)
    return found


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def holds(path: Path, *words: str) -> list[str]:
    """Which of some words occur in the bytes of a study."""
    data = b"".join(file.read_bytes() for file in path.parent.iterdir() if file.name.startswith(path.name))
    return [word for word in words if word.encode() in data]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Two interviews and a round table; the first is coded, described, judged, and changed several times."""
    with small_study(tmp_path, M2024=ONE, other=OTHER, table=GROUP) as made:
        labels.set_person(made, None, "Marguerite", "Daisy")
        labels.set_person(made, "table", "Paul", "Pierre")
        people.change_person(made, "Daisy", values={"trade": "boulangerie artisanale"}, new_attributes=True)
        uid = code(made, "M2024", "work", "perdu l’été entier")
        code(made, "M2024", "stance", "Personne n’est venu", who="le bourgmestre", quarrel="visite", side="against")
        memos.add_memo(made, "coding", uid, "Elle dit la vérité nue ici.")
        memo = memos.add_memo(made, "document", "M2024", "Zéro visite du bourgmestre.")
        memos.change_memo(made, memo.uid.hex(), "Larmes à la fin.")
        coding.change_coding(made, uid, quote="brûlé, voilà")
        coding.mark_read(made, "M2024")
        kept = code(made, "other", "work.tools", "un hammer solide")
        judging.set_rating(made, "case M2024", "work", "B", note="À revoir.", evidence_for=[uid, kept])
        judging.set_summary(made, "case other", "work", "Autre cas: « Zéro visite du bourgmestre en dix-sept semaines », disait-on.")
        suggesting.suggest(made, ["other"])
        yield made


def test_nothing_of_an_erased_document_is_left_in_the_file(study: Study) -> None:
    assert words_in_file(study.path, ONE)
    erasing.erase_document(study, "M2024", "withdrawn")
    assert words_in_file(study.path, ONE) == []
    assert holds(study.path, "Larmes à la fin", "vérité nue", "M2024.txt", "brûlé", "dix-sept", "bourgmestre.") == []
    study.close()
    assert words_in_file(study.path, ONE, 2) == []
    assert safekeeping.check(study.path) == []


def test_the_other_documents_are_as_they_were(study: Study) -> None:
    with study.read() as connection:
        before = {found.name: (found, documents.text_of(connection, found.text_version)) for found in documents.documents(connection)}
        quotes = [(found.uid, found.quote) for found in codings.codings(connection) if found.document == 2]
    erasing.erase_document(study, "M2024", "withdrawn")
    with study.read() as connection:
        after = {found.name: (found, documents.text_of(connection, found.text_version)) for found in documents.documents(connection)}
        assert after == {name: value for name, value in before.items() if name != "M2024.txt"}
        assert [(found.uid, found.quote) for found in codings.codings(connection)] == quotes
        assert [rating.note for rating in judging.judgements.ratings(connection)] == ["À revoir."]
        [rating] = judging.judgements.ratings(connection)
        assert rating.evidence_for == (quotes[0][0].hex(),)
        assert [summary.text for summary in judging.judgements.summaries(connection)] == ["Autre cas: « (…) », disait-on."]


def test_what_was_erased_is_remembered_by_its_hash_and_its_reason_alone(study: Study) -> None:
    with study.read() as connection:
        digest = next(found.sha256 for found in documents.documents(connection) if found.name == "M2024.txt")
    erasing.erase_document(study, "M2024", "withdrawn in May")
    with study.read() as connection:
        [found] = tombstones.erasures(connection)
        assert (found.kind, found.sha256, found.reason) == ("document", digest, "withdrawn in May")
        assert "withdrawn in May" in erasing.erased_before(connection, digest)
        assert erasing.erased_before(connection, bytes(32)) == ""


def test_changes_of_what_was_erased_are_not_undone_and_older_ones_are(study: Study) -> None:
    code(study, "other", "work", "les voisins bricolent")
    code(study, "M2024", "work", "Zéro visite")
    erasing.erase_document(study, "M2024", "withdrawn")
    taken_back = history.undo(study)  # not the erasing, nor the coding that went with it
    assert taken_back.verb == "code"
    with study.read() as connection:
        assert "les voisins bricolent" not in [found.quote for found in codings.codings(connection)]


def test_a_change_of_which_a_part_was_erased_says_why_it_stays(study: Study) -> None:
    labels.set_role(study, None, "Q", "participant")
    erasing.erase_document(study, "M2024", "withdrawn")
    with pytest.raises(Conflict, match="erased for good"):
        history.undo(study)


def test_a_removed_document_can_be_erased(study: Study) -> None:
    from toolkit.actions.documents import remove_document

    remove_document(study, "M2024")
    assert words_in_file(study.path, ONE)
    erasing.erase_document(study, "M2024.txt", "withdrawn")
    assert words_in_file(study.path, ONE) == []
    with pytest.raises(NotFound):
        erasing.erase_document(study, "M2024.txt", "again")


def test_what_will_go_is_counted_before(study: Study) -> None:
    loss = erasing.loss_of_document(study, "M2024")
    assert (loss.whole, loss.cut) == (["M2024.txt"], {})
    counts = {kind: loss.counts[kind] for kind in ("coding", "memo", "reading", "text_version", "document")}
    assert counts == {"coding": 2, "memo": 2, "reading": 1, "text_version": 1, "document": 1}
    assert ["summary" in found and "dix-sept semaines" in found for found in loss.quotations] == [True]
    with study.read() as connection:
        assert len(documents.documents(connection)) == 3


def test_an_erasing_needs_a_reason(study: Study) -> None:
    with pytest.raises(UsageError, match="--reason"):
        erasing.erase_document(study, "M2024", " ")


def test_an_erasing_needs_the_study_alone(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.store import connecting

    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.2)
    with open_study(study.path, "ben") as other:
        with other.read():
            pass
        with pytest.raises(StudyBusy, match="nobody else may have"):
            erasing.erase_document(study, "M2024", "withdrawn")
    erasing.erase_document(study, "M2024", "withdrawn")


def test_the_copies_that_still_hold_it_are_named(study: Study, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    away = safekeeping.backup(study, tmp_path / "away" / "usb.terrain")
    beside = safekeeping.backup(study)
    safekeeping.note_written(study, "export", tmp_path / "matrices.xlsx")
    older = study.path.with_name("small.format-1.20240101-101010.terrain")
    older.write_bytes(away.read_bytes())
    done = erasing.erase_document(study, "M2024", "withdrawn")
    named = {copy.path: copy.sure for copy in done.copies}
    assert named == {away: True, beside: True, older: True, tmp_path / "matrices.xlsx": False}
    clean = safekeeping.backup(study, tmp_path / "clean.terrain")
    again = erasing.erase_document(study, "other", "withdrawn")
    assert clean in {copy.path for copy in again.copies}
    with study.read() as connection:
        assert set(map(Path, tombstones.erasures(connection)[0].copies)) == set(named)
    with open_study(clean) as cleaned:
        erasing.erase_document(cleaned, "other", "withdrawn")
    safekeeping.backup(study, tmp_path / "last.terrain")
    names = {copy.path for copy in erasing.loss_of_document(study, "table").copies}
    assert {away, tmp_path / "last.terrain"} <= names


def test_a_person_goes_with_the_interview_and_is_cut_out_of_the_round_table(study: Study) -> None:
    code(study, "table", "work", "repeint la salle communale")
    code(
        study,
        "table",
        "work",
        "communale ensemble.\nMarguerite: Moi je refuse ce chantier absurde, parole de boulangère fatiguée.\nPaul: Elle exagère",
    )
    after = code(study, "table", "work", "mais je comprends")
    code(study, "table", "work.tools", "parole de boulangère")
    coding.mark_read(study, "table")
    coding.change_coding(study, after, quote="exagère toujours un peu")
    loss = erasing.loss_of_person(study, "Daisy")
    assert (loss.whole, loss.cut) == (["M2024.txt"], {"table.txt": 2})
    erasing.erase_person(study, "Daisy", "withdrawn")
    theirs = [line for line in GROUP.splitlines() if line.startswith("Marguerite")]
    assert words_in_file(study.path, "\n".join([ONE, *theirs])) == []
    assert holds(study.path, "Daisy", "Marguerite", "boulang", "chantier absurde") == []
    with study.read() as connection:
        [found] = [each for each in documents.documents(connection) if each.name == "table.txt"]
        text = documents.text_of(connection, found.text_version)
        assert text == "".join(line for line in GROUP.splitlines(keepends=True) if not line.startswith("Marguerite"))
        made = codings.codings(connection, document=found.id)
        assert {each.quote for each in made} == {
            "repeint la salle communale",
            "communale ensemble.\nPaul: Elle exagère",
            "exagère toujours un peu",
        }
        assert all(text[each.start : each.end] == each.quote for each in made)
        assert [(left.kind, left.count) for left in found.left_out] == [(cuts.LEFT_OUT, 2)]
    assert safekeeping.check(study.path) == []
    history.undo(study)  # the borders of the last coding, which then stand where they stood in the text as it is now
    with study.read() as connection:
        [moved] = [each for each in codings.codings(connection) if each.uid.hex() == after]
        assert moved.quote == "mais je comprends"
    assert safekeeping.check(study.path) == []


def test_the_speech_of_a_person_may_be_kept_without_the_name(study: Study) -> None:
    erasing.erase_person(study, "Daisy", "asked for it", keep_speech=True)
    assert holds(study.path, "Daisy", "boulangerie artisanale") == []
    with study.read() as connection:
        assert len(documents.documents(connection)) == 3
        assert all(speaker.person is None for speaker in documents.speakers(connection) if speaker.label == "Marguerite")
    assert safekeeping.check(study.path) == []


def test_names_that_stay_in_the_words_of_others_are_counted(tmp_path: Path) -> None:
    said = "Q: Bonjour.\nPaul: Comme dit Marguerite.\nMarguerite: Moi rien de plus à dire ici.\nQ: Merci Marguerite.\n"
    with small_study(tmp_path, table=said) as study:
        labels.set_person(study, None, "Marguerite", "Daisy")
        assert erasing.loss_of_person(study, "Daisy").names == {"Marguerite": 2}


def test_words_that_others_say_too_are_nobodys_quotation(tmp_path: Path) -> None:
    same = "Q: Comment décririez-vous le comité de quartier ?\n"
    with small_study(tmp_path, one=same + "R: Jamais vu pareille pagaille de ma vie.\n", two=same + "R: Très bien organisé.\n") as study:
        memos.add_memo(
            study, "study", "", "Comment décririez-vous le comité de quartier ? On répond : jamais vu pareille pagaille de ma vie."
        )
        erasing.erase_document(study, "one", "withdrawn")
        with study.read() as connection:
            assert [memo.text for memo in memos.memos.memos(connection)] == [
                "Comment décririez-vous le comité de quartier ? On répond : (…)."
            ]


def test_an_example_of_the_codebook_is_taken_out_of_every_version(tmp_path: Path) -> None:
    from builders import CODEBOOK

    from toolkit.actions import codebooks

    quoting = CODEBOOK.replace(
        "definition: What people do.", "definition: What people do., examples: [{quote: Personne n’est venu nous voir ici, applies: true}]"
    )
    with small_study(tmp_path, quoting, one="Q: Alors ?\nR: Personne n’est venu nous voir ici, jamais.\n") as study:
        codebooks.apply(study, codebooks.plan_application(study, quoting.replace("A small", "A tiny"), "new.yaml"), "")
        assert erasing.loss_of_document(study, "one").quotations
        assert erasing.erase_document(study, "one", "withdrawn").codebooks == []
        assert words_in_file(study.path, "R: Personne n’est venu nous voir ici") == []
        with study.read() as connection:
            assert study.vocabulary(connection).codebook.code("work")
    assert safekeeping.check(tmp_path / "small.terrain") == []


def test_an_erasing_that_was_cut_short_is_finished_at_the_next_opening(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(study.store), "rewrite", lambda _store: None)
    erasing.erase_document(study, "M2024", "withdrawn")
    study.close()
    monkeypatch.undo()
    calls = []
    rewrite = type(study.store).rewrite
    monkeypatch.setattr(type(study.store), "rewrite", lambda store: calls.append(rewrite(store)))
    for _time in range(2):
        with open_study(study.path) as again:
            assert not again.store.unfinished
    assert len(calls) == 1
    assert words_in_file(study.path, ONE) == []


def test_every_column_is_known_to_hold_words_or_not() -> None:
    from sqlalchemy import JSON, LargeBinary, Text

    fixed = {
        "migration.name", "study.languages", "attribute.owner", "attribute.type", "document.reader", "document.encoding", "document.kind",
        "document.language", "document.layout", "document.left_out", "document.date", "correction.reader", "correction.encoding",
        "speaker.role", "turn.kind", "codebook_version.parents", "register_entry.state", "reading.mode", "suggestion.suggester",
        "suggestion.model", "suggestion.state", "finding.suggester", "coding.made_by", "place.kind", "place.how", "rating.period",
        "rating.value",
        "rating.evidence_for", "rating.evidence_against", "memo.about", "change.verb", "event.kind", "erased.kind", "written.kind",
    }  # fmt: skip
    known = {*SEARCHED, *NAMES, *TEXTS, *HASHED, *fixed}
    times = ("time", "created", "decided")
    there = {
        f"{table.name}.{column.name}"
        for table in tables.metadata.tables.values()
        for column in table.c
        if isinstance(column.type, (Text, JSON, LargeBinary))
        and not (isinstance(column.type, LargeBinary) and column.type.length)
        and column.name not in (*times, "object")
    }
    assert there - known == set()
    assert known - there == set()


def test_restoring_a_copy_that_holds_what_was_erased_says_so(study: Study, tmp_path: Path) -> None:
    copy = safekeeping.backup(study, tmp_path / "copy.terrain")
    erasing.erase_document(study, "M2024", "withdrawn in May")
    study.close()
    restored = safekeeping.restore(copy, study.path)
    assert [found.reason for found in restored.returned] == ["withdrawn in May"]
    with open_study(study.path) as again:
        erasing.erase_document(again, "M2024", "withdrawn in May")
        with again.read() as connection:
            assert {"copy.terrain", restored.kept.name if restored.kept else ""} <= {
                Path(found.path).name for found in tombstones.files_written(connection)
            }
            assert len(connection.execute(select(tables.erased)).all()) == 2
    assert words_in_file(study.path, ONE) == []
