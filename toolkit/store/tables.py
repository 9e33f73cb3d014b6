"""The tables of a study file.

Every object that a person can change has a local integer key (`id`, for joins), a 16-byte identifier for other copies (`uid`), and a
tombstone (`deleted`): rows are never removed by a change, so that undo, history and later merges have something to refer to.
Parts of an object that never change on their own (originals, places of a coding) have neither; a turn has an identifier once a person has
assigned it to a case.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key(target: str, *, null: bool = False, index: bool = False) -> Column[int]:
    """A column named after the table that it points to."""
    return Column(target, Integer, ForeignKey(f"{target}.id"), nullable=null, index=index)


def _object(name: str, *columns: Column[Any] | UniqueConstraint | Index) -> Table:
    """A table of objects that have a history of their own."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("uid", LargeBinary(16), nullable=False, unique=True),
        Column("deleted", Boolean, nullable=False, server_default=false()),
        *columns,
    )


migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("time", Text, nullable=False),
)

study = _object(
    "study",
    Column("title", Text, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("codebook_version", Integer, ForeignKey("codebook_version.id", use_alter=True)),
    Column("replica", LargeBinary(16), nullable=False),
    Column("created", Text, nullable=False),
)

coder = _object("coder", Column("name", Text, nullable=False))

case = _object("case", Column("name", Text, nullable=False))

attribute = _object(
    "attribute",
    Column("owner", Text, nullable=False),  # case, document or person
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    Column("position", Integer, nullable=False),
)

attribute_value = _object(
    "attribute_value",
    _key("attribute", index=True),
    Column("object", LargeBinary(16), nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("attribute", "object"),
)

document = _object(
    "document",
    Column("name", Text, nullable=False, index=True),
    Column("reader", Text, nullable=False),
    Column("encoding", Text),
    Column("sha256", LargeBinary(32), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    _key("case", null=True, index=True),
    Column("date", Text),  # year, month or day: 2024, 2024-06, 2024-06-12
    Column("language", Text, nullable=False),
    Column("layout", Text, nullable=False),
    Column("left_out", JSON, nullable=False),
)

original = Table(
    "original",
    metadata,
    Column("document", Integer, ForeignKey("document.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

text_version = _object(
    "text_version",
    _key("document", index=True),
    Column("parent", LargeBinary(32)),  # SHA-256 of the text that this one corrects
    Column("sha256", LargeBinary(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("created", Text, nullable=False),
)

correction = Table(
    "correction",
    metadata,
    Column("text_version", Integer, ForeignKey("text_version.id"), primary_key=True),
    Column("name", Text, nullable=False),  # of the file that a later text was read from
    Column("reader", Text, nullable=False),
    Column("encoding", Text),
    Column("sha256", LargeBinary(32), nullable=False, index=True),
    Column("data", LargeBinary, nullable=False),
)

text_words = Table(
    "text_words",
    metadata,
    Column("text_version", Integer, ForeignKey("text_version.id"), primary_key=True),
    Column("starts", LargeBinary, nullable=False),  # where its words begin; `store.words` packs and unpacks them
)

person = _object(
    "person",
    Column("name", Text, nullable=False),  # a pseudonym
    _key("case", null=True, index=True),
    _key("register_entry", null=True),  # the actor that this person speaks for
)

speaker = _object(
    "speaker",
    _key("document", index=True),
    Column("label", Text, nullable=False),
    Column("role", Text, nullable=False),
    _key("person", null=True, index=True),
    UniqueConstraint("document", "label"),
)

turn = Table(
    "turn",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("text_version", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    _key("speaker", null=True),
    Column("start_ms", Integer),
    Column("end_ms", Integer),
    _key("case", null=True),  # only in a document of several cases, assigned by a person
    Column("uid", LargeBinary(16)),  # once it has been assigned; then assigning has a history and can be undone
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Index(None, "uid", unique=True, sqlite_where=text("uid IS NOT NULL")),
)

codebook_version = _object(
    "codebook_version",
    Column("yaml", Text, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),
    Column("parents", JSON, nullable=False),  # SHA-256 of the versions before, as hexadecimal
    _key("coder"),
    Column("reason", Text, nullable=False),
    Column("created", Text, nullable=False),
)

code = _object(
    "code",
    Column("key", Text, nullable=False),
    Column("first_version", Integer, ForeignKey("codebook_version.id"), nullable=False),
)

register_entry = _object(
    "register_entry",
    Column("register", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", JSON, nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("state", Text, nullable=False),  # confirmed by a person, or only proposed
)

reading = _object(
    "reading",
    _key("coder"),
    _key("text_version", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _key("codebook_version"),
    Column("mode", Text, nullable=False),  # free, with suggestions, blind
    Column("time", Text, nullable=False),
)

suggestion = _object(
    "suggestion",
    _key("text_version", index=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _key("code", index=True),
    Column("fields", JSON, nullable=False),
    Column("suggester", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("probability", Float),
    Column("reasons", JSON, nullable=False),
    _key("codebook_version"),
    Column("state", Text, nullable=False),  # open, accepted, edited, rejected
    _key("coder", null=True),  # who decided
    Column("decided", Text),
    Column("created", Text, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("text_version"),
    Column("suggester", Text, nullable=False),
    Column("sha256", LargeBinary(32), nullable=False),  # of all that the result depends on beside the text
    Column("found", JSON, nullable=False),
    UniqueConstraint("text_version", "suggester"),
)

coding = _object(
    "coding",
    _key("text_version"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    _key("code"),
    _key("coder"),
    Column("fields", JSON, nullable=False),
    Column("made_by", Text, nullable=False),  # hand, accepted, edited, imported
    _key("suggestion", null=True),
    _key("codebook_version"),
    Column("created", Text, nullable=False),
    Index(None, "text_version", "coder"),  # not the coder alone: there are few, and SQLite would choose that index before better ones
    Index(None, "code", "coder", "text_version", "start", "end", "deleted"),  # all that is counted: the wide rows are not read for it
)

place = Table(
    "place",
    metadata,
    Column("kind", Text, nullable=False),  # the table of what was made on an older text: coding, reading, suggestion or memo
    Column("row", Integer, nullable=False),
    _key("text_version", index=True),
    Column("start", Integer),  # none: it stands nowhere in this text
    Column("end", Integer),
    Column("how", Text, nullable=False),  # unchanged, by diff, by context, doubtful, by hand
    UniqueConstraint("kind", "row", "text_version"),
)

rating = _object(
    "rating",
    _key("case", index=True),
    _key("code"),
    _key("coder"),
    Column("period", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("evidence_for", JSON, nullable=False),  # identifiers of codings, as hexadecimal
    Column("evidence_against", JSON, nullable=False),
    Column("evidence_sha256", LargeBinary(32), nullable=False),
    _key("codebook_version"),
    Column("created", Text, nullable=False),
)

summary = _object(
    "summary",
    _key("case", index=True),
    _key("code"),
    _key("coder"),
    Column("text", Text, nullable=False),
    Column("evidence_sha256", LargeBinary(32), nullable=False),
    Column("created", Text, nullable=False),
)

not_asked = _object(
    "not_asked",
    _key("code"),
    _key("case", null=True),
    _key("document", null=True),
    _key("coder"),
)

memo = _object(
    "memo",
    Column("about", Text, nullable=False),  # the table of the object
    Column("object", LargeBinary(16), nullable=False, index=True),
    Column("start", Integer),  # with a text version: the segment that the memo is about
    Column("end", Integer),
    _key("coder"),
    Column("text", Text, nullable=False),
    Column("created", Text, nullable=False),
)

change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),  # local, and the number that a person sees; later changes have higher ones
    Column("replica", LargeBinary(16), nullable=False),  # with `sequence`: what other copies know the change by
    Column("sequence", Integer, nullable=False),
    Column("time", Text, nullable=False),
    _key("coder", null=True),
    Column("verb", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undoes", Integer, ForeignKey("change.id"), index=True),  # the change that this one takes back
    Column("sha256", LargeBinary(32)),  # of the rest of the row; none in what format 1 wrote
    UniqueConstraint("replica", "sequence"),
)

event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("change", index=True),
    Column("kind", Text, nullable=False),  # the table of the object
    Column("object", LargeBinary(16), nullable=False, index=True),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
)

erased = _object(
    "erased",
    Column("kind", Text, nullable=False),  # document or person; what it was called is not kept
    Column("sha256", LargeBinary(32)),
    Column("reason", Text, nullable=False),
    _key("coder"),
    Column("copies", JSON, nullable=False),  # the files that still held it
    Column("time", Text, nullable=False),
)

written = Table(
    "written",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # backup or export
    Column("path", Text, nullable=False, unique=True),
    Column("time", Text, nullable=False),
)

#: Tables whose rows have a history of their own, by name.
OBJECTS: dict[str, Table] = {name: table for name, table in metadata.tables.items() if "uid" in table.c}
