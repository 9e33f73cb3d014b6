"""The JSON Schema with which an editor completes and checks a codebook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a codebook, made from the shapes that codebooks are read with."""
    from pydantic.json_schema import GenerateJsonSchema

    from toolkit.codebook.shapes import adapter

    class WithoutTitles(GenerateJsonSchema):
        """Leaves out the titles that only repeat the names."""

        def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
            return False

    definitions = adapter(documented=True).json_schema(schema_generator=WithoutTitles)["$defs"]
    return {"$schema": DIALECT, **definitions.pop("CodebookShape"), "$defs": definitions}


def write_schema(path: Path) -> None:
    """Write the published schema: `write_schema(Path("codebooks/codebook.schema.json"))`."""
    path.write_text(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
