"""Cases in the order of something known of them, in named bands: a value of an attribute, a range of numbers, a rating."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.matrices.periods import period_of
from toolkit.messages import _
from toolkit.text.values import NUMBER, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.model import ValueType


@dataclass(frozen=True, slots=True)
class Ordered:
    """Cases in order, and the name of the band of each; `title` says what the bands are."""

    title: str
    cases: tuple[int, ...]
    bands: Mapping[int, str]


def order_by_choice(title: str, cases: Sequence[int], values: Mapping[int, str], steps: Mapping[str, str]) -> Ordered:
    """Cases by a value out of some, in the order of `steps` (value -> name of its band); other values come after, then no value."""
    names = {**steps, **{value: value for value in sorted(set(values.values()) - steps.keys(), key=str.casefold)}}
    place = {value: number for number, value in enumerate(names)}
    return _ordered(title, cases, {case: (place[value], names[value]) for case, value in values.items()})


def order_by_value(title: str, cases: Sequence[int], values: Mapping[int, str], type_: ValueType, cuts: Sequence[float] = ()) -> Ordered:
    """Cases by a number, a date or a text; numbers are banded by cut points, each the first number of its band, else not at all.

    Dates are banded by year, other values by themselves. Raises UsageError for cut points where there are no numbers.
    """
    if type_ != "number":
        if cuts:
            raise UsageError(_("{title} has no numbers: leave out --bands.", title=title))
        named = {case: period_of(value, "year") if type_ == "date" else value for case, value in values.items()}
        return _ordered(title, cases, {case: (value.casefold(), named[case]) for case, value in values.items()})
    numbers = {case: float(value.replace(",", ".")) for case, value in values.items() if NUMBER.fullmatch(value)}
    cuts = sorted(set(cuts))
    return _ordered(title, cases, {case: (number, _range(number, cuts)) for case, number in numbers.items()})


def yes_before_no(values: Iterable[str]) -> dict[str, str]:
    """The bands of an attribute whose values are yes and no, as they are written."""
    return {value: value for value in sorted(set(values), key=lambda value: (value.casefold() not in YES, value))}


def backwards(order: Ordered) -> Ordered:
    """The same in the opposite order; cases of which nothing is known stay last."""
    known = [case for case in order.cases if case in order.bands]
    return Ordered(order.title, (*reversed(known), *(case for case in order.cases if case not in order.bands)), order.bands)


def _ordered(title: str, cases: Sequence[int], known: Mapping[int, tuple[float | str, str]]) -> Ordered:
    """Cases by what is known of them; those that are alike, and those of which nothing is known, stay as they came."""
    sorted_cases = sorted((case for case in cases if case in known), key=lambda case: known[case][0])
    rest = [case for case in cases if case not in known]
    return Ordered(title, (*sorted_cases, *rest), {case: known[case][1] for case in sorted_cases})


def _range(number: float, cuts: Sequence[float]) -> str:
    if not cuts:
        return f"{number:g}"
    above = [cut for cut in cuts if cut > number]
    if not above:
        return _("{n} and more", n=f"{cuts[-1]:g}")
    if len(above) == len(cuts):
        return _("under {n}", n=f"{cuts[0]:g}")
    return _("{first} to under {past}", first=f"{cuts[len(cuts) - len(above) - 1]:g}", past=f"{above[0]:g}")
