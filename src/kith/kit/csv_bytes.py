"""What the bytes of a file are: text in which encoding, or no text at all and then how to mend it."""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from charset_normalizer import from_bytes

from kith.kit.words import gettext as _
from kith.kit.words import gettext_lazy

_SAMPLE = 256 * 1024
_LONGEST_LINE = 32 * 1024 * 1024
_SAVE_AS_CSV = gettext_lazy(
    "“%(file)s” is %(what)s. Open it, choose Save As (or Download as), pick “CSV UTF-8” and give that file instead."
)
_NO_SHEET = gettext_lazy(
    "“%(file)s” is %(what)s, not a spreadsheet. Copy the rows into a spreadsheet, save that as CSV and give that file."
)
_NOT_TEXT: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", gettext_lazy("an Excel workbook or a zip file"), _SAVE_AS_CSV),
    (b"PK\x05\x06", gettext_lazy("an empty zip file"), _NO_SHEET),
    (b"\xd0\xcf\x11\xe0", gettext_lazy("an older Excel or Word file"), _SAVE_AS_CSV),
    (b"%PDF", gettext_lazy("a PDF"), _NO_SHEET),
    (b"\x1f\x8b", gettext_lazy("a compressed file"), _NO_SHEET),
    (b"{\\rtf", gettext_lazy("a text document"), _NO_SHEET),
    (b"\x89PNG", gettext_lazy("a picture"), _NO_SHEET),
    (b"\xff\xd8\xff", gettext_lazy("a picture"), _NO_SHEET),
    (b"GIF8", gettext_lazy("a picture"), _NO_SHEET),
    (b"SQLite format 3", gettext_lazy("a database"), _NO_SHEET),
)
_WEB_PAGE = re.compile(rb"(?i)\s*<(?:!doctype|html|\?xml|table|script|head)\b")
# A return inside a line is a line within a cell; this mark says the same and stops no reader.
_LONE_RETURN = re.compile(r"\r(?!\n?$)")
_CONTROLS = bytes(set(range(32)) - {9, 10, 13, 12, 0, 26, 27, 11}) + b"\x7f"
_OTHERS = [
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_u",
    "big5",
    "gb18030",
]


class CsvProblem(Exception):
    """The file cannot be used as it is; the message is a sentence that says how to mend it."""


def refuse_what_is_no_text(path: Path) -> None:
    """Raise CsvProblem for a file that is missing, empty, or something else than a table written as text."""
    words = {"file": path.name}
    try:
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
    except FileNotFoundError:
        raise CsvProblem(_("There is no file “%(file)s”. Check its name and folder.") % words) from None
    except IsADirectoryError:
        raise CsvProblem(_("“%(file)s” is a folder. Name the file in it.") % words) from None
    except (OSError, ValueError):
        raise CsvProblem(_("“%(file)s” cannot be opened. Check that you may read it.") % words) from None
    for magic, what, sentence in _NOT_TEXT:
        if start.lstrip(b"\xef\xbb\xbf \r\n").startswith(magic):
            raise CsvProblem(str(sentence) % {**words, "what": what})
    if _WEB_PAGE.match(start.removeprefix(codecs.BOM_UTF8)):
        raise CsvProblem(str(_SAVE_AS_CSV) % {**words, "what": _("a web page")})
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise CsvProblem(_("“%(file)s” is empty. Check that it is the file you meant.") % words)
    if _is_wide(start) is None and _is_noise(start):
        raise CsvProblem(str(_NO_SHEET) % {**words, "what": _("not text that we can read")})


class Lines:
    """The lines of a file as text, read as they are wanted. ``encoding`` is what they were in.

    Eight-bit files are read line by line: a line that is no UTF-8 is in the older encoding, because real files are
    pasted together from several.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            start = file.read(_SAMPLE)
        self._wide = _is_wide(start)
        self._older = "utf-8" if self._wide or self._is_utf8() else _older_encoding(start)
        self.encoding = self._wide or self._older
        self._cr_only = b"\n" not in start and b"\r" in start

    def __iter__(self) -> Iterator[str]:
        lines = self._wide_lines() if self._wide else self._eight_bit_lines()
        for number, line in enumerate(lines):
            text = _LONE_RETURN.sub("\u2028", line.replace("\x00", ""))
            yield text.lstrip("\ufeff") if number == 0 else text

    def _wide_lines(self) -> Iterator[str]:
        with self.path.open(encoding=self._wide, errors="replace", newline="") as file:
            while line := file.readline(_LONGEST_LINE):
                yield self._bounded(line, len(line))

    def _eight_bit_lines(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            for line in _by_carriage_return(file) if self._cr_only else _by_newline(file):
                self._bounded("", len(line))
                try:
                    yield line.decode("utf-8")
                except UnicodeDecodeError:
                    yield line.decode(self._older, errors="replace")

    def _bounded(self, line: str, length: int) -> str:
        if length >= _LONGEST_LINE:
            said = {"file": self.path.name, "what": _("one line without an end")}
            raise CsvProblem(str(_NO_SHEET) % said)
        return line

    def _is_utf8(self) -> bool:
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            with self.path.open("rb") as file:
                while chunk := file.read(1 << 20):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
        return True


def _by_newline(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(_LONGEST_LINE):
        yield line


def _by_carriage_return(file: BinaryIO) -> Iterator[bytes]:
    """Lines of an old Macintosh, which end in a carriage return alone."""
    rest = b""
    while chunk := file.read(1 << 16):
        *lines, rest = (rest + chunk).split(b"\r")
        for line in lines:
            yield line + b"\n"
        if len(rest) >= _LONGEST_LINE:
            break
    if rest:
        yield rest


def _is_wide(start: bytes) -> str | None:
    """UTF-16 (Excel's "Unicode text") or UTF-32, by its mark or by the zeros between Latin letters."""
    for mark, encoding in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(mark):
            return encoding
    head = start[:2_000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if len(head) > 20 and max(odd, even) > len(head) * 0.3 and min(odd, even) < len(head) * 0.05:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _older_encoding(start: bytes) -> str:
    """Windows-1252, which a British Excel writes, unless the bytes are mostly letters of another script."""
    high = sum(byte > 127 for byte in start)
    letters = sum(chr(byte).isalpha() for byte in start if byte < 128)
    if high < max(letters, 1):
        return "cp1252"
    best = from_bytes(start, cp_isolation=_OTHERS, threshold=0.5).best()
    return best.encoding if best else "cp1252"


def _is_noise(start: bytes) -> bool:
    controls = len(start) - len(start.translate(None, _CONTROLS))
    zeros = start.count(0)
    longest_run = max((len(list(run)) for zero, run in itertools.groupby(start[:4_096]) if zero == 0), default=0)
    return controls > max(len(start) * 0.05, 16) or zeros > max(len(start) * 0.3, 64) or longest_run > 64
