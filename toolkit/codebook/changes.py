"""What changed between two versions of a codebook, and what each change does to the codings."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from toolkit.codebook.codebook import Code, Codebook, Rule

ChangeKind = Literal[
    "added",
    "removed",
    "renamed",
    "moved",
    "merged",
    "split",
    "redefined",
    "retired",
    "opened",
    "fields",
    "scale",
    "relabelled",
    "translated",
    "cues",
    "examples",
]

TOUCHES_CODINGS: frozenset[ChangeKind] = frozenset({"removed", "merged", "split", "redefined", "retired", "fields"})
NEEDS_REASON: frozenset[ChangeKind] = frozenset({"removed", "merged", "split", "redefined", "retired"})

_LOOKS_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    `code` is the key in the new codebook, in the old one for a code that is gone; `old` and `new` are the keys concerned on either
    side; `details` names the parts or fields that changed.
    """

    kind: ChangeKind
    code: str
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def touches_codings(self) -> bool:
        """Whether codings have to be moved, looked at again or decided about; a renamed code keeps its codings as they are."""
        return self.kind in TOUCHES_CODINGS

    @property
    def needs_reason(self) -> bool:
        """Whether the person who makes the change says why."""
        return self.kind in NEEDS_REASON

    def __str__(self) -> str:
        return _sentence(self)


@dataclass(frozen=True, slots=True)
class PossibleRename:
    """A code that is gone and a new one that looks like it; `likeness` is between 0 and 1."""

    old: str
    new: str
    likeness: float


def successors(old: Codebook, new: Codebook) -> dict[str, tuple[str, ...]]:
    """For each old key the keys of the codes that go on from it: itself, else those with its id or that name it in `was`.

    None for a removed code, several for one that was split.
    """
    by_id = {code.id: code.key for code in new.codes}
    heirs: dict[str, list[str]] = {}
    for code in new.codes:
        for name in code.was:
            heirs.setdefault(name, []).append(code.key)
    found: dict[str, tuple[str, ...]] = {}
    for code in old.codes:
        if code.key in new.by_key:
            found[code.key] = (code.key,)
        else:
            same = [by_id[code.id]] if code.id in by_id else []
            found[code.key] = tuple(dict.fromkeys([*heirs.get(code.key, []), *same]))
    return found


def compare(old: Codebook, new: Codebook) -> list[Change]:
    """Every change, in the order of the new codebook, then what is gone in the order of the old one."""
    after = successors(old, new)
    before: dict[str, list[str]] = {}
    for key, heirs in after.items():
        for heir in heirs:
            before.setdefault(heir, []).append(key)
    changes: list[Change] = []
    for code in new.codes:
        ancestors = tuple(before.get(code.key, ()))
        changes += _history(code, ancestors, after)
        if ancestors:
            main = code.key if code.key in ancestors else ancestors[0]
            changes += _contents(old.by_key[main], code, old, new)
    for key, heirs in after.items():
        if not heirs:
            changes.append(Change("removed", key, old=(key,)))
        elif len(heirs) > 1:
            changes.append(Change("split", key, old=(key,), new=heirs))
    return changes


def possible_renames(old: Codebook, new: Codebook) -> list[PossibleRename]:
    """Removed and added codes that look like one code under two keys, the likeliest first; each code at most once."""
    changes = compare(old, new)
    removed = [old.code(change.code) for change in changes if change.kind == "removed"]
    added = [new.code(change.code) for change in changes if change.kind == "added"]
    pairs = [PossibleRename(a.key, b.key, _likeness(a, b)) for a in removed for b in added]
    found: list[PossibleRename] = []
    for pair in sorted(pairs, key=lambda pair: -pair.likeness):
        free = all(pair.old != other.old and pair.new != other.new for other in found)
        if free and pair.likeness >= _LOOKS_ALIKE:
            found.append(pair)
    return found


def _history(code: Code, ancestors: tuple[str, ...], after: Mapping[str, tuple[str, ...]]) -> Iterator[Change]:
    """Where a code of the new codebook comes from."""
    here = (code.key,)
    if not ancestors:
        yield Change("added", code.key, new=here)
    elif len(ancestors) > 1:
        yield Change("merged", code.key, old=ancestors, new=here)
    elif ancestors != here and len(after[ancestors[0]]) == 1:
        old_parent, _dot, old_name = ancestors[0].rpartition(".")
        parent_followed = after.get(old_parent, ("",)) == (code.parent,)
        moved = old_name == code.key.rpartition(".")[2] and not parent_followed
        yield Change("moved" if moved else "renamed", code.key, old=ancestors, new=here)


