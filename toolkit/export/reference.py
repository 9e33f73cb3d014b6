"""The sheets to look things up in: the codebook and the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from toolkit.export.labels import confidence_word, kind_word, origin_word, role_word
from toolkit.export.table import Column, add_table, typed
from toolkit.messages import _, in_words, language
from toolkit.model import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.codebook.codebook import Code, Codebook, Example, Rule
    from toolkit.export.base import Report
    from toolkit.export.book import Book
    from toolkit.export.places import Address
    from toolkit.export.table import Row

Item = TypeVar("Item")


def write_codebook(book: Book, codebook: Codebook) -> Sequence[Address]:
    """Write the codes as a tree, with all that says when they apply."""
    columns = [
        Column(_("Code key"), 28, key=True),
        Column(_("Label"), 30, "wrap"),
        Column(_("Definition"), 60, "wrap"),
        Column(_("Applies"), 45, "wrap"),
        Column(_("Does not apply"), 45, "wrap"),
        Column(_("Examples"), 60, "wrap"),
        Column(_("Origin of the definition"), 14),
        Column(_("Confidence"), 12),
        Column(_("Source"), 40, "wrap"),
    ]
    return add_table(book, _("Codebook"), columns, [_code_row(codebook, code) for code in codebook.tree()])


def _code_row(codebook: Codebook, code: Code) -> Row:
    if code.reserved:
        reason = _("Reserved: this place cannot be coded. {reason}", reason=in_words(code.reserved))
        return [code.key, in_words(code.label), reason, *[None] * 6]
    return [
        code.key,
        in_words(code.label),
        in_words(code.definition),
        _rules(code.include),
        _rules(code.exclude),
        "\n".join(_example(example) for example in _in_language(code.examples)),
        origin_word(code.origin),
        confidence_word(code.confidence),
        "\n".join(codebook.sources[key].cite for key in code.source if key in codebook.sources),
    ]


def _in_language(lists: Mapping[str, tuple[Item, ...]]) -> tuple[Item, ...]:
    return lists.get(language()) or next(iter(lists.values()), ())


def _rules(rules: Mapping[str, tuple[Rule, ...]]) -> str:
    return "\n".join(f"• {rule.text} → {rule.see}" if rule.see else f"• {rule.text}" for rule in _in_language(rules))


def _example(example: Example) -> str:
    if example.applies:
        return _("Yes: “{quote}”", quote=example.quote)
    return _("No: “{quote}” ({why})", quote=example.quote, why=example.why) if example.why else _("No: “{quote}”", quote=example.quote)


def write_documents(book: Book, report: Report) -> Sequence[Address]:
    """Write the documents: how many words who says, what was read of them, and what their reader left out."""
    columns = [
        Column(_("Document"), 30, key=True),
        Column(_("Kind"), 16),
        Column(_("Case"), 20),
        Column(_("Date"), 11),
        *(Column(_("Words: {role}", role=role_word(role)), 12) for role in ROLES),
        Column(_("Readings"), 50, "wrap"),
        Column(_("Left out"), 40, "wrap"),
        *(Column(attribute.name, 18, "wrap") for attribute in report.document_attributes),
    ]
    rows: list[Row] = [
        [
            document.name,
            kind_word(document.kind),
            document.case,
            document.date,
            *(document.words.get(role, 0) for role in ROLES),
            "\n".join(document.readings),
            document.left_out,
            *(typed(attribute, document.attributes.get(attribute.name, "")) for attribute in report.document_attributes),
        ]
        for document in report.documents
    ]
    return add_table(book, _("Documents"), columns, rows)
