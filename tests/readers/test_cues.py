"""Subtitles become turns with times; no line is lost that a person put there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.model import LeftOut, Turn
from toolkit.readers import read_bytes

if TYPE_CHECKING:
    from toolkit.readers.base import Content

TEAMS = """WEBVTT

NOTE made by a machine

5f0e-11/12-0
00:00:05.000 --> 00:00:07.500
<v Roy, Marie>Bonjour, on
commence &amp; voilà.</v>

5f0e-11/13-0
00:00:07.500 --> 00:00:09.000
<v Roy, Marie>D'accord ?

5f0e-11/14-0
00:01:00.000 --> 00:01:02.250
<v Paul>Oui <i>oui</i> (rires).</v>
"""

ZOOM = """WEBVTT

1
00:00:01.000 --> 00:00:02.000
Marie Roy: Bonjour.

2
00:00:02.000 --> 00:00:03.000
Marie Roy: Ça va ?

3
00:00:03.000 --> 00:00:04.000
Paul: Le problème : rien.

4
00:00:04.000 --> 00:00:05.000
Et vous ?
"""


def spoken(content: Content) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(t.speaker, content.text[t.start : t.end], t.start_ms, t.end_ms) for t in content.turns or () if t.kind == "speech"]


def test_voices_of_teams_are_speakers_and_cues_of_one_voice_are_one_turn() -> None:
    content = read_bytes("a.vtt", TEAMS.encode())
    assert spoken(content) == [
        ("Roy, Marie", "Bonjour, on commence & voilà. D'accord ?", 5000, 9000),
        ("Paul", "Oui oui (rires).", 60_000, 62_250),
    ]
    assert content.left_out == (LeftOut("note block", 1), LeftOut("formatting tag", 2))


def test_a_note_in_a_voice_is_an_aside() -> None:
    content = read_bytes("a.vtt", TEAMS.encode())
    assert [content.text[t.start : t.end] for t in content.turns or () if t.kind == "aside"] == ["(rires)"]


def test_labels_of_zoom_are_speakers_and_not_text() -> None:
    content = read_bytes("a.vtt", ZOOM.encode())
    assert content.text == "Bonjour. Ça va ?\nLe problème : rien. Et vous ?"
    assert spoken(content) == [("Marie Roy", "Bonjour. Ça va ?", 1000, 3000), ("Paul", "Le problème : rien. Et vous ?", 3000, 5000)]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    content = read_bytes("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Un</v>\n<v B>Deux")
    assert spoken(content) == [("A", "Un", 1000, 2000), ("B", "Deux", 1000, 2000)]


def test_subrip_is_read_with_its_entities_and_tags_undone() -> None:
    first, second = b"1\r\n00:00:01,500 --> 00:00:02,000\r\nA &amp; B\r\n", b"2\r\n00:00:03,000 --> 00:00:04,000\r\n<i>C</i>\r\n"
    content = read_bytes("a.srt", first + b"\r\n" + second)
    assert content.text == "A & B\nC"
    assert content.turns is None
    assert content.left_out == (LeftOut("formatting tag", 2), LeftOut("cue time", 2))


def test_non_breaking_spaces_stay() -> None:
    assert read_bytes("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nÇa\nva\u00a0?".encode()).text == "Ça va\u00a0?"


def test_a_stray_line_before_the_times_is_an_identifier_in_webvtt_only() -> None:
    cues = "00:01.000 --> 00:02.000\nUn\n\nligne\n00:03.000 --> 00:04.000\nDeux"
    assert read_bytes("a.vtt", ("WEBVTT\n\n" + cues).encode()).text == "Un\nDeux"
    assert read_bytes("a.srt", cues.encode()).text == "Un ligne\nDeux"


def test_lines_after_a_blank_one_and_cues_with_a_mistyped_time_are_kept() -> None:
    cues = [
        "1\n00:00:01,000 --> 00:00:02,000\nAnne: Un\n\ndeux",
        "2\n00:00:0x --> 00:00:04,000\nPaul: trois",
        "3\n00:00:05,000 --> 00:00:06,000\nAnne: 4",
    ]
    content = read_bytes("a.srt", "\n\n".join(cues).encode())
    assert spoken(content) == [("Anne", "Un deux", 1000, 2000), ("Paul", "trois", None, None), ("Anne", "4", 5000, 6000)]


def test_the_turns_are_of_the_text_also_where_letters_are_composed() -> None:
    content = read_bytes(
        "a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>e\u0301te\u0301</v>\n\n00:02.000 --> 00:03.000\n<v B>oui</v>".encode()
    )
    assert content.text == "été\noui"
    assert content.turns == (Turn(0, 3, "speech", "A", 1000, 2000), Turn(4, 7, "speech", "B", 2000, 3000))