def _contents(a: Code, b: Code, old: Codebook, new: Codebook) -> Iterator[Change]:
    """What is different inside one code."""
    if bool(a.reserved) != bool(b.reserved):
        yield Change("retired" if b.reserved else "opened", b.key, (a.key,), (b.key,))
    elif redefined := tuple(part for part in ("definition", "include", "exclude") if _differ(getattr(a, part), getattr(b, part))):
        yield Change("redefined", b.key, (a.key,), (b.key,), redefined)
    if fields := tuple(name for name in {**a.fields, **b.fields} if _field(a, name) != _field(b, name)):
        yield Change("fields", b.key, (a.key,), (b.key,), fields)
    if a.scale != b.scale or _scale(old, a) != _scale(new, b):
        yield Change("scale", b.key, (a.key,), (b.key,), (b.scale or a.scale,))
    if _differ(a.label, b.label):
        yield Change("relabelled", b.key, (a.key,), (b.key,))
    if languages := tuple(sorted({*b.label, *b.definition} - {*a.label, *a.definition})):
        yield Change("translated", b.key, (a.key,), (b.key,), languages)
    if a.cues != b.cues:
        yield Change("cues", b.key, (a.key,), (b.key,))
    if a.examples != b.examples:
        yield Change("examples", b.key, (a.key,), (b.key,))


def _differ(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether a text changed; a new line break or one more language is no change, the first text in any language is one."""
    if not a or not b:
        return bool(a) != bool(b)
    return any(_words(a[language]) != _words(b.get(language, "")) for language in a)


def _words(text: str | Iterable[Rule]) -> list[Any]:
    if isinstance(text, str):
        return text.split()
    return [(rule.text.split(), rule.see) for rule in text]


def _field(code: Code, name: str) -> Any:
    """What a field lets a coder fill in, without its label."""
    field = code.fields.get(name)
    return field and (field.type, field.register, {choice.key for choice in field.choices}, field.many, field.required)


def _scale(codebook: Codebook, code: Code) -> list[str]:
    return [value.key for value in codebook.scales[code.scale].values] if code.scale else []


def _likeness(a: Code, b: Code) -> float:
    pairs = [(a.label.get(language, ""), b.label.get(language, "")) for language in a.label]
    pairs += [(a.definition.get(language, ""), b.definition.get(language, "")) for language in a.definition]
    ratios = [difflib.SequenceMatcher(None, one.lower(), two.lower()).ratio() for one, two in pairs if one and two]
    return max(ratios, default=0.0)


def _sentence(change: Change) -> str:
    code, details = change.code, ", ".join(change.details)
    old, new = ", ".join(change.old), ", ".join(change.new)
    sentences: dict[ChangeKind, str] = {
        "added": _("{code} is new.", code=code),
        "removed": _("{code} is gone; its codings are kept under the old version and are no longer counted.", code=code),
        "renamed": _("{old} is now called {new}; its codings follow.", old=old, new=new),
        "moved": _("{old} now stands at {new}; its codings follow and count there.", old=old, new=new),
        "merged": _("{old} are one code, {new}; their codings are joined.", old=old, new=new),
        "split": _("{old} became {new}; each of its codings must be given to one of them by hand.", old=old, new=new),
        "redefined": _(
            "{code} is defined differently ({details}); its codings are marked to be looked at again.", code=code, details=details
        ),
        "retired": _("{code} is now an empty slot; its codings are kept under the old version and are no longer counted.", code=code),
        "opened": _("{code} was an empty slot and can now be coded.", code=code),
        "fields": _("The fields of {code} changed ({details}); codings with a value there must be checked.", code=code, details=details),
        "scale": _("The scale of {code} changed; its ratings are marked to be looked at again.", code=code),
        "relabelled": _("{code} has another label; nothing happens to its codings.", code=code),
        "translated": _("{code} has texts in another language ({details}); nothing happens to its codings.", code=code, details=details),
        "cues": _("The cues of {code} changed; nothing happens to its codings.", code=code),
        "examples": _("The examples of {code} changed; nothing happens to its codings.", code=code),
    }
    return sentences[change.kind]
