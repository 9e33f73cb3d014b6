"""`terrain new`: a study is one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.actions.starting import new_study
from toolkit.cli.commands import N_, Command, option
from toolkit.cli.options import adopt_language, coder_option, study_argument
from toolkit.cli.output import done, next_step
from toolkit.cli.recent import remember
from toolkit.messages import _

if TYPE_CHECKING:
    from pathlib import Path


@click.command(
    cls=Command,
    help=N_("Start a study: one file that will hold texts, codes, codings and their history."),
    example="terrain new these.terrain --codebook action-partenariat --coder amelie",
)
@study_argument
@option(
    "--codebook",
    metavar=N_("CODEBOOK"),
    help=N_("A codebook that comes with the program, a YAML file or a table of codes; otherwise empty."),
)
@option("--title", default="", metavar=N_("TEXT"), help=N_("What the study is called; otherwise as its file."))
@option("--language", "languages", multiple=True, metavar="fr|en", help=N_("A language of the study; can be repeated."))
@coder_option
def new(path: Path, codebook: str | None, title: str, languages: tuple[str, ...], coder: str | None) -> None:
    """`terrain new`."""
    with new_study(path, title=title, codebook=codebook, languages=languages, coder=coder) as study:
        remember(study.path)
        adopt_language(study)
        with study.read() as connection:
            name, codes = study.coder(connection).name, len(study.vocabulary(connection).codebook.codes)
        done(_("{path} was made. Coder: {coder}; codes: {n}.", path=study.path, coder=name, n=codes))
        next_step("terrain", "import", study.path, _("FOLDER/"), "--cases", _("TABLE.xlsx"))
