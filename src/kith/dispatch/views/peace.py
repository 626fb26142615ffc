"""Somebody has died, has moved or is in hospital: one button stops everything, and a person takes it from there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.dispatch import actions
from kith.dispatch.forms import peace as forms
from kith.dispatch.queries import peace as queries
from kith.dispatch.views.about_person import the_person
from kith.kit import said
from kith.kit.pages import page
from kith.people.models import Absence, Person
from kith.promises.models import Promise

KEY = Permission.KEY_ANSWERS


def in_peace(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """What would stop, and the one button."""
    person = the_person(request, person_id, KEY)
    if queries.told_of(person, request.actor).now is not None:
        return redirect("person", person_id)
    alike = queries.look_alike(person, request.actor, KEY)
    same = [(str(one.id), str(one), _about(one, request)) for one, _sure in alike]
    sure = [str(one.id) for one, is_sure in alike if is_sure]
    form = forms.InPeace(request.POST or None, now=request.now, same=same, initial={"also": sure})
    if request.method == "POST" and form.is_valid():
        promise = _stop(request, person, form, [one for one, _sure in alike])
        who = promise.holder.user.name if promise.holder is not None else ""
        messages.success(request, _("Everything has stopped. %(who)s speaks with those close to them.") % {"who": who})
        return redirect("person", person_id)
    context = {"person": person, "form": form, "stops": queries.what_stops(person, request.actor)}
    return page(request, "dispatch/in_peace.html", context)


def _stop(request: GatedRequest, person: Person, form: forms.InPeace, alike: list[Person]) -> Promise:
    given = form.cleaned_data
    return actions.leave_in_peace(
        person=person,
        also=[one for one in alike if str(one.id) in given.get("also", ())],
        what=given["what"],
        said_by=given["said_by"],
        note=given["note"],
        look_again_on=given["look_again"],
        home=form.home() if given["what"] == forms.MOVED else None,
        by=request.actor,
        now=request.now,
    )


def reached_again(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """It was wrong, or it is over."""
    person = the_person(request, person_id, KEY)
    told = queries.told_of(person, request.actor)
    if told.now is None:
        return redirect("person", person_id)
    form = forms.ReachedAgain(request.POST or None, of=person, moved=told.now.what == forms.MOVED)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _goes_on(request, told.now, form))
        return redirect("person", person_id)
    return page(request, "dispatch/reached_again.html", {"person": person, "form": form, "told": told})


def _goes_on(request: GatedRequest, absence: Absence, form: forms.ReachedAgain) -> str:
    """Write it down, and say what goes on by itself and what does not."""
    given = form.cleaned_data
    opened = actions.can_be_reached_again(
        absence=absence,
        said_by=given["said_by"],
        note=given["note"],
        reopen=given["why"] == forms.WRONG,
        home=form.home(),
        by=request.actor,
        now=request.now,
    )
    names = ", ".join(ask.reference for ask in opened)
    again = _("Looked for again: %(refs)s.") % {"refs": names}
    by_hand = _("Nothing is looked for by itself: ask them what they need now.")
    return f"{_('Written down.')} {again if opened else by_hand}"


def spoke(request: GatedRequest, person_id: UUID) -> HttpResponse:
    """Somebody spoke with those close to them."""
    person = the_person(request, person_id, KEY)
    told = queries.told_of(person, request.actor)
    if told.promise is None:
        return redirect("person", person_id)
    moved = told.now is not None and told.now.what == forms.MOVED
    form = forms.Spoke(request.POST or None, now=request.now, of=person, moved=moved)
    if request.method == "POST" and form.is_valid():
        words, again = form.cleaned_data["words"], form.cleaned_data["again"]
        actions.spoke_with_those_close(
            promise=told.promise, words=words, again=again, home=form.home(), by=request.actor, now=request.now
        )
        messages.success(request, _("Written down. Thank you for doing this."))
        return redirect("person", person_id)
    return page(request, "dispatch/spoke.html", {"person": person, "form": form, "told": told})


def _about(other: Person, request: GatedRequest) -> str:
    return _("%(place)s, written down %(day)s") % {
        "place": other.place.name,
        "day": said.day(other.created_at, request.now),
    }
