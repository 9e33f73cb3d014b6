"""Ways of damaging a file: at random, but the same for the same generator of random numbers."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Mutator = Callable[[Random, bytes], bytes]

MOST = 4 << 20  # bytes of a mutated file: what grows is cut here

#: Bytes that readers have stumbled over, in one format or another.
TROUBLE = (
    b"\0", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\xad", b"\xe2\x80\xae", b"\xcc\x81" * 40,
    b"\xcc\x81\xcc\x96" * 5000, b"\r", b"\x0c", b"<", b">", b"&", b'"', b"'", b"{", b"}", b"\\", b"(", b")", b"[", b"]", b"<<", b">>",
    b"]]>", b"<!--", b"-->", b"<![CDATA[", b"<?", b"&#x110000;", b"&#xD800;", b"&#0;", b"&lol;", b"<!DOCTYPE x [<!ENTITY lol 'lol'>]>",
    b"\\u-1 ?", b"\\u99999999 ?", b"\\bin999999999 ", b"\\'", b"\\'zz", b"\\uc9999 ", b"\\ansicpg0 ", b"\\fcharset999 ", b"-1", b"0",
    b"1e999", b"NaN", b"99999999999999999999", b"2147483648", b"4294967295", b"--> ", b"00:00:00.000 --> 99:99:99.999\n", b"<v ", b"<v>",
    b"\n\n", b"\t", b";", b",", b" " * 300, b"%s%n", b"../../x", b"endstream", b"endobj", b"xref", b"/Kids", b"0 R", b"<script>",
    b"</style>", b"<table><tr><td>", b"<p hidden>", b"<template>",
)  # fmt: skip
MARKUP = re.compile(rb"<[^<>]*>|[^<>]+|[<>]")
RTF = re.compile(rb"\\[a-zA-Z]+-?\d* ?|\\'..|\\.|[{}]|[^\\{}]+", re.DOTALL)
LINES = re.compile(rb"[^\n]*\n|[^\n]+")
PDF = re.compile(rb"<<|>>|/[A-Za-z0-9]+|\d+ \d+ R|\d+|[^/<>\d]+|[<>]")
NUMBER = re.compile(rb"\d+")
NAME = re.compile(rb"<(/?[\w:]+)")
STREAM = re.compile(rb"(?<=stream\n)(.*?)(?=\r?\nendstream)|(?<=stream\r\n)(.*?)(?=\r?\nendstream)", re.DOTALL)


def mutate(random: Random, suffix: str, data: bytes, others: Sequence[bytes]) -> bytes:
    """A damaged copy of a file; `others` are files of its kind, to be spliced with."""
    ways = [*BYTEWISE, *KINDS[suffix]]
    for _time in range(random.choice((1, 1, 1, 2, 3))):
        spliced = random.random() < 0.04
        data = _splice(random, data, random.choice(others)) if spliced else random.choice(ways)(random, data)
    return data


def flip_bits(random: Random, data: bytes) -> bytes:
    """Some bits turned over."""
    changed = bytearray(data)
    for _time in range(random.choice((1, 2, 8, 40))):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def truncate(random: Random, data: bytes) -> bytes:
    """Only the beginning, as after a transfer that broke off."""
    return data[: random.randrange(len(data) + 1)]


def lose_chunk(random: Random, data: bytes) -> bytes:
    """A piece is missing."""
    start, end = _piece(random, data)
    return data[:start] + data[end:]


def repeat_chunk(random: Random, data: bytes) -> bytes:
    """A piece stands there many times."""
    start, end = _piece(random, data)
    times = min(random.choice((2, 3, 10, 300, 5000)), max(1, (MOST - len(data)) // max(1, end - start)))
    return data[:start] + data[start:end] * times + data[end:]


def swap_chunks(random: Random, data: bytes) -> bytes:
    """Two pieces in each other's place."""
    first, second = sorted((_piece(random, data), _piece(random, data)))
    if first[1] > second[0]:
        return data
    return data[: first[0]] + data[slice(*second)] + data[first[1] : second[0]] + data[slice(*first)] + data[second[1] :]


def insert_trouble(random: Random, data: bytes) -> bytes:
    """Something in a place where nobody expects it."""
    for _time in range(random.choice((1, 3))):
        place = random.randrange(len(data) + 1)
        data = data[:place] + random.choice(TROUBLE) + data[place:]
    return data


def change_number(random: Random, data: bytes) -> bytes:
    """A number becomes another, or far too large."""
    numbers = list(NUMBER.finditer(data))
    if not numbers:
        return data
    found = random.choice(numbers)
    other = random.choice((b"0", b"-1", b"65536", b"4294967296", b"9" * 30, b"9" * 5000, str(random.randrange(1 << 16)).encode()))
    return data[: found.start()] + other + data[found.end() :]


def nest(random: Random, data: bytes) -> bytes:
    """An element or a group within itself, hundreds or thousands of times."""
    names = NAME.findall(data)
    name = random.choice(names).lstrip(b"/") if names else b""
    opening, closing = (b"<%b>" % name, b"</%b>" % name) if name else (b"{", b"}")
    times = random.choice((5, 250, 3000, 30_000))
    place = random.randrange(len(data) + 1)
    after = data.find(b">" if name else b"{", place) + 1
    closed = closing * times if random.random() < 0.7 else b""
    return data[:after] + opening * times + data[after : after + 50] + closed + data[after + 50 :]


