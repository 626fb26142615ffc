"""Who hears of an emergency use, and who is rung in a major incident, how and when. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kith.accounts.models import Membership, Organisation, Team, User
from kith.accounts.queries import duty_holder, duty_team, on_duty_list, team_above
from kith.asks.models import Ask
from kith.governance.actions import Listed
from kith.governance.models import Incident, Purpose, Stewardship, Which
from kith.governance.permissions import must_not_know
from kith.governance.queries import have_taken_back
from kith.kit import phones, said
from kith.people.models import ContactRoute, OnPaper, Person, Safe, Way
from kith.people.queries import is_away, may_ring, on_paper, safe_contact_of, usable_routes
from kith.people.safe import first_moment
from kith.people.saying import hours_of, must_do, not_now, windows_of
from kith.places.models import Place
from kith.promises import lifecycle as promise_states


def named_worker(person: Person, not_these: Collection[UUID] = ()) -> Membership | None:
    """Who of us is with this person: the holder of their newest open ask, but for colleagues who know already."""
    mine = Ask.objects.filter(person=person, promise__state=promise_states.OPEN, promise__holder__isnull=False)
    mine = mine.exclude(promise__holder__user__in=not_these).select_related("promise__holder__user")
    newest = mine.order_by("-created_at", "-id").first()
    if newest is None or newest.promise.holder is None:
        return None
    return Membership.objects.select_related("user", "team__place", "team__organisation").get(
        pk=newest.promise.holder.pk
    )


def somebody_else(place: Place, not_these: Collection[UUID], now: datetime) -> Membership:
    """Who answers here now, or further up, but for these; where there are only these, whoever answers at the top."""
    team: Team | None = duty_team(place)
    while team is not None:
        listed = on_duty_list(team)
        for one in [*listed.here(now), *listed.live(now)]:
            if one.user_id not in not_these:
                return Membership.objects.select_related("user", "team__place", "team__organisation").get(pk=one.pk)
        top, team = team, team_above(team)
    return duty_holder(top, now)


_MAILBOX = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>()]+")
_NUMBER = re.compile(r"\+?\d[\d ]{8,}\d")


def office_of(organisation: Organisation) -> str:
    """The mailbox, else the number, at which an organisation hears of what happens to its data; empty if none."""
    named = Stewardship.objects.filter(controller=organisation).first() or Stewardship()
    lines = (named.breach_contact, named.data_contact, organisation.contact)
    mailboxes = [found[0] for line in lines if (found := _MAILBOX.search(line))]
    numbers = [phones.normalise(found[0]) for line in lines if (found := _NUMBER.search(line))]
    return next((one for one in [*mailboxes, *numbers] if one), "")


def guardians_of(controllers: Collection[UUID], now: datetime) -> list[User]:
    """The guardians of these organisations, borrowed ones among them, each once."""
    named = Stewardship.objects.filter(controller__in=controllers)
    borrowed = {row.guardian_of_id for row in named if row.guardian_of_id is not None}
    parts = Membership.objects.live(now).filter(role="guardian", team__organisation__in={*controllers, *borrowed})
    found = {part.user.id: part.user for part in parts.select_related("user")}
    found |= {
        row.guardian_user.id: row.guardian_user for row in named.select_related("guardian_user") if row.guardian_user
    }
    return sorted(found.values(), key=lambda user: user.name)


def people_for(incident: Incident, ringers: Collection[User], now: datetime) -> list[Listed]:
    """Everybody who goes on the list of a major incident, each once, and how each is reached.

    Whoever has no number we may ring, must not be known to one who rings, or wishes nobody near them to know, is
    reached by a colleague. Nobody who has died, has moved or is in hospital is on it.
    """
    rows = Person.objects.filter(place__path__contains=[incident.place_id]).filter(Exists(_asks_of(incident)))
    newest: dict[tuple[str, frozenset[str]], Person] = {}
    for one in rows.select_related("place").prefetch_related("routes").order_by("-created_at", "-id"):
        newest.setdefault((one.name.casefold(), frozenset(route.value for route in one.routes.all())), one)
    people = [one for one in newest.values() if not is_away(one)]
    said_no = have_taken_back([one.id for one in people], Purpose.CONTACT, now)
    return [Listed(one, one.id in said_no, not _may_be_rung(one, ringers, incident, now)) for one in people]


def _asks_of(incident: Incident) -> QuerySet[Ask]:
    asks = Ask.objects.filter(person=OuterRef("pk"))
    return asks.filter(promise__state=promise_states.OPEN) if incident.which == Which.OPEN_ASK else asks


def _may_be_rung(person: Person, ringers: Collection[User], incident: Incident, now: datetime) -> bool:
    """Whether one of their numbers is safe before it ends: who could be rung only afterwards never would be."""
    moment = _next_moment(person, now)
    in_time = moment is not None and moment < incident.until
    return in_time and not any(must_not_know(person, one) for one in ringers)


def _safe_numbers(person: Person) -> list[ContactRoute]:
    """The numbers that may be rung at some hour, the preferred one first; none where none is safe."""
    if person.further_away:
        return []
    known = person.spoken_to_at is not None
    usable = [route for route in usable_routes(person) if may_ring(route)]
    return [route for route in usable if known or not route.given_by_other]


def numbers_to_ring(person: Person, now: datetime) -> list[ContactRoute]:
    """The numbers of somebody that may be rung at this moment; none outside of the hours and days that are safe."""
    line = safe_contact_of(person)
    return [route for route in _safe_numbers(person) if not not_now(route, line, now)]


def _next_moment(person: Person, now: datetime) -> datetime | None:
    """When they may be rung next; None where no number is safe, or never within the days one can look ahead."""
    line = safe_contact_of(person)
    moments = [first_moment(windows_of(route, line), now) for route in _safe_numbers(person)]
    return min((one for one in moments if one is not None), default=None)


def instead_of_ringing(person: Person, now: datetime) -> list[str]:
    """Where somebody may not be rung at this moment: when they may be, and what to do instead. Else nothing."""
    if numbers_to_ring(person, now):
        return []
    again = _next_moment(person, now)
    if again is None:
        first = _("Do not ring: no number is safe.")
    else:
        first = _("Do not ring now. It is safe again %(when)s.") % {"when": said.at(again, now)}
    return [first, _("If it cannot wait, a colleague finds another way: press the last button."), danger_now()]


def danger_now() -> str:
    """What nobody has to wait for."""
    return _("Is somebody in danger now? Ring 999.")


def door_is_safe(person: Person) -> bool:
    """Whether we know that somebody may go to the door: they said so, or nothing was said and nothing speaks for care.

    In doubt it is not.
    """
    line = safe_contact_of(person)
    return Way.DOOR in line.ways if line is not None else on_paper(person) == OnPaper.ANY


def ways_but_ringing(person: Person, now: datetime) -> list[str]:
    """How somebody is reached where no number helps: at the door if that is safe, and what to do if it is not."""
    if not door_is_safe(person):
        return [no_door(), danger_now()]
    line = safe_contact_of(person)
    window = hours_of(line) if line is not None else None
    if window is None or window.holds(now):
        return [_("Somebody may go to the door.")]
    at = window.next(now)
    if at is None:
        return [no_door(), danger_now()]
    return [_("Somebody may go to the door %(when)s, and not before.") % {"when": said.at(at, now)}, danger_now()]


def no_door() -> str:
    """What to do where going to the door is not known to be safe."""
    return _(
        "Going to the door is not safe. Find another way: at the surgery or the library, or through somebody they "
        "named and trust. Where there is none, ask the safeguarding lead."
    )


@dataclass(frozen=True)
class WayNow:
    """One way to reach somebody, and why it is not for now; ``not_now`` is empty where it may be used."""

    route: ContactRoute
    not_now: str
    rings: bool


def ways_now(person: Person, now: datetime) -> list[WayNow]:
    """Every way they have not told us to leave alone, with whether it may be used at this moment."""
    line = safe_contact_of(person)
    return [WayNow(one, not_now(one, line, now), may_ring(one)) for one in usable_routes(person)]


def how_to_ring(person: Person) -> list[str]:
    """What whoever rings somebody has to do and not to do, as the person said it: one sentence for each."""
    line, routes = safe_contact_of(person), usable_routes(person)
    careful = bool(routes) and routes[0].safe != Safe.YES
    if line is None:
        return [_("Say only that you would like them to ring back, until you know who it is.")] if careful else []
    # The same words as before any other call: no emergency makes another day, hour or door safe.
    lines = must_do(line)
    if line.only_please_ring or careful:
        lines.insert(0, _("Say only that you would like them to ring back, until you know who it is."))
    return lines
