"""Addresses for tests of the gate: one of each kind, over views that only say who is acting."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.urls import include, path

from kith.access import sessions
from kith.access.acting import current, saw
from kith.access.actions import open_for
from kith.access.gate import by_code, by_link, public, staff
from kith.accounts.actions import create_organisation
from kith.accounts.models import Team
from kith.accounts.roles import Permission
from kith.kit.actor import Actor
from kith.kit.ids import uuid7
from kith.trail.verbs import Verb


def who(request, **_more):
    actor = current()
    return HttpResponse(f"{actor.kind}:{actor.label}")


def looks(request):
    saw(Verb.PERSON_SEEN, ("people.Person", uuid7(), "Mrs P"))
    return HttpResponse("seen")


def writes(request, **_more):
    create_organisation(name="Made by a view", by=Actor.public(), now=request.now)
    return HttpResponse("written")


def refuses(request):
    create_organisation(name="Made and taken back", by=Actor.public(), now=request.now)
    raise PermissionDenied


def breaks(request):
    raise OperationalError("the connection is lost")


def over(request, **_more):
    return HttpResponse("This one is over.")


def give_code(request):
    grant = open_for(
        purpose="status",
        address="kestrel-42",
        subject_label="asks.Ask",
        subject_id=uuid7(),
        actor=Actor("person", uuid7(), "Mrs P"),
        classes="ABC",
        expires_at=request.now.replace(year=request.now.year + 1),
        by=Actor.public(),
        now=request.now,
    )
    sessions.remember(request.session, grant)
    return HttpResponse("open")


def street(request, slug):
    from kith.access import policy

    parts = policy.standing(request.actor)
    return HttpResponse(",".join(sorted(str(Team.objects.get(place=part.place).name) for part in parts)))


WHY = "for a test of the gate"
urlpatterns = [
    path("", include("kith.web.urls")),
    path("staff/", staff(who, Permission.SEE_TODAY), name="staff"),
    path("trail/", staff(who, Permission.SEE_TRAIL), name="trail"),
    path("street/<slug:slug>/", staff(street, Permission.SEE_TODAY, fresh=False), name="street"),
    path("looks/", staff(looks, Permission.SEE_PERSON), name="looks"),
    path("writes/", public(writes, WHY), name="writes"),
    path("refuses/", public(refuses, WHY), name="refuses"),
    path("breaks/", public(breaks, WHY), name="breaks"),
    path("staff-writes/", staff(writes, Permission.SEE_TODAY), name="staff_writes"),
    path("offer/<str:token>/", by_link(who, "offer"), name="offer"),
    path("offer-over/<str:token>/", by_link(who, "offer", over=over), name="offer_over"),
    path("offer-writes/<str:token>/", by_link(writes, "offer"), name="offer_writes"),
    path("code/", public(give_code, WHY), name="code"),
    path("status/<slug:reference>/", by_code(who, "status", ask_again="code"), name="status"),
]
