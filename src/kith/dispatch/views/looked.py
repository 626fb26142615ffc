"""Who looked at somebody's page, and why: for the person by their own link, and for a colleague to read out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import queries as fronts
from kith.dispatch.queries.looked import who_looked
from kith.dispatch.queries.status import mine
from kith.dispatch.views.about_person import the_person
from kith.kit.pages import page
from kith.outbox.paper import Paper, may_be_printed
from kith.outbox.permissions import Verdict
from kith.people.models import Person
from kith.trail.verbs import Verb

# More than this is not a page anybody reads by itself; the rest is one press away.
SHOWN = 60


def status_looked(request: GatedRequest, **_where: str) -> HttpResponse:
    """For the person alone: not for whoever asked for them, nor for anybody else who lives there."""
    given = getattr(request, "link", None) or request.grant
    ask = mine(request.actor, given.subject_id) if request.actor.kind == "person" else None
    if ask is None:
        raise Http404
    front = fronts.front_of(ask.place, request.now)
    verdict = may_be_printed(ask.person, Paper.OWN)
    context = {
        **_lines(request, ask.person, verdict),
        "place_name": front.place.name,
        "place_phone": ask.promise.team.phone or front.phone,
        "back_url": request.path.removesuffix("who-looked/"),
    }
    large = verdict.may and "large" in request.GET
    return page(request, "dispatch/looked_large.html" if large else "dispatch/status_looked.html", context)


def person_looked(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """The very same lines, for a colleague: to read out on the phone, or to print. Reading it is written down too."""
    person = the_person(request, person_id, Permission.SEE_PERSON, Verb.LOOKED_SEEN)
    verdict, large = may_be_printed(person, Paper.CARD), "large" in request.GET
    if large and not verdict.may:
        messages.error(request, verdict.why)
        return redirect("person_looked", person_id)
    context = {
        "person": person,
        **_lines(request, person, verdict),
        "place_name": person.place.name,
        "place_phone": person.place.phone,
        "back_url": request.path,
    }
    return page(request, "dispatch/looked_large.html" if large else "dispatch/person_looked.html", context)


def _lines(request: GatedRequest, person: Person, print_: Verdict) -> dict[str, Any]:
    """The first lines, how many there are, and whether that is everything; all of them when asked for, and on paper."""
    found = who_looked(person, request.now)
    every = "all" in request.GET or "large" in request.GET
    shown = found.lines if every else found.lines[:SHOWN]
    paper = {"paper": "large", "may_print": print_.may, "not_printed": print_.why}
    return {"looks": shown, "of": len(found.lines), "cut": found.cut, **paper}
