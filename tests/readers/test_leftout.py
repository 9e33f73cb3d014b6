"""Whatever a reader leaves out can be told in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit import readers
from toolkit.messages import in_language
from toolkit.model import LeftOut
from toolkit.readers import docx, html_looks, leftout, odt, pdf_pages, rtf_words
from toolkit.readers.html import OFFICE_PARTS

SOURCES = "".join(path.read_text(encoding="utf-8") for path in Path(readers.__file__).parent.glob("*.py"))
TABLES = (
    docx.LEFT_OUT,
    docx.NOTES,
    odt.LEFT_OUT,
    pdf_pages.ANNOTATIONS,
    html_looks.LEFT_OUT,
    html_looks.UNSEEN,
    OFFICE_PARTS,
    rtf_words.COUNTED,
)
COUNTED = set(re.findall(r'left_out\["([^"]+)"\]', SOURCES)) | {kind for table in TABLES for kind in table.values()}
COUNTED |= {"erased turn"}  # counted by the store, when somebody's turns are taken out
COUNTED |= set(re.findall(r'unseen = "(\w+)" if .* else "([\w ]+)" if', SOURCES)[0])


def test_the_words_are_those_of_what_the_readers_count_and_no_others() -> None:
    assert set(leftout.KINDS) == COUNTED


@pytest.mark.parametrize(("count", "words"), [(1, "1 comment"), (2, "2 comments")])
def test_a_number_stands_before_its_noun(count: int, words: str) -> None:
    with in_language("en"):
        assert leftout.in_words(LeftOut("comment", count)) == words
