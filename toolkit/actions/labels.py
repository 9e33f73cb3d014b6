"""The labels of transcripts: how much each says, what role it has, who is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.coding import shortened
from toolkit.actions.naming import find_document
from toolkit.errors import NotFound, UsageError
from toolkit.export.labels import role_word
from toolkit.messages import _
from toolkit.model import ROLES
from toolkit.store import cases, documents
from toolkit.text.words import count_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document, Role, Speaker
    from toolkit.study import Study


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
    chosen = [find_document(connection, name) for name in names] or documents.documents(connection)
    persons = {person.id: person.name for person in cases.persons(connection)}
    return [label for document in chosen for label in _labels_of(connection, document, persons)]


def _labels_of(connection: Connection, document: Document, persons: dict[int, str]) -> list[Label]:
    text = documents.text_of(connection, document.text_version)
    said: dict[str, list[str]] = {speaker.label: [] for speaker in documents.speakers(connection, document.id)}
    for _key, turn in documents.turns(connection, document.text_version):
        if turn.kind == "speech" and turn.speaker is not None:
            said[turn.speaker].append(text[turn.start : turn.end])
    return [_label(document, speaker, said[speaker.label], persons) for speaker in documents.speakers(connection, document.id)]


def _label(document: Document, speaker: Speaker, said: Sequence[str], persons: dict[int, str]) -> Label:
    person = persons.get(speaker.person) if speaker.person is not None else None
    first = shortened(next((words for words in said if count_words(words) > 1), said[0] if said else ""))
    return Label(document.name, speaker.label, speaker.role, person, len(said), sum(map(count_words, said)), first)


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
