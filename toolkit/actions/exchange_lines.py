"""The form of the lines that `actions.exchange` takes over: which keys each type has, and what they hold."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON can write one, no file can hold it


def _text(value: object) -> bool:
    return isinstance(value, str) and HALF_A_CHARACTER.search(value) is None


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _fields(value: object) -> bool:
    return isinstance(value, dict) and all(_text(name) and (_text(said) or _texts(said)) for name, said in value.items())


@dataclass(frozen=True, slots=True)
class Form:
    """The keys of one type of line, with what tells whether a value fits."""

    required: Mapping[str, Callable[[object], bool]]
    others: Mapping[str, Callable[[object], bool]] = field(default_factory=dict)


#: The types of lines, in the order in which they are taken over: judgements look at the codings.
FORMS = {
    "coding": Form(
        {"document": _text, "code": _text, "quote": _text}, {"until": _text, "occurrence": _number, "fields": _fields, "memo": _text}
    ),
    "reading": Form({"document": _text}, {"mode": _text, "start": _number, "end": _number}),
    "not asked": Form({"code": _text}, {"case": _text, "document": _text}),
    "memo": Form({"about": _text, "text": _text}, {"name": _text}),
    "rating": Form({"case": _text, "code": _text, "value": _text}, {"note": _text, "period": _text, "for": _texts, "against": _texts}),
    "summary": Form({"case": _text, "code": _text, "text": _text}),
}


def parse_line(line: str) -> dict[str, Any]:
    """The object of one line, which names its `type` and holds what this type must and nothing that it cannot; else raises `UsageError`."""
    try:
        said = json.loads(unicodedata.normalize("NFC", line))
    except json.JSONDecodeError as error:
        raise UsageError(_("Column {n}: this is no JSON: {reason}.", n=error.colno, reason=error.msg)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; a thousand brackets
        raise UsageError(_("This is no JSON that anybody writes: {reason}.", reason=error)) from error
    if not isinstance(said, dict):
        raise UsageError(_("A line is one object in braces."))
    said = {"type": "coding"} | {name: value for name, value in said.items() if value is not None}
    form = FORMS.get(said["type"]) if isinstance(said["type"], str) else None
    if form is None:
        raise UsageError(_("{type} is no type of line. Use one of: {known}.", type=said["type"], known=", ".join(FORMS)))
    _check(said, form)
    return said


def _check(said: Mapping[str, Any], form: Form) -> None:
    fits = {**form.required, **form.others}
    for name in form.required:
        if name not in said:
            raise UsageError(_("The line has no {key}.", key=name))
    for name, value in said.items():
        if name == "type":
            continue
        if name not in fits:
            raise UsageError(_("Nothing reads {key} in such a line. It may have: {known}.", key=name, known=", ".join(fits)))
        if not fits[name](value):
            raise UsageError(_("{key} cannot be {value}.", key=name, value=json.dumps(value)[:60]))
