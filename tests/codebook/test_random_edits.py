"""Any sequence of edits of a researcher's YAML does what it says and leaves every comment where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.codebook.editing import add_code, remove_code, rename_code, set_text
from toolkit.codebook.reading import read_codebook

if TYPE_CHECKING:
    from collections.abc import Mapping

KEYS = [f"c{number}" for number in range(8)]
LABELS = st.sampled_from(
    ["Confiance", "l'autre: côté", "- tiret", "#5", "oui", "null", "12", "« guillemets »", "a\\b", '"', "é" * 90, "{x}"]
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A codebook in the mixed styles in which people write them, with a comment before each code, and its labels by key."""
    chosen = draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1, max_size=5))
    lines, labels = ["# première ligne", "key: essai", "languages: [fr]   # une langue", "codes:"], {}
    for number, key in enumerate(chosen):
        labels[key] = f"Label {number}"
        style = draw(st.sampled_from(["flow", "block", "quoted"]))
        lines.append(f"  # commentaire {number}")
        if style == "flow":
            lines.append(f"  - {{key: {key}, label: {{fr: Label {number}}}}}")
        else:
            said = f"'Label {number}'" if style == "quoted" else f"Label {number}"
            lines += [f"  - key: {key}  # clé {number}", "    label:", f"      fr: {said}", *([""] if draw(st.booleans()) else [])]
    return "\n".join(lines) + "\n", labels


STEPS = st.lists(
    st.tuples(st.sampled_from(["rename", "add", "remove", "label"]), st.sampled_from(KEYS), st.sampled_from(KEYS), LABELS), max_size=8
)


@settings(max_examples=150, deadline=None)
@given(page=pages(), steps=STEPS)
def test_edits_do_what_they_say_and_keep_the_rest(page: tuple[str, dict[str, str]], steps: list[tuple[str, str, str, str]]) -> None:
    text, labels = page
    earlier: set[str] = set()  # keys that codes had, and that no other code may have
    for what, key, other, label in steps:
        if what == "rename" and key in labels:
            earlier.add(key)
        if (other if what == "rename" else key if what == "add" else "") in earlier:
            continue
        text, labels = step(text, labels, what, key, other, label)
        codebook, problems = read_codebook(text)
        assert codebook is not None, (problems, text)
        assert {code.key: code.label.get("fr", "") for code in codebook.codes} == labels
        assert text.startswith("# première ligne\nkey: essai\nlanguages: [fr]   # une langue\n")
        kept = [number for number in range(5) if f"# clé {number}" in page[0] and f"Label {number}" in labels.values()]
        assert all(f"# clé {number}" in text for number in kept)


def step(text: str, labels: Mapping[str, str], what: str, key: str, other: str, label: str) -> tuple[str, dict[str, str]]:
    """One edit of the page and of the labels that it should hold; one that makes no sense here changes nothing."""
    if what == "rename" and key in labels and other not in labels:
        return rename_code(text, key, other), {other if old == key else old: said for old, said in labels.items()}
    if what == "add" and key not in labels:
        return add_code(text, key, {"fr": label}), {**labels, key: label}
    if what == "remove" and key in labels and len(labels) > 1:
        return remove_code(text, key), {old: said for old, said in labels.items() if old != key}
    if what == "label" and key in labels:
        return set_text(text, key, "label", "fr", label), {**labels, key: label}
    return text, dict(labels)
