"""Code, change and take back codings; say what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.actions.lookup import Lookup
from toolkit.actions.naming import no_entry
from toolkit.errors import NotFound, UsageError
from toolkit.messages import _
from toolkit.model import READING_MODES, Fields, Reading, Segment
from toolkit.store import codings, documents, memos, passages, studies
from toolkit.store.rows import find, uid_of
from toolkit.text.anchors import find_quote
from toolkit.text.values import YES, fits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from toolkit.codebook.codebook import Code, Field
    from toolkit.model import Coding
    from toolkit.study import Study, Vocabulary


def usable_code(vocabulary: Vocabulary, key: str) -> Code:
    """The code with this key, if something can be coded with it; raises `NotFound` or `UsageError`."""
    code = vocabulary.codebook.code(key)
    if code.reserved:
        raise UsageError(_("{code} is an empty slot and cannot be coded.", code=key))
    return code


def locate(text: str, quote: str, occurrence: int | None = None) -> tuple[int, int]:
    """The one place of a quote in a text, or the n-th; raises `NotFound` or, where there are several, `UsageError`."""
    places = find_quote(text, quote.strip())
    if not places:
        raise NotFound(_("The quote “{quote}” is not in the text.", quote=shortened(quote)))
    if occurrence is None and len(places) > 1:
        sentence = _("The quote “{quote}” occurs {n} times. Make it longer, or say which one is meant with --occurrence.")
        raise UsageError(sentence.format(quote=shortened(quote), n=len(places)))
    if occurrence is not None and not 1 <= occurrence <= len(places):
        raise NotFound(_("The quote occurs {n} times only.", n=len(places)))
    return places[(occurrence or 1) - 1]


def shortened(text: str, width: int = 60) -> str:
    """A text cut for a message."""
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def check_fields(lookup: Lookup, code: Code, given: Mapping[str, str | Sequence[str]], *, new_entries: bool) -> Fields:
    """The values of a code's fields as they are stored; register entries by name or alias, made where `new_entries` allows it.

    Raises `UsageError` for a field that the code does not have and for a value that does not fit, `NotFound` for an unknown entry; then no
    entry is made or confirmed. A missing required field is no failure: the coding is listed as incomplete.
    """
    checked: list[tuple[Field, list[str]]] = []
    for name, value in given.items():
        field = code.fields.get(name)
        if field is None:
            known = ", ".join(code.fields) or _("none")
            raise UsageError(_("{code} has no field {field}. Its fields are: {known}.", code=code.key, field=name, known=known))
        values = list(value) if not isinstance(value, str) else value.split(";") if field.many else [value]
        if len(values) > 1 and not field.many:
            raise UsageError(_("The field {field} of {code} takes one value.", field=name, code=code.key))
        texts = [_check_value(lookup, field, text.strip(), new_entries=new_entries) for text in values if text.strip()]
        if texts:
            checked.append((field, texts))
    stored: Fields = {}
    for field, texts in checked:
        values = [lookup.pointer(field.register, text) for text in texts] if field.type == "register" else texts
        stored[field.name] = values if field.many else values[0]
    return stored


def _check_value(lookup: Lookup, field: Field, text: str, *, new_entries: bool) -> str:
    """The value as it is stored, but an entry by its name; nothing is written."""
    if field.type == "register":
        if not new_entries and lookup.entry(field.register, text) is None:
            raise no_entry(field.register, text)
        return text
    if field.type == "choice":
        for choice in field.choices:
            if text == choice.key or text.casefold() in {label.casefold() for label in choice.label.values()}:
                return choice.key
        known = ", ".join(choice.key for choice in field.choices)
        raise UsageError(_("{value} is no value of {field}. Use one of: {known}.", value=text, field=field.name, known=known))
    if not fits(text, field.type):
        raise UsageError(_("{value} does not fit {field}, which is of type {type}.", value=text, field=field.name, type=field.type))
    if field.type == "yes/no":
        return "yes" if text.casefold() in YES else "no"
    return text


@dataclass(frozen=True, slots=True)
class NewCoding:
    """A coding to make: on a quote, or on a stretch of the text; `memo` is a note on it."""

    document: str
    code: str
    quote: str = ""
    until: str = ""  # with it, the segment goes from the beginning of `quote` to the end of this one
    occurrence: int | None = None
    fields: Mapping[str, str | Sequence[str]] | None = None
    memo: str = ""
    start: int | None = None
    end: int | None = None


def code_segment(lookup: Lookup, new: NewCoding, made_by: str = "hand", *, new_entries: bool = False) -> int:
    """Make one coding in a change; gives its local key. Raises what `find_document`, `locate` and `check_fields` raise.

    One that is taken over from elsewhere and that the coder has made here already raises `Conflict`.
    """
    change, vocabulary = lookup.change, lookup.vocabulary
    document = lookup.document(new.document)
    code = usable_code(vocabulary, new.code)
    text = lookup.text(document.text_version)
    segment = Segment(document.text_version, *_segment(text, new))
    fields = check_fields(lookup, code, new.fields or {}, new_entries=new_entries)
    code_id = vocabulary.ids[code.key]
    if made_by == "imported":
        lookup.decide_once(segment, code_id, fields)
    coder = change.coder if change.coder is not None else lookup.coder.id
    key = codings.add_coding(change, segment, text, code_id, coder, vocabulary.version, fields, made_by)
    if new.memo:
        memos.add_memo(change, "coding", uid_of(change.connection, "coding", key), new.memo, coder)
    return key


def _segment(text: str, new: NewCoding) -> tuple[int, int]:
    if new.start is not None and new.end is not None:
        _check_borders(text, new.start, new.end)
        return new.start, new.end
    start, end = locate(text, new.quote, new.occurrence)
    if not new.until:
        return start, end
    last = locate(text, new.until)
    if last[1] <= start:
        raise UsageError(_("“{until}” stands before “{quote}”.", until=shortened(new.until), quote=shortened(new.quote)))
    return start, last[1]


def _check_borders(text: str, start: int, end: int) -> None:
    if not 0 <= start < end <= len(text):
        raise UsageError(_("The text ends at {end}; there is no segment {a}-{b}.", end=len(text), a=start, b=end))


def add_coding(study: Study, new: NewCoding, *, new_entries: bool = False) -> Coding:
    """Make one coding by hand."""
    with study.change("code") as change:
        lookup = Lookup(study, change)
        key = code_segment(lookup, new, new_entries=new_entries)
        return passages.coding_as_made(change.connection, key, lookup.document(new.document).id)


def change_coding(
    study: Study,
    uid: str,
    *,
    code: str | None = None,
    fields: Mapping[str, str | Sequence[str]] | None = None,
    quote: str | None = None,
    new_entries: bool = False,
    others: bool = False,
) -> Coding:
    """Give a coding another code, other field values (an empty one takes a value away) or other borders, found by their quote.

    Raises `UsageError` for another coder's, unless `others` says that it is meant.
    """
    with study.change("recode") as change:
        connection = change.connection
        key = find(connection, "coding", uid)
        old = _coding(connection, key)
        if not others:
            refuse_others(study, connection, old.coder)
        vocabulary = study.vocabulary(connection)
        new_code = usable_code(vocabulary, code) if code else vocabulary.code_of(old.code)
        if new_code is None:
            raise UsageError(_("The code of this coding has been removed. Give it another with --code."))
        values: dict[str, object] = {
            "code": vocabulary.ids[new_code.key],
            "fields": {name: v for name, v in old.fields.items() if name in new_code.fields},
        }
        if fields is not None:
            kept = {name: value for name, value in old.fields.items() if name in new_code.fields and name not in fields}
            values["fields"] = {**kept, **check_fields(Lookup(study, change), new_code, fields, new_entries=new_entries)}
        if code:
            values["codebook_version"] = vocabulary.version
        if quote:
            version = documents.current_text(connection, old.document)  # where it stands, unless it stands nowhere there
            text = documents.text_of(connection, version)
            values |= codings.placed_at(Segment(version, *locate(text, quote)), text)
        codings.change_coding(change, key, **values)
        return _coding(connection, key)


def remove_coding(study: Study, uid: str, *, others: bool = False) -> None:
    """Take a coding away; `undo` brings it back. Raises `UsageError` for another coder's, unless `others` says that it is meant."""
    with study.change("uncode") as change:
        key = find(change.connection, "coding", uid)
        if not others:
            refuse_others(study, change.connection, _coding(change.connection, key).coder)
        codings.change_coding(change, key, deleted=True)


