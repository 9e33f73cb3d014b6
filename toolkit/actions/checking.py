"""Check that a study holds what was put into it: the file, every value's shape, texts, quotes, turns, words, codebooks and the history."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.codebook.reading import read_kept
from toolkit.errors import Problem
from toolkit.ids import sha256, short_id
from toolkit.messages import _, ngettext
from toolkit.store import engine, health, replaying, rescuing, studies
from toolkit.study import open_study
from toolkit.text.words import WORD, word_starts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from toolkit.store.health import Standing, StoredText
    from toolkit.study import Study

    Found = Iterator[tuple[str, str]]  # place and what is wrong there

MOST = 20  # faults of one sort that are listed one by one


def check(path: Path) -> list[Problem]:
    """Everything in a study that is not as it was put in; raises `NotAStudy` for what never was one."""
    try:
        with open_study(path) as study:
            return _checked(study)
    except (engine.StudyDamaged, engine.NotAStudy):
        if not rescuing.was_a_study(path):
            raise
        return [Problem(path.name, _("file"), _("It is damaged, so that the study cannot be opened."), _todo(path))]


def _todo(path: Path) -> str:
    return _(
        "`terrain restore {path}` puts a backup in its place; `terrain check {path} --rescue NEW.terrain` saves what can be read.",
        path=path,
    )


def _checked(study: Study) -> list[Problem]:
    name, todo = study.path.name, _todo(study.path)
    file = [Problem(name, _("file"), _("SQLite finds: {fault}", fault=fault), todo) for fault in _some(study.store.check())]
    parts = (_shapes, _texts, _originals, _codebooks, _codes, _changes, _index)
    found = [found for part in parts for found in _part(study, part)]
    return [*file, *(Problem(name, place, what, todo) for place, what in found)]


def _part(study: Study, part: Callable[[Connection], Found]) -> list[tuple[str, str]]:
    """What one part of the check finds; what it cannot read or understand is a fault, too."""
    found: list[tuple[str, str]] = []
    try:
        with study.read() as connection:
            found.extend(part(connection))
    except engine.StudyDamaged:
        found.append((_("file"), _("Not everything in it can be read.")))
    except health.UNREADABLE as error:
        found.append((_("file"), _("Not everything in it can be understood ({error}).", error=type(error).__name__)))
    return found


def _some(faults: Iterable[str]) -> Iterator[str]:
    """The first of many alike, and how many more there are."""
    rest = iter(faults)
    yield from islice(rest, MOST)
    more = sum(1 for _fault in rest)
    if more:
        yield ngettext("{n} more of the kind", "{n} more of the kind", more)


def _shapes(connection: Connection) -> Found:
    """Values that no program has written so, and rows that point to others that are not there."""
    for column, n in health.misshapen(connection).items():
        yield column, ngettext("{n} value cannot be what was put in.", "{n} values cannot be what was put in.", n)
    for (table, target), n in health.dangling(connection).items():
        yield (
            table,
            ngettext(
                "{n} row points to something ({target}) that is not there.",
                "{n} rows point to something ({target}) that is not there.",
                n,
                target=target,
            ),
        )
    if health.study_rows(connection) != 1:
        yield _("study"), _("What the study is called and which codebook it has is not there.")


def _texts(connection: Connection) -> Found:
    """Texts that are not what their hash says, and what was made on them and does not stand where it should."""
    hashes: dict[int, set[bytes]] = {}
    for stored in health.texts(connection):
        if sha256(stored.text) != stored.sha256:
            yield stored.name, _("The text is not the one that was imported.")
        if stored.parent is not None and stored.parent not in hashes.get(stored.document, ()):
            yield stored.name, _("The text that this one corrects is not there.")
        hashes.setdefault(stored.document, set()).add(stored.sha256)
        for place in health.standing_on(connection, stored.id):
            what = _misplaced(place, stored.text)
            if what:
                yield _("{document}, {kind} {uid}", document=stored.name, kind=place.kind, uid=short_id(place.uid)), what
        yield from ((stored.name, what) for what in _turns(connection, stored))
        kept = health.words_kept(connection, stored.id)
        if kept is not None and kept != health.packed_words(word_starts(stored.text)):
            yield stored.name, _("Its words are not counted right.")
        for uid, start, end, reasons in health.reasons_of(connection, stored.id):
            if not all(_stands(reason, stored.text, start, end) for reason in reasons):
                yield (
                    _("{document}, {kind} {uid}", document=stored.name, kind="suggestion", uid=short_id(uid)),
                    _("Its reasons are not in the text."),
                )


def _misplaced(place: Standing, text: str) -> str:
    if not 0 <= place.start < place.end <= len(text):
        return _("It stands outside the text.")
    if place.quote is None:
        return ""
    before, quote, after = place.quote
    if text[place.start : place.end] != quote:
        return _("Its quote is not what stands in the text at its place.")
    if not text[: place.start].endswith(before) or not text.startswith(after, place.end):
        return _("What it says of the words around it is not what stands in the text.")
    return ""


def _stands(reason: Any, text: str, start: int, end: int) -> bool:
    """Whether the words of a suggestion's reason are where it says, within the suggestion."""
    try:
        within = start <= reason["start"] <= reason["end"] <= end
        return bool(within and text[reason["start"] : reason["end"]] == reason["words"])
    except (KeyError, TypeError):
        return False


