"""Who reads a concern next, what one reader has to read, and whether every concern is held. Changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from kith.access.acting import serving
from kith.accounts.models import Membership, Team, User
from kith.accounts.queries import NobodyAnswers, duty_team, on_duty_list, team_above
from kith.accounts.roles import Permission, roles_with
from kith.kit.actor import Actor
from kith.outbox import lifecycle as messages
from kith.people.models import KeptFrom as MustNotKnow
from kith.places.models import Place
from kith.promises import lifecycle as promises
from kith.promises.models import Promise
from kith.safeguarding import lifecycle
from kith.safeguarding.models import Concern, KeptFrom, Line, Reader
from kith.safeguarding.said import may_be_about

MOST_COLLEAGUES = 60


def leads(place: Place, now: datetime) -> list[Membership]:
    """Everybody who leads on safeguarding for this place, the nearest team first, those who are away last."""
    rows = Membership.objects.live(now).filter(role__in=roles_with(Permission.SEE_CONCERNS))
    rows = rows.filter(team__place_id__in=place.path).select_related("user", "team__place", "team__organisation")
    return sorted(rows, key=lambda one: (one.is_away(now), -len(one.team.place.path), one.started_at, one.id))


def guardians(place: Place, now: datetime) -> list[Membership]:
    """Whoever answers for the data of this place or of one above it, the nearest first."""
    rows = Membership.objects.live(now).filter(role="guardian", team__place_id__in=place.path)
    rows = rows.select_related("user", "team__place", "team__organisation")
    return sorted(rows, key=lambda one: (one.is_away(now), -len(one.team.place.path), one.started_at, one.id))


def on_duty_wide(place: Place, now: datetime) -> list[Membership]:
    """The duty lists of the district and of what lies above it, in the order in which they are rung."""
    district = place.ancestor("district") or place
    try:
        team: Team | None = duty_team(district)
    except NobodyAnswers:
        return []
    found: list[Membership] = []
    while team is not None:
        listed = on_duty_list(team).select_related("user", "team__place", "team__organisation")
        found += [*listed.here(now), *(one for one in listed.live(now) if one.is_away(now))]
        team = team_above(team)
    return found


def in_turn(concern: Concern, now: datetime) -> list[Membership]:
    """Whoever may have this concern, in turn: safeguarding leads, then the district's duty list, then a guardian.

    Where it may be about a lead, the guardian comes before the duty list. Nobody it may be about is among them.
    """
    kept = kept_from_ids(concern)
    lead, wide, watching = leads(concern.place, now), on_duty_wide(concern.place, now), guardians(concern.place, now)
    about_a_lead = any(one.user_id in kept or names_them(concern, one.user) for one in lead)
    rest = [*watching, *wide] if about_a_lead else [*wide, *watching]
    found: dict[UUID, Membership] = {}
    for one in [*lead, *rest]:
        if one.user_id not in kept and not names_them(concern, one.user):
            found.setdefault(one.user_id, one)
    return list(found.values())


def everybody_who_could(place: Place, now: datetime) -> list[Membership]:
    """All of those: leads, the duty lists of the district and above, guardians."""
    return [*leads(place, now), *on_duty_wide(place, now), *guardians(place, now)]


def names_them(concern: Concern, user: User) -> bool:
    """Whether this concern may be about this colleague."""
    return may_be_about(
        user.name, concern.words, concern.about_words, (concern.about_label.partition(",")[0],), concern.about_us
    )


def kept_from_ids(concern: Concern) -> set[UUID]:
    """Colleagues this concern must not reach: by what was written down of it, or as the person it is about said."""
    apart = must_not_know_of_them(concern)
    return apart if concern._state.adding else apart | set(concern.kept_from.values_list("user_id", flat=True))


def must_not_know_of_them(concern: Concern) -> set[UUID]:
    """Colleagues whom the person the page was about has named as somebody who must not know."""
    if concern.about_id is None:
        return set()
    with serving("whom somebody named as not to know"):
        # An ask is known here by what is promised of it.
        promised = Promise.objects.filter(about_id=concern.about_id, about_person__isnull=False)
        of_them = Q(person=concern.about_id) | Q(person__in=promised.values("about_person"))
        return set(MustNotKnow.objects.filter(of_them).values_list("user_id", flat=True))


def readers_who_must_not(now: datetime) -> Iterator[tuple[Concern, User]]:
    """Readers whom the person a concern is about has named since as somebody who must not know."""
    for concern in not_ended().filter(about_id__isnull=False).prefetch_related("readers__user"):
        reading = {one.user_id: one.user for one in concern.readers.all() if one.user is not None}
        for key in must_not_know_of_them(concern) & reading.keys():
            yield concern, reading[key]


def reader_ids(concern: Concern) -> set[UUID]:
    """Whoever may read it now."""
    return {user for user in concern.readers.values_list("user_id", flat=True) if user is not None}


def lines_of(concern: Concern, actor: Actor) -> list[Line]:
    """Its line through time, the newest first."""
    return list(Line.objects.visible_to(actor).filter(concern=concern).order_by("-at", "-id"))


def readers_of(concern: Concern, actor: Actor) -> list[Reader]:
    """Whoever reads it, and whoever once did."""
    return list(Reader.objects.visible_to(actor).filter(concern=concern))


def for_reader(actor: Actor) -> QuerySet[Concern]:
    """The concerns this colleague was given or shown, those nobody has read first, then by when they are looked at."""
    found = Concern.objects.visible_to(actor).select_related("place")
    return found.order_by(F("ended_at").desc(nulls_first=True), "read_at", "look_by", "-raised_at")


def mine(concern_id: UUID, actor: Actor) -> Concern | None:
    """One concern, for one of its readers."""
    return Concern.objects.visible_to(actor).select_related("place").filter(pk=concern_id).first()


def could_be_shown(concern: Concern, now: datetime) -> list[Membership]:
    """Colleagues of this place and of those around it who do not read it yet and whom it is not about."""
    out = reader_ids(concern) | kept_from_ids(concern)
    near = Q(team__place_id__in=concern.place.path) | Q(team__place__path__contains=[concern.place_id])
    rows = Membership.objects.live(now).filter(near, role__in=roles_with(Permission.READ_CONCERN))
    found: dict[UUID, Membership] = {}
    for one in rows.select_related("user", "team").order_by("user__name", "started_at"):
        if one.user_id not in out and not names_them(concern, one.user):
            found.setdefault(one.user_id, one)
    return list(found.values())[:MOST_COLLEAGUES]


def could_be_kept_from(concern: Concern, now: datetime) -> list[Membership]:
    """Colleagues whom it could reach, readers among them, and of whom nobody has said that it must not."""
    out = kept_from_ids(concern)
    near = Q(team__place_id__in=concern.place.path) | Q(team__place__path__contains=[concern.place_id])
    rows = Membership.objects.live(now).filter(near, role__in=roles_with(Permission.READ_CONCERN))
    found: dict[UUID, Membership] = {}
    for one in rows.select_related("user", "team").order_by("user__name", "started_at"):
        if one.user_id not in out:
            found.setdefault(one.user_id, one)
    return list(found.values())[:MOST_COLLEAGUES]


def kept_from_of(concern: Concern, actor: Actor) -> list[KeptFrom]:
    """Whom it must not reach, and why, for its readers."""
    return list(KeptFrom.objects.visible_to(actor).filter(concern=concern).select_related("user"))


def may_be_let_reach(concern: Concern, actor: Actor) -> list[KeptFrom]:
    """Those of them whom a reader may let it reach again: whoever the person named themselves stays kept from it."""
    apart = must_not_know_of_them(concern)
    return [one for one in kept_from_of(concern, actor) if one.user_id not in apart]


def part_of(user_id: UUID | None, now: datetime) -> Membership | None:
    """The part in which a reader has it: where they lead on safeguarding, else the one they have had longest."""
    if user_id is None:
        return None
    rows = Membership.objects.live(now).filter(user_id=user_id, role__in=roles_with(Permission.READ_CONCERN))
    found = list(rows.select_related("user", "team__place", "team__organisation").order_by("started_at", "id"))
    leading = roles_with(Permission.SEE_CONCERNS)
    return next((one for one in found if one.role in leading), found[0] if found else None)


def not_ended() -> QuerySet[Concern]:
    """Every concern that has no outcome yet."""
    return Concern.objects.exclude(state=lifecycle.ENDED)


def not_read() -> QuerySet[Concern]:
    """Every concern nobody has said to have read."""
    return Concern.objects.filter(state=lifecycle.NEW)


def unheld(now: datetime) -> QuerySet[Concern]:
    """Open concerns without an open promise, a live holder or a date. There must be none; asked all the same."""
    gone = Q(promise__holder__ended_at__isnull=False) | Q(promise__holder__user__is_active=False)
    no_date = Q(promise__next_contact_by__isnull=True) | Q(promise__holder__isnull=True)
    return not_ended().filter(~Q(promise__state=promises.OPEN) | gone | no_date)


def not_with_a_reader() -> Iterator[Concern]:
    """Open concerns whose promise has come to somebody who may not read them, such as by a day that is over."""
    rows = not_ended().select_related("promise__holder__user", "place")
    for concern in rows.prefetch_related("readers"):
        holder = concern.promise.holder
        if holder is None or holder.user_id not in {one.user_id for one in concern.readers.all()}:
            yield concern


def drifted() -> QuerySet[Concern]:
    """Open concerns that say another holder or date than their promise does."""
    same = Q(look_by=F("promise__next_contact_by"), holder_label=F("promise__holder__user__name"))
    return not_ended().exclude(same)


def answers_that_failed() -> QuerySet[Concern]:
    """Concerns whose raiser could not be written to, and nobody has promised to answer them another way."""
    failed = Concern.objects.filter(message__state__in=[messages.DEAD, messages.REFUSED])
    return failed.filter(answering__isnull=True, answered_at__isnull=True)


def answers_that_left() -> QuerySet[Concern]:
    """Concerns whose raiser was written to, which nobody has noted yet."""
    left = [messages.SENT, messages.ACKNOWLEDGED]
    return Concern.objects.filter(message__state__in=left, answered_at__isnull=True)


def readers_who_left(now: datetime) -> Iterator[Reader]:
    """Readers who no longer have a part in which they could read it, or who no longer lead where that was why."""
    rows = Reader.objects.filter(user__isnull=False).select_related("concern", "user")
    for one in rows:
        part = part_of(one.user_id, now)
        if part is None or (one.why == Reader.Why.LEAD and part.role not in roles_with(Permission.SEE_CONCERNS)):
            yield one


def phones_without(team: Team, kept: Iterable[UUID]) -> bool:
    """Whether nobody on this team's duty list is among those it must not reach."""
    return not on_duty_list(team).filter(user_id__in=set(kept)).exists()


def promises_of(concern: Concern) -> list[Promise]:
    """The promise of a concern, and that of answering whoever raised it, where only a person can."""
    return [one for one in (concern.promise, concern.answering) if one is not None]
