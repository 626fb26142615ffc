"""What a volunteer presses about a visit: in, out, longer, who is asked to ring them; and that they come no more."""

from __future__ import annotations

from collections.abc import Callable

from kith.access.requests import GatedRequest
from kith.dispatch import actions
from kith.dispatch.forms.volunteer import Buddy, Wrong
from kith.dispatch.models import Offer
from kith.dispatch.queries import visits
from kith.kit.languages import for_our_records
from kith.volunteers import actions as volunteers


def _in(request: GatedRequest, meant: Offer) -> Wrong | None:
    written = request.POST.get("minutes", "")
    minutes = int(written) if written.isdecimal() and len(written) < 4 else visits.usual_minutes(meant)
    with for_our_records():
        actions.go_in(offer=meant, minutes=minutes, by=request.actor, now=request.now)
    return None


def _out(request: GatedRequest, meant: Offer) -> Wrong | None:
    visit = visits.mine(meant.volunteer, request.actor)
    if visit is not None:
        with for_our_records():
            actions.come_out(visit=visit, by=request.actor, now=request.now)
    return None


def _longer(request: GatedRequest, meant: Offer) -> Wrong | None:
    visit = visits.mine(meant.volunteer, request.actor)
    if visit is not None:
        with for_our_records():
            actions.need_longer(visit=visit, by=request.actor, now=request.now)
    return None


def _buddy(request: GatedRequest, meant: Offer) -> Wrong | None:
    form = Buddy(request.POST, auto_id="buddy_%s")
    if not form.is_valid():
        return Wrong(form)
    name, phone = form.cleaned_data["name"], form.cleaned_data["phone"]
    with for_our_records():
        volunteers.name_buddy(volunteer=meant.volunteer, name=name, phone=phone, by=request.actor, now=request.now)
    return None


def _no_more(request: GatedRequest, meant: Offer) -> Wrong | None:
    regular = visits.regular_of(meant.ask, request.actor)
    if regular is not None:
        with for_our_records():
            actions.end_regular(regular=regular, by=request.actor, now=request.now)
    return None


ANSWERS: dict[str, Callable[[GatedRequest, Offer], Wrong | None]] = {
    "in": _in,
    "out": _out,
    "longer": _longer,
    "buddy": _buddy,
    "no-more": _no_more,
}
