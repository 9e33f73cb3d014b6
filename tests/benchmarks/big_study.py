"""A big study file, filled in seconds by bulk inserts: as many codings as asked for, in interviews of 8,000 words.

    python tests/benchmarks/big_study.py 100000         makes it, and says where it is

1,000 documents (at most one for 100 codings), 50 cases, 100 codes in a tree of three levels. The codings, of all lengths, nested and
overlapping, are one coder's and have all been read; another coder has a tenth as many. One document in a hundred is of two cases, turn by
turn; one in a hundred has been corrected, and its codings are placed in the new text; one coding in a hundred was deleted; the codes of the
first branch have fields. There is no history: changes and events are as in a new study.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.actions import starting
from toolkit.ids import sha256
from toolkit.store import search
from toolkit.store import words as stored_words
from toolkit.store.engine import Store
from toolkit.text.words import word_starts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from toolkit.columns import Ints

CASES, CODES, DOCUMENTS = 50, 100, 1_000
CODER, OTHER = 1, 2
NOW = "2024-06-12T10:00:00+00:00"
PAIRS, QUESTION, ANSWER = 80, 15, 85  # 80 questions of 15 words, each with an answer of 85: 8,000 words
WORDS = """
le la les un une de du des et à dans pour avec sur nous vous ils on est était sont avait fait faire dire quartier comité rue école
directrice d'accord l'organisme qu'on c'est peut-être rendez-vous partenaire ville projet décision jeunes parents travail ensemble
souvent jamais toujours maintenant premièrement évidemment malheureusement n'est pas plus moins bien très
""".split()  # noqa: SIM905 - a list of 60 words is easier read so


@dataclass(frozen=True)
class Interview:
    """A text and its turns: start, end, kind, and who speaks (0 the interviewer, 1 and 2 participants)."""

    text: str
    turns: list[tuple[int, int, str, int]]


def big_study(codings: int, folder: Path | None = None) -> Path:
    """The study with so many codings; it is made when it is not there, or older than this file or the file format."""
    if folder is None:
        from measure import workspace

        folder = workspace()
    path = folder / f"study-{codings}.terrain"
    sources = (Path(__file__), Path(__file__).parents[2] / "toolkit" / "store" / "m002_texts.sql")
    if not path.exists() or path.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        temporary = path.with_suffix(".new.terrain")
        temporary.unlink(missing_ok=True)
        _make(temporary, codings)
        temporary.replace(path)
    return path


def codebook() -> str:
    """100 codes: 4 branches with 4 codes each, which have a scale, and the others below these; the first branch has fields."""
    keys = [f"b{branch}" for branch in range(4)]
    keys += [f"b{branch}.m{middle}" for branch in range(4) for middle in range(4)]
    keys += [f"b{leaf % 4}.m{leaf // 4 % 4}.l{leaf // 16}" for leaf in range(CODES - len(keys))]
    codes: list[dict[str, Any]] = [{"key": key, "label": key.upper(), "definition": f"What is said of {key}."} for key in sorted(keys)]
    for code in codes:
        if code["key"].startswith("b0"):
            code["fields"] = {"actor": {"register": "actor", "many": True}, "side": {"choice": ["for", "against", "torn"]}}
        if code["key"].count(".") == 1:
            code["scale"] = "abc"
    scale = {"values": [{"key": key, "label": key} for key in "ABC"]}
    actors = [{"id": f"a{number}", "name": f"Actor {number}"} for number in range(30)]
    register = {"label": "Actor", "entries": actors}
    book = {"format": 1, "key": "big", "languages": ["en"], "title": "Big", "registers": {"actor": register}, "scales": {"abc": scale}}
    return json.dumps({**book, "codes": codes})


def _make(path: Path, codings: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "big.yaml")
        book.write_text(codebook(), encoding="utf-8")
        starting.new_study(path, codebook=str(book), coder="ada").close()
    documents = max(CASES, min(DOCUMENTS, codings // 100))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            raw.execute(f"PRAGMA {pragma}")
        raw.execute("BEGIN")
        indexes = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name IN ('coding', 'turn') AND sql LIKE 'CREATE INDEX%'"
        ).fetchall()
        for name, _sql in indexes:
            raw.execute(f"DROP INDEX {name}")
        _fill(raw, codings, documents)
        for _name, sql in indexes:
            raw.execute(sql)
        raw.execute("COMMIT")
    store = Store(path)
    with store.write() as connection:  # as an import does
        stored_words.fill(connection)
        search.rebuild(connection)
    store.close()


def _fill(raw: sqlite3.Connection, codings: int, documents: int) -> None:
    import numpy as np

    dice, numbers = random.Random(codings), np.random.default_rng(codings)
    _insert(raw, "coder", [(_uid(dice), "bea")], "uid, name")
    _insert(raw, '"case"', [(_uid(dice), f"Case {number:02}") for number in range(1, CASES + 1)], "uid, name")
    entries = [uid.hex() for (uid,) in raw.execute("SELECT uid FROM register_entry")]
    columns = _codings(numbers, codings, documents)
    place = 0
    for document in range(1, documents + 1):
        text, version = _document(raw, dice, document)
        past = int(np.searchsorted(columns["document"], document, side="right"))
        rows = {name: column[place:past] for name, column in columns.items()}
        place = past
        _coding_rows(raw, dice, text, version, rows, entries)
        if document % 100 == 50:
            _correct(raw, dice, document, version, text)
    for case in range(1, CASES + 1):
        _ratings(raw, dice, case)


def _codings(numbers: np.random.Generator, codings: int, documents: int) -> dict[str, Ints]:
    """For each coding its document, first word, number of words, code, coder and whether it is deleted, by document."""
    import numpy as np

    many = codings + codings // 10 + codings // 100
    document = 1 + np.arange(many) * documents // many
    order = numbers.permutation(many)
    zipf = 1 / np.arange(1, CODES + 1)
    longest = numbers.choice([8, 40, 240], size=many, p=[0.3, 0.6, 0.1])
    return {
        "document": document,
        "word": numbers.integers(0, PAIRS * (QUESTION + ANSWER), many),
        "words": numbers.integers(1, longest, endpoint=True),
        "code": 1 + numbers.choice(numbers.permutation(CODES), size=many, p=zipf / zipf.sum()),
        "coder": np.where((order >= codings) & (order < codings + codings // 10), OTHER, CODER),
        "deleted": (order >= codings + codings // 10).astype(np.int64),
    }


def _interview(dice: random.Random, number: int, participants: int) -> Interview:
    text, turns, length = [f"Interview {number}\n\n"], [], len(f"Interview {number}\n\n")
    turns.append((0, length - 2, "header", 0))
    for pair in range(PAIRS):
        for label, words, who in (("Q : ", QUESTION, 0), (f"R{pair % participants + 1} : ", ANSWER, pair % participants + 1)):
            said = _sentences(dice, words) + (" (rires)" if dice.random() < 0.1 else "")
            turns.append((length, length + len(label) - 1, "header", who))
            start, length = length + len(label), length + len(label) + len(said)
            turns.append((start, length, "speech", who))
            if said.endswith(")"):
                turns.append((length - 7, length, "aside", who))
            text.append(f"{label}{said}\n\n")
            length += 2
    return Interview("".join(text), turns)


def _sentences(dice: random.Random, words: int) -> str:
    drawn = dice.choices(WORDS, k=words)
    ends = range(11, words - 4, 12)
    for place in ends:
        drawn[place] += dice.choice([".", ".", ".", "…", " !"])
    return " ".join(drawn) + "."


def _document(raw: sqlite3.Connection, dice: random.Random, number: int) -> tuple[str, int]:
    """A document with its first text, speakers and turns; gives the text and the version's key."""
    participants = 2 if number % 10 == 0 else 1
    interview = _interview(dice, number, participants)
    of_two_cases = number % 100 == 0
    case = None if of_two_cases else (number - 1) % CASES + 1
    data = interview.text.encode()
    row = (number, _uid(dice), f"interviews/{number:04}.txt", "txt", "utf-8", sha256(data), "interview", case, f"2024-{number % 12 + 1:02}")
    _insert(raw, "document", [(*row, "fr", "initials", "[]")])
    _insert(raw, "original", [(number, data)])
    version = _text(raw, dice, number, interview.text, None)
    persons = []
    for who in range(1, participants + 1):
        persons.append(raw.execute("SELECT ifnull(max(id), 0) + 1 FROM person").fetchone()[0])
        own = number % CASES + who if of_two_cases and who == 1 else None
        _insert(raw, "person", [(persons[-1], _uid(dice), f"P{persons[-1]:04}", own)], 'id, uid, name, "case"')
    labels = [("Q", "interviewer", None), *((f"R{who}", "participant", person) for who, person in enumerate(persons, 1))]
    first = 1 + raw.execute("SELECT ifnull(max(id), 0) FROM speaker").fetchone()[0]
    speakers = [(first + place, _uid(dice), number, *label) for place, label in enumerate(labels)]
    _insert(raw, "speaker", speakers, "id, uid, document, label, role, person")
    of_turn = {2: number % CASES + 2} if of_two_cases else {}
    _turns(raw, dice, version, interview.turns, first, of_turn)
    _insert(raw, "reading", [(_uid(dice), CODER, version, 0, len(interview.text), 1, "free", NOW)], _READING)
    return interview.text, version


