"""What the link "I'm worried about somebody" carries of the page it stands on: an id, sealed, and no word or name.

Whoever follows it learns nothing from it; it is read only when a concern is raised.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing

_SALT = "worried"
# One letter for each sort of row, so that the address stays short.
ASK, PERSON, OFFER, CARD, REFERENCE = "a", "p", "o", "c", "r"
OF_LABEL = {"asks.Ask": ASK, "people.Person": PERSON, "dispatch.Offer": OFFER, "dispatch.PartnerCard": CARD}
_LONGEST = 60


@dataclass(frozen=True)
class Carried:
    """The row a page was about: its sort, and its id or, for an ask's own page of colleagues, its reference."""

    sort: str
    which: str

    @property
    def id(self) -> UUID | None:
        """The id, where it is one."""
        try:
            return UUID(self.which)
        except ValueError:
            return None


def sealed(sort: str, which: UUID | str) -> str:
    """The words for the link."""
    return signing.dumps(f"{sort}{which.hex if isinstance(which, UUID) else which}", salt=_SALT)


def opened(words: str) -> Carried | None:
    """What a link carries; None for one we did not make."""
    try:
        said = str(signing.loads(words, salt=_SALT)) if words else ""
    except signing.BadSignature:
        return None
    return Carried(said[0], said[1:_LONGEST]) if len(said) > 1 else None
