"""A codebook that is written reads back as itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.codebook.codebook import Code, Codebook, Example, Rule
from toolkit.codebook.editing import quoted, set_text
from toolkit.codebook.reading import read_codebook
from toolkit.codebook.write import to_yaml
from toolkit.ids import named_id

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "codebooks").glob("*.yaml"))
TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(str.strip)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_codebook_reads_back(path: Path) -> None:
    codebook, _ = read_codebook(path.read_text(encoding="utf-8"))
    assert codebook is not None
    assert read_codebook(to_yaml(codebook)) == (codebook, [])


@pytest.mark.parametrize(
    "codes",
    ["- {key: a, was: [b]}", "- {key: a, id: x}", "- {key: a, was: [x]}\n- {key: b, was: [x]}", "- {key: a, label: {fr: A, en: B}}"],
)
def test_identifiers_and_languages_read_back(codes: str) -> None:
    codebook, _ = read_codebook(f"key: k\nlanguages: [fr]\ncodes:\n{codes}\n")
    assert codebook is not None
    assert read_codebook(to_yaml(codebook)) == (codebook, [])


@given(label=TEXT, quote=TEXT)
def test_any_text_reads_back(label: str, quote: str) -> None:
    import unicodedata

    label, quote = unicodedata.normalize("NFC", label), unicodedata.normalize("NFC", quote)
    code = Code(
        "a", "a", named_id("k", "a"), {"fr": label}, include={"fr": (Rule(quote),)}, examples={"fr": (Example(quote, applies=False),)}
    )
    codebook = Codebook("k", ("fr",), codes=(code,))
    assert read_codebook(to_yaml(codebook)) == (codebook, [])


@given(text=TEXT)
@example(text="NULL")  # without quotes it would be no text
def test_any_text_can_be_set(text: str) -> None:
    import unicodedata

    page = set_text("key: k\nlanguages: [fr]\ncodes: [{key: a, label: A}]\n", "a", "label", "fr", text)
    codebook, _ = read_codebook(page)
    assert codebook is not None
    assert codebook.codes[0].label["fr"] == unicodedata.normalize("NFC", text)
    assert quoted(text).count("\n") == 0
