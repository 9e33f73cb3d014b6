"""Importing plain transcripts of 8,000 words, against a plain script that does the same work and checks nothing; and searching in them."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import sqlite3
import tempfile
import unicodedata
import uuid
from contextlib import closing
from operator import sub
from pathlib import Path
from typing import TYPE_CHECKING

from measure import Benchmark, Entry, Goal, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = 8_000
QUESTION, ANSWER = (4, 25), (30, 140)  # words of a turn, from and to
FREQUENT = """
    de la le les et des en un une du dans que qui est pour pas sur avec plus on nous vous ils elle mais ou où au aux ce ça cette c'est
    j'ai qu'on d'un l'école peut-être était comme tout fait être ont très bien donc parce quand même là puis alors aussi entre
"""
BEGINNINGS = "par com re dé pro con ex in pré sur mé té cha ré bou mon ter né vi sa pou gé ho lé fa"
MIDDLES = "te na ti ri lé mu ga ni ra so va bi ce no le dé ssi cou"
ENDINGS = "tion ment eur aire able isme er é ée ance ique age ier oir ette ons ent ais elle eux"

LABEL = re.compile(r"^(Q|R) : ", re.MULTILINE)
WORD = re.compile(r"\w+(?:['’-]\w+)*")


def transcripts(count: int) -> Path:
    """A folder with so many interviews in French, always the same."""
    folder = workspace() / f"transcripts-{count}"
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(dir=workspace()))
        for number in range(count):
            (made / f"entretien_{number:04}.txt").write_text(transcript(number), encoding="utf-8")
        made.rename(folder)
    return folder


def transcript(number: int) -> str:
    """Questions and answers by turns: half of the words are frequent ones, the other 9,600 have the frequencies of a language."""
    chance = random.Random(number)
    rare = [first + middle + last for middle in ["", *MIDDLES.split()] for first in BEGINNINGS.split() for last in ENDINGS.split()]
    weights = [1 / (rank + 10) for rank in range(len(rare))]
    words = iter(
        common if chance.random() < 0.55 else uncommon
        for common, uncommon in zip(chance.choices(FREQUENT.split(), k=WORDS), chance.choices(rare, weights, k=WORDS), strict=True)
    )
    lines, left, asks = [], WORDS, True
    while left:
        length = min(left, chance.randint(*(QUESTION if asks else ANSWER)))
        said = _sentences([next(words) for _place in range(length)], chance)
        lines.append(f"Q : {said} ?" if asks else f"R : {said}.")
        left, asks = left - length, not asks
    return "\n\n".join(lines) + "\n"


def _sentences(words: list[str], chance: random.Random) -> str:
    """Words with capitals, commas, points and, now and then, a transcriber's note."""
    place = 0
    while place < len(words):
        words[place] = words[place].capitalize()
        place += chance.randint(6, 20)
        if place < len(words):
            words[place - 1] += chance.choice((".", ".", ",", "…", " (rires)."))
    return " ".join(words)


def prepare(count: int) -> tuple[Path, Path]:
    """The files, and a new study."""
    from toolkit.actions import starting
    from toolkit.cli import importing  # noqa: F401 - imported before the clock starts

    folder = Path(tempfile.mkdtemp(dir=workspace()))
    starting.new_study(folder / "x.terrain", codebook="action-partenariat", coder="a").close()
    return transcripts(count), folder


def ours(given: tuple[Path, Path]) -> str:
    """The command, with all that it prints."""
    from toolkit.cli import run

    files, folder = given
    code = run(["import", str(folder / "x.terrain"), str(files), "--interviewer", "Q"])
    return _counted(folder, "x.terrain", code)


def _counted(folder: Path, name: str, code: int = 0) -> str:
    """What is in the file; the folder is taken away."""
    with closing(sqlite3.connect(folder / name)) as made:
        documents, turns = (made.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("document", "turn"))
        found = made.execute("SELECT count(*) FROM text_index WHERE text_index MATCH 'parcouage'").fetchone()[0]
    size = (folder / name).stat().st_size >> 20
    shutil.rmtree(folder)
    assert code == 0
    return f"{documents} documents, {turns} turns, {found} with one word, {size} MiB"


