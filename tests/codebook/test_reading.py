"""Reading a codebook: generous in what may be left out, every fault with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.codebook.codebook import Choice, Codebook, Example, Rule
from toolkit.codebook.reading import read_codebook
from toolkit.ids import named_id
from toolkit.messages import in_language

HEAD = "key: k\nlanguages: [fr]\n"
TWO = "key: k\nlanguages: [fr, en]\n"


def read(text: str) -> Codebook:
    codebook, problems = read_codebook(text)
    assert codebook is not None, problems
    assert problems == []
    return codebook


def faults(text: str) -> list[str]:
    """Each fault as `line:column sentence`."""
    codebook, problems = read_codebook(text, "file.yaml")
    assert codebook is None
    assert all(problem.path == "file.yaml" and problem.what.endswith((".", "?")) for problem in problems)
    return [
        problem.place.replace("line ", "").replace(", column ", ":") + " " + problem.what + (" " + problem.todo if problem.todo else "")
        for problem in problems
    ]


# What may be written


def test_a_codebook_may_begin_as_a_list_of_names() -> None:
    codes = read(HEAD + "codes:\n  - Confiance perdue\n  - label: L’élu\n  - key: Pouvoir_2\n  - confiance perdue\n").codes
    assert [(code.key, code.label["fr"]) for code in codes] == [
        ("confiance-perdue", "Confiance perdue"),
        ("l-élu", "L’élu"),
        ("Pouvoir_2", "Pouvoir_2"),
        ("confiance-perdue-2", "confiance perdue"),
    ]


def test_a_codebook_without_codes_is_one() -> None:
    assert read(HEAD).codes == ()


def test_with_one_language_every_text_may_be_plain() -> None:
    code = read(
        HEAD
        + "codes:\n- key: a\n  label: A\n  definition: Quoi\n  include: [x]\n  exclude: [{text: y, see: a}]\n"
        + "  examples: [{quote: q, applies: yes}]\n  cues: pour nous\n"
    ).code("a")
    assert code.definition == {"fr": "Quoi"}
    assert code.include == {"fr": (Rule("x"),)}
    assert code.exclude == {"fr": (Rule("y", see="a"),)}
    assert code.examples == {"fr": (Example("q", applies=True),)}
    assert code.cues == {"fr": ("pour nous",)}


def test_what_looks_like_a_number_or_a_boolean_stays_text() -> None:
    codebook = read(HEAD + "codes:\n- label: 1.10\n- label: NO\n- key: c\n  cues: [2020-01, yes]\n")
    assert [code.label["fr"] for code in codebook.codes] == ["1.10", "NO", "c"]
    assert codebook.code("c").cues["fr"] == ("2020-01", "yes")


def test_the_identifier_comes_from_the_codebook_and_the_oldest_name() -> None:
    codes = read(HEAD + "codes:\n- key: a\n- {key: b, was: [x, y]}\n- {key: c, id: z, was: w}\n").codes
    assert [code.uid for code in codes] == [named_id("k", "a"), named_id("k", "x"), named_id("k", "z")]


def test_the_parts_of_a_split_code_do_not_take_its_identifier() -> None:
    codes = read(HEAD + "codes:\n- {key: a, was: [x]}\n- {key: b, was: [x]}\n").codes
    assert [code.id for code in codes] == ["a", "b"]


def test_registers_scales_and_fields_are_read() -> None:
    codebook = read(
        TWO
        + "registers: {actor: {attributes: {sector: {choices: [public, private]}},\n"
        + "  entries: [{name: CLSC, aliases: [clinique], attributes: {sector: public}}]}}\n"
        + "scales: {abc: {values: [{key: A, label: {fr: Fort, en: Strong}}, B]}}\n"
        + "codes: [{key: a, scale: abc, fields: {who: {register: actor, many: true}, stance: {choice: [for], required: true},\n"
        + "  when: {type: date}}}]\n"
    )
    assert codebook.registers["actor"].attributes["sector"].type == "choice"
    assert codebook.registers["actor"].entries[0].uid == named_id("k", "register", "actor", "CLSC")
    assert codebook.scales["abc"].values == (Choice("A", {"fr": "Fort", "en": "Strong"}), Choice("B", {"fr": "B", "en": "B"}))
    assert [(field.type, field.many, field.required) for field in codebook.code("a").fields.values()] == [
        ("register", True, False),
        ("choice", False, True),
        ("date", False, False),
    ]


def test_anchors_aliases_and_merge_keys_are_followed() -> None:
    codebook = read(HEAD + "codes:\n- &a {key: a, definition: &d Oui}\n- {key: b, definition: *d}\n- {<<: *a, key: c}\n")
    assert [code.definition["fr"] for code in codebook.codes] == ["Oui", "Oui", "Oui"]


def test_more_languages_than_declared_may_stand_in_a_text() -> None:
    assert read(HEAD + "codes: [{key: a, label: {fr: A, en: B}}]\n").code("a").label == {"fr": "A", "en": "B"}


def test_letters_are_composed_and_the_byte_order_mark_is_passed_over() -> None:
    assert read("\ufeff" + HEAD + "codes: [e\u0301lu]\n").codes[0].key == "\u00e9lu"


# What is a fault

CODES = HEAD + "codes:\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", " The file is empty. Begin it with key:, languages: and codes:."),
        ("- a\n", "1:1 A codebook begins with names, each followed by a colon. Begin it with key:, languages: and codes:."),
        ("languages: [fr]\n", "1:1 “key” is missing. Add it."),
        ("key: k\nlanguages: []\n", "1:1 “languages” is missing. Add it."),
        ("key: k\n", "1:1 “languages” is missing. Add it."),
        ("format: 2\n" + HEAD, "1:9 Format 2 is not known to this version of the program. Write format: 1, or install a newer version."),
        (CODES + "- {key: a, definiton: x}\n", "4:12 “definiton” is not known here. Did you mean “definition”?"),
        (CODES + "- {key: a, definition: [a]}\n", "4:24 A text is expected here. Write one text, not a list or a group of names."),
        (CODES + "- {key: a, origin: me}\n", "4:20 “me” cannot stand here. Write one of: manual, authors, theory, own."),
        (CODES + "- {key: a, confidence: high}\n", "4:12 A definition of one's own has no confidence."),
        (CODES + "- {definition: x}\n", "4:3 The code has no name. Give it a key or a label."),
        (CODES + "- {key: a.b}\n", "4:9 The code above, “a”, does not exist."),
        (CODES + "- {key: a b}\n", "4:9 The key “a b” may have letters, digits and hyphens, with a dot between levels."),
        (CODES + "- {key: a, scale: abc}\n", "4:19 The scale “abc” does not exist."),
        (CODES + "- {key: a, source: [S1]}\n", "4:21 The source “S1” does not exist."),
        (CODES + "- {key: abcd, exclude: [{text: x, see: abce}]}\n", "4:40 The code “abce” does not exist. Did you mean “abcd”?"),
        (CODES + "- {key: a, fields: {f: {register: r}}}\n", "4:35 The register “r” does not exist."),
        (CODES + "- {key: a, fields: {f: {required: yes}}}\n", "4:21 The field “f” does not say what may be filled in."),
        (CODES + "- {key: a, fields: {f: {type: text, choice: [x]}}}\n", "4:21 The field “f” says more than once what may be filled in."),
        (CODES + "- {key: a, fields: {f: {type: text, many: perhaps}}}\n", "4:43 Yes or no is expected here. Write true or false."),
        (CODES + "- {key: a, cues: [b, 're:(']}\n", "4:22 The expression “(” does not compile"),
        (CODES + "- {key: a, cues: ['lema:b']}\n", "4:19 The cue begins with “lema:”, which is not known. Did you mean “lemma:”?"),
        (CODES + "- {key: a, examples: [{quote: q}]}\n", "4:23 “applies” is missing."),
        (CODES + "- {key: a, reserved: why, cues: [x]}\n", "4:27 A reserved code has no cues: it cannot be coded."),
        (CODES + "- key: a\n  key: b\n", "5:3 “key” stands here a second time; the first is on line 4. Join the two, or delete one."),
        (CODES + "- key: !!python/object:os.system x\n", "4:8 The tag tag:yaml.org,2002:python/object:os.system is not read."),
        (CODES + "- key: a\n\t label: x\n", "5:1 A tab stands here, but YAML is indented with spaces only. Replace it with spaces."),
        (CODES + "- label: « a : b »\n", "4:14 A colon followed by a space is not expected here."),
        (CODES + '- label: "a\n', "4:10 A quotation mark is opened here and not closed. Close it."),
        (CODES + "- label: \x07\n", "4:10 The character U+0007 cannot stand in a YAML file. Delete it."),
        (
            TWO + "title: Titre\n",
            "3:8 One text stands here, but the codebook has several languages. Write it once for each language, for instance {fr: ",
        ),
        (TWO + "title: {fr: Titre}\n", "3:1 “title” says nothing in the language “en”."),
        (TWO + "title: {fr: Titre, en: ' '}\n", "3:1 “title” says nothing in the language “en”."),
        (TWO + "title: {fr: Titre, en: Title, english: Title}\n", "3:31 “english” is not the code of a language."),
        (HEAD + "scales: {s: {values: [A, A]}}\n", "3:26 “A” stands here twice. Delete one."),
        (HEAD + "registers: {r: {entries: [{name: x, attributes: {size: 1}}]}}\n", "3:50 The attribute “size” does not exist."),
        (HEAD + "registers: {r: {attributes: {a: {type: choice}}}}\n", "3:30 “a” is a choice without choices."),
    ],
)
def test_a_fault_has_its_place_its_sentence_and_what_to_do(text: str, expected: str) -> None:
    found = faults(text)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_an_example_of_both_kinds_is_a_fault() -> None:
    text = CODES + "- key: a\n  examples:\n  - {quote: oui, applies: true}\n  - {quote: ' oui ', applies: false}\n"
    assert faults(text) == ["7:5 This quote is an example and a counter-example of the same code. Decide for one of the two."]


def test_two_codes_with_one_key_and_two_with_one_id_are_faults() -> None:
    found = faults(CODES + "- {key: a}\n- {key: a}\n- {key: b, id: x}\n- {key: c, id: x}\n")
    assert [each.split(".")[0] for each in found] == [
        "4:9 There is more than one code “a”",
        "5:9 There is more than one code “a”",
        "6:16 Another code has the same id, “x”",
        "7:16 Another code has the same id, “x”",
    ]


def test_an_earlier_key_that_still_is_a_code_is_a_fault() -> None:
    assert faults(CODES + "- {key: a}\n- {key: b, was: [a]}\n")[0].startswith("5:18 “a” is said to be an earlier key")


def test_all_faults_are_reported_in_the_order_of_their_places_whatever_finds_them() -> None:
    found = faults(
        TWO
        + "titel: x\ncodes:\n- key: a.b\n  label: A\n  cues: {fr: ['re:['], en: [x]}\n  key: c\n"
        + "- {key: d, exclude: {fr: [{see: z}], en: [{text: t, see: y}]}}\n"
    )
    assert [each.split(" ")[0] for each in found] == ["3:1", "5:8", "6:10", "7:15", "8:3", "9:27", "9:58"]


def test_a_missing_head_does_not_hide_what_else_is_wrong() -> None:
    assert [each.split(" ")[0] for each in faults("codes:\n- {key: a, see: b}\n")] == ["1:1", "1:1", "2:12"]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{c}: &{c} [{','.join(['*' + b] * 9)}]\n" for b, c in zip("abcdefg", "bcdefgh", strict=True)),
        "[" * 100_000,
        "- " * 100_000,
        "&a [*a]",
        "a: " + "{b: " * 3000,
    ],
    ids=["alias bomb", "brackets", "hyphens", "circle", "braces"],
)
def test_a_hostile_file_is_a_fault_and_ends_soon(text: str) -> None:
    assert faults(text)


def test_the_place_of_a_fault_is_written_in_the_language_of_the_reader() -> None:
    with in_language("en"):
        assert read_codebook("codes: [")[1][0].place == "line 1, column 9"


# What is shipped

SHIPPED = sorted((Path(__file__).resolve().parents[2] / "codebooks").glob("*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_codebook_has_no_fault(path: Path) -> None:
    codebook = read(path.read_text(encoding="utf-8"))
    assert codebook.key == path.stem


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_key_is_written_in_plain_letters(path: Path) -> None:
    codebook = read(path.read_text(encoding="utf-8"))
    assert [
        code.key for code in codebook.codes if not code.key.replace("-", "").replace(".", "").isascii() or code.key != code.key.lower()
    ] == []


def test_fields_of_one_name_are_of_one_kind() -> None:
    text = """\
key: k
languages: [en]
registers: {who: {label: Who}}
codes:
  - {key: a, fields: {by: {register: who}}}
  - {key: b, fields: {by: {choice: [x, y]}}}
"""
    codebook, [problem] = read_codebook(text, "k.yaml")
    assert codebook is None
    assert problem.place == "line 6, column 23"
    assert "another kind in the code “a”" in problem.what
