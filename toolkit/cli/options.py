"""What several commands share: the study as first argument, who works on it, JSON, values by name."""

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.cli.commands import N_, Session, argument, option
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from toolkit.study import Study

    Function = TypeVar("Function", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PATH = click.Path(exists=True, path_type=Path)
OUTPUT = click.Path(dir_okay=False, path_type=Path)


def name_value(said: str | tuple[str, str]) -> tuple[str, str]:
    """The two sides of the first equals sign in NAME=VALUE."""
    if isinstance(said, tuple):
        return said
    name, equals, value = said.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(_("“{value}” has not the form NAME=VALUE.", value=said))
    return name.strip(), value.strip()


study_argument = argument("path", N_("STUDY"), type=click.Path(path_type=Path))
coder_option = option("--coder", metavar=N_("NAME"), envvar="TERRAIN_CODER", help=N_("Who you are, where a study has several coders."))
json_option = option("--json", "as_json", is_flag=True, help=N_("Print the result as JSON."))
force_option = option("--yes", "-y", is_flag=True, help=N_("Do it without asking."))
new_entries_option = option("--new-entries", is_flag=True, help=N_("Add register entries that do not exist yet."))


def with_study(function: Function) -> Function:
    """Open the study that is the first argument, speak its language, and close it afterwards."""

    @study_argument
    @coder_option
    @wraps(function)
    def opened(path: Path, coder: str | None, **values: Any) -> Any:
        from toolkit.cli.recent import remember
        from toolkit.study import open_study

        with open_study(path, coder) as study:
            remember(study.path)
            adopt_language(study)
            _warn(study)
            return function(study, **values)

    return opened  # type: ignore[return-value]


def _warn(study: Study) -> None:
    """Say what endangers the study where it lies, what a crash has left, or that it can only be read."""
    from toolkit.actions.safekeeping import warnings
    from toolkit.cli.output import done

    for sentence in warnings(study):
        done(sentence)


def adopt_language(study: Study) -> None:
    """Speak the study's language, unless another was asked for."""
    from toolkit.cli.speaking import speak_as_study
    from toolkit.store.studies import get_study

    if click.get_current_context().ensure_object(Session).language is None:
        with study.read() as connection:
            speak_as_study(get_study(connection).languages)


def attribute_options(function: Function) -> Function:
    """`--set ATTRIBUTE=VALUE` and `--new-attributes`; the values arrive as pairs in `values`."""
    values = option("--set", "values", type=name_value, multiple=True, metavar=N_("ATTRIBUTE=VALUE"), help=N_("Give an attribute a value."))
    new = option("--new-attributes", is_flag=True, help=N_("Make attributes that the study does not have yet."))
    return values(new(function))  # type: ignore[return-value]


field_option = option(
    "--field",
    "fields",
    type=name_value,
    multiple=True,
    metavar=N_("NAME=VALUE"),
    help=N_("Give a field of the code a value; again for a field that takes several."),
)


def _read_text(_context: click.Context, _parameter: click.Parameter, said: str) -> str:
    """A text as it was said, or, for -, from the standard input."""
    return sys.stdin.read() if said == "-" else said


text_argument = argument("text", N_("TEXT"), callback=_read_text)


def gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """All values of each name, in the order in which they were said."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
