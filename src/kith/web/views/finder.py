"""The public finder: what a place has, in people's own words. No account, no JavaScript, nothing kept of who looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kith.access.acting import acting
from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.directory import actions as directory
from kith.directory.lifecycle import PAUSED
from kith.directory.queries.assured import assured_how_words
from kith.directory.queries.lines import checked_words, facts_of, is_old, state_words
from kith.directory.queries.shown import NotShown, Shown, also_by, public_services, shown
from kith.directory.tallied import NOTHING_FOUND, OPENED, SEARCH
from kith.interop.jsonld import service_ld
from kith.kit import clock
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.kit.pages import page
from kith.places.models import Place
from kith.web.forms import Finder
from kith.web.queries import finder as found
from kith.web.queries.places import communities

View = Callable[..., HttpResponseBase]


def counted(view: View) -> View:
    """Count what was looked for or opened once the page is made: looking itself changes nothing, and cannot."""

    @wraps(view)
    def counting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        what = getattr(response, "kith_counted", None)
        if what is not None and request.method == "GET":
            now = clock.now()
            with acting(Actor.public(), now=now):
                directory.tally(**what, by=Actor.public(), now=now)
        return response

    return counting


def finder(request: GatedRequest, slug: str = "") -> HttpResponse:
    """Look for something; with a place and no words, everything that is there."""
    form = Finder(request.GET)
    form.is_valid()
    asked = {name: form.data.get(name, "") for name in form.fields}
    most = found.MOST if asked.get("q") else found.MOST_OF_PLACE
    results = found.results(asked, slug, request.now, most=most)
    if slug and (results.place is None):
        raise Http404
    context = _around(request, results.place) | {"form": form, "results": results, "asked": asked, "slug": slug}
    response = page(request, "web/find.html", context)
    if results.searched:
        what, front = NOTHING_FOUND if results.nothing else SEARCH, context["front"]
        # Who says no place is counted with whoever has what nobody can place.
        _count(response, what, results.place or (front.place if front else None))
    return response


def service(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """One group or service: what somebody needs to know to go there."""
    entry = shown_or_404(service_id)
    today = local(request.now).date()
    context = _around(request, entry.place) | {
        "entry": entry,
        "facts": facts_of(entry, request.now),
        "state": "" if entry.takes_new else state_words(entry.state, entry.until, entry.places_left, request.now),
        "checked": checked_words(entry.assured_date, today),
        "how": "" if entry.confidential else assured_how_words(entry, request.now),
        "old": is_old(entry.assured_date, today),
        "dated": entry.state != PAUSED and any(run.read and not run.is_over(today) for run in entry.runs),
        "also": also_by(entry),
        "json_ld": service_ld(entry, request.build_absolute_uri(request.path)),
    }
    response = page(request, "web/find_service.html", context)
    _count(response, OPENED, entry.place, service_id)
    return response


def shown_or_404(service_id: UUID) -> Shown:
    """What may leave of an entry; for what may not, the page is not there."""
    row = public_services().filter(pk=service_id).first()
    if row is None:
        raise Http404
    try:
        return shown(row)
    except NotShown as hidden:
        raise Http404 from hidden


def _around(request: GatedRequest, place: Place | None) -> dict[str, Any]:
    """Whose page it is, who to ring there, and the places to choose from."""
    front = fronts.front(place.slug if place else "", request.now)
    if front is None:
        return {"front": None, "communities": []}
    tops = front.place.ancestors[-1] if front.place.ancestors else front.place
    return {
        "front": front,
        "place_name": front.place.name,
        "place_phone": front.phone,
        "communities": communities(tops),
    }


def _count(response: HttpResponse, what: str, place: Place | None, service_id: UUID | None = None) -> None:
    counted_as = {"what": what, "place_id": place.id if place else None, "service_id": service_id}
    response.kith_counted = counted_as  # type: ignore[attr-defined]
