"""Who looked at somebody's page, and why: for the person by their own link, and for a colleague to read out."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import queries as fronts
from kith.dispatch.queries.looked import who_looked
from kith.dispatch.queries.peace import person_for
from kith.dispatch.queries.status import mine
from kith.kit.pages import page
from kith.trail.verbs import Verb


def status_looked(request: GatedRequest, **_where: str) -> HttpResponse:
    """For the person alone: not for whoever asked for them, nor for anybody else who lives there."""
    given = getattr(request, "link", None) or request.grant
    ask = mine(request.actor, given.subject_id) if request.actor.kind == "person" else None
    if ask is None:
        raise Http404
    front = fronts.front_of(ask.place, request.now)
    context = {
        "looks": who_looked(ask.person, request.now),
        "place_name": front.place.name,
        "place_phone": ask.promise.team.phone or front.phone,
        "back_url": request.path.removesuffix("who-looked/"),
        "paper": "large",
    }
    large = "large" in request.GET
    return page(request, "dispatch/looked_large.html" if large else "dispatch/status_looked.html", context)


def person_looked(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """The very same lines, for a colleague: to read out on the phone, or to print. Reading it is written down too."""
    person = person_for(person_id, request.actor, Permission.SEE_PERSON)
    if person is None:
        raise Http404
    subject = ("person", person.id, str(person))
    saw(Verb.LOOKED_SEEN, subject, place=(person.place_id, person.place.name), controller=person.controller_id)
    context = {
        "person": person,
        "looks": who_looked(person, request.now),
        "place_name": person.place.name,
        "place_phone": person.place.phone,
        "back_url": request.path,
        "paper": "large",
    }
    large = "large" in request.GET
    return page(request, "dispatch/looked_large.html" if large else "dispatch/person_looked.html", context)
