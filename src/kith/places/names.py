"""How people write the name of a street or village, brought to one form for looking it up. It knows no places."""

from __future__ import annotations

import re

from kith.kit.text import fold

# Only where they end a name: at the beginning "St" is a saint.
_ENDINGS = {
    "st": "street", "str": "street", "rd": "road", "ave": "avenue", "av": "avenue", "ln": "lane", "cl": "close",
    "tce": "terrace", "terr": "terrace", "sq": "square", "pl": "place", "dr": "drive", "cres": "crescent",
    "gdns": "gardens", "gdn": "garden", "ct": "court", "pk": "park", "gr": "grove", "hl": "hill",
}  # fmt: skip
_NUMBER = re.compile(r"^(?:(?:flat|apartment|apt|unit|room|no)\s+\w+\s+|\d+\s?[a-z]?(?:\s*-\s*\d+[a-z]?)?\s+)+")
_NOT_WORD = re.compile(r"[^\w\s-]")


def key(written: str) -> str:
    """The folded form: "12 Quay St." and "quay street" are the same; "St. Mary's Rd" is "st marys road"."""
    words = _NUMBER.sub("", _NOT_WORD.sub("", fold(written).replace("-", " ")))
    parts = words.split()
    if len(parts) > 1:
        parts[-1] = _ENDINGS.get(parts[-1], parts[-1])
    return " ".join(parts)[:140]


def parts(*written: str) -> list[str]:
    """The parts of an address from the smallest to the largest: "12, Quay Street, Combe Martin" has two."""
    found = [part.strip() for text in written for part in re.split(r"[,;\n]", text) if part.strip()]
    # "12, Quay Street" holds a number and a street; a number alone names nothing.
    return [part for part in found if not re.fullmatch(r"\d+\s?[a-zA-Z]?", part)]
