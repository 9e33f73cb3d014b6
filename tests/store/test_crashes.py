"""A few of the interruptions of `tests/crashes.py`, which makes hundreds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from crashes import WORK, crash

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is made by fork")
@pytest.mark.parametrize("kind", WORK)
def test_what_was_acknowledged_is_there_after_a_kill_and_the_rest_is_whole(kind: str, tmp_path: Path) -> None:
    assert crash(kind, 4, 2, tmp_path) == []
