"""Erase a document or a person for good: shown before, done in one transaction, and the file written anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.actions.coding import shortened
from toolkit.actions.naming import find_document, find_person
from toolkit.actions.safekeeping import Copy, copies_with
from toolkit.codebook.reading import read_kept
from toolkit.errors import NotFound, UsageError
from toolkit.ids import short_id
from toolkit.messages import _
from toolkit.store import cuts, documents, erasing, redacting, tombstones
from toolkit.store.engine import mark_erasing
from toolkit.text.runs import Runs
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.store.history import Change
    from toolkit.store.tombstones import Erased
    from toolkit.study import Study


@dataclass
class Loss:
    """What goes when something is erased, and where it still is afterwards.

    `counts` has the number of rows by table, and of entries of the history (`event`). `quotations` are places outside the texts that quote
    them and will show a mark instead; `names`, in how many texts a person's name or label stands that are not cut for it.
    """

    name: str
    whole: list[str] = field(default_factory=list)
    cut: dict[str, int] = field(default_factory=dict)  # turns by document
    counts: dict[str, int] = field(default_factory=dict)
    quotations: list[str] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)


@dataclass
class Done:
    """What is left after an erasing: copies outside the study, and versions of the codebook that still quote the text."""

    copies: list[Copy]
    codebooks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Extent:
    """What is erased: documents as a whole, speakers by document whose turns are cut, a person."""

    name: str
    kind: str
    whole: list[int]
    cut: dict[int, list[int]]
    person: int | None = None

    @property
    def documents(self) -> list[int]:
        return [*self.whole, *self.cut]


def loss_of_document(study: Study, name: str) -> Loss:
    """What would go with a document; raises `NotFound`."""
    with study.read() as connection:
        return _loss(study, connection, _of_document(connection, name))


def erase_document(study: Study, name: str, reason: str) -> Done:
    """Erase a document with its original, texts, quotes and all that the study says of them; `undo` does not bring it back.

    Raises `NotFound`, `UsageError` without a reason, and `StudyBusy` while somebody else has the study open.
    """
    with study.read() as connection:
        extent = _of_document(connection, name)
    return _erase(study, extent, reason)


def loss_of_person(study: Study, name: str, *, keep_speech: bool = False) -> Loss:
    """What would go with a person; raises `NotFound`."""
    with study.read() as connection:
        return _loss(study, connection, _of_person(connection, name, keep_speech=keep_speech))


def erase_person(study: Study, name: str, reason: str, *, keep_speech: bool = False) -> Done:
    """Erase a person: name, attributes, memos, and what the person said.

    Documents in which nobody else but interviewers speaks are erased; out of the others the person's turns are cut, in all versions of the
    text, and their originals go. With `keep_speech` the words stay, and nothing says any more whose they are. Raises as `erase_document`.
    """
    with study.read() as connection:
        extent = _of_person(connection, name, keep_speech=keep_speech)
    return _erase(study, extent, reason)


def erased_so_far(connection: Connection) -> list[Erased]:
    """Everything that was erased from the study, in the order of time."""
    return tombstones.erasures(connection)


def erased_before(connection: Connection, digest: bytes) -> str:
    """Why a file with this SHA-256 is not imported: the sentence on when and why it was erased; empty if it was not."""
    found = next((each for each in tombstones.erasures(connection) if each.sha256 == digest), None)
    if found is None:
        return ""
    return _("It was erased from this study on {date}: {reason}", date=found.time[:10], reason=found.reason)


def _of_document(connection: Connection, name: str) -> _Extent:
    removed = {found.name: found.id for found in erasing.removed(connection)}
    try:
        found = find_document(connection, name)
    except NotFound:
        if name not in removed:
            raise
        return _Extent(name, "document", [removed[name]], {})
    return _Extent(found.name, "document", [found.id], {})


def _of_person(connection: Connection, name: str, *, keep_speech: bool) -> _Extent:
    found = find_person(connection, name)
    cut: dict[int, list[int]] = {}
    whole: list[int] = []
    for speaker in [] if keep_speech else cuts.speaking_as(connection, found.id):
        if speaker.others:
            cut.setdefault(speaker.document, []).append(speaker.id)
        elif speaker.document not in whole:
            whole.append(speaker.document)
    return _Extent(found.name, "person", whole, cut, found.id)


def _loss(study: Study, connection: Connection, extent: _Extent) -> Loss:
    names = erasing.names_of(connection, extent.documents)
    versions = {key: cuts.versions_cut(connection, key, speakers) for key, speakers in extent.cut.items()}
    objects = erasing.about_documents(extent.whole)
    if extent.person is not None:
        objects |= erasing.about_person(extent.person)
    counts = Counter(erasing.counted(connection, objects))
    for found in versions.values():
        for version in found:
            counts.update(cuts.lost_on(connection, version))
    but = erasing.identifiers(connection, objects)
    return Loss(
        extent.name,
        [names[key] for key in extent.whole],
        {names[key]: cuts.turns_cut(found[-1]) for key, found in versions.items()},
        {name: count for name, count in counts.items() if count},
        [_quotation(found) for found in redacting.quoting(connection, _runs(connection, extent), but)],
        _names_left(connection, extent),
        _copies(study, connection, extent),
    )


def _erase(study: Study, extent: _Extent, reason: str) -> Done:
    if not reason.strip():
        raise UsageError(_("Say why with --reason: that stays when everything else has gone."))
    with study.change(f"{extent.kind} erase", reason, alone=True) as change:
        connection = change.connection
        done = Done(_copies(study, connection, extent))
        runs = _runs(connection, extent)
        digests = erasing.originals_of(connection, extent.documents)
        redacting.redact(connection, runs)
        kept = redacting.redact_codebooks(connection, runs, lambda yaml: read_kept(yaml)[0] is not None)
        done.codebooks = [short_id(uid) for uid in kept]
        for key, speakers in extent.cut.items():
            cuts.cut(change, key, speakers)
        _blank(change, extent)
        held = [str(copy.path) for copy in done.copies]
        tombstones.note_erased(change, extent.kind, digests if extent.kind == "document" else [None, *digests], reason, held)
        mark_erasing(connection)
    study.store.rewrite()
    return done


def _blank(change: Change, extent: _Extent) -> None:
    """Empty what goes as a whole; speakers who were cut have no label any more, and others who were the person are nobody known."""
    connection = change.connection
    whole = erasing.about_documents(extent.whole)
    erasing.without_evidence(change, erasing.codings_on(connection, extent.whole))
    erasing.drop_parts(connection, extent.whole)
    erasing.blank(connection, whole)
    if extent.person is not None:
        for key in erasing.speakers_who_are(connection, extent.person):
            documents.change_speaker(change, key, person=None)
        erasing.blank(connection, erasing.about_speakers([key for speakers in extent.cut.values() for key in speakers]))
        erasing.blank(connection, erasing.about_person(extent.person))


def _runs(connection: Connection, extent: _Extent) -> Runs:
    """The runs of words that are said in what is erased and nowhere else in the study's texts."""
    versions = [version for key, speakers in extent.cut.items() for version in cuts.versions_cut(connection, key, speakers)]
    said = [version.text[start:end] for version in versions for start, end in version.cuts.spans]
    runs = Runs([*erasing.texts_of(connection, extent.whole), *said])
    for version in versions:
        runs.forget(version.cuts.rest(version.text))
    redacting.forget_others(connection, runs, extent.documents)
    return runs


