"""The rows of the sheets made for editing, as they come back: whatever the sheet is called now, and wherever its columns stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.errors import Problem
from toolkit.export.editable import ATTRIBUTE, LABEL, SHEETS, Editable, exported_in, identity_in
from toolkit.export.reading_back import DAMAGE, Found, cells_of, damaged, in_all_languages, plain, top_of
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from toolkit.export.editable import EditableSheet, Exported, Identity, Kind
    from toolkit.export.reading_back import Fault

    Cells = Sequence[Found]
    Lines = Sequence[tuple[int, Cells]]
    Columns = Mapping[str, int]
    """Where the column of each key stands in a row, from 0."""

UID, EXPORTED, PART = "uid", "exported", "part"
UNKNOWN = "?"  # before the head of a column that is none of ours, as its key
OF_EVERY_SHEET: dict[str, Callable[[], str]] = {UID: lambda: _("Identifier"), EXPORTED: lambda: _("Exported"), PART: lambda: _("Part")}
FEWEST_HEADS = 2
FORMS = (Editable(), Editable("number"), Editable("date"), Editable("yes/no"))
NOTHING = Found("")


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A record as it stands in a sheet, its further rows joined; `identity` is None where the row has none that can be read.

    `written` is what stands in the column of identifiers, `exported` what the row says of its export, if it still does.
    """

    kind: Kind
    identity: Identity | None
    written: str
    exported: Exported | None
    cells: Mapping[str, Found]
    sheet: str
    row: int

    @property
    def place(self) -> str:
        """The row as a person looks for it."""
        return _("sheet {sheet}, row {row}", sheet=self.sheet, row=self.row)

    def text(self, key: str) -> str:
        """What stands in a column, without white space around it; nothing where there is no such column."""
        return self.cells.get(key, NOTHING).text.strip()

    @property
    def is_untouched(self) -> bool:
        """Whether every cell that can be edited still holds what was exported."""
        exported = self.exported
        edited = [key for key in self.cells if key in SHEETS[self.kind].edited or key.startswith(ATTRIBUTE)]
        return exported is not None and all(any(exported.has(key, form) for form in _forms(self.text(key))) for key in edited)

    @property
    def key(self) -> tuple[str, str]:
        """What no two rows have in common: the identity and, as a case may have several ratings, their period."""
        return str(self.identity), self.text("period")


@dataclass(frozen=True)
class EditedSheet:
    """A sheet made for editing.

    `columns` are the heads of the columns found, by key: those that are none of ours have their head behind `UNKNOWN` as key.
    `by_contents` are the keys of columns that only their contents made known, `keys` those of all rows, also of rows not read.
    """

    kind: Kind
    title: str
    columns: Mapping[str, str]
    by_contents: tuple[str, ...]
    rows: tuple[EditedRow, ...]
    keys: frozenset[tuple[str, str]]


def edited_in(name: str, workbook: Any, attributes: Mapping[Kind, Mapping[str, Sequence[str]]]) -> tuple[list[EditedSheet], list[Problem]]:
    """The sheets of a workbook that were made for editing, and a problem for each row that is not whole or contradicts another.

    `attributes` gives for each kind the columns of attributes, by key, with the heads that may stand there. Raises UnreadableFile.
    """
    problems: list[Problem] = []
    try:
        read = [_sheet(name, sheet, attributes, problems) for sheet in workbook.worksheets]
    except DAMAGE:
        raise damaged(name) from None
    sheets = [sheet for sheet in read if sheet]
    twice = _contradicting(name, sheets, problems)
    return [_without(sheet, twice) for sheet in sheets], problems


def _sheet(name: str, sheet: Any, attributes: Mapping[Kind, Mapping[str, Sequence[str]]], problems: list[Problem]) -> EditedSheet | None:
    kind = _kind(sheet.title, top_of(name, sheet))
    if kind is None:
        return None
    lines = [(number, cells) for number, cells in cells_of(name, sheet) if any(cell.text or cell.fault for cell in cells)]
    heads = _heads(kind, attributes.get(kind, {}))
    head = _head(lines, heads)
    if head is None and lines:
        what = _("The row with the heads of the columns is missing; a column was read only where its values are those exported.")
        problems.append(Problem(name, _("sheet {sheet}", sheet=sheet.title), what, _("Copy it from the exported workbook.")))
    named = {place: cell.text for place, cell in enumerate(head[1] if head else ()) if cell.text}
    body = [line for line in lines if head is None or _texts(line) != _texts(head)]  # somebody may have repeated the heads
    columns = _identity_columns(named, body, heads)
    columns = _columns(named, heads, columns)
    by_contents = _by_contents(heads, body, columns)
    columns |= by_contents
    columns |= _unknown(named, body, columns)
    found = [row for number, cells in body if (row := _row(kind, sheet.title, number, cells, columns, head[0] if head else 0))]
    return EditedSheet(
        kind,
        sheet.title,
        {key: named.get(place, "") for key, place in columns.items()},
        tuple(by_contents),
        tuple(_joined(name, found, problems, numbered=PART in columns)),
        frozenset(row.key for row in found if row.identity),
    )


