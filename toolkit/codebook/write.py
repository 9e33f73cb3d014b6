"""Writing a codebook as YAML that a person reads on: for codes made on the page and for imported tables.

A codebook that a person wrote is not written anew: `toolkit.codebook.editing` changes it in place.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toolkit.codebook.contradictions import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from toolkit.codebook.codebook import Choice, Code, Codebook, Example, Field, Register, Rule


def to_yaml(codebook: Codebook) -> str:
    """The YAML text of a codebook; reading it gives the same codebook back."""
    one = codebook.languages[0] if len(codebook.languages) == 1 else None
    data = {
        "format": FORMAT,
        "key": codebook.key,
        "languages": list(codebook.languages),
        "title": _by_language(codebook.title, one),
        "description": _by_language(codebook.description, one),
        "sources": {key: _filled({"cite": source.cite, "url": source.url}) for key, source in codebook.sources.items()},
        "registers": {name: _register(register, one) for name, register in codebook.registers.items()},
        "scales": {
            key: _filled({"label": _by_language(scale.label, one), "values": _choices(scale.values, one)})
            for key, scale in codebook.scales.items()
        },
        "codes": [_code(code, one) for code in codebook.codes],
    }
    return dump(_filled(data) | {"codes": data["codes"]})


def dump(data: Mapping[str, Any]) -> str:
    """Plain data as block YAML."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 100
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _code(code: Code, one: str | None) -> dict[str, Any]:
    oldest = code.was[0] if code.was else code.key
    return _filled(
        {
            "key": code.key,
            "id": code.id if code.id != oldest else "",
            "was": list(code.was),
            "label": _by_language(code.label, one),
            "definition": _by_language(code.definition, one),
            "include": _by_language({language: [_rule(rule) for rule in rules] for language, rules in code.include.items()}, one),
            "exclude": _by_language({language: [_rule(rule) for rule in rules] for language, rules in code.exclude.items()}, one),
            "examples": _by_language({language: [_example(each) for each in some] for language, some in code.examples.items()}, one),
            "cues": _by_language({language: list(cues) for language, cues in code.cues.items()}, one),
            "fields": {name: _field(field, one) for name, field in code.fields.items()},
            "scale": code.scale,
            "origin": code.origin if code.origin != "own" else "",
            "confidence": code.confidence,
            "source": list(code.source),
            "reserved": _by_language(code.reserved, one),
        }
    )


def _rule(rule: Rule) -> Any:
    written = _filled(
        {"text": rule.text, "see": rule.see, "origin": rule.origin if rule.origin != "own" else "", "source": list(rule.source)}
    )
    return rule.text if len(written) == 1 else written


def _example(example: Example) -> dict[str, Any]:
    more = {"why": example.why, "origin": example.origin if example.origin != "own" else "", "source": list(example.source)}
    return {"quote": example.quote, "applies": example.applies} | _filled(more)


def _field(field: Field, one: str | None) -> dict[str, Any]:
    written: dict[str, Any] = {"label": _by_language(field.label, one), "register": field.register, "choice": _choices(field.choices, one)}
    if not field.register and not field.choices:
        written["type"] = field.type
    return _filled(written | {"many": field.many, "required": field.required})


def _register(register: Register, one: str | None) -> dict[str, Any]:
    attributes = {
        name: _filled({"label": _by_language(attribute.label, one), "type": attribute.type, "choices": _choices(attribute.choices, one)})
        for name, attribute in register.attributes.items()
    }
    entries = [
        _filled(
            {
                "id": entry.id if entry.id != entry.name else "",
                "name": entry.name,
                "aliases": list(entry.aliases),
                "attributes": dict(entry.attributes),
            }
        )
        for entry in register.entries
    ]
    return _filled({"label": _by_language(register.label, one), "attributes": attributes, "entries": entries})


def _choices(choices: Iterable[Choice], one: str | None) -> list[Any]:
    return [
        choice.key if set(choice.label.values()) == {choice.key} else {"key": choice.key, "label": _by_language(choice.label, one)}
        for choice in choices
    ]


def _by_language(values: Mapping[str, Any], one: str | None) -> Any:
    """The value itself where the codebook has one language and nothing stands in another."""
    return values[one] if one is not None and set(values) == {one} else dict(values)


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    """The parts that say something."""
    return {name: value for name, value in data.items() if value}
