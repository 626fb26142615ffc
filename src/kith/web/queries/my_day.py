"""One day of one colleague: what falls due, who could have it, who has been asked, and what a duty phone rang about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from kith.access.policy import standing
from kith.accounts.models import Membership, User
from kith.accounts.roles import Permission, roles_with
from kith.asks import kinds
from kith.asks.codes import slug_of
from kith.asks.models import Ask
from kith.governance.queries import Passing
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.promises import lifecycle
from kith.promises.models import DutyCall, DutyRing, HandOver, Kind, Promise
from kith.promises.queries import due_before, heir_of

MOST_COLLEAGUES = 5
LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Due:
    """One thing that falls due: when, what, where, and the page of its ask where the reader may open it."""

    promise: Promise
    words: str
    slug: str
    late: bool
    # What else is due about the same ask, such as telling the person.
    also: tuple[Promise, ...] = ()

    @property
    def promises(self) -> tuple[Promise, ...]:
        """All that this line stands for."""
        return (self.promise, *self.also)


def end_of_day(now: datetime) -> datetime:
    """Midnight, as the clock on the wall has it."""
    tomorrow = local(now) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)


def parts_of(whose: Actor) -> list[Membership]:
    """The live parts a colleague has, the longest-standing first."""
    rows = Membership.objects.live().filter(user=whose.id).select_related("user", "team__place", "team__organisation")
    return list(rows.order_by("started_at", "id"))


def member(membership_id: UUID, actor: Actor) -> Membership | None:
    """A colleague whose day this actor may hand over, because they look after that team."""
    places = [part.place for part in standing(actor) if part.role in roles_with(Permission.MANAGE_TEAM)]
    rows = Membership.objects.live().filter(pk=membership_id, team__place__path__overlap=places)
    return rows.select_related("user", "team__place").first()


def colleagues_below(actor: Actor, now: datetime) -> QuerySet[Membership]:
    """Everybody whose day this actor could hand over for them: those of the teams they look after."""
    places = [part.place for part in standing(actor) if part.role in roles_with(Permission.MANAGE_TEAM)]
    rows = Membership.objects.live(now).filter(team__place__path__overlap=places, role__in=roles_with(Permission.TELL))
    return rows.exclude(user=actor.id).select_related("user", "team").order_by("user__name", "id")


def due_today(parts: list[Membership], actor: Actor, until: datetime, now: datetime) -> list[Due]:
    """What these parts hold that falls due before then, the next first."""
    mine = due_before(until).visible_to(actor).filter(holder__in=parts)  # type: ignore[attr-defined]
    return _one_line_each(list(mine.select_related("place").order_by("next_contact_by", "id")), actor, now)


def _one_line_each(rows: list[Promise], actor: Actor, now: datetime) -> list[Due]:
    """One line for each ask, with all that is due about it, and one for everything else."""
    asks = _asks_of(rows, actor)
    together: dict[str, list[Promise]] = {}
    for row in rows:
        own_line = row.reference not in asks or row.kind == Kind.MESSAGE
        together.setdefault(str(row.id) if own_line else row.reference, []).append(row)
    return [_due(some, asks, now) for some in together.values()]


def _asks_of(rows: list[Promise], actor: Actor) -> dict[str, Ask]:
    references = {row.reference for row in rows if row.reference}
    found = Ask.objects.visible_to(actor).filter(reference__in=references).select_related("person")
    return {ask.reference: ask for ask in found}


def _due(together: list[Promise], asks: dict[str, Ask], now: datetime) -> Due:
    first, *also = together
    ask = asks.get(first.reference) if first.kind != Kind.MESSAGE else None
    late = first.next_contact_by is not None and first.next_contact_by < now
    slug = slug_of(ask.reference) if ask is not None else ""
    return Due(first, _words_of(first.label, ask), slug, late, tuple(also))


def _words_of(label: str, ask: Ask | None) -> str:
    return f"{kinds.KINDS[ask.kind].title}: {ask.person.first_name or ask.reference}" if ask is not None else label


def could_have_it(giver: Membership, now: datetime) -> list[Membership]:
    """Colleagues who are here: of the same team, in the order of its duty list, then of the teams above."""
    path = giver.team.place.path
    rows = Membership.objects.here(now).filter(team__place_id__in=path, role__in=roles_with(Permission.TELL))
    near = Case(
        *(When(team__place_id=place, then=Value(-level)) for level, place in enumerate(path)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found: dict[UUID, Membership] = {}
    known, own = Passing(now), giver.team.organisation_id
    ordered = rows.exclude(user_id=giver.user_id).annotate(near=near).select_related("user", "team")
    for one in ordered.order_by("near", "duty_turns__position", "user__name", "id"):
        if known.may(own, one.team.organisation_id, giver.team.place):
            found.setdefault(one.user_id, one)
    return list(found.values())[:MOST_COLLEAGUES]


def on_duty_instead(giver: Membership, now: datetime) -> Membership | None:
    """Who has it from the moment the giver is noted as away."""
    return heir_of(giver, now, must=False, of=giver.team.organisation_id)


def asked_lately(user: User, actor: Actor, now: datetime) -> list[HandOver]:
    """Whom this colleague's promises were offered to since yesterday, the newest first."""
    rows = HandOver.objects.visible_to(actor).filter(giver__user=user, offered_at__gte=now - LATELY)
    return list(rows.select_related("asked__user", "giver__user").prefetch_related("parts")[:6])


