"""The file under other programs' hands: folders, side files, other processes, copies put in its place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from builders import code, small_study
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from toolkit.errors import NotFound
from toolkit.store import codings, connecting, engine, folders, rows
from toolkit.store.engine import ReadOnlyStudy, Store, StudyBusy, StudyExists
from toolkit.store.history import past_changes
from toolkit.store.tables import case, coding
from toolkit.study import open_study

CODE_AND_DIE = (
    "import os, sys; from pathlib import Path; from toolkit.study import open_study\n"
    "from toolkit.actions.coding import NewCoding, add_coding\n"
    "study = open_study(Path(sys.argv[1]))\n"
    "add_coding(study, NewCoding('one', 'work', 'I use a hammer'))\n"
    "os.kill(os.getpid(), 9)"
)


def quotes(path: Path) -> list[str]:
    """What is coded."""
    with open_study(path) as study, study.read() as connection:
        return [found.quote for found in codings.codings(connection)]


def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the system say that nothing may be written."""
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/home/ada/thèse #1?.terrain"), "file:///home/ada/th%C3%A8se%20%231%3F.terrain?mode=ro"),
        (PureWindowsPath(r"C:\Users\Ada\My 100%.terrain"), "file:///C:/Users/Ada/My%20100%25.terrain?mode=ro"),
        (PureWindowsPath(r"\\server\share\a b.terrain"), "file:////server/share/a%20b.terrain?mode=ro"),
    ],
    ids=["signs", "drive", "share"],
)
def test_every_path_has_an_address_that_sqlite_takes(path: PurePosixPath | PureWindowsPath, address: str) -> None:
    assert connecting.uri(path, "mode=ro") == address


def test_a_study_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "où? #1 100% a&b=c"
    folder.mkdir()
    with small_study(folder) as study:
        code(study, "one", "work", "I use a hammer")
    assert quotes(folder / "small.terrain") == ["I use a hammer"]
    assert sorted(path.suffix for path in folder.iterdir() if path.is_file()) == [".terrain", ".yaml"]


def test_what_a_crash_left_is_seen_also_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(tmp_path).close()
    path = tmp_path / "small.terrain"
    subprocess.run([sys.executable, "-c", CODE_AND_DIE, str(path)], check=False)
    assert path.with_name("small.terrain-wal").stat().st_size > 0
    unwritable(monkeypatch)
    assert quotes(path) == ["I use a hammer"]


def test_a_share_that_only_seems_writable_is_opened_for_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_study(tmp_path).close()
    connect = connecting.connect

    def refusing(path: Path, access: connecting.Access, *, wait: float | None = None) -> sqlite3.Connection:
        if access == "write":
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return connect(path, access, wait=wait)

    monkeypatch.setattr(connecting, "connect", refusing)
    with open_study(tmp_path / "small.terrain") as study:
        assert study.store.read_only
        with study.read() as connection:
            assert study.coder(connection).name == "ada"


def test_a_study_that_can_only_be_read_can_be_copied_and_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
    with monkeypatch.context() as patched:
        unwritable(patched)
        with open_study(study.path) as reader:
            reader.store.backup(tmp_path / "copy.terrain")
            assert reader.store.check() == []
    assert quotes(tmp_path / "copy.terrain") == ["I use a hammer"]


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with small_study(tmp_path) as study, pytest.raises(ReadOnlyStudy, match="file"):
        study.store.backup(tmp_path / "file" / "copy.terrain")