def refuse_others(study: Study, connection: Connection, coder: int | None) -> None:
    """Each coder's codings are a layer, which only that coder changes."""
    if coder != study.coder(connection).id:
        owner = next(found.name for found in studies.coders(connection) if found.id == coder)
        raise UsageError(_("This coding is {coder}'s. Only {coder} changes it (--coder {coder}).", coder=owner))


def missing_fields(code: Code | None, fields: Fields) -> list[str]:
    """The required fields that a coding has no value for; with any, it is incomplete."""
    return [] if code is None else [name for name, field in code.fields.items() if field.required and not fields.get(name)]


def mark_read(study: Study, document: str, mode: str = "free", span: tuple[int, int] | None = None) -> Reading:
    """Record that the present coder has read a document, or a stretch of it, with the whole present codebook in mind."""
    with study.change("read") as change:
        key = add_reading(Lookup(study, change), document, mode, *(span or (None, None)))
        return next(reading for reading in codings.readings(change.connection) if reading.id == key)


def add_reading(lookup: Lookup, document: str, mode: str, start: int | None = None, end: int | None = None) -> int:
    """`mark_read` within a change, from the beginning and to the end unless others are said; gives the reading's local key."""
    if mode not in READING_MODES:
        raise UsageError(_("{mode} is no way of reading. Use one of: {known}.", mode=mode, known=", ".join(READING_MODES)))
    found = lookup.document(document)
    text = lookup.text(found.text_version)
    segment = Segment(found.text_version, start or 0, len(text) if end is None else end)
    _check_borders(text, segment.start, segment.end)
    wanted = (segment.start, segment.end, lookup.vocabulary.version, mode)
    for known in codings.readings(lookup.change.connection, document=found.id, coder=lookup.coder.id):
        if (known.start, known.end, known.codebook_version, known.mode) == wanted:
            return known.id  # said before
    return codings.add_reading(lookup.change, segment, lookup.coder.id, lookup.vocabulary.version, mode)


def _coding(connection: Connection, key: int) -> Coding:
    return codings.codings(connection, key=key)[0]
