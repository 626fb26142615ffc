"""Is this browser the volunteer's own? The last digits of their number are asked once, or, of whoever has no number, a
code that is e-mailed to them; a link that was passed on cannot say either. It decides nothing about the offer."""

from __future__ import annotations

from datetime import datetime, timedelta
from unicodedata import digit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kith.access import tries
from kith.access.actions import TRIES_KEPT, note_try
from kith.access.requests import GatedRequest
from kith.dispatch.forms.volunteer import OwnCode, OwnPhone
from kith.dispatch.models import Offer
from kith.dispatch.queries.own_codes import own_codes
from kith.kit import refs
from kith.volunteers.models import Volunteer

DIGITS = 3
_COOKIE, _SALT, _LASTS = "kith_mine", "kith.dispatch.own_phone", timedelta(days=180)
# A family may share a phone.
_MOST_KEPT = 4
_WITHIN, _MOST_TRIES, _MOST_EVER = timedelta(hours=1), 6, 12


def endings(volunteer: Volunteer) -> set[str]:
    """The last digits of each number we know of them; empty where we know none."""
    numbers = (route.value for route in volunteer.person.routes.all() if "@" not in route.value)
    return {number[-DIGITS:] for number in numbers}


def by_code(volunteer: Volunteer) -> bool:
    """Whether they have an e-mail address and no number: then a code is asked instead of digits."""
    return not endings(volunteer) and any("@" in route.value for route in volunteer.person.routes.all())


def form_of(volunteer: Volunteer) -> type[OwnPhone]:
    """What is asked of them in a browser we do not know."""
    return OwnCode if by_code(volunteer) else OwnPhone


def is_own(request: HttpRequest, volunteer: Volunteer) -> bool:
    """Whether the digits or the code were said in this browser before, or there are none to say."""
    return str(volunteer.id) in _kept(request) or not (endings(volunteer) or by_code(volunteer))


def spent(request: GatedRequest, offer: Offer) -> bool:
    """Whether so much was guessed for this offer that only a person can help."""
    return tries.lately(_key("own phone ever", offer), TRIES_KEPT, request.now) >= _MOST_EVER


def proves(request: GatedRequest, offer: Offer, written: str) -> bool:
    """Whether these are the digits, or the code. Wrong ones are counted, for the hour and for as long as the offer is
    open; after a few nothing written here is right any more."""
    key = _key("own phone", offer)
    if spent(request, offer) or tries.lately(key, _WITHIN, request.now) >= _MOST_TRIES:
        return False
    if _right(offer, written, request.now):
        return True
    keys = [key, _key("own phone ever", offer)]
    note_try(keys=keys, what="the last digits of a volunteer's number", by=request.actor, now=request.now)
    return False


def _right(offer: Offer, written: str, now: datetime) -> bool:
    if by_code(offer.volunteer):
        return any(refs.same_code(written, code) for code in own_codes(offer, now))
    # Digits of any script: whoever reads Arabic types ٠ for 0.
    return "".join(str(digit(sign)) for sign in written if sign.isdigit())[-DIGITS:] in endings(offer.volunteer)


def _key(what: str, offer: Offer) -> str:
    return tries.fingerprint(what, str(offer.id))


def keep(response: HttpResponseBase, request: HttpRequest, volunteer: Volunteer) -> None:
    """Remember in this browser that it is theirs; only their own pages are sent it."""
    ids = [str(volunteer.id), *(one for one in _kept(request) if one != str(volunteer.id))]
    response.set_signed_cookie(
        _COOKIE,
        ".".join(ids[:_MOST_KEPT]),
        salt=_SALT,
        max_age=_LASTS,
        path="/o/",
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def in_the_demo(offer: Offer, now: datetime) -> str:
    """The digits or the code themselves, in a demo, where nobody can know them."""
    if not settings.DEMO_INSTANCE:
        return ""
    return own_codes(offer, now)[0] if by_code(offer.volunteer) else min(endings(offer.volunteer), default="")


def _kept(request: HttpRequest) -> list[str]:
    found = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_LASTS)
    return [one for one in (found or "").split(".") if one]
