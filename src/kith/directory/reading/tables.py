"""HSDS 1.1 as a folder or zip of CSV tables, put together into the standard's nested shape."""

from __future__ import annotations

from pathlib import Path

from kith.directory.reading.entries import CannotRead, Taken


def read_folder(path: Path) -> Taken:
    raise CannotRead("Folders are not read yet.")


def read_zip(path: Path, most: int) -> Taken:
    raise CannotRead("Zips are not read yet.")
