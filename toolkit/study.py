"""A study, opened: its store, its codebook and who is working on it. The verbs are in `actions`."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.codebook.reading import read_kept
from toolkit.errors import TerrainError, UsageError
from toolkit.messages import _
from toolkit.store import codebooks, history, studies
from toolkit.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Self

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Code, Codebook
    from toolkit.model import Coder
    from toolkit.store.history import Change


@dataclass(frozen=True)
class Vocabulary:
    """One version of the codebook, with the store's local key of each code."""

    version: int
    codebook: Codebook
    ids: dict[str, int]

    def code_of(self, code_id: int) -> Code | None:
        """The code behind a local key; None for one that has been removed from the codebook."""
        key = self.keys.get(code_id)
        return self.codebook.by_key.get(key) if key is not None else None

    @cached_property
    def keys(self) -> dict[int, str]:
        """The present key of each code, by local key."""
        return {code_id: key for key, code_id in self.ids.items()}


class Study:
    """An opened study. It remembers; what is done with it stands in `actions`."""

    def __init__(self, store: Store, coder_name: str | None = None) -> None:
        """`coder_name` is who works on it now; without one, the study's only coder."""
        self.store = store
        self._coder_name = coder_name or os.environ.get("TERRAIN_CODER")
        self._vocabulary: Vocabulary | None = None

    @property
    def path(self) -> Path:
        """Where the study's file is."""
        return self.store.path

    def work_as(self, coder_name: str) -> None:
        """Go on as another coder."""
        self._coder_name = coder_name

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one state of the study."""
        with self.store.read() as connection:
            yield connection

    @contextmanager
    def change(self, verb: str, reason: str = "", *, alone: bool = False) -> Iterator[Change]:
        """One transaction of the present coder, who joins the study with the first change; `alone` while nobody else has it open."""
        before = self._vocabulary
        try:
            with history.change(self.store, verb, reason=reason, alone=alone) as change:
                change.coder = self._coder_in(change)
                yield change
        except BaseException:
            self._vocabulary = before  # a codebook read within a change that did not happen is not the study's
            raise

    def coder(self, connection: Connection) -> Coder:
        """Who works on the study now; raises `UsageError` when it has several coders and none was named."""
        return self._one_of(studies.coders(connection))

    def _one_of(self, known: Sequence[Coder]) -> Coder:
        if self._coder_name:
            found = next((coder for coder in known if coder.name == self._coder_name), None)
            if found is None:
                names = ", ".join(coder.name for coder in known)
                raise UsageError(_("{name} has not coded in this study yet. Its coders are: {names}.", name=self._coder_name, names=names))
            return found
        if len(known) == 1:
            return known[0]
        names = ", ".join(coder.name for coder in known)
        raise UsageError(_("This study has several coders ({names}). Say who you are with --coder NAME.", names=names))

    def layer(self, connection: Connection, name: str | None = None) -> Coder:
        """The coder whose codings feed a matrix: the one named, else the present one."""
        if name is None:
            return self.coder(connection)
        found = next((coder for coder in studies.coders(connection) if coder.name == name), None)
        if found is None:
            names = ", ".join(coder.name for coder in studies.coders(connection))
            raise UsageError(_("There is no layer {name}. The layers are: {names}.", name=name, names=names))
        return found

    def vocabulary(self, connection: Connection) -> Vocabulary:
        """The current codebook; it is read anew only when its version has changed."""
        version = studies.get_study(connection).codebook_version
        if version is None:
            raise TerrainError(_("{path} has no codebook version. Run `terrain check`.", path=self.path))
        if self._vocabulary is None or self._vocabulary.version != version:
            yaml = codebooks.yaml_of(connection, version)
            codebook, problems = read_kept(yaml, _("codebook of {path}", path=self.path.name))
            if codebook is None:
                raise TerrainError(str(problems[0]))
            ids = {row.uid: row.id for row in codebooks.codes(connection)}
            self._vocabulary = Vocabulary(version, codebook, {code.key: ids[code.uid] for code in codebook.codes})
        return self._vocabulary

    def close(self) -> None:
        """Leave one complete file behind."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _coder_in(self, change: Change) -> int:
        known = studies.coders(change.connection)
        alike = next((coder.name for coder in known if self._coder_name and coder.name.casefold() == self._coder_name.casefold()), None)
        self._coder_name = alike or self._coder_name
        if self._coder_name and alike is None:
            return studies.add_coder(change, self._coder_name)
        return self._one_of(known).id


def open_study(path: Path, coder_name: str | None = None) -> Study:
    """Open a study file; raises `NotAStudy`, `NewerStudy`, `StudyDamaged`."""
    return Study(Store(path), coder_name)
