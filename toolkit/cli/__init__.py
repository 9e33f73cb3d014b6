"""The command `terrain`: a thin door onto `toolkit.actions`. A command opens a study, calls, and shows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import click

from toolkit import __version__
from toolkit.cli.commands import N_, LazyGroup, Option, Session
from toolkit.cli.speaking import computers_language, make_console_safe, speak
from toolkit.messages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS = {
    N_("The usual order of work"): {
        "new": ("toolkit.cli.new:new", N_("Start a study: one file.")),
        "import": ("toolkit.cli.importing:import_files", N_("Import transcripts, and a table of cases.")),
        "speakers": ("toolkit.cli.speakers:speakers", N_("Say who asks and who answers.")),
        "suggest": ("toolkit.cli.suggesting:suggest", N_("Let the machine propose codes.")),
        "review": ("toolkit.cli.reviewing:review", N_("Decide on what the machine proposes.")),
        "matrix": ("toolkit.cli.matrices:matrix", N_("Compare cases: on the screen, or as a workbook.")),
        "quotes": ("toolkit.cli.quotes:quotes", N_("Quotes with references, for the thesis.")),
        "read": ("toolkit.cli.reading_back:read", N_("Take over what was decided in a workbook.")),
        "demo": ("toolkit.cli.demo:demo", N_("Do all of it on the corpus that comes with the program.")),
    },
    N_("What a study holds"): {
        "case": ("toolkit.cli.cases:case", N_("Cases and their attributes.")),
        "document": ("toolkit.cli.documents:document", N_("Transcripts, notes and other texts.")),
        "search": ("toolkit.cli.searching:find", N_("Words and phrases in the transcripts.")),
        "person": ("toolkit.cli.persons:person", N_("Those who speak, under pseudonyms.")),
        "register": ("toolkit.cli.registers:register", N_("Named things that codings point to.")),
        "coding": ("toolkit.cli.codings:coding", N_("Codings: what was coded with which code.")),
        "reading": ("toolkit.cli.readings:reading", N_("What was read, with which codes in mind.")),
        "rating": ("toolkit.cli.ratings:rating", N_("Judgements of cases on a scale.")),
        "summary": ("toolkit.cli.summaries:summary", N_("What a case says of a code, in your words.")),
        "memo": ("toolkit.cli.memos:memo", N_("Notes on anything in the study.")),
        "not-asked": ("toolkit.cli.not_asked:not_asked", N_("Marks that something was no subject.")),
        "coder": ("toolkit.cli.coders:coder", N_("Who codes.")),
        "codebook": ("toolkit.cli.codebooks:codebook", N_("The codes: check, show, apply, compare.")),
    },
    N_("Nothing is lost"): {
        "undo": ("toolkit.cli.history:undo", N_("Take your last change back.")),
        "redo": ("toolkit.cli.history:redo", N_("Make it again.")),
        "history": ("toolkit.cli.history:history", N_("What was changed, when and by whom.")),
        "backup": ("toolkit.cli.safekeeping:backup", N_("Copy a study, also while it is open.")),
        "restore": ("toolkit.cli.safekeeping:restore", N_("Put a copy in a study's place.")),
        "check": ("toolkit.cli.safekeeping:check", N_("Check that a study holds what was put into it.")),
    },
}


def choose_language(ctx: click.Context, _parameter: click.Parameter, code: str | None) -> None:
    """Speak the language that was asked for, before anything else is said."""
    if code is not None:
        ctx.ensure_object(Session).language = code
        speak(code)


@click.group(
    cls=LazyGroup,
    sections=SECTIONS,
    invoke_without_command=True,
    help=N_("Code interviews, notes and documents of case studies, and compare the cases. A study is one file."),
    example="terrain new these.terrain --codebook action-partenariat\nterrain import these.terrain entrevues/ --cases cas.xlsx",
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    cls=Option,
    is_eager=True,
    expose_value=False,
    callback=choose_language,
    help=N_("Speak this language; otherwise the study's, otherwise the computer's."),
)
@click.version_option(__version__, prog_name="terrain", cls=Option, help=N_("Show the version and exit."))
@click.pass_context
def terrain(ctx: click.Context) -> None:
    """Where no command is named, list the studies that were worked on last; before the first one, show the help."""
    if ctx.invoked_subcommand is None:
        from toolkit.cli.recent import recent, show_recent

        found = recent()
        if found:
            show_recent(found)
        else:
            click.echo(ctx.get_help())


def run(args: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and give its exit code."""
    make_console_safe()
    speak(computers_language())
    session = Session()
    try:
        return terrain.main(args, prog_name="terrain", standalone_mode=False, obj=session) or 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - sorted in one place, imported only then
        from toolkit.cli.faults import told

        return told(error, session)


def main() -> NoReturn:
    """The entry point of the command."""
    sys.exit(run())
