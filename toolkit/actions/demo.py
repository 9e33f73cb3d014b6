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
    workbook: Path
    documents: int = 0
    codings: int = 0
    suggestions: int = 0
    notes: Sequence[str] = field(default_factory=tuple)


def run_demo(folder: Path, tell: Callable[[str], None] = lambda _sentence: None) -> Shown:
    """Make a study of the fictional corpus in a folder, with the codings of two invented coders, suggestions and the workbook of the first.

    Raises `StudyExists` where there is one already, and `FaultyData` should the corpus not fit the codebook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    corpus = shipped("corpora") / CORPUS
    shown = Shown(folder / "partnerships.terrain", folder / "partnerships.xlsx")
    first = CODERS[0]
    tell(_("New study with the codebook {codebook}", codebook=CODEBOOK))
    with starting.new_study(shown.study, title=_("Three partnerships (fictional)"), codebook=CODEBOOK, coder=first) as study:
        tell(_("Import of the interviews, cases and persons"))
        options = importing.Options(table=corpus / "cases.xlsx")
        outcome = importing.run_import(study, importing.plan_import([corpus / "documents"], options), options)
        shown.documents = len(outcome.imported)
        _insist(outcome.problems)
        _insist(registers.import_entries(study, corpus / "registers.csv")[1])
        for coder in CODERS:
            tell(_("Codings of {coder}", coder=coder))
            study.work_as(coder)
            taken = exchange.import_lines(study, corpus / "codings" / f"{coder}.jsonl")
            _insist(taken.problems)
            shown.codings += taken.counts["coding"]
        study.work_as(first)
        tell(_("Suggestions from the cue words"))
        suggested = suggesting.suggest(study)
        shown.suggestions = sum(suggested.by_code.values())
        shown.notes = [str(problem) for problem in suggested.problems]
        tell(_("Workbook"))
        write_workbook(study, shown.workbook, Contents())
    return shown


def _insist(problems: Sequence[Problem]) -> None:
    if problems:
        raise FaultyData(_("The shipped corpus does not fit this program."), problems)
