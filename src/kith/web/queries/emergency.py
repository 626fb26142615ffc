"""What an emergency may show: enough to recognise somebody, and of a use what each who has to do with it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Q, QuerySet

from kith.access import policy, tries
from kith.access.acting import serving
from kith.accounts.models import Membership, Organisation, User
from kith.accounts.roles import Permission, roles_with
from kith.asks.in_emergency import WayNow, how_to_ring, ways_but_ringing, ways_now
from kith.governance import urgent
from kith.governance.models import EmergencyUse, IncidentPerson, Purpose
from kith.governance.permissions import may_review, must_not_know, wants_others
from kith.governance.queries import has_taken_back, too_few_to_look
from kith.kit import phones, refs
from kith.kit.actor import Actor
from kith.people.models import Person
from kith.promises import lifecycle
from kith.promises.models import Promise
from kith.trail.models import Entry
from kith.trail.verbs import Verb

MOST_FOUND, MOST_READ = 6, 40
SHORTEST_WORD = 3
SEARCHES_AN_HOUR = 20
AN_HOUR, LATELY, A_SEASON = timedelta(hours=1), timedelta(days=3), timedelta(days=90)


@dataclass(frozen=True)
class Found:
    """One record, by the two things that tell it from another: the name with the place, and how the number ends."""

    id: UUID
    name: str
    where: str
    ends: str


def key_of(actor: Actor) -> str:
    """What the searches of one colleague are counted by."""
    return tries.fingerprint("emergency search", str(actor.id))


def may_search(actor: Actor, now: datetime) -> bool:
    """Whether this colleague has looked for fewer people within the hour than anybody needs in an emergency."""
    return tries.lately(key_of(actor), AN_HOUR, now) < SEARCHES_AN_HOUR


def find(said: str, user: User, actor: Actor) -> list[Found]:
    """Who may be meant by a reference, a number or a name. Whoever must not be known to this colleague is not there."""
    with serving("finding the right record in an emergency"):
        rows = _meant(said).select_related("place").prefetch_related("routes").order_by("name", "-created_at")
        found: dict[tuple[str, str, str], Found] = {}
        for one in rows.distinct()[:MOST_READ]:
            ends = _number_ends(one)
            same = (one.name.casefold(), one.place.name, ends)
            if same not in found and not wants_others(one, actor) and not must_not_know(one, user):
                found[same] = Found(one.id, one.name or one.first_name, one.place.name, ends)
    return list(found.values())[: MOST_FOUND + 1]


def _meant(said: str) -> QuerySet[Person]:
    reference, number = refs.parse(said), phones.normalise(said)
    if number:
        return Person.objects.filter(routes__value=number)
    if reference:
        return Person.objects.filter(asks__reference=reference)
    words = [word for word in said.split() if len(word) >= SHORTEST_WORD]
    if not words:
        return Person.objects.none()
    rows = Person.objects.filter(asks__isnull=False)
    for word in words:
        rows = rows.filter(Q(name__icontains=word) | Q(place__name__icontains=word))
    return rows.filter(name__icontains=words[0])


def _number_ends(person: Person) -> str:
    numbers = [route.value for route in person.routes.all() if "@" not in route.value]
    return numbers[0][-3:] if numbers else ""


def person_to_open(person_id: str) -> Person | None:
    """The person whose record is to be opened; whether it may be is asked by the act."""
    try:
        wanted = UUID(person_id)
    except ValueError:
        return None
    with serving("opening a record in an emergency"):
        return Person.objects.select_related("place", "controller").filter(pk=wanted).first()


def mine_lately(actor: Actor, now: datetime) -> list[EmergencyUse]:
    """What this colleague opened in the last days, the newest first."""
    mine = EmergencyUse.objects.visible_to(actor).filter(user__in=[actor.id], at__gt=now - LATELY)
    return list(mine.order_by("-at")[:10])


def open_to(person: Person, actor: Actor, now: datetime) -> EmergencyUse | None:
    """The emergency use by which this colleague reads this page just now, if that is how."""
    mine = EmergencyUse.objects.visible_to(actor).filter(user__in=[actor.id], person=person, ended_at__isnull=True)
    return mine.filter(at__lte=now, until__gt=now).order_by("-at").first()


@dataclass(frozen=True)
class Use:
    """One use, and what this reader may do about it."""

    use: EmergencyUse
    mine: bool
    open_now: bool
    reviews: bool
    tells: bool
    reads: bool
    seconds: bool
    waits_for_second: str
    had_said_no: bool
    ways: list[WayNow]
    how: list[str]
    others: list[str]

    @property
    def may_ask_again(self) -> bool:
        """Whether four more hours may be asked for."""
        return self.mine and not self.waits_for_second


def use_for(use_id: UUID, actor: Actor, now: datetime) -> Use | None:
    """A use, for whoever opened it, reviews it, or holds one of the promises that follow from it; else not there."""
    visible = EmergencyUse.objects.visible_to(actor).filter(pk=use_id).exists()
    with serving("what follows from an emergency use"):
        use = EmergencyUse.objects.select_related(
            "user", "reviewed_by", "second", "controller", "person", "team__place"
        )
        found = use.filter(pk=use_id).first()
        if found is None:
            return None
        open_ones = Promise.objects.filter(about_id=found.id, state=lifecycle.OPEN).select_related("holder__user")
        held = {one.id: one.holder.user for one in open_ones if one.holder is not None}
        holds = {key for key, user in held.items() if user.id == actor.id}
        if not visible and not holds:
            return None
        return _use(found, holds, held, actor, now)


def _use(found: EmergencyUse, holds: set[UUID], held: dict[UUID, User], actor: Actor, now: datetime) -> Use:
    mine = found.user_id == actor.id
    to_tell = found.telling in (urgent.TO_TELL, urgent.NOT_YET) and (found.tell_id in holds or mine)
    # Whoever opened it has the telling; once it is a colleague's, the way to the person is theirs alone.
    reaches = to_tell and found.tell_id in holds
    asked = held.get(found.asks_second_id) if found.asks_second_id else None
    return Use(
        use=found,
        mine=mine,
        open_now=found.is_open(now),
        reviews=may_review(actor)
        and actor.id not in (found.user_id, found.second_id)
        and found.review in (urgent.WAITING, urgent.UNCLEAR),
        tells=to_tell,
        reads=found.read_id in holds,
        seconds=found.asks_second_id in holds and not mine,
        waits_for_second=asked.name if asked is not None else "",
        had_said_no=to_tell and has_taken_back(found.person_id, Purpose.CONTACT, now),
        ways=ways_now(found.person, now) if reaches else [],
        how=how_to_ring(found.person) if reaches else [],
        others=ways_but_ringing(found.person, now) if reaches else [],
    )


def may_be_second(use: EmergencyUse, now: datetime) -> list[User]:
    """Colleagues who could open it themselves: of the same organisation, or of a place around."""
    roles = roles_with(Permission.USE_IN_EMERGENCY)
    near = Q(team__organisation=use.team.organisation_id) | Q(team__place_id__in=use.team.place.path)
    parts = Membership.objects.here(now).filter(near, role__in=roles).exclude(user=use.user_id)
    return sorted({one.user for one in parts.select_related("user")}, key=lambda user: user.name)


@dataclass(frozen=True)
class Figures:
    """What a guardian reads of all of them together. Nobody is counted by name."""

    uses: int
    reads: int
    reviewed: int
    justified: int
    hours_to_review: float | None

    @property
    def per_thousand(self) -> float | None:
        """Uses for each thousand times that somebody's page was read."""
        return 1000 * self.uses / self.reads if self.reads else None

    @property
    def share_justified(self) -> int | None:
        """How many of a hundred that were reviewed were right."""
        return round(100 * self.justified / self.reviewed) if self.reviewed else None


