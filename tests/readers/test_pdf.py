"""PDF: lines stay lines, page numbers are counted, hyphens at line ends are judged by the document's own words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.model import LeftOut
from toolkit.readers import read_bytes
from toolkit.readers.pdf import join_hyphenated

if TYPE_CHECKING:
    from collections.abc import Callable

    Build = Callable[..., bytes]


def test_the_lines_of_all_pages_are_read_without_their_numbers(pdf: Build) -> None:
    content = read_bytes("a.pdf", pdf(["1/2", "Dan: Hello", "there"], ["Ann: Two", "2"], []))
    assert content.text == "Dan: Hello\nthere\nAnn: Two"
    assert content.left_out == (LeftOut("page without text", 1), LeftOut("page number", 2))


def test_a_number_that_is_not_the_pages_own_stays(pdf: Build) -> None:
    assert read_bytes("a.pdf", pdf(["1984", "Dan: Hello"])).text == "1984\nDan: Hello"


def test_a_hyphen_at_a_line_end_stays_unless_the_document_has_the_word_without_it() -> None:
    left_out: Counter[str] = Counter()
    text = "Le partenariat, un parte\ufffenariat de Montréal\ufffeNord, two\ufffeway et two-way, twoway."
    assert join_hyphenated(text, left_out) == "Le partenariat, un partenariat de Montréal-Nord, two-way et two-way, twoway."
    assert left_out == {"line-end hyphen": 1}
