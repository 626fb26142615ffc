"""Kith: the shared workbench of a place."""

__version__ = "0.1.0"
