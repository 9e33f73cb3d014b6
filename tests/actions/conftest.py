"""The small study of `builders`, coded by hand so that every figure can be counted on one's fingers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code, small_study

from toolkit.actions import labels, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.study import Study


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Study]:
    """Two interviews in two cases, nothing coded."""
    with small_study(tmp_path) as study:
        yield study


@pytest.fixture
def coded(small: Study) -> Study:
    """What ada coded. Eligible are 22 words of Ann in case one (12 and 10, without `laughs`) and 11 of Ben in case two."""
    labels.set_person(small, "one", "R", "Ann")
    labels.set_person(small, "two", "R", "Ben")
    people.change_case(small, "case one", values={"setting": "rural"}, new_attributes=True)
    people.change_case(small, "case two", values={"setting": "urban"}, new_attributes=True)
    code(small, "one", "work", "What do you do here?")  # the interviewer's words
    code(small, "one", "work", "I use a hammer")
    code(small, "one", "work.tools", "a hammer. I use it")
    code(small, "one", "stance", "The others are against it", who="others", quarrel="hammer", side="against")
    code(small, "two", "stance", "I am against the hammer", who="Ben", quarrel="hammer", side="against")
    code(small, "two", "stance", "my neighbour says so too", who="neighbour", quarrel="hammer", side="for")
    return small
