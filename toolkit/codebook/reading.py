"""Reading a codebook: every fault with its line and column, or the codebook."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from toolkit.codebook.codebook import (
    Choice,
    Code,
    Codebook,
    Entry,
    Example,
    Field,
    Register,
    RegisterAttribute,
    Rule,
    Scale,
    Source,
    nearest,
)
from toolkit.codebook.contradictions import contradictions
from toolkit.codebook.shapes import adapter, keys_at
from toolkit.codebook.yaml_nodes import Fault, compose, fault, plain, take_out
from toolkit.ids import named_id
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails
    from ruamel.yaml.nodes import Node

    from toolkit.codebook.shapes import ChoiceShape, CodebookShape, CodeShape, FieldShape, Path, RegisterShape
    from toolkit.errors import Problem

_NOT_A_LETTER = re.compile(r"[^\w]+")
_QUOTED = re.compile(r"'([^']*)'")
_EXAMPLE = "{fr: …, en: …}"


def read_codebook(text: str, path: str = "") -> tuple[Codebook | None, list[Problem]]:
    """The codebook that a YAML text says, or None with every fault in it, in the order of their places.

    `path` is the name that the faults give to the file.
    """
    data, faults = read_shape(text)
    if data is None or faults:
        return None, [each.problem(path) for each in sorted(set(faults))]
    return _codebook(data), []


def read_kept(text: str, path: str = "") -> tuple[Codebook | None, list[Problem]]:
    """The codebook of a text that was accepted once: what a later program finds contradictory in it is no reason to refuse it now.

    None, with the faults, only where the text has lost its shape.
    """
    root, faults = compose(text.removeprefix("\ufeff"))
    data, more = _shape(root) if root is not None else (None, [])
    if data is None or faults or more:
        return None, [each.problem(path) for each in sorted({*faults, *more})]
    return _codebook(data), []


def read_shape(text: str) -> tuple[CodebookShape | None, list[Fault]]:
    """What a YAML text says, in one shape, and every fault; the parts at fault are not in what is returned."""
    root, faults = compose(text.removeprefix("\ufeff"))
    if root is None:
        return None, faults
    data, shape_faults = _shape(root)
    faults += shape_faults
    if data is not None:
        keys = code_keys(data.get("codes", []))
        found = contradictions(data, keys, code_ids(data.get("codes", []), keys))
        faults += [fault(root, each.path, each.what, each.todo, on_name=each.on_name) for each in found]
    return data, faults


def code_keys(codes: Sequence[CodeShape]) -> list[str]:
    """The key of each code: as written, else made from the label, and then different from all others."""
    taken = {code["key"] for code in codes if "key" in code}
    keys = []
    for code in codes:
        key = code.get("key") or unique(slug(next(iter(code.get("label", {}).values()), "")), taken)
        taken.add(key)
        keys.append(key)
    return keys


def slug(label: str) -> str:
    """A key for a label: lower case, its letters and digits joined by hyphens.

    >>> slug("L’accès aux soins (2020)")
    'l-accès-aux-soins-2020'
    """
    return _NOT_A_LETTER.sub("-", label.lower()).strip("-") or "code"


def unique(key: str, taken: set[str]) -> str:
    """The key, or the key with the first number from 2 that is not taken."""
    numbered, n = key, 1
    while numbered in taken:
        n += 1
        numbered = f"{key}-{n}"
    return numbered


def code_ids(codes: Sequence[CodeShape], keys: Sequence[str]) -> list[str]:
    """The id of each code: as written, else the oldest earlier key (unless several codes claim it: a split), else the key."""
    claims = Counter(code["was"][0] for code in codes if code.get("was"))
    ids = []
    for code, key in zip(codes, keys, strict=True):
        oldest = next(iter(code.get("was", [])), "")
        ids.append(code.get("id") or (oldest if claims[oldest] == 1 and oldest not in keys else key))
    return ids


def _shape(root: Node) -> tuple[CodebookShape | None, list[Fault]]:
    """The data of the nodes in one shape; what does not fit is a fault and is taken out, until the rest fits."""
    from pydantic import ValidationError

    faults: list[Fault] = []
    while True:
        data = plain(root)
        if not isinstance(data, dict):
            what = _("A codebook begins with names, each followed by a colon.")
            return None, [*faults, fault(root, (), what, _("Begin it with key:, languages: and codes:."))]
        if faults:  # so that a missing head does not hide what else is wrong
            data = {"key": "codebook", "languages": []} | data
        elif data.get("languages") == []:
            del data["languages"]
        try:
            return adapter().validate_python([data], context=_declared(data))[0], faults
        except ValidationError as error:
            found = [(each, each["loc"][1:]) for each in error.errors(include_url=False)]
        first_round = not faults
        faults += [_shape_fault(root, each, path) for each, path in found]
        taken = [take_out(root, path[:-1] if each["type"] == "missing" else path) for each, path in reversed(found)]  # later items first
        if not any(taken) and not first_round:
            return None, faults


def _declared(data: Mapping[str, Any]) -> list[str]:
    languages = data.get("languages", [])
    return [each for each in (languages if isinstance(languages, list) else [languages]) if isinstance(each, str)]


def _shape_fault(root: Node, error: ErrorDetails, path: Path) -> Fault:
    kind, name = error["type"], path[-1] if path else ""
    if kind == "extra_forbidden":
        known = keys_at(path[:-1])
        near = nearest(str(name), known)
        todo = _("Did you mean “{near}”?", near=near) if near else _("What may stand here: {names}.", names=", ".join(known))
        return fault(root, path, _("“{name}” is not known here.", name=name), todo, on_name=True)
    if kind == "missing":
        return fault(root, path[:-1], _("“{name}” is missing.", name=name), _("Add it."))
    if kind == "one_language":
        todo = _("Write it once for each language, for instance {example}.", example=_EXAMPLE)
        return fault(root, path, _("One text stands here, but the codebook has several languages."), todo)
    if kind == "literal_error":
        values = ", ".join(_QUOTED.findall(error["ctx"]["expected"]))
        return fault(root, path, _("“{value}” cannot stand here.", value=error["input"]), _("Write one of: {values}.", values=values))
    if error["input"] is None:
        return fault(root, path, _("Nothing stands here."), _("Fill it in, or delete the line."))
    return fault(root, path, *_expected(kind.partition("_")[0], error["msg"]))


def _expected(kind: str, message: str) -> tuple[str, str]:
    known = {
        "string": (_("A text is expected here."), _("Write one text, not a list or a group of names.")),
        "dict": (
            _("Names followed by a colon are expected here."),
            _("Write for instance {example}, or each name on its own line.", example=_EXAMPLE),
        ),
        "list": (_("A list is expected here."), _("Write each item on its own line after a hyphen, or all of them between [ and ].")),
        "bool": (_("Yes or no is expected here."), _("Write true or false.")),
        "int": (_("A whole number is expected here."), _("Write for instance 1.")),
    }
    return known.get(kind, (_("This cannot stand here: {reason}.", reason=message), ""))


def _codebook(data: CodebookShape) -> Codebook:
    key, languages = data["key"], tuple(data["languages"])
    codes = data.get("codes", [])
    keys = code_keys(codes)
    registers = {name: _register(key, languages, name, register) for name, register in data.get("registers", {}).items()}
    return Codebook(
        key=key,
        languages=languages,
        title=data.get("title", {}),
        description=data.get("description", {}),
        sources={name: Source(key=name, **source) for name, source in data.get("sources", {}).items()},
        registers=registers,
        scales={
            name: Scale(
                key=name,
                uid=named_id(key, "scale", name),
                label=_label(scale, name, languages),
                values=_choices(scale["values"], languages),
            )
            for name, scale in data.get("scales", {}).items()
        },
        codes=tuple(_code(key, languages, registers, *each) for each in zip(codes, keys, code_ids(codes, keys), strict=True)),
    )


def _code(codebook: str, languages: tuple[str, ...], registers: Mapping[str, Register], code: CodeShape, key: str, code_id: str) -> Code:
    return Code(
        key=key,
        id=code_id,
        uid=named_id(codebook, code_id),
        label=_label(code, key.rpartition(".")[2].replace("-", " "), languages),
        definition=code.get("definition", {}),
        include=_by_language(Rule, code.get("include", {})),
        exclude=_by_language(Rule, code.get("exclude", {})),
        examples=_by_language(Example, code.get("examples", {})),
        cues={language: tuple(cue.strip() for cue in cues) for language, cues in code.get("cues", {}).items()},
        fields={name: _field(languages, registers, name, field) for name, field in code.get("fields", {}).items()},
        scale=code.get("scale", ""),
        origin=code.get("origin", "own"),
        confidence=code.get("confidence"),
        source=tuple(code.get("source", ())),
        was=tuple(code.get("was", ())),
        reserved=code.get("reserved", {}),
    )


def _by_language(record: Any, items: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Any, ...]]:
    return {
        language: tuple(record(**{**item, "source": tuple(item.get("source", ()))}) for item in each) for language, each in items.items()
    }


def _field(languages: tuple[str, ...], registers: Mapping[str, Register], name: str, field: FieldShape) -> Field:
    """A field; one that is named after the register it points to has that one's label, unless it has its own."""
    namesake = registers.get(name) if field.get("register") == name else None
    return Field(
        name=name,
        type="register" if "register" in field else "choice" if "choice" in field else field["type"],
        label=field.get("label") or (namesake.label if namesake else _label(field, name.replace("-", " "), languages)),
        register=field.get("register", ""),
        choices=_choices(field.get("choice", []), languages),
        many=field.get("many", False),
        required=field.get("required", False),
    )


def _register(codebook: str, languages: tuple[str, ...], name: str, register: RegisterShape) -> Register:
    return Register(
        name=name,
        label=_label(register, name, languages),
        attributes={
            attribute: RegisterAttribute(
                name=attribute,
                type=shape.get("type", "choice" if "choices" in shape else "text"),
                label=_label(shape, attribute, languages),
                choices=_choices(shape.get("choices", []), languages),
            )
            for attribute, shape in register.get("attributes", {}).items()
        },
        entries=tuple(
            Entry(
                id=entry.get("id", entry["name"]),
                uid=named_id(codebook, "register", name, entry.get("id", entry["name"])),
                name=entry["name"],
                aliases=tuple(entry.get("aliases", ())),
                attributes=entry.get("attributes", {}),
            )
            for entry in register.get("entries", [])
        ),
    )


def _choices(choices: Sequence[ChoiceShape], languages: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(key=choice["key"], label=_label(choice, choice["key"], languages)) for choice in choices)


def _label(shape: Mapping[str, Any], name: str, languages: tuple[str, ...]) -> Mapping[str, str]:
    return shape.get("label") or dict.fromkeys(languages, name)
