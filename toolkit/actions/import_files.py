"""The files of an import: found in folders, told apart by their checksums, read into texts with turns and words."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import Problem, UnreadableFile, UsageError
from toolkit.ids import sha256
from toolkit.messages import _
from toolkit.readers import MAX_FILE, read_bytes, suffixes
from toolkit.readers.tables import SUFFIXES as TABLES
from toolkit.store.columns import UNTURNED
from toolkit.text.plain import paragraph_turns
from toolkit.text.turns import find_turns
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.columns import Ints
    from toolkit.model import Turn
    from toolkit.readers.answers import Answers
    from toolkit.readers.base import Content


@dataclass(frozen=True, slots=True)
class File:
    """One file as it lies in its folder; `name` is what the study will know it by."""

    name: str
    suffix: str
    data: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one file says: its text with turns, the layout that they were found by, and the starts of its words."""

    file: File
    content: Content
    turns: list[Turn]
    layout: str
    starts: Ints


def find_files(paths: Iterable[Path], table: Path | None, answers: Answers | None) -> tuple[dict[str, Path], list[Problem]]:
    """The files to import by name, folders searched to the bottom; hidden files and the lock files of word processors are passed over.

    A table in a folder is a transcript only if somebody said which of its columns are `answers`; else it is listed.
    """
    known = suffixes(answers)
    files: dict[str, Path] = {}
    problems = []
    for path in paths:
        if not path.exists():
            raise UsageError(_("There is no file or folder {path}.", path=path))
        for name, found in _within(path):
            if table is not None and found.resolve() == table.resolve():
                continue
            suffix = found.suffix.lower()
            if name in files and not found.samefile(files[name]):
                problems.append(Problem(str(found), "", _("Another file of this import is called so, too."), _("Rename one of them.")))
            elif suffix in known or (suffix in TABLES and not path.is_dir()):
                files[name] = found
            elif suffix in TABLES:
                todo = _("Name it with --cases if it says what belongs to whom, or say with --answers which columns are answers.")
                problems.append(Problem(name, "", _("A table in a folder is not taken for a transcript."), todo))
            else:
                todo = _("Known kinds are {known}.", known=", ".join(known))
                problems.append(Problem(name, "", _("Files of this kind are not read."), todo))
    return files, problems


def _within(path: Path) -> Iterator[tuple[str, Path]]:
    """A file, or those of a folder, with their names in the study."""
    found = sorted(inside for inside in path.rglob("*") if inside.is_file()) if path.is_dir() else [path]
    for file in found:
        inside = file.relative_to(path) if path.is_dir() else Path(file.name)
        if not inside.name.startswith("~$") and not any(part.startswith(".") for part in inside.parts):
            yield unicodedata.normalize("NFC", inside.as_posix()), file


def load(name: str, path: Path) -> File:
    """The bytes of a file, of one that is too large only as many as show it; raises UnreadableFile."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_FILE + 1)
    except OSError as error:
        raise UnreadableFile(_("The file cannot be opened: {reason}.", reason=error.strerror)) from error
    return File(name, path.suffix.lower(), data, sha256(data))


def transcribed(file: File, encoding: str | None, answers: Answers | None) -> Transcript:
    """Read a file; raises UnreadableFile with what is wrong with it."""
    content = read_bytes(Path(file.name).name, file.data, encoding=encoding, answers=answers)
    turns, layout = _turns(content)
    return Transcript(file, content, turns, layout, word_starts(content.text))


def _turns(content: Content) -> tuple[list[Turn], str]:
    """The turns that the format gives, else those found in the text, else the paragraphs, and the layout's name."""
    if content.turns is not None:
        return list(content.turns), "format"
    found = find_turns(content.body, content.bold)
    if found.turns:
        return [*found.turns, *content.asides], found.layout
    return [*paragraph_turns(content.body), *content.asides], UNTURNED
