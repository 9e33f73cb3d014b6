"""Builders of small files in the formats that are read, as fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import made_files
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """A zip archive of parts by name."""
    return made_files.archive


@pytest.fixture
def docx() -> Callable[..., bytes]:
    """A Word document from the XML of its body and further parts by name."""
    return made_files.docx


@pytest.fixture
def odt() -> Callable[..., bytes]:
    """An OpenDocument text from the XML of its text and of its automatic styles."""
    return made_files.odt


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF from the lines of its pages, without fonts embedded."""
    return made_files.pdf