def by_token(pattern: re.Pattern[bytes]) -> Mutator:
    """A way that removes, repeats, swaps or overwrites whole tokens."""

    def change(random: Random, data: bytes) -> bytes:
        tokens = pattern.findall(data)
        for _time in range(random.choice((1, 2, 5))):
            if not tokens:
                break
            place, other = random.randrange(len(tokens)), random.randrange(len(tokens))
            match random.randrange(5):
                case 0:
                    del tokens[place]
                case 1:
                    tokens[place:place] = [tokens[other]] * min(random.choice((1, 2, 400)), MOST // (len(tokens[other]) + 1))
                case 2:
                    tokens[place], tokens[other] = tokens[other], tokens[place]
                case 3:
                    tokens[place] = random.choice(TROUBLE)
                case _:
                    tokens[place] = tokens[other]
        return b"".join(tokens)

    return change


def in_tree(random: Random, data: bytes) -> bytes:
    """XML that is sound but means something else: elements moved, repeated, renamed, removed, with other attributes and texts."""
    from lxml import etree

    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return by_token(MARKUP)(random, data)
    for _time in range(random.choice((1, 3, 10, 40))):
        elements = [each for each in root.iter() if isinstance(each.tag, str)]
        one, other = random.choice(elements), random.choice(elements)
        parent = one.getparent()
        if parent is None:
            continue
        match random.randrange(6):
            case 0:
                parent.remove(one)
            case 1:
                one.tag = other.tag
            case 2:
                one.text = random.choice(("", "\u00ad", "mot", "\u202e\u0301" * 9, " ", "\n", "x" * 70_000))
            case 3 if one is not other and one not in other.iterancestors():
                other.append(one)
            case 4 if len(elements) < 20_000:
                parent.insert(parent.index(one), etree.fromstring(etree.tostring(one, with_tail=False)))
            case _ if one.attrib:
                one.set(random.choice(list(one.attrib)), random.choice(("", "0", "-1", "9" * 400, "false", "B", "none", "../x", "\u00e9")))
    return etree.tostring(root)


def in_member(*ways: Mutator) -> Mutator:
    """A way that changes one member of a zip archive, in one of `ways`, and packs it anew."""

    def change(random: Random, data: bytes) -> bytes:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                members = {info.filename: archive.read(info) for info in archive.infolist()}
        except Exception:  # noqa: BLE001 - what was damaged before may fail in any way here
            return flip_bits(random, data)
        main = [each for each in members if each.endswith(("document.xml", "content.xml", "sheet1.xml"))]
        name = random.choice(sorted(members) + main * 4)
        match random.randrange(20):
            case 0:
                del members[name]
            case 1:
                members[random.choice(("../" * 9 + "x", "x" * 255, "word/document.xml", "content.xml", "\u202e.xml"))] = members.pop(name)
            case _:
                members[name] = random.choice(ways)(random, members[name])
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
            for each, content in members.items():
                archive.writestr(zipfile.ZipInfo(each), content)
        return stream.getvalue()

    return change


def in_stream(random: Random, data: bytes) -> bytes:
    """A PDF one of whose packed streams says something else."""
    streams = list(STREAM.finditer(data))
    if not streams:
        return flip_bits(random, data)
    found = random.choice(streams)
    try:
        plain = zlib.decompress(found[0])
    except zlib.error:
        return data[: found.start()] + by_token(PDF)(random, found[0]) + data[found.end() :]
    changed = random.choice((flip_bits, lose_chunk, repeat_chunk, change_number, insert_trouble, by_token(PDF)))(random, plain)
    return data[: found.start()] + zlib.compress(changed) + data[found.end() :]


def _piece(random: Random, data: bytes) -> tuple[int, int]:
    length = min(random.choice((1, 4, 30, 300, 5000)), len(data))
    start = random.randrange(len(data) - length + 1)
    return start, start + length


def _splice(random: Random, data: bytes, other: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


BYTEWISE: tuple[Mutator, ...] = (flip_bits, truncate, lose_chunk, repeat_chunk, swap_chunks, insert_trouble, change_number)
_XML: tuple[Mutator, ...] = (*(in_tree,) * 12, by_token(MARKUP), nest, insert_trouble, change_number, repeat_chunk, flip_bits)
_ZIPPED: tuple[Mutator, ...] = (in_member(*_XML),) * 20
_LINES: tuple[Mutator, ...] = (by_token(LINES),) * 4
KINDS: dict[str, tuple[Mutator, ...]] = {
    ".docx": _ZIPPED,
    ".odt": _ZIPPED,
    ".xlsx": _ZIPPED,
    ".pdf": (by_token(PDF),) * 3 + (in_stream,) * 6,
    ".rtf": (by_token(RTF),) * 6 + (nest,),
    ".html": (by_token(MARKUP),) * 6 + (nest,),
    ".vtt": (by_token(MARKUP), *_LINES),
    ".srt": (by_token(MARKUP), *_LINES),
    ".csv": _LINES,
    ".txt": _LINES,
    ".md": _LINES,
}
