"""What the many lines of one change look up again and again, read once."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actions.naming import document_among
from toolkit.errors import Conflict
from toolkit.ids import new_id
from toolkit.messages import _
from toolkit.model import Entry, Segment
from toolkit.store import codings, documents, passages, registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.model import Coder, Document, Fields
    from toolkit.store.history import Change
    from toolkit.study import Study


class Lookup:
    """Documents, texts and register entries by the names that lines and tables say.

    While a change lasts nobody else writes: what was read once holds until its end, and entries that are made here are known at once.
    """

    def __init__(self, study: Study, change: Change) -> None:
        """What `study` knows, seen from within `change`."""
        self.study = study
        self.change = change
        self.vocabulary = study.vocabulary(change.connection)
        self._documents: dict[str, Document] = {}
        self._texts: dict[int, str] = {}
        self._asked: set[str] = set()  # registers of which one entry was looked for
        self._entries: dict[str, dict[str, Entry]] = {}  # by register, then by name, else alias, without regard to case

    @cached_property
    def coder(self) -> Coder:
        """Who makes the change."""
        return self.study.coder(self.change.connection)

    def decide_once(self, segment: Segment, code: int, fields: Fields) -> None:
        """Note a decision of the coder; raises `Conflict` for one that was made before."""
        decision = (segment, code, str(sorted(fields.items())))
        if decision in self._decisions:
            raise Conflict(_("You have coded this passage in this way before."))
        self._decisions.add(decision)

    @cached_property
    def _decisions(self) -> set[tuple[Segment, int, str]]:
        made = codings.codings(self.change.connection, coder=self.coder.id)
        return {(Segment(known.text_version, known.start, known.end), known.code, str(sorted(known.fields.items()))) for known in made}

    @cached_property
    def documents(self) -> list[Document]:
        """All documents."""
        return documents.documents(self.change.connection)

    def document(self, name: str) -> Document:
        """The document with this name; raises what `find_document` raises."""
        if name not in self._documents:
            exact = passages.document_named(self.change.connection, unicodedata.normalize("NFC", name))
            self._documents[name] = exact or document_among(self.documents, name)
        return self._documents[name]

    def text(self, version: int) -> str:
        """A normalised text."""
        if version not in self._texts:
            self._texts[version] = passages.text_of(self.change.connection, version)
        return self._texts[version]

    def entry(self, register: str, name: str) -> Entry | None:
        """The entry with this name, or else with this alias, if there is one."""
        if register not in self._entries and register not in self._asked:
            self._asked.add(register)  # one is looked for alone; with the second, all are read
            exact = registers.entry_named(self.change.connection, register, name)
            if exact is not None:
                return exact
        return self._named(register).get(name.casefold())

    def pointer(self, register: str, name: str) -> str:
        """The identifier, in hexadecimal, of the entry with this name or alias: a proposed one is confirmed, a missing one is made."""
        found = self.entry(register, name) or self.add_entry(register, name)
        if found.state == "proposed":
            registers.change_entry(self.change, found.id, state="confirmed")
            self._remember(replace(found, state="confirmed"))
        return found.uid.hex()

    def add_entry(self, register: str, name: str, aliases: Sequence[str] = (), attributes: Mapping[str, str] | None = None) -> Entry:
        """A new, confirmed entry."""
        uid, kept = new_id(), dict(attributes or {})
        key = registers.add_entry(self.change, register, name, aliases, kept, uid=uid)
        added = Entry(key, uid, register, name, tuple(aliases), kept, "confirmed")
        self._remember(added)
        return added

    def _named(self, register: str) -> dict[str, Entry]:
        if register not in self._entries:
            self._entries[register] = {}
            for entry in registers.entries(self.change.connection, register):
                self._remember(entry)
        return self._entries[register]

    def _remember(self, entry: Entry) -> None:
        named = self._named(entry.register)
        for alias in entry.aliases:
            named.setdefault(alias.casefold(), entry)
        named[entry.name.casefold()] = entry
