"""What stands behind judgements, for many of them at once: `judging.evidence` and `judging.stale`, read from the study only once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.actions.judging import evidence_hash
from toolkit.store import codings, columns

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from toolkit.model import Coding, Rating, Summary
    from toolkit.study import Vocabulary


class Evidence:
    """The codings behind the judgements of a study, by coder."""

    def __init__(self, connection: Connection, vocabulary: Vocabulary) -> None:
        """Reads nothing yet."""
        self._connection = connection
        self._vocabulary = vocabulary
        self._by_coder: dict[int, dict[tuple[int, int], list[Coding]]] = {}

    def behind(self, case: int, code_key: str, coder: int) -> list[Coding]:
        """The codings of one coder with a code or its descendants in the documents of a case and of its persons."""
        codings_of = self._codings(coder)
        family = [self._vocabulary.ids[code.key] for code in self._vocabulary.codebook.descendants(code_key, itself=True)]
        return [coding for document in self.of_cases.get(case, ()) for code in family for coding in codings_of.get((document, code), ())]

    def stale(self, judged: Rating | Summary) -> bool:
        """Whether the evidence behind a rating or a summary has changed since it was written."""
        code = self._vocabulary.code_of(judged.code)
        return code is None or evidence_hash(self.behind(judged.case, code.key, judged.coder)) != judged.evidence_sha256

    @cached_property
    def of_cases(self) -> dict[int, list[int]]:
        """The documents of each case: its own, those in which a person of it speaks, and those of which turns were assigned to it."""
        return columns.documents_of_cases(self._connection)

    def _codings(self, coder: int) -> dict[tuple[int, int], list[Coding]]:
        if coder not in self._by_coder:
            found = self._by_coder.setdefault(coder, {})
            for coding in codings.codings(self._connection, coder=coder):
                found.setdefault((coding.document, coding.code), []).append(coding)
        return self._by_coder[coder]
