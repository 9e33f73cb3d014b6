"""What file names say of documents: a pattern such as `{case}_{person}_{date}`, refused where a name can be read with it in two ways."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from toolkit.actions.case_tables import COLUMNS, KIND_WORDS, unaccented
from toolkit.actions.matching import KNOWN_SUFFIXES
from toolkit.errors import Problem, UsageError
from toolkit.messages import LANGUAGES, _
from toolkit.text.values import is_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DATE = re.compile(r"(\d{4})(?:[-._ ]?(\d{2})(?:[-._ ]?(\d{2}))?)?")
ANYTHING = ""  # {}: what may stand there and says nothing

Reading = dict[str, str]


def _name(written: str) -> str | None:
    return written.replace("_", " ").strip() or None


def _date(written: str) -> str | None:
    match = DATE.fullmatch(written)
    date = "-".join(part for part in match.groups() if part) if match else ""
    return date if is_date(date) else None


def _kind(written: str) -> str | None:
    said = written.replace("_", " ").casefold()
    return said if said in KIND_WORDS else None


def _language(written: str) -> str | None:
    return written.lower() if written.lower() in LANGUAGES else None


#: What may stand in a pattern, and what a part of a name says as such; None where it cannot be that.
FIELDS: dict[str, Callable[[str], str | None]] = {
    "case": _name,
    "person": _name,
    "interviewer": _name,
    "date": _date,
    "kind": _kind,
    "language": _language,
    ANYTHING: lambda written: written,
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern in pieces: the text before the first field, then for each field the text behind it."""

    written: str
    before: str
    fields: tuple[tuple[str, str], ...]

    def readings(self, name: str) -> list[Reading]:
        """The ways to read a file's name (without suffix): none, the one, or two for many.

        A field ends where the text behind it comes first; only where the name cannot be read so may a field hold that text.
        """
        if name[: len(self.before)].casefold() != self.before.casefold():
            return []
        return self._read(name, holding=False)[:2] or self._read(name, holding=True)[:2]

    def _read(self, name: str, *, holding: bool) -> list[Reading]:
        """The readings of a name; `holding`: with fields that hold the text behind or before them."""

        @cache
        def rest(place: int, start: int) -> list[Reading]:
            if place == len(self.fields):
                return [{}] if start == len(name) else []
            field, behind = self.fields[place]
            found: list[Reading] = []
            for end in self._ends(name, start, place):
                value = FIELDS[field](name[start:end])
                if value is not None and (holding or field == ANYTHING or not self._holds(name[start:end], place)):
                    found += [{**({field: value} if field else {}), **more} for more in rest(place + 1, end + len(behind))]
            distinct = {tuple(sorted(reading.items())): reading for reading in found}
            return list(distinct.values())[:2]

        return rest(0, len(self.before))

    def _ends(self, name: str, start: int, place: int) -> Iterable[int]:
        """Where a field that begins at `start` may end: before the text behind it, the last one at the end of the name."""
        behind = self.fields[place][1].casefold()
        if place == len(self.fields) - 1:
            return [len(name) - len(behind)] if name.casefold().endswith(behind) and len(name) - len(behind) >= start else []
        return (end for end in range(start, len(name)) if name[end : end + len(behind)].casefold() == behind)

    def _holds(self, value: str, place: int) -> bool:
        """Whether a value holds one of the texts that separate it from its neighbours."""
        around = (self.before if place == 0 else self.fields[place - 1][1], self.fields[place][1])
        return any(text and text.casefold() in value.casefold() for text in around)


def read_pattern(written: str) -> Pattern:
    """Take a pattern apart; raises `UsageError` for one that says nothing, or that could be read in several ways whatever the names."""
    bare = written[: -len(suffix)] if (suffix := PurePath(written).suffix.lower()) in KNOWN_SUFFIXES else written
    before, *pieces = re.split(r"\{([^{}]*)\}", unicodedata.normalize("NFC", bare))
    fields = [(_meaning(name, written), behind) for name, behind in zip(pieces[::2], pieces[1::2], strict=True)]
    names = [name for name, _behind in fields if name != ANYTHING]
    if not names or re.search(r"[{}]", before + "".join(behind for _field, behind in fields)):
        raise UsageError(
            _("The pattern {pattern} has no field. Write for instance {example}.", pattern=written, example="{case}_{person}_{date}")
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(
            _("The pattern {pattern} has {field} twice. Write {{}} for what says nothing.", pattern=written, field=f"{{{twice}}}")
        )
    for (field, behind), (following, _behind) in pairwise(fields):
        if not behind:
            sentence = _("In the pattern {pattern} nothing separates {field} from {next}, so a name could be read in several ways.")
            raise UsageError(sentence.format(pattern=written, field=f"{{{field}}}", next=f"{{{following}}}"))
    return Pattern(written, before, tuple(fields))


def _meaning(name: str, pattern: str) -> str:
    """The field that a word of either language names; raises `UsageError`."""
    said = unaccented(name)
    field = next((meaning for meaning in FIELDS if said == meaning or said in COLUMNS.get(meaning, ())), None)
    if field is None:
        known = ", ".join(f"{{{field}}}" for field in FIELDS)
        raise UsageError(
            _("{field} in the pattern {pattern} means nothing. Use some of: {known}.", field=f"{{{name}}}", pattern=pattern, known=known)
        )
    return field


def read_names(pattern: Pattern, files: Sequence[str]) -> tuple[dict[str, Reading], list[Problem]]:
    """What the names of files say, and the files that do not fit; raises `UsageError` where one can be read in two ways."""
    read: dict[str, Reading] = {}
    problems = []
    for file in files:
        readings = pattern.readings(_stem(file, whole="/" in pattern.written))
        if len(readings) > 1:
            first, second = (", ".join(f"{field} {value}" for field, value in reading.items()) for reading in readings)
            raise UsageError(
                _(
                    "With the pattern {pattern}, {file} can be read as {first}, or as {second}. Nothing was imported. Write more of what "
                    "all names have in common, or say it in a table.",
                    pattern=pattern.written,
                    file=file,
                    first=first,
                    second=second,
                )
            )
        if readings:
            read[file] = readings[0]
        else:
            sentence = _("The name does not fit the pattern {pattern}, so it says nothing of this file.", pattern=pattern.written)
            problems.append(Problem(file, "", sentence, _("Say it with `terrain document change`.")))
    return read, problems


def _stem(file: str, *, whole: bool) -> str:
    """A file's name without its suffix, below its folder or with it."""
    path = PurePath(file)
    bare = path.with_suffix("") if path.suffix.lower() in KNOWN_SUFFIXES else path
    return bare.as_posix() if whole else bare.name
