"""The addresses other programs read the directory at."""

from __future__ import annotations

from django.urls import path

from kith.access.gate import public
from kith.interop.fields import LISTS
from kith.interop.views import calendars, oruk

_OPEN = "what a place has is there for anybody to read, and the standard asks for no key"

urlpatterns = [
    path("oruk/v3", public(oruk.root, _OPEN), name="oruk"),
    path("oruk/v3/", public(oruk.root, _OPEN), name="oruk_slash"),
    path("oruk/v3/openapi.json", public(oruk.described, _OPEN), name="oruk_openapi"),
    *(path(f"oruk/v3/{name}", public(oruk.listed, _OPEN), {"name": name}, name=f"oruk_{name}") for name in LISTS),
    *(
        path(f"oruk/v3/{name}/<uuid:row_id>", public(oruk.one, _OPEN), {"name": name}, name=f"oruk_{kind}")
        for name, kind in LISTS.items()
    ),
    path("calendar/group/<uuid:service_id>.ics", public(calendars.of_service, _OPEN), name="service_calendar"),
    path("calendar/in/<slug:slug>.ics", public(calendars.of_place, _OPEN), name="place_calendar"),
    path("oruk/v3/<path:rest>", public(oruk.not_here, _OPEN), name="oruk_not_here"),
]
