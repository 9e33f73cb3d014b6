"""Help: every command has some with an example that can be typed, in both languages, and showing it costs little."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import click
import pytest

from toolkit.cli import SECTIONS, terrain
from toolkit.cli.commands import Session

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAVY = ("spacy", "pandas", "sklearn", "sqlalchemy", "numpy", "openpyxl", "lxml", "rich", "pydantic", "ruamel")


def every_command() -> Iterator[tuple[str, click.Command]]:
    """All commands, those of groups too, with what is typed to reach them."""
    context = click.Context(terrain, info_name="terrain")
    for name in terrain.list_commands(context):
        command = terrain.get_command(context, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {verb}", found) for verb, found in command.commands.items())


COMMANDS = dict(every_command())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_an_example_that_parses(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.example.startswith(f"terrain {name}")
    for line in command.example.splitlines():
        check_parses(shlex.split(line)[1:])


def check_parses(words: list[str]) -> None:
    """Parse a command line as far as its last command, without running it; files need not exist."""
    context = click.Context(terrain, info_name="terrain", obj=Session())
    command, rest = terrain, words
    while isinstance(command, click.Group):
        _name, command, rest = command.resolve_command(context, rest)
    known = [param for param in command.params if isinstance(param.type, click.Path) and param.type.exists]
    for param in known:
        param.type.exists = False
    try:
        command.make_context("", list(rest), parent=context)
    finally:
        for param in known:
            param.type.exists = True


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name: str) -> None:
    silent = [param.name for param in COMMANDS[name].params if isinstance(param, click.Option) and not param.help]
    assert silent == []


def test_terrain_alone_shows_the_usual_order_of_work(terrain: Any) -> None:
    shown = terrain()
    assert shown.code == 0
    order = ["new", "import", "speakers", "suggest", "review", "matrix"]
    places = [shown.out.index(f"\n  {name} ") for name in order]
    assert places == sorted(places)
    assert shown.out == terrain("--help").out


def test_an_unknown_command_is_answered_with_the_nearest(terrain: Any) -> None:
    refused = terrain("improt", "these.terrain")
    assert refused.code == 2
    assert "import" in refused.err


def test_the_example_of_a_group_stands_under_its_help(terrain: Any) -> None:
    assert "terrain case list these.terrain" in terrain("case", "--help").out


def test_help_imports_nothing_heavy() -> None:
    """`terrain --help` in a process of its own, then what it has loaded."""
    script = "import sys; from toolkit.cli import run; code = run(['--help']); print(code, *sorted(sys.modules), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ, "LANG": "fr_CA.UTF-8"}
    )
    code, *modules = ran.stderr.split()
    assert code == "0"
    assert "click" in modules
    assert [name for name in HEAVY if name in modules] == []


def test_the_line_of_help_of_each_command_stands_once() -> None:
    lines = [says for section in SECTIONS.values() for _where, says in section.values()]
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize("words", [("--lang", "fr", "--help"), ("--help", "--lang", "fr")])
def test_the_language_asked_for_counts_wherever_it_stands(terrain: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    """The catalogue is stood in for by one that marks what went through it."""
    marked_in_french(monkeypatch)
    assert "«Start a study: one file.»" in terrain(*words).out


def marked_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A French that puts guillemets around what it translates."""
    import gettext

    from toolkit import messages

    class Marked(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return f"«{message}»"

        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
            return f"«{msgid1 if n == 1 else msgid2}»"

    monkeypatch.setattr(messages, "_catalogue", lambda code: Marked() if code == "fr" else gettext.NullTranslations())


def test_help_of_commands_options_and_arguments_is_translated_when_shown(terrain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    marked_in_french(monkeypatch)
    french = terrain("--lang", "fr", "case", "add", "--help").out
    for text in ("«Add a case.»", "«Give an attribute a value.»", "«STUDY»", "«Example»"):
        assert text in french
    assert "«" not in terrain("case", "add", "--help").out


@pytest.mark.parametrize(
    ("words", "locale", "languages", "french"),
    [
        ((), "fr_CA.UTF-8", ("en",), False),
        ((), "en_CA.UTF-8", ("fr",), True),
        ((), "fr_CA.UTF-8", ("en", "fr"), True),
        ((), "C", ("fr", "en"), True),
        (("--lang", "en"), "fr_CA.UTF-8", ("fr",), False),
    ],
)
def test_the_language_is_the_one_asked_for_else_the_studys_else_the_computers(
    terrain: Any, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], locale: str, languages: tuple[str, ...], french: bool
) -> None:
    marked_in_french(monkeypatch)
    monkeypatch.setenv("LANG", locale)
    terrain("new", "s.terrain", *(word for code in languages for word in ("--language", code)))
    assert ("«" in terrain(*words, "case", "list", "s.terrain").err) is french
