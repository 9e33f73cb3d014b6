"""Writes what the help pages take from the program, in both languages: `make help-pages`.

The page of all commands, and on the French page of faults the messages, row by row after the English page.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import SECTIONS, terrain
from toolkit.messages import LANGUAGES, _, in_language, language

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = Path(__file__).resolve().parent.parent / "toolkit" / "help"
PLACE = re.compile(r"\{\w+\}")
QUOTED = re.compile(r"^(?:\| (?=.* \|$)|> )(?P<message>.+?)(?= \|.*$|$)", re.MULTILINE)
TITLES = {
    "en": (
        "Commands",
        "Every command with its options, as `terrain matrix --help` shows them. This page is written from the program itself.",
    ),
    "fr": (
        "Commandes",
        "Chaque commande avec ses options, comme le montre par exemple `terrain matrix --help`. Cette page est tirée du programme même.",
    ),
}


def page(code: str) -> str:
    """The page in one language."""
    with in_language(code):
        return "\n".join(_page(*TITLES[code])).rstrip() + "\n"


def walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """A command and, depth first, those below it, each with a context of its own."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            yield from walk(below, click.Context(below, context, info_name=name))


def _page(title: str, intro: str) -> Iterator[str]:
    top = click.Context(terrain, info_name="terrain")
    yield from (f"# {title}", "", intro, "", *_body(terrain, top))
    for heading, names in SECTIONS.items():
        yield from (f"## {_(heading)}", "")
        for name in names:
            command = terrain.get_command(top, name)
            assert command is not None, name
            for found, context in walk(command, click.Context(command, top, info_name=name)):
                level = context.command_path.count(" ") + 2
                yield from (f"{'#' * level} {context.command_path}", "", *_body(found, context))


def _body(command: click.Command, context: click.Context) -> Iterator[str]:
    yield from (command.help or "", "", "```text", " ".join([context.command_path, *command.collect_usage_pieces(context)]), "```", "")
    options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
    yield from (_line(option, context) for option in options)
    if options:
        yield ""
    example = getattr(command, "example", "")
    if example:
        yield from ("```sh", example, "```", "")


def _line(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len, reverse=True))
    metavar = "" if option.is_flag else f" `{option.make_metavar(context)}`"
    required = f" ({_('required')})" if option.required else ""
    colon = "\u00a0:" if language() == "fr" else ":"
    return f"- {names}{metavar}{required}{colon} {option.help}"


@cache
def messages(code: str) -> dict[str, str]:
    """Every sentence of the program and what it is in a language, both with … where something is filled in."""
    calls = [
        node
        for path in (HELP.parent).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"_", "N_", "ngettext"}
    ]
    found = {each.value for call in calls for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    with in_language(code):
        return {PLACE.sub("…", sentence): PLACE.sub("…", _(sentence)) for sentence in found}


def quoted(text: str) -> list[re.Match[str]]:
    """Where the page of faults quotes a message: the first cell of a row, or a line after `>`."""
    return [found for found in QUOTED.finditer(text) if found["message"] != "Message"]


def faults(english: str, french: str) -> str:
    """The French page of faults with the messages that the English one quotes at the same places; ValueError where one has more rows."""
    known, text, past = messages("fr"), "", 0
    for one, other in zip(quoted(english), quoted(french), strict=True):
        text += french[past : other.start("message")] + known.get(one["message"], other["message"])
        past = other.end("message")
    return text + french[past:]


def main() -> None:
    """Write the pages."""
    page_of_faults = HELP / "fr" / "faults.md"
    english, french = ((HELP / code / "faults.md").read_text(encoding="utf-8") for code in ("en", "fr"))
    page_of_faults.write_text(faults(english, french), encoding="utf-8", newline="\n")
    for code in LANGUAGES:
        (HELP / code / "commands.md").write_text(page(code), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
