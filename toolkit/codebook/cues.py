"""Cues: the words that point to a code, in the three ways in which they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.codebook.codebook import nearest
from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Codebook

CueKind = Literal["literal", "lemma", "re"]

_PREFIX = re.compile(r"(\w+):(?=\S)")


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue of a code: words as they are written, words in their dictionary form, or a regular expression."""

    kind: CueKind
    text: str
    language: str
    code: str

    def __str__(self) -> str:
        return self.text if self.kind == "literal" else f"{self.kind}:{self.text}"


def parse_cue(written: str, language: str, code: str) -> Cue:
    """Read `pour nous`, `lemma:défendre` or `re:selon (eux|elles)`.

    Raises UsageError for an empty cue, another word before the colon, and an expression that does not compile. (A colon followed by
    a space is part of the words.)
    """
    written = written.strip()
    prefix = _PREFIX.match(written)
    kind = prefix[1] if prefix else "literal"
    text = written[prefix.end() :].strip() if prefix else written
    if not text:
        raise UsageError(_("The cue is empty."))
    if kind == "re":
        _check_expression(text)
        return Cue("re", text, language, code)
    if kind == "lemma":
        return Cue("lemma", text, language, code)
    if prefix:
        near = nearest(kind, ("lemma", "re"))
        hint = _("Did you mean “{near}:”?", near=near) if near else _("Only lemma: and re: are known.")
        raise UsageError(_("The cue begins with “{word}:”, which is not known.", word=kind) + " " + hint)
    return Cue("literal", text, language, code)


def all_cues(codebook: Codebook) -> list[Cue]:
    """Every cue of every code that can be coded, in the order of the file."""
    return [
        parse_cue(written, language, code.key)
        for code in codebook.codes
        if not code.reserved
        for language, cues in code.cues.items()
        for written in cues
    ]


def _check_expression(expression: str) -> None:
    import regex

    try:
        regex.compile(expression, regex.IGNORECASE)
    except regex.error as error:
        raise UsageError(_("The expression “{expression}” does not compile: {reason}.", expression=expression, reason=error)) from error
