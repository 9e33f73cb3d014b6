"""The tags and texts of HTML one after the other, in time that grows with the file alone.

The parsers that build a tree as browsers do can be made to build a gigabyte of it: measured, lexbor (selectolax) takes 2 GB for 59 KB of
unclosed `<font>`, libxml2 (lxml) four minutes for one tag with 100,000 attributes. For a text no tree is needed.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A quotation mark counts only behind an equals sign: `<p title=it's>`. Possessive, so that what fails fails once.
TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^>"'=]++|=\s*+(?:"[^"]*+"|'[^']*+')|["'=])*+)>""")
BROKEN_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)([^>]*+)>")
TAG_BEGINS = re.compile(r"/?[A-Za-z]")
ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
RAW = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"))  # no tags within but their own end


COMMENT = "!"


class Token(NamedTuple):
    """A text, or a tag: `name` in lower case, with `/` before that of an end, empty for a text; `body` is the text or the attributes.

    A comment has the name `COMMENT`.
    """

    name: str
    body: str


def tokens(text: str) -> Iterator[Token]:
    """The tags, texts and comments of a file. Declarations are passed over; what is no tag is text, and nothing is swallowed by it."""
    return _Tokens(text).all()


def attributes(body: str) -> dict[str, str]:
    """The attributes of a tag by their names in lower case; the first of a name counts."""
    found: dict[str, str] = {}
    for name, value in ATTRIBUTE.findall(body):
        found.setdefault(name.lower(), unescape(value.strip("\"'") if value[:1] in "\"'" else value))
    return found


class _Tokens:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tag = TAG
        self._last = text.rfind(">")
        self._missing: set[str] = set()  # ends that come nowhere any more

    def all(self) -> Iterator[Token]:
        text, place, start = self._text, 0, 0  # `start`: where the text begins that is not given yet
        while (place := text.find("<", place)) >= 0:
            token, end = self._at(place)
            if end == place:  # no tag
                place += 1
                continue
            if start < place:
                yield Token("", unescape(text[start:place]))
            if token is not None:
                yield token
                if token.name in RAW:
                    close = self._find(rf"</{token.name}(?=[\s/>])", end)
                    if close is None:  # it would swallow all the rest
                        yield Token("/" + token.name, "")
                    else:
                        yield Token("", unescape(text[end:close]) if token.name in ("textarea", "title") else text[end:close])
                        end = close
            place = start = end
        if start < len(text):
            yield Token("", unescape(text[start:]))

    def _at(self, place: int) -> tuple[Token | None, int]:
        """The token that begins at a `<`, None for a declaration, and where it ends; at `place` itself where there is none."""
        text = self._text
        following = text[place + 1 : place + 3]
        if place > self._last:
            return None, place
        if following[:1] in ("!", "?"):
            return self._passed_over(place)
        match = self._tag.match(text, place)
        if match is None and TAG_BEGINS.match(following):
            self._tag = BROKEN_TAG  # a quotation mark is never closed: from here on they do not count
            match = BROKEN_TAG.match(text, place)
        if match is None:
            return None, place
        return Token(match[1] + match[2].lower(), match[3]), match.end()

    def _passed_over(self, place: int) -> tuple[Token | None, int]:
        """The comment or declaration at a `<!` or `<?`; one that never ends goes to the next `>`."""
        close = self._find("-->", place + 2) if self._text.startswith("<!--", place) else None
        if close is not None:
            return Token(COMMENT, self._text[place + 4 : close]), close + 3
        close = self._find(">", place)
        return None, place if close is None else close + 1

    def _find(self, pattern: str, place: int) -> int | None:
        """Where a pattern comes next; what is missing once is not looked for again."""
        if pattern in self._missing:
            return None
        found = re.compile(pattern, re.IGNORECASE).search(self._text, place)
        if found is None:
            self._missing.add(pattern)
            return None
        return found.start()
