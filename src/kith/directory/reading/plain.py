"""What another directory wrote, as plain text, and the web and e-mail addresses in it as they were meant."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlsplit

import nh3
from rfc3986_validator import validate_rfc3986

from kith.kit.text import clean, one_line

LONGEST_TEXT = 20_000
DEEPEST = 10
_ADDRESSES = frozenset({"url", "uri", "website", "logo", "schedule_link", "term_uri"})
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>|<script|<style|<!--|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,12});")
_BREAK = re.compile(r"(?i)<\s*(?:br|/p|/div|/h[1-6]|/li|/tr|/ul|/ol)\b[^<>]{0,200}>")
_POINT = re.compile(r"(?i)<\s*li\b[^<>]{0,200}>")
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_HOST = re.compile(r"(?i)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{2,5})?(?:[/?#].*)?")


def text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """The text of what may be HTML, also where it was escaped twice. Lines and points of lists stay."""
    if not isinstance(value, str):
        return "" if value is None or isinstance(value, dict | list) else str(value)
    for _round in range(3):
        if not _MARKUP.search(value):
            break
        broken = _POINT.sub("\n- ", _BREAK.sub("\n", value))
        value = html.unescape(nh3.clean(broken, tags=set(), strip_comments=True)).replace("\xa0", " ")
    return clean(value, longest)


def line(value: Any, longest: int) -> str:
    """The same on one line."""
    return one_line(text(value), longest)


def web_address(value: str) -> str | None:
    """The web address that was meant, with what is usually left out; None where none was. Empty stays empty."""
    written = value.strip().strip("<>\"'").rstrip(".,;")
    if not written:
        return ""
    if re.match(r"(?i)(?:https?|ftp):/?/?", written) is None and _HOST.fullmatch(written):
        written = f"https://{written}"
    written = re.sub(r"(?i)^(https?):/*", lambda found: f"{found[1].lower()}://", written).replace(" ", "%20")
    try:
        parts = urlsplit(written)
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https", "ftp") and "." in (parts.hostname or "") and len(written) <= 600
    return written if fits and validate_rfc3986(written) else None


def email(value: str) -> str | None:
    """The e-mail address that was meant: the first of several; None where none was. Empty stays empty."""
    written = re.sub(r"(?i)^mailto:", "", value.strip()).strip("<>\"' ;,.")
    if not written:
        return ""
    if _EMAIL.fullmatch(written) and ".." not in written:
        return written
    several = [part.strip("<>()\"' ") for part in re.split(r"[\s;,/]+|\bor\b|\band\b", written)]
    good = [part for part in several if _EMAIL.fullmatch(part) and ".." not in part]
    return good[0] if good and len(good) * 2 >= len([part for part in several if part]) else None


def uri(value: str) -> str | None:
    """A name in the form of an address: of the web, or another kind such as ``urn:``. None where it is none."""
    written = value.strip()
    if re.match(r"(?i)(?!https?:|ftp:)[a-z][a-z0-9+.-]{1,20}:\S+$", written) and validate_rfc3986(written):
        return written
    return web_address(written)


def kept(value: Any, depth: int = 0) -> Any:
    """Any value of theirs with plain text in it, in the same shape; what is empty is left out.

    An address that is none is put under ``more``, so that nothing is lost and nobody takes it for one.
    """
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return [] if depth > DEEPEST else [kept(one, depth + 1) for one in value[:2000] if one is not None]
    if isinstance(value, dict):
        return {} if depth > DEEPEST else _object(value, depth)
    return value


def _object(value: dict[str, Any], depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    strange: dict[str, Any] = {}
    for name, one in value.items():
        if one is None:
            continue
        word = clean(str(name), 100)
        if isinstance(one, str) and (word == "email" or word in _ADDRESSES):
            mended = (email if word == "email" else uri)(text(one, 600))
            if mended:
                found[word] = mended
            if mended is None:
                strange[word] = text(one, 600)
        else:
            found[word] = kept(one, depth + 1)
    return found | ({"more": strange} if strange else {})
