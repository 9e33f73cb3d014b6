"""Identifiers that two copies of a study agree on, and the hashes of what they name."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid

NAMESPACE = uuid.UUID("6f1d5a3e-6a0b-5b0e-9a52-3d3c1f6f7a10")


def new_id() -> bytes:
    """A new random 16-byte identifier."""
    return uuid.uuid4().bytes


def named_id(*names: str) -> bytes:
    """The 16-byte identifier (UUID version 5) that everybody derives from the same names."""
    value = NAMESPACE
    for name in names:
        value = uuid.uuid5(value, unicodedata.normalize("NFC", name))
    return value.bytes


def short_id(value: bytes) -> str:
    """The first eight hexadecimal digits of an identifier: enough to cite a quote by.

    >>> short_id(bytes(range(16)))
    '00010203'
    """
    return value[:4].hex()


def sha256(data: bytes | str) -> bytes:
    """The SHA-256 of bytes, or of a text as UTF-8 (32 bytes)."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).digest()
