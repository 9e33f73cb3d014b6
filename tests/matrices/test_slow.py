"""The fast matrices and the slow recount say the same of any small study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drawn import check_codes_by_units, check_counts, small_study
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.matrices import Attribute, Codes, Units, Values, layer_of, tabulate

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from toolkit.matrices import Ground

studies = st.builds(small_study, st.randoms(use_true_random=True))


@settings(deadline=None, derandomize=True, max_examples=80)
@given(study=studies)
def test_codes_by_units(study: dict[str, Any], ground_of: Callable[[dict[str, Any]], Ground]) -> None:
    layer = layer_of(ground_of(study), 1)
    for of in ("case", "document", "person"):
        check_codes_by_units(tabulate(layer, Codes(), Units(of)), study, of)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(study=studies)
def test_codes_by_an_attribute_and_their_totals(
    study: dict[str, Any], ground_of: Callable[[dict[str, Any]], Ground], slow: ModuleType
) -> None:
    """Persons 1 and 2 are of one borough, person 3 of another, and the words of nobody have no value; the totals are of all."""
    layer = layer_of(ground_of(study), 1)
    table = tabulate(layer, Codes(), Attribute("person", {1: "Verdun", 2: "Verdun", 3: "Lachine"}))
    keys = {"Verdun": {1, 2}, "Lachine": {3}, None: {None}}
    for row, code in enumerate(table.rows):
        codings = slow.codings_of(study, 1, code)
        for column, key in enumerate(table.columns):
            check_counts(table, study, row, column, codings, {"of": "person", "keys": keys[key]})
        check_counts(table.over_columns(), study, row, 0, codings, None)
    every = [coding for coding in study["codings"] if coding["coder"] == 1]
    for column, key in enumerate(table.columns):
        check_counts(table.over_rows(), study, 0, column, every, {"of": "person", "keys": keys[key]})


@settings(deadline=None, derandomize=True, max_examples=40)
@given(study=studies)
def test_values_by_codes_and_by_values(study: dict[str, Any], ground_of: Callable[[dict[str, Any]], Ground], slow: ModuleType) -> None:
    """Fields 20 and 21 name one register; field 30 another."""
    layer = layer_of(ground_of(study), 1)
    ours = [coding for coding in study["codings"] if coding["coder"] == 1]
    table = tabulate(layer, Values((20, 21)), Codes())
    for row, value in enumerate(table.rows):
        for column, code in enumerate(table.columns):
            codings = slow.with_value(slow.codings_of(study, 1, code), {20, 21}, value)
            check_counts(table, study, row, column, codings, None)
    told_apart = tabulate(layer, Values((20,), (7, 8)), Values((21,), (7, 8)), each=Values((30,), (7, 8))).segments()
    for row, column in [(0, 0), (0, 1), (1, 0), (1, 1)]:
        chosen = slow.with_value(slow.with_value(ours, {20}, [7, 8][row]), {21}, [7, 8][column])
        counts = {key: slow.count_segments(study, slow.with_value(chosen, {30}, key), None) for key in (7, 8, None)}
        assert told_apart.value(row, column) == {key: n for key, n in counts.items() if n}
