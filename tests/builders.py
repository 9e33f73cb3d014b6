"""A small study in a few lines, for tests that need one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.actions import importing, starting
from toolkit.actions.coding import NewCoding, add_coding

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study

CODEBOOK = """\
format: 1
key: small
languages: [en]
title: A small codebook
registers:
  who: {label: Who, attributes: {kind: {type: choice, choices: [group, single]}}}
  quarrel: {label: Quarrel}
scales:
  abc: {values: [{key: A, label: strong}, {key: B, label: middling}, {key: C, label: weak}]}
codes:
  - {key: work, label: Work, definition: What people do., scale: abc}
  - {key: work.tools, label: Tools, definition: What they do it with., cues: {en: [hammer, "lemma:use"]}}
  - key: stance
    label: Stance
    definition: Who is for or against what.
    fields:
      who: {register: who, required: true}
      quarrel: {register: quarrel, required: true}
      side: {choice: [for, against], required: true}
  - {key: slot, label: Slot, reserved: Not read yet.}
"""

INTERVIEW = """\
Q: What do you do here?
R: I use a hammer. I use it every day, really every day.
Q: And the others?
R: The others are against it (laughs), they say it is loud.
"""

SECOND = """\
Q: And you?
R: I am against the hammer, and my neighbour says so too.
"""


def small_study(folder: Path, codebook: str = CODEBOOK, **texts: str) -> Study:
    """A study `small.terrain` with documents from texts (name=text), whose interviewer is Q; two interviews in two cases by default."""
    yaml = folder / "small.yaml"
    yaml.write_text(codebook, encoding="utf-8")
    study = starting.new_study(folder / "small.terrain", codebook=str(yaml), coder="ada")
    for name, text in (texts or {"one": INTERVIEW, "two": SECOND}).items():
        case = folder / f"case {name}"
        case.mkdir()
        (case / f"{name}.txt").write_text(text, encoding="utf-8")
        options = importing.Options(case=f"case {name}", interviewers=["Q"])
        importing.run_import(study, importing.plan_import([case / f"{name}.txt"], options), options)
    return study


def code(study: Study, document: str, code_key: str, quote: str, **fields: str) -> str:
    """Code a quote; gives the coding's identifier in hexadecimal. Unknown register entries are made."""
    return add_coding(study, NewCoding(document, code_key, quote, fields=fields), new_entries=True).uid.hex()
