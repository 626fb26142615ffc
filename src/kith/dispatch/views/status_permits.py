"""The three buttons on somebody's own page: each says first what it does, and afterwards what is so from now on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch.queries.permitting import stands_with
from kith.governance.actions import Said
from kith.governance.models import THREE, Purpose, Way
from kith.governance.wording import LATEST
from kith.kit.languages import for_our_records
from kith.kit.pages import page

OWN_PAGE = Said(way=Way.PAGE)


def confirm(request: GatedRequest, ask: Ask, purpose: str) -> HttpResponse:
    """What one of the three does, before it is done."""
    if purpose not in THREE:
        raise Http404
    front = fronts.front_of(ask.place, request.now)
    context = {
        "ask": ask,
        "here": request.path,
        "stands": stands_with(ask.person, request.actor, purpose, request.now),
        "wording": LATEST,
        "place_name": front.place.name,
        "place_phone": front.phone,
        "hours": front.hours,
    }
    return page(request, "dispatch/status_permit.html", context)


def taken_back(request: GatedRequest, ask: Ask) -> None:
    """They press one of the three; it is in force when the page comes back."""
    purpose = request.POST.get("what", "")
    if purpose not in THREE:
        return
    with for_our_records():
        dispatch.withdraw(
            person=ask.person, purpose=Purpose(purpose), said=OWN_PAGE, alike=True, by=request.actor, now=request.now
        )
    messages.success(request, str(LATEST.taking_back[purpose].after))


def yes_again(request: GatedRequest, ask: Ask) -> None:
    """They have changed their mind."""
    purpose = request.POST.get("what", "")
    if purpose not in THREE:
        return
    with for_our_records():
        dispatch.yes_again(
            person=ask.person, purpose=Purpose(purpose), said=OWN_PAGE, alike=True, by=request.actor, now=request.now
        )
    messages.success(request, _("Thank you. It is as you wish from this moment."))
