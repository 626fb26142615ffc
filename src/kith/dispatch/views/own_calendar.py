"""When somebody comes, into the calendar of one phone: for the person, and for the volunteer who goes.

Calendars are read by others, over a shoulder and in a car. So no entry names anybody, says what for, or says where;
and there is none at all where somebody said that what comes to them has to be careful.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from kith.access.requests import GatedRequest
from kith.asks.models import Ask
from kith.dispatch.queries import volunteer as own
from kith.dispatch.queries.status import may_keep_when, mine
from kith.dispatch.views import own_phone
from kith.kit.clock import LONDON
from kith.kit.pages import unkept

_AN_HOUR = timedelta(hours=1)


def of_status(request: GatedRequest, **_where: str) -> HttpResponse:
    """For the person alone: when somebody comes for this ask, as it stands now."""
    given = getattr(request, "link", None) or request.grant
    ask = mine(request.actor, given.subject_id) if request.actor.kind == "person" else None
    if ask is None or not may_keep_when(ask):
        raise Http404
    ring = _("Ring us on %(phone)s.") % {"phone": ask.promise.team.phone or ask.place.phone}
    return _said([_event(ask, _("Somebody comes, %(ref)s") % {"ref": ask.reference}, ring, request.now)])


def of_volunteer(request: GatedRequest, token: str) -> HttpResponse:
    """For a volunteer on their own phone: when they said they go, for all they have now."""
    first = own.offer_of(request.link.subject_id, request.actor)
    if first is None:
        raise Http404
    if not own_phone.is_own(request, first.volunteer):
        return redirect("offer", token)
    door = _("Where it is and for whom stands on your own page, and only there.")
    asks = [one.ask for one in own.taken(request.actor, request.now) if one.ask.coming_from is not None]
    title = _("I said I go, %(ref)s")
    return _said(_event(ask, title % {"ref": ask.reference}, door, request.now) for ask in asks)


def _event(ask: Ask, title: str, words: str, now: datetime) -> Event:
    begins = ask.coming_from or now
    event = Event()
    event.add("uid", f"{ask.id}@kith")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", begins.astimezone(LONDON))
    event.add("dtend", (ask.coming_to or begins + _AN_HOUR).astimezone(LONDON))
    event.add("summary", title)
    event.add("description", words)
    event.add("class", "PRIVATE")
    return event


def _said(events: Iterable[Event]) -> HttpResponse:
    made = Calendar()
    made.add("prodid", "-//Kith//When somebody comes//EN")
    made.add("version", "2.0")
    for event in events:
        made.add_component(event)
    made.add_missing_timezones()
    response = HttpResponse(bytes(made.to_ical()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="when.ics"'
    return unkept(response)
