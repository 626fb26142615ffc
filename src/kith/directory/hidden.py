"""What must not be found, told from words: on doubt an entry shows its phone and its area, and nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

# A place of safety is known by its words as well as by its box: sources forget the box.
_SAFE_PLACE = re.compile(
    r"\b(?:(?:wom[ae]n|domestic|abuse|violence|famil(?:y|ies)|men|lgbt\w*|bame|asian)\W+(?:\w+\W+){0,3}refuges?"
    r"|refuges?\W+(?:\w+\W+){0,4}(?:wom[ae]n|domestic|abuse|violence|fleeing|escaping)"
    r"|safe\W?houses?|sanctuary accommodation|refuge accommodation|refuge provision"
    r"|confidential (?:address|location)|address (?:is )?(?:withheld|confidential)|location (?:is )?confidential)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)
_ADDRESS_PARTS = ("address_1", "address_2", "attention", "postal_code")
_SHORT = 4


def looks_confidential(*said: str) -> bool:
    """Whether these words (name, description, the words it stands under) speak of a place of safety."""
    return any(_SAFE_PLACE.search(words) for words in said if words)


def says_where(words: str, addresses: Iterable[Mapping[str, Any]], *names: str) -> bool:
    """Whether these words give away where something is: a postcode, a line of its address, the name of its building."""
    if _POSTCODE.search(words):
        return True
    low = words.casefold()
    lines = [str(one.get(part) or "") for one in addresses for part in _ADDRESS_PARTS]
    return any(len(line) >= _SHORT and line.casefold().strip() in low for line in (*lines, *names) if line)
