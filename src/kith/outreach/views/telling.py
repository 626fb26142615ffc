"""Tell me when: for whoever waits, without an account; for colleagues who key it, and who ring some of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.access import tries
from kith.access.actions import note_try
from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.directory.models import Service
from kith.directory.queries import kept
from kith.directory.queries.lines import state_words
from kith.directory.queries.named import may_be_named
from kith.directory.queries.shown import NotShown, Shown, public_services, shown
from kith.kit import said
from kith.kit.pages import page
from kith.outreach import actions, telling
from kith.outreach.actions import NothingToWaitFor, Wish
from kith.outreach.forms.telling import KeyTellMeForm, TellMeForm
from kith.outreach.models import TellWhen
from kith.outreach.queries import owed, waiting
from kith.outreach.views.phone_round import place_kept
from kith.promises.models import Kind, Promise

# One who waits leaves a few; whoever would bother strangers leaves many.
MOST, WITHIN = 6, timedelta(hours=1)


def tell_me(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """Leave where to be told, once, when a group takes people again."""
    service, entry = _shown(service_id)
    form = TellMeForm(request.POST or None)
    context = _frame(request, entry) | {"form": form}
    if entry.takes_new:
        return page(request, "outreach/tell_me.html", context | {"open": True})
    if request.method != "POST" or not form.is_valid():
        return page(request, "outreach/tell_me.html", context)
    if form.cleaned_data["safe"] != "yes":
        return page(request, "outreach/tell_me.html", context | {"sent": "not-safe"})
    if not _few_enough(request):
        problem = _("Many people asked from this connection in the last hour. Ring us, or try again later.")
        return page(request, "outreach/tell_me.html", context | {"problem": problem})
    link = _kept(request, service, form.cleaned_data, "web", request.now)
    return page(request, "outreach/tell_me.html", context | {"sent": "kept", "link": link})


def take_back(request: GatedRequest, token: str) -> HttpResponse:
    """By the link they were given: I would rather not be told. Opening changes nothing."""
    row = waiting.by_link(request.link.subject_id)
    if request.method == "POST" and row is not None:
        actions.tell_me_no_more(row=row, by=request.actor, now=request.now)
        row = None
    return page(request, "outreach/tell_me_no_more.html", {"row": row, "token": token})


def waited_for(request: GatedRequest, slug: str) -> HttpResponse:
    """What people wait for in a place: a gap that can be seen, in numbers and without a name."""
    place = place_kept(request, slug)
    return page(request, "outreach/waited_for.html", {"place": place, "waited": waiting.waited_for(place, request.now)})


def key_for_them(request: GatedRequest, service_id: UUID) -> HttpResponse:
    """A colleague keys it for somebody who rang, came by or wrote."""
    service = kept.entry_for(service_id, request.actor)
    if service is None:
        raise Http404
    form = KeyTellMeForm(request.POST or None, now=request.now)
    place = waiting.place_of(service)
    context = {"service": service, "place": place, "form": form, "count": waiting.count_of(service.pk)}
    context["may_be_named"] = may_be_named(service)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["safe"] != "yes":
            messages.info(request, _("Nothing is kept. Tell them whom they can ring, and when."))
            return redirect("tell_when_key", service_id=service.pk)
        try:
            _kept(request, service, form.cleaned_data, form.cleaned_data["lane"], form.at())
        except NothingToWaitFor as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Written down. They are told once, and then forgotten."))
            return redirect("waited_for", slug=place.slug)
    return page(request, "outreach/tell_when_key.html", context)


def ring_them(request: GatedRequest, promise_id: UUID) -> HttpResponse:
    """Ring somebody who waited, because no message reaches them; afterwards their number is not kept."""
    promise = Promise.objects.visible_to(request.actor).filter(kind=Kind.ENTRY, pk=promise_id, state="open").first()
    row = waiting.to_ring(promise, request.actor) if promise is not None else None
    if promise is None or row is None:
        raise Http404
    if request.method == "POST":
        messages.success(request, _rung(request, row))
        return redirect("waited_for", slug=promise.place.slug)
    context = {"row": row, "promise": promise, "place": promise.place, "careful": waiting.asked_us_not_to(row.address)}
    return page(
        request, "outreach/ring_them.html", context | {"why": row.why, "by": owed.by_when(promise, request.now)}
    )


def _rung(request: GatedRequest, row: TellWhen) -> str:
    """What came of it, in a sentence. Where nobody can be reached there, that is said, and they are forgotten."""
    doing = request.POST.get("do")
    if doing == "never":
        actions.tell_me_no_more(row=row, by=request.actor, now=request.now)
        return _("Written down: they could not be told. What they left is deleted.")
    actions.rang_them(row=row, reached=doing == "told", by=request.actor, now=request.now)
    return _("Thank you. What they left is deleted.") if doing == "told" else _("It comes back in two days.")


def _kept(request: GatedRequest, service: Service, given: dict[str, Any], lane: str, at: datetime) -> str:
    by_name = bool(given["by_name"]) and may_be_named(service)
    wish = Wish(given["reach"], by_name, get_language() or "en-gb", lane)
    return actions.tell_me_when(service=service, wish=wish, by=request.actor, now=at)


def _shown(service_id: UUID) -> tuple[Service, Shown]:
    row = public_services().select_related("place").filter(pk=service_id).first()
    if row is None:
        raise Http404
    try:
        return row, shown(row)
    except NotShown as hidden:
        raise Http404 from hidden


def _few_enough(request: GatedRequest) -> bool:
    """Whether this connection did it few enough times lately; if so, counts this one."""
    key = tries.fingerprint("tell me when", tries.address_of(request))
    if tries.lately(key, WITHIN, request.now) >= MOST:
        return False
    note_try(keys=[key], what="tell me when", by=request.actor, now=request.now)
    return True


def _frame(request: GatedRequest, entry: Shown) -> dict[str, Any]:
    front = fronts.front(entry.place.slug if entry.place else "", request.now)
    return {
        "entry": entry,
        "state": state_words(entry.state, entry.until, entry.places_left, request.now),
        "months": telling.MONTHS,
        "ends": said.day(request.now + telling.KEPT, request.now),
        "back": reverse("service_page", args=[entry.id]),
        "place_name": front.place.name if front else "",
        "place_phone": front.phone if front else "",
    }
