"""A table of codes, as it comes out of Excel or another program, made into the YAML of a codebook."""

from __future__ import annotations

import csv
import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.codebook.cues import parse_cue
from toolkit.codebook.reading import slug, unique
from toolkit.codebook.write import dump
from toolkit.errors import Problem, UnreadableFile, UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

COLUMNS = {
    "label": ("label", "libellé", "libelle", "name", "nom", "code name", "tag", "étiquette", "titre", "title", "thème", "theme"),
    "key": ("key", "clé", "cle", "identifiant", "id", "code"),
    "definition": ("definition", "définition", "memo", "mémo", "description", "comment", "commentaire"),
    "parent": ("parent", "parent code", "code parent", "parent name", "catégorie", "categorie", "category", "groupe", "group"),
    "examples": ("examples", "example", "exemples", "exemple", "quote", "citation", "extrait"),
    "cues": ("cues", "cue", "indices", "indice", "mots-clés", "mots clés", "mots cles", "keywords"),
    "include": ("include", "inclusion", "inclure", "critères d'inclusion"),
    "exclude": ("exclude", "exclusion", "exclure", "critères d'exclusion"),
}
MAX_ROWS = 20_000
MAX_BYTES = 200_000_000  # of a workbook, unpacked

_DOTTED = re.compile(r"[\w-]+(\.[\w-]+)+")
_LEVELS = re.compile(r"\s*[>\\]\s*")
_ITEMS = re.compile(r"\s*[;|\n]\s*")

Steps = tuple[str, ...]


class _Row(NamedTuple):
    """A usable row: its number, the names of its levels, and what stands in each known column."""

    number: int
    steps: Steps
    values: Mapping[str, str]


def from_xlsx_or_csv(name: str, data: bytes, language: str, key: str = "") -> tuple[str, list[Problem]]:
    """The YAML of a codebook from a workbook's first sheet or a delimited text file (UTF-8, UTF-16 or cp1252; comma, semicolon or tab).

    `name` is the file's; without `key` the codebook's key is made from it. Returns what `from_table` does; raises UnreadableFile.
    """
    problems: list[Problem] = []
    cells = _workbook_cells(name, data, problems) if data.startswith(b"PK") else _delimited_cells(name, data)
    first, rows = _named(name, cells, problems)
    text, more = from_table(rows, key or slug(PurePath(name).stem), language, name, first_row=first)
    return text, problems + more


def from_table(
    rows: Iterable[Mapping[str, str]], key: str, language: str, path: str = "", *, first_row: int = 2
) -> tuple[str, list[Problem]]:
    """The YAML of a codebook in one language, and a problem for each row, column or cue that was left out.

    Columns are known by their French and English names (`COLUMNS`). Levels stand in the name (`Partenariat > Conditions`,
    `partenariat.conditions`) or in a column for the code above; levels that have no row of their own are added.
    """
    table = list(rows)
    columns, problems = _columns(table, path)
    usable: list[_Row] = []
    for number, row in enumerate(table, start=first_row):
        values = {what: (row.get(column) or "").strip() for what, column in columns.items()}
        steps = _steps(values.get("key") or values.get("label", ""))
        if steps:
            usable.append(_Row(number, steps, values))
        elif any(values.values()):
            todo = _("The row was left out; give it a name.")
            problems.append(Problem(path, _("row {n}", n=number), _("The code has no name."), todo))
    codes = _codes(usable, path, problems)
    return dump({"format": 1, "key": key, "languages": [language], "codes": codes}), problems


def _columns(table: Sequence[Mapping[str, str]], path: str) -> tuple[dict[str, str], list[Problem]]:
    """Which column holds what; what is not known is a problem."""
    known = {name: what for what, names in COLUMNS.items() for name in names}
    columns: dict[str, str] = {}
    problems = []
    for column in dict.fromkeys(name for row in table for name in row):
        what = known.get(" ".join(column.lower().replace("’", "'").replace("_", " ").split()))
        if what and what not in columns:
            columns[what] = column
        elif any((row.get(column) or "").strip() for row in table):
            todo = _("It was left out. Known are: {names}.", names=", ".join(names[0] for names in COLUMNS.values()))
            problems.append(Problem(path, _("column {name}", name=column), _("This column is not known, or is there twice."), todo))
    if not columns.keys() & {"key", "label"}:
        problems.append(
            Problem(path, "", _("No column holds the names of the codes."), _("Name the columns in the first row: code, definition …"))
        )
    return columns, problems


def _steps(name: str) -> Steps:
    """The levels that a name is made of.

    >>> _steps("Partenariat > Conditions"), _steps("partenariat.conditions"), _steps("M. Roy (v. 2)")
    (('Partenariat', 'Conditions'), ('partenariat', 'conditions'), ('M. Roy (v. 2)',))
    """
    parts = name.split(".") if _DOTTED.fullmatch(name) else _LEVELS.split(name)
    return tuple(part for part in (part.strip() for part in parts) if part)


