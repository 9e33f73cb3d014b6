"""What can be edited in a workbook: on which sheets, in which columns, how a value is shown, and how what somebody typed is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from toolkit.errors import TerrainError
from toolkit.export.labels import choice_text
from toolkit.export.table import as_number
from toolkit.export.text import exported_hash, unwritable, visible
from toolkit.messages import _, in_words
from toolkit.text.forms import date_forms, number_form, yes_no_form
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from toolkit.codebook.codebook import Choice, Code, Codebook
    from toolkit.model import Attribute, ValueType

Kind = Literal["rating", "summary", "case", "person", "entry"]


@dataclass(frozen=True, slots=True)
class EditableSheet:
    """A sheet that can be read back: its columns by key, in order, with their heads.

    `naming` columns say what a row is about, `edited` ones are read back beside the attributes, which stand after `before_attributes`
    columns; all others are only shown.
    """

    title: Callable[[], str]
    heads: Mapping[str, Callable[[], str]]
    naming: tuple[str, ...]
    edited: tuple[str, ...]
    before_attributes: int = 0


SHEETS: dict[Kind, EditableSheet] = {
    "rating": EditableSheet(
        lambda: _("Ratings"),
        {
            "code": lambda: _("Code"),
            "case": lambda: _("Case"),
            "period": lambda: _("Period"),
            "value": lambda: _("Value"),
            "note": lambda: _("Note"),
            "for": lambda: _("Evidence for"),
            "against": lambda: _("Evidence against"),
            "stale": lambda: _("Stale"),
            "coder": lambda: _("Coder"),
        },
        naming=("code", "case", "period"),
        edited=("value", "note"),
    ),
    "summary": EditableSheet(
        lambda: _("Summaries"),
        {
            "case": lambda: _("Case"),
            "code": lambda: _("Code"),
            "text": lambda: _("Summary"),
            "evidence": lambda: _("Codings behind it"),
            "stale": lambda: _("Stale"),
            "coder": lambda: _("Coder"),
        },
        naming=("case", "code"),
        edited=("text",),
    ),
    "case": EditableSheet(lambda: _("Cases"), {"name": lambda: _("Case")}, naming=(), edited=("name",), before_attributes=1),
    "person": EditableSheet(
        lambda: _("Persons"),
        {
            "name": lambda: _("Person"),
            "case": lambda: _("Case"),
            "documents": lambda: _("Speaks in"),
            "words": lambda: _("Words"),
        },
        naming=(),
        edited=("name", "case"),
        before_attributes=2,
    ),
    "entry": EditableSheet(
        lambda: _("Registers"),
        {
            "register": lambda: _("Register"),
            "name": lambda: _("Name"),
            "aliases": lambda: _("Also called"),
            "state": lambda: _("State"),
            "codings": lambda: _("Codings"),
        },
        naming=("register",),
        edited=("name", "aliases"),
        before_attributes=3,
    ),
}
YES_NO = (("yes", "no"), ("oui", "non"), ("true", "false"), ("vrai", "faux"))
ATTRIBUTE = "@"  # before the name of an attribute, in the key of its column


class Unfit(TerrainError):
    """What somebody typed is no value of the column; the message says what would be."""


@dataclass(frozen=True, slots=True)
class Editable:
    """What a cell may hold: values of a type, or some of a list, which are shown in other words than the study keeps them in.

    `labels` are further words for the values of a list, such as those in the other languages of a codebook.
    """

    type: ValueType = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shown(self, value: str) -> str:
        """A value as a person reads it."""
        return self.choices.get(value, value)

    def in_cell(self, value: str) -> str | float:
        """A value as a cell holds it."""
        return as_number(value) if self.type == "number" else self.shown(value)

    def comparable(self, value: str) -> str:
        """The form in which two values are compared: what only looks different is alike."""
        text = unicodedata.normalize("NFC", visible(value)).strip()
        if self.type == "number":
            # As `in_cell` writes it: a number before its control characters become marks, all else as a text with them.
            return number_form(value if isinstance(as_number(value), float) else text) or text
        if self.type == "date":
            return (*date_forms(text), text)[0]
        return (yes_no_form(text) or text) if self.type == "yes/no" else text

    def kept(self, text: str) -> str:
        """What somebody typed, as the study keeps it; raises Unfit. Nothing stays nothing."""
        if not text or self.type == "text":
            return text
        if self.type == "number":
            number = number_form(text)
            if number is None:
                raise Unfit(_("“{text}” is no number.", text=short(text)))
            return number
        if self.type == "date":
            return _date(text)
        return self._chosen(text)

    def _chosen(self, text: str) -> str:
        """One of the list, also by its label alone, in other letters or with other apostrophes, as long as it is only one."""
        words = {fold(text), fold(text.partition(LABEL)[0])} if LABEL in text else {fold(text)}
        found = [value for value, shown in self.choices.items() if text in (value, shown)]
        found = found or [value for value, shown in self.choices.items() if fold(text) in {fold(value), fold(shown)}]
        found = found or [value for value in self.choices if words & {fold(value), *map(fold, self.labels.get(value, ()))}]
        if self.type == "yes/no" and not found and yes_no_form(text):
            found = [value for value in self.choices if yes_no_form(value) == yes_no_form(text)]
        if self.type == "choice" and not self.choices:
            return text
        if len(found) != 1:
            raise Unfit(_("“{text}” is none of: {known}.", text=short(text), known=", ".join(self.choices.values())))
        return found[0]


def short(text: str) -> str:
    """As much of what somebody wrote as a sentence can repeat."""
    return text if len(text) <= REPEATED else f"{text[: REPEATED - 1]}…"


REPEATED = 60  # characters
LABEL = " – "  # between the key of a choice and its label


def _date(text: str) -> str:
    found = date_forms(text)
    if len(found) > 1:
        raise Unfit(_("“{text}” can be two dates. Write {first} or {second}.", text=text, first=found[0], second=found[1]))
    if not found:
        raise Unfit(_("“{text}” is no date. Write it as 2024-06-12, 2024-06 or 2024.", text=short(text)))
    return found[0]


def restored(text: str, original: str) -> str:
    """A text from a cell with the characters again that stood there as visible marks, because a cell cannot hold them.

    Only characters of the `original` come back, and only where it does not hold the mark itself.
    """
    marks: dict[str, set[str]] = {}
    for character in set(original):
        if unwritable(character):
            marks.setdefault(visible(character), set()).add(character)
    table = {ord(mark): characters.pop() for mark, characters in marks.items() if len(characters) == 1 and mark not in original}
    return text.translate(table)


def of_attribute(attribute: Attribute, used: Iterable[str] = ()) -> Editable:
    """What cells of an attribute may hold; yes and no are written as in the values `used` so far."""
    if attribute.type != "yes/no":
        return Editable(attribute.type, {choice: choice for choice in attribute.choices})
    words = {form: value for value in used if (form := yes_no_form(value))}
    pair = next((pair for pair in YES_NO if words.keys() and fold(next(iter(words.values()))) in pair), (_("yes"), _("no")))
    return Editable("yes/no", {word: word for word in (words.get("yes", pair[0]), words.get("no", pair[1]))})


def of_rating(codebook: Codebook, code: Code) -> dict[str, Editable]:
    """What a rating on a code holds: a value of its scale, and a note."""
    scale = codebook.scales.get(code.scale)
    return {"value": _listed("choice", scale.values if scale else ()), "note": Editable()}


def of_entry(codebook: Codebook, register: str) -> dict[str, Editable]:
    """What an entry of a register holds: name, aliases with semicolons between them, and its attributes."""
    known = codebook.registers[register].attributes if register in codebook.registers else {}
    own = {ATTRIBUTE + name: _listed(attribute.type, attribute.choices) for name, attribute in known.items()}
    return {"name": Editable(), "aliases": Editable(), **own}


def _listed(type_: ValueType, choices: Sequence[Choice]) -> Editable:
    shown = {choice.key: choice_text(choice) for choice in choices}
    return Editable(type_, shown, {choice.key: tuple(choice.label.values()) for choice in choices})


def entry_columns(codebook: Codebook) -> dict[str, str]:
    """The columns for attributes of register entries, by key: label and name, those of one name together."""
    found: dict[str, str] = {}
    for register in codebook.registers.values():
        for name, attribute in register.attributes.items():
            found.setdefault(ATTRIBUTE + name, f"{in_words(attribute.label) or name} [{name}]")
    return found


def head_of(kind: Kind, key: str) -> str:
    """What a column is called: one of the sheet's own, or an attribute."""
    heads = SHEETS[kind].heads
    return heads[key]() if key in heads else key.removeprefix(ATTRIBUTE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is about: the identifiers of a case, a person or an entry, or of the case, the code and the coder of a judgement."""

    kind: Kind
    uids: tuple[bytes, ...]

    def __str__(self) -> str:
        return ":".join([self.kind, *(uid.hex() for uid in self.uids)])


_IDENTITY = re.compile(r"\s*(rating|summary|case|person|entry)((?::[0-9a-f]{32}){1,3})\s*", re.IGNORECASE)


def identity_in(text: str) -> Identity | None:
    """The identity that a cell holds, if it holds one."""
    match = _IDENTITY.fullmatch(text)
    if match is None:
        return None
    uids = tuple(bytes.fromhex(part) for part in match[2][1:].split(":"))
    kind: Kind = match[1].lower()  # type: ignore[assignment]  # one of them, by the pattern
    return Identity(kind, uids) if len(uids) == (3 if kind in ("rating", "summary") else 1) else None


@dataclass(frozen=True, slots=True)
class Exported:
    """What a row says of its export: the study's last change then, how many rows its sheet had, on how many this record stands.

    `marks` tell for each column whether its value is still the one that was exported, and whether they are this row's at all.
    """

    change: int
    rows: int
    parts: int
    marks: frozenset[str]

    def has(self, key: str, comparable: str) -> bool:
        """Whether this was exported in the column with this key."""
        return mark(key, comparable) in self.marks

    def is_of(self, identity: Identity) -> bool:
        """Whether this stood in the row with this identity."""
        return mark("", str(identity)) in self.marks


def mark(key: str, comparable: str) -> str:
    """Eight hexadecimal digits for a value in a column."""
    return exported_hash(key, comparable)[:8]


def exported(identity: Identity, change: int, rows: int, parts: int, values: Mapping[str, str]) -> str:
    """What `exported_in` reads: `values` are comparable values by the key of their column."""
    marks = [mark("", str(identity)), *(mark(key, value) for key, value in values.items())]
    return f"{change}.{rows}.{parts} {' '.join(marks)}"


_EXPORTED = re.compile(r"\s*(\d{1,18})\.(\d{1,7})\.(\d{1,7})((?: [0-9a-f]{8})+)\s*", re.IGNORECASE)


def exported_in(text: str) -> Exported | None:
    """What a cell says of the export of its row, if it does."""
    match = _EXPORTED.fullmatch(text)
    return Exported(int(match[1]), int(match[2]), int(match[3]), frozenset(match[4].lower().split())) if match else None
