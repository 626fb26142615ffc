"""What every page for staff shows around itself: their place, its number, and the pages their roles open to them.

Public pages say for themselves whose they are, so nothing is added there.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kith.access.policy import standing
from kith.accounts.models import Team
from kith.accounts.roles import ROLES, Permission
from kith.kit import clock
from kith.kit.actor import Actor
from kith.places.models import Place
from kith.safeguarding import carried
from kith.web.queries.checks import late_checks, never_ran, oldest_sign_of_life


def around(request: HttpRequest) -> dict[str, Any]:
    """Called by Django for every page; speaks only on those behind a staff gate."""
    match = request.resolver_match
    gate = getattr(match.func, "kith_gate", None) if match is not None else None
    actor = getattr(request, "actor", None)
    if gate is None or gate.kind != "staff" or actor is None or actor.kind != "user" or match is None:
        return {}
    place = home_of(actor)
    oldest = getattr(place, "oldest_sign_of_life", None)
    late = late_checks(oldest, getattr(request, "now", None) or clock.now())
    not_yet = place is not None and never_ran(oldest)
    pages = pages_for(actor, place)
    return {
        "late_checks": late,
        "never_ran": not_yet,
        "print_url": reverse("today_print", args=[place.slug]) if place and (late or not_yet) else "",
        "place_name": place.name if place else "",
        "place_phone": place.phone if place else "",
        "signed_in_as": actor.label,
        "navigation": [(label, address, name == match.url_name) for name, label, address in pages],
        # Not everybody who looks after a place has a Today page to go back to.
        "has_today": any(name == "today" for name, _label, _address in pages),
    }


def worry(request: HttpRequest) -> dict[str, Any]:
    """Called by Django for every page: where "I'm worried about somebody" leads, with what the page is about sealed."""
    if request.resolver_match is None:
        return {}
    words = _about(request)
    return {"worried_url": f"{reverse('worried')}?{urlencode({'of': words})}" if words else reverse("worried")}


def _about(request: HttpRequest) -> str:
    """The row this page is about: that of its link or code, else the ask or the person its address names."""
    opened = getattr(request, "link", None) or getattr(request, "grant", None)
    if opened is not None:
        sort = carried.OF_LABEL.get(opened.subject_label)
        return carried.sealed(sort, opened.subject_id) if sort and opened.subject_id else ""
    named: dict[str, Any] = request.resolver_match.kwargs if request.resolver_match is not None else {}
    if "person_id" in named:
        return carried.sealed(carried.PERSON, named["person_id"])
    if request.path.startswith("/ask/") and "slug" in named:
        return carried.sealed(carried.REFERENCE, named["slug"])
    return str(request.GET.get("of", ""))[:300] if request.resolver_match is not None else ""


def home_of(actor: Actor) -> Place | None:
    """The place of their first team, one with a Today page where they have such a part, with the number to ring."""
    parts = sorted(standing(actor), key=lambda part: Permission.SEE_TODAY not in ROLES[part.role].permissions)
    if not parts:
        return None
    rings = Team.objects.filter(place=OuterRef("pk"), is_duty=True).values("phone")[:1]
    place = (
        Place.objects.defer("boundary")
        .annotate(duty_phone=Subquery(rings), oldest_sign_of_life=oldest_sign_of_life())
        .get(pk=parts[0].place)
    )
    place.phone = place.duty_phone or place.phone
    return place


def pages_for(actor: Actor, place: Place | None) -> list[tuple[str, str, str]]:
    """The main pages this member of staff may open, in the order of a morning."""
    may = {permission for part in standing(actor) for permission in ROLES[part.role].permissions}
    found = []
    if place is not None and Permission.SEE_TODAY in may:
        found.append(("today", _("Today"), reverse("today", args=[place.slug])))
        found.append(("promise_log", _("Promises"), reverse("promise_log", args=[place.slug])))
    if Permission.SEE_CONCERNS in may:
        at = len(found) if Permission.TAKE_IN_ASKS in may else 0
        found.insert(at, ("concerns", _("Concerns"), reverse("concerns")))
    if Permission.TAKE_IN_ASKS in may:
        found.append(("take_in", _("Take in an ask"), reverse("take_in")))
    if Permission.SEE_NOBODY_MISSED in may:
        found.append(("nobody_missed", _("Nobody missed"), reverse("nobody_missed")))
    if place is not None and Permission.SEE_VOLUNTEERS in may:
        found.append(("volunteers", _("Volunteers"), reverse("volunteers", args=[place.slug])))
    if place is not None and Permission.KEEP_DIRECTORY in may:
        found.append(("how_true", _("Directory"), reverse("how_true", args=[place.slug])))
    # Whoever sees volunteers comes to the partners from there.
    if place is not None and Permission.SEE_PARTNERS in may and Permission.SEE_VOLUNTEERS not in may:
        found.append(("partners", _("Partners"), reverse("partners", args=[place.slug])))
    # Whoever has a Today page comes to it from there.
    if place is not None and Permission.MANAGE_PLACE in may and Permission.SEE_TODAY not in may:
        found.append(("help_first", _("What is asked"), reverse("help_first", args=[place.slug])))
    return found + _of_the_house(may)


def _of_the_house(may: set[Permission]) -> list[tuple[str, str, str]]:
    """The pages of those who look after how we work."""
    found = []
    if Permission.SEE_SENT_BOX in may or (settings.DEMO_INSTANCE and may):
        name = "demo_sent_box" if settings.DEMO_INSTANCE else "sent_box"
        found.append((name, _("Sent box"), reverse(name)))
    if Permission.MANAGE_PROGRAMS in may:
        found.append(("programs", _("Programs"), reverse("programs")))
    if Permission.SEE_TRAIL in may:
        found.append(("trail", _("Trail"), reverse("trail")))
    # Whoever is rung now may as well, whatever their role; they come to it from the page of the duty phone.
    if Permission.USE_IN_EMERGENCY in may:
        found.append(("emergency", _("Emergency"), reverse("emergency")))
    if Permission.REVIEW_EMERGENCY_USE in may:
        found.append(("emergency_uses", _("Emergency uses"), reverse("emergency_uses")))
    # Whoever looks after the data comes here often; everybody else comes from Who may.
    if Permission.MANAGE_AGREEMENTS in may or (Permission.SEE_AGREEMENTS in may and Permission.SEE_SENT_BOX in may):
        found.append(("agreements", _("Agreements"), reverse("agreements")))
    if Permission.SEE_WHO_MAY in may:
        found.append(("who_may", _("Who may"), reverse("who_may")))
    return found
