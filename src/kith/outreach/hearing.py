"""What does a group's text mean? One word, or a number of places left; whatever is longer is for a person. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kith.kit.text import ascii_digits

RIGHT, REST, FULL, CHANGE, RING, PLACES, STOP, UNTIL = (
    "right",
    "rest",
    "full",
    "change",
    "ring",
    "places",
    "stop",
    "until",
)
# The first words of each are what we ask for; the others are what people write instead.
_SAYS = {
    RIGHT: ("right", "still right", "all right", "correct", "still correct", "yes right", "صحيح"),
    REST: ("rest", "resting", "paused", "pause", "having a rest", "استراحة"),
    FULL: ("full", "full up", "we are full", "were full", "ممتلئ"),
    CHANGE: ("change", "changed", "changes", "تغيير"),
    RING: ("ring", "ring me", "call", "call me", "phone me", "ring me instead", "اتصل"),
    STOP: ("stop", "stop it", "stop please", "please stop", "unsubscribe"),
}
_UNTIL = re.compile(r"^(?P<word>.+?) (?:until|till|til|حتى) (?P<when>.+)$")
_PLACES = re.compile(r"^(\d{1,3})(?: (?:places?|places? left|left))?$")
_COURTESIES = re.compile(r"\b(?:please|thanks|thank you|ta|hi|hello|cheers)\b")


@dataclass(frozen=True)
class Heard:
    """What was said: ``what``, the number of places, and the words of until when."""

    what: str
    places: int | None = None
    until: str = ""


def read(text: str) -> Heard | None:
    """The one thing a text says; None where it says anything else, which is for a person to read."""
    plain = _plain(text)
    with_until = _UNTIL.match(plain)
    word, until = (with_until["word"], with_until["when"]) if with_until else (plain, "")
    for what, phrases in _SAYS.items():
        if word in phrases:
            return Heard(what, until=until) if not until or what in (REST, FULL) else None
    number = _PLACES.match(plain)
    if number:
        return Heard(PLACES, places=int(number[1]))
    return Heard(UNTIL, until=plain.removeprefix("until ")) if plain.startswith("until ") else None


def _plain(text: str) -> str:
    line = unicodedata.normalize("NFKC", ascii_digits(text[:200])).casefold()
    line = "".join(sign if sign.isalnum() else " " for sign in line.replace("'", "").replace("’", ""))
    return " ".join(_COURTESIES.sub(" ", line).split())