def test_nothing_is_written_through_a_reading_connection(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        with study.read() as connection, pytest.raises(OperationalError, match="readonly"):
            connection.execute(case.update().values(name="lost"))
        with study.change("case change") as change:
            change.update(case, 1, name="kept")


def test_a_side_file_of_a_study_that_has_gone_is_not_folded_into_a_new_one(tmp_path: Path) -> None:
    small_study(tmp_path).close()
    path = tmp_path / "small.terrain"
    subprocess.run([sys.executable, "-c", CODE_AND_DIE, str(path)], check=False)
    path.unlink()
    with pytest.raises(StudyExists, match="terrain-wal exists"):
        Store.create(path)


def test_closing_a_study_that_has_gone_makes_no_file(tmp_path: Path) -> None:
    study = small_study(tmp_path)
    code(study, "one", "work", "I use a hammer")
    study.path.rename(tmp_path / "moved.terrain")
    study.close()
    assert not study.path.exists()


def test_an_idle_study_can_be_folded_while_it_stays_open(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
        study.store.fold()
        shutil.copy(study.path, tmp_path / "copied.terrain")
    assert quotes(tmp_path / "copied.terrain") == ["I use a hammer"]


def test_another_file_in_its_place_is_the_study_from_then_on(tmp_path: Path) -> None:
    """As a program that synchronises folders puts it there."""
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    with small_study(folder) as study:
        study.store.backup(tmp_path / "elsewhere.terrain")
        with open_study(tmp_path / "elsewhere.terrain") as elsewhere:
            code(elsewhere, "one", "work", "I use a hammer")
        (tmp_path / "elsewhere.terrain").replace(study.path)
        code(study, "two", "work", "my neighbour")
    assert quotes(study.path) == ["I use a hammer", "my neighbour"]


def test_who_has_a_study_open_goes_on_with_what_was_restored(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
        study.store.backup(tmp_path / "copy.terrain")
        code(study, "one", "work", "really every day")
        engine.restore(tmp_path / "copy.terrain", study.path)
        code(study, "two", "work", "my neighbour")
    assert quotes(study.path) == ["I use a hammer", "my neighbour"]
    with open_study(study.path) as restored:
        assert restored.store.check() == []


def test_a_copy_with_other_pages_is_restored(tmp_path: Path) -> None:
    small_study(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "small.terrain")) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute("PRAGMA page_size=1024")
        raw.execute("VACUUM")
    with open_study(tmp_path / "small.terrain") as study:
        study.store.backup(tmp_path / "copy.terrain")
    (tmp_path / "small.terrain").unlink()
    (tmp_path / "new").mkdir()
    with small_study(tmp_path / "new") as study:
        pass
    engine.restore(tmp_path / "copy.terrain", study.path)
    assert quotes(study.path) == []


def test_restoring_waits_for_who_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connecting, "BUSY_SECONDS", 0.2)
    with small_study(tmp_path) as study:
        study.store.backup(tmp_path / "copy.terrain")
        with study.change("code"), pytest.raises(StudyBusy):
            engine.restore(tmp_path / "copy.terrain", study.path)
    with open_study(study.path) as kept:
        assert kept.store.check() == []


def test_a_damaged_study_is_restored(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
        study.store.backup(tmp_path / "copy.terrain")
    study.path.write_bytes(b"nothing of it is left")
    engine.restore(tmp_path / "copy.terrain", study.path)
    assert quotes(study.path) == ["I use a hammer"]


def test_processes_that_open_write_and_close_at_once_lose_nothing(tmp_path: Path) -> None:
    small_study(tmp_path).close()
    path = tmp_path / "small.terrain"
    script = (
        "import sys; from pathlib import Path; from toolkit.study import open_study\n"
        "from toolkit.store import cases\n"
        "for n in range(15):\n"
        "    with open_study(Path(sys.argv[1]), sys.argv[2]) as study:\n"
        "        with study.change('case add') as change: cases.add_case(change, f'{sys.argv[2]} {n}')\n"
        "        with study.read() as connection: cases.cases(connection)\n"
    )
    names = ("ben", "cy", "dee")
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), name], stderr=subprocess.PIPE) for name in names]
    assert [process.communicate()[1].decode() for process in running] == ["", "", ""]
    with open_study(path, "ada") as study, study.read() as connection:
        assert len(connection.execute(case.select()).all()) == 2 + 3 * 15
        assert len({past.number for past in past_changes(connection) if past.verb == "case add"}) == 3 * 15
    assert not list(tmp_path.glob("small.terrain-*"))


@pytest.mark.parametrize(
    ("folder", "network"),
    [("/home/ada", False), ("/home/ada/Z drive", True), ("/home/ada/Z drive/deep/er", True), ("/mnt/nas", True), ("/mnt", False)],
)
def test_folders_of_other_machines_are_known(folder: str, network: bool) -> None:
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n//nas/ada /home/ada/Z\\040drive cifs rw 0 0\nnas:/all /mnt/nas nfs4 rw 0 0\n"
        "tmpfs /run tmpfs rw 0 0\n\nbroken line\n"
    )
    assert folders.network_mount(Path(folder), mounts) is network


def test_on_another_machine_the_file_alone_is_always_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "is_elsewhere", lambda _path: True)
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
        assert not list(tmp_path.glob("*-wal"))
        with closing(sqlite3.connect(study.path)) as raw:
            assert raw.execute("SELECT count(*) FROM coding").fetchone() == (1,)


def test_an_object_is_found_by_the_beginning_of_its_identifier(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        uid = code(study, "one", "work", "I use a hammer")
        with study.read() as connection:
            for start in (uid[:1], uid[:7], uid[:8].upper(), uid, f"{uid[:8]}-{uid[8:12]}"):
                assert rows.find(connection, "coding", start) == 1
            for start in ("", "x", uid + "0", "%", format(15 - int(uid[0], 16), "x")):
                with pytest.raises(NotFound, match="No coding"):
                    rows.find(connection, "coding", start)
        with study.change("twin") as change:
            values = change.connection.execute(select(coding)).one()._asdict()
            values |= {"id": 2, "uid": bytes.fromhex(uid[:-1] + format(15 - int(uid[-1], 16), "x"))}
            change.connection.execute(coding.insert().values(**values))
        with study.read() as connection, pytest.raises(NotFound, match="Several"):
            rows.find(connection, "coding", uid[:31])
