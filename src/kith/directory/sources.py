"""Where another directory is, and reading the whole of it: a file, a folder, a zip, or a feed on the web."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kith.directory.reading import documents, sheet, tables, weight
from kith.directory.reading.entries import CannotRead, Taken
from kith.kit.csv_bytes import CsvProblem
from kith.kit.words import gettext as _

# As much as one directory may send, read or unpacked.
MOST_BYTES = 512 * 1024 * 1024
Tick = Callable[..., None]


@dataclass(frozen=True)
class Found:
    """Where a source is: its address, by which it is known again, and what it is called."""

    address: str
    name: str
    path: Path | None = None


def find(written: str) -> Found:
    """The source meant by an address or a path. Refuses (``CannotRead``) what is neither."""
    if written.startswith(("http://", "https://")):
        return Found(written.rstrip("/"), urlsplit(written).hostname or written)
    if "://" in written:
        raise CannotRead(_("Give an address that begins with https://, or the name of a file or folder."))
    path = Path(written).expanduser()
    if not path.exists():
        raise CannotRead(_("There is no file or folder “%(file)s”. Check its name.") % {"file": written})
    return Found(path.resolve().as_uri(), path.name, path)


def read_path(path: Path, most: int | None = None, heaviest: int = weight.OF_A_FILE) -> Taken:
    """Everything in a file, a folder or a zip. Refuses (``CannotRead``) what cannot be used, with a sentence.

    ``most`` is in bytes, read or unpacked; ``heaviest`` in bytes once it is read.
    """
    try:
        if path.is_dir():
            return tables.read_folder(path)
        most = MOST_BYTES if most is None else most
        if path.stat().st_size > most:
            raise CannotRead(too_large(path.name))
        with path.open("rb") as file:
            start = file.read(4096)
        if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            return tables.read_zip(path, most, heaviest)
        first = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if first in (b"{", b"["):
            return _read_json(path, heaviest)
        weight.check(path.read_bytes(), path.name, heaviest, table=True)
        return sheet.read(path)
    except CsvProblem as problem:
        raise CannotRead(str(problem)) from problem
    except (OSError, zipfile.BadZipFile) as problem:
        said = _("“%(file)s” cannot be opened. Check that you may read it, and that it is whole.")
        raise CannotRead(said % {"file": path.name}) from problem


def too_large(name: str) -> str:
    """The sentence for what is larger than any directory."""
    said = _("“%(file)s” is larger than %(most)s MB, so it was not read. Ask whoever sends it for one place at a time.")
    return said % {"file": name, "most": MOST_BYTES // 1024 // 1024}


def _read_json(path: Path, heaviest: int) -> Taken:
    body = path.read_bytes()
    weight.check(body, path.name, heaviest)
    words = body.decode("utf-8-sig", "replace")
    if is_lines(words):
        return documents.read_lines(words.splitlines(), path.name)
    return documents.read_whole(documents.loads(words, path.name), path.name)


def is_lines(words: str) -> bool:
    """Whether every line is an object of its own."""
    first, _end, rest = words.lstrip().partition("\n")
    following: Iterator[str] = (line for line in rest.splitlines()[:3] if line.strip())
    return (
        first.rstrip().endswith("}")
        and first.startswith("{")
        and all(one.startswith("{") for one in following)
        and bool(rest.strip())
    )


def rows_of(rejected: Any) -> list[dict[str, Any]]:
    """What was rejected, as it is written beside the file."""
    return [{"where": one.where, "reasons": list(one.faults), "item": one.item} for one in rejected]
