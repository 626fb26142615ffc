"""For colleagues: one volunteer, what they do and which check was seen; and what may be asked for, kind by kind."""

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
from kith.asks.said_again import again
from kith.dispatch import actions
from kith.dispatch.forms import volunteer_book as forms
from kith.dispatch.forms.volunteer import Buddy
from kith.dispatch.queries import volunteer_book as found
from kith.kit import phones, said
from kith.kit.actor import Actor
from kith.kit.pages import page
from kith.places import actions as places
from kith.places.models import Place
from kith.trail.verbs import Verb
from kith.volunteers import actions as volunteers
from kith.volunteers.models import Volunteer
from kith.volunteers.queries import is_due_again

MAY = Permission.MANAGE_VOLUNTEERS


def volunteer(request: GatedRequest, slug: str, volunteer_id: UUID) -> HttpResponse:
    """One volunteer: what they do, when, how far, which check, and what may be asked for."""
    place, one = _one(request, slug, volunteer_id)
    context = {
        "place": place,
        "volunteer": one,
        "does": [str(kinds.KINDS[kind].title) for kind in one.kinds if kind in kinds.KINDS],
        "when": forms.said_slots(one.slots),
        "miles": round(one.reach_km / forms.KM_IN_A_MILE),
        "due": is_due_again(one, request.now),
        "day": lambda when: said.day(when, request.now),
        "buddy": f"{one.buddy_name}, {phones.said(one.buddy_phone)}" if one.buddy_phone else "",
        "most": found.most_words(one),
        "may_change": policy.may_at(request.actor, MAY, one.home),
    }
    return page(request, "dispatch/book_volunteer.html", context)


def edit(request: GatedRequest, slug: str, volunteer_id: UUID) -> HttpResponse:
    """Change what they do, when, how far and how often."""
    place, one = _one(request, slug, volunteer_id, change=True)
    form = forms.EditVolunteer(request.POST or None, volunteer=one)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        volunteers.change(
            volunteer=one,
            kinds=given["kinds"],
            slots=form.slots(),
            travel=given["travel"],
            reach_km=form.reach_km(),
            weekly_most=given["weekly_most"],
            by=request.actor,
            now=request.now,
        )
        messages.success(request, _("Kept. What they have now stays with them."))
        return redirect("volunteer", slug, volunteer_id)
    words = {"title": _("What %(name)s does, and when") % {"name": one.first_name}, "button": _("Keep it")}
    return page(request, "dispatch/book_form.html", {"place": place, "volunteer": one, "form": form, **words})


def check(request: GatedRequest, slug: str, volunteer_id: UUID) -> HttpResponse:
    """Write down a check that was seen; refused above what may be asked for, with the reason."""
    place, one = _one(request, slug, volunteer_id, change=True)
    begin = {"checker": request.actor.label, "in_care": "no"}
    form = forms.RecordCheck(request.POST or None, now=request.now, initial=begin)
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, one, form)
        except actions.AboveEligibility as why:
            form.add_error("level", again(str(why)))
        else:
            messages.success(request, _("Kept: the level, the day and who looked. Give the paper back."))
            return redirect("volunteer", slug, volunteer_id)
    words = {"title": _("A check of %(name)s") % {"name": one.first_name}, "button": _("Keep it")}
    context = {"place": place, "volunteer": one, "form": form, "most": found.most_words(one), **words}
    return page(request, "dispatch/book_form.html", context)


def _record(request: GatedRequest, one: Volunteer, form: forms.RecordCheck) -> None:
    given = form.cleaned_data
    actions.record_check(
        volunteer=one,
        level=given["level"],
        on=given["on"],
        in_care=given["in_care"] == "yes",
        checker=given["checker"],
        by=request.actor,
        now=request.now,
    )


def buddy(request: GatedRequest, slug: str, volunteer_id: UUID) -> HttpResponse:
    """They rang to say who should ring them when they are late out of a visit; it is kept in their name."""
    place, one = _one(request, slug, volunteer_id, change=True)
    begin = {"name": one.buddy_name, "phone": phones.said(one.buddy_phone) if one.buddy_phone else ""}
    form = Buddy(request.POST or None, initial=begin)
    if request.method == "POST" and form.is_valid():
        by = Actor.volunteer(one).keyed_through(request.actor.label)
        given = form.cleaned_data
        volunteers.name_buddy(volunteer=one, name=given["name"], phone=given["phone"], by=by, now=request.now)
        messages.success(request, _("Kept. It holds for every visit, until they change it."))
        return redirect("volunteer", slug, volunteer_id)
    words = {"title": _("Who rings %(name)s when late out") % {"name": one.first_name}, "button": _("Keep it")}
    return page(request, "dispatch/book_form.html", {"place": place, "volunteer": one, "form": form, **words})


def checks(request: GatedRequest, slug: str) -> HttpResponse:
    """What each kind of ask needs and the most that may be asked for; who is due; after how long here."""
    place = _place(request, slug, Permission.SEE_VOLUNTEERS)
    may = policy.may_at(request.actor, Permission.MANAGE_PLACE, place)
    settings = place.typed_settings
    form = forms.CheckLasts(request.POST or None, initial={"years": settings.check_lasts_years})
    if request.method == "POST" and not may:
        raise Http404
    if request.method == "POST" and form.is_valid():
        new = {**place.settings, "check_lasts_years": form.cleaned_data["years"]}
        places.change_place(place=place, settings=new, by=request.actor, now=request.now)
        messages.success(request, _("Kept. It holds for every check that is written down from now on."))
        return redirect("volunteer_checks", slug)
    due = found.due_again(place, request.actor, request.now)
    context = {"place": place, "rows": found.table(), "due": due, "form": form, "may": may}
    context |= {"years": settings.check_lasts_years, "day": lambda when: said.day(when, request.now)}
    return page(request, "dispatch/book_checks.html", context)


def _one(request: GatedRequest, slug: str, volunteer_id: UUID, change: bool = False) -> tuple[Place, Volunteer]:
    place = _place(request, slug, Permission.SEE_VOLUNTEERS)
    one = found.one(place, volunteer_id, request.actor)
    if one is None or (change and not policy.may_at(request.actor, MAY, one.home)):
        raise Http404
    where = (one.home_id, one.home.name)
    saw(Verb.PERSON_SEEN, ("volunteer", one.id, one.name), place=where, controller=one.controller_id)
    return place, one


def _place(request: GatedRequest, slug: str, permission: Permission) -> Place:
    place = Place.objects.visible_to(request.actor).defer("boundary").filter(slug=slug).first()
    if place is None or not policy.may_at(request.actor, permission, place):
        raise Http404
    return place
