"""`terrain backup`, `restore`, `check`: keep a study safe."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from toolkit.actions import safekeeping as actions
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import FILE, OUTPUT, force_option, json_option, study_argument, with_study
from toolkit.cli.output import confirm, done, next_step, show_json, show_problems, show_table
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.actions.rescuing import Report
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
    restored = actions.restore(copy, path)
    done(_("{path} is now what {copy} is.", path=path, copy=copy))
    if restored.kept is not None:
        done(_("What stood there before is {path}.", path=restored.kept))
    if restored.returned:
        reasons = "; ".join(f"{found.time[:10]}, {found.reason}" for found in restored.returned)
        done(_("The copy may hold again what had been erased ({reasons}). Erase it again.", reasons=reasons))
    next_step("terrain", "check", path)


@click.command(
    cls=Command,
    help=N_(
        "Check that the file is whole and holds what was put into the study; with --rescue, save what can be read of a damaged one into a"
        " new file."
    ),
    example="terrain check these.terrain\nterrain check these.terrain --rescue sauvee.terrain",
)
@study_argument
@option("--rescue", "target", type=OUTPUT, metavar=N_("FILE"), help=N_("Save what can be read into this file; it must not exist."))
@json_option
def check(path: Path, target: Path | None, *, as_json: bool) -> int:
    """`terrain check`."""
    if target is not None:
        return _rescue(path, target, as_json=as_json)
    problems = actions.check(path)
    if as_json:
        show_json([asdict(problem) for problem in problems])
    elif problems:
        show_problems(problems)
        done(ngettext("{n} fault.", "{n} faults.", len(problems)))
    else:
        done(_("{path} is whole: file, texts, originals, quotes, codebook and history.", path=path))
    return 1 if problems else 0


def _rescue(path: Path, target: Path, *, as_json: bool) -> int:
    """Save what can be read, and say what is lost; gives 4 where something is, or where the new study has a fault."""
    from toolkit.actions.rescuing import rescue

    report = rescue(path, target)
    rows = _rows(report)
    if as_json:
        show_json({"rows": rows, "read_anew": report.read_anew, "problems": [asdict(problem) for problem in report.problems]})
    else:
        headings = [_("What"), _("Saved"), _("Lost, at least"), _("Made up")]
        show_table(headings, [[str(row[name]) for name in ("table", "saved", "lost", "made_up")] for row in rows])
        for name in report.read_anew:
            done(_("The text of {document} was read anew from its original.", document=name))
        show_problems(report.problems)
        done(_("What could be read is in {path}; {damaged} stays as it is.", path=target, damaged=path))
    return 4 if report.rows.lost or report.rows.made_up or report.problems else 0


def _rows(report: Report) -> list[dict[str, str | int]]:
    """The tables that hold or held something."""
    rows = report.rows
    names = [name for name in rows.saved if rows.saved[name] or name in rows.lost or name in rows.made_up]
    return [
        {"table": name, "saved": rows.saved[name], "lost": rows.lost.get(name, 0), "made_up": rows.made_up.get(name, 0)} for name in names
    ]
