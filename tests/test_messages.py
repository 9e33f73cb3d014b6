"""Every sentence that a researcher reads can be translated, and is translated into French."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from build_catalogues import compile_catalogues
from toolkit import messages
from toolkit.export.decisions import DECISIONS, decision_word
from toolkit.messages import _, in_language, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
TOOLKIT = ROOT / "toolkit"
PO = Path("toolkit/locale/fr/LC_MESSAGES/terrain.po")
#: The functions that take a message, with how many messages each takes.
TAKES = {"_": 1, "N_": 1, "NN_": 2, "ngettext": 2}
#: Shows messages that others have marked with `N_`.
SHOWS_MARKED = TOOLKIT / "cli" / "commands.py"
#: What stands for a value in a usage line and is the same in both languages.
LANGUAGE_FREE = {"N", "fr|en", "field:…", "row|column|either", "case:…|rating:…"}
#: The titles of sheets that always stand in one workbook.
SHEETS = (
    *("Read me", "Codings", "Segments", "Words", "Share of words", "Presence", "Ratings", "Summaries", "Quotes", "Codebook", "Cases"),
    *("Persons", "Documents", "Merged intervals", "Check cells", "Check", "Lists"),
)
FAULTS_OF_TYPOGRAPHY = {
    "a plain space before : ; ? ! » or %": re.compile(" [:;?!»%]"),
    "a plain space after «": re.compile("« "),
    "no space inside « »": re.compile("«(?!\u00a0)|(?<!\u00a0)»"),
    "no space before ; ? or !": re.compile(r"\w[;?!](?=\s|$)"),
    "a straight apostrophe": re.compile(r"[^\W\d]'[^\W\d]"),
    "English quotation marks": re.compile("[“”]"),
}

Message = tuple[str, ...]
"""A message, or both forms of a plural."""


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, list[ast.expr]]]:
    """The calls that take messages, each with the arguments that are messages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TAKES:
            yield node, node.args[: TAKES[node.func.id]]


def literal(arguments: list[ast.expr]) -> Message | None:
    """The message that arguments spell out; None for anything that is not written as plain text."""
    texts = tuple(node.value for node in arguments if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return texts if len(texts) == len(arguments) > 0 else None


def parsed() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TOOLKIT.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def said_in_code() -> dict[Message, str]:
    """Every message that the code says, with a place where it does."""
    found = {}
    for path, tree in parsed():
        for call, arguments in calls(tree):
            if (message := literal(arguments)) is not None:
                found[message] = f"{path.relative_to(ROOT)}:{call.lineno}"
    return found


def forms(said: str | tuple[str, ...] | list[str]) -> Message:
    return (said,) if isinstance(said, str) else tuple(said)


def places(text: str) -> set[str]:
    """The places of a message: `{name}`, `{name!r}`, `%(name)s`."""
    return set(re.findall(r"\{\w*(?:![rsa])?\}|%\(\w+\)s", text))


def faults_of_typography(text: str) -> list[str]:
    return [what for what, fault in FAULTS_OF_TYPOGRAPHY.items() if fault.search(text)]


@pytest.fixture(scope="module")
def french() -> Catalog:
    with (ROOT / PO).open("rb") as file:
        return read_po(file)


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue as it stands now, compiled elsewhere, so that a stale one cannot pass for it."""
    (tmp_path / PO).parent.mkdir(parents=True)
    shutil.copy(ROOT / PO, tmp_path / PO)
    compile_catalogues(tmp_path)
    monkeypatch.setattr(messages, "LOCALE_FOLDER", tmp_path / "toolkit" / "locale")
    messages._catalogue.cache_clear()
    yield
    messages._catalogue.cache_clear()


def test_every_message_of_the_code_is_translated(french: Catalog) -> None:
    """Missing, untranslated and fuzzy messages are named with their place."""
    translated = {forms(entry.id) for entry in french if all(forms(entry.string)) and not entry.fuzzy}
    assert [f"{place}: {' | '.join(message)}" for message, place in said_in_code().items() if message not in translated] == []


def test_no_message_is_kept_that_the_code_does_not_say(french: Catalog) -> None:
    said = said_in_code()
    assert [entry.id for entry in french if entry.id and forms(entry.id) not in said] == []
    assert list(french.obsolete) == []


def test_a_translation_fills_in_the_same_places(french: Catalog) -> None:
    pairs = [pair for entry in french if entry.id for pair in zip(forms(entry.id), forms(entry.string), strict=True)]
    assert [pair for pair in pairs if pair[1] and places(pair[0]) != places(pair[1])] == []


def test_both_forms_of_every_plural_are_translated(french: Catalog) -> None:
    plurals = [entry for entry in french if isinstance(entry.id, tuple)]
    assert plurals
    assert [entry.id for entry in plurals if len(forms(entry.string)) != 2 or not all(entry.string)] == []
    assert french.plural_forms == "nplurals=2; plural=(n > 1);"


def test_translations_have_french_typography(french: Catalog) -> None:
    found = {text: faults for entry in french if entry.id for text in forms(entry.string) if (faults := faults_of_typography(text))}
    assert found == {}


@pytest.mark.parametrize("text", ["Qui ?", "Non : rien", "« mot »", "Quoi?", "5 %", "l'étude", "«mot»", "“mot”"])
def test_faults_of_typography_are_seen(text: str) -> None:
    assert faults_of_typography(text)


@pytest.mark.parametrize("text", ["Qui\u00a0?", "Non\u00a0: «\u00a0mot\u00a0»", "l’étude", "was: [{old}]", "'{name}(_part.*)?'"])
def test_good_typography_is_left_alone(text: str) -> None:
    assert faults_of_typography(text) == []


def test_messages_are_written_as_plain_text_where_they_are_said() -> None:
    """A variable or an f-string inside `_()` is in no catalogue."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in parsed()
        if path != SHOWS_MARKED
        for call, arguments in calls(tree)
        if literal(arguments) is None
    ]
    assert hidden == []


