"""What readers leave out of a text, in the researcher's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.model import LeftOut

KINDS: dict[str, Callable[[int], str]] = {
    "chart": lambda n: ngettext("{n} chart", "{n} charts", n),
    "column": lambda n: ngettext("{n} column of the table", "{n} columns of the table", n),
    "comment": lambda n: ngettext("{n} comment", "{n} comments", n),
    "cue time": lambda n: ngettext("{n} time of a subtitle without speaker", "{n} times of subtitles without speaker", n),
    "deletion": lambda n: ngettext("{n} tracked deletion", "{n} tracked deletions", n),
    "embedded object": lambda n: ngettext("{n} embedded object", "{n} embedded objects", n),
    "endnote": lambda n: ngettext("{n} endnote", "{n} endnotes", n),
    "erased turn": lambda n: ngettext("{n} turn of somebody who was erased", "{n} turns of somebody who was erased", n),
    "footnote": lambda n: ngettext("{n} footnote", "{n} footnotes", n),
    "form field": lambda n: ngettext("{n} field of a form", "{n} fields of a form", n),
    "forbidden character": lambda n: ngettext("{n} character that no text may hold", "{n} characters that no text may hold", n),
    "formatting tag": lambda n: ngettext("{n} formatting tag", "{n} formatting tags", n),
    "header or footer": lambda n: ngettext("{n} page header or footer", "{n} page headers or footers", n),
    "hidden text": lambda n: ngettext("{n} piece of hidden text", "{n} pieces of hidden text", n),
    "image": lambda n: ngettext("{n} image", "{n} images", n),
    "line-end hyphen": lambda n: ngettext("{n} hyphen at a line end", "{n} hyphens at line ends", n),
    "line outside the page": lambda n: ngettext("{n} line outside the page", "{n} lines outside the page", n),
    "list number": lambda n: ngettext("{n} automatic list number or bullet", "{n} automatic list numbers or bullets", n),
    "note block": lambda n: ngettext("{n} note or style block", "{n} note and style blocks", n),
    "note mark": lambda n: ngettext("{n} number of a note, which stands at the end", "{n} numbers of notes, which stand at the end", n),
    "page number": lambda n: ngettext("{n} page number", "{n} page numbers", n),
    "page title": lambda n: ngettext("{n} page title", "{n} page titles", n),
    "page without text": lambda n: ngettext("{n} page without text", "{n} pages without text", n),
    "phonetic guide": lambda n: ngettext("{n} phonetic guide", "{n} phonetic guides", n),
    "script or style": lambda n: ngettext("{n} script or style sheet", "{n} scripts and style sheets", n),
    "sheet": lambda n: ngettext("{n} sheet of the workbook", "{n} sheets of the workbook", n),
    "soft hyphen": lambda n: ngettext("{n} soft hyphen", "{n} soft hyphens", n),
}


def in_words(left_out: LeftOut) -> str:
    """What was left out, with its number, in the current language."""
    return KINDS[left_out.kind](left_out.count)
