"""Corrected transcripts whose truth is known: of every word of the corrected text it is known which words of the old text it stands for.

A text is a list of pieces, words and what stands between them; a word has the numbers of the words that it comes from (one, but two for
`Alice` in the place of `Marie Tremblay`, none for what was inserted). A correction changes the pieces and keeps the numbers.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Spans = list[tuple[int, int]]

Piece = tuple[str, frozenset[int]]
Pieces = list[Piece]
NONE: frozenset[int] = frozenset()

LABEL = re.compile(r"^(?:\[(?=[^\n\]]+\]))?([^\W\d_][^:\n\]]{0,40}?)(\]|[ \u00a0]?:)", re.MULTILINE)
SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
LINE = re.compile(r"[^\n]*\S[^\n]*")
PSEUDONYMS = (
    *("Alice", "Béatrice", "Camille", "Dominique", "Élise", "François", "Gaston", "Hélène"),
    *("[Ville A]", "[Prénom 1]", "M. X", "l'organisme B", "C."),
)
FILLERS = ("euh", "ben", "hein", "um", "uh", "genre")


@dataclass(frozen=True)
class Corrected:
    """A text before and after its correction, with the words of both: start, end, and the numbers that they stand for."""

    old: str
    new: str
    old_words: list[tuple[int, int, frozenset[int]]]
    new_words: list[tuple[int, int, frozenset[int]]]

    def verdict(self, span: tuple[int, int], moved: tuple[int, int] | None) -> bool:
        """Whether a place is right: it has every surviving word of the span whole, and none that stands only for words outside of it.

        A span of which nothing survives belongs nowhere. A word that stands for words within and without may be in it or not, and so may
        the word that stands for one that the span cuts.
        """
        touched = frozenset().union(*(ids for start, end, ids in self.old_words if start < span[1] and span[0] < end))
        inside = touched.difference(*(ids for start, end, ids in self.old_words if start < span[0] < end or start < span[1] < end))
        images = [(start, end, ids) for start, end, ids in self.new_words if ids & inside]
        if moved is None:
            return not images
        if not images and not any(ids & touched for _start, _end, ids in self.new_words):
            return False
        if any((start < moved[0] or moved[1] < end) and ids <= inside for start, end, ids in images):
            return False
        return not any(start < moved[1] and moved[0] < end and ids and not ids & touched for start, end, ids in self.new_words)

    def possible(self, span: tuple[int, int]) -> bool:
        """Whether a place that is right can exist: its surviving words follow each other."""
        inside = frozenset().union(*(ids for start, end, ids in self.old_words if span[0] <= start and end <= span[1]))
        images = [(start, end) for start, end, ids in self.new_words if ids & inside]
        return not images or self.verdict(span, (images[0][0], images[-1][1]))


def split(text: str) -> Pieces:
    """The pieces of a text; its words are numbered in order."""
    found: Pieces = []
    number = 0
    for word, between in re.findall(r"(\w+)|(\W+)", text):
        found.append((word, frozenset((number,))) if word else (between, NONE))
        number += bool(word)
    return found


def joined(pieces: Pieces) -> str:
    """The text of pieces."""
    return "".join(text for text, _ids in pieces)


def _words(pieces: Pieces) -> list[tuple[int, int, frozenset[int]]]:
    found, at = [], 0
    for text, ids in pieces:
        if re.search(r"\w", text):
            found.append((at, at + len(text), ids))
        at += len(text)
    return found


def _lines(pieces: Pieces) -> list[Pieces]:
    """Pieces line by line; each line ends with its line end."""
    lines: list[Pieces] = [[]]
    for text, ids in pieces:
        parts = re.split(r"(?<=\n)(?!\n)", text) if "\n" in text and not ids else [text]
        for place, part in enumerate(parts):
            if part:
                lines[-1].append((part, ids))
            if place < len(parts) - 1 or part.endswith("\n"):
                lines.append([])
    return [line for line in lines if line]


def _unlined(lines: Iterable[Pieces]) -> Pieces:
    return [piece for line in lines for piece in line]


def _inserted(text: str) -> Pieces:
    """Words that were not there before."""
    return [(part, NONE) for part in re.findall(r"\w+|\W+", text)]


class Corrector:
    """The corrections that people make, drawn with a seed; `other` is a text of the same kind from which passages are inserted."""

    def __init__(self, seed: int, other: str) -> None:
        self.dice = random.Random(seed)
        self.other = [line for line in LINE.findall(other) if len(line.split()) > 3]
        self.vocabulary = re.findall(r"\w+", other)

    def pseudonyms(self, pieces: Pieces) -> Pieces:
        """Names replaced everywhere; some of two words by one, some of one by two."""
        counts: dict[str, int] = {}
        for place, (text, _ids) in enumerate(pieces):
            if text.istitle() and len(text) > 2 and place and not re.search(r"[.?!…:\n«\"-]\s*$", pieces[place - 1][0]):
                counts[text] = counts.get(text, 0) + 1
        names = [name for name, _count in sorted(counts.items(), key=lambda item: -item[1])[:25]]
        self.dice.shuffle(names)
        chosen = dict(zip(names[:8], self.dice.sample(PSEUDONYMS, 8), strict=False))
        done: Pieces = []
        for text, ids in pieces:
            if text not in chosen:
                done.append((text, ids))
            elif len(done) > 1 and done[-1][0] == " " and done[-2][0] == chosen[text] and done[-2][1]:
                done[-2] = (done[-2][0], done[-2][1] | ids)  # two names in a row that became one
                done.pop()
            else:
                done += [(part, ids if re.match(r"\w", part) else NONE) for part in re.findall(r"\w+|\W+", chosen[text])]
        return done

    def insert_paragraphs(self, pieces: Pieces) -> Pieces:
        """One to three paragraphs that were not there."""
        lines = _lines(pieces)
        for _time in range(self.dice.randint(1, 3)):
            lines.insert(self.dice.randint(1, len(lines)), _inserted(self.dice.choice(self.other) + "\n"))
        return _unlined(lines)

    def delete_paragraphs(self, pieces: Pieces) -> Pieces:
        """One to three paragraphs that are there no more."""
        lines = _lines(pieces)
        for _time in range(min(self.dice.randint(1, 3), len(lines) - 1)):
            del lines[self.dice.randrange(len(lines))]
        return _unlined(lines)

    def move_paragraphs(self, pieces: Pieces) -> Pieces:
        """A paragraph, or two that follow each other, that stand elsewhere."""
        lines = _lines(pieces)
        size = self.dice.randint(1, 2)
        long = [place for place in range(len(lines) - size) if len(lines[place]) > 9] or [0]
        at = self.dice.choice(long)
        taken = lines[at : at + size]
        del lines[at : at + size]
        to = self.dice.randint(1, len(lines))
        lines[to:to] = taken
        return _unlined(lines)

    def rename_labels(self, pieces: Pieces) -> Pieces:
        """Other speaker labels, everywhere."""
        text = joined(pieces)
        labels = list(dict.fromkeys(match[1] for match in LABEL.finditer(text)))[:12]
        new = [
            "Intervieweuse",
            "P3",
            "Enquêteur 1",
            "Marie-Ève",
            "Speaker 2",
            "R",
            "INT",
            "Participante 4",
            "Animatrice",
            "Q",
            "B.",
            "Mme Roy",
        ]
        self.dice.shuffle(new)
        renamed = dict(zip(labels, new, strict=False))
        done: Pieces = []
        at = 0
        heads = {match.start(1): match for match in LABEL.finditer(text) if match[1] in renamed}
        until, numbers = -1, NONE
        for part, ids in pieces:
            if at in heads:
                until, numbers = heads[at].end(1), NONE
            if at < until:
                numbers |= ids
                if at + len(part) >= until:
                    head = next(match for match in heads.values() if match.end(1) == until)
                    label = re.findall(r"\w+|\W+", renamed[head[1]])
                    done += [(piece, numbers if re.match(r"\w", piece) else NONE) for piece in label]
                    done.append((part[until - at :], NONE))
            else:
                done.append((part, ids))
            at += len(part)
        return [piece for piece in done if piece[0]]

    def punctuate(self, pieces: Pieces) -> Pieces:
        """Punctuation redone in the whole text, with the capital letters that follow from it."""
        done: Pieces = []
        capital = False
        for text, ids in pieces:
            if ids or "\n" in text or not re.fullmatch(r"[ ,.;?!…]+", text):
                done.append((text[:1].upper() + text[1:] if capital and ids else text, ids))
                capital = False
                continue
            mark, draw = text, self.dice.random()
            if text == " ":
                mark = ", " if draw < 0.05 else ". " if draw < 0.07 else " "
            elif draw < 0.5:
                mark = self.dice.choice([", ", ". ", " ", "… ", " ; "])
            done.append((mark, NONE))
            capital = mark == ". "
        return done

    def recognise(self, pieces: Pieces) -> Pieces:
        """What a program that reads scanned pages makes of a text (so the old text is this one, the corrected text the given one)."""
        done: Pieces = []
        width = 0
        for text, ids in pieces:
            word, between = (self._misread(text), text) if ids else (text, text)
            width = 0 if "\n" in text else width + len(text)
            if not ids and between == " " and width > 70:
                word, width = "\n", 0
            elif not ids and between == " " and self.dice.random() < 0.004:
                word = ""
            elif ids and len(text) > 7 and width > 66:
                cut = self.dice.randint(3, len(word) - 3) if len(word) > 6 else len(word)
                word, width = f"{word[:cut]}-\n{word[cut:]}", 0
            if word:
                done.append((word, ids))
        return self._glued(done)

    def _misread(self, word: str) -> str:
        if self.dice.random() > 0.08:
            return word
        for wrong in self.dice.sample([("fi", "ﬁ"), ("fl", "ﬂ"), ("é", "e"), ("è", "e"), ("l", "1"), ("rn", "m"), ("m", "rn"), ("œ", "oe"), ("I", "l"), ("à", "a"), ("ê", "é"), ("cl", "d"), ("o", "0")], 13):  # fmt: skip  # noqa: E501
            if wrong[0] in word:
                return word.replace(*wrong, 1)
        return word

    @staticmethod
    def _glued(pieces: Pieces) -> Pieces:
        """Two words between which nothing stands any more are one."""
        done: Pieces = []
        for text, ids in pieces:
            if ids and done and done[-1][1] and re.search(r"\w$", done[-1][0]):
                done[-1] = (done[-1][0] + text, done[-1][1] | ids)
            else:
                done.append((text, ids))
        return done

    def typography(self, pieces: Pieces) -> Pieces:
        """Spaces and quotation marks made alike."""
        done: Pieces = []
        opened = False
        for text, ids in pieces:
            marks = text
            if not ids:
                marks = re.sub(r"[ \u00a0\u202f]*([?!:;])(?=\s|$)", "\u00a0\\1", marks.replace("'", "’").replace("...", "…"))
                marks = re.sub(r" {2,}", " ", marks).replace("--", "–")
                while re.search('["“”]', marks):
                    marks = re.sub('["“”]', "\u00a0»" if opened else "«\u00a0", marks, count=1)
                    opened = not opened
            done.append((marks, ids))
        return done

    def retype(self, pieces: Pieces) -> Pieces:
        """One to three passages typed anew while listening: other words, slips, words left out and added."""
        done = list(pieces)
        for _time in range(self.dice.randint(1, 3)):
            length = self.dice.randint(40, 160)
            at = self.dice.randrange(max(1, len(done) - length))
            done[at : at + length] = self._retyped(done[at : at + length])
        return done

    def _retyped(self, pieces: Pieces) -> Pieces:
        done: Pieces = []
        for text, ids in pieces:
            draw = self.dice.random()
            if not ids:
                done.append((text, ids))
            elif draw < 0.12:
                done.append((self.dice.choice(self.vocabulary), ids))
            elif draw < 0.2 and len(text) > 3:
                at = self.dice.randrange(len(text) - 1)
                done.append((text[:at] + text[at + 1] + text[at] + text[at + 2 :], ids))
            elif draw < 0.25:
                if done and done[-1][0] == " ":
                    done.pop()
            elif draw < 0.3:
                done += [(text, ids), (" ", NONE), (self.dice.choice(self.vocabulary), NONE)]
            else:
                done.append((text, ids))
        return self._spaced(done)

    @staticmethod
    def _spaced(pieces: Pieces) -> Pieces:
        """Words that a left-out one no longer parts, parted."""
        done: Pieces = []
        for text, ids in pieces:
            if done and re.match(r"\w", text) and re.search(r"\w$", done[-1][0]):
                done.append((" ", NONE))
            done.append((text, ids))
        return done

    def capitals(self, pieces: Pieces) -> Pieces:
        """All in small letters, or all lines begin with a capital."""
        if self.dice.random() < 0.5:
            return [(text.lower(), ids) for text, ids in pieces]
        return [(text.capitalize() if not place or "\n" in pieces[place - 1][0] else text, ids) for place, (text, ids) in enumerate(pieces)]

    def hesitate(self, pieces: Pieces) -> Pieces:
        """The same text with hesitations (of which `unhesitate` makes the corrected one); the words get new numbers."""
        text = re.sub(
            r"(?<=\w) (?=\w)", lambda _match: f" {self.dice.choice(FILLERS)} " if self.dice.random() < 0.04 else " ", joined(pieces)
        )
        return split(text)

    def unhesitate(self, pieces: Pieces) -> Pieces:
        """Hesitations left out everywhere."""
        done: Pieces = []
        for text, ids in pieces:
            if text.lower() in FILLERS:
                if done and re.fullmatch(r"[ ,]+", done[-1][0]):
                    done.pop()
            else:
                done.append((text, ids))
        return self._spaced(done)

    def merge_and_split(self, pieces: Pieces) -> Pieces:
        """Some turns joined with the one before (their label is left out), some divided, with a label of their own."""
        lines = _lines(pieces)
        done: list[Pieces] = []
        labels = list(dict.fromkeys(match[1] for match in LABEL.finditer(joined(pieces)))) or ["Q", "R"]
        for line in lines:
            draw = self.dice.random()
            head = LABEL.match(joined(line))
            ends = [place for place in range(4, len(line) - 2) if line[place][0] in (". ", "? ", "! ")]
            if draw < 0.08 and head and not re.search(r"[^\W\d]", joined(line)[head.end() :]):
                continue  # a label on a line of its own
            if draw < 0.08 and done and head and done[-1]:
                done[-1] = [*[(text.rstrip("\n") or " ", ids) for text, ids in done[-1]], (" ", NONE), *_after(line, head.end())]
            elif draw < 0.16 and ends:
                cut = self.dice.choice(ends)
                label = _inserted(f"{self.dice.choice(labels)} : ")
                done += [[*line[:cut], (line[cut][0].rstrip() + "\n", NONE)], [*label, *line[cut + 1 :]]]
            else:
                done.append(line)
        return _unlined(done)

    def times(self, pieces: Pieces) -> Pieces:
        """A time before every line."""
        lines = _lines(pieces)
        return _unlined(
            [*_inserted(f"[{place // 3600:02}:{place // 60 % 60:02}:{place % 60:02}] "), *line] for place, line in enumerate(lines)
        )


def _after(pieces: Pieces, length: int) -> Pieces:
    """The pieces of a line behind its first characters."""
    done: Pieces = []
    at = 0
    for text, ids in pieces:
        if at >= length:
            done.append((text, ids))
        elif at + len(text) > length:
            done.append((text[length - at :].lstrip() or " ", ids))
        at += len(text)
    return done


ON_THE_NEW: dict[str, Callable[[Corrector, Pieces], Pieces]] = {
    "pseudonyms": Corrector.pseudonyms,
    "paragraphs inserted": Corrector.insert_paragraphs,
    "paragraphs deleted": Corrector.delete_paragraphs,
    "paragraphs moved": Corrector.move_paragraphs,
    "labels renamed": Corrector.rename_labels,
    "punctuation redone": Corrector.punctuate,
    "typography": Corrector.typography,
    "passages retyped": Corrector.retype,
    "capitals": Corrector.capitals,
    "turns merged and split": Corrector.merge_and_split,
    "times inserted": Corrector.times,
}
CORRECTIONS = (*ON_THE_NEW, "scan repaired", "hesitations removed")
MIXED = "several of these"


def corrected(text: str, other: str, kind: str, seed: int) -> Corrected:
    """A text with one of `CORRECTIONS`, or, for `MIXED`, with two to five of them."""
    make = Corrector(seed, other)
    kinds = make.dice.sample(CORRECTIONS, make.dice.randint(2, 5)) if kind == MIXED else [kind]
    base = split(text.rstrip("\n") + "\n")
    if "hesitations removed" in kinds:
        base = make.hesitate(base)
    old = make.recognise(base) if "scan repaired" in kinds else base
    new = make.unhesitate(base) if "hesitations removed" in kinds else base
    for one in kinds:
        if one in ON_THE_NEW:
            new = ON_THE_NEW[one](make, new)
    return Corrected(joined(old), joined(new), _words(old), _words(new))


def draw_spans(text: str, count: int, seed: int) -> Spans:
    """Codings as people make them: sentences, turns, parts of several turns, stretches of words and single words, nested, overlapping."""
    dice = random.Random(seed)
    sentences = [match.span() for match in SENTENCE.finditer(text) if re.search(r"\w", match[0])]
    lines = [match.span() for match in LINE.finditer(text)]
    words = [match.span() for match in re.finditer(r"\w+", text)]
    found = []
    for _time in range(count):
        draw = dice.random()
        if draw < 0.4:
            first = dice.randrange(len(sentences))
            span = (sentences[first][0], sentences[min(len(sentences) - 1, first + dice.choice((0, 0, 0, 1, 2)))][1])
        elif draw < 0.6:
            start, end = dice.choice(lines)
            head = LABEL.match(text, start)
            span = (head.end() if head and head.end() < end else start, end)
        elif draw < 0.7:
            first = dice.randrange(len(lines))
            span = (lines[first][0], lines[min(len(lines) - 1, first + dice.randint(1, 6))][1])
        else:
            first = dice.randrange(len(words))
            length = dice.randint(1, 2) if draw > 0.95 else dice.randint(3, 40)
            span = (words[first][0], words[min(len(words) - 1, first + length - 1)][1])
        found.append(_trimmed(text, *span))
    return [span for span in found if re.search(r"\w", text[slice(*span)])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())


def tally(case: Corrected, spans: Sequence[tuple[int, int]], moved: Iterable[tuple[tuple[int, int] | None, str]]) -> dict[str, int]:
    """How many spans, how many were moved how, and how many right, called doubtful, wrongly called nowhere, and wrong in silence."""
    counts: dict[str, int] = {"n": len(spans)}
    for span, (place, how) in zip(spans, moved, strict=True):
        right = case.verdict(span, place)
        if how == "doubtful" and not case.possible(span):
            counts["impossible"] = counts.get("impossible", 0) + 1
        outcome = "doubtful" if how == "doubtful" else "right" if right else "wrong nowhere" if place is None else "WRONG"
        for key in {how, outcome}:
            counts[key] = counts.get(key, 0) + 1
    return counts
