"""Proposals for a register: who and what is named in the texts, gathered under one name each. A person confirms them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from toolkit.codebook.cues import Cue
from toolkit.suggest import nlp
from toolkit.suggest.finders import LiteralFinder, Sentences
from toolkit.suggest.mentions import Candidate, candidates
from toolkit.suggest.name_words import LISTS, singular
from toolkit.text.sentences import sentences
from toolkit.text.typography import fold
from toolkit.text.words import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.suggest.base import Passages
    from toolkit.suggest.name_words import Kind

ENOUGH = 2  # mentions that make a phrase of small letters a name


@dataclass(frozen=True, slots=True)
class KnownName:
    """An entry that the register has already."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NameProposal:
    """Something that the texts name, and where: `mentions` are (document, start, end) in code points, in the order of the texts.

    `aliases` are the other ways in which it is written; `already_known_as` is the entry that it belongs to, or None.
    """

    name: str
    aliases: tuple[str, ...]
    mentions: tuple[tuple[int, int, int], ...]
    kind: Kind
    already_known_as: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A candidate with its document and the texts of its extents, which count from the document's beginning."""

    document: int
    extents: tuple[tuple[int, int], ...]
    texts: tuple[str, ...]
    keys: tuple[str, ...]
    kind: Kind
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _Mention:
    document: int
    start: int
    end: int
    text: str
    kind: Kind


def propose_names(passages: Iterable[Passages], known: Iterable[KnownName], speakers: Iterable[str] = ()) -> list[NameProposal]:
    """What the participants name, the most often named first (then by number of documents, then by name).

    The entries of the register are found first, as they are written there. `speakers` are the labels of the transcripts: who is named like
    one is proposed with the kind `speaker`.
    """
    entries = tuple(known)
    found, small = _found(passages, entries)
    register = {key: entry for entry in reversed(entries) for key in reversed(_entry_keys(entry))}
    groups = {
        key: mentions for key, mentions in _groups(found, small).items() if key in register or not _is_common_word(key, mentions, small)
    }
    _merge(groups, register)
    labels = {key for label in speakers for key in _keys(label)}
    proposals = [
        _proposal(mentions, register.get(key), speaker=key in labels)
        for key, mentions in groups.items()
        if key in register or len(mentions) >= ENOUGH or not all(mention.text.islower() for mention in mentions)
    ]
    return sorted(proposals, key=lambda one: (-len(one.mentions), -len({mention[0] for mention in one.mentions}), fold(one.name)))


def name_key(text: str, language: str) -> str:
    """What two ways to write one name share: no case, no accents, no plural and none of the small words.

    >>> name_key("les Comités de parents", "fr")
    'comite parent'
    """
    lists = LISTS.get(language)
    small = lists.definite | lists.of | lists.links if lists else frozenset[str]()
    words = [word for part in WORD.findall(fold(text)) for word in _pieces(part)]
    return " ".join(singular(_without_accents(word)) for word in words if word not in small)


def _pieces(word: str) -> Iterator[str]:
    """`l'école` is two words, `landlord's` is one with a mark of the genitive, `Marie-Ève` is two."""
    before, mark, after = word.partition("'")
    if mark and after != "s":
        yield from (before + mark, *after.split("-"))
    else:
        yield from before.split("-")


def _without_accents(text: str) -> str:
    return "".join(character for character in unicodedata.normalize("NFD", text) if not unicodedata.combining(character))


def _entry_keys(entry: KnownName) -> list[str]:
    """The keys of an entry; the first one stands for it."""
    return [key for name in (entry.name, *entry.aliases) for key in _keys(name)]


def _keys(name: str) -> list[str]:
    return [key for language in LISTS if (key := name_key(name, language))]


def _found(passages: Iterable[Passages], entries: Sequence[KnownName]) -> tuple[list[_Found], Counter[str]]:
    """The candidates of all texts, and how often each word is written with a small letter."""
    found: list[_Found] = []
    small: Counter[str] = Counter()
    gazetteers: dict[str, LiteralFinder] = {}
    for passage in passages:
        pipeline = nlp.pipeline(passage.language)
        if passage.language not in gazetteers:
            cues = [
                Cue("literal", name, passage.language, entry.name) for entry in entries for name in (entry.name, *entry.aliases) if name
            ]
            gazetteers[passage.language] = LiteralFinder(cues, pipeline)
        spans = [span for stretch in passage.speech for span in sentences(passage.text, *stretch)]
        texts = [passage.text[start:end] for start, end in spans]
        register: dict[int, list[Candidate]] = defaultdict(list)
        for hit in gazetteers[passage.language].find(Sentences(texts, pipeline, lemmas=False)):
            register[hit.sentence].append(Candidate("other", ((hit.start, hit.end),)))
        for position, doc in enumerate(pipeline.tagged(texts, entities=True)):
            small.update(fold(token.text) for token in doc if token.text[0].islower())
            found.extend(_placed(passage, spans[position][0], one) for one in candidates(doc, passage.language, register[position]))
    return found, small


