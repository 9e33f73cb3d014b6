"""What a researcher writes in a table: dates that may be partial, yes and no, numbers, and the type that all values of a column fit."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.model import ValueType

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
YES = frozenset({"yes", "oui", "true", "vrai", "y", "o"})
NO = frozenset({"no", "non", "false", "faux", "n"})
MOST_CHOICES = 12


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day: 2024, 2024-06, 2024-06-12.

    >>> is_date("2024-06"), is_date("2024-13"), is_date("juin 2024")
    (True, False, False)
    """
    match = PARTIAL_DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def fits(text: str, type_: ValueType, choices: Sequence[str] = ()) -> bool:
    """Whether a value is of a type.

    >>> fits("3,5", "number"), fits("oui", "yes/no"), fits("urbain", "choice", ["rural"])
    (True, True, False)
    """
    if type_ == "number":
        return NUMBER.fullmatch(text) is not None
    if type_ == "date":
        return is_date(text)
    if type_ == "yes/no":
        return text.casefold() in YES | NO
    return text in choices if type_ == "choice" else True


def infer_type(values: Sequence[str]) -> tuple[ValueType, tuple[str, ...]]:
    """The narrowest type that all values of a column fit, with its choices; a column of few values that recur is a choice.

    >>> infer_type(["urbain", "rural", "urbain", "", "rural"])
    ('choice', ('urbain', 'rural'))
    >>> infer_type(["12", "3.5", ""])
    ('number', ())
    """
    given = [value for value in values if value]
    distinct = tuple(dict.fromkeys(given))
    if not given:
        return "text", ()
    if all(value.casefold() in YES | NO for value in given):
        return "yes/no", ()
    if all(is_date(value) for value in given) and any("-" in value for value in given):
        return "date", ()
    if all(NUMBER.fullmatch(value) for value in given):
        return "number", ()
    if len(distinct) <= MOST_CHOICES and len(distinct) * 2 <= len(given):
        return "choice", distinct
    return "text", ()