def _quotation(found: redacting.Quoting) -> str:
    return _("{kind} {uid}: “… {words} …”", kind=found.kind, uid=short_id(found.uid or b""), words=shortened(found.words))


def _names_left(connection: Connection, extent: _Extent) -> dict[str, int]:
    """How often the name and the labels of a person stand in the texts and the names of documents that stay."""
    if extent.person is None:
        return {}
    labels = {speaker.label for speaker in cuts.speaking_as(connection, extent.person)}
    wanted = {name for name in (extent.name, *labels) if len(name) > 2 and name.isalpha()}
    staying = [found for found in documents.documents(connection) if found.id not in extent.whole]
    cut = {key: cuts.versions_cut(connection, key, speakers)[-1] for key, speakers in extent.cut.items()}
    found: Counter[str] = Counter()
    for document in staying:
        version = cut.get(document.id)
        text = version.cuts.rest(version.text) if version else documents.text_of(connection, document.text_version)
        words = Counter(WORD.findall(f"{document.name.replace('_', ' ')} {text}"))
        found.update({name: words[name] for name in wanted if words[name]})
    return dict(found)


def _copies(study: Study, connection: Connection, extent: _Extent) -> list[Copy]:
    digests = erasing.originals_of(connection, extent.documents)
    return copies_with(study, connection, digests, erasing.imported_at(connection, extent.documents))