def _placed(passage: Passages, offset: int, candidate: Candidate) -> _Found:
    extents = tuple((offset + start, offset + end) for start, end in candidate.extents)
    texts = tuple(passage.text[start:end] for start, end in extents)
    keys = tuple(name_key(text, passage.language) for text in texts)
    return _Found(passage.document, extents, texts, keys, candidate.kind, candidate.doubtful)


def _groups(found: Sequence[_Found], small: Counter[str]) -> dict[str, list[_Mention]]:
    """The mentions by their keys: of each candidate the longest stretch that is a name or comes more than once."""
    counts = Counter(key for one in found for key in set(one.keys))
    sure = {key for one in found if not one.doubtful for key in one.keys}
    groups: dict[str, list[_Mention]] = defaultdict(list)
    for one in found:
        if one.doubtful and one.keys[0] not in sure and (one.kind == "other" or small[fold(one.texts[0])]):
            continue
        last = len(one.keys) - 1
        chosen = next((n for n, key in enumerate(one.keys) if counts[key] >= ENOUGH or not one.texts[n].islower()), last)
        if one.keys[chosen]:
            groups[one.keys[chosen]].append(_Mention(one.document, *one.extents[chosen], one.texts[chosen], one.kind))
    return groups


def _is_common_word(key: str, mentions: Sequence[_Mention], small: Counter[str]) -> bool:
    """Whether one word with a capital is written more often without it (`Veux-tu`, `VEUX`); heads are, and still name somebody."""
    if " " in key or _head_kind(key):
        return False
    return sum(small[word] for word in {fold(mention.text) for mention in mentions}) > len(mentions)


def _merge(groups: dict[str, list[_Mention]], register: dict[str, KnownName]) -> None:
    """Put together what the register, and then what an acronym, a title or a short form says is one."""
    for key in [key for key in groups if key in register]:
        _move(groups, key, _entry_keys(register[key])[0])
    for key in list(groups):
        if key not in register and (target := _untitled(key, groups) or _long_form(key, groups)):
            _move(groups, key, target)


def _move(groups: dict[str, list[_Mention]], key: str, target: str) -> None:
    if target != key:
        groups.setdefault(target, []).extend(groups.pop(key))


def _untitled(key: str, groups: dict[str, list[_Mention]]) -> str:
    """The name after a title (`monsieur Roy`) if nobody else has it with another title (`madame Roy`); else empty."""
    title, _space, name = key.partition(" ")
    titled = [other for other in groups if other.endswith(" " + name) and _is_title(other.removesuffix(" " + name))]
    return name if name in groups and _is_title(title) and len(titled) == 1 else ""


def _is_title(word: str) -> bool:
    return any(word in lists.titles for lists in LISTS.values())


def _long_form(key: str, groups: dict[str, list[_Mention]]) -> str:
    """The one longer key that `key` is short for; empty if there is none or more than one.

    `CSS` is an acronym, `ville` the bare noun of `Ville de X`, `Capstan` the beginning of `Capstan House`.
    """
    texts = [mention.text for mention in groups[key]]
    if any(text.isupper() for text in texts) and len(key) > 2:
        longer = [other for other in groups if "".join(word[0] for word in other.split()) == key]
    elif " " not in key and (_head_kind(key) == "organisation" or not any(text.islower() for text in texts)):
        longer = [other for other in groups if other != key and any(_is_longer(mention.text, other, key) for mention in groups[other])]
    else:
        longer = []
    return longer[0] if len(longer) == 1 else ""


@cache
def _heads() -> dict[str, Kind]:
    return {_without_accents(singular(head)): kind for lists in LISTS.values() for head, kind in lists.heads.items()}


def _head_kind(key: str) -> Kind | None:
    return _heads().get(key)


def _is_longer(text: str, key: str, word: str) -> bool:
    """Whether a name with a capital in it begins or ends with the head `word`, or is of two words and begins with `word`."""
    written, words = text.split(), key.split()
    if not any(part[0].isupper() for part in written[1:]) or "-" in written[0]:
        return False
    if _head_kind(word) == "organisation":
        return words[0] == word or (words[-1] == word and len(written) == len(words))
    return words[0] == word and len(words) == 2


def _proposal(mentions: list[_Mention], entry: KnownName | None, *, speaker: bool) -> NameProposal:
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        written[fold(mention.text)][mention.text] += 1
    ordered = sorted(written.values(), key=lambda variants: -variants.total())
    forms = [max(variants, key=lambda text: (variants[text], text)) for variants in ordered]
    proper = next((form for form in forms if len(form.split()) > 1 and not form.islower()), forms[0])
    name = entry.name if entry else proper if forms[0].islower() else forms[0]
    said = {fold(text) for text in (name, *(entry.aliases if entry else ()))}
    kinds = Counter(mention.kind for mention in mentions)
    kind: Kind = "speaker" if speaker else max(kinds, key=lambda one: (kinds[one], one))
    places = sorted((mention.document, mention.start, mention.end) for mention in mentions)
    aliases = tuple(form for form in forms if fold(form) not in said)
    return NameProposal(name, aliases, tuple(places), kind, entry.name if entry else None)
