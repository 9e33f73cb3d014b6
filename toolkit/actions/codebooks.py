"""The study's codebook: take a version over, show what a changed one would do, apply it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.store import codebooks, registers, studies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.codebook.codebook import Codebook
    from toolkit.store.history import Change


def adopt(change: Change, yaml: str, codebook: Codebook, coder: int, reason: str, parents: Sequence[bytes] = ()) -> int:
    """Make a text the study's current codebook: a new version, its codes, its register entries; gives the version's local key."""
    version = codebooks.add_version(change, yaml, parents, coder, reason)
    known = {row.uid: row for row in codebooks.codes(change.connection, removed=True)}
    for code in codebook.codes:
        row = known.get(code.uid)
        if row is None:
            codebooks.add_code(change, code.uid, code.key, version)
        elif row.deleted or row.key != code.key:
            codebooks.change_code(change, row.id, key=code.key, deleted=False)
    for uid, row in known.items():
        if uid not in codebook.by_uid and not row.deleted:
            codebooks.change_code(change, row.id, deleted=True)
    entries = {entry.uid for entry in registers.entries(change.connection)}
    for register in codebook.registers.values():
        for entry in register.entries:
            if entry.uid not in entries:
                registers.add_entry(change, register.name, entry.name, entry.aliases, dict(entry.attributes), uid=entry.uid)
    studies.change_study(change, codebook_version=version)
    return version
