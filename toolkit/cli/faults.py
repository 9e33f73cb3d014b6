"""The one place where what went wrong becomes a sentence and an exit code.

0 done; 1 it could not be done; 2 asked for in the wrong way; 3 a fault of the program; 4 done, with something left out; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit import __version__
from toolkit.cli import output
from toolkit.errors import FaultyData, TerrainError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.cli.commands import Session

REPORTED = ("click", "sqlalchemy", "numpy", "pandas", "openpyxl", "scikit-learn", "spacy", "pydantic", "ruamel.yaml", "lxml")


def told(error: Exception | KeyboardInterrupt, session: Session) -> int:
    """Say what went wrong; gives the exit code."""
    if isinstance(error, TerrainError):
        if isinstance(error, FaultyData):
            output.show_problems(error.problems)
        output.done(str(error))
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        output.done(_("Interrupted. What was finished before is kept; nothing is half done."))
        return 130
    if isinstance(error, BrokenPipeError):  # `terrain … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, OSError):
        output.done(_("{path}: {reason}.", path=error.filename or _("The computer says"), reason=error.strerror or type(error).__name__))
        return 1
    path = write_report(error, session.command)
    output.done(
        _("Something went wrong that is a fault of the program. The report {path} says where; it holds no text of the study.", path=path)
    )
    return 3


def write_report(error: BaseException, command: str) -> Path:
    """Write where a failure happened into a file in the present folder, else in the temporary one.

    Neither the message nor the values of variables are written: both may hold a participant's words.
    """
    name = f"terrain-error-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S')}.txt"
    text = "\n".join([*_circumstances(command), *_trace(error)]) + "\n"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(text, encoding="utf-8")
        except OSError:
            continue
        return folder / name
    return Path(name)


def _circumstances(command: str) -> Iterator[str]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    yield f"terrain {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"
    yield f"command: {command}"
    for package in REPORTED:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"{package} -"


def _trace(error: BaseException | None) -> Iterator[str]:
    """Files, lines and functions of an error and of those behind it, the first cause last; of a path only its end."""
    while error is not None:
        yield f"\n{type(error).__module__}.{type(error).__qualname__}"
        for frame in traceback.extract_tb(error.__traceback__, limit=-50):
            yield f"  {'/'.join(Path(frame.filename).parts[-3:])}, line {frame.lineno}, in {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
