"""Commands whose help is in the researcher's language, and a group that imports a command only when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def N_(message: str) -> str:  # noqa: N802 - the usual name of it, which the extraction of messages looks for
    """Mark a message that is translated when it is shown."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:  # noqa: N802 - the same for both forms of a plural
    """Mark a message whose form goes with a number."""
    return one, many


class Session:
    """What is known of one run of the program: the language asked for, and the command's name for a report."""

    def __init__(self) -> None:
        self.language: str | None = None
        self.command = ""


def _shown(name: str) -> Any:
    """A property that holds a message and reads it in the present language."""
    hidden = f"_{name}_message"

    def read(self: object) -> str | None:
        message = getattr(self, hidden, None)
        return _(message) if message else message

    def write(self: object, message: str | None) -> None:
        setattr(self, hidden, message)

    return property(read, write)


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    help = _shown("help")
    metavar = _shown("metavar")


class Argument(click.Argument):
    """An argument whose name in the usage line is translated when it is shown."""

    metavar = _shown("metavar")


class Command(click.Command):
    """A command with help in the researcher's language and an example."""

    help = _shown("help")
    short_help = _shown("short_help")

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        """`example` is a command line that can be typed as it stands."""
        super().__init__(*args, **kwargs)
        self.example = example

    def invoke(self, ctx: click.Context) -> Any:
        """Note which command runs, then run it."""
        ctx.ensure_object(Session).command = ctx.command_path
        return super().invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The example."""
        super().format_epilog(ctx, formatter)
        if self.example:
            with formatter.section(_("Example")):
                for line in self.example.splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Group(Command, click.Group):
    """A noun with its verbs."""

    command_class = Command
    subcommand_metavar = _shown("subcommand_metavar")


class LazyGroup(Group):
    """The program's commands by section: each has a line of help here, and its module is imported when it is used."""

    def __init__(self, *args: Any, sections: Mapping[str, Mapping[str, tuple[str, str]]], **kwargs: Any) -> None:
        """`sections`: heading -> command -> (`module:attribute`, line of help)."""
        super().__init__(*args, **kwargs)
        self.sections = sections
        self.places = {name: where for section in sections.values() for name, (where, _help) in section.items()}

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Help that waits until the language is known, also where it was asked for before the language."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.is_eager = False
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature of click
        """The names, in the order in which they are shown."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command."""
        if cmd_name not in self.places:
            return None
        from importlib import import_module

        module, attribute = self.places[cmd_name].split(":")
        found: click.Command = getattr(import_module(module), attribute)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; one that is not known is answered with the nearest."""
        name = args[0]
        if name not in self.places and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, self.places, n=1)
            if near:
                raise click.UsageError(_("There is no command {name}. Did you mean {near}?", name=name, near=near[0]), ctx)
            raise click.UsageError(_("There is no command {name}.", name=name), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The commands with their lines of help, section by section, without importing any."""
        width = max(len(name) for name in self.places)
        for heading, section in self.sections.items():
            with formatter.section(_(heading)):
                formatter.write_dl([(f"{name:{width}}", _(says)) for name, (_where, says) in section.items()])


def argument(name: str, metavar: str, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An argument of a command."""
    return click.argument(name, cls=Argument, metavar=metavar, **kwargs)


def option(*declarations: str, **kwargs: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option of a command."""
    return click.option(*declarations, cls=Option, **kwargs)