def _kind(title: str, top: Lines) -> Kind | None:
    """What the rows of a sheet are: what most of them say, else what the sheet is called."""
    said = Counter(identity.kind for _number, cells in top for cell in cells if (identity := identity_in(cell.text)))
    if said:
        return said.most_common(1)[0][0]
    words = plain(title).rstrip("0123456789 ()")
    return next((kind for kind, sheet in SHEETS.items() if words in in_all_languages(sheet.title)), None)


def _heads(kind: Kind, attributes: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """The heads that each column may have, as `plain` compares words; those that are always there first."""
    fixed = {**SHEETS[kind].heads, **OF_EVERY_SHEET}
    found = {key: in_all_languages(word) for key, word in fixed.items()}
    return {**found, **{key: frozenset(map(plain, names)) for key, names in attributes.items()}}


def _head(lines: Lines, heads: Mapping[str, frozenset[str]]) -> tuple[int, Cells] | None:
    """The row with most heads of columns, wherever somebody has moved it."""
    words = frozenset().union(*heads.values())
    best, most = None, FEWEST_HEADS - 1
    for line in lines:
        count = sum(bool(cell.text) and plain(cell.text) in words for cell in line[1])
        if count > most:
            best, most = line, count
    return best


def _texts(line: tuple[int, Cells]) -> list[str]:
    return [cell.text for cell in line[1] if cell.text]


def _identity_columns(named: Mapping[int, str], body: Lines, heads: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """Where identifiers and marks of the export stand: known by themselves, as an attribute may be called the same; else by their heads."""
    found = {}
    for key, known in ((UID, identity_in), (EXPORTED, exported_in)):
        count = Counter(place for _number, cells in body for place, cell in enumerate(cells) if cell.text and known(cell.text))
        if count:
            found[key] = count.most_common(1)[0][0]
    for key in (UID, EXPORTED, PART):
        places = [place for place, text in named.items() if plain(text) in heads[key] and place not in found.values()]
        if places:
            found.setdefault(key, places[-1])
    return found


def _columns(named: Mapping[int, str], heads: Mapping[str, frozenset[str]], known: Mapping[str, int]) -> dict[str, int]:
    """Where the column of each key stands: the first that has its head and is not another's."""
    found = dict(known)
    for key, words in heads.items():
        place = next((place for place, text in named.items() if plain(text) in words and place not in found.values()), None)
        if place is not None and key not in OF_EVERY_SHEET:
            found.setdefault(key, place)
    return found


def _by_contents(heads: Mapping[str, frozenset[str]], body: Lines, columns: Columns) -> dict[str, int]:
    """Columns whose head was changed: they are known by what stands in them, as that is what was exported there."""
    if EXPORTED not in columns:
        return {}
    said = [(cells, exported) for _number, cells in body if (exported := exported_in(_at(cells, columns[EXPORTED]).text))]
    width = max((len(cells) for cells, _exported in said), default=0)
    free = [place for place in range(width) if place not in columns.values()]
    found: dict[str, int] = {}
    for key in (key for key in heads if key not in columns and key not in OF_EVERY_SHEET):
        counts = {place: _known(key, place, said) for place in free if place not in found.values()}
        best = max(counts, key=lambda place: counts[place], default=None)
        if best is not None and counts[best] > sum(bool(_at(cells, best).text) for cells, _exported in said) / 2:
            found[key] = best
    return found


def _unknown(named: Mapping[int, str], body: Lines, columns: Columns) -> dict[str, int]:
    """The columns with a head and something below it that are none of ours; of several with one head, all but the first are numbered."""
    filled = {place for _number, cells in body for place, cell in enumerate(cells) if cell.text or cell.fault}
    found: dict[str, int] = {}
    for place in sorted(filled & named.keys() - set(columns.values())):
        key = UNKNOWN + named[place].strip()
        found[key if key not in found else f"{key} ({place + 1})"] = place
    return found


def _known(key: str, place: int, said: Sequence[tuple[Cells, Exported]]) -> int:
    """In how many rows a cell holds what was exported under a key."""
    texts = ((_at(cells, place).text.strip(), exported) for cells, exported in said)
    return sum(any(exported.has(key, form) for form in _forms(text)) for text, exported in texts if text)


def _forms(text: str) -> set[str]:
    """What a text may stand for, whatever the type of its column."""
    return {form.comparable(each) for form in FORMS for each in (text, text.partition(LABEL)[0])}


def _at(cells: Cells, place: int) -> Found:
    return cells[place] if place < len(cells) else NOTHING


def _row(kind: Kind, sheet: str, number: int, cells: Cells, columns: Columns, head: int) -> EditedRow | None:
    """A row of a table; None for one that says nothing of its columns, and for what stands above the heads without an identifier."""
    found = {key: _at(cells, place) for key, place in columns.items()}
    written = found.pop(UID, NOTHING).text.strip()
    exported = found.pop(EXPORTED, NOTHING).text
    identity = identity_in(written)
    if identity is None and (number < head or not any(cell.text or cell.fault for key, cell in found.items() if key != PART)):
        return None
    return EditedRow(kind, identity, written, exported_in(exported), found, sheet, number)


def _joined(name: str, rows: Sequence[EditedRow], problems: list[Problem], *, numbered: bool) -> Iterator[EditedRow]:
    """The records: a text that is longer than a cell stands on several rows."""
    further: dict[tuple[str, str], list[EditedRow]] = {}
    firsts: list[EditedRow] = []
    for row in rows:
        if _is_further(row, firsts, numbered=numbered):
            further.setdefault(row.key, []).append(row)
        else:
            firsts.append(row)
    for row in firsts:
        parts = sorted(further.pop(row.key, ()), key=_part) if row.identity else []
        expected = max(row.exported.parts if row.exported else 1, 1 + len(parts))
        if len(parts) + 1 < expected or (numbered and [_part(part) for part in parts] != list(range(2, expected + 1))):
            what = _("This record stood on {n} rows, and not all of them are there.", n=expected)
            problems.append(Problem(name, row.place, what, _("Put the missing rows back, or leave their cells empty, numbered in Part.")))
        else:
            yield _whole(row, parts, numbered=numbered) if parts else row
    for rest in further.values():
        what = _("The first row of this record is missing.")
        problems.append(Problem(name, rest[0].place, what, _("Put it back; nothing of the record was changed.")))


def _is_further(row: EditedRow, firsts: Sequence[EditedRow], *, numbered: bool) -> bool:
    """Whether a row goes on with a record: its part is numbered or, where that column is gone, it follows a record that is not complete."""
    if numbered or not firsts:
        return _part(row) > 1
    last = firsts[-1]
    return row.exported is None and row.key == last.key and last.exported is not None and last.exported.parts > 1


def _part(row: EditedRow) -> int:
    text = row.text(PART)
    return int(text) if text.isascii() and text.isdigit() else 1


def _whole(row: EditedRow, parts: Sequence[EditedRow], *, numbered: bool) -> EditedRow:
    """A record with its texts in one; without numbers of their rows nobody knows whether these are still in order."""
    cells = dict(row.cells)
    repeated = {*SHEETS[row.kind].naming, "name", PART}
    for key in cells.keys() - repeated:
        every = [row.cells[key], *(part.cells[key] for part in parts)]
        unknown: Fault = "" if numbered else "unordered"
        fault = next((cell.fault for cell in every if cell.fault), unknown)
        raw = "".join(cell.raw or cell.text for cell in every) if any(cell.raw for cell in every) else ""
        cells[key] = Found("".join(cell.text for cell in every), row.cells[key].place, fault, raw)
    return replace(row, cells=cells)


def _contradicting(name: str, sheets: Iterable[EditedSheet], problems: list[Problem]) -> set[tuple[str, int]]:
    """The rows, by sheet and number, that are not read: those that repeat another, and all that say something else under one identifier."""
    by_key: dict[tuple[str, str], list[EditedRow]] = {}
    for sheet in sheets:
        for row in sheet.rows:
            if row.identity:
                by_key.setdefault(row.key, []).append(row)
    left: set[tuple[str, int]] = set()
    for same in by_key.values():
        first, *others = same
        if all(_said(other) == _said(first) for other in others):
            left |= {(row.sheet, row.row) for row in others}
            continue
        left |= {(row.sheet, row.row) for row in same}
        what = _("These have one identifier and say different things: {rows}.", rows="; ".join(row.place for row in same))
        problems.append(Problem(name, first.place, what, _("Keep one, or clear the identifier of the one that is new.")))
    return left


def _said(row: EditedRow) -> dict[str, str]:
    sheet: EditableSheet = SHEETS[row.kind]
    shown = sheet.heads.keys() - {*sheet.naming, *sheet.edited}
    return {key: cell.fault or cell.text.strip() for key, cell in row.cells.items() if key not in shown}


def _without(sheet: EditedSheet, left: set[tuple[str, int]]) -> EditedSheet:
    return replace(sheet, rows=tuple(row for row in sheet.rows if (row.sheet, row.row) not in left))
