"""The researcher's YAML is changed in place: every other character stays."""

from __future__ import annotations

import difflib

import pytest

from toolkit.codebook.editing import add_code, remove_code, rename_code, set_text
from toolkit.codebook.reading import read_codebook
from toolkit.errors import Conflict, NotFound, UsageError

PAGE = """\
# My codebook, version of Tuesday
key: essai        # never change this
languages: [fr, en]

codes:
  # -- trust
  - key: trust    # central
    label: {fr: "Confiance", en: Trust}
    exclude:
      fr: [{text: 'Le contrat', see: power}]
      en:
        - text: The contract   # see below
          see: power

  - key: trust.lost
    label:
      fr: Confiance perdue
      en: 'Lost trust'
    definition: {fr: "Elle s'en va.", en: "It goes."}
    was: [broken]

  # -- power
  - {key: power, label: {fr: Pouvoir, en: Power}}
"""


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in difflib.ndiff(before.splitlines(), after.splitlines()) if line[0] in "+-"]


def keys(text: str) -> list[str]:
    codebook, problems = read_codebook(text)
    assert codebook is not None, problems
    return [code.key for code in codebook.codes]


def test_renaming_changes_the_key_those_below_it_and_was_and_nothing_else() -> None:
    after = rename_code(PAGE, "trust", "confidence")
    assert changed_lines(PAGE, after) == [
        "-   - key: trust    # central",
        "+   - key: confidence    # central",
        "+     was: [trust]",
        "-   - key: trust.lost",
        "+   - key: confidence.lost",
        "-     was: [broken]",
        "+     was: [broken, trust.lost]",
    ]


def test_renaming_follows_every_see_also_in_a_flow_mapping() -> None:
    after = rename_code(PAGE, "power", "pouvoir")
    assert after.count("see: pouvoir") == 2
    assert "{key: pouvoir, was: [power], label: {fr: Pouvoir, en: Power}}" in after
    assert keys(after) == ["trust", "trust.lost", "pouvoir"]


def test_renaming_keeps_the_identifier() -> None:
    before, after = (read_codebook(text)[0] for text in (PAGE, rename_code(PAGE, "trust", "confidence")))
    assert before is not None
    assert after is not None
    assert [code.uid for code in before.codes] == [code.uid for code in after.codes]


def test_renaming_there_and_back_keeps_the_identifier_too() -> None:
    back = rename_code(rename_code(rename_code(PAGE, "power", "a"), "a", "b"), "b", "power")
    before, after = (read_codebook(text)[0] for text in (PAGE, back))
    assert before is not None
    assert after is not None
    assert before.code("power").uid == after.code("power").uid
    assert after.code("power").was == ("a", "b")


@pytest.mark.parametrize(
    ("old", "new", "failure"),
    [
        ("nobody", "x", NotFound),
        ("trust", "power", Conflict),
        ("trust", "none.trust", Conflict),
        ("trust", "trust.x", Conflict),
        ("trust", "a b", UsageError),
    ],
)
def test_a_renaming_that_makes_no_sense_is_refused(old: str, new: str, failure: type[Exception]) -> None:
    with pytest.raises(failure):
        rename_code(PAGE, old, new)


def test_a_code_that_is_known_by_its_label_only_gets_a_key() -> None:
    page = "key: k\nlanguages: [fr]\ncodes:\n  - label: Le pouvoir # c\n"
    assert rename_code(page, "le-pouvoir", "pouvoir") == (
        "key: k\nlanguages: [fr]\ncodes:\n  - label: Le pouvoir # c\n    key: pouvoir\n    was: [le-pouvoir]\n"
    )


def test_a_code_that_is_only_a_name_can_be_renamed_and_relabelled() -> None:
    page = "key: k\nlanguages: [fr]\ncodes:\n  - Le pouvoir # c\n  - Un\n"
    assert rename_code(page, "le-pouvoir", "pouvoir").splitlines()[3:] == [
        '  - {key: pouvoir, was: [le-pouvoir], label: "Le pouvoir"} # c',
        "  - Un",
    ]
    assert set_text(page, "un", "label", "fr", "Deux").splitlines()[3:] == ["  - Le pouvoir # c", '  - {key: un, label: "Deux"}']


def test_an_added_code_stands_after_its_family_before_the_next_comment() -> None:
    after = add_code(PAGE, "trust.won", {"fr": "Confiance gagnée : enfin", "en": "Trust won"})
    assert (
        '\n    was: [broken]\n\n  - key: trust.won\n    label: {fr: "Confiance gagnée : enfin", en: "Trust won"}\n\n  # -- power\n' in after
    )
    assert [line[0] for line in changed_lines(PAGE, after)] == ["+", "+", "+"]


