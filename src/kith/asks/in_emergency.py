"""Who hears of an emergency use, who reviews it, and who is rung in a major incident. It writes nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kith.accounts.models import Membership, Organisation, Team, User
from kith.accounts.queries import duty_holder, duty_team, on_duty_list, team_above
from kith.accounts.roles import Permission, roles_with
from kith.asks.models import Ask
from kith.governance.actions import Listed
from kith.governance.models import Incident, Purpose, Stewardship, Which
from kith.governance.permissions import must_not_know
from kith.governance.queries import have_taken_back
from kith.kit import phones
from kith.people.models import ContactRoute, Person, Safe
from kith.people.queries import is_away, may_ring, safe_contact_of, usable_routes
from kith.people.saying import must_do
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


def reviewer_for(person: Person, not_these: Collection[UUID], now: datetime) -> Membership | None:
    """Who looks whether an emergency use was right: the guardian of whoever answers for this record, if one is here.

    That is whom the organisation named, be it somebody else's whom it borrows; else a guardian or safeguarding lead
    of its own; else one of a place around.
    """
    parts = Membership.objects.live(now).filter(role__in=roles_with(Permission.REVIEW_EMERGENCY_USE))
    parts = parts.exclude(user__in=not_these).select_related("user", "team__place", "team__organisation")
    named = Stewardship.objects.filter(controller=person.controller_id).first() or Stewardship()
    own = {person.controller_id, named.guardian_of_id}

    def further(one: Membership) -> tuple[bool, bool, bool, bool, int, datetime]:
        is_named, theirs = one.user_id == named.guardian_user_id, one.team.organisation_id in own
        near = -len(one.team.place.path)
        return (one.is_away(now), not is_named, not theirs, one.role != "guardian", near, one.started_at)

    known = [one for one in parts if one.team.organisation_id in own or one.team.place_id in person.place.path]
    return min(known, key=further, default=None)


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
    return [Listed(one, one.id in said_no, not _may_be_rung(one, ringers)) for one in people]


def _asks_of(incident: Incident) -> QuerySet[Ask]:
    asks = Ask.objects.filter(person=OuterRef("pk"))
    return asks.filter(promise__state=promise_states.OPEN) if incident.which == Which.OPEN_ASK else asks


def _may_be_rung(person: Person, ringers: Collection[User]) -> bool:
    return bool(numbers_to_ring(person)) and not any(must_not_know(person, one) for one in ringers)


def numbers_to_ring(person: Person) -> list[ContactRoute]:
    """The numbers of somebody that may be rung just now, the preferred one first; none where none is safe."""
    if person.further_away:
        return []
    known = person.spoken_to_at is not None
    usable = [route for route in usable_routes(person) if may_ring(route)]
    return [route for route in usable if known or not route.given_by_other]


def how_to_ring(person: Person) -> list[str]:
    """What whoever rings somebody has to do and not to do, as the person said it: one sentence for each."""
    said, routes = safe_contact_of(person), usable_routes(person)
    careful = bool(routes) and routes[0].safe != Safe.YES
    if said is None:
        return [_("Say only that you would like them to ring back, until you know who it is.")] if careful else []
    # The same words as before any other call: no emergency makes another day, hour or door safe.
    lines = must_do(said)
    if said.only_please_ring or careful:
        lines.insert(0, _("Say only that you would like them to ring back, until you know who it is."))
    return lines
