"""The labels of transcripts: how much each says, what role it has, who is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.coding import shortened
from toolkit.actions.naming import document_among, find_document
from toolkit.errors import NotFound, UsageError
from toolkit.export.labels import role_word
from toolkit.messages import _
from toolkit.model import ROLES
from toolkit.store import cases, documents, words
from toolkit.text.turns import label_table
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document, Role, Speaker
    from toolkit.study import Study
    from toolkit.text.turns import Label as Count


@dataclass(frozen=True, slots=True)
class Label:
    """One label of one document: turns and words of its speech, and its first words."""

    document: str
    label: str
    role: Role
    person: str | None
    turns: int
    words: int
    first: str


def labels(connection: Connection, names: Iterable[str] = ()) -> list[Label]:
    """The labels of some documents, or of all, in the order in which they first speak."""
    known = documents.documents(connection)
    chosen = [document_among(known, name) for name in names] or known
    persons = {person.id: person.name for person in cases.persons(connection)}
    starts = words.starts_of(connection)
    speakers: dict[int, list[Speaker]] = {}
    for speaker in documents.speakers(connection):
        speakers.setdefault(speaker.document, []).append(speaker)
    found = []
    for document in chosen:
        text = documents.text_of(connection, document.text_version)
        turns = [turn for _key, turn in documents.turns(connection, document.text_version)]
        counts = {count.name: count for count in label_table(text, turns, starts[document.id])}
        found += [_label(document, speaker, counts.get(speaker.label), persons) for speaker in speakers.get(document.id, ())]
    return found


def _label(document: Document, speaker: Speaker, count: Count | None, persons: dict[int, str]) -> Label:
    person = persons.get(speaker.person) if speaker.person is not None else None
    turns, said, first = (count.turns, count.words, telling(count.first_lines)) if count else (0, 0, "")
    return Label(document.name, speaker.label, speaker.role, person, turns, said, first)


def telling(first_lines: Sequence[str]) -> str:
    """The first of some lines that has more than one word, cut for a table."""
    return shortened(next((line for line in first_lines if count_words(line) > 1), first_lines[0] if first_lines else ""))


def role_named(word: str) -> Role:
    """The role that a word of the present language, or of ours, says; raises `UsageError`."""
    for role in ROLES:
        if word.casefold() in (role, role_word(role).casefold()):
            return role
    raise UsageError(_("{role} is no role. Use one of: {known}.", role=word, known=", ".join(role_word(role) for role in ROLES)))


def set_role(study: Study, document: str | None, label: str, role: str) -> int:
    """Say what role a label has, in one document or in all; gives the number of speakers. Raises `UsageError` and `NotFound`."""
    checked = role_named(role)
    with study.change("speaker role") as change:
        found = _speakers(change.connection, document, label)
        for speaker in found:
            documents.change_speaker(change, speaker.id, role=checked)
        return len(found)


def set_unknown_roles(study: Study, document: str | None, role: str) -> int:
    """Give a role to all speakers, of one document or of all, whose role is unknown; gives their number."""
    checked = role_named(role)
    with study.change("speaker role") as change:
        only = find_document(change.connection, document).id if document else None
        found = [speaker for speaker in documents.speakers(change.connection, only) if speaker.role == "unknown"]
        for speaker in found:
            documents.change_speaker(change, speaker.id, role=checked)
        return len(found)


def set_person(study: Study, document: str | None, label: str, name: str) -> int:
    """Say which person a label is, in one document or in all; a person that the study has not is added, an empty name takes it away."""
    with study.change("speaker person") as change:
        connection = change.connection
        found = _speakers(connection, document, label)
        known = next((person.id for person in cases.persons(connection) if person.name == name), None)
        key = cases.add_person(change, name) if name and known is None else known
        for speaker in found:
            documents.change_speaker(change, speaker.id, person=key)
        return len(found)


def _speakers(connection: Connection, document: str | None, label: str) -> list[Speaker]:
    """The speakers with a label in one document or in all; raises `NotFound` with the labels that there are."""
    known = documents.speakers(connection, find_document(connection, document).id if document else None)
    found = [speaker for speaker in known if speaker.label.casefold() == label.casefold()]
    if not found:
        there = ", ".join(dict.fromkeys(speaker.label for speaker in known)) or _("none")
        raise NotFound(_("No speaker is called {label}. The labels are: {known}.", label=label, known=there))
    return found
