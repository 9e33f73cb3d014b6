"""Encodings: the user's word, else what is certain, else a guess that is called one; a wrong word gives one clear sentence."""

from __future__ import annotations

import pytest

from toolkit.errors import UnreadableFile
from toolkit.readers import encodings, read_bytes
from toolkit.readers.encodings import codec_named, decode

FRENCH = "Élève : « Où ? » – l’été, ça va.\n" * 3
SUBTITLES = "1\n00:00:01,000 --> 00:00:02,000\nÇa va.\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nÇa va.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "guessed"),
    [
        (FRENCH.encode(), "utf-8", False),
        (FRENCH.encode("utf-8-sig"), "utf-8-sig", False),
        (FRENCH.encode("utf-16"), "utf-16", False),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16", False),
        (FRENCH.encode("utf-16-le"), "utf-16-le", True),
        (FRENCH.encode("utf-16-be"), "utf-16-be", True),
        (FRENCH.encode("cp1252"), "cp1252", True),
        (b"plain", "utf-8", False),
    ],
)
def test_what_is_found_is_named_and_a_guess_is_called_one(data: bytes, encoding: str, guessed: bool) -> None:
    content = read_bytes("a.txt", data)
    assert (content.encoding, content.guessed) == (encoding, guessed)
    assert content.text == ("plain" if data == b"plain" else FRENCH)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.vtt", "a.srt"])
@pytest.mark.parametrize("encoding", ["cp1250", "mac-roman", "utf-16-le", "utf-8"])
def test_the_users_word_wins_in_every_format_of_text_and_is_no_guess(name: str, encoding: str) -> None:
    written = {"a.srt": SUBTITLES, "a.vtt": VTT, "a.html": "<p>Ça va.</p>"}.get(name, "Ça va.")
    content = read_bytes(name, written.encode(encoding), encoding=encoding)
    assert (content.text, content.encoding, content.guessed) == ("Ça va.", encoding, False)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.vtt", "a.srt", "a.rtf"])
@pytest.mark.parametrize("encoding", ["klingon", "hex", "punycode", "unicode_escape", "a\0b", "é", "x" * 300, " ", "../utf-8"])
def test_a_word_that_is_no_encoding_gives_one_clear_sentence(name: str, encoding: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(name, rb"{\rtf1 x}" if name == "a.rtf" else b"x", encoding=encoding)
    assert str(caught.value) == f"{name}: the encoding {encoding} is not known. Give another, such as utf-8, cp1252 or utf-16."


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.vtt", "a.srt"])
def test_a_wrong_word_gives_one_clear_sentence(name: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^{name} is not text in the encoding utf-8\. Name its encoding, or save it as UTF-8\.$"):
        read_bytes(name, "Ça".encode("cp1252"), encoding="utf-8")


def test_what_a_file_says_of_itself_counts_after_utf_8_but_before_a_guess() -> None:
    assert decode("a", "ж".encode("cp1251"), declared="cp1251").encoding == "cp1251"
    assert decode("a", "ж".encode(), declared="cp1251").encoding == "utf-8"
    assert decode("a", "日本".encode("iso2022_jp"), declared="iso2022_jp").text == "日本"


def test_latin_1_is_read_as_the_windows_form_of_it_where_a_file_says_so() -> None:
    assert codec_named("ISO-8859-1") == codec_named("us-ascii") == "cp1252"
    assert codec_named("UTF8") == "utf-8"


def test_a_text_of_zeros_is_none() -> None:
    with pytest.raises(UnreadableFile, match="is not text"):
        read_bytes("a.txt", b"\0" * 100)


def test_more_bytes_than_a_text_has_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "MAX_TEXT_FILE", 3_000_000)
    with pytest.raises(UnreadableFile, match="larger than 3 MB, which no text is"):
        read_bytes("a.txt", b"x" * 3_000_001)
