"""Start a study: a file, a coder, a codebook."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit import shipped
from toolkit.actions.codebooks import adopt
from toolkit.codebook.codebook import Codebook, empty
from toolkit.codebook.reading import read_codebook
from toolkit.codebook.tables import from_xlsx_or_csv
from toolkit.errors import FaultyData, UsageError
from toolkit.messages import LANGUAGES, _
from toolkit.messages import language as spoken
from toolkit.readers.tables import SUFFIXES
from toolkit.store import history, studies
from toolkit.store.engine import Store
from toolkit.study import Study

if TYPE_CHECKING:
    from collections.abc import Sequence

SUFFIX = ".terrain"


def load_codebook(source: str, language: str) -> tuple[str, Codebook]:
    """The text and the codes of a shipped codebook (by name), a YAML file, or a table of codes; raises `FaultyData` with every fault."""
    path = shipped.codebooks().get(source, Path(source))
    if not path.is_file():
        known = ", ".join(shipped.codebooks())
        raise UsageError(_("There is no codebook {source}. Give a file, or one of these: {known}.", source=source, known=known))
    data = path.read_bytes()
    if path.suffix.lower() in SUFFIXES:
        yaml, problems = from_xlsx_or_csv(path.name, data, language)
    else:
        yaml, problems = data.decode("utf-8-sig", errors="replace"), []
    codebook, faults = read_codebook(yaml, path.name)
    if codebook is None or problems or faults:
        raise FaultyData(_("The codebook {source} has faults.", source=source), [*problems, *faults])
    return yaml, codebook


def new_study(
    path: Path, *, title: str = "", codebook: str | None = None, languages: Sequence[str] = (), coder: str | None = None
) -> Study:
    """Make a study file and open it; its languages are those of its codebook unless others are named."""
    path = path if path.suffix else path.with_suffix(SUFFIX)
    wanted = list(languages)
    for language in wanted:
        if language not in LANGUAGES:
            raise UsageError(
                _("{language} is no language of this program. Use one of: {known}.", language=language, known=", ".join(LANGUAGES))
            )
    if codebook is None:
        wanted = wanted or ["fr", "en"]
        book = empty(path.stem, wanted)
        yaml = f"format: 1\nkey: '{_slug(path.stem)}'\nlanguages: [{', '.join(wanted)}]\ncodes: []\n"
    else:
        yaml, book = load_codebook(codebook, next(iter(wanted), "fr"))
        # The language of whoever starts the study comes first: the study speaks it from then on.
        wanted = (
            wanted or sorted((each for each in book.languages if each in LANGUAGES), key=lambda each: each != spoken()) or list(LANGUAGES)
        )
    name = coder or getpass.getuser()
    store = Store.create(path)
    with history.change(store, "new") as change:
        studies.add_study(change, title or path.stem, wanted)
        change.coder = first = studies.add_coder(change, name)
        adopt(change, yaml, book, first, _("start of the study"))
    return Study(store, name)


def _slug(name: str) -> str:
    """A codebook key from a file's name."""
    letters = "".join(letter if letter.isalnum() else "-" for letter in name.casefold())
    return "-".join(part for part in letters.split("-") if part) or "study"
