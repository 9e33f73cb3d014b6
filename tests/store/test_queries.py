"""What is asked at every keystroke does not read the whole study: the plans of SQLite name no scan of a table that grows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from builders import code, small_study
from sqlalchemy import event as events

from toolkit.actions import coding, history
from toolkit.store import codings, rows
from toolkit.store.history import object_events, past_changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study

GROWING = ("coding", "event", "change", "suggestion", "reading", "turn", "place")


def scans(study: Study, run: Callable[[], object]) -> list[str]:
    """The growing tables that the statements of `run` read from end to end, with the statement."""
    found: list[str] = []

    def explain(connection: Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.lstrip().startswith(("SELECT", "UPDATE", "WITH")):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            scanned = [row[3] for row in plan if re.fullmatch(rf"SCAN (?:{'|'.join(GROWING)})(?: USING .*)?", row[3])]
            found.extend(f"{line}: {statement}" for line in scanned)

    engine = study.store._engine
    events.listen(engine, "before_cursor_execute", explain)
    try:
        run()
    finally:
        events.remove(engine, "before_cursor_execute", explain)
    return found


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with a coding, changed and undone."""
    with small_study(tmp_path) as made:
        uid = code(made, "one", "work", "I use a hammer")
        coding.change_coding(made, uid, code="work.tools", others=True)
        history.undo(made)
        return made


def test_a_scan_would_be_noticed(study: Study) -> None:
    with study.read() as connection:
        assert scans(study, lambda: connection.exec_driver_sql("SELECT count(*) FROM event WHERE kind = 'x'"))


def test_reading_goes_by_index(study: Study) -> None:
    with study.read() as connection:
        uid = codings.codings(connection)[0].uid
        for run in (
            lambda: codings.codings(connection, document=1),
            lambda: codings.codings(connection, document=1, coder=1),
            lambda: codings.codings(connection, codes=[1, 2], coder=1),
            lambda: codings.codings(connection, key=1),
            lambda: codings.suggestions(connection, document=1, state="open"),
            lambda: rows.find(connection, "coding", uid.hex()[:8]),
            lambda: object_events(connection, uid),
        ):
            assert scans(study, run) == []


def test_changing_goes_by_index(study: Study) -> None:
    assert scans(study, lambda: code(study, "one", "work", "really every day")) == []


def test_the_last_changes_are_read_from_the_end(study: Study) -> None:
    """The number of a change is its key: reading downwards from the highest with a limit is a scan that stops."""
    with study.read() as connection:
        found = scans(study, lambda: past_changes(connection, limit=1))
    assert [line.partition(":")[0] for line in found if "event" in line.partition(":")[0]] == []
