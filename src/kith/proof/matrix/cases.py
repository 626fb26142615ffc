"""The people of the matrix's world: one for each way a row can be tied to whoever looks. A table only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

# What there is between the organisation that answers for a row and the one whose colleagues look at it.
AGREEMENTS = ("own", "live", "none", "runoff", "expired", "elsewhere", "only-a")
PLACES = ("street", "community", "beside", "away")
ASKERS, VOLUNTEERS = 400, 700
# Where each volunteer lives and which organisation answers for them. The first two are asked.
AT_HOME = {
    1: ("street", "own"),
    2: ("street", "own"),
    3: ("community", "own"),
    4: ("beside", "own"),
    5: ("away", "own"),
    6: ("street", "live"),
    7: ("street", "none"),
}


@dataclass(frozen=True)
class Case:
    """One person and their ask. ``place`` is where; the other fields are the ties somebody has to it."""

    key: str
    place: str = "street"
    agreement: str = "own"
    further: bool = False
    held_by: str = ""
    # offered, taken, handed-back, else, ended-23, ended-25: how it stands between the ask and the volunteer or partner.
    volunteer: str = ""
    partner: str = ""
    # What the person allows whoever asked for them: everything, when-done, nothing. Empty: nobody asked for them.
    asker: str = ""
    # Whose program sent it: ours, others.
    program: str = ""
    ended: bool = False
    hospital: bool = False
    # An emergency use by the colleague of this name: live, or over.
    opened_to: str = ""
    opened: str = ""


HOLDERS = ("street", "builder", "link", "lead")
# Who should hold nothing, and what if they did.
_ODD_HOLDERS = ("guardian", "administrator", "commissioner")
# Outside of the holder's own place, so that only holding it ties them to it.
_ELSEWHERE = {"street": "beside", "builder": "beside", "link": "away", "lead": "away", "safeguarding": "away"}


def cases() -> tuple[Case, ...]:
    """All of them; the position is the number in their canaries."""
    return (*_plain(), *_further(), *_held(), *_volunteers(), *_partners(), *_askers(), *_programs(), *_others())


def _plain() -> Iterator[Case]:
    for place in PLACES:
        for agreement in AGREEMENTS:
            yield Case(f"plain {place} {agreement}", place, agreement)


def _further() -> Iterator[Case]:
    for place in ("street", "community", "district"):
        for agreement in ("own", "live"):
            yield Case(f"further {place} {agreement}", place, agreement, further=True)
    yield Case("further held", "street", further=True, held_by="builder")


def _held() -> Iterator[Case]:
    for holder in (*HOLDERS, "safeguarding"):
        for agreement in AGREEMENTS:
            yield Case(f"held {holder} {agreement}", _ELSEWHERE[holder], agreement, held_by=holder)
    for holder in _ODD_HOLDERS:
        yield Case(f"held {holder} own", "away", held_by=holder)


def _volunteers() -> Iterator[Case]:
    for how in ("offered", "taken", "handed-back", "else", "ended-23", "ended-25"):
        yield Case(f"volunteer {how}", volunteer=how, ended=how.startswith("ended"))
    for agreement in ("live", "none", "runoff", "expired"):
        yield Case(f"volunteer taken {agreement}", agreement=agreement, volunteer="taken")


def _partners() -> Iterator[Case]:
    for how in ("offered", "taken", "ended-23", "ended-25"):
        yield Case(f"partner {how}", partner=how, ended=how.startswith("ended"))
    for agreement in ("live", "none", "expired"):
        yield Case(f"partner taken {agreement}", agreement=agreement, partner="taken")


def _askers() -> Iterator[Case]:
    for may in ("everything", "when-done", "nothing"):
        for agreement in ("own", "none"):
            yield Case(f"asker {may} {agreement}", agreement=agreement, asker=may)


def _programs() -> Iterator[Case]:
    for whose in ("ours", "others"):
        for may in ("everything", "nothing"):
            yield Case(f"program {whose} {may}", program=whose, asker=may)


def _others() -> Iterator[Case]:
    yield Case("in hospital", hospital=True)
    yield Case("done", ended=True)
    yield replace(Case("done elsewhere", "beside"), ended=True)
    for who in ("link", "lead", "safeguarding"):
        for state in ("live", "over"):
            yield Case(f"emergency {who} {state}", "away", "none", opened_to=who, opened=state)
