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
    8: ("street", "own"),
}
# Volunteers of whom a colleague must not know.
KEPT_VOLUNTEERS = {8: "lead"}


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
    # An emergency use by the colleague of this name: live, over, or by hand, with every class of field.
    opened_to: str = ""
    opened: str = ""
    # A colleague who must not know of them.
    kept_from: str = ""
    # A concern about them, and the colleagues who read it. Whom it may be about, where that is a colleague.
    readers: tuple[str, ...] = ()
    about_us: str = ""
    # Whoever took it is in their home; and comes regularly.
    inside: bool = False
    regular: bool = False
    # On the list of a major incident.
    listed: bool = False


# Who rings in the major incident; the first and the last decided on it.
RINGERS = ("lead", "link", "guardian")
HOLDERS = ("street", "builder", "link", "lead")
# Who should hold nothing, and what if they did.
_ODD_HOLDERS = ("guardian", "administrator", "commissioner")
# Outside of the holder's own place, so that only holding it ties them to it.
_ELSEWHERE = {"street": "beside", "builder": "beside", "link": "away", "lead": "away", "safeguarding": "away"}


def cases() -> tuple[Case, ...]:
    """All of them; the position is the number in their canaries."""
    found = (_plain(), _further(), _held(), _volunteers(), _partners(), _askers(), _programs(), _others())
    return tuple(case for some in (*found, _more(), _kept(), _read()) for case in some)


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
    for who in ("street", "builder", "link", "safeguarding", "guardian", "administrator", "commissioner"):
        yield Case(f"emergency {who} by hand", "away", "none", opened_to=who, opened="by-hand")
    yield Case("emergency link own", "away", opened_to="link", opened="live")


def _kept() -> Iterator[Case]:
    for who in ("street", "wide", "builder", "link", "lead", "guardian"):
        yield Case(f"kept {who}", kept_from=who)
    yield Case("kept safeguarding", held_by="safeguarding", kept_from="safeguarding")
    yield Case("kept held builder", "beside", held_by="builder", kept_from="builder")
    yield Case("kept held link", "away", held_by="link", kept_from="link")
    yield Case("kept emergency link", "away", "none", opened_to="link", opened="by-hand", kept_from="link")
    yield Case("kept use guardian", "away", opened_to="link", opened="live", kept_from="guardian")
    yield Case("kept volunteer", volunteer="taken", inside=True, regular=True, kept_from="lead")
    yield Case("kept listed", listed=True, kept_from="link")


def _read() -> Iterator[Case]:
    yield Case("concern", readers=("safeguarding",))
    yield Case("concern shown", "beside", "none", readers=("safeguarding", "link"))
    yield Case("concern guardian", readers=("safeguarding", "guardian"))
    yield Case("concern street", "beside", readers=("safeguarding", "street"))
    yield Case("concern builder", "beside", readers=("safeguarding", "builder"))
    # Nobody leads there, so it goes to the duty list, in which is none of those who look.
    yield Case("concern lead", "away", "none", readers=("duty", "lead"))
    yield Case("concern about the lead", readers=("safeguarding",), about_us="lead")


def _more() -> Iterator[Case]:
    yield Case("inside", volunteer="taken", inside=True, regular=True)
    yield Case("inside further", volunteer="taken", inside=True, regular=True, further=True)
    yield Case("inside held", "beside", volunteer="taken", inside=True, regular=True, held_by="builder")
    yield Case("asker volunteer", volunteer="taken", asker="everything")
    yield Case("program volunteer", volunteer="taken", program="ours", asker="everything")
    yield Case("listed", "away", "none", listed=True)
    yield Case("listed own", "away", listed=True)
