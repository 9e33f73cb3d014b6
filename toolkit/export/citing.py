"""How a quote is cited in a thesis: case, pseudonym, date, turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.messages import _

if TYPE_CHECKING:
    from toolkit.export.base import QuoteRow


def reference(quote: QuoteRow) -> str:
    """What a reader needs to find a quote again: `Nord, Marie, 2024-06-12, turn 14`.

    Without a date the document's name stands in its place; what the study does not know is left out.
    """
    turn = _("turn {n}", n=quote.turn) if quote.turn is not None else ""
    return ", ".join(part for part in (quote.case, quote.speaker, quote.date or quote.document, turn) if part)
