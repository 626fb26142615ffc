"""How it is safe to reach somebody: read before a number is shown, and written down as they said it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch import actions
from kith.dispatch.forms.safe import HowItIsSafe
from kith.dispatch.queries import safe as queries
from kith.dispatch.views.about_person import the_person
from kith.kit.pages import page
from kith.people import actions as people
from kith.people.models import Person
from kith.people.queries import safe_contact_of


def before_you_ring(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """What to read first; the number stands on the page only for whoever says that they have read it."""
    person = the_person(request, person_id, Permission.SEE_PERSON)
    found = queries.how_safe(person, request.actor, request.now)
    context = {"person": person, "found": found, "read": "read" in request.GET or found.line is None}
    return page(request, "dispatch/before_you_ring.html", context)


def how_it_is_safe(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """Write it down anew, as a whole: from the phone, the door or a slip of paper."""
    person = the_person(request, person_id, Permission.KEY_ANSWERS)
    line = safe_contact_of(person)
    users = queries.colleagues(person.place, request.actor)
    further = {"further_away": person.further_away}
    form = HowItIsSafe(request.POST or None, now=request.now, line=line, users=users, initial=further)
    if request.method == "POST" and form.is_valid():
        _keep(request, person, form)
        messages.success(request, _("Written down. Everything goes by it from this moment."))
        return redirect("before_you_ring", person_id)
    found = queries.how_safe(person, request.actor, request.now)
    return page(request, "dispatch/how_it_is_safe.html", {"person": person, "form": form, "found": found})


def _keep(request: GatedRequest, person: Person, form: HowItIsSafe) -> None:
    actions.keep_safe(
        person=person,
        said=form.said(),
        said_by=form.cleaned_data["said_by"],
        said_at=form.said_at(),
        apart=form.apart(),
        further_away=form.cleaned_data["further_away"] and not person.further_away,
        by=request.actor,
        now=request.now,
    )


def need_not_be_apart(request: GatedRequest, person_id: UUID, block_id: UUID) -> HttpResponse:
    """The person said that it is over; or a colleague only has the same name."""
    person = the_person(request, person_id, Permission.KEY_ANSWERS)
    block = queries.block_of(block_id, person, request.actor)
    if block is None or request.method != "POST":
        raise Http404
    said_by, namesake = request.POST.get("said_by", "").strip(), request.POST.get("namesake", "")
    user = next((one for one in queries.colleagues(person.place, request.actor) if str(one.id) == namesake), None)
    if user is not None:
        people.is_somebody_else(block=block, user=user, by=request.actor, now=request.now)
    elif said_by:
        people.need_not_be_apart(block=block, said_by=said_by, by=request.actor, now=request.now)
    else:
        messages.warning(request, _("Write who said so: it is theirs to say."))
    return redirect("how_it_is_safe", person_id)
