"""Open the demonstration's workbook in LibreOffice, let it compute every formula anew, and read what its checks say there.

    python tests/recount_in_libreoffice.py

fails unless every check says "equal", and unless one figure changed by hand makes a check say "different". Needs LibreOffice Calc.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from toolkit.actions.demo import run_demo
from toolkit.messages import use_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl import Workbook

EQUAL, DIFFERENT = "equal", "different"


def main() -> None:
    """Recount the workbook, then one with a wrong figure."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        sys.exit("LibreOffice is not installed (Debian: apt install libreoffice-calc-nogui).")
    use_language("en")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workbook = run_demo(folder / "demo", lambda _sentence: None).workbook
        said = verdicts(recounted(office, folder, workbook))
        print(f"{len(said)} checks, {said.count(EQUAL)} {EQUAL}")
        if set(said) != {EQUAL} or len(said) < 1000:
            sys.exit(f"LibreOffice does not count as Terrain does: {sorted(set(said))}")
        said = verdicts(recounted(office, folder, with_a_wrong_figure(workbook, folder / "wrong.xlsx")))
        print(f"with one figure changed: {said.count(DIFFERENT)} {DIFFERENT}")
        if DIFFERENT not in said:
            sys.exit("A figure was changed, and no check noticed.")


def with_a_wrong_figure(workbook: Path, target: Path) -> Path:
    """A copy in which one cell of the matrix of codings is one higher."""
    book = openpyxl.load_workbook(workbook)
    cell = next(cell for row in book["Codings"].iter_rows() for cell in row if cell.hyperlink and isinstance(cell.value, int))
    cell.value += 1
    book.save(target)
    return target


def recounted(office: str, folder: Path, workbook: Path) -> Workbook:
    """The workbook as LibreOffice saves it, with the values that it has computed and none that were in the file."""
    outcome = folder / "recounted"
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(outcome), str(workbook)], check=True, capture_output=True, timeout=300)
    return openpyxl.load_workbook(outcome / workbook.name, data_only=True)


def verdicts(book: Workbook) -> list[str]:
    """What the cells say that compare a count with a recount."""
    return list(_verdicts(book))


def _verdicts(book: Workbook) -> Iterator[str]:
    for name in book.sheetnames:
        if name.startswith("Check"):
            for row in book[name].iter_rows(values_only=True):
                yield from (value for value in row if value in (EQUAL, DIFFERENT) or (isinstance(value, str) and value.startswith("#")))


if __name__ == "__main__":
    main()
