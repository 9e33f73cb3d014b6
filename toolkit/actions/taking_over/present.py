"""What the study holds now of all that can be edited in a workbook, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from toolkit.errors import NotFound
from toolkit.export.editable import ATTRIBUTE, Editable, Identity, mark, of_attribute, of_entry, of_rating, short
from toolkit.export.editing import SEPARATOR
from toolkit.export.labels import code_label
from toolkit.messages import _, in_words
from toolkit.store import cases, judgements, registers, studies
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Code
    from toolkit.export.editable import Exported, Kind
    from toolkit.export.edited import EditedRow
    from toolkit.model import Case, Entry, Person, Rating, Summary
    from toolkit.study import Study

    Object = TypeVar("Object")
    Named = TypeVar("Named", Case, Person, Entry)


@dataclass(frozen=True, slots=True)
class Present:
    """A row as it would be exported now: `name` is what it is about in words, `values` are as the study keeps them, by column.

    `shown` are the columns that say what the row is about.
    """

    identity: Identity
    period: str
    name: str
    values: Mapping[str, str]
    editable: Mapping[str, Editable]
    shown: Mapping[str, str] = field(default_factory=dict)


class State:
    """The study at one moment, read once; only the present coder's ratings and summaries can be edited."""

    def __init__(self, study: Study, connection: Connection) -> None:
        self.connection = connection
        self.vocabulary = study.vocabulary(connection)
        self.codebook = self.vocabulary.codebook
        self.study = studies.get_study(connection)
        self.coders = {coder.uid: coder for coder in studies.coders(connection)}
        self.coder = study.coder(connection)
        self.cases = {case.uid: case for case in cases.cases(connection)}
        self.persons = {person.uid: person for person in cases.persons(connection)}
        self.entries = {entry.uid: entry for entry in registers.entries(connection)}
        self.attributes = {owner: cases.attributes(connection, owner) for owner in ("case", "person")}
        self.values = {owner: cases.values(connection, owner) for owner in ("case", "person")}
        self.ratings = {(found.case, found.code, found.period): found for found in judgements.ratings(connection) if self._is_own(found)}
        self.summaries = {(found.case, found.code): found for found in judgements.summaries(connection) if self._is_own(found)}

    def _is_own(self, judged: Rating | Summary) -> bool:
        return judged.coder == self.coder.id

    def row(self, identity: Identity, period: str = "") -> Present:
        """The row with this identity; raises NotFound with a sentence on what there is no more, or whose it is."""
        uid = identity.uids[0]
        if identity.kind == "case":
            return self._case(identity, _live(self.cases, uid, _("The study does not have this case any more.")))
        if identity.kind == "person":
            return self._person(identity, _live(self.persons, uid, _("The study does not have this person any more.")))
        if identity.kind == "entry":
            return self._entry(identity, _live(self.entries, uid, _("The study does not have this register entry any more.")))
        return self._judged(identity, period)

    def _case(self, identity: Identity, case: Case) -> Present:
        own = self._own_values("case", case.id)
        return Present(identity, "", case.name, {"name": case.name, **own}, {"name": Editable(), **self.of_attributes["case"]})

    def _person(self, identity: Identity, person: Person) -> Present:
        case = next((case.name for case in self.cases.values() if case.id == person.case), "")
        values = {"name": person.name, "case": case, **self._own_values("person", person.id)}
        names = {case.name: case.name for case in self.cases.values()}
        editable = {"name": Editable(), "case": Editable("choice", names), **self.of_attributes["person"]}
        return Present(identity, "", person.name, values, editable)

    def _own_values(self, owner: str, key: int) -> dict[str, str]:
        return {ATTRIBUTE + found.name: self.values[owner].get((key, found.id), "") for found in self.attributes[owner]}

    @cached_property
    def of_attributes(self) -> dict[str, dict[str, Editable]]:
        """What the cells of attributes may hold, by owner and column."""
        return {
            owner: {
                ATTRIBUTE + found.name: of_attribute(found, (value for (_key, key), value in self.values[owner].items() if key == found.id))
                for found in attributes
            }
            for owner, attributes in self.attributes.items()
        }

    def _entry(self, identity: Identity, entry: Entry) -> Present:
        editable = of_entry(self.codebook, entry.register)
        own = {key: entry.attributes.get(key.removeprefix(ATTRIBUTE), "") for key in editable if key.startswith(ATTRIBUTE)}
        values = {"name": entry.name, "aliases": SEPARATOR.join(entry.aliases), **own}
        return Present(identity, "", entry.name, values, editable, {"register": self.register_label(entry.register)})

    def register_label(self, register: str) -> str:
        """What a register is called."""
        found = self.codebook.registers.get(register)
        return (in_words(found.label) if found else "") or register

    def _judged(self, identity: Identity, period: str) -> Present:
        case = _live(self.cases, identity.uids[0], _("The study does not have this case any more."))
        code = _live(self.codebook.by_uid, identity.uids[1], _("The codebook does not have this code any more."))
        if identity.uids[2] != self.coder.uid:
            other = _live(self.coders, identity.uids[2], _("The study does not have the coder of this row."))
            raise NotFound(_("This is {coder}'s; only {coder} can change it, with --coder {coder}.", coder=other.name))
        shown = {"case": case.name, "code": code_label(self.codebook, code.key)}
        name = _("{case} · {code}", **shown)
        if identity.kind == "summary":
            found = self.summary(case, code)
            return Present(identity, "", name, {"text": found.text if found else ""}, {"text": Editable()}, shown)
        rating = self.rating(case, code, period)
        values = {"value": rating.value if rating else "", "note": rating.note if rating else ""}
        name = f"{name} ({period})" if period else name
        return Present(identity, period, name, values, of_rating(self.codebook, code), {**shown, "period": period})

    def rating(self, case: Case, code: Code, period: str) -> Rating | None:
        """The present coder's rating of a case on a code for a period."""
        return self.ratings.get((case.id, self.vocabulary.ids[code.key], period))

    def summary(self, case: Case, code: Code) -> Summary | None:
        """The present coder's summary of a case and a code."""
        return self.summaries.get((case.id, self.vocabulary.ids[code.key]))

    def periods(self, identity: Identity) -> list[str]:
        """The periods for which the present coder has rated a case on a code."""
        case, code = self.cases.get(identity.uids[0]), self.codebook.by_uid.get(identity.uids[1])
        wanted = (case.id, self.vocabulary.ids[code.key]) if case and code else None
        return [period for *of, period in self.ratings if tuple(of) == wanted]

    def has(self, identity: Identity) -> bool:
        """Whether the study has what a row is about."""
        return identity.uids[0] in self._objects(identity.kind)

    def _objects(self, kind: Kind) -> Mapping[bytes, object]:
        """What the rows of a kind are about first: a judgement is of a case."""
        if kind == "person":
            return self.persons
        return self.entries if kind == "entry" else self.cases

    def identities(self, kind: Kind) -> Iterable[Identity]:
        """All rows that a sheet of this kind may have."""
        if kind in ("rating", "summary"):
            codes = [code for code in self.codebook.codes if kind == "summary" or code.scale]
            return (Identity(kind, (case, code.uid, self.coder.uid)) for case in self.cases for code in codes)
        return (Identity(kind, (uid,)) for uid in self._objects(kind))

    def by_marks(self, kind: Kind, exported: Exported | None) -> Identity | None:
        """The row that marks of an export belong to, if the study has it."""
        return next((self._marked(kind)[found] for found in exported.marks if found in self._marked(kind)), None) if exported else None

    def _marked(self, kind: Kind) -> dict[str, Identity]:
        if kind not in self._marks:
            self._marks[kind] = {mark("", str(identity)): identity for identity in self.identities(kind)}
        return self._marks[kind]

    @cached_property
    def _marks(self) -> dict[Kind, dict[str, Identity]]:
        return {}

    def by_names(self, row: EditedRow) -> Identity | None:
        """The row that is called like this one; raises NotFound where a judgement names a case or a code that there is not."""
        found: Case | Person | Entry | None
        if row.kind == "case":
            found = _called(self.cases.values(), row.text("name"))
        elif row.kind == "person":
            found = _called(self.persons.values(), row.text("name"))
        elif row.kind == "entry":
            register = self.register(row.text("register"))
            found = _called([entry for entry in self.entries.values() if entry.register == register], row.text("name"))
        else:
            if not row.text("case") or not row.text("code"):
                raise NotFound(_("This row has no identifier, nor a case and a code by which it could be known."))
            case = _called(self.cases.values(), row.text("case"))
            if case is None:
                raise NotFound(_("There is no case {name}.", name=short(row.text("case"))))
            return Identity(row.kind, (case.uid, self.code(row.text("code")).uid, self.coder.uid))
        return Identity(row.kind, (found.uid,)) if found else None

    def register(self, text: str) -> str | None:
        """The register with this name or label; None where there is none."""
        labels = {name: {fold(name), *map(fold, found.label.values())} for name, found in self.codebook.registers.items()}
        return next((name for name, words in labels.items() if fold(text) in words), None)

    def code(self, text: str) -> Code:
        """The code with this label, in any language, or key; raises NotFound also where several have it."""
        wanted = [code for code in self.codebook.codes if fold(text) in {fold(code.key), *map(fold, code.label.values())}]
        if len(wanted) > 1:
            known = ", ".join(code.key for code in wanted)
            raise NotFound(_("Several codes are called {name}. Write one of: {known}.", name=short(text), known=known))
        if not wanted:
            raise NotFound(_("There is no code {name}.", name=short(text)))
        return wanted[0]


def _live(known: Mapping[bytes, Object], uid: bytes, otherwise: str) -> Object:
    if uid not in known:
        raise NotFound(otherwise)
    return known[uid]


def _called(known: Iterable[Named], name: str) -> Named | None:
    every = list(known)
    same = [found for found in every if found.name == name] or [found for found in every if fold(found.name) == fold(name)]
    return same[0] if len(same) == 1 else None