_READING = 'uid, coder, text_version, start, "end", codebook_version, mode, time'
_CODING = 'uid, deleted, text_version, start, "end", quote, before, after, code, coder, fields, made_by, codebook_version, created'


def _text(raw: sqlite3.Connection, dice: random.Random, document: int, text: str, parent: bytes | None) -> int:
    row = (_uid(dice), document, parent, sha256(text), text, NOW)
    statement = "INSERT INTO text_version (uid, document, parent, sha256, text, created) VALUES (?,?,?,?,?,?)"
    return int(raw.execute(statement, row).lastrowid or 0)


def _turns(
    raw: sqlite3.Connection,
    dice: random.Random,
    version: int,
    turns: Iterable[tuple[int, int, str, int]],
    first: int,
    of_turn: dict[int, int],
) -> None:
    rows = [
        (version, start, end, kind, first + who, of_turn.get(who), _uid(dice) if who in of_turn else None)
        for start, end, kind, who in turns
    ]
    _insert(raw, "turn", rows, 'text_version, start, "end", kind, speaker, "case", uid')


def _coding_rows(
    raw: sqlite3.Connection, dice: random.Random, text: str, version: int, columns: dict[str, Ints], entries: Sequence[str]
) -> None:
    import numpy as np

    starts = word_starts(text)
    first = np.minimum(columns["word"], len(starts) - 2)
    past = np.minimum(first + columns["words"], len(starts) - 1)
    spans = zip(starts[first].tolist(), starts[past].tolist(), strict=True)
    rest = zip(columns["code"].tolist(), columns["coder"].tolist(), columns["deleted"].tolist(), strict=True)
    rows = []
    for (start, past), (code, coder, deleted) in zip(spans, rest, strict=True):
        quote = text[start:past].rstrip()
        end = start + len(quote)
        parts = (quote, text[max(0, start - 32) : start], text[end : end + 32])
        rows.append((_uid(dice), deleted, version, start, end, *parts, code, coder, _fields(dice, code, entries), "hand", 1, NOW))
    _insert(raw, "coding", rows, _CODING)