def uses_of(actor: Actor, now: datetime) -> list[EmergencyUse]:
    """The uses of the last season that this guardian or safeguarding lead may read; the unreviewed first, by date."""
    rows = EmergencyUse.objects.visible_to(actor).filter(at__gt=now - A_SEASON).select_related("user", "controller")
    return sorted(rows.order_by("-at")[:200], key=lambda one: one.review != urgent.WAITING)


def too_few_of(actor: Actor, now: datetime) -> list[str]:
    """Where one of the reader's organisations has nobody, or one alone, who may look at its emergency uses."""
    mine = Organisation.objects.filter(pk__in={part.organisation for part in policy.standing(actor)}).order_by("name")
    return [f"{one.name}: {words}" for one in mine for words in too_few_to_look(one, now)]


def figures_of(uses: Iterable[EmergencyUse], actor: Actor, now: datetime) -> Figures:
    """The figures of these uses, beside how often a page was read in the same season."""
    uses = list(uses)
    read = Entry.objects.filter(policy.scope(actor, "view", Entry), verb=Verb.PERSON_SEEN, at__gt=now - A_SEASON)
    waits = [(one.reviewed_at - one.at).total_seconds() / 3600 for one in uses if one.reviewed_at is not None]
    return Figures(
        uses=len(uses),
        reads=read.count(),
        reviewed=len(waits),
        justified=sum(one.review == urgent.JUSTIFIED for one in uses),
        hours_to_review=round(median(waits), 1) if waits else None,
    )


def page_about(about_id: UUID) -> tuple[str, UUID]:
    """The page on which a promise that follows from an emergency is kept; that page asks who may read it."""
    with serving("what a promise follows from"):
        if EmergencyUse.objects.filter(pk=about_id).exists():
            return "emergency_use", about_id
        is_line = IncidentPerson.objects.filter(pk=about_id).exists()
    return ("incident_reach" if is_line else "incident"), about_id
