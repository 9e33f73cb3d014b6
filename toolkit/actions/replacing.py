"""Replace a transcript by its corrected version: first see what happens to everything that was made on it, then do it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.import_files import load, transcribed
from toolkit.actions.naming import find_document
from toolkit.errors import Conflict, UsageError
from toolkit.messages import _
from toolkit.store import corrections, documents, places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.actions.import_files import Transcript
    from toolkit.model import Document, Turn
    from toolkit.store.places import Made, Movers
    from toolkit.study import Study
    from toolkit.text.moving import Moved, Mover

MOSTLY = 0.8  # of the words that one label said and another says now, for them to be the same speaker


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one thing that was made on the document: its words before and after, empty where it stands nowhere."""

    made: Made
    to: Moved
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Labels:
    """The speakers of the corrected text: labels that are other names of old ones, those that are new, and those that are there no more."""

    renamed: dict[str, str]  # old -> new
    new: list[str]
    gone: list[str]


@dataclass(frozen=True)
class Plan:
    """What a replacement would do; nothing has been changed yet."""

    document: Document
    transcript: Transcript
    same: bool
    moves: list[Move]
    labels: Labels
    cases: dict[int, int]  # the case that a person gave to a turn, by its place among the new turns
    movers: Movers

    @property
    def counts(self) -> dict[str, Counter[str]]:
        """How many things of each kind were moved in each way; only what is live."""
        found: dict[str, Counter[str]] = {}
        for move in self.moves:
            found.setdefault(move.made.kind, Counter())[move.to.how] += 1
        return found

    def moved(self, how: str) -> list[Move]:
        """Those that were moved in one way, in the order of the old text; a machine's proposals are not among them."""
        found = [move for move in self.moves if move.to.how == how and move.made.kind != "suggestion"]
        return sorted(found, key=lambda move: (move.made.start, move.made.end))


def plan_replacement(
    study: Study, name: str, path: Path, *, speakers: Mapping[str, str] | None = None, encoding: str | None = None
) -> Plan:
    """Read a corrected transcript and find out what it does to the codings, readings, suggestions and memos of a document.

    `speakers` says which labels are new names of old ones; otherwise that is found out. Raises `UnreadableFile`, `UsageError` for a file
    that is another document's or a label that is in neither text, `NotFound` for a document that there is not.
    """
    file = load(unicodedata.normalize("NFC", path.name), path)
    with study.read() as connection:
        found = find_document(connection, name)
        owner = documents.originals_known(connection).get(file.sha256, found.name)
        if owner != found.name:
            raise UsageError(_("This file is in the study already, as {name}.", name=owner))
        transcript = transcribed(file, encoding, None)
        if not transcript.content.text.strip():
            raise UsageError(_("There is no text in {file}; nothing was changed.", file=file.name))
        text = documents.text_of(connection, found.text_version)
        movers = places.Movers(connection, transcript.content.text)
        if text == transcript.content.text:
            return Plan(found, transcript, True, [], Labels({}, [], []), {}, movers)
        mover = movers.of(found.text_version)
        turns = _Turns(connection, found.text_version)
        labels = _labels(mover, turns, transcript.turns, dict(speakers or {}))
        moves = [_move(movers, made) for made in places.made_on(connection, found.id) if made.live]
        return Plan(found, transcript, False, moves, labels, _cases(mover, turns, transcript.turns), movers)


def _move(movers: Movers, made: Made) -> Move:
    to = movers.place(made)
    old = movers.of(made.text_version).old[made.start : made.end]
    return Move(made, to, old, "" if to.start is None else movers.new[to.start : to.end])


class _Turns:
    """The speech of a text by its place: who speaks, and the case to which a person assigned it."""

    def __init__(self, connection: Connection, version: int) -> None:
        cases = documents.turn_cases(connection, version)
        speech = [(key, turn) for key, turn in documents.turns(connection, version) if turn.kind == "speech"]
        self._starts = [turn.start for _key, turn in speech]
        self._turns = [(turn, cases.get(key)) for key, turn in speech]
        self.labels = list(dict.fromkeys(turn.speaker for _key, turn in speech if turn.speaker is not None))
        self.assigned = bool(cases)

    def at(self, offset: int) -> tuple[Turn, int | None] | None:
        """The turn in which a character stands, and its case."""
        found = self._turns[bisect_right(self._starts, offset) - 1] if self._starts and self._starts[0] <= offset else None
        return found if found is not None and offset < found[0].end else None

    def behind(self, offsets: Iterable[int]) -> list[tuple[Turn, int | None]]:
        """The turns in which some characters stand, once for each."""
        return [found for found in map(self.at, offsets) if found is not None]


