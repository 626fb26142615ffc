"""The two pages every public page leads to: the dull one behind "Leave this page", and where to take a worry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kith.access import sessions
from kith.asks import drafts, queries
from kith.kit import clock
from kith.kit.pages import page


def leave(request: HttpRequest) -> HttpResponse:
    """A page that says nothing of where its reader came from. Words not yet sent and opened asks are forgotten here."""
    drafts.forget(request)
    sessions.forget(request.session)
    return page(request, "kit/leave.html")


def worried(request: HttpRequest) -> HttpResponse:
    """Whom to tell when somebody may be being hurt or is not safe: a person, by voice."""
    front = queries.front("", clock.now())
    known = {"place_name": front.place.name, "place_phone": front.phone} if front else {}
    return page(request, "web/worried.html", known)
