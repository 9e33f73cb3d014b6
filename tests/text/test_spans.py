"""Spans that are found in a text: in range, in order, nothing lost, whatever is written in it and by whichever program."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toolkit.text.asides import find_asides
from toolkit.text.paragraphs import paragraphs
from toolkit.text.plain import paragraph_turns
from toolkit.text.sentences import sentences
from toolkit.text.turns import Transcript, find_turns
from toolkit.text.words import WORD, word_starts

# Speech as it comes: accents composed and not, emoji with joiners, right to left, notes, times, marks that look like heads.
SPEECH = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Oui.",
                "c’est",
                "peut-être",
                "e\u0301te\u0301",
                "👩🏽‍🌾",
                "שלום",
                "\u200fالعربية",
                "à 17:30",
                "(rires)",
                "[VILLE]",
                "((tousse))",
                "xxx",
                "//",
            ]
        ),
        st.sampled_from(
            ["#0:12-3#", "Note : x", "https://a.b", "(", "]", "- ", "…", "?", "\u00a0", "\u202f:", "：", "\t", "-->", "0:01", "A:", "3."]
        ),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8),
    ),
    max_size=6,
).map(" ".join)
NAMES = st.sampled_from(
    ["Q", "R", "INT", "P3", "Marie Roy", "M. Côté", "Roy, Anne", "Speaker 1", "Enquêteur·rice", "S01", "שרה", "Intervenante 2"]
)
SECONDS = st.integers(0, 4000)


def clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


# How each layout writes one turn of a name at a time.
WAYS = {
    "label": "{name} : {speech}",
    "label below": "{name}\u00a0:\n{speech}",
    "markdown": "**{name}:** {speech}",
    "time first": "[{time}] {name}: {speech}",
    "time behind": "{name} ({time}) : {speech}",
    "noScribe": "{name}: [{time}] {speech} //{other}: {speech}// {speech}",
    "MAXQDA": "{time}.5{name}: {speech}\n",
    "f4": "{name}: {speech} #{time}-4#",
    "Otter": "{name}  {time}\n{speech}\n",
    "Teams": "{name}   {time} --> {time}\n{speech}",
    "older Teams": "{time}.0 --> {time}.560\n{name}\n{speech}",
    "Word": "{time} {name}\n{speech}",
    "brackets": "[{name}] ({time} - {time})\n{speech}\n",
    "Zoom": "{time}\t{name}\t{speech}",
    "NVivo": "{time} - {time}\t{name}\t{speech}",
    "NVivo, seconds": "{seconds}\t{name}\t{speech}",
    "NVivo, commas": "{time},{name},{speech}",
    "ELAN": "{name}\t{seconds}\t{seconds}\t{speech}",
    "Jefferson": "{number}  {name}: {speech}",
    "letter": "Q. {speech}\nRép. {speech}",
    "dashes": "- {speech} ?\n– {speech}",
}
BEFORE = st.sampled_from(
    ["", "Entretien 3\nDate : 3 mai\nEnquêteur : Jean Roy\n\n", "---\na: b\n---\n", "Temps\tLocuteur\tTexte\n", "\n \n"]
)
AFTER = st.sampled_from(["", "\nTranscribed by https://otter.ai", "\nMarie Roy stopped transcription\n", "\n\n \n"])


@st.composite
def transcripts(draw: st.DrawFn) -> str:
    """A transcript in one layout, with lines that are in none."""
    way = WAYS[draw(st.sampled_from(sorted(WAYS)))]
    parts = []
    for number in range(1, draw(st.integers(0, 9)) + 1):
        name, other, speech, seconds = draw(NAMES), draw(NAMES), draw(SPEECH), draw(SECONDS)
        parts.append(way.format(name=name, other=other, speech=speech, seconds=seconds, time=clock(seconds), number=number))
        parts.extend(draw(st.lists(SPEECH, max_size=1)))
    return unicodedata.normalize("NFC", draw(BEFORE) + "\n".join(parts) + draw(AFTER))


@st.composite
def bold_paragraphs(draw: st.DrawFn, text: str) -> tuple[tuple[int, int], ...]:
    return tuple(span for span in paragraphs(text) if draw(st.booleans()))


def pieces_of(transcript: Transcript, *, asides: bool) -> list[tuple[int, int]]:
    return [(turn.start, turn.end) for turn in transcript.turns if (turn.kind == "aside") == asides]


@given(transcripts(), st.data())
def test_every_character_lies_in_one_speech_turn_or_one_header(text: str, data: st.DataObject) -> None:
    transcript = find_turns(text, data.draw(bold_paragraphs(text)))
    pieces = pieces_of(transcript, asides=False)
    assert all(0 <= start < end <= len(text) for start, end in pieces)
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    assert all(text[start:end] == text[start:end].strip() for start, end in pieces)
    if pieces:
        gaps = zip([0, *(end for _start, end in pieces)], [*(start for start, _end in pieces), len(text)], strict=True)
        assert "".join(text[start:end] for start, end in gaps).strip() == ""


@given(transcripts())
def test_asides_lie_within_speech_in_order_and_apart(text: str) -> None:
    turns = find_turns(text).turns
    assert list(turns) == sorted(turns, key=lambda turn: (turn.start, turn.kind == "aside"))
    asides = pieces_of(find_turns(text), asides=True)
    speech = [(turn.start, turn.end) for turn in turns if turn.kind == "speech"]
    assert all(before[1] <= after[0] for before, after in pairwise(asides))
    assert all(any(first <= start < end <= last for first, last in speech) for start, end in asides)
    assert (
        asides == [aside for first, last in speech for aside in find_asides(text, first, last)]
        or find_turns(text).layout == "numbered lines"
    )


@given(transcripts(), st.text(" \t\n\u00a0", max_size=6))
def test_blank_lines_at_the_end_change_nothing(text: str, blank: str) -> None:
    more = text + "\n" + blank
    assert find_turns(more).turns == find_turns(text).turns
    assert paragraph_turns(more) == paragraph_turns(text)


@given(transcripts())
def test_a_speaker_stands_in_its_header_and_times_are_no_earlier_than_nought(text: str) -> None:
    transcript = find_turns(text)
    headers = [" ".join(text[turn.start : turn.end].split()) for turn in transcript.turns if turn.kind == "header"]
    named = transcript.layout not in ("dash", "bold")
    for turn in transcript.turns:
        if turn.kind == "speech":
            assert turn.speaker
            assert not named or any(turn.speaker in header for header in headers)
        else:
            assert (turn.speaker, turn.start_ms, turn.end_ms) == (None, None, None)
        assert (turn.start_ms or 0) >= 0


@given(transcripts())
def test_labels_have_the_words_of_their_speech_without_asides(text: str) -> None:
    transcript = find_turns(text)
    said = set(word_starts(text).tolist())
    inside = {turn.speaker: 0 for turn in transcript.turns if turn.kind == "speech"}
    for turn in transcript.turns:
        if turn.kind == "speech":
            notes = [(aside.start, aside.end) for aside in transcript.turns if aside.kind == "aside"]
            own = [place for place in said if turn.start <= place < turn.end]
            inside[turn.speaker] += sum(not any(start <= place < end for start, end in notes) for place in own)
    assert {label.name: label.words for label in transcript.labels} == inside


@given(st.one_of(transcripts(), SPEECH))
def test_paragraph_turns_hold_every_character_but_white_space_once(text: str) -> None:
    turns = paragraph_turns(text)
    pieces = [(turn.start, turn.end) for turn in turns if turn.kind != "aside"]
    assert all(before[1] <= after[0] for before, after in pairwise(pieces))
    assert re.sub(r"\s", "", "".join(text[start:end] for start, end in pieces)) == re.sub(r"\s", "", text)
    assert all(any(first <= turn.start < turn.end <= last for first, last in pieces) for turn in turns if turn.kind == "aside")


@given(st.lists(SPEECH, max_size=5).map("\n".join), st.integers(0, 60), st.integers(0, 120))
def test_sentences_hold_every_character_but_white_space_once(text: str, start: int, end: int) -> None:
    end = min(end, len(text))
    spans = sentences(text, start, end)
    assert all(start <= first < last <= end for first, last in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "".join("".join(text[first:last].split()) for first, last in spans) == "".join(text[start:end].split())


@given(st.lists(SPEECH, max_size=5).map("\n".join))
def test_no_word_is_cut_by_a_sentence_a_paragraph_or_an_aside(text: str) -> None:
    words = [match.span() for match in WORD.finditer(text)]
    for first, last in [*sentences(text), *paragraphs(text), *find_asides(text)]:
        assert not any(start < edge < end for start, end in words for edge in (first, last))
