"""Subtitles (vtt, srt): cues with times, put together into the turns of speakers.

Transcripts in these formats are corrected by hand: a blank line gets into a cue, a time is mistyped. The libraries for subtitles drop such
lines without a word, as players must; here every line that is not markup belongs to the cue before it.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.model import Turn
from toolkit.readers.base import Content, Draft, clean
from toolkit.readers.encodings import decode
from toolkit.text.asides import find_asides
from toolkit.text.times import TIME, milliseconds
from toolkit.text.turns import find_turns

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

ARROW = re.compile(r"^(.*-->.*)\n?", re.MULTILINE)
TIMES = re.compile(rf"\s*({TIME})\s*-->\s*({TIME})")
# Before the times of the next cue: its number, in WebVTT also any one line after a blank one. The line below the times of a cue is its own.
NUMBER = re.compile(r"\n[ \t]*\d+[ \t]*\n?\Z")
IDENTIFIER = re.compile(NUMBER.pattern + r"|(?:\A\n+|\n[ \t]*\n)[^\n]+\n?\Z")
BLOCK_END = re.compile(r"\n[ \t]*\n")
COMMENT_BLOCK = re.compile(r"\s*(?:NOTE|STYLE|REGION)(?:\s|$)")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]*)>|</v>")
TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """What one subtitle says, on one line; a mistyped time is None."""

    text: str
    speaker: str | None
    start_ms: int | None
    end_ms: int | None


def read_cues(name: str, data: bytes, encoding: str | None, *, vtt: bool) -> Content:
    """Read subtitles, of WebVTT if `vtt`, else of SubRip; blocks of notes and styles are counted, not read.

    Speakers are voice tags (`<v Marie>`) or labels (`Marie: …`), which are no part of the text then; cues of one speaker that follow
    each other are one turn. Where nobody is named every cue is a paragraph and the times are left out.
    """
    found = decode(name, data, encoding)
    draft = Draft(name)
    cues = list(_cues(clean(found.text, draft.left_out), draft.left_out, vtt=vtt))
    if not cues:
        raise UnreadableFile(_("{name} has no subtitles with times. If it is plain text, let its name end in .txt.", name=name))
    if not any(cue.speaker for cue in cues):
        cues = _labelled(cues)
    if not any(cue.speaker for cue in cues):
        draft.left_out["cue time"] = len(cues)
        for cue in cues:
            draft.paragraph(cue.text)
        return draft.content(encoding=found.encoding, guessed=found.guessed)
    speech = [_turn(draft, list(group)) for _speaker, group in groupby(cues, key=lambda cue: cue.speaker)]
    content = draft.content(encoding=found.encoding, guessed=found.guessed)
    return replace(content, turns=tuple(_with_asides(content.text, speech)))


def _cues(text: str, left_out: Counter[str], *, vtt: bool) -> Iterator[Cue]:
    head, *parts = ARROW.split(text)
    identifier = IDENTIFIER if vtt else NUMBER
    before = [block.strip() for block in BLOCK_END.split(identifier.sub("", "\n" + head))]
    left_out["note block"] += sum(block != "" and not block.startswith("WEBVTT") for block in before)
    timings, bodies = parts[::2], parts[1::2]
    for number, (timing, body) in enumerate(zip(timings, bodies, strict=True), 1):
        payload = body if number == len(bodies) else identifier.sub("", body)
        first, *others = BLOCK_END.split(payload)
        kept = [block for block in others if not (vtt and COMMENT_BLOCK.match(block))]
        left_out["note block"] += len(others) - len(kept)
        times = TIMES.match(timing)
        start, end = (milliseconds(times[1]), milliseconds(times[2])) if times else (None, None)
        for speaker, said in _voices("\n".join([first, *kept]), left_out):
            yield Cue(said, speaker, start, end)


def _voices(payload: str, left_out: Counter[str]) -> Iterator[tuple[str | None, str]]:
    """What each voice says in a cue; text outside voice tags is of nobody known."""
    before, *parts = VOICE.split(payload)
    for voice, piece in [(None, before), *zip(parts[::2], parts[1::2], strict=True)]:
        plain, tags = TAG.subn("", piece)
        left_out["formatting tag"] += tags
        lines = (line.strip() for line in html.unescape(plain).split("\n"))
        if said := " ".join(line for line in lines if line):
            yield html.unescape(voice).strip() if voice else None, said


def _labelled(cues: list[Cue]) -> list[Cue]:
    """The cues with the speakers that labels in them name (`Marie: …`), and without these labels."""
    text = "\n".join(cue.text for cue in cues)
    speech = [turn for turn in find_turns(text).turns if turn.kind == "speech"]
    ends = [turn.end for turn in speech]
    named, start = [], 0
    for cue in cues:
        end = start + len(cue.text)
        place = bisect_right(ends, start)
        turn = speech[place] if place < len(speech) and speech[place].start < end else None
        named.append(replace(cue, speaker=turn.speaker, text=text[max(start, turn.start) : end]) if turn else cue)
        start = end + 1
    return named


def _turn(draft: Draft, cues: list[Cue]) -> Turn:
    start, end = draft.paragraph(" ".join(cue.text for cue in cues))
    return Turn(start, end, "speech", cues[0].speaker, cues[0].start_ms, cues[-1].end_ms)


def _with_asides(text: str, speech: list[Turn]) -> Iterator[Turn]:
    for turn in speech:
        yield turn
        yield from (Turn(*aside, "aside") for aside in find_asides(text, turn.start, turn.end))
