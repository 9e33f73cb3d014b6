"""One file: made whole, copied whole, refused with a sentence when it cannot be used."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from builders import code, small_study
from sqlalchemy import create_engine, inspect

from toolkit.errors import TerrainError
from toolkit.store import connecting, engine, migrations, tables
from toolkit.store.engine import NotAStudy, ReadOnlyStudy, Store, StudyExists
from toolkit.store.migrations import NewerStudy
from toolkit.study import open_study

if TYPE_CHECKING:
    from pathlib import Path


def count_codings(path: Path) -> int:
    """Codings in a file, by SQLite alone."""
    with closing(sqlite3.connect(path)) as raw:
        return int(raw.execute("SELECT count(*) FROM coding WHERE deleted = 0").fetchone()[0])


def test_the_steps_lead_to_the_tables_of_the_program(tmp_path: Path) -> None:
    Store.create(tmp_path / "new.terrain").close()
    made = inspect(create_engine(f"sqlite:///{tmp_path / 'new.terrain'}"))
    described = create_engine("sqlite://")
    tables.metadata.create_all(described)
    wanted = inspect(described)
    index = [name for name in made.get_table_names() if name.startswith("text_index")]  # SQLite's own tables for its index of words
    assert index
    assert sorted({*made.get_table_names()} - {*index}) == wanted.get_table_names()
    for name in wanted.get_table_names():
        columns = [(c["name"], str(c["type"]), c["nullable"]) for c in made.get_columns(name)]
        assert columns == [(c["name"], str(c["type"]), c["nullable"]) for c in wanted.get_columns(name)], name
        assert sorted(i["name"] for i in made.get_indexes(name)) == sorted(i["name"] for i in wanted.get_indexes(name)), name


def test_a_closed_study_is_one_complete_file(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "every day, really")
    shutil.copy(study.path, tmp_path / "mailed.terrain")
    assert count_codings(tmp_path / "mailed.terrain") == 1
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith("small.terrain-")]


def test_what_was_acknowledged_survives_a_killed_process(tmp_path: Path) -> None:
    small_study(tmp_path).close()
    script = (
        "import os, sys; from pathlib import Path; from toolkit.study import open_study\n"
        "from toolkit.actions.coding import NewCoding, add_coding\n"
        "study = open_study(Path(sys.argv[1]))\n"
        "add_coding(study, NewCoding('one', 'work', 'I use a hammer'))\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "small.terrain")], check=False)
    with open_study(tmp_path / "small.terrain") as study:
        assert study.store.check() == []
    assert count_codings(tmp_path / "small.terrain") == 1


def test_a_backup_of_an_open_study_holds_what_was_saved(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "every day, really")
        study.store.backup(tmp_path / "copy.terrain")
        with pytest.raises(StudyExists, match="exists already"):
            study.store.backup(tmp_path / "copy.terrain")
    assert count_codings(tmp_path / "copy.terrain") == 1


def test_a_backup_is_restored_over_a_study_with_side_files(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        study.store.backup(tmp_path / "copy.terrain")
        with study.read():  # the side files stay while somebody reads
            code(study, "one", "work", "every day, really")
            for suffix in ("-wal", "-shm"):  # as a crash would leave them
                shutil.copy(f"{study.path}{suffix}", tmp_path / f"left{suffix}")
    for suffix in ("-wal", "-shm"):
        shutil.copy(tmp_path / f"left{suffix}", f"{study.path}{suffix}")
    engine.restore(tmp_path / "copy.terrain", study.path)
    assert count_codings(study.path) == 0
    with open_study(study.path) as restored:
        assert restored.store.check() == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is not a Terrain study"),
        (b"PK\x03\x04 a workbook", "is not a Terrain study"),
        (b"SQLite format 3\0" + bytes(84), "is not a Terrain study"),
    ],
    ids=["empty", "other file", "database of another program"],
)
def test_what_is_no_study_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "x.terrain").write_bytes(content)
    with pytest.raises(NotAStudy, match=sentence):
        Store(tmp_path / "x.terrain")


def test_a_missing_study_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAStudy, match="terrain new"):
        Store(tmp_path / "none.terrain")
    with pytest.raises(NotAStudy, match="is a folder"):
        Store(tmp_path)


def test_a_new_study_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "thesis.terrain").write_text("three years of work")
    with pytest.raises(StudyExists):
        Store.create(tmp_path / "thesis.terrain")
    assert (tmp_path / "thesis.terrain").read_text() == "three years of work"


def test_a_study_of_a_newer_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "new.terrain"
    Store.create(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO migration VALUES (99, 'm099_later', '2030-01-01')")
    before = path.read_bytes()
    with pytest.raises(NewerStudy, match="newer Terrain"):
        Store(path)
    assert path.read_bytes() == before


def test_an_older_study_is_copied_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(tmp_path).close()

    def m003_later(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE later (id INTEGER PRIMARY KEY)")  # type: ignore[attr-defined]

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, m003_later))
    monkeypatch.setattr(migrations, "CURRENT", 3)
    Store(tmp_path / "small.terrain").close()
    with closing(sqlite3.connect(tmp_path / "small.terrain")) as raw:
        assert raw.execute("SELECT number, name FROM migration").fetchall() == [(1, "m001_initial"), (2, "m002_texts"), (3, "m003_later")]
    [copy] = tmp_path.glob("small.format-2.*.terrain")
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT max(number) FROM migration").fetchone() == (2,)


def test_a_step_that_fails_leaves_the_old_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(tmp_path).close()

    def m003_broken(connection: object) -> None:
        connection.exec_driver_sql("CREATE TABLE later (id INTEGER PRIMARY KEY)")  # type: ignore[attr-defined]
        raise TerrainError("broken")

    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, m003_broken))
    monkeypatch.setattr(migrations, "CURRENT", 3)
    with pytest.raises(TerrainError, match="broken"):
        Store(tmp_path / "small.terrain")
    with closing(sqlite3.connect(tmp_path / "small.terrain")) as raw:
        assert raw.execute("SELECT max(number) FROM migration").fetchone() == (2,)
        assert not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'later'").fetchall()


def test_a_study_that_cannot_be_written_is_opened_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "every day, really")
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with open_study(study.path) as reader:
        assert reader.store.read_only
        with reader.read() as connection:
            assert reader.coder(connection).name == "ada"
        with pytest.raises(ReadOnlyStudy, match="can only be read"), reader.change("code"):
            pass


def test_in_a_synchronised_folder_the_file_alone_is_always_whole(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - University"
    folder.mkdir()
    with small_study(folder) as study:
        assert study.store.synchronised
        code(study, "one", "work", "every day, really")
        assert not list(folder.glob("*-wal"))
        assert count_codings(study.path) == 1


def test_a_damaged_file_is_reported(tmp_path: Path) -> None:
    small_study(tmp_path).close()
    path = tmp_path / "small.terrain"
    data = bytearray(path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    path.write_bytes(data)
    try:
        with open_study(path) as study:
            assert study.store.check()
    except engine.StudyDamaged as error:
        assert "terrain restore" in str(error)  # noqa: PT017 - either way it is said


def test_two_writers_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(tmp_path).close()
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.2)
    first, second = Store(tmp_path / "small.terrain"), Store(tmp_path / "small.terrain")
    with first.write(), pytest.raises(engine.StudyBusy, match="Wait until it is done"), second.write():
        pass
    with second.write():
        pass
