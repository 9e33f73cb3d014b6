"""`terrain backup`, `restore`, `check`: keep a study safe."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from toolkit.actions import safekeeping as actions
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, OUTPUT, force_option, json_option, study_argument, with_study
from toolkit.cli.output import confirm, done, next_step, show_json, show_problems
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study


@click.command(
    cls=Command,
    help=N_("Copy a study, also while it is open elsewhere; beside it under a name with the time, unless another is given."),
    example="terrain backup these.terrain -o /media/usb/these.terrain",
)
@with_study
@option("-o", "--output", "target", type=OUTPUT, metavar=N_("FILE"), help=N_("The file to write; it must not exist."))
def backup(study: Study, target: Path | None) -> None:
    """`terrain backup`."""
    written = actions.backup(study, target)
    done(_("{path} was written.", path=written))
    next_step("terrain", "check", written)


@click.command(
    cls=Command,
    help=N_("Put a copy in a study's place; what stood there is kept beside it."),
    example="terrain restore these.terrain these.20250114-101500.terrain",
)
@study_argument
@argument("copy", N_("COPY"), type=FILE)
@force_option
def restore(path: Path, copy: Path, *, yes: bool) -> None:
    """`terrain restore`."""
    if path.exists():
        confirm(_("Put {copy} in the place of {path}? What stands there is kept beside it.", copy=copy, path=path), yes=yes)
    kept = actions.restore(copy, path)
    done(_("{path} is now what {copy} is.", path=path, copy=copy))
    if kept is not None:
        done(_("What stood there before is {path}.", path=kept))
    next_step("terrain", "check", path)


@click.command(
    cls=Command,
    help=N_("Check that the file is whole and that texts, originals, quotes and codebook are what was put into the study."),
    example="terrain check these.terrain",
)
@study_argument
@json_option
def check(path: Path, *, as_json: bool) -> int:
    """`terrain check`."""
    problems = actions.check(path)
    if as_json:
        show_json([asdict(problem) for problem in problems])
    elif problems:
        show_problems(problems)
        done(ngettext("{n} fault.", "{n} faults.", len(problems)))
    else:
        done(_("{path} is whole: file, texts, originals, quotes and codebook.", path=path))
    return 1 if problems else 0
