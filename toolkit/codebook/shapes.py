"""What the YAML of a codebook may contain: the types that pydantic checks it against and the JSON Schema is made from.

Importing this module does not import pydantic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Required, get_args, get_origin, get_type_hints

from typing_extensions import TypedDict, is_typeddict

from toolkit.codebook.codebook import Confidence, Origin  # noqa: TC001 - pydantic reads the annotations
from toolkit.model import ValueType  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic import GetCoreSchemaHandler, TypeAdapter, ValidationInfo
    from pydantic_core import CoreSchema

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """Says that a value may also be written in a shorter way, which `full` brings into the long one before the shape is checked."""

    full: Callable[[Any, ValidationInfo], Any]
    also: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import BeforeValidator

        return BeforeValidator(self.full, json_schema_input_type=self.also).__get_pydantic_core_schema__(source, handler)


class ByLanguage(Written):
    """Says that a value stands once per language."""

    __slots__ = ()


def _by_language(value: Any, info: ValidationInfo) -> Any:
    if isinstance(value, dict):
        return value
    languages: list[str] = info.context or []
    if len(languages) > 1:
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError("one_language", "one text, several languages")
    return dict.fromkeys(languages, value)


def _named(name: str) -> Callable[[Any, ValidationInfo], Any]:
    return lambda value, _: {name: value} if isinstance(value, str) else value


def _listed(value: Any, _: ValidationInfo) -> Any:
    return value if isinstance(value, list) else [value]


Text = Annotated[dict[str, str], ByLanguage(_by_language, str | dict[str, str])]
Texts = Annotated[list[str], Written(_listed, str | list[str])]
Cues = Annotated[dict[str, Texts], ByLanguage(_by_language, Texts | dict[str, Texts])]


class SourceShape(TypedDict, total=False):
    """A work that definitions are taken from."""

    cite: Required[str]
    """The reference as it is printed."""
    url: str
    """Where it can be read."""


class RuleShape(TypedDict, total=False):
    """When a code applies, or does not."""

    text: Required[str]
    """The rule in a sentence."""
    see: str
    """The key of the code that applies instead."""
    origin: Origin
    """Where the rule comes from; own unless it says otherwise."""
    source: Texts
    """Keys of `sources`."""


class ExampleShape(TypedDict, total=False):
    """A quote to which the code applies, or does not."""

    quote: Required[str]
    """What somebody says."""
    applies: Required[bool]
    """Whether the code applies to it."""
    why: str
    """The reason."""
    origin: Origin
    """Where the example comes from; own unless it says otherwise."""
    source: Texts
    """Keys of `sources`."""


class ChoiceShape(TypedDict, total=False):
    """A value that may be chosen."""

    key: Required[str]
    """The value as it is kept."""
    label: Text
    """The value as it is shown."""


Rule = Annotated[RuleShape, Written(_named("text"), str | RuleShape)]
RuleList = Annotated[list[Rule], Written(_listed, Rule | list[Rule])]
Rules = Annotated[dict[str, RuleList], ByLanguage(_by_language, RuleList | dict[str, RuleList])]
Examples = Annotated[dict[str, list[ExampleShape]], ByLanguage(_by_language, list[ExampleShape] | dict[str, list[ExampleShape]])]
Choice = Annotated[ChoiceShape, Written(_named("key"), str | ChoiceShape)]


class FieldShape(TypedDict, total=False):
    """What a coding may also say: exactly one of register, choice and type."""

    label: Text
    """The name that is shown."""
    register: str
    """The register whose entries may be chosen."""
    choice: list[Choice]
    """The values that may be chosen."""
    type: Literal["text", "number", "date", "yes/no"]
    """The kind of value; a date may be a year or a month."""
    many: bool
    """Whether several values may be given."""
    required: bool
    """Whether a coding without a value is listed as incomplete."""


class AttributeShape(TypedDict, total=False):
    """What is known of every entry of a register."""

    label: Text
    """The name that is shown."""
    type: ValueType
    """The kind of value."""
    choices: list[Choice]
    """The values that may be chosen, for type choice."""


class EntryShape(TypedDict, total=False):
    """One named thing that comes with the codebook."""

    id: str
    """What stays the same when the name changes."""
    name: Required[str]
    """The name that is shown."""
    aliases: list[str]
    """Other names under which it is spoken of."""
    attributes: dict[str, str]
    """Values of the register's attributes."""


