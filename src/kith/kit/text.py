"""What people type, made safe to keep and to show. It changes no meaning: Arabic, Welsh and emoji stay as written."""

from __future__ import annotations

import re
import unicodedata

from django.utils.text import slugify

# A Welsh, Scottish or English flag is a black flag followed by invisible letters; alone, such letters only hide things.
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,8}\U000e007f")
_TAGS = re.compile("[\U000e0000-\U000e007f]")
# Overrides and isolates can make a number or a name read differently from what is stored.
_SPOOFS = dict.fromkeys(
    [
        *(0x200B, 0x2060, 0xFEFF, 0x00AD, 0x061C, 0x180E, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF),
        *range(0x202A, 0x202F),
        *range(0x2061, 0x2065),
        *range(0x2066, 0x2070),
    ]
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|\r|\x85|\u2028|\u2029")
_MARKS = re.compile("([\u0300-\u036f]{4})[\u0300-\u036f]+")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def clean(text: str, limit: int | None = None) -> str:
    """The text in one Unicode form, without controls or anything that turns its reading direction by stealth.

    Lines stay lines. ``limit`` keeps that many characters.
    """
    if text.isascii() and text.isprintable():
        # Most of what is typed; nothing in it can be anything but what it looks like.
        kept = " ".join(text.split())
        return kept if limit is None else kept[:limit].rstrip()
    kept = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    kept = _without_stray_tags(kept.translate(_SPOOFS))
    kept = _MARKS.sub(r"\1", unicodedata.normalize("NFC", kept))
    kept = "\n".join(line.strip() for line in _SPACES.sub(" ", kept).split("\n"))
    kept = _BLANK_LINES.sub("\n\n", kept).strip()
    return kept if limit is None else kept[:limit].rstrip()


def one_line(text: str, limit: int | None = None) -> str:
    """The cleaned text on one line, for names, addresses and subjects."""
    kept = " ".join(clean(text).split())
    return kept if limit is None else kept[:limit].rstrip()


def shorten(text: str, length: int) -> str:
    """The cleaned text on one line, cut at a word where it is longer, with an ellipsis to say so."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line[: max(length - 1, 1)]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut
    return at_word.rstrip(" ,;:.-") + "…"


def fold(text: str) -> str:
    """A form for comparing: no capitals, no accents, single spaces. Never shown to anybody."""
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    loose = unicodedata.normalize("NFKD", clean(text).casefold())
    return " ".join("".join(c for c in loose if not unicodedata.combining(c)).split())


def ascii_digits(text: str) -> str:
    """The same text with every decimal digit, in whichever script, as 0 to 9."""
    return "".join(c if c.isascii() else str(unicodedata.decimal(c, c)) for c in text)


def slug(text: str) -> str:
    """A name for an address bar: small letters, digits and hyphens; empty when nothing is left."""
    return slugify(clean(text))[:60].strip("-")


def _without_stray_tags(text: str) -> str:
    if not _TAGS.search(text):
        return text
    kept, end = [], 0
    for flag in _FLAG.finditer(text):
        kept += [_TAGS.sub("", text[end : flag.start()]), flag.group()]
        end = flag.end()
    return "".join([*kept, _TAGS.sub("", text[end:])])
