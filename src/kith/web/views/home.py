"""The front door: staff go to their Today, everybody else reads what this is, who to ring and where to ask."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from kith.access.requests import GatedRequest
from kith.accounts import queries as accounts
from kith.asks import queries as fronts
from kith.kit.actor import Actor
from kith.kit.pages import page
from kith.web.context import home_of, pages_for
from kith.web.queries.places import communities


def home(request: GatedRequest) -> HttpResponse:
    """One address for everybody; who is asking decides what is there."""
    if accounts.is_empty():
        return redirect("first_run")
    if request.user.is_authenticated:
        actor = Actor.user(request.user)
        pages = pages_for(actor, home_of(actor))
        if pages:
            return redirect(pages[0][2])
    front = fronts.front("", request.now)
    context: dict[str, Any] = {"front": front, "communities": communities(front.place) if front is not None else []}
    if front is not None:
        context |= {"place_name": front.place.name, "place_phone": front.phone}
    return page(request, "web/home.html", context)
