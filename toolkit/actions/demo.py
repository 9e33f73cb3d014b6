"""The main job on the shipped corpus: a study, its codings, and the workbook."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.actions import exchange, importing, registers, starting, suggesting
from toolkit.actions.exporting import write_workbook
from toolkit.actions.report import Contents
from toolkit.errors import FaultyData
from toolkit.messages import _
from toolkit.shipped import shipped
from toolkit.study import open_study

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from toolkit.errors import Problem

CORPUS = "partnerships"
CODEBOOK = "action-partenariat"
CODERS = ("amelie", "thomas")


@dataclass
class Shown:
    """What the demonstration made."""

    study: Path
    workbook: Path | None = None
    documents: int = 0
    codings: int = 0
    suggestions: int = 0
    notes: Sequence[str] = field(default_factory=tuple)


def run_demo(folder: Path, tell: Callable[[str], None] = lambda _sentence: None) -> Shown:
    """Make a study of the fictional corpus in a folder, with the codings of two invented coders, suggestions, and a workbook of one layer.

    `tell` hears what is being done. Raises `StudyExists` where there is such a study already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = make_study(folder / f"{CORPUS}.terrain", tell)
    shown.workbook = folder / f"{CORPUS}.xlsx"
    with open_study(shown.study, CODERS[0]) as study:
        tell(_("Suggestions from the cue words"))
        suggested = suggesting.suggest(study)
        shown.suggestions = sum(suggested.by_code.values())
        shown.notes = [str(problem) for problem in suggested.problems]
        tell(_("Workbook"))
        write_workbook(study, shown.workbook, Contents())
    return shown


def make_study(path: Path, tell: Callable[[str], None] = lambda _sentence: None) -> Shown:
    """The study of the fictional corpus, coded by both coders; raises `FaultyData` should corpus and codebook not fit each other."""
    corpus = shipped("corpora") / CORPUS
    shown = Shown(path)
    tell(_("New study with the codebook {codebook}", codebook=CODEBOOK))
    with starting.new_study(path, title=_("Three partnerships (fictional)"), codebook=CODEBOOK, coder=CODERS[0]) as study:
        tell(_("Import of the interviews, cases and persons"))
        options = importing.Options(table=corpus / "cases.xlsx")
        outcome = importing.run_import(study, importing.plan_import([corpus / "documents"], options), options)
        _insist(outcome.problems)
        _insist(registers.import_entries(study, corpus / "registers.csv")[1])
        shown.documents = len(outcome.imported)
        for coder in CODERS:
            tell(_("Codings of {coder}", coder=coder))
            study.work_as(coder)
            taken = exchange.import_lines(study, corpus / "codings" / f"{coder}.jsonl")
            _insist(taken.problems)
            shown.codings += taken.counts["coding"]
    return shown


def _insist(problems: Sequence[Problem]) -> None:
    if problems:
        raise FaultyData(_("The shipped corpus does not fit this program."), problems)
