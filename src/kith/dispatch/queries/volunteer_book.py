"""One volunteer of a place, whose check is due, and the table of checks in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from kith.asks import kinds
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.places.models import Place
from kith.volunteers.models import CheckLevel, Volunteer

AHEAD = timedelta(days=60)


def one(place: Place, volunteer_id: UUID, actor: Actor) -> Volunteer | None:
    """The volunteer, if they live in this place and the reader may see them."""
    here = Volunteer.objects.visible_to(actor).filter(home__path__contains=[place.id], pk=volunteer_id)
    return here.select_related("person", "home").first()


def due_again(place: Place, actor: Actor, now: datetime) -> list[Volunteer]:
    """Whose check is to be looked at within two months, or should have been; the longest first."""
    due = Volunteer.objects.visible_to(actor).filter(home__path__contains=[place.id], stopped_at__isnull=True)
    due = due.filter(check_again_on__lte=local(now).date() + AHEAD)
    return list(due.select_related("person", "home").order_by("check_again_on", "id")[:100])


def table() -> list[tuple[str, str, str, str, str]]:
    """Each kind of ask: what it needs, the most that may be asked for of anybody, and in care, and why."""
    return [(_called(name), _level(line.needs), _level(line.most), _level(line.most_in_care), str(line.why))
            for name, line in kinds.CHECKS.items()]  # fmt: skip


def most_words(volunteer: Volunteer) -> str:
    """What may be asked for of what they do, in a sentence."""
    most, _why = kinds.most_to_ask(volunteer.kinds, False)
    in_care, why = kinds.most_to_ask(volunteer.kinds, True)
    if most == in_care:
        return _("At most %(most)s. %(why)s") % {"most": _level(most).lower(), "why": why}
    said = _("At most %(most)s; %(more)s only for helping people who need it because of age, illness or disability.")
    return said % {"most": _level(most).lower(), "more": _level(in_care).lower()}


def _level(level: str) -> str:
    return str(CheckLevel(level).label)


def _called(name: str) -> str:
    if name == "prescription, careful":
        return _("Prescription with a controlled or chilled medicine")
    return str(kinds.KINDS[name].title)
