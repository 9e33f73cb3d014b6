"""The wheel carries the program with its codebooks, corpora and catalogues, and works where nothing else is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built package."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_carries_everything_that_ships(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("codebooks", "corpora"):
        shipped = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*") if path.is_file()}
        assert {f"toolkit/shipped/{name}" for name in shipped} <= names
    assert "toolkit/locale/fr/LC_MESSAGES/terrain.mo" in names
    assert "toolkit/store/m001_initial.sql" in names
    assert any(name.startswith("toolkit/help/fr/") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "toolkit/tests"))]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    folder = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    lock = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    installed = subprocess.run([*pip, *lock], check=False, capture_output=True, text=True)
    if installed.returncode and ("ConnectionError" in installed.stderr or "NewConnectionError" in installed.stderr):
        pytest.skip("no package registry can be reached")
    assert installed.returncode == 0, installed.stderr
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    command = [str(folder / "terrain"), "--lang", "fr", "demo", str(tmp_path / "démo")]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert "partnerships.terrain" in done.stderr
    assert "classeur" in done.stderr
    assert (tmp_path / "démo" / "partnerships.xlsx").stat().st_size > 100_000
