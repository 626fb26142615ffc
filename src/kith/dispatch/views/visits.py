"""Who is in somebody's home, and what to do when they are not out: for colleagues. Reading one is on the trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch import actions, lifecycle
from kith.dispatch.actions import NotYours
from kith.dispatch.forms import visits as forms
from kith.dispatch.models import Offer, Visit
from kith.dispatch.queries import beside, visits
from kith.dispatch.queries.asks import taking
from kith.dispatch.views.about_ask import looked_at, one_form, the_ask
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.lifecycle import WrongMove
from kith.kit.pages import page

KEY = Permission.KEY_ANSWERS


def going_on(request: GatedRequest, slug: str) -> HttpResponse:
    """Who is in, due out when, and who is not in yet: for whoever is on duty."""
    place = beside.place_for(slug, request.actor)
    if place is None:
        raise Http404
    rows = visits.who_is_in(place, request.actor, request.now)
    for row in rows:
        # Behind which door a volunteer is now is more than a list of what is asked says.
        looked_at(row.visit.ask)
    not_in = visits.not_in_yet(place, request.actor, request.now)
    return page(request, "dispatch/visits.html", {"place": place, "rows": rows, "not_in": not_in})


def visit(request: GatedRequest, visit_id: UUID) -> HttpResponse:
    """One visit: whom to ring, what to say to the police, and what was decided by whom."""
    found = visits.one(visit_id, request.actor, KEY)
    if found is None:
        raise Http404
    looked_at(found.ask)
    form = forms.Police(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.decide_about_police(
            visit=found, police=given["police"], says=given["says"], by=request.actor, now=request.now
        )
        messages.success(request, _("Written down. The visit goes on until somebody says that they are out."))
        return redirect("visit", visit_id)
    return page(request, "dispatch/visit.html", _about(found, request, form))


def _about(found: Visit, request: GatedRequest, form: forms.Police) -> dict[str, Any]:
    ask = found.ask
    team = ask.promise.team
    return {
        "visit": found,
        "ask": ask,
        "slug": ask.reference.lower().replace(" ", "-"),
        "over": found.state == lifecycle.OUT,
        "late": found.due_at <= request.now,
        "stands": _(lifecycle.VISIT.said(found.state)),
        "where": ", ".join(part for part in (ask.address, ask.postcode) if part) or ask.home.name,
        "in_at": said.at(found.in_at, request.now),
        "due_at": said.at(found.due_at, request.now),
        "team": team.name,
        "call_back": phones.said(team.phone or ask.place.phone),
        "form": form,
        "lines": [line for line in _lines(found, request) if line[1]],
    }


def _lines(found: Visit, request: GatedRequest) -> list[tuple[str, str]]:
    """What is known of it, in the order in which it is needed."""
    ask, out = found.ask, found.out_at
    decided = f"{found.decided_by_label}: {found.get_police_display()}. {found.police_words}"
    return [
        (_("Went in"), said.at(found.in_at, request.now)),
        (_("Meant to be out"), said.at(found.due_at, request.now)),
        (_("Where"), ", ".join(part for part in (ask.address, ask.postcode) if part) or ask.home.name),
        (_("Ring them"), found.phone),
        (_("Their buddy"), found.buddy),
        (_("Out"), f"{found.out_by_label}, {said.at(out, request.now)}" if out is not None else ""),
        (_("Decided"), decided if found.decided_at is not None else ""),
    ]


def rang(request: GatedRequest, slug: str) -> HttpResponse:
    """A volunteer rang, or their buddy did: in, out, or longer. The same clock as the page and the text."""
    ask = the_ask(request, slug, KEY)
    inside, offer = visits.of_ask(ask, request.actor), taking(ask)
    if inside is None and offer is None:
        raise Http404
    usual = visits.usual_minutes(offer) if offer is not None and inside is None else 15
    form = forms.Rang(request.POST or None, inside=inside is not None, initial={"minutes": usual})

    def act(given: Mapping[str, Any]) -> str:
        return _said(request, given, inside, offer)

    title = _("A volunteer rang about their visit")
    return one_form(request, ask, form, act, {"title": title, "button": _("Write it down")})


def _said(request: GatedRequest, given: Mapping[str, Any], inside: Visit | None, offer: Offer | None) -> str:
    """Do what they said, in their name; what was done, in words."""
    if inside is not None:
        by = Actor.volunteer(inside.volunteer).keyed_through(request.actor.label)
        if given["said"] == forms.OUT:
            actions.come_out(visit=inside, by=by, now=request.now, how="keyed")
            return _("Written down: they are out.")
        actions.need_longer(visit=inside, by=by, now=request.now, minutes=given["minutes"])
        return _("Written down: the clock begins again.")
    assert offer is not None
    by = Actor.volunteer(offer.volunteer).keyed_through(request.actor.label)
    try:
        actions.go_in(offer=offer, minutes=given["minutes"], by=by, now=request.now, how="keyed")
    except NotYours as why:
        raise WrongMove(str(why)) from why
    return _("Written down: they are in, and the clock runs.")
