"""The codebook and its parts: frozen records and look-ups, without YAML.

A text of the codebook is a mapping from language to text (`{"fr": "Acteur", "en": "Actor"}`), a list of them a mapping from language
to a tuple, also where the file has one language and writes plain strings.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from toolkit.errors import NotFound
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.model import ValueType

Origin = Literal["manual", "authors", "theory", "own"]
Confidence = Literal["high", "medium", "low"]
FieldType = Literal["register", "choice", "text", "number", "date", "yes/no"]


@dataclass(frozen=True, slots=True)
class Source:
    """A work that definitions are taken from."""

    key: str
    cite: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a field or an attribute may take, or one value of a scale."""

    key: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scale:
    """The ordered values with which a case may be rated on a code."""

    key: str
    uid: bytes
    label: Mapping[str, str]
    values: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RegisterAttribute:
    """What is known of every entry of a register."""

    name: str
    type: ValueType
    label: Mapping[str, str]
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One named thing of a register that comes with the codebook; `attributes` are values as written."""

    id: str
    uid: bytes
    name: str
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Register:
    """A list of named things that codings point to."""

    name: str
    label: Mapping[str, str]
    attributes: Mapping[str, RegisterAttribute] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """What a coding with this code may also say; `register` is filled in only for type `register`, `choices` only for `choice`."""

    name: str
    type: FieldType
    label: Mapping[str, str]
    register: str = ""
    choices: tuple[Choice, ...] = ()
    many: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When a code applies, or does not; `see` is the key of the code that applies instead."""

    text: str
    see: str = ""
    origin: Origin = "own"
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A quote to which a code applies, or does not, and why."""

    quote: str
    applies: bool
    why: str = ""
    origin: Origin = "own"
    source: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A node of the codebook; the parent of `a.b` is `a`.

    `uid` (16 bytes) comes from the codebook's key and `id`, and survives renaming. `origin`, `confidence` and `source` are those of the
    definition. A code with a text in `reserved` is an empty slot that cannot be coded; the text is the reason.
    """

    key: str
    id: str
    uid: bytes
    label: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    include: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    exclude: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    examples: Mapping[str, tuple[Example, ...]] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    scale: str = ""
    origin: Origin = "own"
    confidence: Confidence | None = None
    source: tuple[str, ...] = ()
    was: tuple[str, ...] = ()
    reserved: Mapping[str, str] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        """The key of the code above; empty for a root."""
        return self.key.rpartition(".")[0]

    @property
    def level(self) -> int:
        """How many codes stand above."""
        return self.key.count(".")


@dataclass(frozen=True)  # no slots: the look-ups are made once and kept
class Codebook:
    """A tree of codes with the registers, scales and sources that they refer to; `codes` are in the order of the file."""

    key: str
    languages: tuple[str, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    registers: Mapping[str, Register] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Code]:
        """The codes by their keys."""
        return {code.key: code for code in self.codes}

    @cached_property
    def by_uid(self) -> Mapping[bytes, Code]:
        """The codes by their 16-byte identifiers."""
        return {code.uid: code for code in self.codes}

    @cached_property
    def _children(self) -> Mapping[str, list[Code]]:
        children: dict[str, list[Code]] = {}
        for code in self.codes:
            children.setdefault(code.parent, []).append(code)
        return children

    def code(self, key: str) -> Code:
        """The code with this key; raises NotFound with the nearest known key."""
        if key in self.by_key:
            return self.by_key[key]
        near = nearest(key, self.by_key)
        if near:
            raise NotFound(_("There is no code “{key}” in the codebook. Did you mean “{near}”?", key=key, near=near))
        raise NotFound(_("There is no code “{key}” in the codebook.", key=key))

    @property
    def roots(self) -> tuple[Code, ...]:
        """The codes without a parent."""
        return tuple(self._children.get("", ()))

    def children(self, key: str) -> tuple[Code, ...]:
        """The codes directly under one; raises NotFound."""
        return tuple(self._children.get(self.code(key).key, ()))

    def descendants(self, key: str, *, itself: bool = False) -> tuple[Code, ...]:
        """The codes under one, at every level, depth first; with `itself`, that one before them. Raises NotFound."""
        below = tuple(self._below(self.code(key).key))
        return (self.code(key), *below) if itself else below

    def tree(self) -> tuple[Code, ...]:
        """All codes, depth first: a parent before its children, siblings in the order of the file."""
        return tuple(self._below(""))

    def _below(self, key: str) -> Iterator[Code]:
        for code in self._children.get(key, ()):
            yield code
            yield from self._below(code.key)


def empty(key: str, languages: Sequence[str]) -> Codebook:
    """The codebook of a study that begins without one."""
    return Codebook(key=key, languages=tuple(languages))


def nearest(word: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """The known word that looks most like one that is not known; empty if none does."""
    return next(iter(difflib.get_close_matches(word, list(known), n=1)), "")
