"""The dates that codings give to events, as values that rows and columns can be made of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actions.laying_out import fields_of
from toolkit.columns import ValueColumns
from toolkit.matrices.periods import PERIODS, Period, period_name, period_of
from toolkit.messages import _
from toolkit.store import codings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from toolkit.actions.laying_out import Numbered
    from toolkit.study import Vocabulary

Dates = dict[str, dict[Period, int]]
"""The number of each field of dates, once for every period that it can be sorted into."""


def add_dates(numbered: Numbered, vocabulary: Vocabulary, connection: Connection) -> tuple[Numbered, Dates]:
    """Number the dates of the codes' fields by year, quarter, month and day, each in the order of time.

    A coding of such a code without a date has the last value.
    """
    import numpy as np

    names = list(dict.fromkeys(field.name for field in fields_of(vocabulary) if field.type == "date"))
    if not names:
        return numbered, {}
    given = _given(names, vocabulary, connection)
    fields = [(name, by) for name in names for by in PERIODS]
    rows: list[tuple[int, int, int]] = []
    labels = dict(numbered.names)
    numbers: Dates = {name: {} for name in names}
    for number, (name, by) in enumerate(fields, start=len(numbered.fields)):
        numbers[name][by] = number
        known = sorted({period_of(date, by) for dates in given[name].values() for date in dates})
        place = {period: value for value, period in enumerate(known)}
        labels |= {(number, value): period_name(period, by) for period, value in place.items()}
        labels[number, len(place)] = _("without a date")
        rows += [(coding, number, value) for coding, dates in given[name].items() for value in _places(dates, by, place)]
    more = np.array(rows, dtype=np.int64).reshape(len(rows), 3)
    columns = numbered.columns
    coding, field, value = (
        np.concatenate([old, more[:, place]]) for place, old in enumerate((columns.coding, columns.field, columns.value))
    )
    return replace(numbered, names=labels, columns=ValueColumns(coding, field, value)), numbers


def _given(names: Iterable[str], vocabulary: Vocabulary, connection: Connection) -> dict[str, dict[int, list[str]]]:
    """For each field the dates of every coding whose code has it."""
    having = {name: {vocabulary.ids[code.key] for code in vocabulary.codebook.codes if name in code.fields} for name in names}
    found: dict[str, dict[int, list[str]]] = {name: {} for name in having}
    for coding in codings.codings(connection, codes=set().union(*having.values())):
        for name, codes in having.items():
            if coding.code in codes:
                said = coding.fields.get(name, [])
                found[name][coding.id] = [said] if isinstance(said, str) else said
    return found


def _places(dates: Iterable[str], by: Period, place: Mapping[str, int]) -> set[int]:
    """The values of one coding; the last of all where it has no date."""
    return {place[period_of(date, by)] for date in dates} or {len(place)}
