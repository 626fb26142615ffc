"""Calendars of what is on: of one group, and of a place. A phone reads them again by itself."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kith.access.requests import GatedRequest
from kith.directory.queries.shown import public_services, shown_many
from kith.interop.calendars import calendar
from kith.places.models import Place

KEPT_SECONDS = 300


@require_safe
def of_service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """When one group is on. Of what must not be found there is no calendar."""
    found = shown_many(public_services().filter(id=service_id))
    if not found or found[0].confidential:
        raise Http404
    return _said(request, calendar(found[0].name, found))


@require_safe
def of_place(request: GatedRequest, slug: str) -> HttpResponse:
    """What is on in a place and all within it."""
    place = Place.objects.visible_to(request.actor).filter(slug=slug).first()
    if place is None:
        raise Http404
    found = shown_many(public_services().filter(place__path__contains=[place.id]).order_by("name", "id"))
    return _said(request, calendar(_("What is on in %(place)s") % {"place": place.name}, found))


def _said(request: HttpRequest, words: bytes) -> Any:
    response = HttpResponse(words, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = f'"{hashlib.blake2b(words, digest_size=16).hexdigest()}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)
