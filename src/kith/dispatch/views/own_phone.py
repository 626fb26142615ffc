"""Is this browser the volunteer's own? The last digits of their number are asked once; a link that was passed on cannot
say them for somebody else. It decides nothing about the offer."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from kith.access import tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.dispatch.models import Offer
from kith.volunteers.models import Volunteer

DIGITS = 3
_COOKIE, _SALT, _LASTS = "kith_mine", "kith.dispatch.own_phone", timedelta(days=180)
# A family may share a phone.
_MOST_KEPT = 4
_WITHIN, _MOST_TRIES = timedelta(hours=1), 6


def endings(volunteer: Volunteer) -> set[str]:
    """The last digits of each number we know of them; empty where we know none, and then nothing is asked."""
    numbers = (route.value for route in volunteer.person.routes.all() if "@" not in route.value)
    return {number[-DIGITS:] for number in numbers}


def is_own(request: HttpRequest, volunteer: Volunteer) -> bool:
    """Whether the digits were said in this browser before, or there are none to say."""
    return str(volunteer.id) in _kept(request) or not endings(volunteer)


def proves(request: GatedRequest, offer: Offer, written: str) -> bool:
    """Whether these are the digits. Wrong ones are counted, and after a few nothing written here is right any more."""
    key = tries.fingerprint("own phone", str(offer.id))
    if tries.lately(key, _WITHIN, request.now) >= _MOST_TRIES:
        return False
    if "".join(sign for sign in written if sign.isdigit())[-DIGITS:] in endings(offer.volunteer):
        return True
    note_try(keys=[key], what="the last digits of a volunteer's number", by=request.actor, now=request.now)
    return False


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


def in_the_demo(volunteer: Volunteer) -> str:
    """The digits themselves, in a demo, where nobody can know them."""
    return min(endings(volunteer), default="") if settings.DEMO_INSTANCE else ""


def _kept(request: HttpRequest) -> list[str]:
    found = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=_LASTS)
    return [one for one in (found or "").split(".") if one]
