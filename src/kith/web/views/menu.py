"""What is near, on one sheet: for a surgery's wall, for whoever sorts who needs what at a hub, for a desk."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from kith.access.requests import GatedRequest
from kith.asks import queries as fronts
from kith.kit.pages import page
from kith.kit.said import dated
from kith.places.models import Place
from kith.web.queries.menu import menu


def on_one_sheet(request: GatedRequest, slug: str) -> HttpResponse:
    """What there is in and near a place, by what it is for, with room for new people and whether it worked."""
    place = Place.objects.visible_to(request.actor).filter(slug=slug).first()
    if place is None:
        raise Http404
    front = fronts.front(slug, request.now)
    context = {
        "place": place,
        "place_name": front.place.name if front else place.name,
        "place_phone": front.phone if front else place.phone,
        "courses": menu(place, request.now),
        "day": dated(request.now),
        "address": f"{settings.BASE_URL}{reverse('find_in', kwargs={'slug': slug})}",
        "back_url": reverse("find_in", args=[slug]),
        "paper": "sheet",
    }
    return page(request, "web/find_menu.html", context)
