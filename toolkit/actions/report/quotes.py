"""The quotes of a report: one row for each coding."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.actions.coding import missing_fields
from toolkit.actions.report.gathered import NO_CASE, Gathered
from toolkit.export.base import QuoteRow
from toolkit.messages import _, in_words
from toolkit.store import memos

if TYPE_CHECKING:
    from toolkit.codebook.codebook import Field
    from toolkit.model import Coding


def quote_rows(gathered: Gathered) -> list[QuoteRow]:
    """One row for each coding, and another one for each further case that it touches."""
    notes: dict[bytes, list[str]] = {}
    for memo in memos.memos(gathered.connection):
        notes.setdefault(memo.object, []).append(memo.text)
    rows = []
    for coding, words in zip(gathered.codings, _words(gathered), strict=True):
        row = _row(gathered, coding, words, "\n".join(notes.get(coding.uid, ())))
        touched = [gathered.cases[case] for case in gathered.cases_of.get(coding.id, ())] or [NO_CASE]
        rows += [replace(row, case=case, again=place > 0) for place, case in enumerate(touched)]
    return rows


def _words(gathered: Gathered) -> list[int]:
    """Participants' words in each coding."""
    import numpy as np

    ground = gathered.comparison.ground
    columns = [[getattr(coding, name) for coding in gathered.codings] for name in ("document", "start", "end")]
    document, start, end = (np.array(column, dtype=np.int64) for column in columns)
    counts: list[int] = ground.count_words(ground.on_line(document, start), ground.on_line(document, end)).tolist()
    return counts


def _row(gathered: Gathered, coding: Coding, words: int, memo: str) -> QuoteRow:
    document = gathered.documents[coding.document]
    code = gathered.codebook.by_key[gathered.vocabulary.keys[coding.code]]
    key, turn = gathered.speech_at(coding.document, coding.start) or (None, None)
    speaker = next((found for found in gathered.speakers[coding.document] if turn is not None and found.label == turn.speaker), None)
    person = gathered.persons.get(speaker.person) if speaker is not None and speaker.person is not None else None
    return QuoteRow(
        uid=coding.uid,
        case=NO_CASE,
        document=gathered.names[document.id],
        code=code.key,
        start=coding.start,
        end=coding.end,
        quote=coding.quote,
        coder=gathered.coder.name,
        made_by=coding.made_by,
        date=document.date or "",
        speaker=person.name if person else speaker.label if speaker else "",
        role=speaker.role if speaker else None,
        time_ms=turn.start_ms if turn else None,
        turn=gathered.turn_numbers[key] if key is not None else None,
        words=words,
        fields={name: field_text(gathered, field, coding.fields[name]) for name, field in code.fields.items() if name in coding.fields},
        memo=memo,
        missing=tuple(missing_fields(code, coding.fields)),
    )


def field_text(gathered: Gathered, field: Field, value: str | list[str]) -> str:
    """The values of a field as a researcher reads them: entries by name, choices by label."""
    return " ; ".join(_value_text(gathered, field, said) for said in ([value] if isinstance(value, str) else value))


def _value_text(gathered: Gathered, field: Field, said: str) -> str:
    if field.type == "register":
        return gathered.entries.get(said, said)
    if field.type == "choice":
        return next((in_words(choice.label) for choice in field.choices if choice.key == said), said)
    return {"yes": _("yes"), "no": _("no")}.get(said, said) if field.type == "yes/no" else said
