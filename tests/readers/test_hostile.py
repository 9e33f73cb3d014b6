"""Files made to do harm: they are read or refused soon, in little memory, and every limit is named in the sentence."""

from __future__ import annotations

import time
import unicodedata

import pytest

from toolkit.errors import UnreadableFile
from toolkit.readers import base, read_bytes

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
NAME = "a" * 251


@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".html", ".rtf"])
def test_names_of_255_characters_are_names(suffix: str) -> None:
    written = {".vtt": VTT + "mot", ".rtf": r"{\rtf1 mot}"}.get(suffix, "mot")
    assert read_bytes(NAME[: 255 - len(suffix)] + suffix, written.encode()).text == "mot"
    with pytest.raises(UnreadableFile, match=NAME[:200]):
        read_bytes(NAME + suffix, b" ")


@pytest.mark.parametrize("text", ["שלום עולם", "مرحبا \u202eabc\u202c", "Z\u0335\u0336algo\u0337", "ก็้", "👩‍👩‍👧", "नमस्ते", "a\u200bb\u200e"])
@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_writing_from_right_to_left_and_combining_letters_stay_as_they_are(text: str, suffix: str) -> None:
    assert read_bytes("a" + suffix, text.encode()).text == unicodedata.normalize("NFC", text)


def test_accents_without_measure_on_one_letter_do_not_take_the_square_of_their_number_in_time() -> None:
    """`unicodedata.normalize` takes 45 s for these 400 KB, and four times that for twice as many."""
    began = time.process_time()
    content = read_bytes("a.txt", ("mot e" + "\u0301\u0316" * 100_000 + " fin").encode())
    assert time.process_time() - began < 5
    assert content.text.startswith("mot ")
    assert content.text.endswith(" fin")
    assert {each.kind: each.count for each in content.left_out} == {"forbidden character": 200_000 - base.MAX_MARKS}


def test_two_hundred_accents_on_one_letter_are_kept() -> None:
    text = "e" + "\u0301" * base.MAX_MARKS
    assert read_bytes("a.txt", text.encode()).text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "body",
    [
        "<v" + " " * 1_000_000,
        "<v " * 300_000,
        "<i " * 300_000,
        "{\\" * 300_000,
        "\n \n" * 300_000 + "x",
        "1" * 1_000_000 + " x",
        "\n1 " * 300_000 + "x",
        "-" * 1_000_000,
        "&" * 1_000_000,
    ],
)
def test_subtitles_made_to_take_long_do_not(body: str) -> None:
    began = time.process_time()
    try:
        read_bytes("a.vtt", (VTT + body + "\n\n" + VTT[8:] + "fin").encode())
    except UnreadableFile as error:
        assert "a.vtt" in str(error)  # noqa: PT017 - either end is right
    assert time.process_time() - began < 10


@pytest.mark.parametrize("suffix", [".txt", ".html", ".rtf"])
def test_more_characters_than_a_text_has_are_refused_with_the_limit(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MAX_CHARACTERS", 1000)
    written = r"{\rtf1 " + "x" * 1001 + "}" if suffix == ".rtf" else "x" * 1001
    with pytest.raises(UnreadableFile, match="more than 20 million characters"):
        read_bytes("a" + suffix, written.encode())
