"""An entry in a few lines, as a group or whoever rings it reads it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.directory import wheres
from kith.directory.models import Service
from kith.directory.queries.hour_words import hours_words
from kith.directory.queries.hours import hours_of
from kith.directory.queries.wheres import line_of, may_be_said
from kith.kit import phones, said


def rows_of(service: Service, now: datetime) -> list[tuple[str, str]]:
    """What we tell people, line by line; what nobody said is left out."""
    until = _(" until %(day)s") % {"day": said.day(service.until, now)} if service.until else ""
    rows = [
        (_("How it is now"), f"{service.get_state_display()}{until}"),
        (_("Places left"), "" if service.places_left is None else str(service.places_left)),
        (_("Pace"), _pace(service)),
        (_("When"), hours_words(hours_of(service))),
        (_("Who it is for"), service.for_whom),
        (_("What happens there"), service.description),
        (_("What it costs"), service.fees or (_("nothing") if service.free else "")),
        (_("Phone"), ", ".join(phones.said(str(one.get("number") or "")) for one in service.phones)),
        (_("Where"), _where(service)),
    ]
    return [(name, value) for name, value in rows if value]


def checked_words(service: Service, now: datetime) -> str:
    """On which day it was last checked; empty where nobody has."""
    return said.on(service.assured_date, now) if service.assured_date else ""


def _pace(service: Service) -> str:
    if not service.pace:
        return ""
    values = {"count": service.pace}
    if service.pace_per == "week":
        return (
            ngettext(
                "no more than %(count)s new person a week", "no more than %(count)s new people a week", service.pace
            )
            % values
        )
    return (
        ngettext("no more than %(count)s new person a month", "no more than %(count)s new people a month", service.pace)
        % values
    )


def _where(service: Service) -> str:
    if not may_be_said(service):
        return str(_("not shown to anybody"))
    ats = service.service_at_locations.filter(gone_at=None).select_related("location")
    return "; ".join(wheres.said(line_of(one)) for one in ats)
