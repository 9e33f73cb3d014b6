"""Texts as a spreadsheet can hold them: nothing becomes a formula, nothing is cut, nothing is dropped."""

from __future__ import annotations

import re
from bisect import bisect_right

from toolkit.ids import sha256

CELL_LIMIT = 32_767  # UTF-16 units, as Excel counts
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")

# What XML 1.0 forbids, and the carriage return, which XML turns into a line feed.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ in a text as the character with this number; the underscore in front is itself written so.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# _x000D_ is the carriage return that Excel writes before the line feeds of a text from elsewhere; it writes other control characters alike.
_ESCAPED = re.compile(r"(?P<own>_x005F_(?=x[0-9A-F]{4}_))|_x000D_\n?|_x(?P<control>00[01][0-9A-F])_", re.IGNORECASE)


def utf16_units(text: str) -> int:
    """The length of a text as Excel counts it.

    >>> utf16_units("a😀")
    3
    """
    return len(text) + sum(1 for character in text if character > "\uffff")


def visible(text: str) -> str:
    r"""A text with a visible mark for each character that a cell cannot hold: a picture of a control character, else U+FFFD.

    >>> visible("a\x0bb")
    'a␋b'
    """
    return _UNWRITABLE.sub(_mark, text)


def unwritable(text: str) -> list[str]:
    """The characters of a text that a cell cannot hold, as `U+000B`."""
    return [f"U+{ord(character):04X}" for character in _UNWRITABLE.findall(text)]


def _mark(match: re.Match[str]) -> str:
    number = ord(match[0])
    return chr(0x2400 + number) if number < 0x20 else "\ufffd"


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet into which somebody types this text would compute it."""
    return text.startswith(FORMULA_SIGNS)


def escaped(text: str) -> str:
    """A text as it stands in the file, so that Excel shows just this.

    >>> escaped("_x0041_")
    '_x005F_x0041_'
    """
    return _ESCAPE.sub("_x005F_", text)


def unescaped(text: str) -> str:
    """A text as Excel shows it, from how it stands in the file; line ends are line feeds."""
    return _ESCAPED.sub(_meant, text).replace("\r\n", "\n")


def _meant(match: re.Match[str]) -> str:
    if match["own"]:
        return "_"
    return chr(int(match["control"], 16)) if match["control"] else "\n"


def pieces(text: str) -> tuple[str, ...]:
    """A text in parts that fit a cell each, cut after white space where there is some near; joined they are the text."""
    parts = []
    while not _fits(text):
        longest = bisect_right(range(1, CELL_LIMIT + 1), CELL_LIMIT, key=lambda length: _units_in_file(text[:length]))
        blank = max(text.rfind(sign, longest - longest // 50, longest) for sign in " \n")
        cut = blank + 1 or longest
        parts.append(text[:cut])
        text = text[cut:]
    return (*parts, text)


def _fits(text: str) -> bool:
    return 2 * len(text) <= CELL_LIMIT or _units_in_file(text) <= CELL_LIMIT


def _units_in_file(text: str) -> int:
    return utf16_units(escaped(text))


def exported_hash(*values: str) -> str:
    """Sixteen hexadecimal digits that tell whether somebody has changed these values since they were exported."""
    return sha256("\x1f".join(values)).hex()[:16]
