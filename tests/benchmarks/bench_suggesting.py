"""Suggestions from cues, against the same spaCy pipeline run over the same sentences; and a second run on texts that have not changed."""

from __future__ import annotations

import tempfile
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import ROOT, Benchmark, Entry, Goal

if TYPE_CHECKING:
    from toolkit.suggest.base import Passages
    from toolkit.suggest.cues import CueSuggester

CODEBOOK = ROOT / "codebooks" / "action-partenariat.yaml"
WORDS = 2_000  # about as many in each of the documents


def french_texts(count: int) -> list[str]:
    """So many French interviews of the shipped corpus, over and over."""
    from toolkit.readers import read_bytes
    from toolkit.text.language import guess_language

    paths = sorted(path for path in (ROOT / "corpora" / "partnerships").rglob("*") if path.suffix in (".txt", ".docx", ".vtt"))
    texts = [read_bytes(path.name, path.read_bytes()).text for path in paths]
    return list(islice(cycle([text for text in texts if guess_language(text, ["fr", "en"]) == "fr"]), count))


def prepared(size: int) -> tuple[CueSuggester, list[Passages]]:
    """The suggester with the shipped codebook, its model loaded, and texts of so many words."""
    from toolkit.codebook.reading import read_codebook
    from toolkit.suggest.base import Passages
    from toolkit.suggest.cues import CueSuggester

    codebook, _problems = read_codebook(CODEBOOK.read_text(encoding="utf-8"), CODEBOOK.name)
    assert codebook is not None
    machine = CueSuggester(codebook, ("fr", "en"))
    texts = french_texts(max(1, size // WORDS))
    machine.suggest(Passages(0, "fr", texts[0], ((0, len(texts[0])),)))
    return machine, [Passages(number, "fr", text, ((0, len(text)),)) for number, text in enumerate(texts)]


def suggest(given: tuple[CueSuggester, list[Passages]]) -> str:
    """Ours."""
    machine, passages = given
    return f"{sum(len(machine.suggest(document)) for document in passages)} suggestions"


def pipeline_only(given: tuple[CueSuggester, list[Passages]]) -> str:
    """The limit: cut into words and tagged, and nothing done with it."""
    from toolkit.suggest import nlp
    from toolkit.text.sentences import sentences

    found = nlp.pipeline("fr")
    count = 0
    for document in given[1]:
        texts = [document.text[start:end] for start, end in sentences(document.text, 0, len(document.text))]
        count += sum(len(doc) for doc in found.nlp.pipe(texts, disable=["ner"], batch_size=256))
    return f"{count} words and marks"


def prepared_study(size: int) -> Any:
    """A study in which cues have been looked for once."""
    from toolkit.actions import importing, labels, starting, suggesting

    folder = Path(tempfile.mkdtemp())
    for number, text in enumerate(french_texts(max(1, size // WORDS))):
        (folder / f"{number}.txt").write_text(f"{text}\n\n{number}\n", encoding="utf-8")
    study = starting.new_study(folder / "x.terrain", codebook=str(CODEBOOK), coder="a")
    options = importing.Options()
    importing.run_import(study, importing.plan_import([folder], options), options)
    labels.set_unknown_roles(study, None, "participant")
    suggesting.suggest(study)
    study.close()
    return folder / "x.terrain"


def again(path: Path) -> str:
    """A second run, the study opened and closed."""
    from toolkit.actions import suggesting
    from toolkit.study import open_study

    with open_study(path) as study:
        outcome = suggesting.suggest(study)
    assert outcome.unchanged == outcome.documents
    return f"{outcome.by_code.total()} suggestions stand"


BENCHMARKS = [
    Benchmark(
        "Suggestions from cues, French with its model",
        "words",
        (8_000, 32_000, 64_000),
        (
            Entry("terrain, 908 cues", suggest, prepared, needs=("fr_core_news_md",)),
            Entry("the same pipeline alone", pipeline_only, prepared, needs=("fr_core_news_md",)),
        ),
        (Goal(1.3, 64_000, "the same pipeline alone"),),
        rounds=5,
    ),
    Benchmark(
        "Suggestions from cues, a second run",
        "words",
        (8_000, 32_000, 64_000),
        (
            Entry("terrain, from the study file", again, prepared_study, needs=("fr_core_news_md",)),
            Entry("the pipeline alone", pipeline_only, prepared, needs=("fr_core_news_md",)),
        ),
        (Goal(0.1, 64_000, "the pipeline alone"),),
    ),
]
