"""The manual says what the program does: every name is there, every example can be typed, both languages say the same."""

from __future__ import annotations

import re
import shlex
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import click
import pytest
from builders import code, small_study
from conftest import ROOT
from write_command_pages import HELP, faults, messages, page, quoted, walk

from toolkit.actions.comparing import Comparison, View
from toolkit.actions.exporting import write_workbook
from toolkit.actions.judging import set_rating
from toolkit.actions.report import Contents
from toolkit.cli import faults as exits
from toolkit.cli import terrain
from toolkit.codebook.reading import read_codebook
from toolkit.codebook.schema import json_schema
from toolkit.errors import TerrainError
from toolkit.matrices import MEASURES, OutOf, Presence
from toolkit.messages import LANGUAGES, LOCALE_FOLDER, in_language
from toolkit.readers import read_bytes
from toolkit.text.layouts import LAYOUTS
from toolkit.text.turns import find_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FENCE = re.compile(r"^```(.*)\n((?:.*\n)*?)^```$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PAGES = sorted(path.name for path in (HELP / "en").glob("*.md"))
FRONT = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
EVERY_PAGE = [*(HELP / language / name for language in LANGUAGES for name in PAGES), *FRONT]


def named(path: Path) -> str:
    return "/".join(path.parts[-2:])


def text_of(language: str, name: str) -> str:
    return (HELP / language / name).read_text(encoding="utf-8")


def fences(text: str) -> list[tuple[str, str]]:
    """What stands in fences: the words after the opening marks, and the lines between."""
    return [(match[1], match[2]) for match in FENCE.finditer(text)]


def prose(text: str) -> str:
    """A page without what stands in fences."""
    return FENCE.sub("", text)


def headings(text: str, level: int) -> list[str]:
    return [line[level + 1 :] for line in prose(text).splitlines() if line.startswith("#" * level + " ")]


def anchors(text: str) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    found = [line.lstrip("#").strip() for line in prose(text).splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@cache
def commands() -> dict[str, tuple[click.Command, click.Context]]:
    """Every command by its words: `codebook check`."""
    top = click.Context(terrain, info_name="terrain")
    return {context.command_path.removeprefix("terrain").strip(): (command, context) for command, context in walk(terrain, top)}


def needs_catalogue(language: str) -> None:
    """Skip a test of what the program says in a language whose catalogue is not there."""
    if language != "en" and not (LOCALE_FOLDER / language / "LC_MESSAGES" / "terrain.mo").exists():
        pytest.skip("the catalogue is not compiled (make messages)")


def test_both_languages_have_the_same_pages() -> None:
    assert PAGES
    assert sorted(path.name for path in (HELP / "fr").glob("*.md")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_as_many_headings_and_examples_in_both_languages(name: str) -> None:
    french, english = text_of("fr", name), text_of("en", name)
    assert [len(headings(french, level)) for level in (1, 2, 3)] == [len(headings(english, level)) for level in (1, 2, 3)]
    assert [kind for kind, _body in fences(french)] == [kind for kind, _body in fences(english)]
    assert len(headings(french, 1)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_commands_is_what_the_program_says(language: str) -> None:
    needs_catalogue(language)
    assert text_of(language, "commands.md") == page(language), "write it anew with `make help-pages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_and_option_is_on_the_page_of_commands(language: str) -> None:
    sections = re.split(r"^#+ ", text_of(language, "commands.md"), flags=re.MULTILINE)
    by_heading = {section.split("\n", 1)[0]: section for section in sections}
    for words, (command, _its_context) in commands().items():
        section = by_heading[f"terrain {words}"] if words else sections[1]
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or all(f"`{name}`" in section for name in parameter.opts), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_codebook_is_explained(language: str) -> None:
    schema = json_schema()
    shapes = [schema, *schema["$defs"].values()]
    keys = {key for shape in shapes for key in shape.get("properties", {})}
    page_text = prose(text_of(language, "codebook.md"))
    assert {key for key in keys if f"`{key}`" not in page_text and f"`{key}:`" not in page_text} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_is_defined(language: str) -> None:
    text = text_of(language, "matrices.md")
    assert [measure for measure in MEASURES if f"\n| `{measure}` |" not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_the_measures_is_counted_as_the_page_says(language: str, tmp_path: Path) -> None:
    text = text_of(language, "matrices.md")
    transcript = next(body for kind, body in fences(text) if kind == "text label")
    root, (talk, decide) = re.findall(r"`(\w+)`", headings_row(text))[0], re.findall(r"`(\w+\.\w+)`", text)[:2]
    first, second, third = re.findall(r"\*([^*`]+)\*", next(line for line in text.splitlines() if f"`{talk}`" in line))[:3]
    codebook = f"format: 1\nkey: k\nlanguages: [{language}]\ncodes: [{{key: {root}}}, {{key: {talk}}}, {{key: {decide}}}]\n"
    study = small_study(tmp_path, codebook, N1=transcript)
    for key, quote in ((talk, first), (talk, second), (decide, third)):
        code(study, "N1", key, quote)
    with study.read() as connection:
        comparison = Comparison(study, connection)
        for measure in MEASURES:
            said = re.split(r" \| ", text.split(f"\n| `{measure}` |", 1)[1].split("\n", 1)[0])[-1]
            found = comparison.compare(View(measure=measure, codes=(root,))).matrix.value(0, 0)
            assert shown(found, language) in said, measure


def headings_row(text: str) -> str:
    """The last head of the table of measures, which names the code."""
    row = next(line for line in text.splitlines() if line.startswith(("| Measure |", "| Mesure |")))
    return row.split(" | ")[-1]


def shown(figure: Any, language: str) -> str:
    if isinstance(figure, OutOf):
        return f"{figure.n} {'sur' if language == 'fr' else 'of'} {figure.of}"
    if isinstance(figure, Presence):
        return {"fr": "oui", "en": "yes"}[language]
    text = f"{figure:.3f}" if isinstance(figure, float) else str(figure)
    return text.replace(".", ",") if language == "fr" else text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_of_the_workbook_is_described(language: str, tmp_path: Path) -> None:
    needs_catalogue(language)
    from openpyxl import load_workbook

    study = small_study(tmp_path)
    code(study, "one", "stance", "The others are against it", who="The others", quarrel="The hammer", side="against")
    set_rating(study, "case one", "work", "A", period="2024")
    with in_language(language):
        write_workbook(study, tmp_path / "all.xlsx", Contents())
        write_workbook(study, tmp_path / "measures.xlsx", Contents(tuple(MEASURES)))
        named_sheets = [name for file in tmp_path.glob("*.xlsx") for name in load_workbook(file, read_only=True).sheetnames]
    sheets = {re.sub(r" \d+$", "", name) for name in named_sheets}  # a second sheet of one name has a number
    described = [re.escape(name).replace("…", ".+") for name in re.findall(r"\*\*(.+?)\*\*", text_of(language, "workbook.md"))]
    spaces = str.maketrans("\u00a0\u202f", "  ")
    missing = [name for name in sheets if not any(re.fullmatch(pattern.translate(spaces), name.translate(spaces)) for pattern in described)]
    assert sorted(missing) == []


def kinds_of(error: type[TerrainError]) -> Iterator[type[TerrainError]]:
    yield error
    for below in error.__subclasses__():
        yield from kinds_of(below)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_exit_code_is_explained(language: str) -> None:
    codes = {int(number) for number in re.findall(r"(?:^|; )(\d+) ", exits.__doc__ or "", re.MULTILINE)}
    assert codes >= {kind.exit_code for kind in kinds_of(TerrainError)}
    explained = {int(number) for number in re.findall(r"^\| (\d+) \|", text_of(language, "exit-codes-and-files.md"), re.MULTILINE)}
    assert explained == codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_layout_is_there_with_an_example_that_is_found_by_it(language: str) -> None:
    text = text_of(language, "layouts.md")
    examples = [(kind.partition(" ")[2], kind.partition(" ")[0], body) for kind, body in fences(text) if " " in kind]
    assert {layout for layout, _file, _body in examples} == {*(layout.key for layout in LAYOUTS), "bold", "dash", "none", "format"}
    for layout, file, body in examples:
        if layout == "format":
            assert read_bytes(f"example.{file}", body.encode()).turns
        else:
            assert find_turns(*in_bold(body)).layout == layout
    assert [layout.key for layout in LAYOUTS if f"`{layout.key}`" not in prose(text)] == []


def in_bold(body: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A text without the asterisks around whole lines, and where these lines stand."""
    text, bold = "", []
    for line in body.splitlines():
        words = line.removeprefix("**").removesuffix("**")
        if words != line:
            bold.append((len(text), len(text) + len(words)))
        text += words + "\n"
    return text, tuple(bold)


@pytest.mark.parametrize("path", EVERY_PAGE, ids=named)
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in LINK.findall(prose(text)):
        if "://" in target:
            continue
        file, _hash, anchor = target.partition("#")
        other = path.parent / file if file else path
        assert other.exists(), target
        assert not anchor or anchor in anchors(other.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_codebook_on_the_page_reads_without_a_fault(language: str) -> None:
    examples = [body for kind, body in fences(text_of(language, "codebook.md")) if kind == "yaml"]
    assert len(examples) >= 5
    for example in examples:
        codebook, problems = read_codebook(example)
        assert [str(problem) for problem in problems] == []
        assert codebook is not None
        assert codebook.codes


def lines_of(path: Path) -> list[str]:
    """The command lines of a page."""
    found = fences(path.read_text(encoding="utf-8"))
    return [line for kind, body in found if kind == "sh" for line in body.splitlines() if line.startswith("terrain ")]


@pytest.fixture
def parse(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Parse a command line as the program does, without running it; files need not be there. Raises UsageError."""
    monkeypatch.setattr(click.Path, "convert", lambda _type, value, _parameter, _context: value)

    def parse(line: str) -> None:
        words = shlex.split(line.partition(" > ")[0], comments=True)[1:]
        name = next(name for name in (" ".join(words[:2]), words[0], "") if name in commands())
        command, context = commands()[name]
        command.make_context(context.command_path, words[len(name.split()) :], parent=context.parent)
        if isinstance(command, click.Group) and not words[0].startswith("--"):
            raise click.UsageError(line)

    return parse


@pytest.mark.parametrize("path", EVERY_PAGE, ids=named)
def test_every_command_line_of_a_page_can_be_typed(path: Path, parse: Callable[[str], None]) -> None:
    for line in lines_of(path):
        with suppress(click.exceptions.Exit):  # after --help
            parse(line)


@pytest.mark.parametrize(
    "line",
    [
        "terrain matrix these.terrain --mesure share",
        "terrain matrx these.terrain",
        "terrain rating add these.terrain Nord",
        "terrain undo these.terrain twice",
        "terrain history show these.terrain planet Mars",
    ],
)
def test_a_command_line_that_cannot_be_typed_is_found(line: str, parse: Callable[[str], None]) -> None:
    with pytest.raises(click.UsageError):
        parse(line)


@pytest.mark.parametrize("path", EVERY_PAGE, ids=named)
def test_every_command_that_is_named_in_a_sentence_exists(path: Path) -> None:
    for words in re.findall(r"`terrain ([a-z][a-z -]*?)(?: [^a-z`][^`]*)?`", prose(path.read_text(encoding="utf-8"))):
        named_words = [word for word in words.split() if not word.startswith("-")]
        assert named_words[0] in commands(), words
        command = commands()[named_words[0]][0]
        assert not isinstance(command, click.Group) or len(named_words) == 1 or " ".join(named_words[:2]) in commands(), words


def test_every_message_quoted_under_faults_is_one_of_the_program() -> None:
    found = [each["message"] for each in quoted(text_of("en", "faults.md"))]
    assert len(found) > 30
    assert [message for message in found if message not in messages("en")] == []


def test_the_french_page_of_faults_quotes_the_same_messages() -> None:
    needs_catalogue("fr")
    french = text_of("fr", "faults.md")
    assert french == faults(text_of("en", "faults.md"), french), "write it anew with `make help-pages`"


@pytest.mark.parametrize("name", PAGES)
def test_french_marks_stand_after_a_space_that_does_not_break(name: str) -> None:
    text = re.sub(r"`[^`]*`|\b(?:lemma|re):", "code", prose(text_of("fr", name)))
    text = re.sub(r"^\|[-|]+\|$", "", text, flags=re.MULTILINE)
    assert re.findall(r".{0,20}[^\u00a0\u202f][:;?!](?=\s|$)", text, re.MULTILINE) == []
    assert re.findall(r"«[^\u00a0\u202f].{0,20}|.{0,20}[^\u00a0\u202f]»", text) == []
