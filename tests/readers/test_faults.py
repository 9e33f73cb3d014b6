"""Files that cannot be read are refused in one sentence that says what is wrong and what to do, and never otherwise."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import UnreadableFile
from toolkit.readers import READERS, archive, read_bytes, read_file
from toolkit.readers.signature import OLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[..., bytes]

PARAGRAPH = "<w:p><w:r><w:t>mot</w:t></w:r></w:p>"


def refusal(name: str, data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(name, data, encoding=encoding)
    return str(caught.value)


def test_an_unknown_suffix_names_the_known_ones() -> None:
    assert refusal("a.pages", b"x") == (
        "a.pages is of a kind that cannot be read. Save it as one of these: .docx, .odt, .rtf, .html, .htm, .txt, .md, .pdf, .vtt, .srt."
    )


@pytest.mark.parametrize("suffix", READERS)
def test_an_empty_file_is_called_empty(suffix: str) -> None:
    assert "is empty" in refusal("a" + suffix, b"")


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_text_of_white_space_has_no_text(suffix: str) -> None:
    assert "has no text" in refusal("a" + suffix, b" \n\t\n")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.txt cannot be opened: No such file"):
        read_file(tmp_path / "a.txt")


@pytest.mark.parametrize(
    ("name", "data", "really"),
    [
        ("a.docx", b"{\\rtf1 Bonjour}", ".rtf"),
        ("a.docx", OLE + b"\0" * 600, ".doc"),
        ("a.docx", b"%PDF-1.7", ".pdf"),
        ("a.txt", b"PK\x03\x04rest", ".docx"),
        ("a.pdf", b"PK\x03\x04rest", ".docx"),
        ("a.vtt", b"\xff\xd8\xff\xe0", ".jpg"),
    ],
)
def test_a_mislabelled_file_is_told_by_its_first_bytes(name: str, data: bytes, really: str) -> None:
    assert f"{name} is really a" in refusal(name, data)
    assert really in refusal(name, data)


def test_archives_of_one_kind_under_the_name_of_another_are_told_apart(docx: Build, odt: Build) -> None:
    assert "is really a .odt file" in refusal("a.docx", odt("<text:p>x</text:p>"))
    assert "is really a .docx file" in refusal("a.odt", docx(PARAGRAPH))


def test_a_password_is_recognised_in_word_in_opendocument_and_in_an_archive(odt: Build, docx: Build) -> None:
    assert "password" in refusal("a.docx", OLE + b"\0" * 99 + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal("a.odt", odt("<text:p>x</text:p>", manifest="<manifest:encryption-data/>"))
    flagged = (
        docx(PARAGRAPH)
        .replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
        .replace(b"\x14\x03\x14\x00\x00", b"\x14\x03\x14\x00\x01")
    )
    assert "password" in refusal("a.docx", flagged)


def test_what_is_no_archive_or_lacks_its_main_part_is_damaged(zipped: Build) -> None:
    assert "is damaged" in refusal("a.docx", b"PK\x03\x04 and nothing more")
    assert "is damaged" in refusal("a.docx", b"plain words")
    assert "is damaged" in refusal("a.docx", zipped({"other.txt": "x"}))
    assert "is damaged" in refusal("a.odt", zipped({"other.txt": "x"}))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_a_document_cut_or_changed_anywhere_is_read_or_refused_but_never_breaks_the_program(
    docx: Build, odt: Build, data: st.DataObject
) -> None:
    name, whole = data.draw(st.sampled_from([("a.docx", docx(PARAGRAPH)), ("a.odt", odt("<text:p>mot</text:p>"))]))
    place = data.draw(st.integers(0, len(whole) - 1))
    cut = data.draw(st.booleans())
    broken = whole[:place] if cut else whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    try:
        read_bytes(name, broken)
    except UnreadableFile:
        return
    assert not cut


def test_entities_are_refused_before_they_grow_or_open_files(zipped: Build) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for doctype in (laughs, outside):
        content = f"{doctype}<x>&a;</x>"
        assert "declares XML entities" in refusal("a.odt", zipped({"content.xml": content}))


def test_an_archive_that_would_unpack_to_too_much_is_not_unpacked(zipped: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"content.xml": b"\0" * (archive.RATIO_FREE + 1)})
    assert len(bomb) < 20_000
    assert "more than 300 times its size" in refusal("a.odt", bomb)
    monkeypatch.setattr(archive, "MAX_MEMBERS", 3)
    assert "holds more than 3 files" in refusal("a.odt", zipped({f"{n}.xml": "" for n in range(4)}))
    monkeypatch.setattr(archive, "MAX_UNPACKED", 2 << 20)
    assert "would unpack to more than 2 MB" in refusal("a.odt", zipped({"content.xml": "x" * (2 << 20) + "x"}, zipfile.ZIP_STORED))


def test_xml_with_more_marks_than_a_text_has_is_not_parsed(docx: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MARKS", 1000)
    body = PARAGRAPH + "<w:bookmarkStart/>" * 1000
    assert "million marks of formatting" in refusal("a.docx", docx(body))


def test_names_that_lead_out_of_the_archive_are_names_like_others(zipped: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    with pytest.raises(UnreadableFile, match="is damaged"):
        read_bytes("a.odt", zipped({"../content.xml": "<x/>", "/tmp/content.xml": "<x/>", "../" * 9 + "word/document.xml": "<x/>"}))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_packing_that_word_processors_do_not_use_is_damage(zipped: Build) -> None:
    assert "is damaged" in refusal("a.odt", zipped({"content.xml": "<x/>"}, zipfile.ZIP_LZMA))


def test_a_part_larger_than_it_declares_is_not_unpacked_further(odt: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_PART", 50)
    assert "would unpack to more than 0 MB" in refusal("a.odt", odt("<text:p>mot</text:p>"))


def test_xml_nested_without_end_is_refused(docx: Build) -> None:
    assert "is damaged" in refusal("a.docx", docx("<w:sdt>" * 5000 + PARAGRAPH + "</w:sdt>" * 5000))


def test_a_scanned_pdf_is_sent_to_text_recognition(pdf: Build) -> None:
    assert refusal("a.pdf", pdf([], [])) == (
        "The pages of a.pdf are images. Run text recognition (OCR) on it first, then import the result."
    )


def test_a_pdf_behind_a_password_says_so(pdf: Build) -> None:
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -44/O<{'ab' * 32}>/U<{'cd' * 32}>>>/ID[<{'ef' * 16}><{'ef' * 16}>]"
    assert "is protected by a password" in refusal("a.pdf", pdf(["secret"], trailer=lock))


def test_a_pdf_that_is_none_or_was_cut_is_damaged() -> None:
    assert "is damaged" in refusal("a.pdf", b"%PDF-1.7 and nothing")
    assert "is damaged" in refusal("a.pdf", b"words")


def test_subtitles_without_times_are_no_subtitles() -> None:
    assert "has no subtitles with times" in refusal("a.vtt", b"WEBVTT\n\nBonjour")


@pytest.mark.parametrize(
    ("data", "encoding", "sentence"),
    [
        (b"caf\x81", None, "a.txt is not text in the encoding UTF-8. Name its encoding, or save it as UTF-8."),
        ("é".encode("cp1252"), "utf-8", "a.txt is not text in the encoding utf-8. Name its encoding, or save it as UTF-8."),
        (
            "漢字".encode("utf-16-le") + b"\x81\x8d\x81",
            None,
            "a.txt is not text in the encoding UTF-8. Name its encoding, or save it as UTF-8.",
        ),
        (b"x", "klingon", "a.txt: the encoding klingon is not known. Give another, such as utf-8, cp1252 or utf-16."),
        (b"x", "hex", "a.txt: the encoding hex is not known. Give another, such as utf-8, cp1252 or utf-16."),
    ],
)
def test_a_wrong_encoding_is_named(data: bytes, encoding: str | None, sentence: str) -> None:
    assert refusal("a.txt", data, encoding) == sentence
