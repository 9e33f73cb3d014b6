"""Write a workbook of 100,000 quotes, some of them 100,000 characters long, and read every cell and link of it back from its XML.

    python tests/hold_workbook.py [QUOTES]

Fails where a character of a quote is missing, a link leads nowhere or to another quote, or a sheet holds more than Excel takes. The reading
shares nothing with the writing but the marks that stand for what a cell cannot hold.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

sys.path.append(str(Path(__file__).parent / "benchmarks"))

from bench_workbook import report

from toolkit.export import workbook
from toolkit.export.base import Axes, Grid, Head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.export.base import QuoteRow, Report

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL, ROWS, LINKS = 32_767, 1_048_576, 65_530  # what Excel takes
ODD = "".join(map(chr, range(0x20))) + "\x7f\x85\ufffe\uffff_x0041_ =1+1 <b>&amp;</b> \U0001f600e\u0301\u05d0\u202e"
LONG = ("Il a dit \U0001f642 que non. " + ODD) * 1_200
MARKS = {number: 0x2400 + number for number in range(0x20) if chr(number) not in "\t\n"} | {0xFFFE: 0xFFFD, 0xFFFF: 0xFFFD}


@dataclass
class Read:
    """What one sheet holds: cells by address, and links from address to location."""

    cells: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    rows: int = 0


def hard_report(quotes: int) -> Report:
    """Many quotes; every thousandth has 100,000 characters, every hundredth odd ones; and a matrix whose index has a link for each."""
    made = report(quotes)
    rows = tuple(_harder(number, row) for number, row in enumerate(made.quotes))
    evidence: dict[tuple[int, int], list[bytes]] = defaultdict(list)
    for row in rows:
        evidence[int(row.code.removeprefix("code.")), int(row.document.removeprefix("Entrevue "))].append(row.uid)
    [first, *_others] = made.grids
    documents = tuple(Head(document.name, document.name) for document in made.documents)
    by_document = Axes("Par document", first.axes.rows, documents, evidence={place: tuple(uids) for place, uids in evidence.items()})
    counts = {place: len(uids) for place, uids in evidence.items()}
    grids = (*made.grids, Grid("Par document", by_document, "codings", "Décisions.", counts))
    return replace(made, quotes=rows, grids=grids, characters=sum(row.end - row.start for row in rows))


def _harder(number: int, row: QuoteRow) -> QuoteRow:
    text = LONG[:100_000] if number % 1_000 == 0 else ODD if number % 100 == 0 else row.quote
    return replace(row, quote=text, end=row.start + len(text))


def main(quotes: int) -> None:
    """Write, read back, compare."""
    made = hard_report(quotes)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        workbook.write(path, made)
        book = dict(sheets(path))
    for name, sheet in book.items():
        assert sheet.rows <= ROWS, name
        assert len(sheet.links) <= LINKS, name
        assert all(len(text.encode("utf-16-le")) // 2 <= CELL for text in sheet.cells.values()), name
    said = {row.uid.hex(): row.quote.translate(MARKS) for row in made.quotes}
    found, rows = quotes_of(book)
    assert found == said
    followed = follow(book, rows)
    print(f"{len(found):,} quotes, {sum(map(len, found.values())):,} characters, {followed:,} links: nothing is missing, each leads there")


def quotes_of(book: dict[str, Read]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """The texts of the quotes by identifier, put together again; and for each sheet of quotes the identifier in each row."""
    texts: dict[str, list[str]] = defaultdict(list)
    rows: dict[str, dict[str, str]] = {}
    for name, sheet in book.items():
        if not name.startswith("Citations"):
            continue
        heads = {text: place.removesuffix("1") for place, text in sheet.cells.items() if re.fullmatch("[A-Z]+1", place)}
        text_column, uid_column = heads["Citation (texte)"], heads["Identifiant"]
        uid, rows[name] = "", {}
        for row in range(2, sheet.rows + 1):
            uid = sheet.cells.get(f"{uid_column}{row}") or uid
            rows[name][str(row)] = uid
            texts[uid].append(sheet.cells[f"{text_column}{row}"])
    return {uid: "".join(parts) for uid, parts in texts.items()}, rows


def follow(book: dict[str, Read], rows: dict[str, dict[str, str]]) -> int:
    """Follow every link; a link from an index leads to the quote that its row names."""
    count = 0
    for name, sheet in book.items():
        for place, location in sheet.links.items():
            target, _sign, cell = location.rpartition("!")
            there = book[target.strip("'").replace("''", "'")].cells.get(cell)
            assert there, (name, place, location)
            if name.startswith("Index") and "Citations" in target:
                uid = rows[target.strip("'")][re.sub(r"\D", "", cell)]
                row = re.sub(r"\D", "", place)
                assert any(text and uid.startswith(text) for text in (sheet.cells.get(f"{letter}{row}") for letter in "ABCDEFGH")), place
            count += 1
    return count


def sheets(path: Path) -> Iterator[tuple[str, Read]]:
    """The sheets of a workbook, by name."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {found.get("Id"): found.get("Target").lstrip("/").removeprefix("xl/") for found in relations}
        for found in etree.fromstring(archive.read("xl/workbook.xml")).iter(f"{NS}sheet"):
            with archive.open(f"xl/{targets[found.get(REL)]}") as file:
                yield found.get("name"), read(file)


def read(file: object) -> Read:
    """One sheet."""
    found = Read()
    for _event, element in etree.iterparse(file, tag=(f"{NS}row", f"{NS}hyperlink")):
        if element.tag == f"{NS}hyperlink":
            found.links[element.get("ref")] = element.get("location")
        else:
            found.rows = int(element.get("r"))
            for cell in element:
                text = "".join(part.text or "" for part in cell.iter(f"{NS}t", f"{NS}v"))
                found.cells[cell.get("r")] = re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
        element.clear()
    return found


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
