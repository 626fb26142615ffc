"""Phone numbers as people and spreadsheets write them. It says what a number is, never whether we may use it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import phonenumbers

from kith.kit.text import ascii_digits

_READ_AT_MOST = 2_000
_NUMBER_CELL = re.compile(r"\s*'?\+?(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,2}))?\s*")
_O_FOR_ZERO = re.compile(r"(?i)(?<![a-z])o(?=[\s\d])|(?<=\d)o+(?=[\s\do]|$)")
_EXTENSION = re.compile(r"(?i)\b(?:ext|extn|extension|x)\.?\s*\d{1,6}\b")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_CANDIDATE = re.compile(r"(?:\+|\b00|\()?\s*\d[\d\s().\-]*\d")
_GB_DIGITS = re.compile(r"(?:1\d{8,9}|[2378]\d{9}|800\d{6,7})")


def normalise(text: str) -> str | None:
    """The first phone number in the text, as ``+441632960001``; None when there is none we could ring."""
    found = find(text)
    return found[0] if found else None


def find(text: str) -> list[str]:
    """Every phone number in the text, in order, each once: two numbers often share one cell."""
    plain = unicodedata.normalize("NFKC", ascii_digits(text[:_READ_AT_MOST]))
    plain = re.sub(r"[‐‑‒–—−]", "-", plain).replace("\u200b", "").replace("\u202a", "").replace("\u202c", "")
    cell = _NUMBER_CELL.fullmatch(plain)
    if cell and (cell[2] or cell[3]):
        return _numbers([_from_spreadsheet_number(plain)])
    plain = _TRUNK_ZERO.sub(" ", _EXTENSION.sub(" ", _O_FOR_ZERO.sub(lambda m: "0" * len(m[0]), plain)))
    return _numbers(part for match in _CANDIDATE.finditer(plain) for part in _split(match.group()))


def said(e164: str) -> str:
    """The number as it is written and read out here: ``01632 960001``. Text that is no number comes back as it is."""
    try:
        number = phonenumbers.parse(e164, "GB")
    except phonenumbers.NumberParseException:
        return e164
    home = number.country_code == 44
    shape = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(number, shape))


def can_text(e164: str) -> bool:
    """Whether a text message could reach this number: a British mobile, or any number from abroad."""
    if e164.startswith("+44"):
        return e164.startswith("+447") and not e164.startswith("+4470")
    return bool(e164)


def _numbers(parts: Iterable[str]) -> list[str]:
    known = (_e164(part) for part in parts)
    return list(dict.fromkeys(number for number in known if number))


def _from_spreadsheet_number(plain: str) -> str:
    """The digits of ``1632960001.0`` or ``1.632960001E+9``; empty when the spreadsheet has rounded some away."""
    try:
        value = Decimal(plain.strip().lstrip("'"))
    except InvalidOperation:
        return ""
    digits = len(value.as_tuple().digits)
    if value != value.to_integral_value() or value >= Decimal(10) ** 15:
        return ""
    rounded_away = "e" in plain.lower() and digits < 9
    return "" if rounded_away else str(int(value))


def _split(candidate: str) -> list[str]:
    """One run of digits cut into numbers, where somebody wrote two with only a space or a dash between."""
    if _e164(candidate):
        return [candidate]
    parts, so_far = [], ""
    for token in re.findall(r"[+\d]+", candidate):
        if _e164(so_far) and not (_e164(so_far + token) and not token.startswith(("0", "+"))):
            parts.append(so_far)
            so_far = ""
        so_far += token
    return [*parts, so_far]


def _e164(part: str) -> str | None:
    digits = re.sub(r"\D", "", part)
    if not 9 <= len(digits) <= 17:
        return None
    if part.strip().startswith("+") or digits.startswith("00"):
        return _abroad(digits.removeprefix("00"))
    if digits.startswith("44") and len(digits) >= 11:
        return _british(digits[2:])
    return _british(digits)


def _british(digits: str) -> str | None:
    # A spreadsheet drops the leading zero; a person adds one after +44. Both mean the same number.
    national = digits.lstrip("0") if digits.startswith("0") else digits
    return f"+44{national}" if len(digits) - len(national) <= 1 and _GB_DIGITS.fullmatch(national) else None


def _abroad(digits: str) -> str | None:
    if digits.startswith("44"):
        return _british(digits[2:])
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
