"""Find what a person names: a case, a person, a speaker, an attribute, an object to write a memo about."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from toolkit.errors import NotFound
from toolkit.messages import _
from toolkit.store import cases, documents, studies
from toolkit.store.rows import find, uid_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from toolkit.model import Attribute, Case, Document, Person, Speaker
    from toolkit.study import Study

    Named = TypeVar("Named", Case, Person, Attribute)


def _named(known: Sequence[Named], name: str, sentence: str) -> Named:
    name = unicodedata.normalize("NFC", name)
    found = next((item for item in known if item.name == name), None) or next(
        (item for item in known if item.name.casefold() == name.casefold()), None
    )
    if found is None:
        raise NotFound(sentence.format(name=name, known=", ".join(item.name for item in known) or _("none")))
    return found


def find_case(connection: Connection, name: str) -> Case:
    """The case with this name; raises `NotFound` with the names that there are."""
    return _named(cases.cases(connection), name, _("There is no case {name}. The cases are: {known}."))


def find_person(connection: Connection, name: str) -> Person:
    """The person with this pseudonym; raises `NotFound`."""
    return _named(cases.persons(connection), name, _("There is no person {name}. The persons are: {known}."))


def find_attribute(connection: Connection, owner: str, name: str) -> Attribute:
    """The attribute of cases, documents or persons with this name; raises `NotFound`."""
    return _named(cases.attributes(connection, owner), name, _("There is no attribute {name}. The attributes are: {known}."))


def find_document(connection: Connection, name: str) -> Document:
    """The document with this name, or the only one whose name without folder or ending is so, or begins so; raises `NotFound`."""
    return document_among(documents.documents(connection), name)


def document_among(known: Sequence[Document], name: str) -> Document:
    """`find_document` among documents that were read before."""
    name = unicodedata.normalize("NFC", name)
    exact = [document for document in known if document.name == name]
    short = [document for document in known if name in (document.name.rsplit("/", 1)[-1], short_name(document.name))]
    near = exact or short or [document for document in known if short_name(document.name).casefold().startswith(name.casefold())]
    if len(near) == 1:
        return near[0]
    if not near:
        raise NotFound(_("There is no document {name}. `terrain document list` shows all.", name=name))
    raise NotFound(_("Several documents begin with {name}: {names}.", name=name, names=", ".join(document.name for document in near[:5])))


def short_name(name: str) -> str:
    """A document's name without its folder and its ending.

    >>> short_name("entrevues/cas A/A1_coordonnatrice.docx")
    'A1_coordonnatrice'
    """
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def no_entry(register: str, name: str) -> NotFound:
    """What to say of an entry that a register does not have."""
    return NotFound(_("The register {register} has no entry {name}. Add it with `terrain register add`.", register=register, name=name))


def find_speaker(connection: Connection, document: Document, label: str) -> Speaker:
    """The speaker with this label in a document; raises `NotFound` with the labels that there are."""
    known = documents.speakers(connection, document.id)
    found = next((speaker for speaker in known if speaker.label.casefold() == label.casefold()), None)
    if found is None:
        labels = ", ".join(speaker.label for speaker in known) or _("none")
        raise NotFound(
            _("Nobody is called {label} in {document}. The labels are: {known}.", label=label, document=document.name, known=labels)
        )
    return found


#: What a memo may be about.
MEMO_KINDS = ("study", "case", "document", "person", "code", "coding")


def find_object(study: Study, connection: Connection, kind: str, name: str) -> bytes:
    """The identifier of what a memo is about; raises `NotFound`."""
    if kind == "study":
        return studies.get_study(connection).uid
    if kind == "case":
        return find_case(connection, name).uid
    if kind == "document":
        return find_document(connection, name).uid
    if kind == "person":
        return find_person(connection, name).uid
    if kind == "code":
        return study.vocabulary(connection).codebook.code(name).uid
    if kind == "coding":
        return uid_of(connection, "coding", find(connection, "coding", name))
    raise NotFound(_("A memo can be about: {known}.", known=", ".join(MEMO_KINDS)))
