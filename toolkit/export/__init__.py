"""Exports: what a researcher takes away, one format a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.export import csv, html, workbook

if TYPE_CHECKING:
    from toolkit.export.base import Exporter

EXPORTERS: dict[str, Exporter] = {
    ".xlsx": workbook,
    ".csv": csv,
    ".html": html,
}
