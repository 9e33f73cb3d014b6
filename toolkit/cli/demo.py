"""`terrain demo`: the whole way, on the corpus that comes with the program."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import click

from toolkit.actions.demo import CODERS, run_demo
from toolkit.cli.commands import N_, Command, argument
from toolkit.cli.output import done, next_step
from toolkit.cli.recent import remember
from toolkit.messages import _


@click.command(
    cls=Command,
    help=N_("Do all of it on a fictional corpus: study, import, codings, suggestions, workbook, in a new folder."),
    example="terrain demo essai",
)
@argument("folder", N_("[FOLDER]"), type=click.Path(file_okay=False, path_type=Path), required=False)
def demo(folder: Path | None) -> None:
    """`terrain demo`."""
    shown = run_demo(folder or _free_folder(), done)
    remember(shown.study)
    sentence = _("{documents} documents, {codings} codings, {suggestions} suggestions.")
    done(sentence.format(documents=shown.documents, codings=shown.codings, suggestions=shown.suggestions))
    for note in shown.notes:
        done(note)
    done(_("The study is {path}.", path=shown.study))
    done(_("The workbook is {path}. Open it in a spreadsheet program: its first sheet says what it shows.", path=shown.workbook))
    next_step("terrain", "review", shown.study, "--coder", CODERS[0])


def _free_folder() -> Path:
    """`demo`, or `demo-2` and so on: what somebody did with an earlier demonstration stays."""
    names = (Path("demo" if number == 1 else f"demo-{number}") for number in count(1))
    return next(path for path in names if not path.exists())
