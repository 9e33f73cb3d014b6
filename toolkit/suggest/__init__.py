"""Suggesters: machines that propose codes and say why. A new one is a file here and a line in `SUGGESTERS`."""

from __future__ import annotations

from toolkit.suggest.cues import CueSuggester

SUGGESTERS = {CueSuggester.name: CueSuggester}
