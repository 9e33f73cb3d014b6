"""Compare cases: from codings to matrices whose rows and columns have names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit import matrices
from toolkit.actions import judging
from toolkit.actions.laying_out import fields_of, number_values, study_columns
from toolkit.actions.naming import find_attribute, find_case, find_document, short_name
from toolkit.errors import UsageError
from toolkit.matrices import Attribute, Codes, Units, Values, lay_out, layer_of, tabulate
from toolkit.messages import _, in_words
from toolkit.store import cases, codings, documents, judgements

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.matrices import Ground, Layer, Matrix, RatingMatrix, Table
    from toolkit.study import Study, Vocabulary


@dataclass(frozen=True, slots=True)
class View:
    """Which matrix: rows and columns, the measure, and what it is restricted to.

    Rows are `codes`, `field:NAME` or `register:NAME`; columns `case`, `document`, `person`, `case:ATTRIBUTE` (or of documents or persons),
    `codes`, `field:NAME` or `register:NAME`; `each` tells the values of a field apart in every cell. `codes` restricts what is counted to
    these codes and those below them.
    """

    rows: str = "codes"
    columns: str = "case"
    measure: str = "segments"
    each: str | None = None
    layer: str | None = None
    codes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """A matrix with the names of its rows, columns and values (in the researcher's language), and what must be known of it."""

    view: View
    matrix: Matrix
    rows: list[str]
    columns: list[str]
    values: Mapping[Hashable, str]
    notes: tuple[str, ...]


class Comparison:
    """The study's codings laid out once, for as many matrices as are asked for."""

    def __init__(self, study: Study, connection: Connection) -> None:
        """Reads everything that matrices need."""
        self.study = study
        self.connection = connection
        self.vocabulary: Vocabulary = study.vocabulary(connection)
        self.numbered = number_values(self.vocabulary, connection)
        self.ground: Ground = lay_out(study_columns(self.vocabulary, connection, self.numbered.columns))
        self._layers: dict[tuple[int, tuple[int, ...] | None], Layer] = {}

    def layer(self, view: View) -> Layer:
        """The codings of one coder, laid out; where no axis shows codes, only those of the codes in view."""
        coder = self.study.layer(self.connection, view.layer).id
        codes = self._code_ids(view.codes) if view.codes and "codes" not in (view.rows, view.columns) else None
        if (coder, codes) not in self._layers:
            self._layers[coder, codes] = layer_of(self.ground, coder, codes)
        return self._layers[coder, codes]

    def table(self, view: View) -> Table:
        """Rows by columns, before any measure; raises `UsageError` for what the study does not know."""
        rows = self._codings_axis(view.rows, view.codes)
        each = self._values(view.each) if view.each else None
        in_cases = [find_case(self.connection, name).id for name in view.cases] or None
        in_documents = [find_document(self.connection, name).id for name in view.documents] or None
        return tabulate(self.layer(view), rows, self._columns_axis(view), each=each, documents=in_documents, cases=in_cases)

    def compare(self, view: View) -> Compared:
        """One matrix with its names."""
        if view.measure not in matrices.MEASURES:
            known = ", ".join(matrices.MEASURES)
            raise UsageError(_("There is no measure {measure}. Use one of: {known}.", measure=view.measure, known=known))
        matrix = self.table(view).matrix(view.measure)
        each = self.names_of(view.each) if view.each else {}
        rows, columns = self.names_of(view.rows), self.names_of(view.columns)
        return Compared(
            view,
            matrix,
            [rows.get(key, str(key)) for key in matrix.rows],
            [columns.get(key, _("(none)")) if key is None else columns.get(key, str(key)) for key in matrix.columns],
            each,
            matrices.notes(matrix),
        )

    def names_of(self, axis: str) -> dict[Hashable, str]:
        """The names of everything that may stand on an axis."""
        kind, _colon, name = axis.partition(":")
        if kind == "codes":
            return {code_id: self._code_label(key) for key, code_id in self.vocabulary.ids.items()}
        if kind in ("field", "register"):
            fields = {self.numbered.fields[field] for field in self._fields(axis)}
            known: dict[Hashable, str] = {value: label for (field, value), label in self.numbered.names.items() if field in fields}
            return {**known, matrices.NO_VALUE: _("(no value)")}
        if name:
            return {matrices.NO_VALUE: _("(no value)")}
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
                judging.stale(self.connection, self.vocabulary, rating),
            )
            for rating in judgements.ratings(self.connection)
            if rating.coder == coder.id and rating.period == period
        ]
        return matrices.lay_out_ratings(found, rated, [case.id for case in cases.cases(self.connection)])

    def _code_label(self, key: str) -> str:
        return in_words(self.vocabulary.codebook.by_key[key].label)

    def _codings_axis(self, axis: str, keys: Sequence[str]) -> Codes | Values:
        if axis == "codes":
            return Codes(self._code_ids(keys)) if keys else Codes()
        return self._values(axis)

    def _code_ids(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Codes and what is below them, without empty slots, each once."""
        chosen = [code.key for key in keys for code in self.vocabulary.codebook.descendants(key, itself=True) if not code.reserved]
        return tuple(self.vocabulary.ids[key] for key in dict.fromkeys(chosen))

    def _columns_axis(self, view: View) -> Codes | Values | Units | Attribute:
        kind, _colon, name = view.columns.partition(":")
        if kind in ("codes", "field", "register"):
            return self._codings_axis(view.columns, view.codes)
        if kind not in ("case", "document", "person"):
            raise UsageError(
                _(
                    "{axis} cannot be columns. Use case, document, person, case:ATTRIBUTE, codes, field:NAME or register:NAME.",
                    axis=view.columns,
                )
            )
        if not name:
            return Units(kind, self._units_in_view(kind, view))  # type: ignore[arg-type] # one of the three kinds
        attribute = find_attribute(self.connection, kind, name)
        values = {key: value for (key, attribute_id), value in cases.values(self.connection, kind).items() if attribute_id == attribute.id}
        order = tuple(dict.fromkeys([*attribute.choices, *values.values()]))  # a value that is no choice yet has a column, too
        return Attribute(kind, values, order)  # type: ignore[arg-type]

    def _units_in_view(self, kind: str, view: View) -> tuple[int, ...]:
        """The cases, documents or persons that the filters let through, in the order in which lists show them."""
        in_cases = {find_case(self.connection, name).id for name in view.cases} or None
        in_documents = {find_document(self.connection, name).id for name in view.documents} or None
        if kind == "case":
            return tuple(case.id for case in cases.cases(self.connection) if _among(case.id, in_cases))
        known = [found for found in documents.documents(self.connection) if _among(found.id, in_documents)]
        if kind == "document":
            return tuple(found.id for found in known if _among(found.case, in_cases))
        return self._persons_in_view({found.id: found.case for found in known}, in_cases)

    def _persons_in_view(self, case_of: Mapping[int, int | None], in_cases: set[int] | None) -> tuple[int, ...]:
        """The persons who speak in some documents; one without a case is in the document's."""
        speakers = [speaker for speaker in documents.speakers(self.connection) if speaker.document in case_of]
        persons = cases.persons(self.connection)
        found = []
        for person in persons:
            places = [person.case or case_of[speaker.document] for speaker in speakers if speaker.person == person.id]
            if any(_among(case, in_cases) for case in places):
                found.append(person.id)
        return tuple(found)

    def _values(self, axis: str) -> Values:
        return Values(tuple(self.numbered.fields[name] for name in self._fields(axis)))

    def _fields(self, axis: str) -> list[str]:
        """The names of the fields that an axis shows: one, or all that point to a register (its namesake alone, where there is one)."""
        kind, _colon, name = axis.partition(":")
        if kind == "field" and name in self.numbered.fields:
            return [name]
        if kind == "register" and name in self.vocabulary.codebook.registers:
            if name in self.numbered.fields:
                return [name]
            return sorted({field.name for field in fields_of(self.vocabulary) if field.register == name})
        known = ", ".join(
            [*(f"field:{field}" for field in self.numbered.fields), *(f"register:{name}" for name in self.vocabulary.codebook.registers)]
        )
        raise UsageError(_("{axis} cannot be rows. Use codes or one of: {known}.", axis=axis, known=known or _("none")))


def _among(key: int | None, wanted: set[int] | None) -> bool:
    """Whether a filter lets something through; none lets everything."""
    return wanted is None or key in wanted
