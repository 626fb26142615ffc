"""Who is asked first, next and last in a place: every kind's ladder, and the page on which one is changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kith.access import policy
from kith.access.requests import GatedRequest
from kith.accounts.roles import Permission
from kith.asks import kinds
from kith.dispatch import actions
from kith.dispatch.forms.ladder import EditLadder
from kith.dispatch.queries import ladder_pages as pages
from kith.dispatch.queries.beside import membership_for, place_for
from kith.dispatch.queries.ladders import InForce, Ladders
from kith.dispatch.queries.last_week import last_week
from kith.dispatch.rungs import Rungs
from kith.kit.pages import page
from kith.places.models import Place


def ladders(request: GatedRequest, slug: str) -> HttpResponse:
    """Every kind of ask with its ladder in this place."""
    place = _place(request, slug)
    context = {
        "place": place,
        "shown": pages.shown(place, Ladders(), request.now),
        "may_change": policy.may_at(request.actor, Permission.CHANGE_LADDERS, place),
        "around": [one for one in place.ancestors if place_for(one.slug, request.actor) is not None],
    }
    return page(request, "dispatch/ladders.html", context)


def ladder(request: GatedRequest, slug: str, kind: str) -> HttpResponse:
    """One ladder: what it does, what another would have done last week, and then to keep it."""
    place, which, kept = _place(request, slug), _kind(kind), Ladders()
    in_force = kept.of(place, which)
    form = EditLadder(request.POST or None, rungs=in_force.rungs, kind=which)
    may_change = policy.may_at(request.actor, Permission.CHANGE_LADDERS, place)
    looked = request.method == "POST" and may_change and form.is_valid()
    if looked and "keep" in request.POST:
        return _keep(request, place, which, form)
    context = {
        "place": place,
        "kind": kind,
        "form": form,
        "looked": looked,
        "may_change": may_change,
        "beneath": kept.beneath(place, which),
        **_pictures(place, which, in_force, form.rungs() if looked else (), request.now),
        **_last_week(request, place, which, kept, form.rungs() if looked else ()),
    }
    return page(request, "dispatch/ladder.html", context)


def _pictures(place: Place, kind: str, in_force: InForce, other: Rungs, now: datetime) -> dict[str, Any]:
    """The ladder in force and, where another is looked at, that one."""
    return {
        "name": pages.kind_name(kind),
        "whose": pages.whose(in_force, place, kind, now),
        "own": in_force.is_of(place, kind),
        "pictures": pages.pictures(place, kind, other or in_force.rungs, now),
        "before": pages.pictures(place, kind, in_force.rungs, now) if other else [],
    }


def _last_week(request: GatedRequest, place: Place, kind: str, kept: Ladders, other: Rungs) -> dict[str, Any]:
    asks = last_week(place, kind, kept, request.actor, request.now)
    return {
        "compared_rows": pages.compared(asks, other),
        "sentences": pages.sentences(asks, other) if other else [],
    }


def inherit(request: GatedRequest, slug: str, kind: str) -> HttpResponse:
    """Go back to the ladder of the place around, or the built-in one."""
    place, which = _place(request, slug), _kind(kind)
    if request.method != "POST" or not policy.may_at(request.actor, Permission.CHANGE_LADDERS, place):
        raise Http404
    actions.inherit_ladder(place=place, kind=which, by=request.actor, now=request.now)
    messages.success(request, _("%(place)s goes by the inherited ladder again.") % {"place": place.name})
    return redirect("ladder", slug, kind)


def _keep(request: GatedRequest, place: Place, kind: str, form: EditLadder) -> HttpResponse:
    mine = membership_for(place, request.actor, Permission.CHANGE_LADDERS)
    if mine is None:
        raise Http404
    organisation = mine.team.organisation
    actions.keep_ladder(
        place=place, kind=kind, rungs=form.rungs(), organisation=organisation, by=request.actor, now=request.now
    )
    messages.success(request, _("Kept. New asks go by it; those already on their way do not change."))
    return redirect("ladders", place.slug)


def _place(request: GatedRequest, slug: str) -> Place:
    place = place_for(slug, request.actor)
    if place is None:
        raise Http404
    return place


def _kind(slug: str) -> str:
    if slug == pages.EVERY:
        return ""
    kind = slug.replace("-", "_")
    if kind not in kinds.KINDS:
        raise Http404
    return kind
