"""Whatever a reader leaves out can be told in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit import readers
from toolkit.messages import in_language
from toolkit.model import LeftOut
from toolkit.readers import docx, leftout, odt

SOURCES = "".join(path.read_text(encoding="utf-8") for path in Path(readers.__file__).parent.glob("*.py"))
COUNTED = (
    set(re.findall(r'left_out\["([^"]+)"\]', SOURCES)) | set(docx.LEFT_OUT.values()) | set(odt.LEFT_OUT.values()) | {"footnote", "endnote"}
)


def test_the_words_are_those_of_what_the_readers_count_and_no_others() -> None:
    assert set(leftout.KINDS) == COUNTED


@pytest.mark.parametrize(("count", "words"), [(1, "1 comment"), (2, "2 comments")])
def test_a_number_stands_before_its_noun(count: int, words: str) -> None:
    with in_language("en"):
        assert leftout.in_words(LeftOut("comment", count)) == words
