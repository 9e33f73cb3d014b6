"""What is counted is read from one index: the rows with their quotes are not touched, however many codings there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from builders import code, small_study
from sqlalchemy import event as events

from toolkit.store import columns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study


def plans(study: Study, run: Callable[[], object]) -> list[str]:
    """The steps in which SQLite reads the table of codings for the statements of `run`."""
    found: list[str] = []

    def explain(connection: Connection, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if statement.lstrip().startswith("SELECT"):
            plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            found.extend(row[3] for row in plan if " coding " in f"{row[3]} ")

    events.listen(study.store._engine, "before_cursor_execute", explain)
    try:
        run()
    finally:
        events.remove(study.store._engine, "before_cursor_execute", explain)
    return found


def test_counting_reads_the_index_alone(tmp_path: Path) -> None:
    with small_study(tmp_path) as study:
        code(study, "one", "work", "I use a hammer")
        with study.read() as connection:
            for run in (
                lambda: columns.coded(connection, 1, [1, 2]),
                lambda: columns.coding_columns(connection, 1, [1, 2]),
            ):
                steps = plans(study, run)
                assert steps
                assert all("USING COVERING INDEX" in step for step in steps), steps


def test_the_documents_of_a_case_are_its_own_and_those_of_its_persons(tmp_path: Path) -> None:
    with small_study(tmp_path) as study, study.read() as connection:
        assert columns.documents_of_cases(connection) == {1: [1], 2: [2]}
