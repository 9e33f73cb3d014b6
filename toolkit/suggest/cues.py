"""Suggestions from the codebook's cues: a participant's sentence in which a cue falls is proposed for the cue's code."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.codebook.cues import all_cues
from toolkit.errors import Problem
from toolkit.messages import _, in_language
from toolkit.suggest import nlp
from toolkit.suggest.base import Proposal, Reason
from toolkit.suggest.finders import ExpressionFinder, LemmaFinder, LiteralFinder
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.codebook.codebook import Codebook
    from toolkit.codebook.cues import Cue, CueKind
    from toolkit.suggest.base import Passages
    from toolkit.suggest.finders import Finder

EXPRESSION_SECONDS = 2.0


class CueSuggester:
    """Proposes codes where their cues stand; it has measured nothing, so its proposals have no probability.

    A cue is looked for in the documents of its own language, one sentence at a time, without regard to case and typographic variants.
    Whatever it could not do is in `problems` after a run.
    """

    name = "cues"

    def __init__(self, codebook: Codebook, languages: Sequence[str], *, expression_seconds: float = EXPRESSION_SECONDS) -> None:
        """Look for the cues in `languages`; an expression has `expression_seconds` for one document."""
        self.problems: list[Problem] = []
        self._codebook = codebook
        self._expression_seconds = expression_seconds
        self._rank = {code.key: rank for rank, code in enumerate(codebook.codes)}
        self._cues = [cue for cue in all_cues(codebook) if cue.language in languages]

    @property
    def version(self) -> str:
        """The version of these rules and the models that give the lemmas: `1, fr_core_news_md 3.8.0`."""
        languages = dict.fromkeys(cue.language for cue in self._cues if cue.kind == "lemma")
        return ", ".join(["1", *filter(None, map(nlp.model_name, languages))])

    def suggest(self, passages: Iterable[Passages]) -> Iterator[Proposal]:
        """One proposal for each sentence and code, its reasons being all the cues that were found there; see `Suggester`."""
        self.problems.clear()
        finders: dict[str, list[Finder]] = {}
        for document in passages:
            if document.language not in finders:
                finders[document.language] = self._finders(document.language)
            yield from self._proposals(document, finders[document.language])

    def explain(self, reason: Reason, language: str) -> str:
        """Which words are which cue."""
        with in_language(language):
            if reason.kind == "lemma":
                return _("“{words}” is a form of the cue “{cue}”.", words=reason.words, cue=reason.cue)
            if reason.kind == "re":
                return _("“{words}” fits the cue “{cue}”.", words=reason.words, cue=reason.cue)
            return _("“{words}” is a cue.", words=reason.words)

    def _proposals(self, document: Passages, finders: Sequence[Finder]) -> Iterator[Proposal]:
        spans = [span for stretch in document.speech for span in sentences(document.text, *stretch)]
        texts = [document.text[start:end] for start, end in spans]
        reasons: dict[tuple[int, str], set[Reason]] = defaultdict(set)
        for finder in finders:
            for position, cue, first, last in finder.find(texts):
                start = spans[position][0] + first
                reason = Reason(cue.kind, cue.text, texts[position][first:last], start, spans[position][0] + last)
                reasons[position, cue.code].add(reason)
        for position, code in sorted(reasons, key=lambda place: (place[0], self._rank[place[1]])):
            found = sorted(reasons[position, code], key=lambda reason: (reason.start, reason.end, reason.kind, reason.cue))
            yield Proposal(document.document, *spans[position], code, {}, None, tuple(found))

    def _finders(self, language: str) -> list[Finder]:
        cues: dict[CueKind, list[Cue]] = defaultdict(list)
        for cue in self._cues:
            if cue.language == language:
                cues[cue.kind].append(cue)
        if not cues:
            self._report(
                "", _("The codebook has no cues in the language “{language}”.", language=language), _("Add some, or check the document.")
            )
            return []
        pipeline = nlp.pipeline(language)
        finders: list[Finder] = [
            LiteralFinder(cues["literal"], pipeline),
            ExpressionFinder(cues["re"], self._expression_seconds, self._skip),
        ]
        if cues["lemma"]:
            finders.append(LemmaFinder(cues["lemma"], pipeline))
            if not pipeline.has_lemmas:
                self._report("", _("The cues that begin with “lemma:” were looked for as they are written."), nlp.how_to_install(language))
        return finders

    def _skip(self, cue: Cue, what: str) -> None:
        place = _("code {code}, cue {cue}", code=cue.code, cue=cue)
        self._report(place, what, _("Write a simpler expression, or the words themselves."))

    def _report(self, place: str, what: str, todo: str = "") -> None:
        self.problems.append(Problem(self._codebook.key, place, what, todo))
