"""Something only a person can do: read what somebody wrote or ring somebody, and say what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.requests import GatedRequest
from kith.asks.codes import slug_of
from kith.dispatch.forms.today import SeenTo
from kith.dispatch.queries import beside, visits
from kith.dispatch.views.about_ask import asks_whether, looked_at
from kith.dispatch.views.about_person import looked_at as looked_at_person
from kith.kit.pages import page
from kith.promises import actions as promises
from kith.promises.models import Promise


def to_read(request: GatedRequest, promise_id: UUID) -> HttpResponse:
    """What it is, and the one box: what did you do?"""
    promise = beside.one_to_read(promise_id, request.actor)
    if promise is None:
        raise Http404
    inside = visits.one(promise.about_id, request.actor) if promise.about_id is not None else None
    if inside is not None and request.method != "POST":
        return redirect("visit", inside.id)
    known = beside.place_for(promise.place.slug, request.actor)
    back_to = reverse("today", args=[known.slug]) if known is not None else reverse("hand_over")
    form = SeenTo(request.POST or None)
    if request.method == "POST" and form.is_valid():
        promises.seen_to(promise=promise, what=form.cleaned_data["what"], by=request.actor, now=request.now)
        messages.success(request, _("Done: %(what)s") % {"what": promise.label})
        return redirect(back_to)
    return page(request, "dispatch/to_read.html", _about(promise, request, form, back_to))


def _about(promise: Promise, request: GatedRequest, form: SeenTo, back_to: str) -> dict[str, Any]:
    """What it is, and whom it is about; that they were looked at is on the trail."""
    ask, person = beside.whom_about(promise, request.actor)
    if ask is not None:
        looked_at(ask)
    elif person is not None:
        looked_at_person(person)
    slug = slug_of(ask.reference) if ask is not None else ""
    context = asks_whether(ask, person, promise.explanation)
    return context | {
        "promise": promise,
        "form": form,
        "back_to": back_to,
        "ask": ask,
        "slug": slug,
        "person": person,
    }
