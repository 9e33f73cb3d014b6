"""The workbook with many quotes, against openpyxl's write-only mode writing the same cells, styles and links."""

from __future__ import annotations

import pickle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from measure import Benchmark, Entry, Goal, workspace

if TYPE_CHECKING:
    from toolkit.export.base import Report

CODES, CASES = 100, 20
WORDS = "le la les de des on nous ils comité ville école quartier projet décision parce que jamais toujours ensemble".split()  # noqa: SIM905


def report(quotes: int) -> Report:
    """A report with so many quotes of some 190 characters, 100 codes, 20 cases, and matrices of codings and of words."""
    from toolkit.codebook.codebook import Code, Codebook
    from toolkit.export.base import Axes, CaseRow, DocumentRow, Grid, Head, QuoteRow, Step
    from toolkit.export.base import Report as Made
    from toolkit.model import Attribute

    dice = Random(7)
    codes = tuple(Code(f"code.{number}", f"c{number}", number.to_bytes(16, "big"), {"fr": f"Code {number}"}) for number in range(CODES))
    book = Codebook("essai", ("fr",), title={"fr": "Essai"}, codes=codes)
    cases = [f"Cas {number}" for number in range(CASES)]
    texts = [" ".join(dice.choices(WORDS, k=34)) for _number in range(997)]
    documents = [f"Entrevue {number}" for number in range(CASES)]
    rows = []
    counts: dict[tuple[int, int], int] = {}
    steps: dict[tuple[int, int], list[Step]] = {}
    words: dict[tuple[int, int], int] = {}
    for number in range(quotes):
        code, case, text = dice.randrange(CODES), dice.randrange(CASES), texts[number % len(texts)]
        start, turn = 300 * (number // CASES), number // CASES
        document = documents[case]
        rows.append(
            QuoteRow(
                *(number.to_bytes(16, "big"), cases[case], document, codes[code].key, start, start + len(text), text, "ana", "hand"),
                date="2024-06-12",
                speaker="Marie",
                role="participant",
                time_ms=1000 * turn,
                turn=turn,
                words=34,
            )
        )
        counts[code, case] = counts.get((code, case), 0) + 1
        words[code, case] = words.get((code, case), 0) + 34
        steps.setdefault((code, case), []).append(Step(document, turn, start, start + len(text), 34, counts[code, case]))
    axes = Axes(
        "Codes par cas",
        tuple(Head(code.key, code.label["fr"]) for code in codes),
        tuple(Head(case, case) for case in cases),
        in_quotes=True,
        steps={place: tuple(found) for place, found in steps.items()},
    )
    attributes = tuple(Attribute(number, bytes(16), "case", name, "text", ()) for number, name in enumerate(("milieu", "taille")))
    return Made(
        *("Essai", book, "1", "2026-11-23", "Terrain", "ana", "fr", 1, quotes, sum(row.end - row.start for row in rows)),
        cases=tuple(CaseRow(bytes(16), case, {"milieu": "urbain", "taille": "12"}) for case in cases),
        documents=tuple(DocumentRow(name, "interview") for name in documents),
        case_attributes=attributes,
        quotes=tuple(rows),
        grids=(Grid("Codages", axes, "codings", "Décisions.", counts), Grid("Mots", axes, "words", "Mots.", words)),
    )


def write(made: Report) -> str:
    """Ours: the whole workbook, with its matrices, merged intervals and checks."""
    from toolkit.export import workbook

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        workbook.write(path, made)
        return f"{path.stat().st_size:,} bytes"


def cells(quotes: int) -> Path:
    """What ours has written, in a file: for each sheet its rows of (value, style, link), read back with openpyxl."""
    found = workspace() / f"cells-{quotes}.pickle"
    if not found.exists():
        import openpyxl

        from toolkit.export import workbook

        path = workspace() / f"cells-{quotes}.xlsx"
        workbook.write(path, report(quotes))
        book = openpyxl.load_workbook(path)
        with found.open("wb") as file:
            for sheet in book:
                pickle.dump(sheet.title, file)
                for row in sheet.iter_rows():
                    pickle.dump([_plain(cell) for cell in row], file)
                pickle.dump(None, file)
        path.unlink()
    return found


def _plain(cell: Any) -> tuple[Any, bool, str]:
    return cell.value, bool(cell.alignment.wrap_text), cell.hyperlink.location if cell.hyperlink else ""


def write_only(path: Path) -> str:
    """The peer: openpyxl's write-only mode, the same values; wrapped cells and links as it takes them."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.hyperlink import Hyperlink

    book, wrapped, count = Workbook(write_only=True), Alignment(wrap_text=True, vertical="top"), 0
    with path.open("rb") as file, TemporaryDirectory() as folder:
        while True:
            try:
                sheet = book.create_sheet(pickle.load(file))
            except EOFError:
                break
            number = 0
            while (row := pickle.load(file)) is not None:
                number += 1
                written = []
                for value, wrap, link in row:
                    if not wrap and not link:
                        written.append(value)
                        continue
                    cell = WriteOnlyCell(sheet, value)
                    if wrap:
                        cell.alignment = wrapped
                    if link:
                        cell.hyperlink = Hyperlink(ref="", location=link)
                    written.append(cell)
                count += len(written)
                sheet.append(written)
        book.save(Path(folder) / "x.xlsx")
    return f"{count:,} cells"


BENCHMARKS = [
    Benchmark(
        "The workbook",
        "quotes",
        (10_000, 30_000, 100_000),
        (Entry("terrain", write, report), Entry("openpyxl, write-only", write_only, cells)),
        (Goal(1.2, 100_000, "openpyxl, write-only"), Goal(2, 100_000, memory=True, to_size=10_000)),
        rounds=1,
    )
]
