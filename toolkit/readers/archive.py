"""Zip archives from outside (docx, odt, xlsx), guarded: sizes are checked before anything is unpacked, and nothing is written to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from toolkit.errors import UnreadableFile
from toolkit.messages import _
from toolkit.readers.base import too_many_marks
from toolkit.readers.signature import locked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

MAX_MEMBERS = 20_000
MAX_UNPACKED = 1 << 30  # bytes of all members, pictures included
MAX_PART = 100 << 20  # bytes of one XML part: some 2 million words
MAX_MARKS = 4_000_000  # elements and twice the attributes of one XML part: half a GB once parsed
MAX_RATIO = 300  # unpacked to packed; what word processors write stays under 60
RATIO_FREE = 10 << 20  # a part under this many bytes may be packed as tightly as it likes

STREAMED = ("xl/worksheets/", "xl/sharedStrings.xml")  # parts of a workbook that are not held in memory as a tree
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # the only ones that docx and odt may use
NO_ALIASES: Mapping[bytes, bytes] = {}
# All that zipfile and zlib raise on archives that are cut, patched or packed in a way they do not know.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


class Archive:
    """A zip archive in memory whose XML parts can be read by name.

    Raises UnreadableFile for what is no sound archive, is locked by a password, or would unpack to more than the limits allow.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGE:
            raise self.damaged() from None
        self._guard()

    def __contains__(self, part: str) -> bool:
        return part in self._zip.NameToInfo

    def xml(self, part: str, aliases: Mapping[bytes, bytes] = NO_ALIASES) -> _Element:
        """The root of one XML part; `aliases` are written bytes (namespaces) to be read as others. A missing or unsound part is damage."""
        return self.parsed(self.content(part), aliases)

    def parsed(self, data: bytes, aliases: Mapping[bytes, bytes] = NO_ALIASES) -> _Element:
        """The root of some XML of the archive; see `xml`."""
        from lxml import etree

        # Without huge_tree, libxml2 itself refuses more than 256 levels and single texts over 10 MB.
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
        self._refuse_marks(data)
        for written, meant in aliases.items():
            data = data.replace(written, meant)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError:
            raise self.damaged() from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._declares()
        return root

    def refuse_entities(self) -> None:
        """Raise UnreadableFile where an XML part declares entities, for libraries that would expand them."""
        for part in self._zip.NameToInfo:
            if part.endswith((".xml", ".rels")):
                data = self.content(part).replace(b"\0", b"")  # UTF-16 is XML, too
                if not part.startswith(STREAMED):
                    self._refuse_marks(data)
                if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                    raise self._declares()

    def damaged(self) -> UnreadableFile:
        """The failure of an archive that lacks something it must have."""
        return UnreadableFile(
            _("{name} is damaged or was not copied whole. Open it in a word processor and save it again, or fetch it anew.", name=self.name)
        )

    def content(self, part: str) -> bytes:
        """One part, unpacked; a missing or unsound one is damage."""
        try:
            info = self._zip.getinfo(part)
            if info.flag_bits & 1:
                raise locked(self.name)
            if info.compress_type not in PACKINGS:
                raise self.damaged()
            with self._zip.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except (KeyError, *DAMAGE):
            raise self.damaged() from None
        if len(data) > MAX_PART:
            raise self._too_large(MAX_PART)
        return data

    def _guard(self) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise UnreadableFile(
                _(
                    "{name} holds more than {limit} files and was not opened. Copy its text into a new document.",
                    name=self.name,
                    limit=MAX_MEMBERS,
                )
            )
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise self._too_large(MAX_UNPACKED)
        for member in members:
            if member.file_size > RATIO_FREE and member.file_size > MAX_RATIO * max(member.compress_size, 1):
                raise UnreadableFile(
                    _(
                        "{name} would unpack to more than {limit} times its size and was not opened. Copy its text into a new document.",
                        name=self.name,
                        limit=MAX_RATIO,
                    )
                )

    def _refuse_marks(self, data: bytes) -> None:
        # The shortest element has three bytes, the shortest attribute six: less need not be counted.
        if len(data) > 3 * MAX_MARKS and data.count(b"<") + 2 * data.count(b"=") > MAX_MARKS:
            raise too_many_marks(self.name, MAX_MARKS)

    def _declares(self) -> UnreadableFile:
        return UnreadableFile(
            _("{name} declares XML entities, which no office program writes. Ask where it comes from, or copy its text.", name=self.name)
        )

    def _too_large(self, limit: int) -> UnreadableFile:
        return UnreadableFile(
            _(
                "{name} would unpack to more than {limit} MB and was not opened. Copy its text into a new document.",
                name=self.name,
                limit=limit >> 20,
            )
        )
