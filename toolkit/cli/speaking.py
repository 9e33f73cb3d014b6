"""In which language, and to which console, the program speaks: as asked, else as the study, else as the computer."""

from __future__ import annotations

import gettext
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from toolkit.cli.commands import N_, NN_
from toolkit.messages import LANGUAGES, LOCALE_FOLDER, use_language

if TYPE_CHECKING:
    from collections.abc import Sequence


def make_console_safe() -> None:
    """Never fail on a character that the console's encoding does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def speak(code: str | None) -> None:
    """Speak a language from now on, click's own sentences too; without one, English."""
    code = code or "en"
    use_language(code)
    gettext.bindtextdomain("terrain", str(LOCALE_FOLDER))
    gettext.textdomain("terrain")
    os.environ["LANGUAGE"] = code  # where gettext, and so click, looks first


def computers_language() -> str | None:
    """The language of the locale, if it is one of ours."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if not said and sys.platform == "win32":
        import locale

        said = locale.getlocale()[0] or ""
    return next((code for code in LANGUAGES if said.casefold().startswith((code, NAMES[code]))), None)


def speak_as_study(languages: Sequence[str]) -> None:
    """Speak the study's language; where it has several, the computer's if it is one of them."""
    spoken = computers_language()
    speak(spoken if spoken in languages else next(iter(languages), spoken))


#: How Windows names the languages.
NAMES = {"fr": "french", "en": "english"}

#: What click says itself; marked here so that the catalogue has it.
CLICK = (
    N_("Usage:"),
    N_("COMMAND [ARGS]..."),
    N_("[COMMAND] [ARGS]..."),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("%(prog)s, version %(version)s"),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    NN_("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    NN_("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    NN_("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    N_("Error: invalid input"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    NN_("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Option {name!r} does not take a value."),
    N_("Choose from:\n\t{choices}"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("required"),
    N_("File"),
    N_("file"),
    N_("Directory"),
    N_("directory"),
    N_("Path"),
    N_("path"),
)
