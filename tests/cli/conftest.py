"""A small study, and the command line as a person types it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

CODEBOOK = """\
format: 1
key: essai
languages: [fr, en]
title: {fr: Essai, en: Trial}
registers:
  actor:
    label: {fr: Acteur, en: Actor}
    attributes: {sector: {type: choice, choices: [public, community]}}
scales:
  abc: {values: [A, B, C]}
codes:
  - key: condition
    label: {fr: Condition, en: Condition}
    definition: {fr: Ce qui aide., en: What helps.}
    examples: {fr: [{quote: "on se parle souvent", applies: true}], en: [{quote: "we talk often", applies: true}]}
    cues: {fr: ["on se parle"], en: ["we talk"]}
    scale: abc
  - key: condition.trust
    label: {fr: Confiance, en: Trust}
    fields:
      actor: {register: actor, required: true}
      stance: {choice: [for, against]}
"""
FIRST = "Q : Comment ça va?\n\nR : Avec le CLSC, on se parle souvent. Ça aide beaucoup.\n\nQ : Et la confiance?\n\nR : Elle est là.\n"
SECOND = "Q : Comment ça va?\n\nR : On ne se voit jamais. Personne ne répond au téléphone.\n"


@dataclass(frozen=True)
class Ran:
    """What a command line gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stdout holds, as JSON."""
        return json.loads(self.out)


@pytest.fixture
def terrain(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run one command line in a folder of its own, as nobody at a keyboard, in English unless the test says otherwise."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_CA.UTF-8")
    monkeypatch.delenv("TERRAIN_CODER", raising=False)

    def terrain(*words: object) -> Ran:
        capsys.readouterr()
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        os.environ.pop("LANGUAGE", None)
        return Ran(code, captured.out, captured.err)

    return terrain


@pytest.fixture
def study(terrain: Callable[..., Ran], tmp_path: Path) -> str:
    """`these.terrain`: two interviews of two cases, the interviewer known, one coding by amelie."""
    Path("grille.yaml").write_text(CODEBOOK, encoding="utf-8")
    folder = tmp_path / "entrevues"
    for case, name, text in (("Nord", "A1", FIRST), ("Sud", "B1", SECOND)):
        (folder / case).mkdir(parents=True)
        (folder / case / f"{name}.txt").write_text(text, encoding="utf-8")
    assert terrain("new", "these.terrain", "--codebook", "grille.yaml", "--coder", "amelie").code == 0
    assert terrain("import", "these.terrain", "entrevues", "--interviewer", "Q").code == 0
    words = ("coding", "add", "these.terrain", "A1", "condition", "--quote", "on se parle souvent")
    assert terrain(*words).code == 0
    return "these.terrain"