Entry = Annotated[EntryShape, Written(_named("name"), str | EntryShape)]


class RegisterShape(TypedDict, total=False):
    """A list of named things that codings point to."""

    label: Text
    """The name that is shown."""
    attributes: dict[str, AttributeShape]
    """What is known of every entry."""
    entries: list[Entry]
    """The entries that come with the codebook."""


class ScaleShape(TypedDict, total=False):
    """The ordered values with which a case may be rated."""

    label: Text
    """The name that is shown."""
    values: Required[list[Choice]]
    """The values, in their order."""


class CodeShape(TypedDict, total=False):
    """A code; only its key or its label is needed."""

    key: str
    """Letters, digits and hyphens, with a dot between levels: the parent of a.b is a."""
    id: str
    """What stays the same when the key changes; otherwise the oldest name in `was`, or the key."""
    label: Text
    """The name that is shown."""
    definition: Text
    """What the code stands for."""
    include: Rules
    """When it applies."""
    exclude: Rules
    """When it does not, and which code applies instead."""
    examples: Examples
    """Quotes to which it applies or does not."""
    cues: Cues
    """Words that point to it: plain words, lemma:word or re:pattern."""
    fields: dict[str, FieldShape]
    """What a coding may also say."""
    scale: str
    """The scale on which a case is rated on this code."""
    origin: Origin
    """Where the definition comes from; own unless it says otherwise."""
    confidence: Confidence
    """How sure it is that the source says so; none for own."""
    source: Texts
    """Keys of `sources`."""
    was: Texts
    """Earlier keys of this code, the oldest first."""
    reserved: Text
    """Why this is an empty slot that cannot be coded."""


Code = Annotated[CodeShape, Written(_named("label"), str | CodeShape)]


class CodebookShape(TypedDict, total=False):
    """A codebook of Terrain, format 1."""

    format: int
    """The format of this file: 1."""
    key: Required[str]
    """The codebook's name for machines; identifiers are derived from it, so it never changes."""
    languages: Required[Texts]
    """The languages in which it must be complete, such as fr and en; with one, plain strings are allowed."""
    title: Text
    """The name that is shown."""
    description: Text
    """What the codebook is for."""
    sources: dict[str, SourceShape]
    """The works that definitions are taken from, by their keys."""
    registers: dict[str, RegisterShape]
    """Lists of named things, by their names."""
    scales: dict[str, ScaleShape]
    """Scales for rating cases, by their keys."""
    codes: list[Code]
    """The codes; their order is the order on the page."""


@cache
def adapter(*, documented: bool = False) -> TypeAdapter[list[CodebookShape]]:
    """The validator of a list with one codebook; its context is the list of declared languages.

    A list, because only what is not a shape itself takes a configuration for the shapes inside. `documented` also reads the sentences
    under the keys, for the JSON Schema.
    """
    from pydantic import TypeAdapter

    return TypeAdapter(list[CodebookShape], config={"extra": "forbid", "use_attribute_docstrings": documented})


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that a mapping at this place of a codebook may have; none where any may stand."""
    hint: Any = CodebookShape
    for step in path:
        hint = _bare(hint)
        hint = _hints(hint).get(str(step)) if is_typeddict(hint) else get_args(hint)[-1]
        if hint is None:
            return ()
    hint = _bare(hint)
    return tuple(_hints(hint)) if is_typeddict(hint) else ()


def texts_by_language(value: Any, hint: Any = CodebookShape, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every value of a valid codebook that stands once per language, with its path."""
    if get_origin(hint) is Annotated:
        if any(isinstance(mark, ByLanguage) for mark in hint.__metadata__):
            yield path, value
        hint = hint.__origin__
    if is_typeddict(hint):
        inside = [(name, part, _hints(hint)[name]) for name, part in value.items()]
    elif get_origin(hint) is dict:
        inside = [(name, part, get_args(hint)[1]) for name, part in value.items()]
    elif get_origin(hint) is list:
        inside = [(i, part, get_args(hint)[0]) for i, part in enumerate(value)]
    else:
        return
    for step, part, part_hint in inside:
        yield from texts_by_language(part, part_hint, (*path, step))


def _bare(hint: Any) -> Any:
    return hint.__origin__ if get_origin(hint) is Annotated else hint


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return {name: _unrequired(hint) for name, hint in get_type_hints(shape, include_extras=True).items()}


def _unrequired(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Required else hint
