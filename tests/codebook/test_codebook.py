"""Look-ups in the tree of codes."""

from __future__ import annotations

import pytest

from toolkit.codebook.codebook import Code, Codebook, empty
from toolkit.errors import NotFound


def tree(*keys: str) -> Codebook:
    return Codebook("k", ("fr",), codes=tuple(Code(key=key, id=key, uid=key.encode(), label={"fr": key}) for key in keys))


def keys(codes: tuple[Code, ...]) -> list[str]:
    return [code.key for code in codes]


BOOK = tree("b.x", "a", "b", "b.x.y", "a.z", "b.w")


def test_the_tree_is_depth_first_in_the_order_of_the_file() -> None:
    assert keys(BOOK.tree()) == ["a", "a.z", "b", "b.x", "b.x.y", "b.w"]


def test_roots_children_and_descendants() -> None:
    assert keys(BOOK.roots) == ["a", "b"]
    assert keys(BOOK.children("b")) == ["b.x", "b.w"]
    assert keys(BOOK.descendants("b")) == ["b.x", "b.x.y", "b.w"]
    assert keys(BOOK.descendants("b", itself=True)) == ["b", "b.x", "b.x.y", "b.w"]


def test_a_code_knows_its_parent_and_level() -> None:
    assert (BOOK.code("b.x.y").parent, BOOK.code("b.x.y").level, BOOK.code("a").parent) == ("b.x", 2, "")


def test_a_code_is_found_by_its_identifier() -> None:
    assert BOOK.by_uid[b"a.z"].key == "a.z"


def test_a_code_that_is_not_there_is_named_with_the_nearest_one() -> None:
    with pytest.raises(NotFound, match=r"“b\.q”.*Did you mean “b\.[xw]”"):
        BOOK.code("b.q")
    with pytest.raises(NotFound, match="codebook"):
        BOOK.children("nothing")


def test_an_empty_codebook_has_no_codes() -> None:
    assert empty("mine", ["fr", "en"]).tree() == ()
