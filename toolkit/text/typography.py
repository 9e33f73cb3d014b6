"""Typographic variants of one character, made alike for matching; offsets stay as they are."""

from __future__ import annotations

_VARIANTS = {
    "'": "’‘ʼ‛′＇",
    '"': "«»“”„‟″＂",
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
}
_TABLE = {ord(variant): plain for plain, variants in _VARIANTS.items() for variant in variants}


def fold(text: str) -> str:
    r"""`text` in lower case with one form of apostrophe, quotation mark, space and dash, of the same length, character by character.

    Accents stay, and so does a capital whose small form is longer (`İ`).

    >>> fold("L’Été — « Où ? »")
    'l\'été - " où ? "'
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return plain(lowered)


def plain(text: str) -> str:
    """`text` with one form of apostrophe, quotation mark, space and dash, of the same length, character by character."""
    return text.translate(_TABLE)
