"""The kept starts of words are those of the text, for every text, and a study of the first format gets them when it is opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from builders import small_study
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from toolkit.store import documents, search, words
from toolkit.store.tables import text_version, text_words
from toolkit.study import open_study
from toolkit.text.words import WORD

STUDIES = Path(__file__).parent.parent / "data" / "studies"


@given(st.lists(st.one_of(st.integers(1, 12), st.integers(250, 260), st.integers(500, 100_000)), max_size=40), st.integers(0, 600))
def test_what_is_packed_is_unpacked(steps: list[int], first: int) -> None:
    starts = np.cumsum([first, *steps], dtype=np.int64)
    assert words.unpack(words.pack(starts)).tolist() == starts.tolist()


def test_a_text_without_words_has_none() -> None:
    empty = np.empty(0, dtype=np.int64)
    assert words.pack(empty) == b""
    assert words.unpack(b"").tolist() == []


def by_reading(text: str) -> list[int]:
    return [match.start() for match in WORD.finditer(text)]


def test_starts_are_given_by_document_and_counted_where_they_were_not_kept(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        with study.read() as connection:
            texts = documents.texts(connection)
            kept = {document: starts.tolist() for document, starts in words.starts_of(connection).items()}
            assert len(connection.execute(select(text_words)).all()) == 2
        assert kept == {document: by_reading(text) for document, text in texts.items()}
        with study.change("forget") as change:
            for version in change.connection.scalars(select(text_version.c.id)).all():
                words.drop(change.connection, version)
            counted = words.starts_of(change.connection)
            assert {document: starts.tolist() for document, starts in counted.items()} == kept
            words.fill(change.connection)
            assert len(change.connection.execute(select(text_words)).all()) == 2


def test_only_the_current_text_of_a_live_document_counts(tmp_path: Path) -> None:
    with small_study(tmp_path) as study, study.change("correct and remove") as change:
        one, two = documents.documents(change.connection)
        change.insert(text_version, document=one.id, parent=None, sha256=bytes(32), text="Three new words", created="")
        documents.change_document(change, two.id, deleted=True)
        assert {document: starts.tolist() for document, starts in words.starts_of(change.connection).items()} == {one.id: [0, 6, 10]}


def test_a_study_of_the_first_format_gets_words_and_an_index_when_it_is_opened(tmp_path: Path) -> None:
    shutil.copy(STUDIES / "format-1.terrain", tmp_path / "old.terrain")
    with open_study(tmp_path / "old.terrain", "ada") as study, study.change("look") as change:
        versions = set(change.connection.scalars(select(text_version.c.id)))
        texts = documents.texts(change.connection)
        kept = {row.text_version: words.unpack(row.starts).tolist() for row in change.connection.execute(select(text_words))}
        assert len(texts) > 0
        assert (set(kept), search.indexed(change.connection)) == (versions, versions)
        assert {document: starts.tolist() for document, starts in words.starts_of(change.connection).items()} == {
            document: by_reading(text) for document, text in texts.items()
        }
        assert search.is_sound(change.connection)
