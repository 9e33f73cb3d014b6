"""One coder's codings and judgements as the lines that `actions.exchange` takes over."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toolkit.store import cases, codings, documents, judgements, memos, registers
from toolkit.text.anchors import find_quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from toolkit.model import Coding
    from toolkit.study import Study


def export_lines(study: Study, connection: Connection, layer: str | None = None) -> Iterator[str]:
    """The codings, readings, marks, ratings and summaries of one coder, and the memos on codings, one JSON object a line.

    A coding or a judgement whose code is no more in the codebook has no line.
    """
    lines = _Lines(study, connection, study.layer(connection, layer).id)
    for said in (*lines.codings(), *lines.readings(), *lines.marks(), *lines.ratings(), *lines.summaries()):
        yield json.dumps({name: value for name, value in said.items() if value not in ("", None, [], {})}, ensure_ascii=False)


class _Lines:
    """What the lines of one coder have in common: the names behind local keys."""

    def __init__(self, study: Study, connection: Connection, coder: int) -> None:
        self._connection, self._coder = connection, coder
        self._keys = study.vocabulary(connection).keys
        self._documents = {document.id: document.name for document in documents.documents(connection)}
        self._cases = {case.id: case.name for case in cases.cases(connection)}
        self._entries = {entry.uid.hex(): entry.name for entry in registers.entries(connection)}
        self._texts = documents.texts(connection)
        self._codings = [coding for coding in codings.codings(connection, coder=coder) if coding.code in self._keys]

    def codings(self) -> Iterator[dict[str, Any]]:
        notes: dict[bytes, list[str]] = {}
        for memo in memos.memos(self._connection):
            notes.setdefault(memo.object, []).append(memo.text)
        for coding in self._codings:
            text = self._texts[coding.document]
            quote = text[coding.start : coding.end]
            places = find_quote(text, quote.strip())
            inner = coding.start + len(quote) - len(quote.lstrip())
            yield {
                "document": self._documents[coding.document],
                "code": self._keys[coding.code],
                "quote": quote,
                "occurrence": [start for start, _end in places].index(inner) + 1 if len(places) > 1 else None,
                "fields": {name: self._named(value) for name, value in coding.fields.items()},
                "memo": "\n\n".join(notes.get(coding.uid, [])),
            }

    def _named(self, value: str | list[str]) -> str | list[str]:
        """A field's value with entries by their names."""
        return self._entries.get(value, value) if isinstance(value, str) else [self._entries.get(item, item) for item in value]

    def readings(self) -> Iterator[dict[str, Any]]:
        for reading in codings.readings(self._connection, coder=self._coder):
            name, span = self._documents[reading.document], {"start": reading.start, "end": reading.end}
            whole = (reading.start, reading.end) == (0, len(self._texts[reading.document]))
            yield {"type": "reading", "document": name, "mode": reading.mode, **({} if whole else span)}

    def marks(self) -> Iterator[dict[str, Any]]:
        for mark in judgements.marks(self._connection):
            if mark.coder == self._coder and mark.code in self._keys:
                where = {"case": self._cases.get(mark.case or 0), "document": self._documents.get(mark.document or 0)}
                yield {"type": "not asked", "code": self._keys[mark.code], **where}

    def ratings(self) -> Iterator[dict[str, Any]]:
        for rating in judgements.ratings(self._connection):
            if rating.coder == self._coder and rating.code in self._keys:
                yield {
                    "type": "rating",
                    "case": self._cases[rating.case],
                    "code": self._keys[rating.code],
                    "period": rating.period,
                    "value": rating.value,
                    "note": rating.note,
                    "for": self._cited(rating.evidence_for),
                    "against": self._cited(rating.evidence_against),
                }

    def _cited(self, uids: Sequence[str]) -> list[str]:
        by_uid = {coding.uid.hex(): coding for coding in self._codings}
        return [f"{self._documents[by_uid[uid].document]}: {self._first_words(by_uid[uid])}" for uid in uids if uid in by_uid]

    def _first_words(self, coding: Coding) -> str:
        """The words with which a coding begins, as many as occur only once in its text."""
        text = self._texts[coding.document]
        for end in range(coding.end, len(text) + 1):
            if len(find_quote(text, text[coding.start : end].strip())) == 1:
                return text[coding.start : end].strip()
        return text[coding.start :]

    def summaries(self) -> Iterator[dict[str, Any]]:
        for summary in judgements.summaries(self._connection):
            if summary.coder == self._coder and summary.code in self._keys:
                yield {"type": "summary", "case": self._cases[summary.case], "code": self._keys[summary.code], "text": summary.text}
