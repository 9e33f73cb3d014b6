"""Suggestions from the codebook's cues: a participant's sentence in which a cue falls is proposed for the cue's code."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.codebook.cues import all_cues
from toolkit.errors import Problem
from toolkit.ids import sha256
from toolkit.messages import _, in_language
from toolkit.suggest import nlp
from toolkit.suggest.base import Proposal, Reason
from toolkit.suggest.finders import ExpressionFinder, LemmaFinder, LiteralFinder, Sentences
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.codebook.codebook import Codebook
    from toolkit.codebook.cues import Cue, CueKind
    from toolkit.suggest.base import Passages
    from toolkit.suggest.finders import Finder

EXPRESSION_SECONDS = 2.0


class CueSuggester:
    """Proposes codes where their cues stand; it has measured nothing, so its proposals have no probability.

    A cue is looked for in the documents of its own language, one sentence at a time, without regard to case and typographic variants.
    `problems` are the expressions that could not be used.
    """

    name = "cues"

    def __init__(self, codebook: Codebook, languages: Sequence[str], *, expression_seconds: float = EXPRESSION_SECONDS) -> None:
        """Look for the cues in `languages`; an expression has `expression_seconds` for one document."""
        self.problems: list[Problem] = []
        self._codebook = codebook
        self._expression_seconds = expression_seconds
        self._rank = {code.key: rank for rank, code in enumerate(codebook.codes)}
        self._cues = [cue for cue in all_cues(codebook) if cue.language in languages]
        self._made: dict[str, list[Finder]] = {}

    @property
    def version(self) -> str:
        """The version of these rules and the models that give the lemmas: `1, fr_core_news_md 3.8.0`."""
        languages = dict.fromkeys(cue.language for cue in self._cues if cue.kind == "lemma")
        return ", ".join(["1", *filter(None, map(nlp.model_name, languages))])

    def limits(self, language: str) -> list[Problem]:
        """See `Suggester`: a language without cues, and lemmas without a model."""
        kinds = {cue.kind for cue in self._cues if cue.language == language}
        if not kinds:
            what = _("The codebook has no cues in the language “{language}”.", language=language)
            return [Problem(self._codebook.key, "", what, _("Add some, or check the document."))]
        if "lemma" in kinds and not nlp.has_lemmas(language):
            what = _("The cues that begin with “lemma:” were looked for as they are written.")
            return [Problem(self._codebook.key, "", what, nlp.how_to_install(language))]
        return []

    def fingerprint(self, passages: Passages) -> bytes:
        """See `Suggester`."""
        cues = [(str(cue), cue.code) for cue in self._cues if cue.language == passages.language]
        return sha256(json.dumps([self.version, passages.language, passages.speech, cues], ensure_ascii=False))

    def suggest(self, passages: Passages) -> list[Proposal]:
        """One proposal for each sentence and code, its reasons being all the cues that were found there; see `Suggester`."""
        finders = self._finders(passages.language)
        if not finders:
            return []
        spans = [span for stretch in passages.speech for span in sentences(passages.text, *stretch)]
        texts = [passages.text[start:end] for start, end in spans]
        cut = Sentences(texts, nlp.pipeline(passages.language), lemmas=any(isinstance(finder, LemmaFinder) for finder in finders))
        reasons: dict[tuple[int, str], set[Reason]] = defaultdict(set)
        for finder in finders:
            for position, cue, first, last in finder.find(cut):
                start = spans[position][0] + first
                reason = Reason(cue.kind, cue.text, texts[position][first:last], start, spans[position][0] + last)
                reasons[position, cue.code].add(reason)
        found = sorted(reasons, key=lambda place: (place[0], self._rank[place[1]]))
        return [
            Proposal(passages.document, *spans[position], code, {}, None, _in_order(reasons[position, code])) for position, code in found
        ]

    def explain(self, reason: Reason, language: str) -> str:
        """Which words are which cue."""
        with in_language(language):
            if reason.kind == "lemma":
                return _("“{words}” is a form of the cue “{cue}”.", words=reason.words, cue=reason.cue)
            if reason.kind == "re":
                return _("“{words}” fits the cue “{cue}”.", words=reason.words, cue=reason.cue)
            return _("“{words}” is a cue.", words=reason.words)

    def _finders(self, language: str) -> list[Finder]:
        if language not in self._made:
            cues: dict[CueKind, list[Cue]] = defaultdict(list)
            for cue in self._cues:
                if cue.language == language:
                    cues[cue.kind].append(cue)
            self._made[language] = self._finders_of(cues, nlp.pipeline(language)) if cues else []
        return self._made[language]

    def _finders_of(self, cues: Mapping[CueKind, Sequence[Cue]], pipeline: nlp.Pipeline) -> list[Finder]:
        finders: list[Finder] = [
            LiteralFinder(cues["literal"], pipeline),
            ExpressionFinder(cues["re"], self._expression_seconds, self._skip),
        ]
        return [*finders, LemmaFinder(cues["lemma"], pipeline)] if cues["lemma"] else finders

    def _skip(self, cue: Cue, what: str) -> None:
        place = _("code {code}, cue {cue}", code=cue.code, cue=cue)
        self.problems.append(Problem(self._codebook.key, place, what, _("Write a simpler expression, or the words themselves.")))


def _in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: (reason.start, reason.end, reason.kind, reason.cue)))
