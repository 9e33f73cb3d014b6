"""One document and its text, for what is done at every keystroke: nothing here grows with the study."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, bindparam, func, null, select

from toolkit.model import Coding, Document
from toolkit.store.rows import live, records
from toolkit.store.tables import coding, document, text_version

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Connection

KEPT = 4  # texts that stay in memory

#: Made once: to put a statement together takes longer than to run it.
_WANTED: BindParameter[Any] = bindparam("wanted")
_VERSION = select(func.max(text_version.c.id)).where(and_(text_version.c.document == document.c.id, text_version.c.deleted.is_(False)))
_DOCUMENT = (
    live(document).where(document.c.name == _WANTED).add_columns(_VERSION.scalar_subquery().label("text_version")).order_by(None).limit(2)
)
_DIGEST = select(text_version.c.sha256).where(text_version.c.id == _WANTED)
_TEXT = select(text_version.c.text).where(text_version.c.id == _WANTED)
_HERE = (null().label("how"), coding.c.start.label("made_start"), coding.c.end.label("made_end"))
_CODING = select(*coding.c, bindparam("document", type_=Integer).label("document"), *_HERE).where(coding.c.id == _WANTED)

_texts: OrderedDict[bytes, str] = OrderedDict()  # by their SHA-256, which says the same in every study


def document_named(connection: Connection, name: str) -> Document | None:
    """The one live document of exactly this name."""
    found = records(connection, _DOCUMENT, Document, {"wanted": name})
    return found[0] if len(found) == 1 else None


def text_of(connection: Connection, version: int) -> str:
    """A normalised text; the last ones asked for are kept in memory."""
    digest: bytes = connection.execute(_DIGEST, {"wanted": version}).scalar_one()
    if digest not in _texts:
        _texts[digest] = connection.execute(_TEXT, {"wanted": version}).scalar_one()
        if len(_texts) > KEPT:
            _texts.popitem(last=False)
    _texts.move_to_end(digest)
    return _texts[digest]


def forget_texts() -> None:
    """Keep no text in memory any more."""
    _texts.clear()


def coding_as_made(connection: Connection, key: int, document_id: int) -> Coding:
    """A coding where it was made."""
    [found] = records(connection, _CODING, Coding, {"wanted": key, "document": document_id})
    return found
