"""The published JSON Schema is the one that codebooks are read with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from toolkit.codebook.schema import json_schema, write_schema

FOLDER = Path(__file__).resolve().parents[2] / "codebooks"
PUBLISHED = FOLDER / "codebook.schema.json"


def errors(data: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(json.loads(PUBLISHED.read_text(encoding="utf-8"))).iter_errors(data)]


def test_the_published_schema_is_not_stale(tmp_path: Path) -> None:
    write_schema(tmp_path / "now.json")
    assert PUBLISHED.read_bytes() == (tmp_path / "now.json").read_bytes()


def test_every_key_of_the_file_is_described() -> None:
    shapes = [json_schema(), *json_schema()["$defs"].values()]
    assert [name for shape in shapes for name, part in shape.get("properties", {}).items() if "description" not in part] == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_codebook_is_valid(path: Path) -> None:
    assert errors(YAML(typ="safe").load(path)) == []


@pytest.mark.parametrize(
    "codes",
    [[{"kee": "a"}], [{"key": "a", "origin": "me"}], [{"key": "a", "examples": [{"quote": "q"}]}], [{"key": "a", "cues": 3}], "a"],
)
def test_a_broken_codebook_is_not_valid(codes: Any) -> None:
    assert errors({"key": "k", "languages": ["fr"], "codes": codes})


def test_the_short_ways_of_writing_are_valid() -> None:
    code = {"label": "A", "include": ["x"], "exclude": [{"text": "y"}], "cues": ["z"], "was": "b", "fields": {"f": {"choice": ["c"]}}}
    assert errors({"key": "k", "languages": ["fr"], "codes": ["B", code]}) == []
