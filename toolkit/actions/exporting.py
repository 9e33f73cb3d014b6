"""Write matrices: the workbook with its quotes, or one matrix as csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions import safekeeping
from toolkit.actions.report import Contents, report
from toolkit.errors import UsageError
from toolkit.export import EXPORTERS
from toolkit.messages import _
from toolkit.store import history, studies

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study


def write_workbook(study: Study, path: Path, contents: Contents) -> tuple[str, ...]:
    """Write a report to a file whose ending says in which format; gives sentences on what had to be written in another form.

    The export is recorded in the study's history. Raises `UsageError` for an ending that nothing is written to.
    """
    exporter = EXPORTERS.get(path.suffix.lower())
    if exporter is None:
        raise UsageError(
            _("Nothing is written to files that end in {suffix}. Use one of: {known}.", suffix=path.suffix, known=", ".join(EXPORTERS))
        )
    with study.read() as connection:
        made = report(study, connection, contents)
    notes = exporter.write(path, made)
    record_export(study, path, made.layer, made.codings)
    return notes


def record_export(study: Study, path: Path, layer: str, codings: int) -> None:
    """Note in the history that a layer was exported, and where to, so that an erasing can name the file; one only read keeps no note."""
    if study.store.read_only:
        return
    with history.change(study.store, "export") as change:
        uid = studies.get_study(change.connection).uid
        change.note("export", uid, {"file": path.name, "layer": layer, "codings": codings})
    safekeeping.note_written(study, "export", path)