def _fields(dice: random.Random, code: int, entries: Sequence[str]) -> str:
    """The values of a coding of the first branch, whose 25 codes come first; one in ten has none yet."""
    if code > CODES // 4 or dice.random() < 0.1:
        return "{}"
    actors = ",".join(f'"{entry}"' for entry in dice.sample(entries, dice.choice([1, 1, 2])))
    return f'{{"actor":[{actors}],"side":"{dice.choice(["for", "against", "torn"])}"}}'


def _correct(raw: sqlite3.Connection, dice: random.Random, document: int, version: int, text: str) -> None:
    """A second text, with a line before the first one; what was made on the first is placed in it."""
    line = "Relu le 12 juin.\n"
    newer = _text(raw, dice, document, line + text, sha256(text))
    by = len(line)
    raw.execute(
        'INSERT INTO turn (text_version, start, "end", kind, speaker, "case")'
        ' SELECT ?, start + ?, "end" + ?, kind, speaker, "case" FROM turn WHERE text_version = ?',
        (newer, by, by, version),
    )
    for kind in ("coding", "reading"):
        raw.execute(
            f"INSERT INTO place SELECT ?, id, ?, start + ?, \"end\" + ?, 'by diff' FROM {kind} WHERE text_version = ?",
            (kind, newer, by, by, version),
        )


def _ratings(raw: sqlite3.Connection, dice: random.Random, case: int) -> None:
    """A rating of the case on every code that has a scale, with evidence that has changed since."""
    rated = [code for (code,) in raw.execute("SELECT id FROM code WHERE length(key) - length(replace(key, '.', '')) = 1")]
    uids = [uid.hex() for (uid,) in raw.execute("SELECT uid FROM coding WHERE id IN (?, ?)", (case, case + CASES))]
    rows = [(_uid(dice), case, code, CODER, "", dice.choice("ABC"), "", json.dumps(uids), "[]", bytes(32), 1, NOW) for code in rated]
    names = 'uid, "case", code, coder, period, value, note, evidence_for, evidence_against, evidence_sha256, codebook_version, created'
    _insert(raw, "rating", rows, names)


def _insert(raw: sqlite3.Connection, table: str, rows: Sequence[tuple[Any, ...]], names: str = "") -> None:
    columns = names or _NAMES[table]
    raw.executemany(f"INSERT INTO {table} ({columns}) VALUES ({','.join('?' * len(rows[0]))})", rows)


_NAMES = {
    "document": 'id, uid, name, reader, encoding, sha256, kind, "case", date, language, layout, left_out',
    "original": "document, data",
}


def _uid(dice: random.Random) -> bytes:
    return dice.randbytes(16)


if __name__ == "__main__":
    print(big_study(int(sys.argv[1])))
