"""One person's page, and the volunteers of a place. Reading a person's page is written on the trail."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.acting import saw
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import kinds
from kith.asks.codes import slug_of
from kith.asks.spoken import SPOKEN
from kith.dispatch.queries.again import whom_for
from kith.dispatch.queries.beside import answers_for, membership_for, place_for
from kith.dispatch.queries.peace import person_for, told_of
from kith.dispatch.queries.permitting import permits_of
from kith.kit.pages import page
from kith.places.models import Place
from kith.places.queries import locate
from kith.trail.verbs import Verb
from kith.volunteers.models import Volunteer
from kith.web.actions import NewVolunteer, welcome_volunteer
from kith.web.forms import AddVolunteer
from kith.web.queries.emergency import open_to
from kith.web.queries.people import A_PAGE, person_page, volunteers_of

KM_IN_A_MILE = 1.609


def person(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """How to be with them, how to reach them, what they asked for and what they permitted."""
    found = person_page(person_id, request.actor, request.now)
    if found is None:
        raise Http404
    whom = found.person
    saw(
        Verb.PERSON_SEEN,
        ("person", whom.id, str(whom)),
        place=(whom.place_id, whom.place.name),
        controller=whom.controller_id,
    )
    speaks = dict(SPOKEN).get(whom.language, whom.language)
    rows = [(ask, kinds.KINDS[ask.kind].title, slug_of(ask.reference)) for ask in found.asks]
    may_key = person_for(person_id, request.actor, Permission.KEY_ANSWERS) is not None
    context = {"found": found, "person": whom, "asks": rows, "speaks": speaks, "may_key": may_key}
    context["may_take_in"] = whom_for(str(whom.id), request.actor) is not None
    context["opened"] = open_to(whom, request.actor, request.now)
    context["permits"] = permits_of(whom, request.actor, request.now)
    return page(request, "web/person.html", {**context, "told": told_of(whom, request.actor)})


def volunteers(request: GatedRequest, slug: str) -> HttpResponse:
    """Everybody who helps here, by name."""
    place = _place(request, slug)
    called, number = request.GET.get("called", "")[:80], request.GET.get("page", "1")
    current = max(1, int(number)) if number.isdecimal() and len(number) < 5 else 1
    start = (current - 1) * A_PAGE
    found = list(volunteers_of(place, request.actor, request.now, called)[start : start + A_PAGE + 1])
    _looked_at(request, place, found[:A_PAGE] if called.strip() else [])
    context = {
        "place": place,
        "called": called,
        "number": current,
        "more": len(found) > A_PAGE,
        "volunteers": [(one, _does(one)) for one in found[:A_PAGE]],
        "may_add": policy.holds(request.actor, Permission.MANAGE_VOLUNTEERS),
    }
    return page(request, "web/volunteers.html", context)


def _looked_at(request: GatedRequest, place: Place, named: list[Volunteer]) -> None:
    """Whom a name led to is written down for each, and what was typed is not; without a name, the list."""
    where, whose = (place.id, place.name), answers_for(request.actor, place)
    for one in named:
        saw(Verb.PERSON_FOUND, ("volunteer", one.id, one.name), place=where, controller=one.controller_id)
    if not named:
        saw(Verb.VOLUNTEERS_SEEN, ("place", place.id, place.name), place=where, controller=whose)


def _does(volunteer: Volunteer) -> str:
    if set(kinds.KINDS) <= set(volunteer.kinds):
        return _("everything we do")
    return ", ".join(str(kinds.KINDS[kind].name) for kind in volunteer.kinds if kind in kinds.KINDS)


def add_volunteer(request: GatedRequest, slug: str) -> HttpResponse:
    """Welcome one volunteer."""
    place = _place(request, slug)
    mine = membership_for(place, request.actor, Permission.MANAGE_VOLUNTEERS)
    form = AddVolunteer(request.POST or None, now=request.now)
    if request.method == "POST" and form.is_valid() and mine is not None:
        new = _new(form, place)
        if new is not None:
            controller = mine.team.organisation
            made = welcome_volunteer(new=new, controller=controller, by=request.actor, now=request.now)
            messages.success(request, _("%(name)s is welcome. Thank them from us.") % {"name": made.first_name})
            return redirect("volunteers", slug)
    return page(request, "web/volunteer_add.html", {"place": place, "form": form})


def _new(form: AddVolunteer, place: Place) -> NewVolunteer | None:
    """What was typed, with the place of their street; None, with a word beside the street, where we do not know it."""
    given = form.cleaned_data
    found = locate(street=given["street"], community=given["community"], near=place)
    if found.problem or found.lat is None or found.lon is None:
        form.add_error("street", found.problem or _("We do not know where this is. Enter the nearest street we know."))
        return None
    return NewVolunteer(
        name=given["name"],
        reach=given["phone"] or given["email"],
        home=found.place,
        lat=found.lat,
        lon=found.lon,
        kinds=tuple(given["kinds"]),
        slots=form.slots(),
        travel=given["travel"],
        reach_km=given["miles"] * KM_IN_A_MILE,
        weekly_most=given["weekly_most"],
        check_level=given["check_level"],
        check_on=given["check_on"],
    )


def _place(request: GatedRequest, slug: str) -> Place:
    place = place_for(slug, request.actor)
    if place is None:
        raise Http404
    return place
