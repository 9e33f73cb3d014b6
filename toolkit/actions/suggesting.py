"""Let the machine propose: codes for passages, entries for the registers. Nothing of it counts until a person decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.actions.naming import find_document
from toolkit.errors import NotFound, Problem
from toolkit.messages import _
from toolkit.store import codings, documents, registers, studies
from toolkit.store.columns import UNTURNED
from toolkit.suggest import SUGGESTERS
from toolkit.suggest.base import Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document, Turn
    from toolkit.study import Study
    from toolkit.suggest.base import Proposal, Suggester


@dataclass
class Suggested:
    """What a run proposed: by code key, in how many documents, how many open ones were withdrawn, and what was skipped and why."""

    by_code: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    kept: int = 0  # the same was proposed before and somebody has decided on it
    problems: list[Problem] = field(default_factory=list)


def suggest(
    study: Study, names: Sequence[str] = (), suggester: str = "cues", each: Callable[[str], None] = lambda _name: None
) -> Suggested:
    """Run a suggester over some documents, or all; its open suggestions there are replaced, decided ones stay and are not proposed again.

    A document with a speaker whose role is unknown is left out and listed: only participants' words are read. `each` is told of every
    document.
    """
    if suggester not in SUGGESTERS:
        raise NotFound(_("There is no suggester {name}. Those known are: {known}.", name=suggester, known=", ".join(SUGGESTERS)))
    outcome = Suggested()
    with study.read() as connection:
        machine = SUGGESTERS[suggester](study.vocabulary(connection).codebook, studies.get_study(connection).languages)
        read = [(found, _passages(connection, found, outcome.problems)) for found in chosen_documents(connection, names)]
    for document, passages in read:
        if passages is not None:
            _replace(study, machine, document, list(machine.suggest([passages])), outcome)
            outcome.documents += 1
            each(document.name)
    outcome.problems.extend(machine.problems)
    return outcome


def _replace(study: Study, machine: Suggester, document: Document, proposals: Sequence[Proposal], outcome: Suggested) -> None:
    """Put new suggestions in the place of the open ones of a document, in one change; what was decided on is not proposed again."""
    with study.change("suggest") as change:
        vocabulary = study.vocabulary(change.connection)
        before = codings.suggestions(change.connection, document=document.id, suggester=machine.name)
        decided = {(old.start, old.end, old.code) for old in before if old.state != "open"}
        codings.withdraw_open_suggestions(change, machine.name, [document.id])
        new = [made for made in proposals if (made.start, made.end, vocabulary.ids[made.code]) not in decided]
        codings.add_suggestions(
            change,
            [
                {
                    "text_version": document.text_version,
                    "start": made.start,
                    "end": made.end,
                    "code": vocabulary.ids[made.code],
                    "fields": made.fields,
                    "suggester": machine.name,
                    "model": machine.version,
                    "probability": made.probability,
                    "reasons": [reason.as_dict() for reason in made.reasons],
                    "codebook_version": vocabulary.version,
                }
                for made in new
            ],
        )
        change.note("suggestions", document.uid, {"suggester": machine.name, "model": machine.version, "proposed": len(new)})
    outcome.kept += len(proposals) - len(new)
    for made in new:
        outcome.by_code[made.code] = outcome.by_code.get(made.code, 0) + 1


def chosen_documents(connection: Connection, names: Sequence[str]) -> list[Document]:
    """The documents with these names, or all."""
    return [find_document(connection, name) for name in names] if names else documents.documents(connection)


def _passages(connection: Connection, document: Document, problems: list[Problem]) -> Passages | None:
    """What the participants of a document say; None, and a problem, while somebody's role is unknown."""
    turns = [turn for _key, turn in documents.turns(connection, document.text_version)]
    roles = {speaker.label: speaker.role for speaker in documents.speakers(connection, document.id)}
    unknown = [label for label, role in roles.items() if role == "unknown" and any(turn.speaker == label for turn in turns)]
    if unknown:
        todo = _("Say it with `terrain speakers`.")
        problems.append(
            Problem(document.name, "", _("It is not known who takes part and who asks: {labels}.", labels=", ".join(unknown)), todo)
        )
        return None
    text = documents.text_of(connection, document.text_version)
    speech = [turn for turn in turns if turn.kind == "speech"]
    if document.layout != UNTURNED:
        speech = [turn for turn in speech if turn.speaker is not None and roles[turn.speaker] == "participant"]
    asides = [turn for turn in turns if turn.kind == "aside"]
    spans = tuple(span for turn in speech for span in _without(turn, asides))
    return Passages(document.id, document.language, text, spans)


def _without(turn: Turn, asides: Sequence[Turn]) -> Iterator[tuple[int, int]]:
    """The pieces of a turn between the asides in it."""
    start = turn.start
    for aside in asides:
        if turn.start <= aside.start and aside.end <= turn.end:
            if aside.start > start:
                yield start, aside.start
            start = aside.end
    if start < turn.end:
        yield start, turn.end


def propose_entries(study: Study, register: str, names: Sequence[str] = ()) -> tuple[list[str], list[Problem]]:
    """Propose entries for a register from what the documents name; those already proposed and not confirmed are replaced.

    Gives the names proposed, most mentioned first.
    """
    from toolkit.actions.registers import check_register
    from toolkit.suggest.names import KnownName, propose_names

    problems: list[Problem] = []
    with study.read() as connection:
        check_register(study.vocabulary(connection).codebook, register)
        chosen = chosen_documents(connection, names)
        passages = [found for document in chosen if (found := _passages(connection, document, problems)) is not None]
        labels = [speaker.label for speaker in documents.speakers(connection)]
        known = [KnownName(entry.name, entry.aliases) for entry in registers.entries(connection, register) if entry.state == "confirmed"]
    proposals = [made for made in propose_names(passages, known, labels) if made.already_known_as is None]
    with study.change("register propose") as change:
        for entry in registers.entries(change.connection, register):
            if entry.state == "proposed":
                registers.change_entry(change, entry.id, deleted=True)
        for made in proposals:
            registers.add_entry(change, register, made.name, made.aliases, state="proposed")
    return [made.name for made in proposals], problems
