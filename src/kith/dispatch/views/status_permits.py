"""The three buttons on somebody's own page: each says first what it does, and afterwards what is so from now on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.asks.models import Ask
from kith.dispatch import actions as dispatch
from kith.dispatch.queries.permitting import permits_of, stands_with, who_has
from kith.governance.actions import Said, To
from kith.governance.models import THREE, Purpose, Way
from kith.governance.wording import LATEST
from kith.kit.languages import for_our_records
from kith.kit.pages import page

OWN_PAGE = Said(way=Way.PAGE)
# Not one of the three: whoever has their ask.
ONE = "one"
SHARING = Purpose.SHARING


def confirm(request: GatedRequest, ask: Ask, purpose: str) -> HttpResponse:
    """What one of the three does, before it is done."""
    one = who_has(ask) if purpose == ONE else None
    if purpose not in THREE and one is None:
        raise Http404
    front = fronts.front_of(ask.place, request.now)
    context = {
        "ask": ask,
        "here": request.path,
        "one": one,
        "stands": stands_with(ask.person, request.actor, purpose, request.now) if one is None else None,
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


def not_this_one(request: GatedRequest, ask: Ask) -> None:
    """Whoever has their ask is told nothing more; somebody else is looked for at once."""
    to = who_has(ask)
    if to is None or str(to.id) != request.POST.get("who", ""):
        return
    with for_our_records():
        dispatch.withdraw(
            person=ask.person, purpose=SHARING, said=OWN_PAGE, to=to, alike=True, by=request.actor, now=request.now
        )
    messages.success(request, _("%(name)s is told nothing more about you, from now on.") % {"name": to.label})


def yes_to_one(request: GatedRequest, ask: Ask) -> None:
    """They have changed their mind about one of them."""
    said = permits_of(ask.person, request.actor, request.now).not_told
    found = next((one for one in said if str(one.to_id) == request.POST.get("who", "")), None)
    if found is None:
        return
    to = To(found.to_kind, found.to_id, found.to_label)
    with for_our_records():
        dispatch.yes_again(
            person=ask.person, purpose=SHARING, said=OWN_PAGE, to=to, alike=True, by=request.actor, now=request.now
        )
    messages.success(request, _("Thank you. It is as you wish from this moment."))


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
