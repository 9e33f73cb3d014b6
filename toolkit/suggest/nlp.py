"""The one place that loads spaCy: a pipeline per language, with a model where one is installed and without where none is."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from toolkit.messages import _
from toolkit.suggest import english
from toolkit.text.typography import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, Token

#: The models that serve a language, the best known first.
MODELS = {
    "fr": ("fr_core_news_md", "fr_core_news_lg", "fr_core_news_sm"),
    "en": ("en_core_web_md", "en_core_web_lg", "en_core_web_sm"),
}

#: What a model calls these words helps nobody who writes a cue (`elles` is `lui`, `puis` is `pouvoir`): they stand as written.
FUNCTION_WORDS = frozenset({"PRON", "DET", "ADP", "CCONJ", "SCONJ", "PART", "PUNCT"})

#: Elided and contracted French forms, and the words in them that a cue may be written with.
SHORT_FORMS = {
    "l'": ("le", "la"),
    "d'": ("de",),
    "qu'": ("que",),
    "n'": ("ne",),
    "s'": ("se", "si"),
    "j'": ("je",),
    "c'": ("ce",),
    "m'": ("me",),
    "t'": ("te", "tu"),
    "jusqu'": ("jusque",),
    "lorsqu'": ("lorsque",),
    "puisqu'": ("puisque",),
    "du": ("de",),
    "des": ("de",),
    "au": ("à",),
    "aux": ("à",),
}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """spaCy for one language; `model` is empty where no model is installed, and then only English words have lemmas (see `english`)."""

    language: str
    model: str
    nlp: Language

    def tokens(self, text: str) -> Doc:
        """A text cut into words."""
        return self.nlp.make_doc(text)

    def tagged(self, texts: Iterable[str], *, entities: bool = False) -> Iterator[Doc]:
        """The texts cut into words; with a model also with lemmas and parts of speech, and with named entities if they are asked for."""
        unused = [] if entities or "ner" not in self.nlp.pipe_names else ["ner"]
        # The models have learned from texts with straight apostrophes. Both are one character, so offsets stay.
        yield from self.nlp.pipe((text.replace("’", "'") for text in texts), disable=unused, batch_size=256)

    def forms(self, token: Token) -> frozenset[str]:
        """What a cue may call a word: as written, and by its lemma; folded."""
        written = fold(token.text)
        if self.language == "en" and not self.model:
            return english.lemmas(written)
        lemma = written if token.pos_ in FUNCTION_WORDS or not token.lemma_ else fold(token.lemma_)
        if self.language != "fr":
            return frozenset((written, lemma))
        # The model leaves `demande`, `tire`, `manque` as they are, because they are nouns too, even where it knows that they are verbs.
        verb = (written + "r",) if token.pos_ == "VERB" and lemma == written and written.endswith("e") else ()
        return frozenset((written, lemma, *verb, *SHORT_FORMS.get(written, ())))


def model_name(language: str) -> str:
    """The installed model for a language and its version, without loading it; empty if there is none.

    Only the models named in `MODELS` are looked for.
    """
    name = _installed(language)
    return f"{name} {version(name)}" if name else ""


def has_lemmas(language: str) -> bool:
    """Whether an inflected word will be known to be a form of another; nothing is loaded."""
    return language == "en" or bool(_installed(language))


def how_to_install(language: str) -> str:
    """What to do about a missing model, as a sentence."""
    if language == "fr":
        return _("Install the French language model: pip install 'terrain-toolkit[fr]'.")
    return _("Install a spaCy model for the language “{language}”.", language=language)


def _installed(language: str) -> str:
    return next((name for name in MODELS.get(language, ()) if importlib.util.find_spec(name)), "")


@cache
def pipeline(language: str) -> Pipeline:
    """The pipeline for a language (`fr`, `en`, …); the first call takes seconds. Other languages are cut into words by general rules."""
    import spacy

    if name := _installed(language):
        return Pipeline(language, name, spacy.load(name, exclude=["parser", "senter"]))
    try:
        return Pipeline(language, "", spacy.blank(language))
    except ImportError:
        return Pipeline(language, "", spacy.blank("xx"))
