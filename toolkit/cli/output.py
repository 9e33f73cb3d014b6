"""Everything that the commands print. What was asked for goes to stdout; what was done, and what to do next, to stderr."""

from __future__ import annotations

import json
import shutil
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from toolkit.errors import UsageError
from toolkit.messages import _, ngettext
from toolkit.text.values import NO, YES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.errors import Problem

LEAST_WIDTH = 12  # to which a column is cut on a terminal, in characters
MOST_PADDING = 60  # to which shorter cells are filled up elsewhere
PATIENCE = 1.0  # seconds without a progress bar

#: Characters that a terminal would obey; what comes out of a transcript must not.
_HARMLESS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
_ONE_LINE = _HARMLESS | {ord("\n"): " ", ord("\t"): " "}


def interactive() -> bool:
    """Whether there is a person to ask."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def say(text: str) -> None:
    """Print something that was asked for."""
    click.echo(text.translate(_HARMLESS))


def done(sentence: str) -> None:
    """Say what was done."""
    click.echo(sentence.translate(_HARMLESS), err=True)


def next_step(*words: object) -> None:
    """Say which command to type next, word by word; a word with a space is quoted."""
    done(_("Next: {command}", command=" ".join(f'"{word}"' if " " in str(word) else str(word) for word in words)))


def show_json(value: object) -> None:
    """Print plain data as JSON; characters that stdout cannot write become escapes, which mean the same."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(value, indent=2)
    click.echo(text)


def show_rows(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], *, as_json: bool = False) -> None:
    """Print rows as JSON, or as a table with the columns that have a heading in `columns`."""
    if as_json:
        show_json(rows)
    elif rows:
        show_table(list(columns.values()), [[_cell(key, _at(row, key)) for key in columns] for row in rows])
    else:
        done(_("There are none."))


def _at(row: Mapping[str, Any], key: str) -> Any:
    """A value of a row; `attributes.NAME` is one within its attributes."""
    outer, _dot, inner = key.partition(".")
    return row[outer].get(inner) if inner else row.get(key)


def show_record(record: Mapping[str, Any], labels: Mapping[str, str], *, as_json: bool = False) -> None:
    """Print one object as JSON, or as lines of a label and a value."""
    if as_json:
        show_json(record)
        return
    width = max(len(label) for label in labels.values())
    for key, label in labels.items():
        if record.get(key) not in (None, "", [], {}):
            say(f"{label:{width}}  {_cell(key, record[key])}")


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print aligned columns under their headings; on a terminal, wide ones are cut to fit."""
    lines = [[cell.translate(_ONE_LINE) for cell in line] for line in (headings, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(headings))]
    terminal = sys.stdout.isatty()
    widths = _fitting(widths, shutil.get_terminal_size().columns) if terminal else [min(width, MOST_PADDING) for width in widths]
    numeric = [all(not line[place] or line[place].isdecimal() for line in lines[1:]) for place in range(len(headings))]
    for line in lines:
        cells = (_aligned(cell, width, right, cut=terminal) for cell, width, right in zip(line, widths, numeric, strict=True))
        click.echo("  ".join(cells).rstrip())


def _fitting(widths: list[int], available: int) -> list[int]:
    """Widths that fit into a line: the widest columns give first."""
    widths = list(widths)
    while sum(widths) + 2 * (len(widths) - 1) > available and max(widths) > LEAST_WIDTH:
        widths[widths.index(max(widths))] -= 1
    return widths


def _aligned(cell: str, width: int, right: bool, *, cut: bool) -> str:
    if cut and len(cell) > width:
        return cell[: width - 1] + "…"
    return cell.rjust(width) if right else cell.ljust(width)


def _cell(key: str, value: Any) -> str:
    """A value as a person reads it; of an identifier the part that suffices to name it."""
    if value is None:
        return ""
    if key in WORDED:
        return _word(str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_cell('', found)}" for name, found in value.items())
    if isinstance(value, list):
        return ", ".join(_cell("", found) for found in value)
    return str(value)[:8] if key == "id" else str(value)


#: Columns whose values are words of the program; JSON has them as they are.
WORDED = frozenset({"kind", "made_by", "state", "mode", "role"})


def _word(value: str) -> str:
    """A value of the program in the researcher's language."""
    return {
        "interview": _("interview"),
        "group interview": _("group interview"),
        "observation": _("observation"),
        "document": _("document"),
        "hand": _("by hand"),
        "accepted": _("suggestion, accepted"),
        "edited": _("suggestion, edited"),
        "imported": _("imported"),
        "confirmed": _("confirmed"),
        "proposed": _("proposed"),
        "free": _("free"),
        "with suggestions": _("with suggestions"),
        "blind": _("blind"),
        "unknown": _("unknown"),
        "interviewer": _("interviewer"),
        "participant": _("participant"),
    }.get(value, value)


