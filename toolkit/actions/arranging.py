"""Cases in the order of an attribute or a rating, in named bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions.naming import find_attribute
from toolkit.errors import UsageError
from toolkit.matrices.ordering import Ordered, backwards, order_by_choice, order_by_value, yes_before_no
from toolkit.messages import _, in_words
from toolkit.store import cases, judgements

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.actions.selecting import Selection
    from toolkit.study import Vocabulary


def order_cases(connection: Connection, vocabulary: Vocabulary, coder: int, selection: Selection) -> Ordered | None:
    """All cases in the order that is asked for, or None; raises `UsageError` and `NotFound` for an order that cannot be."""
    if not selection.order:
        if selection.bands or selection.descending:
            raise UsageError(_("Say with --order by what the cases are sorted: case:ATTRIBUTE or rating:CODE."))
        return None
    kind, _colon, name = selection.order.partition(":")
    known = [case.id for case in cases.cases(connection)]
    if kind == "case" and name:
        order = _by_attribute(connection, known, name, selection.bands)
    elif kind == "rating" and name:
        if selection.bands:
            raise UsageError(_("{title} has no numbers: leave out --bands.", title=name))
        order = _by_rating(connection, vocabulary, coder, known, name)
    else:
        raise UsageError(_("Cases are not sorted by {order}. Use case:ATTRIBUTE or rating:CODE.", order=selection.order))
    return backwards(order) if selection.descending else order


def _by_attribute(connection: Connection, known: list[int], name: str, cuts: tuple[float, ...]) -> Ordered:
    attribute = find_attribute(connection, "case", name)
    values = {case: value for (case, key), value in cases.values(connection, "case").items() if key == attribute.id}
    if attribute.type in ("choice", "yes/no") and not cuts:
        steps = yes_before_no(values.values()) if attribute.type == "yes/no" else {choice: choice for choice in attribute.choices}
        return order_by_choice(attribute.name, known, values, steps)
    return order_by_value(attribute.name, known, values, attribute.type, cuts)


def _by_rating(connection: Connection, vocabulary: Vocabulary, coder: int, known: list[int], said: str) -> Ordered:
    """Cases by what one coder rated them, best value of the scale first; without a period in `said` there must be only one."""
    key, _at, period = said.partition("@")
    code = vocabulary.codebook.code(key)
    if not code.scale:
        rated = ", ".join(other.key for other in vocabulary.codebook.codes if other.scale) or _("none")
        raise UsageError(_("{code} has no scale. The codes that can be rated are: {known}.", code=key, known=rated))
    ours = [rating for rating in judgements.ratings(connection) if (rating.coder, rating.code) == (coder, vocabulary.ids[key])]
    periods = sorted({rating.period for rating in ours})
    if not period and len(periods) > 1 and "" not in periods:
        raise UsageError(_("{code} was rated for several periods: {known}. Write {code}@PERIOD.", code=key, known=", ".join(periods)))
    if not period and len(periods) == 1:
        period = periods[0]
    if ours and period not in periods:
        raise UsageError(_("{code} was not rated for {period}, but for: {known}.", code=key, period=period, known=", ".join(periods)))
    steps = {step.key: _step_name(step.key, in_words(step.label)) for step in vocabulary.codebook.scales[code.scale].values}
    values = {rating.case: rating.value for rating in ours if rating.period == period}
    label = in_words(code.label)
    return order_by_choice(f"{label}, {period}" if period else label, known, values, steps)


def _step_name(key: str, label: str) -> str:
    return f"{key} – {label}" if label not in ("", key) else key
