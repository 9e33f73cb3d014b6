"""Changing a researcher's YAML in place: only the characters concerned, so that comments and layout stay.

Every function takes the text and gives the new one. It raises Conflict, and changes nothing, where the text has faults or where the
result would not read back as meant.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from toolkit.codebook.contradictions import KEY
from toolkit.codebook.reading import code_ids, code_keys, read_shape
from toolkit.codebook.yaml_nodes import compose
from toolkit.errors import Conflict, NotFound, UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

TextPart = Literal["label", "definition", "reserved"]

_BOM = "\ufeff"
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def rename_code(text: str, old: str, new: str) -> str:
    """Give a code another key; the keys of the codes below, every `see` and `was` follow. The codes keep their ids."""
    page = _Page(text)
    page.index(old)
    if not KEY.fullmatch(new):
        raise UsageError(_("The key “{key}” may have letters, digits and hyphens, with a dot between levels.", key=new))
    if new in page.keys:
        raise Conflict(_("There already is a code “{key}”. To join the two, merge them.", key=new))
    parent = new.rpartition(".")[0]
    if parent and (parent not in page.keys or f"{parent}.".startswith(f"{old}.")):
        raise Conflict(_("The code above, “{parent}”, does not exist. Add it first.", parent=parent))
    names = {key: new + key[len(old) :] for key in page.keys if f"{key}.".startswith(f"{old}.")}
    for key in names:
        page = page.spelled(page.index(key))
    for key, other in names.items():
        page.rename(page.index(key), other)
    for __, __, see in page.references(names):
        page.replace(see, names[see.value])
    return page.result([names.get(key, key) for key in page.keys])


def add_code(text: str, key: str, labels: Mapping[str, str], definition: Mapping[str, str] | None = None) -> str:
    """Add a code after the last one of its family, or at the end; `labels` and `definition` by language."""
    page = _Page(text)
    if key in page.keys:
        raise Conflict(_("There already is a code “{key}”.", key=key))
    parts = {"key": key, "label": page.written(labels)}
    if definition:
        parts["definition"] = page.written(definition)
    parent = key.rpartition(".")[0]
    family = [i for i, other in enumerate(page.keys) if parent and f"{other}.".startswith(f"{parent}.")]
    after = family[-1] if family else len(page.keys) - 1
    page.insert_item(after, parts)
    return page.result([*page.keys[: after + 1], key, *page.keys[after + 1 :]])


def remove_code(text: str, key: str) -> str:
    """Take a code out, and every `see` to it; Conflict while codes stand below it."""
    page = _Page(text)
    index = page.index(key)
    below = [other for other in page.keys if other.startswith(f"{key}.")]
    if below:
        raise Conflict(_("Codes stand below “{key}”: {names}. Remove or move them first.", key=key, names=", ".join(below)))
    page.remove_item(index)
    for rule, name, see in page.references({key}, but=index):
        page.remove_pair(rule, name, see)
    return page.result([other for other in page.keys if other != key])


def set_text(text: str, key: str, part: TextPart, language: str, value: str) -> str:
    """Write a label, a definition or the reason of a reserved code in one language."""
    page = _Page(text)
    page = page.spelled(page.index(key))
    code = page.codes[page.index(key)]
    node = _value(code, part)
    if node is None:
        page.add_pair(code, part, page.written({language: value}))
    elif _is_scalar(node):
        if [language] != page.data["languages"]:
            raise Conflict(_("“{part}” of “{key}” is one text; write it by language first.", part=part, key=key))
        page.replace(node, value)
    elif (there := _value(node, language)) is not None:
        page.replace(there, value)
    else:
        page.add_pair(node, language, quoted(value))
    return page.result(page.keys)


def quoted(text: str) -> str:
    r"""A text as a double-quoted YAML scalar.

    >>> print(quoted('dire "oui" : \n non'))
    "dire \"oui\" : \n non"
    """
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


class _Page:
    """A text with its nodes, and the replacements that wait to be made in it."""

    def __init__(self, text: str) -> None:
        self.bom = _BOM if text.startswith(_BOM) else ""
        self.text = text.removeprefix(_BOM)
        self.newline = "\r\n" if "\r\n" in text else "\n"
        data, faults = read_shape(self.text)
        root, __ = compose(self.text)
        if data is None or root is None or faults:
            where = str(min(faults).problem(_("codebook")))
            raise Conflict(_("The codebook has faults; correct them first. {where}", where=where))
        self.data, self.root = data, root
        codes = data.get("codes", [])
        self.keys: list[str] = code_keys(codes)
        self.ids = code_ids(codes, self.keys)
        self.shared = _shared(root)
        self.edits: list[tuple[int, int, str]] = []

    def index(self, key: str) -> int:
        if key not in self.keys:
            raise NotFound(_("There is no code “{key}” in the codebook.", key=key))
        return self.keys.index(key)

    @property
    def codes(self) -> Sequence[Any]:
        node = _value(self.root, "codes")
        return node.value if node is not None and not _is_scalar(node) else []

    def spelled(self, index: int) -> _Page:
        """The page with the key of a code written out, also where the code is only a name: so it stays when the label changes."""
        node, key = self.codes[index], self.keys[index]
        if _is_scalar(node):
            self._check_own(node)
            self.edits.append((node.start_mark.index, node.end_mark.index, f"{{key: {key}, label: {quoted(node.value)}}}"))
        elif _value(node, "key") is None:
            self.add_pair(node, "key", key, after=node.value[0][1])
        return _Page(self.result(self.keys)) if self.edits else self

    def references(self, keys: Sequence[str] | Mapping[str, str] | set[str], but: int = -1) -> Iterator[tuple[Any, ScalarNode, ScalarNode]]:
        """The `see` of the codes' rules that name one of these keys: rule, name, value; not those inside the code number `but`."""
        waiting = [node for i, node in enumerate(self.codes) if i != but]
        while waiting:
            node = waiting.pop()
            for part in [] if _is_scalar(node) else node.value:
                name, value = part if isinstance(part, tuple) else (None, part)
                if name is not None and name.value == "see" and _is_scalar(value) and value.value in keys:
                    yield node, name, value
                waiting.append(value)

    def written(self, texts: Mapping[str, str]) -> str:
        """A text by language, as plain string where the codebook has one language."""
        if list(texts) == self.data["languages"] and len(texts) == 1:
            return quoted(next(iter(texts.values())))
        return "{" + ", ".join(f"{language}: {quoted(text)}" for language, text in texts.items()) + "}"

    def replace(self, node: ScalarNode, value: str) -> None:
        """Write another value where a scalar stands, in its way of quoting where that is possible."""
        self._check_own(node)
        written = quoted(value)
        if node.style == "'" and value.isprintable():
            written = "'" + value.replace("'", "''") + "'"
        elif not node.style and KEY.fullmatch(value) and KEY.fullmatch(node.value) and value.casefold() != "null":
            written = value
        end = node.end_mark.index
        if node.style in ("|", ">"):
            written += self.text[len(self.text[:end].rstrip("\r\n")) : end]
        self.edits.append((node.start_mark.index, end, written))

    def rename(self, index: int, key: str) -> None:
        """Write another key, the old one into `was`, and the id where it would change by that."""
        code, old = self.codes[index], self.keys[index]
        node, was = _value(code, "key"), _value(code, "was")
        earlier = [] if was is None else [was.value] if _is_scalar(was) else [each.value for each in was.value]
        names = [name for name in [*earlier, old] if name != key]
        self.replace(node, key)
        if was is None:
            self.add_pair(code, "was", f"[{old}]", after=node)
        else:
            self.edits.append((was.start_mark.index, _end(was), f"[{', '.join(names)}]"))
        if _value(code, "id") is None and names[0] != self.ids[index]:
            self.add_pair(code, "id", self.ids[index], after=node)

    def add_pair(self, mapping: MappingNode, name: str, value: str, after: Node | None = None) -> None:
        self._check_own(mapping)
        last = after if after is not None else mapping.value[-1][1]
        end = _end(last)
        if mapping.flow_style:
            self.edits.append((end, end, f", {name}: {value}"))
        else:
            end = self._line_end(end)
            self.edits.append((end, end, f"{self.newline}{' ' * mapping.start_mark.column}{name}: {value}"))

    def remove_pair(self, mapping: MappingNode, name: Node, value: Node) -> None:
        """Take a name with its value out of a mapping, with its comma or its line."""
        self._check_own(mapping)
        start, end = name.start_mark.index, _end(value)
        if mapping.flow_style:
            before = re.search(r",\s*$", self.text[:start])
            behind = re.match(r"\s*,\s*", self.text[end:])
            if before:
                start = before.start()
            elif behind:
                end += behind.end()
        else:
            line = self.text.rfind("\n", 0, start) + 1
            first = self.text[line:start].strip() != ""  # the hyphen of the item stands before it
            start, end = (start, self._next_word(end)) if first else (line, self._next_line(end))
        self.edits.append((start, end, ""))

    def insert_item(self, after: int, parts: Mapping[str, str]) -> None:
        node, codes = _value(self.root, "codes"), self.codes
        flow = "{" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}"
        if codes and node is not None and node.flow_style:
            end = _end(codes[after])
            self.edits.append((end, end, f", {flow}"))
            return
        dash = node.start_mark.column if codes and node is not None else 2
        lines = [f"{name}: {value}" for name, value in parts.items()]
        item = f"{' ' * dash}- " + f"{self.newline}{' ' * (dash + 2)}".join(lines)
        if codes:
            end = self._line_end(_end(codes[after]))
            gap = self.newline * (2 if self._has_gaps() else 1)
            self.edits.append((end, end, gap + item))
        elif node is not None:
            self.edits.append((self._after_colon(), _end(node), self.newline + item))
        else:
            end = len(self.text)
            start = "" if self.text.endswith("\n") else self.newline
            self.edits.append((end, end, f"{start}codes:{self.newline}{item}{self.newline}"))

    def remove_item(self, index: int) -> None:
        codes, sequence = self.codes, _value(self.root, "codes")
        node = codes[index]
        start, end = node.start_mark.index, _end(node)
        if sequence is not None and sequence.flow_style:
            if index + 1 < len(codes):
                end = codes[index + 1].start_mark.index
            elif index:
                start = _end(codes[index - 1])
        elif len(codes) == 1:
            self.edits.append((self._after_colon(), end, " []"))
            return
        else:
            start = self.text.rfind("\n", 0, self.text.rfind("-", 0, start)) + 1
            end = self._next_line(end)
            if self.text[:start].endswith(self.newline * 2):
                start -= len(self.newline)
        self.edits.append((start, end, ""))

    def result(self, keys: Sequence[str]) -> str:
        """The text with the replacements made; Conflict if it does not read back with these keys."""
        text = self.text
        in_order = sorted(self.edits, key=lambda edit: edit[0])
        for start, end, written in reversed(in_order):  # from the end; of two at one place the first stands first
            text = text[:start] + written + text[end:]
        data, faults = read_shape(text)
        if data is None or faults or code_keys(data.get("codes", [])) != list(keys):
            where = str(min(faults).problem(_("codebook"))) if faults else ""
            raise Conflict(_("This cannot be changed here without breaking the file; change it by hand. {where}", where=where).strip())
        return self.bom + text

    def _check_own(self, node: Node) -> None:
        if id(node) in self.shared:
            line = node.start_mark.line + 1
            raise Conflict(_("The text on line {line} is used in several places (*alias); change it by hand.", line=line))

    def _has_gaps(self) -> bool:
        between = zip(self.codes, self.codes[1:], strict=False)
        return any(re.search(r"\n[ \t]*\r?\n", self.text[_end(a) : b.start_mark.index]) for a, b in between)

    def _after_colon(self) -> int:
        name = next(name for name, __ in self.root.value if name.value == "codes")
        return self.text.index(":", name.end_mark.index) + 1

    def _line_end(self, index: int) -> int:
        """Where the line that holds the character before `index` ends, without its line break."""
        found = re.compile(r"\r?\n|\Z").search(self.text, index - 1 if self.text[index - 1] == "\n" else index)
        return found.start() if found else len(self.text)

    def _next_line(self, index: int) -> int:
        found = self.text.find("\n", self._line_end(index))
        return len(self.text) if found < 0 else found + 1

    def _next_word(self, index: int) -> int:
        found = re.compile(r"\S").search(self.text, self._next_line(index))
        return found.start() if found else len(self.text)


def _shared(root: Node) -> set[int]:
    """The nodes (by `id`) to which an alias leads, with all that is in them."""
    waiting, seen, shared = [(root, False)], set(), set()
    while waiting:
        node, below = waiting.pop()
        below = below or id(node) in seen
        seen.add(id(node))
        if below:
            shared.add(id(node))
        parts = [] if _is_scalar(node) else node.value
        waiting += [(part[1] if isinstance(part, tuple) else part, below) for part in parts]
    return shared


def _value(mapping: Node, name: str) -> Any:
    return next((value for key, value in mapping.value if key.value == name), None)


def _is_scalar(node: Node) -> bool:
    return isinstance(node.value, str)


def _end(node: Any) -> int:
    """Where the last character of a node stands; a block's own mark is only at the next word, past comments."""
    if _is_scalar(node) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)
