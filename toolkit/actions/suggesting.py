"""Let the machine propose: codes for passages, entries for the registers. Nothing of it counts until a person decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.actions.naming import find_document
from toolkit.errors import NotFound, Problem
from toolkit.messages import _
from toolkit.store import codings, documents, findings, registers, studies
from toolkit.store.columns import UNTURNED
from toolkit.suggest import SUGGESTERS
from toolkit.suggest.base import Passages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Document, Suggestion, Turn
    from toolkit.store.history import Change
    from toolkit.study import Study, Vocabulary
    from toolkit.suggest.base import Proposal, Suggester


@dataclass
class Suggested:
    """What a run proposed: by code key, in how many documents, how many of them were as before, and what was skipped and why."""

    by_code: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    unchanged: int = 0  # documents whose suggestions stand as they did
    kept: int = 0  # the same was proposed before and somebody has decided on it
    problems: list[Problem] = field(default_factory=list)


def suggest(
    study: Study, names: Sequence[str] = (), suggester: str = "cues", each: Callable[[str], None] = lambda _name: None
) -> Suggested:
    """Run a suggester over some documents, or all; its open suggestions there are replaced, decided ones stay and are not proposed again.

    A document with a speaker whose role is unknown is left out and listed: only participants' words are read. `each` is told of every
    document. What was found in a text is kept: where text, roles and cues are the same, the next run only reads it.
    """
    if suggester not in SUGGESTERS:
        raise NotFound(_("There is no suggester {name}. Those known are: {known}.", name=suggester, known=", ".join(SUGGESTERS)))
    outcome = Suggested()
    with study.read() as connection:
        machine = SUGGESTERS[suggester](study.vocabulary(connection).codebook, studies.get_study(connection).languages)
        chosen = chosen_documents(connection, names)
    languages = dict.fromkeys(document.language for document in chosen)
    for document in chosen:
        _suggest_in(study, machine, document, outcome)
        each(document.name)
    outcome.problems.extend(problem for language in languages for problem in machine.limits(language))
    outcome.problems.extend(machine.problems)
    return outcome


def _suggest_in(study: Study, machine: Suggester, document: Document, outcome: Suggested) -> None:
    """Put new suggestions in the place of the open ones of a document, in one change; what was decided on is not proposed again."""
    with study.read() as connection:
        vocabulary = study.vocabulary(connection)
        passages = passages_of(connection, document, outcome.problems)
        if passages is None:
            return
        digest = machine.fingerprint(passages)
        rows = findings.found_before(connection, document.text_version, machine.name, digest) if digest else None
    fresh = rows is None
    if rows is None:
        rows = [_row(made) for made in machine.suggest(passages)]
    with study.change("suggest") as change:
        found = find_document(change.connection, document.name)
        if found.text_version != document.text_version:
            what = _("The text was corrected while suggestions were made.")
            outcome.problems.append(Problem(document.name, "", what, _("Run `terrain suggest` again.")))
            return
        new = _replace(change, vocabulary, machine, document, rows, outcome)
        if fresh and digest and not machine.problems:  # a cue that was skipped might be found another time
            findings.keep(change, document.text_version, machine.name, digest, rows)
    outcome.documents += 1
    outcome.by_code.update(row["code"] for row in new)


def _row(made: Proposal) -> dict[str, Any]:
    """A proposal as plain values, its code by key."""
    reasons = [reason.as_dict() for reason in made.reasons]
    place = {"start": made.start, "end": made.end, "code": made.code}
    return {**place, "fields": dict(made.fields), "probability": made.probability, "reasons": reasons}


def _replace(
    change: Change, vocabulary: Vocabulary, machine: Suggester, document: Document, rows: Sequence[dict[str, Any]], outcome: Suggested
) -> list[dict[str, Any]]:
    """Write the rows that nobody has decided on; nothing is written where the same ones stand already."""
    before = codings.suggestions(change.connection, document=document.id, suggester=machine.name)
    decided = {(old.start, old.end, old.code) for old in before if old.state != "open"}
    new = [row for row in rows if (row["start"], row["end"], vocabulary.ids[row["code"]]) not in decided]
    outcome.kept += len(rows) - len(new)
    standing = [_as_row(vocabulary, old) for old in before if old.state == "open" and old.model == machine.version]
    if sorted(standing, key=_place) == sorted(new, key=_place) and len(standing) == len(before) - len(decided):
        outcome.unchanged += 1
        return new
    common = {
        "text_version": document.text_version,
        "suggester": machine.name,
        "model": machine.version,
        "codebook_version": vocabulary.version,
    }
    codings.withdraw_open_suggestions(change, machine.name, [document.id])
    codings.add_suggestions(change, [{**common, **row, "code": vocabulary.ids[row["code"]]} for row in new])
    change.note("suggestions", document.uid, {"suggester": machine.name, "model": machine.version, "proposed": len(new)})
    return new


def _as_row(vocabulary: Vocabulary, old: Suggestion) -> dict[str, Any]:
    place = {"start": old.start, "end": old.end, "code": vocabulary.keys.get(old.code, "")}
    return {**place, "fields": dict(old.fields), "probability": old.probability, "reasons": list(old.reasons)}


def _place(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["start"], row["end"], row["code"]


def chosen_documents(connection: Connection, names: Sequence[str]) -> list[Document]:
    """The documents with these names, or all."""
    return [find_document(connection, name) for name in names] if names else documents.documents(connection)


def passages_of(connection: Connection, document: Document, problems: list[Problem]) -> Passages | None:
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
        passages = [found for document in chosen if (found := passages_of(connection, document, problems)) is not None]
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
