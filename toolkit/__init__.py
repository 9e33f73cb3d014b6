"""Terrain: a toolkit for coding qualitative case studies."""

__version__ = "0.1.0"
