"""What a codebook of the right shape may still say against itself."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from toolkit.codebook.codebook import nearest
from toolkit.codebook.cues import parse_cue
from toolkit.codebook.shapes import texts_by_language
from toolkit.errors import UsageError
from toolkit.messages import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from toolkit.codebook.shapes import CodebookShape, CodeShape, Path, RegisterShape

FORMAT = 1
KEY = re.compile(r"[\w-]+(\.[\w-]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-\w+)?")

_NAME = re.compile(r"[\w-]+")


class Contradiction(NamedTuple):
    """A fault at the value of a path, or at its name."""

    path: Path
    what: str
    todo: str = ""
    on_name: bool = False


def contradictions(data: CodebookShape, keys: Sequence[str], ids: Sequence[str]) -> Iterator[Contradiction]:
    """Everything that does not fit together; `keys` and `ids` are those of `data["codes"]`, also where they are not written."""
    yield from _head(data)
    yield from _languages(data)
    for name, register in data.get("registers", {}).items():
        yield from _register(register, ("registers", name))
    for name, scale in data.get("scales", {}).items():
        yield from _choices(scale["values"], ("scales", name, "values"))
    yield from _keys(data, keys, ids)
    yield from _kinds_of_fields(data, keys)
    for i, code in enumerate(data.get("codes", [])):
        yield from _code(data, code, keys, ("codes", i))


def _head(data: CodebookShape) -> Iterator[Contradiction]:
    if data.get("format", FORMAT) != FORMAT:
        what = _("Format {n} is not known to this version of the program.", n=data["format"])
        yield Contradiction(("format",), what, _("Write format: 1, or install a newer version."))
    if not _NAME.fullmatch(data["key"]):
        yield Contradiction(("key",), _("The key “{key}” may have letters, digits and hyphens only.", key=data["key"]))
    for i, language in enumerate(data["languages"]):
        if not LANGUAGE.fullmatch(language):
            what = _("“{language}” is not the code of a language.", language=language)
            yield Contradiction(("languages", i), what, _("Write two letters, such as fr or en."))
        elif language in data["languages"][:i]:
            yield Contradiction(("languages", i), _("“{language}” is declared twice.", language=language), _("Delete one."))


def _languages(data: CodebookShape) -> Iterator[Contradiction]:
    for path, texts in texts_by_language(data):
        for language in data["languages"]:
            text = texts.get(language)
            if text is None or (isinstance(text, str) and not text.strip()):
                what = _("“{name}” says nothing in the language “{language}”.", name=path[-1], language=language)
                yield Contradiction(path, what, _("Add the text, or take the language out of languages."), on_name=True)
        for language in texts:
            if not LANGUAGE.fullmatch(language):
                what = _("“{name}” is not the code of a language.", name=language)
                yield Contradiction((*path, language), what, _("Write one text for each language, such as fr and en."), on_name=True)


def _register(register: RegisterShape, path: Path) -> Iterator[Contradiction]:
    attributes = register.get("attributes", {})
    for name, attribute in attributes.items():
        here = (*path, "attributes", name)
        if attribute.get("type") == "choice" and "choices" not in attribute:
            yield Contradiction(here, _("“{name}” is a choice without choices.", name=name), _("Add choices: [ … ]."), on_name=True)
        if "choices" in attribute and attribute.get("type", "choice") != "choice":
            what = _("“{name}” has choices, but its type is {type}.", name=name, type=attribute["type"])
            yield Contradiction((*here, "choices"), what, _("Write type: choice, or delete the choices."), on_name=True)
        yield from _choices(attribute.get("choices", []), (*here, "choices"))
    entries = register.get("entries", [])
    names = Counter(entry.get("id", entry["name"]) for entry in entries)
    for i, entry in enumerate(entries):
        here = (*path, "entries", i)
        if names[entry.get("id", entry["name"])] > 1:
            what = _("“{name}” is listed more than once.", name=entry.get("id", entry["name"]))
            yield Contradiction(here, what, _("Delete one, or give it an id of its own."))
        for name, value in entry.get("attributes", {}).items():
            choices = [choice["key"] for choice in attributes.get(name, {}).get("choices", [])]
            if name not in attributes:
                yield _unknown(
                    (*here, "attributes", name), _("The attribute “{name}” does not exist.", name=name), name, attributes, on_name=True
                )
            elif choices and value not in choices:
                yield _unknown((*here, "attributes", name), _("The value “{name}” does not exist.", name=value), value, choices)


def _choices(choices: Sequence[Any], path: Path) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for i, choice in enumerate(choices):
        if choice["key"] in seen:
            yield Contradiction((*path, i), _("“{key}” stands here twice.", key=choice["key"]), _("Delete one."))
        seen.add(choice["key"])


def _keys(data: CodebookShape, keys: Sequence[str], ids: Sequence[str]) -> Iterator[Contradiction]:
    counts, id_counts, known = Counter(keys), Counter(ids), set(keys)
    for i, (key, code) in enumerate(zip(keys, data.get("codes", []), strict=True)):
        path: Path = ("codes", i, "key")
        parent = key.rpartition(".")[0]
        if not KEY.fullmatch(key):
            what = _("The key “{key}” may have letters, digits and hyphens, with a dot between levels.", key=key)
            yield Contradiction(path, what, _("Change the key; the label may say anything."))
        elif parent and parent not in known:
            near = nearest(parent, keys)
            todo = _("Did you mean “{near}”?", near=near) if near else _("Add a code with that key, or take the dot out.")
            yield Contradiction(path, _("The code above, “{parent}”, does not exist.", parent=parent), todo)
        if counts[key] > 1:
            what = _("There is more than one code “{key}”.", key=key)
            yield Contradiction(path, what, _("Join them, or give one another key."))
        elif id_counts[ids[i]] > 1:
            what = _("Another code has the same id, “{id}”.", id=ids[i])
            yield Contradiction(("codes", i, "id"), what, _("Give each code an id of its own."))
        for j, name in enumerate(code.get("was", [])):
            if name in known:
                what = _("“{name}” is said to be an earlier key, but there still is a code with that key.", name=name)
                yield Contradiction(("codes", i, "was", j), what, _("Delete that code, or take the name out of was."))


def _code(data: CodebookShape, code: CodeShape, keys: Collection[str], path: Path) -> Iterator[Contradiction]:
    if "key" not in code and "label" not in code:
        yield Contradiction(path, _("The code has no name."), _("Give it a key or a label."))
    if "confidence" in code and code.get("origin", "own") == "own":
        todo = _("Delete confidence, or say where the definition comes from with origin.")
        yield Contradiction((*path, "confidence"), _("A definition of one's own has no confidence."), todo, on_name=True)
    if "scale" in code and code["scale"] not in data.get("scales", {}):
        yield _unknown((*path, "scale"), _("The scale “{name}” does not exist.", name=code["scale"]), code["scale"], data.get("scales", {}))
    for name in {"examples", "cues"} & code.keys() if "reserved" in code else ():
        what = _("A reserved code has no {name}: it cannot be coded.", name=name)
        yield Contradiction((*path, name), what, _("Delete this part, or take out reserved."), on_name=True)
    yield from _sources(data, code, path)
    for part in ("include", "exclude", "examples"):
        for language, items in code.get(part, {}).items():  # type: ignore[attr-defined]
            for i, item in enumerate(items):
                here = (*path, part, language, i)
                yield from _sources(data, item, here)
                if item.get("see", "") not in ("", *keys):
                    yield _unknown((*here, "see"), _("The code “{name}” does not exist.", name=item["see"]), item["see"], keys)
    yield from _cues(code, path)
    yield from _examples(code, path)
    for name in code.get("fields", {}):
        yield from _field(data, code, name, (*path, "fields", name))


def _kinds_of_fields(data: CodebookShape, keys: Sequence[str]) -> Iterator[Contradiction]:
    """Fields of one name stand side by side in matrices, so that they must be of one kind."""
    seen: dict[str, tuple[str, str]] = {}
    for i, code in enumerate(data.get("codes", [])):
        for name, field in code.get("fields", {}).items():
            kind = field.get("register") or ("choice" if "choice" in field else field.get("type", ""))
            other, known = seen.setdefault(name, (keys[i], kind))
            if known != kind:
                what = _("The field “{name}” is of another kind in the code “{other}”.", name=name, other=other)
                yield Contradiction(("codes", i, "fields", name), what, _("Give one of them another name."), on_name=True)


def _sources(data: CodebookShape, part: Any, path: Path) -> Iterator[Contradiction]:
    for i, source in enumerate(part.get("source", [])):
        if source not in data.get("sources", {}):
            yield _unknown((*path, "source", i), _("The source “{name}” does not exist.", name=source), source, data.get("sources", {}))


def _cues(code: CodeShape, path: Path) -> Iterator[Contradiction]:
    for language, cues in code.get("cues", {}).items():
        for i, written in enumerate(cues):
            try:
                parse_cue(written, language, "")
            except UsageError as error:
                yield Contradiction((*path, "cues", language, i), str(error))


def _examples(code: CodeShape, path: Path) -> Iterator[Contradiction]:
    for language, examples in code.get("examples", {}).items():
        applies: dict[str, bool] = {}
        for i, example in enumerate(examples):
            quote = " ".join(example["quote"].split())
            if applies.setdefault(quote, example["applies"]) != example["applies"]:
                what = _("This quote is an example and a counter-example of the same code.")
                yield Contradiction((*path, "examples", language, i), what, _("Decide for one of the two."))


def _field(data: CodebookShape, code: CodeShape, name: str, path: Path) -> Iterator[Contradiction]:
    field = code["fields"][name]
    if not _NAME.fullmatch(name):
        what = _("The field “{name}” may have letters, digits and hyphens only.", name=name)
        yield Contradiction(path, what, _("Change the name; the label may say anything."), on_name=True)
    kinds = [kind for kind in ("register", "choice", "type") if kind in field]
    if not kinds:
        what = _("The field “{name}” does not say what may be filled in.", name=name)
        yield Contradiction(path, what, _("Add register, choice or type."), on_name=True)
    if len(kinds) > 1:
        what = _("The field “{name}” says more than once what may be filled in.", name=name)
        yield Contradiction(path, what, _("Keep one of: {names}.", names=", ".join(kinds)), on_name=True)
    if "register" in field and field["register"] not in data.get("registers", {}):
        yield _unknown(
            (*path, "register"),
            _("The register “{name}” does not exist.", name=field["register"]),
            field["register"],
            data.get("registers", {}),
        )
    if "choice" in field and not field["choice"]:
        yield Contradiction((*path, "choice"), _("There is nothing to choose from."), _("List the values."))
    yield from _choices(field.get("choice", []), (*path, "choice"))


def _unknown(path: Path, what: str, name: str, known: Collection[str], *, on_name: bool = False) -> Contradiction:
    near = nearest(name, list(known))
    return Contradiction(path, what, _("Did you mean “{near}”?", near=near) if near else _("Add it, or delete the word here."), on_name)