def _codes(rows: Sequence[_Row], path: str, problems: list[Problem]) -> list[dict[str, Any]]:
    """The codes in the order of the table, each after the levels above it."""
    made: dict[Steps, dict[str, Any]] = {}
    rowed: set[Steps] = set()
    taken: set[str] = set()
    above = _by_name(rows)
    for row in rows:
        place = _("row {n}", n=row.number)
        steps = _full(row, above)
        if steps is None:
            todo = _("The row was left out; correct the column for the code above.")
            problems.append(Problem(path, place, _("The code stands below itself."), todo))
            continue
        same = tuple(step.casefold() for step in steps)
        if same in rowed:
            what = _("“{name}” stands in the table a second time.", name=" > ".join(steps))
            problems.append(Problem(path, place, what, _("The row was left out; join the two.")))
            continue
        rowed.add(same)
        for level in range(1, len(steps) + 1):
            parent = made.get(same[: level - 1], {}).get("key")
            if same[:level] not in made:
                code_key = unique(".".join(filter(None, [parent, slug(steps[level - 1])])), taken)
                taken.add(code_key)
                made[same[:level]] = {"key": code_key, "label": steps[level - 1]}
        made[same] |= _contents(row, path, problems)
    return list(made.values())


def _by_name(rows: Sequence[_Row]) -> dict[str, _Row]:
    names: dict[str, _Row] = {}
    for row in rows:
        for name in (row.values.get("key", ""), row.values.get("label", ""), row.steps[-1]):
            names.setdefault(name.casefold(), row)
    return names


def _full(row: _Row, above: Mapping[str, _Row]) -> Steps | None:
    """The levels of a row with those that its column for the code above leads to; None where that comes back to itself."""
    steps, seen = row.steps, {row.number}
    while parent := row.values.get("parent", ""):
        found = above.get(parent.casefold())
        if found is None:
            return (*_steps(parent), *steps)
        if found.number in seen:
            return None
        seen.add(found.number)
        row, steps = found, (*found.steps, *steps)
    return steps


def _contents(row: _Row, path: str, problems: list[Problem]) -> dict[str, Any]:
    values = row.values
    cues = []
    for written in _items(values.get("cues", "")):
        try:
            cues.append(str(parse_cue(written, "", "")))
        except UsageError as error:
            problems.append(Problem(path, _("row {n}", n=row.number), str(error), _("The cue “{cue}” was left out.", cue=written)))
    contents = {
        "label": _steps(values["label"])[-1] if values.get("label") else "",
        "definition": values.get("definition", ""),
        "include": _items(values.get("include", "")),
        "exclude": _items(values.get("exclude", "")),
        "examples": [{"quote": quote, "applies": True} for quote in values.get("examples", "").splitlines() if quote.strip()],
        "cues": cues,
    }
    return {name: value for name, value in contents.items() if value}


def _items(text: str) -> list[str]:
    return [item for item in _ITEMS.split(text) if item]


def _named(path: str, cells: Iterable[Sequence[str]], problems: list[Problem]) -> tuple[int, list[dict[str, str]]]:
    """Rows by the names in the first row that is not empty, and the number of the row after it."""
    numbered = enumerate(cells, start=1)
    head_number, head = next(((n, row) for n, row in numbered if any(cell.strip() for cell in row)), (0, ()))
    rows = []
    for number, row in numbered:
        if number > MAX_ROWS:
            what = _("The table has more than {n} rows.", n=MAX_ROWS)
            problems.append(Problem(path, _("row {n}", n=number), what, _("This row and those after it were left out.")))
            break
        extra = [cell for i, cell in enumerate(row) if cell.strip() and (i >= len(head) or not head[i].strip())]
        if extra:
            what = _("There are cells without a column name: {cells}.", cells=" | ".join(extra))
            problems.append(Problem(path, _("row {n}", n=number), what, _("They were left out; name the column or check the separators.")))
        rows.append({name: cell for name, cell in reversed(list(zip(head, row, strict=False))) if name.strip()})
    return head_number + 1, rows


def _delimited_cells(name: str, data: bytes) -> Iterator[list[str]]:
    text = _decoded(name, data)
    head = next((line for line in text.splitlines() if line.strip()), "")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(";\t,", key=head.count))
    except csv.Error as error:
        raise UnreadableFile(_("{name} cannot be read as a table: {reason}. Save it again as CSV.", name=name, reason=error)) from error


def _decoded(name: str, data: bytes) -> str:
    utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(_("The characters of {name} cannot be read. Save it again as CSV in UTF-8.", name=name))


def _workbook_cells(name: str, data: bytes, problems: list[Problem]) -> list[list[str]]:
    from zipfile import BadZipFile, ZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(io.BytesIO(data)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_BYTES:
                raise UnreadableFile(_("{name} is too large once unpacked. Save only the sheet with the codes.", name=name))
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # a wrong size written in the file would hide rows
        return [[_cell(cell, name, problems) for cell in row] for row in sheet.iter_rows(max_row=MAX_ROWS + 1)]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as error:
        raise UnreadableFile(_("{name} cannot be read as a workbook. Save it again as .xlsx or as CSV.", name=name)) from error


def _cell(cell: Any, path: str, problems: list[Problem]) -> str:
    if cell.data_type == "f":
        place = _("cell {name}", name=cell.coordinate)
        problems.append(Problem(path, place, _("A formula stands here."), _("It was left out; replace it with its text.")))
        return ""
    value = cell.value
    return "" if value is None else str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
