"""Comparing two versions of a codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.codebook.changes import Change, compare, possible_renames, successors
from toolkit.codebook.reading import read_codebook

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Codebook


def book(codes: str, head: str = "") -> Codebook:
    codebook, problems = read_codebook(f"key: k\nlanguages: [fr]\n{head}codes:\n{codes}")
    assert codebook is not None, problems
    return codebook


def changes(old: str, new: str) -> list[tuple[str, str]]:
    return [(change.kind, change.code) for change in compare(book(old), book(new))]


def test_the_same_codebook_has_no_changes() -> None:
    assert changes("- {key: a, definition: x}\n", "- {key: a, definition: 'x '}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- key: a\n", "- key: a\n- key: b\n", [("added", "b")]),
        ("- key: a\n- key: b\n", "- key: a\n", [("removed", "b")]),
        ("- {key: a, label: A}\n", "- {key: b, label: A, was: [a]}\n", [("renamed", "b")]),
        ("- {key: a, id: x, label: A}\n", "- {key: b, id: x, label: A}\n", [("renamed", "b")]),
        ("- key: p\n- key: q\n- key: p.a\n", "- key: p\n- key: q\n- {key: q.a, was: [p.a]}\n", [("moved", "q.a")]),
        (
            "- {key: p, label: P}\n- key: p.a\n",
            "- {key: q, label: P, was: [p]}\n- {key: q.a, was: [p.a]}\n",
            [("renamed", "q"), ("renamed", "q.a")],
        ),
        ("- {key: a, label: C}\n- key: b\n", "- {key: c, label: C, was: [a, b]}\n", [("merged", "c")]),
        ("- key: a\n- key: b\n", "- {key: a, id: a, was: [b]}\n", [("merged", "a")]),
        ("- {key: a, label: A}\n", "- {key: b, label: A, was: [a]}\n- {key: c, label: A, was: [a]}\n", [("split", "a")]),
        ("- {key: a, definition: x}\n", "- {key: a, definition: y}\n", [("redefined", "a")]),
        ("- {key: a}\n", "- {key: a, exclude: [x]}\n", [("redefined", "a")]),
        ("- {key: a, label: A}\n", "- {key: a, label: B}\n", [("relabelled", "a")]),
        ("- {key: a, label: A}\n", "- {key: a, label: {fr: A, en: E}}\n", [("translated", "a")]),
        ("- {key: a, cues: [x]}\n", "- {key: a, cues: [y]}\n", [("cues", "a")]),
        ("- {key: a}\n", "- {key: a, examples: [{quote: q, applies: true}]}\n", [("examples", "a")]),
        ("- {key: a}\n", "- {key: a, fields: {f: {type: text}}}\n", [("fields", "a")]),
        ("- {key: a, fields: {f: {type: text}}}\n", "- {key: a, fields: {f: {type: text, label: F}}}\n", []),
        ("- {key: a, definition: x}\n", "- {key: a, reserved: non lu}\n", [("retired", "a")]),
        ("- {key: a, reserved: non lu}\n", "- {key: a, definition: x}\n", [("opened", "a")]),
    ],
)
def test_each_change_has_its_kind(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert changes(old, new) == expected


def test_a_code_may_be_renamed_and_redefined_at_once() -> None:
    assert changes("- {key: a, label: A, definition: x}\n", "- {key: b, was: a, label: A, definition: y}\n") == [
        ("renamed", "b"),
        ("redefined", "b"),
    ]


def test_a_changed_scale_is_a_change_of_the_codes_that_use_it() -> None:
    two, three = ("scales: {s: {values: [A, B]}}\n", "scales: {s: {values: [A, B, C]}}\n")
    found = compare(book("- {key: a, scale: s}\n- key: b\n", two), book("- {key: a, scale: s}\n- key: b\n", three))
    assert [(change.kind, change.code) for change in found] == [("scale", "a")]


def test_a_chain_of_renamings_is_followed_from_any_version() -> None:
    new = book("- {key: c, was: [a, b]}\n")
    assert successors(book("- key: a\n"), new) == {"a": ("c",)}
    assert successors(book("- {key: b, was: [a]}\n"), new) == {"b": ("c",)}


@pytest.mark.parametrize(
    ("kind", "touches", "reason"),
    [
        ("added", False, False),
        ("renamed", False, False),
        ("cues", False, False),
        ("fields", True, False),
        ("removed", True, True),
        ("merged", True, True),
        ("split", True, True),
        ("redefined", True, True),
    ],
)
def test_a_person_sees_what_a_change_does(kind: str, touches: bool, reason: bool) -> None:
    change = Change(kind, "a", ("a",), ("b",))  # type: ignore[arg-type]
    assert (change.touches_codings, change.needs_reason) == (touches, reason)
    assert str(change)


def test_an_unmarked_renaming_is_noticed_and_a_new_code_is_not_one() -> None:
    old = book("- {key: confiance, label: Confiance entre partenaires}\n- {key: argent, label: Argent}\n")
    new = book("- {key: lien, label: La confiance entre partenaires}\n- {key: temps, label: Calendrier}\n")
    assert [(pair.old, pair.new) for pair in possible_renames(old, new)] == [("confiance", "lien")]
