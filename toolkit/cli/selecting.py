"""The options that say what a matrix looks at; they arrive as one `Selection`."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.cli.commands import N_, option
from toolkit.cli.options import name_value
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable

    Function = TypeVar("Function", bound=Callable[..., Any])


def _numbers(_context: click.Context, _parameter: click.Parameter, said: str) -> tuple[float, ...]:
    """Numbers separated by semicolons or spaces; a comma is a decimal mark where it stands between digits and is followed by no space."""
    try:
        return tuple(float(number.replace(",", ".")) for number in said.replace(";", " ").split())
    except ValueError:
        raise click.BadParameter(_("“{value}” are no numbers. Write them like this: 10;20", value=said)) from None


_OPTIONS = (
    option("--layer", metavar=N_("CODER"), help=N_("Whose codings; otherwise yours.")),
    option("--code", "codes", multiple=True, metavar=N_("CODE"), help=N_("Only this code and those below it; can be repeated.")),
    option("--case", "cases", multiple=True, metavar=N_("CASE"), help=N_("Only this case; can be repeated.")),
    option("--document", "documents", multiple=True, metavar=N_("DOCUMENT"), help=N_("Only this document; can be repeated.")),
    option("--person", "persons", multiple=True, metavar=N_("PERSON"), help=N_("Only what this person says; can be repeated.")),
    option("--kind", "kinds", multiple=True, metavar=N_("KIND"), help=N_("Only documents of this kind; can be repeated.")),
    option(
        "--case-where",
        "case_where",
        type=name_value,
        multiple=True,
        metavar=N_("ATTRIBUTE=VALUE"),
        help=N_("Only cases whose attribute has this value; again for another value or attribute."),
    ),
    option(
        "--document-where",
        "document_where",
        type=name_value,
        multiple=True,
        metavar=N_("ATTRIBUTE=VALUE"),
        help=N_("Only documents whose attribute has this value."),
    ),
    option(
        "--person-where",
        "person_where",
        type=name_value,
        multiple=True,
        metavar=N_("ATTRIBUTE=VALUE"),
        help=N_("Only what persons say whose attribute has this value."),
    ),
    option("--from", "since", default="", metavar=N_("DATE"), help=N_("Only documents of this date or later: 2024, 2024-06, 2024-06-12.")),
    option("--to", "until", default="", metavar=N_("DATE"), help=N_("Only documents of this date or earlier.")),
    option(
        "--order",
        default="",
        metavar="case:…|rating:…",
        help=N_("Sort the cases by an attribute or a rating, and name their bands: case:ATTRIBUTE, rating:CODE or rating:CODE@PERIOD."),
    ),
    option("--bands", default="", callback=_numbers, metavar=N_("NUMBERS"), help=N_("Cut a number into bands at these values: 10;20.")),
    option("--descending", is_flag=True, help=N_("Sort the cases from the highest value down.")),
)


def selection_options(function: Function) -> Function:
    """Add the options; `selection` holds what they say."""

    @wraps(function)
    def selecting(*args: Any, **values: Any) -> Any:
        from toolkit.actions.selecting import Selection

        where = tuple((owner, *pair) for owner in ("case", "document", "person") for pair in values.pop(f"{owner}_where"))
        names = ("layer", "codes", "cases", "documents", "persons", "kinds", "since", "until", "order", "bands", "descending")
        selection = Selection(where=where, **{name: values.pop(name) for name in names})
        return function(*args, selection=selection, **values)

    decorated: Any = selecting
    for add in reversed(_OPTIONS):
        decorated = add(decorated)
    return decorated  # type: ignore[no-any-return]
