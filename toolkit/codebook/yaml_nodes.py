"""A researcher's YAML as nodes that know their place, and as plain data: every scalar is the text that was written.

So `NO`, `1.10` and `2020-01` stay what the researcher wrote; what ought to be a number or yes/no is converted where its shape is known.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from toolkit.errors import Problem
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruamel.yaml.error import MarkedYAMLError, StringMark
    from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

    from toolkit.codebook.shapes import Path

MAX_CHARACTERS = 10_000_000
MAX_NODES = 500_000  # after aliases are followed
SAFE_DEPTH = 200  # libyaml's composer calls itself and would exhaust the stack

_INDICATORS = re.compile(r"^[ \-?:]*", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_TAB = re.compile(r"^ *(\t)", re.MULTILINE)
_OWN_TAGS = ("str", "seq", "map", "int", "float", "bool", "null", "timestamp", "merge", "value")


class Fault(NamedTuple):
    """What is wrong at one place of a YAML text; line and column count from 1, line 0 is the whole file. Faults sort by place."""

    line: int
    column: int
    what: str
    todo: str = ""

    def problem(self, path: str) -> Problem:
        """The fault as the researcher reads it."""
        place = _("line {line}, column {column}", line=self.line, column=self.column) if self.line else ""
        return Problem(path, place, self.what, self.todo)


def compose(text: str) -> tuple[Node | None, list[Fault]]:
    """The root node of a YAML text without its byte order mark, and every fault of its notation.

    Nodes with a fault are repaired (a second value of a name is taken out), so that what they contain can be checked as well; without
    a root nothing can.
    """
    from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning
    from ruamel.yaml.reader import ReaderError

    if len(text) > MAX_CHARACTERS:
        return None, [Fault(0, 0, _("The file is longer than {n} characters.", n=MAX_CHARACTERS), _("Is it really a codebook?"))]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ReusedAnchorWarning)
            root = _nodes(text)
        if root is None:
            return None, [Fault(0, 0, _("The file is empty."), _("Begin it with key:, languages: and codes:."))]
        faults = list(_repair(root))
        size = _size(root, {})
    except MarkedYAMLError as error:
        return None, _syntax_faults(text, error)
    except ReaderError as error:
        what = _("The character U+{code} cannot stand in a YAML file.", code=f"{error.character:04X}")
        return None, [_fault_at(text, error.position, what, _("Delete it."))]
    except RecursionError:
        return None, [Fault(0, 0, _("The file is nested too deeply, or an alias contains itself."), _("Write it with fewer levels."))]
    if size > MAX_NODES:
        what = _("With its aliases written out the file has more than {n} values.", n=MAX_NODES)
        return None, [Fault(0, 0, what, _("Use fewer aliases (*name)."))]
    return root, faults


def plain(node: Node) -> Any:
    """The data of a node: dict, list, text (NFC) or None; a name without a value is left out, merge keys (`<<`) are followed."""
    if _is_mapping(node):
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for name, value in node.value:
            if name.tag.endswith(":merge"):
                above = plain(value)
                for mapping in reversed(above if isinstance(above, list) else [above]):
                    merged |= mapping if isinstance(mapping, dict) else {}
            else:
                own[plain(name) or name.value] = plain(value)
        return {name: value for name, value in (merged | own).items() if value is not None}
    if _has_parts(node):
        return [plain(item) for item in node.value]
    return None if str(node.tag).endswith(":null") else unicodedata.normalize("NFC", node.value)


def locate(root: Node, path: Path) -> tuple[ScalarNode | None, Node]:
    """The name (in a mapping) and the value at a path.

    Steps that the researcher did not write (the language of a plain text, the `text` of a plain rule) are passed over; where the path
    goes on into something that is not there, the last thing that is.
    """
    *__, (name, node) = (None, root), *((name, node) for __, name, node in _walk(root, path))
    return name, node


def take_out(root: Node, path: Path) -> bool:
    """Take the value at a path out of the nodes; False where nothing but the root is there."""
    steps = list(_walk(root, path))
    if steps:
        parent, name, node = steps[-1]
        parent.value = [part for part in parent.value if part is not node and part != (name, node)]
    return bool(steps)


def fault(root: Node, path: Path, what: str, todo: str = "", *, on_name: bool = False) -> Fault:
    """A fault at the value of a path, or at its name."""
    name, node = locate(root, path)
    return _at_mark((name if on_name and name else node).start_mark, what, todo)


def _nodes(text: str) -> Node | None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        root: Node | None = YAML(typ="safe", pure=not _is_shallow(text)).compose(text)  # libyaml, where installed: ten times as fast
    except YAMLError:
        root = YAML(typ="safe", pure=True).compose(text)  # the same sentences and places with libyaml and without
    return root


def _is_shallow(text: str) -> bool:
    steps = (1 if bracket[0] in "[{" else -1 for bracket in _BRACKETS.finditer(text))
    flow = max(accumulate(steps, lambda depth, step: max(0, depth + step), initial=0))
    return flow + max(map(len, _INDICATORS.findall(text)), default=0) < SAFE_DEPTH


def _repair(root: Node) -> Iterator[Fault]:
    """The faults of tags and names, each node once, however many aliases lead to it."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if str(node.tag).removeprefix("tag:yaml.org,2002:") not in _OWN_TAGS:
            yield _at_mark(node.start_mark, _("The tag {tag} is not read.", tag=node.tag), _("Delete the word that begins with “!”."))
        if _is_mapping(node):
            yield from _repair_names(node)
            waiting.extend(value for _name, value in node.value)
        elif _has_parts(node):
            waiting.extend(node.value)


