"""The theory is data: its words stand in codebooks and help pages, never as a name in the program."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.codebook.reading import read_codebook

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
#: Words of the first level that any program needs: the key of a dictionary, an event of the history, the outcome of an import, and,
#: standing alone, the condition under which a row is chosen.
ORDINARY = {"key", "event", "outcome", "condition"}
STEMS = (
    "controvers",
    "mediat",
    "mediac",
    "translation",
    "partner",
    "partenari",
    "collaborat",
    "intersect",
    "intrasect",
    "condition",
    "enrol",
)
STEMS += ("problematis", "interessement", "mobilis", "spokesperson", "actor", "acteur", "stake", "intermediar", "compromise", "equalis")


def names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every name that a module gives to something, with its line: of functions, classes, arguments, variables, attributes and imports."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield 0, node.asname


def of_theory(name: str) -> bool:
    """Whether a word of a name, written with underscores or capitals, is one of the theory's."""
    words = re.findall(r"[a-z]+|[A-Z][a-z]*", name)
    return name.rstrip("s") not in ORDINARY and any(word.lower().startswith(STEMS) for word in words)


def test_no_name_in_the_program_is_a_word_of_the_theory() -> None:
    modules = sorted((ROOT / "toolkit").rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{line} {name}"
        for path in modules
        for line, name in names(ast.parse(path.read_text(encoding="utf-8")))
        if of_theory(name)
    ]
    files = [path.relative_to(ROOT).as_posix() for path in modules if of_theory(path.stem)]
    assert found + files == []


def test_every_concept_of_the_first_level_is_watched() -> None:
    codebook, _problems = read_codebook((ROOT / "codebooks" / "action-partenariat.yaml").read_text(encoding="utf-8"))
    assert codebook is not None
    assert {code.key for code in codebook.roots if not of_theory(code.key)} == ORDINARY


def test_a_word_of_the_theory_is_found_wherever_a_name_is_given() -> None:
    program = (
        "def rate_condition(mediator): self.actors = 1\nfrom x import y as Controversies\nclass PartnerRow: pass\nfactor = extract = 1"
    )
    found = {name for _line, name in names(ast.parse(program)) if of_theory(name)}
    assert found == {"rate_condition", "mediator", "actors", "Controversies", "PartnerRow"}