def show_problems(problems: Iterable[Problem]) -> None:
    """Print every fault, one a line."""
    for problem in problems:
        done(str(problem))


def left_out(problems: Sequence[Problem]) -> int:
    """List what was left out; gives the exit code: 4 if there was something, else 0."""
    if not problems:
        return 0
    done(ngettext("{n} thing was left out:", "{n} things were left out:", len(problems)))
    show_problems(problems)
    return 4


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[..., None]]:
    """Gives a function to call after each of `total` steps; a bar appears on a terminal once it takes longer than a second."""
    bar = _Bar(label, total)
    try:
        yield bar.step
    finally:
        bar.stop()


class _Bar:
    """A progress bar that waits before it shows itself."""

    def __init__(self, label: str, total: int) -> None:
        self._label, self._total, self._count = label, total, 0
        self._since = time.monotonic()
        self._shown: Any = None

    def step(self, *_what: object) -> None:
        self._count += 1
        if self._shown is None and sys.stderr.isatty() and time.monotonic() - self._since > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(console=Console(stderr=True), transient=True)
            self._shown.add_task(self._label, total=self._total)
            self._shown.start()
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=self._count)

    def stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is done; without a person to ask, `--yes` must have been said."""
    if yes:
        return
    if not interactive():
        raise UsageError(_("{question} Say so with --yes.", question=question))
    if not said_yes(question):
        raise click.Abort


def said_yes(question: str) -> bool:
    """Ask a person for yes or no, in either language; nothing said is no."""
    while True:
        said = click.prompt(_("{question} (yes or no)", question=question), default="", show_default=False, err=True).strip().casefold()
        if said in YES:
            return True
        if said in NO or not said:
            return False


def may_overwrite(target: Path, *, yes: bool) -> None:
    """Ask before a file is written over: somebody may have worked in it."""
    if target.exists():
        confirm(_("{path} exists already and will be overwritten.", path=target), yes=yes)


def ask(question: str, answers: Sequence[str]) -> str:
    """Ask a person for one of some answers."""
    said: str = click.prompt(question, type=click.Choice(answers), err=True)
    return said


def ask_key(question: str, keys: Sequence[str]) -> str:
    """Ask for one key, without Enter."""
    click.echo(f"{question} [{'/'.join(keys)}] ", nl=False, err=True)
    while (key := click.getchar().lower()) not in keys:
        pass
    click.echo(key, err=True)
    return key


def ask_or_nothing(question: str) -> str:
    """Ask for a text that may be left empty."""
    said: str = click.prompt(question, default="", show_default=False, err=True)
    return said.strip()


def passage(before: str, quote: str, after: str) -> None:
    """Print a passage, its quote set off in brackets and, on a terminal, in bold."""
    marked = click.style(f"[{quote.translate(_HARMLESS)}]", bold=True)
    click.echo(f"…{before.translate(_HARMLESS)}{marked}{after.translate(_HARMLESS)}…")


def ask_several(question: str, answers: Sequence[str]) -> list[str]:
    """Ask a person for some of some answers, separated by commas."""

    def chosen(said: str) -> list[str]:
        found = [answer.strip() for answer in said.split(",")]
        if not set(found) <= set(answers):
            raise click.BadParameter(_("Use some of these: {known}.", known=", ".join(answers)))
        return found

    said: list[str] = click.prompt(question, value_proc=chosen, err=True)
    return said


def ask_text(question: str) -> str:
    """Ask a person for a text."""
    said: str = click.prompt(question, err=True)
    return said