def _labels(mover: Mover, turns: _Turns, new: Sequence[Turn], said: dict[str, str]) -> Labels:
    """Who is who: as a person said, else a label that has the words of one that is gone, and nearly only these, is its new name."""
    there = list(dict.fromkeys(turn.speaker for turn in new if turn.kind == "speech" and turn.speaker is not None))
    _check_said(said, turns.labels, there)
    words: Counter[tuple[str, str]] = Counter()
    for turn in new:
        if turn.kind == "speech" and turn.speaker is not None:
            for old, _case in turns.behind(mover.origins(turn.start, turn.end)):
                if old.speaker is not None:
                    words[old.speaker, turn.speaker] += 1
    of_old, of_new = Counter[str](), Counter[str]()
    for (old_label, new_label), count in words.items():
        of_old[old_label] += count
        of_new[new_label] += count
    renamed = dict(said)
    for (old_label, new_label), count in words.most_common():
        free = old_label not in there and new_label not in turns.labels
        unsaid = old_label not in renamed and new_label not in renamed.values()
        if free and unsaid and count >= MOSTLY * max(of_old[old_label], of_new[new_label]):
            renamed[old_label] = new_label
    unknown = [label for label in there if label not in turns.labels and label not in renamed.values()]
    gone = [label for label in turns.labels if label not in there and label not in renamed]
    return Labels(renamed, unknown, gone)


def _check_said(said: Mapping[str, str], before: Sequence[str], there: Sequence[str]) -> None:
    for old, new in said.items():
        if old not in before:
            raise UsageError(
                _("The text has no speaker {label}. Its labels are: {known}.", label=old, known=", ".join(before) or _("none"))
            )
        if new not in there:
            sentence = _(
                "The corrected text has no speaker {label}. Its labels are: {known}.", label=new, known=", ".join(there) or _("none")
            )
            raise UsageError(sentence)


def _cases(mover: Mover, turns: _Turns, new: Sequence[Turn]) -> dict[int, int]:
    """The cases of the new turns: those to which most of their words had been assigned."""
    found: dict[int, int] = {}
    if not turns.assigned:
        return found
    for place, turn in enumerate(new):
        if turn.kind == "speech":
            votes = Counter(case for _turn, case in turns.behind(mover.origins(turn.start, turn.end)))
            case = votes.most_common(1)[0][0] if votes else None
            if case is not None:
                found[place] = case
    return found


def replace_text(study: Study, plan: Plan) -> Document:
    """Carry a plan out, in one change; raises `Conflict` if somebody has corrected the document since the plan was made."""
    with study.change("document replace") as change:
        connection = change.connection
        document = next((found for found in documents.documents(connection) if found.id == plan.document.id), None)
        if document is None or document.text_version != plan.document.text_version:
            raise Conflict(_("{name} was corrected or removed meanwhile. Repeat the command.", name=plan.document.name))
        transcript, file = plan.transcript, plan.transcript.file
        source = corrections.Source(file.name, file.suffix.lstrip("."), transcript.content.encoding, file.data)
        labels = [turn.speaker for turn in transcript.turns if turn.speaker is not None]
        keys = corrections.keep_speakers(change, document.id, labels, plan.labels.renamed)
        movers = plan.movers.again(connection)
        version = corrections.add_text(
            change, document.id, document.text_version, transcript.content.text, transcript.starts, source, movers
        )
        documents.add_turns(connection, version, transcript.turns, keys, plan.cases)
        left_out = [[left.kind, left.count] for left in transcript.content.left_out]
        documents.change_document(change, document.id, layout=transcript.layout, left_out=left_out)
        return next(found for found in documents.documents(connection) if found.id == document.id)
