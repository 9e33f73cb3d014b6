"""The demonstration corpus: what it holds, and every figure of it counted by two programs that share nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import recount
from conftest import ROOT

from toolkit.actions.comparing import Comparison, View
from toolkit.actions.demo import make_study
from toolkit.matrices import OutOf, Presence
from toolkit.readers import read_file
from toolkit.store import cases, codings, documents
from toolkit.study import open_study
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.study import Study

CORPUS = ROOT / "corpora" / "partnerships"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """The study that `terrain demo` makes, without suggestions and workbook."""
    path = tmp_path_factory.mktemp("demo") / "demo.terrain"
    make_study(path)
    with open_study(path, "amelie") as made:
        yield made


def expected() -> dict[str, Any]:
    """The figures kept with the corpus."""
    figures: dict[str, Any] = json.loads((CORPUS / "expected.json").read_text(encoding="utf-8"))
    return figures


def test_the_slow_recount_gives_the_expected_figures(study: Study) -> None:
    assert recount.recount(recount.rows_of(study.path)) == expected()


@pytest.mark.parametrize("measure", recount.MEASURES)
@pytest.mark.parametrize("coder", ["amelie", "thomas"])
def test_the_matrices_give_the_expected_figures(study: Study, coder: str, measure: str) -> None:
    with study.read() as connection:
        comparison = Comparison(study, connection)
        matrix = comparison.compare(View(measure=measure, layer=coder)).matrix
        names = comparison.names_of("case")
        keys = comparison.vocabulary.keys
    counted: dict[str, Any] = {}
    for row, code in enumerate(matrix.rows):
        for column, case in enumerate(matrix.columns):
            value = matrix.value(row, column)
            plain = value.value if isinstance(value, Presence) else round(value, 9) if isinstance(value, float) else value
            plain = [plain.n, plain.of] if isinstance(plain, OutOf) else plain
            if plain not in (0, None, Presence.NOT_READ.value, [0, 0]):
                counted.setdefault(names[case], {})[keys[code]] = plain  # type: ignore[index]
    rows = {keys[code] for code in matrix.rows}  # type: ignore[index] # empty slots cannot be coded and have no row
    wanted = {
        case: {key: figures[measure] for key, figures in found.items() if measure in figures and key in rows}
        for case, found in expected()[coder].items()
    }
    assert counted == {case: found for case, found in wanted.items() if found}


def test_the_corpus_is_as_large_and_as_varied_as_it_says(study: Study) -> None:
    with study.read() as connection:
        known = documents.documents(connection)
        texts = documents.texts(connection)
        assert len(cases.cases(connection)) == 3
        assert sum(document.kind in ("interview", "group interview") for document in known) == 16
        assert {document.kind for document in known} == {"interview", "group interview", "observation"}
        assert {document.reader for document in known} == {"docx", "odt", "vtt", "txt", "md"}
        assert {document.language for document in known} == {"fr", "en"}
        assert sum(count_words(text) for text in texts.values()) >= 20_000
        assert [speaker.role for speaker in documents.speakers(connection) if speaker.role == "unknown"] == []
        twice = [speaker.document for speaker in documents.speakers(connection) if speaker.label == "Maryse"]
        assert len(twice) == 2
        assert len({document.date for document in known if document.id in twice}) == 2


def test_both_coders_coded_and_each_quote_is_in_its_text(study: Study) -> None:
    with study.read() as connection:
        texts = documents.texts(connection)
        found = codings.codings(connection)
        assert all(texts[coding.document][coding.start : coding.end] == coding.quote for coding in found)
        by_coder = [sum(coding.coder == coder for coding in found) for coder in {coding.coder for coding in found}]
        assert sorted(by_coder) == [348, 550]


def test_the_corpus_and_each_of_its_documents_say_that_they_are_fictional() -> None:
    assert "invented" in (CORPUS / "README.md").read_text(encoding="utf-8")
    words = ("fictif", "fictive", "fictional")
    silent = [
        path.name
        for path in (CORPUS / "documents").rglob("*.*")
        if not any(word in (read_file(path).text + path.read_bytes().decode("utf-8", "ignore")).lower() for word in words)
    ]
    assert silent == []


def test_no_example_of_the_codebook_is_taken_from_the_corpus(study: Study) -> None:
    with study.read() as connection:
        texts = " ".join(documents.texts(connection).values())
        codebook = study.vocabulary(connection).codebook
    examples = [example.quote for code in codebook.codes for each in code.examples.values() for example in each]
    assert len(examples) > 200
    assert [quote for quote in examples if quote in texts] == []