def _turns(connection: Connection, stored: StoredText) -> Iterator[str]:
    """Turns outside the text, over each other, of another document's speaker, and words that stand in none."""
    turns = health.turns(connection, stored.id)
    if any(not 0 <= turn.start < turn.end <= len(stored.text) for turn in turns):
        yield _("A turn stands outside the text.")
        return
    if any(turn.speaker is not None and turn.document != stored.document for turn in turns):
        yield _("A turn is said by a speaker of another document.")
    if any(turn.start_ms is not None and turn.end_ms is not None and turn.start_ms > turn.end_ms for turn in turns):
        yield _("A turn ends before it begins.")
    past = 0
    for turn in turns:
        if turn.kind == "aside" and turn.end <= past:
            continue
        if turn.start < past:
            yield _("Two turns stand over each other.")
            return
        if stored.text[past : turn.start].strip():
            yield _("Words stand in no turn.")
            return
        past = turn.end
    if turns and stored.text[past:].strip():
        yield _("Words stand in no turn.")


def _originals(connection: Connection) -> Found:
    for original in health.originals(connection):
        if original.data is None:
            if not original.erased:
                yield original.document, _("The original is missing.")
        elif sha256(original.data) != original.sha256:
            yield original.document, _("The original is not the file that was imported.")


def _codebooks(connection: Connection) -> Found:
    """Versions that are not what their hash says or do not follow each other, and the faults of the current one."""
    current = studies.get_study(connection).codebook_version
    if current is None:
        yield _("codebook"), _("The study has no codebook version.")
    known: set[str] = set()
    for version, yaml, noted, parents in health.codebooks(connection):
        place = _("codebook, version {n}", n=version)
        if sha256(yaml) != noted:
            yield place, _("It is not the codebook that was put in.")
        if not known.issuperset(parents):
            yield place, _("The version that it changed is not there.")
        known.add(noted.hex())
        codebook, faults = read_kept(yaml)
        yield from ((_("codebook, {place}", place=fault.place), fault.what) for fault in faults if version == current)
        del codebook


def _codes(connection: Connection) -> Found:
    """Codes of the current codebook that the study does not know, and codes used that no codebook has had."""
    current = studies.get_study(connection).codebook_version
    ever: set[bytes] = set()
    for version, yaml, _noted, _parents in health.codebooks(connection):
        codebook, _faults = read_kept(yaml)
        codes = {code.uid: code.key for code in codebook.codes} if codebook else {}
        ever.update(codes)
        if version == current:
            for uid in codes.keys() - health.codes_known(connection):
                yield _("codebook"), _("The study does not know the code {code}.", code=codes[uid])
    for uid, key in health.codes_used(connection).items():
        if uid not in ever:
            yield _("codebook"), _("Codings have the code {code}, which no version of the codebook has.", code=key)


def _changes(connection: Connection) -> Found:
    """What the history and the rows say differently, and what names something that is not there."""
    place = _("history")
    for number in _some(map(str, health.altered_changes(connection))):
        yield place, _("Change no. {number} is not what was written.", number=number)
    astray = health.astray_events(connection)
    if astray:
        yield (
            place,
            ngettext("{n} entry is about something that is not there.", "{n} entries are about something that is not there.", astray),
        )
    for kind, n in health.pointing_nowhere(connection).items():
        yield kind, ngettext("{n} of them names something that is not there.", "{n} of them name something that is not there.", n)
    for what in _some(f"{kind} {short_id(uid)}" for kind, uid in replaying.contradictions(connection)):
        yield place, _("It leads to something else than the study holds: {what}.", what=what)


def _index(connection: Connection) -> Found:
    """Texts that a search would not find."""
    place = _("index of words")
    missing = health.unindexed(connection)
    if missing:
        yield place, ngettext("{n} text is not in it.", "{n} texts are not in it.", len(missing))
    for stored in health.texts(connection):
        if stored.id not in missing and any(not health.is_found(connection, stored.id, phrase) for phrase in _phrases(stored.text)):
            yield place, _("The words of {document} are not found with it.", document=stored.name)


def _phrases(text: str) -> Sequence[str]:
    """A few words from the beginning, the middle and the end of a text."""
    matches = list(WORD.finditer(text))
    if not matches:
        return ()
    chosen = {0, len(matches) // 2, max(0, len(matches) - 3)}
    return [text[matches[first].start() : matches[min(first + 2, len(matches) - 1)].end()] for first in sorted(chosen)]
