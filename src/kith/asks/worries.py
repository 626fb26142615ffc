"""Words in a note that may be a worry about somebody's safety. It asks whether they are; it decides nothing.

What it hears is shown to whoever reads the note anyway. It keeps nothing, so nobody can tell who pressed what.
"""

from __future__ import annotations

import re

from kith.asks import redflags
from kith.kit.text import fold

_FLAGS = ("being hurt by somebody", "children alone")
_WHOSE = r"(?:my|his|her|their|mum'?s|dad'?s|the old (?:man|lady)'?s)"
_SIGNS = re.compile(
    r"\b(?:bruis\w+|black eye|neglect\w*|unwashed for|not (?:being )?fed|never lets? (?:her|him|them)|"
    rf"(?:takes?|took|taking|keeps?|has) {_WHOSE} (?:money|pension|benefits?|(?:bank )?card|pin|phone)|"
    r"controls? (?:everything|the money|who)|(?:isn'?t|not) allowed (?:out|to see|visitors)|"
    r"(?:scared|frightened|afraid|terrified) (?:of|when) (?:him|her|he|she|them)|shout\w* at (?:her|him|the child\w*)|"
    r"(?:does|would)n'?t let me (?:in|see|speak)|signed (?:the house|everything) over)"
)
_READ_AT_MOST = 20_000


def heard(*notes: str) -> str:
    """The first words that may be a worry, without their capitals; empty where there are none. Never raises."""
    for note in notes:
        words = note[:_READ_AT_MOST]
        found = _SIGNS.search(fold(words).replace("’", "'"))
        if found is not None:
            return found.group()[:80]
        flag = next((one for one in redflags.find(words) if one.word in _FLAGS), None)
        if flag is not None:
            return flag.heard
    return ""
