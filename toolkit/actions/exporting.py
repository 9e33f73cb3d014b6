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
    safekeeping.note_written(study, "export", path)
    if not study.store.read_only:
        with history.change(study.store, "export") as change:
            change.note(
                "export", studies.get_study(change.connection).uid, {"file": path.name, "layer": made.layer, "codings": made.codings}
            )
    return notes
