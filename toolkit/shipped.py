"""The codebooks and corpora that come with the program: in the wheel inside the package, in a clone at its top."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `codebooks` or `corpora`."""
    package = Path(__file__).resolve().parent
    inside = package / "shipped" / name
    return inside if inside.is_dir() else package.parent / name


def codebooks() -> dict[str, Path]:
    """The shipped codebooks, by name."""
    return {path.stem: path for path in sorted(shipped("codebooks").glob("*.yaml"))}
