"""Entries are found by name or alias, never twice under one name, and merged without losing who points to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import code

from toolkit.actions import people, registers
from toolkit.errors import NotFound, UsageError
from toolkit.store import cases, codings

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.study import Study


def find(study: Study, name: str) -> registers.Entry:
    with study.read() as connection:
        return registers.find_entry(connection, "who", name)


def test_an_entry_is_found_by_name_alias_and_identifier(small: Study) -> None:
    added = registers.add_entry(small, "who", "CLSC du Nord", ["le CLSC"], {"kind": "GROUP"})
    assert find(small, "clsc du nord") == find(small, "Le clsc") == find(small, added.uid.hex()[:8]) == added
    assert (added.attributes, added.state) == ({"kind": "group"}, "confirmed")
    with pytest.raises(NotFound, match="has no entry CLSC"):
        find(small, "CLSC")


def test_a_name_is_taken_once_by_adding_or_by_renaming(small: Study) -> None:
    registers.add_entry(small, "who", "Ann")
    registers.add_entry(small, "who", "Ben")
    with pytest.raises(UsageError, match="has an entry ann already"):
        registers.add_entry(small, "who", "ann")
    with pytest.raises(UsageError, match="has an entry ANN already"):
        registers.change_entry(small, "who", "Ben", new_name="ANN")


def test_a_renamed_entry_keeps_its_old_name_as_an_alias(small: Study) -> None:
    registers.add_entry(small, "who", "Ann", ["A."])
    changed = registers.change_entry(small, "who", "Ann", new_name="Anne")
    assert changed is not None
    assert changed.aliases == ("A.", "Ann")
    same = registers.change_entry(small, "who", "Anne", new_name="Anne", aliases=[])
    assert same is not None
    assert same.aliases == ()


def test_what_an_attribute_cannot_be_is_refused(small: Study) -> None:
    with pytest.raises(UsageError, match="Use one of: group, single"):
        registers.add_entry(small, "who", "Ann", attributes={"kind": "herd"})
    with pytest.raises(UsageError, match="Its attributes are: kind"):
        registers.add_entry(small, "who", "Ann", attributes={"size": "3"})
    with pytest.raises(NotFound, match="Its registers are: who, quarrel"):
        registers.add_entry(small, "where", "Ann")


def test_merging_moves_codings_and_persons_and_keeps_the_names(small: Study) -> None:
    code(small, "two", "stance", "I am against", who="Smiths", quarrel="noise", side="for")
    registers.add_entry(small, "who", "The smithy", ["forge"], {"kind": "group"})
    people.add_person(small, "Ben", entry="who:Smiths")
    with pytest.raises(UsageError, match="1 codings point to Smiths"):
        registers.change_entry(small, "who", "Smiths", delete=True)
    merged = registers.merge_entries(small, "who", "Smiths", "The smithy")
    assert (merged.aliases, merged.attributes) == (("forge", "Smiths"), {"kind": "group"})
    with small.read() as connection:
        assert [coding.fields["who"] for coding in codings.codings(connection)] == [merged.uid.hex()]
        assert [person.register_entry for person in cases.persons(connection)] == [merged.id]
    with pytest.raises(UsageError, match="same entry already"):
        registers.merge_entries(small, "who", "Smiths", "forge")


def test_an_entry_that_a_person_speaks_for_is_not_deleted(small: Study) -> None:
    registers.add_entry(small, "who", "Smiths")
    people.add_person(small, "Ben", entry="who:Smiths")
    with pytest.raises(UsageError, match="Ben speak for Smiths"):
        registers.change_entry(small, "who", "Smiths", delete=True)


def test_a_table_of_entries_is_taken_row_by_row_and_nothing_of_it_is_dropped_in_silence(small: Study, tmp_path: Path) -> None:
    table = tmp_path / "r.csv"
    table.write_text(
        "registre,nom,alias,kind,note\nwho,Ann,A. ; Annie,group,\nwho,Ben,,herd,\nwho,ann,,,\nwho,,,,x\n"
        "what,Eve,,,\nwho,Eve,,,tall\nquarrel,Noise,din;racket,,\n",
        encoding="utf-8",
    )
    added, problems = registers.import_entries(small, table)
    assert added == 2
    assert [(problem.place, problem.what) for problem in problems] == [
        ("sheet r, row 3", "herd is no value of kind. Use one of: group, single."),
        ("sheet r, row 4", "The register who has an entry ann already."),
        ("sheet r, row 5", "The row has no name."),
        ("sheet r, row 6", "The codebook has no register what. Its registers are: who, quarrel."),
        ("sheet r, row 7", "who has no attribute note. Its attributes are: kind."),
    ]
    assert find(small, "A.").attributes == {"kind": "group"}
