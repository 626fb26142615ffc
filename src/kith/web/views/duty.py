"""The page of whoever is rung: the list as it was said, "I have this" for each, and "I have seen the list"."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch import actions as dispatch
from kith.dispatch.queries.beside import membership_for
from kith.governance.permissions import may_use_in_emergency
from kith.kit.pages import page
from kith.promises import actions as promises
from kith.promises.models import DutyRing, Kind
from kith.web.queries import my_day


def duty(request: GatedRequest) -> HttpResponse:
    """What my duty phones rang about and nobody has answered."""
    return _page(request, my_day.rings_waiting(request.actor))


def duty_by_link(request: GatedRequest, token: str) -> HttpResponse:
    """The list of one ring, by the link in its message. Opening it changes nothing."""
    ring = my_day.ring_of(request.link.subject_id, request.actor)
    if ring is None:
        raise Http404
    return _page(request, [ring])


def _page(request: GatedRequest, rings: list[DutyRing]) -> HttpResponse:
    calls = my_day.calls_of(rings, request.actor)
    if request.method == "POST":
        if request.POST.get("do") == "have":
            _have(request, calls)
        else:
            _seen(request, rings)
        return redirect(request.path)
    waiting = [ring for ring in rings if ring.acknowledged_at is None]
    context = {"rings": rings, "waiting": waiting, "calls": calls, "here": request.path}
    context["may_open"] = may_use_in_emergency(request.actor, request.now)
    return page(request, "web/duty.html", context)


def _seen(request: GatedRequest, rings: list[DutyRing]) -> None:
    fresh = [promises.seen(ring=ring, by=request.actor, now=request.now, how="page") for ring in rings]
    if any(fresh):
        messages.success(request, _("Thank you. No phone rings about this list any more."))
    else:
        messages.info(request, _("Somebody had said so before. Nothing more to do."))


def _have(request: GatedRequest, calls: list[my_day.Call]) -> None:
    """Only what is on this list, and only through a part of one's own."""
    chosen = next((one for one in calls if str(one.call.id) == request.POST.get("which")), None)
    mine = membership_for(chosen.call.place, request.actor, Permission.HOLD_ASKS) if chosen is not None else None
    if chosen is None or mine is None:
        messages.info(request, _("That one is over. Nothing more to do."))
        return
    if chosen.call.promise is not None and chosen.call.promise.kind == Kind.PRIVATE:
        messages.info(request, _("Only whoever has that one can open it. Ring them, and press “I have seen the list”."))
        return
    for call in (chosen.call, *chosen.also):
        promise = call.promise
        if promise is not None and promise.kind == Kind.ASK and chosen.ask is not None:
            dispatch.have_this(ask=chosen.ask, membership=mine, by=request.actor, now=request.now)
        elif promise is not None:
            promises.have_this(promise=promise, membership=mine, by=request.actor, now=request.now)
    messages.success(request, _("You have it now: %(what)s.") % {"what": chosen.words})
