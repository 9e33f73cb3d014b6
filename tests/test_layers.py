"""Imports point downwards, every foreign language has one home, and importing the program is cheap."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

LEVELS = (
    ("", "errors", "messages", "model", "ids", "columns", "shipped"),
    ("text",),
    ("codebook", "readers", "matrices", "agreement", "suggest"),
    ("store", "export"),
    ("study", "actions"),
    ("cli", "workbench", "__main__"),
)
LEVEL = {part: level for level, parts in enumerate(LEVELS) for part in parts}
SIDEWAYS = {("suggest", "codebook"), ("matrices", "codebook"), ("actions", "study"), ("__main__", "cli")}

HOMES = {
    "sqlalchemy": ("store/",),
    "sqlite3": ("store/",),
    "spacy": ("suggest/",),
    "sklearn": ("suggest/",),
    "openpyxl": ("export/", "readers/tables.py", "codebook/tables.py"),
    "pandas": ("matrices/", "agreement/"),
    "ruamel": ("codebook/",),
    "pydantic": ("codebook/",),
    "lxml": ("readers/", "export/"),
    "pypdfium2": ("readers/",),
    "click": ("cli/",),
    "rich": ("cli/",),
    "toolkit.store.tables": ("store/",),
}
HEAVY = ("numpy", "pandas", "spacy", "sklearn", "openpyxl", "lxml", "pydantic", "ruamel", "pypdfium2", "regex", "rich")
SQL = re.compile(r"\b(SELECT\b.+\bFROM|INSERT INTO|UPDATE\b.+\bSET|DELETE FROM|CREATE (TABLE|INDEX)|PRAGMA)\b", re.DOTALL)


class Import(NamedTuple):
    """One imported module at one line; `names` are what is taken from it; `for_types` alone where it stands under TYPE_CHECKING."""

    line: int
    module: str
    names: tuple[str, ...]
    for_types: bool


def imports(tree: ast.AST, *, for_types: bool = False) -> Iterator[Import]:
    for node in ast.iter_child_nodes(tree):
        typing = for_types or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        if isinstance(node, ast.Import):
            yield from (Import(node.lineno, alias.name, (), typing) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield Import(node.lineno, node.module or "", tuple(alias.name for alias in node.names), typing)
        yield from imports(node, for_types=typing)


def parts_imported(found: Import) -> list[str]:
    """The parts of the toolkit that an import names: `from toolkit import matrices` and `from toolkit.matrices import x` alike."""
    if found.module == "toolkit":
        return [name if name in LEVEL else "" for name in found.names]
    return [found.module.split(".")[1]] if found.module.startswith("toolkit.") else []


def wrong_directions(part: str, tree: ast.AST) -> list[tuple[int, str]]:
    """Lines of a module of `part` that import what stands beside or above it."""
    return [
        (found.line, other)
        for found in imports(tree)
        for other in parts_imported(found)
        if LEVEL[other] > LEVEL[part] or (other != part and LEVEL[other] == LEVEL[part] > 0 and (part, other) not in SIDEWAYS)
    ]


def strangers(path: str, tree: ast.AST) -> list[tuple[int, str]]:
    """Lines of the module at `path` that import what has its home elsewhere."""
    return [
        (found.line, foreign)
        for found in imports(tree)
        for foreign, homes in HOMES.items()
        if f"{found.module}.".startswith(f"{foreign}.")
        or (foreign.startswith(f"{found.module}.") and foreign.rpartition(".")[2] in found.names)
        if not path.startswith(homes) and not (found.for_types and found.names == ("Connection",))
    ]


def sql_texts(tree: ast.AST) -> list[int]:
    return [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    ]


def modules() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted((ROOT / "toolkit").rglob("*.py")):
        yield path.relative_to(ROOT / "toolkit").as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def part_of(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py").replace("__init__", "")


def test_imports_point_downwards() -> None:
    wrong = [f"toolkit/{path}:{line} imports {other}" for path, tree in modules() for line, other in wrong_directions(part_of(path), tree)]
    assert wrong == []


def test_an_import_upwards_or_sideways_is_found_also_for_types_and_in_functions() -> None:
    up = ast.parse("if TYPE_CHECKING:\n    from toolkit.actions.coding import x\ndef f():\n    from toolkit import study\n")
    assert wrong_directions("store", up) == [(2, "actions"), (4, "study")]
    assert wrong_directions("store", ast.parse("from toolkit.export import base")) == [(1, "export")]
    assert wrong_directions("suggest", ast.parse("from toolkit.codebook.cues import x\nfrom toolkit.readers import y")) == [(2, "readers")]
    assert wrong_directions("errors", ast.parse("from toolkit.messages import _\nfrom toolkit.text import words")) == [(2, "text")]


def test_every_foreign_language_has_one_home() -> None:
    assert [f"toolkit/{path}:{line} imports {foreign}" for path, tree in modules() for line, foreign in strangers(path, tree)] == []


def test_a_stranger_is_found() -> None:
    tree = ast.parse(
        "if TYPE_CHECKING:\n    from sqlalchemy import Connection\nfrom sqlalchemy import select\nfrom toolkit.store import tables"
    )
    assert strangers("actions/x.py", tree) == [(3, "sqlalchemy"), (4, "toolkit.store.tables")]
    assert strangers("store/x.py", tree) == []


def test_sql_is_written_in_the_store_alone() -> None:
    texts = [f"toolkit/{path}:{line}" for path, tree in modules() if not path.startswith("store/") for line in sql_texts(tree)]
    assert texts == []
    assert sql_texts(ast.parse("x = 'SELECT id FROM coding'\ny = 'Select a folder from the list'")) == [1]


def loaded_by(names: list[str], watched: tuple[str, ...]) -> list[str]:
    """Which of the watched packages are loaded once all these modules have been imported by a fresh interpreter."""
    program = (
        f"import importlib, sys\nfor name in {names}: importlib.import_module(name)\nprint(*[w for w in {watched} if w in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def module_names() -> list[str]:
    paths = [path for path, _tree in modules() if not path.endswith("__main__.py")]
    return [f"toolkit.{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}".removesuffix(".__init__") for path in paths]


def test_importing_the_program_loads_nothing_heavy() -> None:
    assert loaded_by(module_names(), HEAVY) == []


def test_only_what_works_with_a_study_loads_sqlalchemy() -> None:
    without = [name for name in module_names() if name.split(".")[1:2] not in (["store"], ["study"], ["actions"], ["cli"])]
    assert loaded_by(without, ("sqlalchemy", "click")) == []
    assert loaded_by(["toolkit.study"], ("sqlalchemy", "click")) == ["sqlalchemy"]
