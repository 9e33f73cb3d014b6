"""`terrain search`: words and phrases in the transcripts."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

import click

from toolkit.actions.searching import search
from toolkit.cli.commands import N_, Command, argument, option
from toolkit.cli.options import json_option, with_study
from toolkit.cli.output import done, say, show_json
from toolkit.messages import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.actions.searching import Found
    from toolkit.study import Study

MOST = 100  # places shown unless more are asked for


@click.command(
    cls=Command,
    help=N_(
        "Find words and phrases in the transcripts, with who says them. Upper and lower case and punctuation do not matter; of several, "
        "all are said in one turn. A word that ends with * is the beginning of one."
    ),
    example="terrain search these.terrain 'mettre en place' 'partenaria*'",
)
@with_study
@argument("words", N_("WORDS..."), nargs=-1, required=True)
@option("--ignore-accents", is_flag=True, help=N_("Find also what is written with other accents."))
@option("--document", metavar=N_("DOCUMENT"), help=N_("Only in this document."))
@option("--case", metavar=N_("CASE"), help=N_("Only in turns of this case."))
@option("--limit", type=click.IntRange(min=1), metavar="N", help=N_("Show at most so many places; otherwise 100, as JSON all."))
@json_option
def find(
    study: Study, words: Sequence[str], *, ignore_accents: bool, document: str | None, case: str | None, limit: int | None, as_json: bool
) -> None:
    """`terrain search`."""
    most = limit or (None if as_json else MOST)
    with study.read() as connection:
        found = search(connection, words, accents=not ignore_accents, document=document, case=case, limit=most)
    if as_json:
        show_json(asdict(found))
        return
    _show(found)
    sentence = ngettext("{n} place", "{n} places", found.total)
    where = ngettext("{places} in {n} document.", "{places} in {n} documents.", found.documents, places=sentence)
    done(where)
    left = found.total - len(found.places)
    if left:
        done(ngettext("{n} place more is shown with --limit {total}.", "{n} more are shown with --limit {total}.", left, total=found.total))


def _show(found: Found) -> None:
    """Every place with its turn and speaker, under the name of its document."""
    width = max((len(place.speaker or "") for place in found.places), default=0)
    for document, places in groupby(found.places, key=lambda place: place.document):
        say(document)
        for place in places:
            before, after = (" ".join(text.splitlines()) for text in (place.before, place.after))
            say(f"{place.turn or '–':>6}  {place.speaker or '':{width}}  {before}[{place.quote}]{after}".replace("\n", " "))