def plain_script(given: tuple[Path, Path]) -> str:
    """The limit: the same rows, originals and index of words in one transaction."""
    files, folder = given
    shutil.copy(folder / "x.terrain", folder / "y.terrain")
    with closing(sqlite3.connect(folder / "y.terrain", isolation_level=None)) as made:
        made.execute("PRAGMA secure_delete=ON")
        made.execute("BEGIN")
        for key, path in enumerate(sorted(files.iterdir()), 1):
            _write(made, key, path)
        made.execute("COMMIT")
    return _counted(folder, "y.terrain")


def _write(made: sqlite3.Connection, key: int, path: Path) -> None:
    """One file, as rows of the study's tables; every document has two speakers."""
    data = path.read_bytes()
    text = unicodedata.normalize("NFC", data.decode("utf-8").replace("\r\n", "\n"))
    sha = hashlib.sha256(data).digest()
    time = "2024-06-12T10:00:00+00:00"
    uids = [uuid.uuid4().bytes for _each in range(4)]
    said = {"name": path.name, "reader": "txt", "sha256": sha.hex(), "kind": "interview", "language": "fr", "layout": "label"}
    columns = "id, uid, name, reader, encoding, sha256, kind, language, layout, left_out"
    row = (key, uids[0], path.name, "txt", "utf-8", sha, "interview", "fr", "label", "[]")
    made.execute(f"INSERT INTO document ({columns}) VALUES ({'?, ' * 9}?)", row)
    made.execute("INSERT INTO original (document, data) VALUES (?, ?)", (key, data))
    row = (key, uids[1], key, hashlib.sha256(text.encode()).digest(), text, time)
    made.execute("INSERT INTO text_version (id, uid, document, sha256, text, created) VALUES (?, ?, ?, ?, ?, ?)", row)
    speakers = [(2 * key, uids[2], key, "Q", "interviewer"), (2 * key + 1, uids[3], key, "R", "participant")]
    made.executemany("INSERT INTO speaker (id, uid, document, label, role) VALUES (?, ?, ?, ?, ?)", speakers)
    turns = _turns(text, key, (2 * key, 2 * key + 1))
    made.executemany('INSERT INTO turn (text_version, start, "end", kind, speaker) VALUES (?, ?, ?, ?, ?)', turns)
    starts = [match.start() for match in WORD.finditer(text)]
    steps = bytes(map(sub, starts, [0, *starts]))
    made.execute("INSERT INTO text_words (text_version, starts) VALUES (?, ?)", (key, steps))
    made.execute("INSERT INTO text_index (rowid, text) VALUES (?, ?)", (key, text))
    row = (10 + key, uids[0], key, time, 1, "import", "")
    made.execute("INSERT INTO change (id, replica, sequence, time, coder, verb, reason) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    row = (10 + key, "document", uids[0], json.dumps(said))
    made.execute("INSERT INTO event (change, kind, object, after) VALUES (?, ?, ?, ?)", row)


def _turns(text: str, version: int, keys: Sequence[int]) -> list[tuple[int, int, int, str, int | None]]:
    """Labels as headers, and what follows as speech."""
    heads = list(LABEL.finditer(text))
    turns: list[tuple[int, int, int, str, int | None]] = []
    for place, head in enumerate(heads):
        end = heads[place + 1].start() if place + 1 < len(heads) else len(text)
        turns.append((version, head.start(), head.end(), "header", None))
        turns.append((version, head.end(), end, "speech", keys[head[1] == "R"]))
    return turns


BENCHMARKS = [
    Benchmark(
        "Import: plain transcripts of 8,000 words",
        "files",
        (100, 300, 1_000),
        (
            Entry("terrain import", ours, prepare),
            Entry("plain script, one transaction", plain_script, prepare),
        ),
        (Goal(1.5, 1_000, "plain script, one transaction"),),
    ),
]
