"""The study's codebook: take a version over, show what a changed one would do, apply it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.codebook import editing
from toolkit.codebook.changes import compare, possible_renames, successors
from toolkit.codebook.reading import read_codebook, read_kept
from toolkit.errors import Conflict, FaultyData, UsageError
from toolkit.messages import _
from toolkit.store import codebooks, codings, registers, studies

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.codebook.changes import Change as CodebookChange
    from toolkit.codebook.changes import PossibleRename
    from toolkit.codebook.codebook import Code, Codebook
    from toolkit.model import Coding
    from toolkit.store.history import Change
    from toolkit.study import Study


def adopt(
    change: Change, yaml: str, codebook: Codebook, coder: int, reason: str, parents: Sequence[bytes] = (), before: Codebook | None = None
) -> int:
    """Make a text the study's current codebook: a new version, its codes, its register entries; gives the version's local key.

    Entries that it shares with the codebook of before do not come again: the study may have merged or deleted them.
    """
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
    entries |= {entry.uid for register in before.registers.values() for entry in register.entries} if before else set()
    for register in codebook.registers.values():
        for entry in register.entries:
            if entry.uid not in entries:
                registers.add_entry(change, register.name, entry.name, entry.aliases, dict(entry.attributes), uid=entry.uid)
    studies.change_study(change, codebook_version=version)
    return version


@dataclass(frozen=True, slots=True)
class Application:
    """What a changed codebook would do to a study: the changes, how many codings each old code has, and what looks like a rename."""

    yaml: str
    version: int  # the version that it was compared with
    codebook: Codebook
    changes: list[CodebookChange]
    renames: list[PossibleRename]
    codings: Counter[str]

    @property
    def needs_reason(self) -> bool:
        """Whether a person has to say why."""
        return any(change.needs_reason for change in self.changes)


def plan_application(study: Study, yaml: str, path: str) -> Application:
    """Compare a codebook with the study's; raises `FaultyData` with every fault of the new one."""
    codebook, problems = read_codebook(yaml, path)
    if codebook is None or problems:
        raise FaultyData(_("The codebook {path} has faults; nothing was changed.", path=path), problems)
    with study.read() as connection:
        vocabulary = study.vocabulary(connection)
        counts = Counter(vocabulary.keys[coding.code] for coding in codings.codings(connection) if coding.code in vocabulary.keys)
    if codebook.key != vocabulary.codebook.key and vocabulary.codebook.codes:
        raise UsageError(
            _(
                "This is another codebook: its key is {new}, the study's is {old}. Start a new study with it.",
                new=codebook.key,
                old=vocabulary.codebook.key,
            )
        )
    return Application(
        yaml, vocabulary.version, codebook, compare(vocabulary.codebook, codebook), possible_renames(vocabulary.codebook, codebook), counts
    )


def apply(study: Study, plan: Application, reason: str = "") -> None:
    """Make the changed codebook the study's: codings of merged codes move to the one that goes on, those of removed ones stay, listed.

    Raises `UsageError` when a reason is needed and none is given.
    """
    if plan.needs_reason and not reason.strip():
        raise UsageError(_("Codes are removed, merged, split or defined anew. Say why with --reason."))
    with study.change("codebook apply", reason) as change:
        connection = change.connection
        old = study.vocabulary(connection)
        if old.version != plan.version:
            raise Conflict(_("The study's codebook was changed meanwhile. Look at what this one does now, then apply it."))
        parent = next(version.sha256 for version in codebooks.versions(connection) if version.id == old.version)
        adopt(change, plan.yaml, plan.codebook, study.coder(connection).id, reason, [parent], old.codebook)
        ids = {row.uid: row.id for row in codebooks.codes(connection)}
        for key, heirs in successors(old.codebook, plan.codebook).items():
            if len(heirs) == 1 and ids[plan.codebook.by_key[heirs[0]].uid] != old.ids[key]:
                for coding in codings.codings(connection, codes=[old.ids[key]]):
                    codings.change_coding(change, coding.id, code=ids[plan.codebook.by_key[heirs[0]].uid])


def add_code(study: Study, key: str, labels: Mapping[str, str], definition: Mapping[str, str] | None = None) -> None:
    """Add a code to the study's codebook, in a new version; raises `FaultyData` where the codebook would have a fault."""
    with study.change("code add") as change:
        vocabulary = study.vocabulary(change.connection)
        yaml = editing.add_code(codebooks.yaml_of(change.connection, vocabulary.version), key, labels, definition)
        codebook, problems = read_codebook(yaml, key)
        if codebook is None:
            raise FaultyData(_("The code {key} was not added.", key=key), problems)
        parent = next(version.sha256 for version in codebooks.versions(change.connection) if version.id == vocabulary.version)
        adopt(change, yaml, codebook, study.coder(change.connection).id, "", [parent])


def without_code(study: Study, connection: Connection) -> list[Coding]:
    """The codings whose code was removed or split: they count nowhere until somebody gives them another code."""
    known = set(study.vocabulary(connection).ids.values())
    return [coding for coding in codings.codings(connection) if coding.code not in known]


def outdated(study: Study, connection: Connection) -> list[Coding]:
    """The codings made when their code was defined otherwise than now."""
    vocabulary = study.vocabulary(connection)
    found = codings.codings(connection)
    versions = {coding.codebook_version for coding in found} - {vocabulary.version}
    then = {version: _definitions(_codebook_of(connection, version)) for version in versions}
    now = _definitions(vocabulary.codebook)
    uids = {row.id: row.uid for row in codebooks.codes(connection)}
    return [
        coding
        for coding in found
        if (uid := uids.get(coding.code)) is not None
        and coding.codebook_version in then
        and then[coding.codebook_version].get(uid) not in (None, now.get(uid))
    ]


def confirm(study: Study, uids: Sequence[str]) -> None:
    """Say of codings that they hold under the present definition too."""
    from toolkit.store.rows import find

    with study.change("confirm") as change:
        version = study.vocabulary(change.connection).version
        for uid in uids:
            codings.change_coding(change, find(change.connection, "coding", uid), codebook_version=version)


def _codebook_of(connection: Connection, version: int) -> Codebook:
    codebook, problems = read_kept(codebooks.yaml_of(connection, version))
    if codebook is None:
        raise FaultyData(_("An earlier version of the codebook cannot be read."), problems)
    return codebook


def _definitions(codebook: Codebook) -> dict[bytes, tuple[object, ...]]:
    """What each code means, by identifier: definition and rules, as plain values that can be compared."""
    return {code.uid: _meaning(code) for code in codebook.codes}


def _meaning(code: Code) -> tuple[object, ...]:
    return dict(code.definition), dict(code.include), dict(code.exclude)