@pytest.mark.parametrize("code", ["_(word)", "_(f'{n} codes')", "_('codes' + end)", "ngettext('code', many, n)"])
def test_hidden_messages_are_seen(code: str) -> None:
    assert [literal(arguments) for _call, arguments in calls(ast.parse(code))] == [None]


def test_babel_finds_every_message_of_the_code() -> None:
    """Babel reads no `_()` inside an f-string, so that `make messages` would miss it."""
    keywords = {"_": None, "N_": None, "NN_": (1, 2), "ngettext": (1, 2)}
    extracted = {forms(message) for _file, _line, message, _comments, _context in extract_from_dir(TOOLKIT, keywords=keywords)}
    assert {message: place for message, place in said_in_code().items() if message not in extracted} == {}


def test_help_and_the_names_in_usage_lines_are_marked() -> None:
    """Click is given its texts before the language is known: each is marked with `N_`."""
    unmarked = [
        f"{path.relative_to(ROOT)}:{keyword.value.lineno}: {keyword.value.value}"
        for path, tree in parsed()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("help", "metavar") and isinstance(keyword.value, ast.Constant) and keyword.value.value not in LANGUAGE_FREE
    ]
    assert unmarked == []


@pytest.mark.usefixtures("compiled")
def test_the_compiled_catalogue_speaks_french() -> None:
    with in_language("fr"):
        assert _("There is no case {name}. The cases are: {known}.", name="Sud", known="Nord") == (
            "Il n’y a pas de cas Sud. Les cas sont\u00a0: Nord."
        )
        assert [ngettext("{n} fault.", "{n} faults.", n) for n in (0, 1, 2)] == ["0 faute.", "1 faute.", "2 fautes."]
    with in_language("en"):
        assert _("Codebook") == "Codebook"


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_decisions_and_sheets_have_distinct_names(language: str) -> None:
    """Excel takes 31 characters for a sheet's name and tells no capitals apart."""
    with in_language(language):
        assert len({decision_word(decision) for decision in DECISIONS}) == len(DECISIONS)
        titles = [messages._(title) for title in SHEETS]
    assert [title for title in titles if len(title) > 31] == []
    # The measures of documents and persons have matrices of their own names: such a sheet gets a number.
    assert len({title.casefold() for title in titles}) == len(titles)
