"""Who is asked first, next and last in a place: every kind's ladder, and the page on which one is changed."""

from __future__ import annotations

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
from kith.dispatch.queries.ladders import Ladders
from kith.dispatch.queries.last_week import last_week
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
    asks = last_week(place, which, kept, request.actor, request.now)
    may_change = policy.may_at(request.actor, Permission.CHANGE_LADDERS, place)
    looked = request.method == "POST" and may_change and form.is_valid()
    if looked and "keep" in request.POST:
        return _keep(request, place, which, form)
    rungs = form.rungs() if looked else in_force.rungs
    context = {
        "place": place,
        "kind": kind,
        "name": pages.kind_name(which),
        "form": form,
        "looked": looked,
        "pictures": pages.pictures(place, which, rungs, request.now),
        "before": pages.pictures(place, which, in_force.rungs, request.now) if looked else [],
        "compared_rows": pages.compared(asks, rungs if looked else ()),
        "sentences": pages.sentences(asks, rungs) if looked else [],
        "whose": pages.whose(in_force, place, which, request.now),
        "own": in_force.is_of(place, which),
        "beneath": kept.beneath(place, which),
        "may_change": may_change,
    }
    return page(request, "dispatch/ladder.html", context)


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