@pytest.mark.parametrize(
    "codes",
    [
        "codes: []\n",
        "codes:\n",
        "",
        "codes: [Un, Deux]\n",
        "codes:\n- Un\n- key: deux\n  label: Deux",
        "codes:\r\n  - Un\r\n",
        "codes:\n  - key: a\n    definition: |\n      x\n\n",
    ],
)
def test_a_code_can_be_added_to_every_layout(codes: str) -> None:
    page = "key: k\nlanguages: [fr]\n" + codes
    before = read_codebook(page)[0]
    assert before is not None
    assert keys(add_code(page, "neuf", {"fr": "Neuf"}, {"fr": 'Ce qui est "neuf"'})) == [*(code.key for code in before.codes), "neuf"]


def test_a_code_without_a_text_in_every_language_is_refused() -> None:
    with pytest.raises(Conflict):
        add_code(PAGE, "new", {"fr": "Neuf"})


def test_removing_takes_out_the_code_and_what_refers_to_it() -> None:
    after = remove_code(PAGE, "power")
    assert changed_lines(PAGE, after) == [
        "-       fr: [{text: 'Le contrat', see: power}]",
        "+       fr: [{text: 'Le contrat'}]",
        "-           see: power",
        "-   - {key: power, label: {fr: Pouvoir, en: Power}}",
    ]


def test_a_code_with_others_below_is_not_removed() -> None:
    with pytest.raises(Conflict, match=r"trust\.lost"):
        remove_code(PAGE, "trust")


@pytest.mark.parametrize(
    "codes", ["codes:\n  - a # x\n", "codes: [a]\n", "codes: [b, a]\n", "codes: [a, b]\n", "codes:\n- b\n\n- a\n\n# end\n"]
)
def test_a_code_can_be_removed_from_every_layout(codes: str) -> None:
    page = "key: k\nlanguages: [fr]\n" + codes
    assert "a" not in keys(remove_code(page, "a"))


@pytest.mark.parametrize(
    ("key", "part", "language", "line"),
    [
        ("trust", "label", "en", '    label: {fr: "Confiance", en: "Trust: \\"really\\""}'),
        ("trust.lost", "label", "en", "      en: 'Trust: \"really\"'"),
        ("trust.lost", "label", "fr", '      fr: "Trust: \\"really\\""'),
        ("trust.lost", "definition", "en", '    definition: {fr: "Elle s\'en va.", en: "Trust: \\"really\\""}'),
    ],
)
def test_a_text_is_changed_where_it_stands(key: str, part: str, language: str, line: str) -> None:
    after = set_text(PAGE, key, part, language, 'Trust: "really"')  # type: ignore[arg-type]
    assert [each for each in changed_lines(PAGE, after) if each[0] == "+"] == ["+ " + line]


def test_a_definition_is_added_and_a_block_text_replaced() -> None:
    page = "key: k\nlanguages: [fr]\ncodes:\n  - key: a\n    definition: |\n      Un.\n      Deux.\n\n  - key: b # last\n"
    after = set_text(set_text(page, "a", "definition", "fr", "Trois."), "b", "definition", "fr", "Oui :\nnon")
    assert (
        after
        == 'key: k\nlanguages: [fr]\ncodes:\n  - key: a\n    definition: "Trois."\n\n  - key: b # last\n    definition: "Oui :\\nnon"\n'
    )


def test_a_text_with_faults_is_not_touched() -> None:
    with pytest.raises(Conflict, match="line 1"):
        rename_code("kez: k\nlanguages: [fr]\ncodes: [a]\n", "a", "b")


def test_a_text_that_several_codes_share_by_an_alias_is_not_changed_for_all_of_them() -> None:
    page = "key: k\nlanguages: [fr]\ncodes:\n  - {key: a, definition: &same Oui}\n  - {key: b, definition: *same}\n"
    with pytest.raises(Conflict, match="line 4"):
        set_text(page, "b", "definition", "fr", "Non")
    assert rename_code(page, "a", "c").count("&same Oui") == 1


def test_the_byte_order_mark_and_windows_line_ends_stay() -> None:
    page = "\ufeffkey: k\r\nlanguages: [fr]\r\ncodes:\r\n  - key: a\r\n"
    assert rename_code(page, "a", "b") == "\ufeffkey: k\r\nlanguages: [fr]\r\ncodes:\r\n  - key: b\r\n    was: [a]\r\n"
