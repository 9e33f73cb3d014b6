"""Compare cases: from codings to matrices whose rows and columns have names."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit import matrices
from toolkit.actions import doubts
from toolkit.actions.arranging import order_cases
from toolkit.actions.dating import add_dates
from toolkit.actions.evidence import Evidence
from toolkit.actions.laying_out import fields_of, number_values, study_columns
from toolkit.actions.naming import find_attribute, short_name
from toolkit.actions.selecting import Selection, Within, find_within, in_words, is_restricted
from toolkit.errors import UsageError
from toolkit.matrices import PERIODS, WHOLES, Attribute, Codes, Units, Values, lay_out, layer_of, tabulate
from toolkit.matrices.periods import period_name, period_of
from toolkit.messages import _, ngettext
from toolkit.messages import in_words as in_language
from toolkit.store import cases, codings, documents, judgements

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.matrices import Ground, Layer, Matrix, Period, RatingMatrix, Table, Whole
    from toolkit.matrices.axes import UnitKind
    from toolkit.matrices.ordering import Ordered
    from toolkit.study import Study, Vocabulary


@dataclass(frozen=True, slots=True)
class View(Selection):
    """Which matrix: rows and columns, the measure, and what it is restricted to.

    Rows are `codes`, `field:NAME` or `register:NAME`; columns `case`, `document`, `person`, `case:ATTRIBUTE` (or of documents or persons),
    `date`, `codes`, `field:NAME` or `register:NAME`; `each` tells the values of a field apart in every cell. `codes` by `codes` is what two
    codes share. Dates are sorted into periods. `percent` turns counts into percentages.
    """

    rows: str = "codes"
    columns: str = "case"
    measure: str = "segments"
    each: str | None = None
    period: Period = "year"
    percent: Whole | None = None

    @property
    def together(self) -> bool:
        """Whether it is codes by codes."""
        return self.rows == self.columns == "codes"


@dataclass(frozen=True, slots=True)
class Compared:
    """A matrix with the names of its rows, columns and values (in the researcher's language), and what must be known of it.

    `filters` says, a sentence each, what was restricted; `order` names the bands that the columns stand in, where they are cases in order.
    """

    view: View
    matrix: Matrix
    rows: list[str]
    columns: list[str]
    values: Mapping[Hashable, str]
    notes: tuple[str, ...]
    layer: str = ""
    filters: tuple[str, ...] = ()
    order: Ordered | None = None
    parts: list[Table] = field(default_factory=list)

    def part(self, number: int) -> Table:
        """The table of one of the values that cells tell apart; each is made once, as every cell asks for it."""
        table = self.matrix.table
        if not self.parts and isinstance(table, matrices.Table):
            self.parts.extend(matrices.of_part(table, place) for place in range(len(table.each or ())))
        return self.parts[number]


@dataclass(frozen=True, slots=True)
class Told:
    """What a case says of a code: a person's text, the codings behind it, and whether these have changed since it was written."""

    text: str
    codings: tuple[int, ...]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Framework:
    """Cases by codes, by local key: the summaries of one coder, and places without one where there are codings; by (case, code)."""

    cases: tuple[int, ...]
    codes: tuple[int, ...]
    cells: Mapping[tuple[int, int], Told]


class Comparison:
    """The study's codings laid out once, for as many matrices as are asked for."""

    def __init__(self, study: Study, connection: Connection) -> None:
        """Reads everything that matrices need."""
        self.study = study
        self.connection = connection
        self.vocabulary: Vocabulary = study.vocabulary(connection)
        numbered = number_values(self.vocabulary, connection)
        self.numbered, self.dates = add_dates(numbered, self.vocabulary, connection)
        self.ground: Ground = lay_out(study_columns(self.vocabulary, connection, self.numbered.columns))
        self.evidence = Evidence(connection, self.vocabulary)
        self._layers: dict[tuple[int, tuple[int, ...] | None], Layer] = {}
        self._within: dict[Selection, Within] = {}

    def layer(self, view: View) -> Layer:
        """The codings of one coder, laid out; where no axis shows codes, only those of the codes in view."""
        coder = self.study.layer(self.connection, view.layer).id
        codes = self._code_ids(view.codes) if view.codes and "codes" not in (view.rows, view.columns) else None
        if (coder, codes) not in self._layers:
            self._layers[coder, codes] = layer_of(self.ground, coder, codes)
        return self._layers[coder, codes]

    def within(self, selection: Selection) -> Within:
        """What a selection lets through."""
        own = Selection(**{name: getattr(selection, name) for name in Selection.__slots__})
        if own not in self._within:
            self._within[own] = find_within(self.connection, own)
        return self._within[own]

    def table(self, view: View) -> Table:
        """Rows by columns, before any measure; raises `UsageError` for what the study does not know.

        Codes by codes are the codes that occur, by document: `matrices.cooccurrence` compares its rows with one another.
        """
        if not view.together:
            return self._tabulate(view, self._codings_axis(view.rows, view), self._columns_axis(view))
        every = self._tabulate(view, self._codings_axis("codes", view), Units("document"))
        return self._tabulate(view, Codes(matrices.occurring(every)), Units("document"))  # type: ignore[arg-type] # rows are identifiers

    def compare(self, view: View) -> Compared:
        """One matrix with its names."""
        matrix = self._matrix(view)
        names = self.names_of(view.each, view.period) if view.each else {}
        rows, columns = self.names_of(view.rows, view.period), self.names_of(view.columns, view.period)
        return Compared(
            view,
            matrix,
            [rows.get(key, str(key)) for key in matrix.rows],
            [columns.get(key, _("(none)")) if key is None else columns.get(key, str(key)) for key in matrix.columns],
            names,
            (*matrices.notes(matrix), *self.within(view).notes, *self._notes(view, matrix)),
            self.study.layer(self.connection, view.layer).name,
            in_words(view),
            self.order(view) if view.columns == "case" else None,
        )

    def order(self, selection: Selection) -> Ordered | None:
        """The order of all cases, if one is asked for."""
        coder = self.study.layer(self.connection, selection.layer).id
        return order_cases(self.connection, self.vocabulary, coder, selection)

    def cases(self, selection: Selection) -> dict[int, str]:
        """The names of the cases that a selection lets through, by local key, in its order."""
        wanted, names = self.within(selection).cases, self.names_of("case")
        order = self.order(selection)
        keys = order.cases if order else tuple(key for key in names if isinstance(key, int))
        return {key: names[key] for key in keys if wanted is None or key in wanted}

    def names_of(self, axis: str, period: Period = "year") -> dict[Hashable, str]:
        """The names of everything that may stand on an axis; dates are those of periods."""
        kind, _colon, name = axis.partition(":")
        if kind == "codes":
            return {code_id: self._code_label(key) for key, code_id in self.vocabulary.ids.items()}
        if kind in ("field", "register"):
            numbers = set(self._values(axis, period).fields)
            known: dict[Hashable, str] = {value: label for (field, value), label in self.numbered.names.items() if field in numbers}
            return {**known, matrices.NO_VALUE: _("(no value)")}
        if kind == "date":
            return {**_named_periods(self._dates_of_documents(period), period), matrices.NO_VALUE: _("without a date")}
        if name:
            return {**_named_periods(self._attribute_values(kind, name, period), period), matrices.NO_VALUE: _("(no value)")}
        if kind == "case":
            return {case.id: case.name for case in cases.cases(self.connection)}
        if kind == "person":
            return {person.id: person.name for person in cases.persons(self.connection)}
        return {document.id: short_name(document.name) for document in documents.documents(self.connection)}

    def periods(self, layer: str | None) -> list[str]:
        """The periods for which a coder has rated cases; the empty one is for ratings without a period."""
        coder = self.study.layer(self.connection, layer)
        return sorted({rating.period for rating in judgements.ratings(self.connection) if rating.coder == coder.id})

    def ratings(self, layer: str | None, period: str = "") -> RatingMatrix:
        """Rated codes by cases, of one coder and one period, with what has become stale."""
        coder = self.study.layer(self.connection, layer)
        rated = [self.vocabulary.ids[code.key] for code in self.vocabulary.codebook.codes if code.scale and not code.reserved]
        uids = {coding.uid.hex(): coding.id for coding in codings.codings(self.connection, coder=coder.id)}
        found = [
            matrices.Rating(
                rating.code,
                rating.case,
                rating.value,
                tuple(uids[uid] for uid in rating.evidence_for if uid in uids),
                tuple(uids[uid] for uid in rating.evidence_against if uid in uids),
                self.evidence.stale(rating),
            )
            for rating in judgements.ratings(self.connection)
            if rating.coder == coder.id and rating.period == period
        ]
        return matrices.lay_out_ratings(found, rated, [case.id for case in cases.cases(self.connection)])

    def framework(self, selection: Selection) -> Framework:
        """What each case says of each code; codes without a summary or a coding in any of the cases are left out."""
        coder = self.study.layer(self.connection, selection.layer)
        shown = self.cases(selection)
        view = replace(View(), **{name: getattr(selection, name) for name in Selection.__slots__}, measure="codings")
        counted = self._matrix(view)
        cells = {}
        for row, column in counted.filled:
            code, case = counted.rows[row], counted.columns[column]
            cells[case, code] = Told("", counted.evidence(row, column))
        wanted = set(counted.rows)
        for summary in judgements.summaries(self.connection):
            if summary.coder == coder.id and summary.case in shown and summary.code in wanted:
                behind = cells.get((summary.case, summary.code), Told("", ()))
                cells[summary.case, summary.code] = replace(behind, text=summary.text, stale=self.evidence.stale(summary))
        used = {code for _case, code in cells}
        codes = tuple(code for code in counted.rows if code in used)
        return Framework(tuple(shown), codes, cells)  # type: ignore[arg-type] # rows and columns are identifiers

    def _matrix(self, view: View) -> Matrix:
        if view.measure not in matrices.MEASURES:
            known = ", ".join(matrices.MEASURES)
            raise UsageError(_("There is no measure {measure}. Use one of: {known}.", measure=view.measure, known=known))
        if view.period not in PERIODS:
            raise UsageError(_("There is no period {period}. Use one of: {known}.", period=view.period, known=", ".join(PERIODS)))
        table = self.table(view)
        matrix = matrices.cooccurrence(table, view.measure) if view.together else table.matrix(view.measure)
        if view.percent is None:
            return matrix
        if view.percent not in WHOLES:
            raise UsageError(
                _("There are no percentages of the {whole}. Use one of: {known}.", whole=view.percent, known=", ".join(WHOLES))
            )
        return matrices.percentages(matrix, view.percent)

    def _tabulate(self, view: View, rows: Codes | Values, columns: Codes | Values | Units | Attribute) -> Table:
        within = self.within(view)
        each = self._values(view.each, view.period) if view.each else None
        in_documents, in_cases = (None if keys is None else sorted(keys) for keys in (within.documents, within.cases))
        table = tabulate(self.layer(view), rows, columns, each=each, documents=in_documents, cases=in_cases)
        return table if within.persons is None else matrices.among_persons(table, within.persons)

    def _notes(self, view: View, matrix: Matrix) -> list[str]:
        """What the axes leave out or hold in a place of their own."""
        notes = []
        if view.columns == "date" and matrices.NO_VALUE in matrix.columns:
            wanted = self.within(view).documents
            undated = [found for found in documents.documents(self.connection) if not found.date and (wanted is None or found.id in wanted)]
            notes.append(_("Documents without a date: {names}.", names=", ".join(short_name(found.name) for found in undated)))
        if view.together:
            codes = len(self._code_ids(view.codes)) if view.codes else sum(not code.reserved for code in self.vocabulary.codebook.codes)
            left = codes - len(matrix.rows)
            sentence = ngettext(
                "{n} code without a participant's word is left out.", "{n} codes without a participant's word are left out.", left
            )
            notes += [sentence] * bool(left)
        notes += doubts.sentences(self.connection, self.study.layer(self.connection, view.layer).id)
        if is_restricted(view) and self.within(view).persons is not None:
            notes.append(_("Only what these persons say counts, also in what figures are divided by."))
        return notes

    def _code_label(self, key: str) -> str:
        return in_language(self.vocabulary.codebook.by_key[key].label)

    def _codings_axis(self, axis: str, view: View) -> Codes | Values:
        if axis == "codes":
            return Codes(self._code_ids(view.codes)) if view.codes else Codes()
        return self._values(axis, view.period)

    def _code_ids(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Codes and what is below them, without empty slots, each once."""
        chosen = [code.key for key in keys for code in self.vocabulary.codebook.descendants(key, itself=True) if not code.reserved]
        return tuple(self.vocabulary.ids[key] for key in dict.fromkeys(chosen))

    def _columns_axis(self, view: View) -> Codes | Values | Units | Attribute:
        kind, _colon, name = view.columns.partition(":")
        if kind in ("codes", "field", "register"):
            return self._codings_axis(view.columns, view)
        if view.columns == "date":
            dates = self._dates_of_documents(view.period)
            return Attribute("document", dates, tuple(sorted(set(dates.values()))))
        if kind not in ("case", "document", "person"):
            raise UsageError(
                _(
                    "{axis} cannot be columns. Use case, document, person, date, case:ATTRIBUTE, codes, field:NAME or register:NAME.",
                    axis=view.columns,
                )
            )
        unit: UnitKind = kind  # type: ignore[assignment] # one of the three kinds
        if not name:
            return Units(unit, self._units_in_view(kind, view))
        attribute, values = find_attribute(self.connection, kind, name), self._attribute_values(kind, name, view.period)
        if attribute.type == "date":
            return Attribute(unit, values, tuple(sorted(set(values.values()))))
        order = tuple(dict.fromkeys([*attribute.choices, *values.values()]))  # a value that is no choice yet has a column, too
        return Attribute(unit, values, order)

    def _attribute_values(self, kind: str, name: str, period: Period) -> dict[int, str]:
        """The values of an attribute by object; dates are sorted into periods."""
        attribute = find_attribute(self.connection, kind, name)
        given = cases.values(self.connection, kind).items()
        values = {key: value for (key, attribute_id), value in given if attribute_id == attribute.id}
        return {key: period_of(value, period) for key, value in values.items()} if attribute.type == "date" else values

    def _dates_of_documents(self, period: Period) -> dict[int, str]:
        found = documents.documents(self.connection)
        return {document.id: period_of(document.date, period) for document in found if document.date}

    def _units_in_view(self, kind: str, view: View) -> tuple[int, ...]:
        """The cases, documents or persons that the filters let through, in the order in which lists show them."""
        if kind == "case":
            return tuple(self.cases(view))
        within = self.within(view)
        known = [found for found in documents.documents(self.connection) if _among(found.id, within.documents)]
        if kind == "document":
            return tuple(found.id for found in known if _among(found.case, within.cases))
        return self._persons_in_view({found.id: found.case for found in known}, within)

    def _persons_in_view(self, case_of: Mapping[int, int | None], within: Within) -> tuple[int, ...]:
        """The persons who speak in some documents; one without a case is in the document's."""
        speakers = [speaker for speaker in documents.speakers(self.connection) if speaker.document in case_of]
        persons = [person for person in cases.persons(self.connection) if _among(person.id, within.persons)]
        found = []
        for person in persons:
            places = [person.case or case_of[speaker.document] for speaker in speakers if speaker.person == person.id]
            if any(_among(case, within.cases) for case in places):
                found.append(person.id)
        return tuple(found)

    def _values(self, axis: str, period: Period) -> Values:
        names = self._fields(axis)
        if any(name in self.dates for name in names):
            return Values(tuple(self.dates[name][period] for name in names))
        return Values(tuple(self.numbered.fields[name] for name in names))

    def _fields(self, axis: str) -> list[str]:
        """The names of the fields that an axis shows: one, or all that point to a register (its namesake alone, where there is one)."""
        kind, _colon, name = axis.partition(":")
        if kind == "field" and (name in self.numbered.fields or name in self.dates):
            return [name]
        if kind == "register" and name in self.vocabulary.codebook.registers:
            if name in self.numbered.fields:
                return [name]
            return sorted({field.name for field in fields_of(self.vocabulary) if field.register == name})
        raise UsageError(_("{axis} cannot be rows. Use codes or one of: {known}.", axis=axis, known=self._known_axes or _("none")))

    @cached_property
    def _known_axes(self) -> str:
        fields = [f"field:{name}" for name in (*self.numbered.fields, *self.dates)]
        return ", ".join([*fields, *(f"register:{name}" for name in self.vocabulary.codebook.registers)])


def _named_periods(values: Mapping[int, str], period: Period) -> dict[Hashable, str]:
    return {value: period_name(value, period) for value in values.values()}


def _among(key: int | None, wanted: frozenset[int] | None) -> bool:
    """Whether a filter lets something through; none lets everything."""
    return wanted is None or key in wanted
