"""What there is, in other shapes: a map, paper, a poster, inside of another site, by text, without a connection."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import segno
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from kith.access import tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.accounts.queries import NobodyAnswers
from kith.asks import queries as fronts
from kith.directory import actions as directory
from kith.directory.queries.lines import checked_words, facts_of
from kith.directory.tallied import SIGNPOST
from kith.kit import pages
from kith.kit.clock import local
from kith.kit.pages import page
from kith.kit.said import dated
from kith.places.models import Place
from kith.places.queries import NoPlacesYet, fallback
from kith.web import actions
from kith.web.forms import Finder, TextMe
from kith.web.queries import finder as found
from kith.web.queries import finder_map
from kith.web.views.finder import shown_or_404

# A library asks from one address; whoever would text strangers asks far more often.
MOST_TEXTS, MOST_TOLD, WITHIN = 6, 120, timedelta(hours=1)


def on_a_map(request: GatedRequest, slug: str) -> HttpResponse:
    """Points and outlines as a drawing, with a table beside it that says the same."""
    return page(request, "web/find_map.html", _of_place(request, slug) | {"map": _drawn(request, slug)})


def map_points(request: GatedRequest, slug: str) -> HttpResponse:
    """The same points and outlines as GeoJSON, for the map one can move. What must not be found is none of them."""
    response = JsonResponse(finder_map.as_geojson(_drawn(request, slug), _place(request, slug)))
    response.headers["Content-Type"] = "application/geo+json"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _drawn(request: GatedRequest, slug: str) -> finder_map.Drawn:
    place = _place(request, slug)
    results = found.results({}, slug, request.now, most=found.MOST_OF_PLACE, within_km=found.ON_A_MAP_KM)
    return finder_map.drawn(results.near, place)


def on_paper(request: GatedRequest, slug: str) -> HttpResponse:
    """Everything there is, on paper; ``?large=1`` for large print."""
    results = found.results({}, _place(request, slug).slug, request.now, most=found.MOST_OF_PLACE)
    paper = "large" if request.GET.get("large") else "sheet"
    more = {"lines": results.near, "paper": paper, "address": _address("find_in", slug=slug)}
    more["day"] = dated(request.now)
    return page(request, "web/find_print.html", _of_place(request, slug) | more)


def poster(request: GatedRequest, slug: str) -> HttpResponse:
    """A poster with a square code, an address one can type and a number to ring."""
    address = _address("find_in", slug=slug)
    code = segno.make(address, error="m").svg_inline(omitsize=True, border=2)
    more = {"code": Markup(code), "address": address, "paper": "sheet"}  # noqa: S704  drawn from our own address
    return page(request, "web/find_poster.html", _of_place(request, slug) | more)


def service_on_paper(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """One group or service on a sheet in large print."""
    entry = shown_or_404(service_id)
    checked = checked_words(entry.assured_date, local(request.now).date())
    context = {
        "entry": entry,
        "facts": facts_of(entry, request.now),
        "checked": checked,
        "paper": "large",
        "day": dated(request.now),
        # Nobody types the address of one group; that of its place they may.
        "address": _address("find_in", slug=entry.place.slug) if entry.place else _address("find"),
        "back_url": reverse("service_page", args=[service_id]),
    }
    return page(request, "web/find_service_print.html", context)


def text_me(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """Ask whether it is safe, then text the address of the page: no name, unless they want it."""
    entry = shown_or_404(service_id)
    form = TextMe(request.POST or None)
    context = {"entry": entry, "form": form, "back": reverse("service_page", args=[service_id])}
    if request.method != "POST" or not form.is_valid():
        return page(request, "web/find_text.html", context)
    if form.cleaned_data["safe"] != "yes":
        return page(request, "web/find_text.html", context | {"sent": "not-safe"})
    problem = _text(request, form.cleaned_data, service_id)
    return page(request, "web/find_text.html", context | {"sent": "" if problem else "sent", "problem": problem})


def connector(request: GatedRequest) -> HttpResponse:
    """For whoever tells others what there is, across a counter or a hedge: count it, and nothing of whom."""
    form = Finder(request.GET)
    form.is_valid()
    asked = {name: form.data.get(name, "") for name in form.fields}
    results = found.results(asked, "", request.now)
    front = fronts.front(results.place.slug if results.place else "", request.now)
    context = {"form": form, "results": results, "asked": asked, "front": front}
    return page(request, "web/find_connector.html", context | {"place_phone": front.phone if front else ""})


def told(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """Count that somebody was told of this."""
    entry = shown_or_404(service_id)
    if request.method == "POST" and _within(request, "told", MOST_TOLD):
        place_id = entry.place.id if entry.place else None
        directory.tally(what=SIGNPOST, place_id=place_id, service_id=entry.id, by=request.actor, now=request.now)
        return page(request, "web/find_told.html", {"entry": entry})
    return redirect("find_connector")


def embedded(request: GatedRequest, slug: str) -> HttpResponse:
    """The list of a place for another site to show inside of its own."""
    results = found.results({}, _place(request, slug).slug, request.now, most=found.MOST_OF_PLACE)
    response = page(
        request,
        "web/find_embed.html",
        {"lines": results.near, "place": _place(request, slug), "base": settings.BASE_URL},
    )
    response.xframe_options_exempt = True
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def offline(request: GatedRequest) -> HttpResponse:
    """What keeps the page of the place last opened for a day without a connection. It keeps no search."""
    path = finders.find("web/offline.js")
    if path is None:
        raise Http404
    words = Path(str(path)).read_text(encoding="utf-8").replace("STYLES", static("kit/built/kith.css"))
    return pages.unkept(HttpResponse(words, content_type="text/javascript; charset=utf-8"))


def _text(request: GatedRequest, said: dict[str, str], service_id: UUID) -> str:
    """Text it; answers a sentence where that cannot be."""
    entry = shown_or_404(service_id)
    if not _within(request, "text me", MOST_TEXTS):
        return _("Many texts went from this connection in the last hour. Write it down, or try again later.")
    try:
        actions.text_what_was_found(
            entry=entry,
            to=said["phone"],
            link=_address("service_page", service_id=service_id),
            with_name=bool(said["with_name"]) and not entry.confidential,
            place=entry.place or fallback(),
            by=request.actor,
            now=request.now,
        )
    except (NobodyAnswers, NoPlacesYet):
        return _("Texts cannot leave from here yet. Please write it down.")
    return ""


def _within(request: GatedRequest, what: str, most: int) -> bool:
    """Whether this connection did it few enough times lately; if so, counts this one."""
    key = tries.fingerprint(what, tries.address_of(request))
    if tries.lately(key, WITHIN, request.now) >= most:
        return False
    note_try(keys=[key], what=what, by=request.actor, now=request.now)
    return True


def _place(request: GatedRequest, slug: str) -> Place:
    place = Place.objects.visible_to(request.actor).filter(slug=slug).first()
    if place is None:
        raise Http404
    return place


def _of_place(request: GatedRequest, slug: str) -> dict[str, object]:
    front = fronts.front(slug, request.now)
    return {
        "place": _place(request, slug),
        "place_name": front.place.name if front else "",
        "place_phone": front.phone if front else "",
        "back_url": reverse("find_in", args=[slug]),
        "slug": slug,
    }


def _address(name: str, **of: object) -> str:
    return f"{settings.BASE_URL}{reverse(name, kwargs=of)}"
