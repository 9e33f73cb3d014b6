"""Numbers, dates, yes and no as people and spreadsheets write them, brought into the one form in which the study keeps them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.text.typography import plain
from toolkit.text.values import NO, YES, is_date

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr", "fev"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
WEEKDAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    )
)
SERIAL = re.compile(r"\d{5}")  # days since 1899-12-30: what a date becomes in a cell that shows numbers
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = {",": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?"), ".": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]00:00(?::00)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")


def number_form(text: str) -> str | None:
    """A number without spaces and superfluous zeros, with a point; None for what is none.

    >>> number_form("12,50"), number_form("1 234,5"), number_form("1,234.5"), number_form("twelve")
    ('12.5', '1234.5', '1234.5', None)
    """
    written = re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d))", "", plain(text).strip())
    if not _NUMBER.fullmatch(written):  # one sign before three digits, as in `1,234`, is a decimal sign
        thousands = next((sign for sign, grouped in _GROUPED.items() if grouped.fullmatch(written)), None)
        if thousands is None:
            return None
        written = written.replace(thousands, "")
    number = format(Decimal(written.replace(",", ".")), "f")
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return "0" if number == "-0" else number


def date_forms(text: str) -> tuple[str, ...]:
    """All the dates that a text may mean, as `2024`, `2024-06` or `2024-06-12`: none, one, or two where day and month may be exchanged.

    >>> date_forms("12 juin 2024"), date_forms("25/06/2024"), date_forms("12/06/2024"), date_forms("45455")
    (('2024-06-12',), ('2024-06-25',), ('2024-06-12', '2024-12-06'), ('2024-06-12',))
    """
    written = plain(text).strip()
    if SERIAL.fullmatch(written):
        return ((date(1899, 12, 30) + timedelta(days=int(written))).isoformat(),)
    if match := _YEAR_LAST.fullmatch(written):
        first, second, year = match[1], match[3], match[4]
        orders = [(second, first)] if match[2] == "." else [(second, first), (first, second)]  # with points the day comes first
        return _dates((year, month, day) for month, day in orders)
    if match := _YEAR_FIRST.fullmatch(written):
        return _dates([(match[1], match[2], match[3])])
    return (written,) if is_date(written) else _dates([_in_words(written)])


def _in_words(text: str) -> tuple[str | None, str | None, str | None]:
    """Year, month and day of `jeudi 12 juin 2024`, `June 12th, 2024`, `juin 2024`."""
    letters = "".join(sign for sign in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(sign))
    words = [word for word in re.findall(r"\w+", letters) if word not in WEEKDAYS]
    years = [word for word in words if re.fullmatch(r"\d{4}", word)]
    months = [str(MONTHS[word]) for word in words if word in MONTHS]
    days = [match[1] for word in words if (match := re.fullmatch(r"(\d{1,2})(?:er|st|nd|rd|th)?", word))]
    if len(years) != 1 or len(months) != 1 or len(days) > 1 or len(words) != 2 + len(days):
        return None, None, None
    return years[0], months[0], days[0] if days else None


def _dates(parts: Iterable[tuple[str | None, str | None, str | None]]) -> tuple[str, ...]:
    """The different dates among years, months and days that are ones."""
    found = []
    for year, month, day in parts:
        text = "-".join(part.zfill(2) for part in (year, month, day) if part)
        if year and is_date(text):
            found.append(text)
    return tuple(dict.fromkeys(found))


def yes_no_form(text: str) -> str | None:
    """`yes` or `no`; None for anything else.

    >>> yes_no_form("VRAI"), yes_no_form("Non"), yes_no_form("perhaps")
    ('yes', 'no', None)
    """
    word = text.strip().casefold()
    return "yes" if word in YES else "no" if word in NO else None
