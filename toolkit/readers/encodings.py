"""From bytes to characters: the user's word, else what the file says of itself, else what fits, and then it is called a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import MAX_CHARACTERS

# UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MANY_NULS = 0.05  # of all characters; stray ones are left out and listed, more are another encoding or no text
SAMPLE = 4096  # bytes in which the zeros of UTF-16 are counted
WIDE = 0.3  # of the bytes at even or odd places: so many zeros at the one and none at the other are UTF-16
MAX_TEXT_FILE = 5 * MAX_CHARACTERS  # bytes
NO_ENCODINGS = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}  # codecs for other ends
CODEC_NAME = re.compile(r"[A-Za-z0-9][\w.:+ -]{0,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file and the encoding that gave them; see `Content` for what `guessed` means."""

    text: str
    encoding: str
    guessed: bool


def decode(name: str, data: bytes, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """The characters of a file.

    `encoding`, the user's word, wins; else a byte order mark, then UTF-8, which nothing else looks like by chance, then what the file says
    of itself (`declared`), then, as guesses, UTF-16 without a mark and Windows-1252. Raises UnreadableFile where none of them fits.
    """
    if len(data) > MAX_TEXT_FILE:
        raise UnreadableFile(
            _("{name} is larger than {limit} MB, which no text is. Split it into several files.", name=name, limit=MAX_TEXT_FILE // 10**6)
        )
    if encoding:
        return Decoded(_said(name, data, encoding), encoding, guessed=False)
    marked = next((codec for mark, codec in MARKS if data.startswith(mark)), None)
    certain = [marked] if marked else ["utf-8", *([declared] if declared else [])]
    if data.isascii():  # then its letters may be written in signs, as in ISO-2022
        certain.reverse()
    for codec in [*certain, *([] if marked else _guesses(data))]:
        text = _decoded(data, codec)
        if text is not None:
            return Decoded(text, codec, guessed=codec not in certain)
    raise not_text(name, marked or "UTF-8")


def codec_named(written: str) -> str | None:
    """The codec that an encoding's name stands for, as the usual programs read it; None where there is none."""
    if not CODEC_NAME.fullmatch(written):
        return None
    try:
        found = codecs.lookup(written)
    except LookupError:
        return None
    if found.name in NO_ENCODINGS or not found._is_text_encoding:  # noqa: SLF001 - the only way to tell utf-8 from hex
        return None
    # What calls itself Latin-1 or ASCII is Windows-1252 in practice (WHATWG Encoding, section 4.2).
    return "cp1252" if found.name in {"iso8859-1", "ascii"} else found.name


def known_codec(name: str, encoding: str) -> str:
    """The codec of the encoding that the user named; raises UnreadableFile where there is none."""
    codec = codec_named(encoding)
    if codec is None:
        raise UnreadableFile(
            _("{name}: the encoding {encoding} is not known. Give another, such as utf-8, cp1252 or utf-16.", name=name, encoding=encoding)
        )
    return codec


def not_text(name: str, encoding: str) -> UnreadableFile:
    """The failure of a file that is written otherwise than somebody says."""
    return UnreadableFile(
        _("{name} is not text in the encoding {encoding}. Name its encoding, or save it as UTF-8.", name=name, encoding=encoding)
    )


def _said(name: str, data: bytes, encoding: str) -> str:
    """The text in the encoding that the user named, literally: who says latin-1 gets latin-1."""
    known_codec(name, encoding)
    text = _decoded(data, encoding)
    if text is None:
        raise not_text(name, encoding)
    return text


def _decoded(data: bytes, codec: str) -> str | None:
    """The text, without a byte order mark; None where it is none in this encoding."""
    try:
        text = data.decode(codec)
    except (UnicodeError, LookupError):
        return None
    return None if text.count("\0") > MANY_NULS * len(text) else text.removeprefix("\ufeff")


def _guesses(data: bytes) -> list[str]:
    """What a file without a mark, which is no UTF-8, may be written in: UTF-16 shows by its zeros."""
    sample = data[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    enough = WIDE * len(sample) / 2
    if odd > max(enough, 20 * even):
        return ["utf-16-le"]
    if even > max(enough, 20 * odd):
        return ["utf-16-be"]
    return ["cp1252"]
