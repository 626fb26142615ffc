"""Brings every catalogue under src/kith/locale up to date with the words in the code: ``python tools/words.py``.

It translates nothing. ``--new pl`` begins a language; ./kith compiles what is translated when it next starts.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "kith"
LOCALES = SOURCE / "locale"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    # Words of pure modules, said in a language only when they are shown.
    "mark": None,
    "sentence": None,
    "counted": (1, 2),
}

_UNSAID = (
    *(b"POT-Creation-Date", b"PO-Revision-Date", b"Last-Translator", b"Generated-By"),
    *(b"Project-Id", b"Report-Msgid", b"Language-Team"),
)


def main() -> int:
    """Update all, or begin one; answer how much is still to be translated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--new", metavar="CODE", help="begin a catalogue, such as pl for Polish")
    new = parser.parse_args().new
    if new:
        (LOCALES / new / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        (LOCALES / new / "LC_MESSAGES" / "django.po").touch()
    said = said_in_the_code()
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/django.po")):
        total, done = update(path, said)
        print(f"{path.relative_to(ROOT)}: {done} of {total} are translated")
    return 0


def said_in_the_code() -> Catalog:
    """Every word a person may come to read, with the files it is in; no line numbers, so that a diff shows words."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog(charset="utf-8")
    found = extract_from_dir(SOURCE, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",))
    for name, _line, message, comments, context in found:
        catalogue.add(message, locations=[(f"src/kith/{name}", 0)], auto_comments=comments, context=context)
    return catalogue


def update(path: Path, said: Catalog) -> tuple[int, int]:
    """Add what is new, drop what is gone, keep what is translated. Nothing is guessed from a like sentence."""
    code = path.parents[1].name
    with path.open("rb") as file:
        kept = read_po(file, locale=code) if path.stat().st_size else Catalog(locale=code)
    kept.update(said, no_fuzzy_matching=True)
    kept.obsolete.clear()
    written = io.BytesIO()
    write_po(written, kept, width=110, omit_header=False, sort_by_file=True, include_lineno=False)
    path.write_bytes(without_dates(written.getvalue()))
    messages = [message for message in kept if message.id]
    return len(messages), sum(1 for message in messages if all_of(message.string))


def all_of(translated: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether every form of it is there."""
    return all(translated) if isinstance(translated, tuple | list) else bool(translated)


def without_dates(written: bytes) -> bytes:
    """The header's lines that would change at every run, or name somebody, left out."""
    lines = written.split(b"\n")
    unwanted = tuple(b'"' + name for name in _UNSAID)
    first = next((n for n, line in enumerate(lines) if line.startswith(b"msgid")), 0)
    top = [b"# The words of Kith in another language. Made by tools/words.py, translated by people."]
    return b"\n".join(top + [line for line in lines[first:] if not line.startswith(unwanted)])


if __name__ == "__main__":
    sys.exit(main())
