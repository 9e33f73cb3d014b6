"""Keep a study safe: copy it while it is open, put a copy back, check that what it holds is what was put into it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from toolkit.codebook.reading import read_codebook
from toolkit.errors import Problem, UsageError
from toolkit.ids import sha256, short_id
from toolkit.messages import _
from toolkit.store import codebooks, engine, health, studies
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.study import Study


def backup(study: Study, target: Path | None = None) -> Path:
    """Copy an open study, beside it under a name with the time unless another is given; raises `StudyExists`."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = target or study.path.with_name(f"{study.path.stem}.{stamp}{study.path.suffix}")
    study.store.backup(target)
    return target


def restore(copy: Path, target: Path) -> Path | None:
    """Put a copy in a study's place; what stood there is kept beside it, and its path is given back. Raises `NotAStudy`."""
    if copy.resolve() == target.resolve():
        raise UsageError(_("{path} cannot be put in its own place.", path=copy))
    kept = None
    if target.exists():
        kept = target.with_name(f"{target.stem}.before-{datetime.now(UTC).strftime('%Y%m%d-%H%M%S')}{target.suffix}")
        for suffix in ("", "-wal", "-journal"):  # what a crash left beside it belongs to the study
            side = target.with_name(target.name + suffix)
            if side.exists():
                kept.with_name(kept.name + suffix).write_bytes(side.read_bytes())
    engine.restore(copy, target)
    return kept


def check(path: Path) -> list[Problem]:
    """Everything in a study that is not as it was put in: the file itself, texts, originals, quotes, the codebook."""
    try:
        with open_study(path) as study:
            faults = study.store.check()
            todo = _("Put a backup in its place with `terrain restore`.")
            problems = [Problem(path.name, _("file"), fault, todo) for fault in faults]
            with study.read() as connection:
                problems += [
                    Problem(path.name, place, what) for found in (_texts, _originals, _codebook) for place, what in found(connection)
                ]
    except engine.StudyDamaged as error:
        problems = [Problem(path.name, _("file"), str(error))]
    return problems


def _texts(connection: Connection) -> Iterator[tuple[str, str]]:
    """Texts that are not what their hash says, and codings whose quote is not in its place."""
    for stored in health.texts(connection):
        if sha256(stored.text) != stored.sha256:
            yield stored.document, _("The text is not the one that was imported.")
        for quote in health.quotes(connection, stored.id):
            place = _("{document}, coding {uid}", document=stored.document, uid=short_id(quote.uid))
            if not 0 <= quote.start < quote.end <= len(stored.text):
                yield place, _("It stands outside the text.")
            elif stored.text[quote.start : quote.end] != quote.quote:
                yield place, _("Its quote is not what stands in the text at its place.")


def _originals(connection: Connection) -> Iterator[tuple[str, str]]:
    for original in health.originals(connection):
        if original.data is None:
            yield original.document, _("The original is missing.")
        elif sha256(original.data) != original.sha256:
            yield original.document, _("The original is not the file that was imported.")


def _codebook(connection: Connection) -> Iterator[tuple[str, str]]:
    """The faults of the current codebook, and the codes that it has and the study has not."""
    version = studies.get_study(connection).codebook_version
    if version is None:
        yield _("codebook"), _("The study has no codebook version.")
        return
    codebook, faults = read_codebook(codebooks.yaml_of(connection, version))
    for fault in faults:
        yield _("codebook, {place}", place=fault.place), fault.what
    known = {row.uid for row in codebooks.codes(connection)}
    for code in codebook.codes if codebook else ():
        if code.uid not in known:
            yield _("codebook"), _("The study does not know the code {code}.", code=code.key)
