"""The index of words narrows and never decides: what it finds is what reading every text finds, also where it is missing or damaged."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from builders import small_study
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from toolkit.actions import importing, searching
from toolkit.store import documents, search
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study

ODD = "aeéèêEÉÈçœŒæßẞÿŸıİſʼ'’-–_ .,!«»\u00a0\u0301\u0300\u0327*\"0²¼ªµμſΣσςøłŁšŠžа́ёЯ🙂\ue000中\n\t"


@pytest.fixture(scope="module")
def index() -> Iterator[Connection]:
    """An index of words beside nothing else, and a text version for each of its rows."""
    with create_engine("sqlite://").connect() as connection:
        connection.execute(search.CREATE)
        yield connection


def matched(index: Connection, written: str, phrase: searching.Phrase) -> bool:
    """Whether the index names a text, the only one in it, for a phrase."""
    index.execute(text("INSERT INTO text_index (text_index) VALUES ('delete-all')"))
    search.put(index, 1, written)
    found = search.matching(index, phrase.written, begins=phrase.begins)
    return found is None or 1 in found


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.one_of(st.sampled_from(ODD), st.characters(blacklist_categories=["Cs"])), max_size=30),
    st.integers(0, 30),
    st.integers(1, 12),
    st.booleans(),
    st.booleans(),
)
@example("la CŒUR de l’été", 3, 4, False, True)
@example("Šimon", 0, 5, False, False)
@example("ELEVE élevé", 0, 5, False, False)
@example("mot🙂mot", 0, 3, False, True)
@example("q\u0301 q", 0, 1, False, True)
def test_a_text_that_holds_a_phrase_is_always_among_those_that_the_index_names(
    index: Connection, written: str, start: int, length: int, begins: bool, accents: bool
) -> None:
    """Any stretch of a text, with accents or without, in any case, whole or cut off as the beginning of a word."""
    written = unicodedata.normalize("NFC", written)
    asked = written[start : start + length].swapcase()
    if not re.search(r"\w", searching.comparable(unicodedata.normalize("NFC", asked), accents=accents)):
        return
    phrase = searching.phrase(asked + ("*" if begins else ""), accents=accents)
    if phrase.spans(searching.comparable(written, accents=accents)):
        assert matched(index, written, phrase)


def found(study: Study, *words: str) -> list[tuple[str, str]]:
    """Document and quote of each place."""
    with study.read() as connection:
        return [(place.document, place.quote) for place in searching.search(connection, words).places]


def named(study: Study, phrase: str) -> set[str]:
    """The documents that the index alone names."""
    with study.read() as connection:
        keys = search.narrowed(connection, phrase)
        return {document.name for document in documents.documents(connection) if document.id in keys}


def behind_the_back(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def test_the_index_spares_the_reading_of_other_texts(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        assert named(study, "neighbour") == {"two.txt"}
        assert named(study, "hammer") == {"one.txt", "two.txt"}
        assert named(study, "use a") == {"one.txt"}
        assert named(study, "a use") == set()


@pytest.mark.parametrize(
    "damage",
    [
        ["DROP TABLE text_index"],
        ["DELETE FROM text_index_data"],
        ["DELETE FROM text_index_docsize"],
        ["DELETE FROM text_index_config"],
        ["INSERT INTO text_index (text_index) VALUES ('delete-all')"],
    ],
    ids=["dropped", "emptied", "without its list", "without its settings", "cleared"],
)
def test_without_a_sound_index_everything_is_found_and_work_goes_on(tmp_path: Path, damage: list[str]) -> None:
    small_study(tmp_path).close()
    path = tmp_path / "small.terrain"
    behind_the_back(path, *damage)
    with open_study(path) as study:
        assert found(study, "neighbour") == [("two.txt", "neighbour")]
        (tmp_path / "three.txt").write_text("Q: Who?\nR: The neighbour, again.\n", encoding="utf-8")
        options = importing.Options()
        importing.run_import(study, importing.plan_import([tmp_path / "three.txt"], options), options)
        assert found(study, "neighbour") == [("two.txt", "neighbour"), ("three.txt", "neighbour")]
        with study.change("rebuild") as change:
            search.rebuild(change.connection)
            assert search.is_sound(change.connection)
        assert named(study, "neighbour") == {"two.txt", "three.txt"}
        assert study.store.check() == []


@pytest.mark.parametrize("damage", ["UPDATE text_index_data SET block = zeroblob(3)", "DELETE FROM text_index_data WHERE id > 10"])
def test_damage_that_shows_nowhere_else_is_found_by_a_check(tmp_path: Path, damage: str) -> None:
    with small_study(tmp_path) as study:
        with study.change("check") as change:
            assert search.is_sound(change.connection)
        behind_the_back(study.path, damage)
    with open_study(tmp_path / "small.terrain") as study, study.change("check") as change:
        assert not search.is_sound(change.connection)
        search.rebuild(change.connection)
        assert search.is_sound(change.connection)


def test_what_is_taken_out_of_the_index_leaves_no_word_in_the_file(tmp_path: Path) -> None:
    with small_study(tmp_path, one="Q: Who?\nR: Zyxwvuts and the others.\n", two="Q: Who?\nR: The others.\n") as study:
        with study.change("erase") as change:
            [document] = [each for each in documents.documents(change.connection) if each.name == "one.txt"]
            written = documents.text_of(change.connection, document.text_version)
            search.drop(change.connection, document.text_version, written)
            search.drop(change.connection, document.text_version, written)  # what is not there is no matter
            blocks = change.connection.scalars(text("SELECT block FROM text_index_data")).all()
        assert not any(b"yxwvuts" in block for block in blocks)
        assert any(b"others" in block for block in blocks)
        assert named(study, "others") == {"one.txt", "two.txt"}  # it may be there: it is not indexed any more
