"""`terrain quotes`: quotes by code with references, on the screen or as a Word document; and `terrain document export`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions import quoting
from toolkit.actions.report.gathered import Contents
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import OUTPUT, force_option, json_option, with_study
from toolkit.cli.output import done, may_overwrite, say, show_json
from toolkit.export.citing import reference
from toolkit.ids import short_id
from toolkit.messages import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.export.quotes_docx import Quotations
    from toolkit.study import Study

    Names = tuple[str, ...]

_layer = option("--layer", metavar=N_("CODER"), help=N_("Whose codings; otherwise yours."))
_codes = option("--code", "codes", multiple=True, metavar=N_("CODE"), help=N_("Only this code and those below it; can be repeated."))


@click.command(
    cls=Command,
    help=N_(
        "Show the quotes of codes with references that a thesis can cite: case, pseudonym, date, turn. With -o FILE.docx as a document."
    ),
    example="terrain quotes these.terrain --code condition -o citations.docx",
)
@with_study
@option("-o", "--output", "target", type=OUTPUT, metavar=N_("FILE.docx"), help=N_("The Word document to write."))
@_codes
@option("--case", "cases", multiple=True, metavar=N_("CASE"), help=N_("Only this case; can be repeated."))
@option("--document", "documents", multiple=True, metavar=N_("DOCUMENT"), help=N_("Only this document; can be repeated."))
@_layer
@force_option
@json_option
def quotes(
    study: Study, target: Path | None, codes: Names, cases: Names, documents: Names, layer: str | None, *, yes: bool, as_json: bool
) -> None:
    """`terrain quotes`."""
    contents = Contents(layer=layer, codes=codes, cases=cases, documents=documents)
    if target is not None:
        may_overwrite(target, yes=yes)
        count = quoting.write_quotes(study, target, contents)
        done(ngettext("{path} was written, with {n} quote.", "{path} was written, with {n} quotes.", count, path=target))
        return
    with study.read() as connection:
        made = quoting.quotations(study, connection, contents)
    if as_json:
        show_json(_plain(made))
        return
    for section in made.sections:
        say(f"\n{section.label} ({len(section.quotes)})")
        for quote in section.quotes:
            say(f"\n{quote.quote}\n    ({reference(quote)})  {short_id(quote.uid)}")
    if not made.sections:
        done(_("There is no quote here."))


def _plain(made: Quotations) -> list[dict[str, object]]:
    return [
        {
            "id": quote.uid.hex(),
            "code": quote.code,
            "quote": quote.quote,
            "reference": reference(quote),
            "case": quote.case,
            "document": quote.document,
            "speaker": quote.speaker,
            "date": quote.date,
            "turn": quote.turn,
            "fields": dict(quote.fields),
        }
        for section in made.sections
        for quote in section.quotes
    ]


@click.command(
    "export",
    cls=Command,
    help=N_("Write a document's text as a Word document, its turns numbered; with --coded the codes stand in the margin."),
    example="terrain document export these.terrain A1 --coded -o A1.docx",
)
@with_study
@argument("name", N_("DOCUMENT"))
@option("-o", "--output", "target", type=OUTPUT, required=True, metavar=N_("FILE.docx"), help=N_("The Word document to write."))
@option("--coded", is_flag=True, help=N_("With the codings of a layer, as comments in the margin."))
@_codes
@_layer
@force_option
def export_document(study: Study, name: str, target: Path, codes: Names, layer: str | None, *, coded: bool, yes: bool) -> None:
    """`terrain document export`."""
    may_overwrite(target, yes=yes)
    count = quoting.write_transcript(study, target, name, layer, codes, coded=coded)
    if coded:
        done(
            ngettext(
                "{path} was written, with {n} coding in the margin.",
                "{path} was written, with {n} codings in the margin.",
                count,
                path=target,
            )
        )
    else:
        done(_("{path} was written.", path=target))