def _repair_names(node: MappingNode) -> Iterator[Fault]:
    first: dict[str, ScalarNode] = {}
    kept = []
    for name, value in node.value:
        if _has_parts(name):
            what = _("A name is expected here, not a list.")
            yield _at_mark(name.start_mark, what, _("If this is a text, put it between quotation marks."))
        elif name.value in first:
            line = first[name.value].start_mark.line + 1
            what = _("“{name}” stands here a second time; the first is on line {line}.", name=name.value, line=line)
            yield _at_mark(name.start_mark, what, _("Join the two, or delete one."))
        else:
            first[name.value] = name
            kept.append((name, value))
    node.value = kept


def _size(node: Node, known: dict[int, int]) -> int:
    """How many nodes there are once aliases are followed; RecursionError for an alias inside itself."""
    if id(node) not in known:
        parts = [part for pair in node.value for part in pair] if _is_mapping(node) else node.value if _has_parts(node) else []
        known[id(node)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(node)]


def _walk(root: Node, path: Path) -> Iterator[tuple[Node, ScalarNode | None, Node]]:
    """The steps of a path that are written: parent, name in it, value."""
    node = root
    for step in path:
        if _is_mapping(node):
            found = next(((name, value) for name, value in node.value if plain(name) == step), None)
        else:
            found = (None, node.value[step]) if _has_parts(node) and isinstance(step, int) and step < len(node.value) else None
        if found:
            yield node, *found
            node = found[1]


def _is_mapping(node: Any) -> TypeGuard[MappingNode]:
    return bool(node.id == "mapping")


def _has_parts(node: Any) -> TypeGuard[CollectionNode]:
    return bool(node.id != "scalar")


def _at_mark(mark: StringMark, what: str, todo: str = "") -> Fault:
    return Fault(mark.line + 1, mark.column + 1, what, todo)


def _fault_at(text: str, index: int, what: str, todo: str) -> Fault:
    before = text[:index]
    return Fault(before.count("\n") + 1, index - before.rfind("\n"), what, todo)


def _syntax_faults(text: str, error: MarkedYAMLError) -> list[Fault]:
    problem = error.problem or str(error)
    if "\\t" in problem:
        what, todo = _("A tab stands here, but YAML is indented with spaces only."), _("Replace it with spaces.")
        return [_fault_at(text, tab.start(1), what, todo) for tab in _TAB.finditer(text)] or [_at_mark(error.problem_mark, what, todo)]
    what, todo = _explained(problem)
    at_end = error.problem_mark is None or error.problem_mark.index >= len(text.rstrip())
    mark = error.context_mark if at_end and error.context_mark else error.problem_mark
    return [_at_mark(mark, what, todo) if mark else Fault(0, 0, what, todo)]


def _explained(problem: str) -> tuple[str, str]:
    """The parser's complaint in a researcher's words, and what to do."""
    quote = _("If it belongs to a text, put the text between quotation marks.")
    known = {
        "mapping values are not allowed": (_("A colon followed by a space is not expected here."), quote),
        "could not find expected ':'": (
            _("This line is neither “name: value” nor part of a text."),
            _("Add the colon, or indent the line."),
        ),
        "unexpected end of stream": (_("A quotation mark is opened here and not closed."), _("Close it.")),
        "expected ',' or ']'": (_("A list in brackets is not closed, or a comma is missing in it."), _("Add “]” or “,”.")),
        "expected ',' or '}'": (_("A group in braces is not closed, or a comma is missing in it."), _("Add “}” or “,”.")),
        "expected <block end>": (
            _("This does not fit what stands above it."),
            _("Indent it like its neighbours; a text with quotation marks inside is written between '…'."),
        ),
        "expected the node content": (_("Something is missing here."), _("Write the value, or close the list or the group.")),
        "cannot start any token": (_("A text cannot begin with this character."), quote),
        "undefined alias": (_("A word after * refers to the same word after &, which does not stand above."), quote),
        "another document": (_("The file goes on after a line “---”; a codebook is one piece."), _("Delete that line.")),
        "unknown escape character": (_("A backslash cannot stand here."), _("Write it twice, or put the text between '…'.")),
        "sequence entries are not allowed": (_("A list item cannot begin here."), _("Begin it on the next line.")),
    }
    for words, explanation in known.items():
        if words in problem:
            return explanation
    return _("This is not YAML: {problem}.", problem=problem), _("Compare the line with those above it.")