def asked_of(whose: Actor) -> QuerySet[HandOver]:
    """What this colleague is being asked to have, and has not answered."""
    rows = HandOver.objects.filter(asked__user=whose.id, state=lifecycle.OFFERED)
    return rows.select_related("giver__user", "asked__user").order_by("answer_by")


def offer_of(hand_over_id: UUID | None, actor: Actor) -> HandOver | None:
    """A hand-over this actor was asked about."""
    rows = HandOver.objects.visible_to(actor).filter(id__in=[hand_over_id], asked__user=actor.id)
    return rows.select_related("giver__user", "giver__team__place", "asked__user", "asked__team").first()


def due_in(hand_over: HandOver, actor: Actor, now: datetime) -> list[Due]:
    """What a hand-over is about, in the order in which it falls due."""
    rows = Promise.objects.filter(hand_overs__hand_over=hand_over).select_related("place")
    rows = rows.exclude(about_person__kept_from__user=actor.id)
    return _one_line_each(list(rows.order_by("next_contact_by", "id")), actor, now)


def ring_of(ring_id: UUID | None, actor: Actor) -> DutyRing | None:
    """A ring of a duty phone this actor may answer for."""
    rows = DutyRing.objects.visible_to(actor).select_related("team__place", "membership__user")
    return rows.filter(id__in=[ring_id]).first()


def rings_waiting(actor: Actor) -> list[DutyRing]:
    """Rings nobody has answered, of the teams this actor is on the duty list of, the newest first."""
    teams = Membership.objects.live().filter(user=actor.id, duty_turns__isnull=False).values("team")
    rows = DutyRing.objects.filter(acknowledged_at__isnull=True, team__in=teams)
    return list(rows.select_related("team__place", "membership__user").order_by("-at", "-id")[:10])


@dataclass(frozen=True)
class Call:
    """One thing a duty phone has to hear of, as its page shows it, with what else is about the same ask."""

    call: DutyCall
    ask: Ask | None
    words: str
    slug: str
    who: str
    is_mine: bool
    also: tuple[DutyCall, ...] = ()


def calls_of(rings: list[DutyRing], actor: Actor) -> list[Call]:
    """What these rings were about and is still open, in the order in which it was said; nothing twice."""
    ids = list(dict.fromkeys(UUID(item["call"]) for ring in rings for item in ring.items))
    rows = DutyCall.objects.filter(id__in=ids, promise__state=lifecycle.OPEN)
    rows = rows.exclude(promise__about_person__kept_from__user=actor.id)
    rows = rows.select_related("promise__holder__user", "promise__place", "place")
    calls = sorted(rows, key=lambda one: ids.index(one.id))
    asks = _asks_of([one.promise for one in calls if one.promise is not None], actor)
    together: dict[str, list[DutyCall]] = {}
    for one in calls:
        together.setdefault(one.reference if one.reference in asks else str(one.id), []).append(one)
    return [_call(some, asks, actor) for some in together.values()]


def _call(together: list[DutyCall], asks: dict[str, Ask], actor: Actor) -> Call:
    first, *also = together
    ask = asks.get(first.reference)
    holders = {one.promise.holder.user for one in together if one.promise is not None and one.promise.holder}
    who = ", ".join(sorted(user.name for user in holders))
    is_mine = {user.id for user in holders} == {actor.id}
    slug = slug_of(ask.reference) if ask is not None else ""
    return Call(first, ask, _words_of(first.label, ask), slug, who, is_mine, tuple(also))
