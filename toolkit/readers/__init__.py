"""Readers: the formats in which transcribers and word processors deliver, each a module that gives back a text and what it left out."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers import docx, html, odt, pdf, rtf, srt, tables, txt, vtt
from toolkit.readers.answers import Answers, ask_for_columns, read_answers
from toolkit.readers.signature import refuse_other_kind

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.readers.base import Content, Reader

READERS: dict[str, Reader] = {
    ".docx": docx,
    ".odt": odt,
    ".rtf": rtf,
    ".html": html,
    ".htm": html,
    ".txt": txt,
    ".md": txt,
    ".pdf": pdf,
    ".vtt": vtt,
    ".srt": srt,
}

MAX_FILE = 500 << 20  # bytes


def suffixes(answers: Answers | None = None) -> tuple[str, ...]:
    """The endings of the files that can be read: tables only where somebody says which of their columns are `answers`."""
    return (*READERS, *(tables.SUFFIXES if answers else ()))


def read_file(path: Path, *, encoding: str | None = None, answers: Answers | None = None) -> Content:
    """The content of a file; see `read_bytes`. Raises UnreadableFile also for a file that cannot be opened."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise _too_large(path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_("{name} cannot be opened: {reason}.", name=path.name, reason=error.strerror)) from error
    return read_bytes(path.name, data, encoding=encoding, answers=answers)


def read_bytes(name: str, data: bytes, *, encoding: str | None = None, answers: Answers | None = None) -> Content:
    """The content of the file called `name`, whose suffix chooses the reader.

    `encoding` wins over what is found, in the formats that do not fix it; `answers` says which columns of a table are read. Raises
    UnreadableFile with a sentence that says what is wrong with the file and what to do.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in suffixes(Answers(("*",))):
        raise UnreadableFile(
            _("{name} is of a kind that cannot be read. Save it as one of these: {known}.", name=name, known=", ".join(suffixes(answers)))
        )
    if not data:
        raise UnreadableFile(_("{name} is empty. Fetch it anew from where it comes.", name=name))
    if len(data) > MAX_FILE:
        raise _too_large(name)
    if suffix in tables.SUFFIXES:
        if answers is None:
            raise ask_for_columns(name, data, encoding)
        return read_answers(name, data, answers, encoding)
    reader = READERS[suffix]
    refuse_other_kind(name, data, reader.SIGNATURE)
    return reader.read(name, data, encoding)


def _too_large(name: str) -> UnreadableFile:
    return UnreadableFile(_("{name} is larger than {limit} MB. Save its text without the pictures.", name=name, limit=MAX_FILE >> 20))
