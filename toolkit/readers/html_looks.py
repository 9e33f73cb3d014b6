"""What a page looks like: which elements are paragraphs, bold or no text at all, and what its style sheets hide."""

from __future__ import annotations

import re

HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
BRACE = re.compile(r"[{}]")
# Of the rules of a style sheet those for an element, a class or an identifier: they may be told without a tree.
SELECTOR = re.compile(r"([a-z][\w-]*)?([.#][\w-]+)?", re.IGNORECASE)
SAYS = re.compile(r"display\s*:|visibility\s*:", re.IGNORECASE)

_VOID = "area base br col embed frame hr img input link meta param source track wbr basefont bgsound keygen"
_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset
    h1 h2 h3 h4 h5 h6 header hgroup html legend li listing main menu nav ol optgroup option p plaintext pre search section summary
    table tbody td tfoot th thead tr ul
"""
_WITHIN_LINES = """
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark nobr q s samp small span strike strong sub sup time tt
    u var
"""
VOID = frozenset(_VOID.split())
BLOCKS = frozenset(_BLOCKS.split())
WITHIN_LINES = frozenset(_WITHIN_LINES.split())  # their end ends no paragraph that was begun within them
BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
PRE = frozenset(("pre", "listing", "plaintext", "xmp"))
HEAVY = frozenset(("bold", "bolder", "600", "700", "800", "900"))
CELLS = ("td", "th")
ROW_PARTS = frozenset(("tr", *CELLS))
TABLE_PARTS = ROW_PARTS | {"table"}
#: What a new element ends if it is open, and what it may not reach beyond.
ENDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "rt": (("rt", "rp"), ("ruby",)),
    "rp": (("rt", "rp"), ("ruby",)),
    "option": (("option",), ("select", "datalist")),
}
#: Elements of which nothing is read, and what is left out with them; those of `UNSEEN` count only if there is text in them.
LEFT_OUT = {
    "script": "script or style",
    "style": "script or style",
    "img": "image",
    "svg": "image",
    "canvas": "image",
    "audio": "embedded object",
    "video": "embedded object",
    "iframe": "embedded object",
    "object": "embedded object",
    "embed": "embedded object",
    "applet": "embedded object",
    "del": "deletion",
    "rt": "phonetic guide",
    "select": "form field",
    "textarea": "form field",
    "button": "form field",
}
UNSEEN = {
    "title": "page title",
    **dict.fromkeys(("template", "noscript", "noembed", "noframes", "datalist"), "hidden text"),
}


class Hidden:
    """What the style sheets of a page hide: elements, classes and identifiers."""

    def __init__(self) -> None:
        self._rules: set[tuple[str, str]] = set()  # element or nothing, and `.class`, `#identifier` or nothing

    def learn(self, sheet: str) -> None:
        """Note the rules of a style sheet that hide or show; those for print, small screens and the like are passed over."""
        depth = start = opened = 0
        for brace in BRACE.finditer(sheet):
            if brace[0] == "{":
                opened = opened if depth else brace.end()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    self._rule(sheet[start : opened - 1], sheet[opened : brace.start()])
                    start = brace.end()

    def hides(self, name: str, said: dict[str, str]) -> bool:
        """Whether an element with such attributes is not seen."""
        if said and ("hidden" in said or HIDING.search(said.get("style", ""))):
            return True
        if not self._rules:
            return False
        marks = ["", *(f".{each}" for each in said.get("class", "").split()), f"#{said.get('id', '')}"]
        return any((element, mark) in self._rules for mark in marks for element in ("", name))

    def _rule(self, selectors: str, body: str) -> None:
        if "@" in selectors or not SAYS.search(body):
            return
        for selector in selectors.rpartition("*/")[2].replace("<!--", "").split(","):
            if (found := SELECTOR.fullmatch(selector.strip())) and found[0]:
                rule = ((found[1] or "").lower(), found[2] or "")
                (self._rules.add if HIDING.search(body) else self._rules.discard)(rule)
