"""Everything a researcher reads, in their language: gettext catalogues, chosen once by each door."""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LANGUAGES = ("fr", "en")
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("terrain", LOCALE_FOLDER, [language], fallback=True)


def language() -> str:
    """The language in which messages are written now."""
    return _language.get()


def use_language(code: str) -> None:
    """Write messages in `code` from now on; a language without a catalogue is English."""
    _language.set(code if code in LANGUAGES else "en")


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Write messages in `code` within a block."""
    token = _language.set(code if code in LANGUAGES else "en")
    try:
        yield
    finally:
        _language.reset(token)


def _(message: str, **values: object) -> str:
    """`message` in the current language, with `{name}` places filled in after translation."""
    text = _catalogue(_language.get()).gettext(message)
    return text.format(**values) if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """The form of a message that goes with the number `n`, which is filled in as `{n}`."""
    return _catalogue(_language.get()).ngettext(one, many, n).format(n=n, **values)


def in_words(texts: Mapping[str, str] | str) -> str:
    """The text of a codebook label in the current language, else in the first language that it has."""
    if isinstance(texts, str):
        return texts
    return texts.get(_language.get()) or next(iter(texts.values()), "")
