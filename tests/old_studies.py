"""Make the example study of the present file format, kept so that later programs can show that they still read it.

    python tests/old_studies.py

writes `tests/data/studies/format-N.terrain`. A file of a format that has been released is never made anew.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from builders import code, small_study

from toolkit.actions import coding, history, judging, memos, people, registers, suggesting
from toolkit.store.migrations import CURRENT

FOLDER = Path(__file__).parent / "data" / "studies"


def make(target: Path) -> None:
    """A study in which every kind of thing has happened once."""
    with tempfile.TemporaryDirectory() as folder, small_study(Path(folder)) as study:
        people.change_case(study, "case one", values={"size": "3"}, new_attributes=True)
        people.add_person(study, "Zoe", case="case one")
        uid = code(study, "one", "work.tools", "I use a hammer")
        code(study, "two", "stance", "I am against the hammer", who="Zoe's side", quarrel="noise", side="against")
        coding.change_coding(study, uid, quote="I use it every day")
        history.undo(study)
        coding.mark_read(study, "one")
        registers.add_entry(study, "who", "the owner")
        judging.set_rating(study, "case one", "work", "B", note="Not every day.", evidence_for=[uid])
        judging.set_summary(study, "case one", "work", "Hammers.")
        judging.mark_not_asked(study, "stance", case="case one")
        memos.add_memo(study, "coding", uid, "Which hammer?")
        suggesting.suggest(study, ["two"])
        study.work_as("ben")
        code(study, "one", "work", "really every day")
        study.store.backup(target)
    with closing(sqlite3.connect(target)) as raw:  # small pages, since most of the many tables are nearly empty
        raw.execute("PRAGMA page_size=1024")
        raw.execute("VACUUM")


if __name__ == "__main__":
    path = FOLDER / f"format-{CURRENT}.terrain"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    make(path)
