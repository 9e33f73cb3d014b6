"""After a corrected transcript: look at what may not stand in the right place, and decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.coding import change_coding, refuse_others, remove_coding
from toolkit.actions.memos import remove_memo
from toolkit.actions.naming import find_document
from toolkit.actions.readings import remove_reading
from toolkit.errors import NotFound, UsageError
from toolkit.messages import _
from toolkit.model import Segment
from toolkit.store import codebooks, codings, documents, memos, places, studies
from toolkit.store.rows import uid_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.places import Displaced
    from toolkit.study import Study

KINDS = ("coding", "reading", "memo")
CONTEXT = 120  # characters shown before and after


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage with the characters around it."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that may not stand in the right place: what it is, the passage that it was made on, and the one proposed, if any."""

    displaced: Displaced
    document: str
    coder: str
    code: str
    old: Quoted
    new: Quoted | None

    @property
    def uid(self) -> str:
        """The identifier, in hexadecimal."""
        return self.displaced.uid.hex()


def sentences(connection: Connection, coder: int) -> list[str]:
    """What a reader of a layer's figures must know of corrections of its texts."""
    found = [one for one in places.displaced(connection) if one.coder == coder]
    doubtful, nowhere = (sum(one.how == how for one in found) for how in ("doubtful", "nowhere"))
    said = []
    if doubtful:
        text = _("Codings that may not stand in the right place since a correction, and that count: {n}. See `terrain document review`.")
        said.append(text.format(n=doubtful))
    if nowhere:
        text = _("Codings whose words are not in the corrected text, and that count nowhere: {n}. See `terrain document review`.")
        said.append(text.format(n=nowhere))
    return said


def doubts(connection: Connection, document: str | None = None) -> list[Doubt]:
    """Everything that was moved without being sure or stands nowhere, of one document or of all, in the order of the texts."""
    chosen = find_document(connection, document).id if document else None
    names = {found.id: found.name for found in documents.documents(connection)}
    coders = {coder.id: coder.name for coder in studies.coders(connection)}
    codes = {row.id: row.key for row in codebooks.codes(connection, removed=True)}
    texts: dict[int, str] = {}

    def quoted(version: int, start: int, end: int) -> Quoted:
        if version not in texts:
            texts[version] = documents.text_of(connection, version)
        text = texts[version]
        return Quoted(text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT])

    return [
        Doubt(
            one,
            names[one.document],
            coders.get(one.coder or 0, ""),
            codes.get(one.code or 0, ""),
            quoted(one.text_version, one.start, one.end),
            None if one.new_start is None or one.new_end is None else quoted(one.new_version, one.new_start, one.new_end),
        )
        for one in places.displaced(connection, chosen, KINDS)
    ]


def _doubt(connection: Connection, uid: str) -> Doubt:
    """The one whose identifier begins so; raises `NotFound`."""
    found = [doubt for doubt in doubts(connection) if doubt.uid.startswith(uid.lower())]
    if not found:
        raise NotFound(_("Nothing with the identifier {uid} waits for a decision about its place.", uid=uid))
    if len(found) > 1:
        raise NotFound(_("Several identifiers begin with {uid}. Write more of it.", uid=uid))
    return found[0]


def accept(study: Study, uid: str) -> None:
    """Say that something stands rightly where it was moved to: from then on it is made on the present text.

    Raises `UsageError` for what stands nowhere and for what is another coder's, `NotFound` for what is not in doubt.
    """
    with study.change("place accept") as change:
        connection = change.connection
        doubt = _doubt(connection, uid)
        one = doubt.displaced
        refuse_others(study, connection, one.coder)
        if one.new_start is None or one.new_end is None:
            raise UsageError(_("It stands nowhere in the present text. Name its words with --quote, or remove it."))
        segment = Segment(one.new_version, one.new_start, one.new_end)
        if one.kind == "coding":
            text = documents.text_of(connection, one.new_version)
            codings.change_coding(change, one.key, **codings.placed_at(segment, text))
        elif one.kind == "reading":
            codings.change_reading(change, one.key, text_version=segment.text_version, start=segment.start, end=segment.end)
        else:
            uid_of_text = uid_of(connection, "text_version", one.new_version)
            memos.change_memo(change, one.key, object=uid_of_text, start=segment.start, end=segment.end)


def set_quote(study: Study, uid: str, quote: str) -> None:
    """Put a coding on other words of the present text; raises what `change_coding` raises, and `UsageError` for what is no coding."""
    with study.read() as connection:
        doubt = _doubt(connection, uid)
    if doubt.displaced.kind != "coding":
        raise UsageError(_("Only a coding can be put on other words. Accept the place, or remove it and make it anew."))
    change_coding(study, doubt.uid, quote=quote)


def remove(study: Study, uid: str) -> None:
    """Take away what has no right place any more; `undo` brings it back."""
    with study.read() as connection:
        doubt = _doubt(connection, uid)
        refuse_others(study, connection, doubt.displaced.coder)
    {"coding": remove_coding, "reading": remove_reading, "memo": remove_memo}[doubt.displaced.kind](study, doubt.uid)
