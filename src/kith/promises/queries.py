"""What is open, what is late, who has not been told. Read by the Today page, the watchdog and the proof alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from kith.accounts import queries as accounts
from kith.accounts.models import DutyTurn, Membership, Team
from kith.accounts.queries import NobodyAnswers, duty_holder, duty_team, on_duty_list
from kith.governance.queries import TO_DO, TO_HEAR, Passing, passing
from kith.outbox import lifecycle as messages
from kith.outbox.models import Message
from kith.people.models import KeptFrom, OnPaper, Person, Way
from kith.people.queries import kept_from, may_be_rung, on_paper, safe_contact_of
from kith.places.models import Place
from kith.promises import lifecycle
from kith.promises.models import DutyRing, HandOver, Kind, Move, Promise, Telling

# How long after its date an open promise may stand before the next place must have been told.
GRACE = timedelta(minutes=5)


def open_promises() -> QuerySet[Promise]:
    """Every open promise, whoever may see it."""
    return Promise.objects.filter(state=lifecycle.OPEN)


def without_holder() -> QuerySet[Promise]:
    """Open promises that nobody holds. The database refuses them; asked all the same."""
    return open_promises().filter(holder__isnull=True)


def without_next_contact() -> QuerySet[Promise]:
    """Open promises without a date, an explanation or a meanwhile."""
    return open_promises().filter(Q(next_contact_by__isnull=True) | Q(explanation="") | Q(meanwhile=""))


def holder_not_live(now: datetime | None = None) -> QuerySet[Promise]:
    """Open promises held by somebody who has left the team, whose account is off, or (with ``now``) whose day is over.

    The clock has the same five minutes to find somebody else as it has for a date that passes.
    """
    gone = Q(holder__ended_at__isnull=False) | Q(holder__user__is_active=False)
    return open_promises().filter(gone if now is None else gone | Q(holder__ends_at__lt=now - GRACE))


def overdue_not_stepped_up(now: datetime) -> QuerySet[Promise]:
    """Open promises more than five minutes past their date of which no next place has been told since."""
    late = open_promises().filter(next_contact_by__lt=now - GRACE)
    return late.filter(Q(stepped_up_at__isnull=True) | Q(stepped_up_at__lt=F("next_contact_by")))


def due_for_step_up(now: datetime, again_after: timedelta) -> QuerySet[Promise]:
    """Open promises past their date: never stepped up, or stepped up so long ago that the place above is told."""
    late = open_promises().filter(next_contact_by__lt=now)
    return late.filter(Q(stepped_up_at__isnull=True) | Q(stepped_up_at__lte=now - again_after))


def moved_without_telling(now: datetime) -> QuerySet[Move]:
    """Dates that were moved, where the person should have heard of it by now and nobody says that they have.

    A move is told only when a person, or their own acknowledgement, says so. A telling that was replaced by newer
    news keeps the earlier moment by which they were to hear, so moving the date again and again hides nothing.
    """
    untold = Telling.objects.filter(
        of=OuterRef("promise"), told_at__isnull=True, replaced_at__isnull=True, hear_by__lt=now
    )
    any_telling = Telling.objects.filter(move=OuterRef("pk"))
    heard_since = Telling.objects.filter(of=OuterRef("promise"), told_at__gte=OuterRef("at"))
    moves = Move.objects.filter(what=Move.What.DATE, promise__state=lifecycle.OPEN, promise__kind="ask")
    return moves.filter(~Exists(heard_since)).filter(Exists(untold) | ~Exists(any_telling))


def moved_more_than_once() -> QuerySet[Promise]:
    """Open promises whose date was moved more than once."""
    from_moves = Move.objects.filter(what=Move.What.DATE, promise__state=lifecycle.OPEN)
    ids = list(from_moves.values_list("promise_id", flat=True))
    return open_promises().filter(id__in={one for one in ids if ids.count(one) > 1})


def untold(now: datetime) -> QuerySet[Telling]:
    """News that somebody has not heard yet, the most pressing first."""
    open_tellings = Telling.objects.filter(told_at__isnull=True, replaced_at__isnull=True)
    return open_tellings.filter(promise__state=lifecycle.OPEN).order_by("hear_by", "id")


def open_telling(promise: Promise) -> Telling | None:
    """The news about this promise that its person has not heard yet, if there is any."""
    telling = Telling.objects.filter(of=promise, told_at__isnull=True, replaced_at__isnull=True)
    return telling.select_related("promise").order_by("-id").first()


def who_answers(place: Place, now: datetime, *, of: UUID | None = None, about: Person | None = None) -> Membership:
    """Who holds a new promise of this place: the duty member of the nearest team that answers for it.

    ``of`` is the organisation whose affair it is: where nothing may be passed on to that team, its own people have it.
    ``about`` is the person it is about: a colleague who must not know of them does not have it.
    """
    team = duty_team(place)
    if of is not None and not passing(now).may(of, team.organisation_id, place, TO_DO):
        team = home_team(of, place) or team
    return duty_holder(team, now, but=kept_from(about) if about is not None else frozenset())


def may_hold(promise: Promise, user_id: UUID) -> bool:
    """Whether this colleague may have it and hear of it: everybody whom the person has not named."""
    return promise.about_person_id is None or user_id not in kept_from(promise.about_person_id)


def somebody_finds_a_way(person: Person, reference: str) -> bool:
    """Whether somebody has promised already to find a safe way to reach them in this matter."""
    kept_back = Message.objects.filter(state=messages.REFUSED, pk=OuterRef("about_id"))
    mine = open_promises().filter(kind=Kind.MESSAGE, about_person=person, reference=reference)
    return mine.filter(Exists(kept_back)).exists()


def somebody_tells_safely(person: Person, reference: str) -> bool:
    """Whether somebody has promised to tell them in this matter, in a way that they said is safe."""
    untold = Telling.objects.filter(person=person, promise__state=lifecycle.OPEN, promise__reference=reference)
    return any(_is_safe(person, telling.how) for telling in untold)


def _is_safe(person: Person, how: str) -> bool:
    said, paper = safe_contact_of(person), on_paper(person)
    return {
        Telling.How.CALL: may_be_rung(person),
        Telling.How.VISIT: said is None or Way.DOOR in said.ways,
        Telling.How.CARD: paper != OnPaper.NEVER and (said is None or Way.DOOR in said.ways),
        Telling.How.LETTER: paper == OnPaper.ANY,
    }.get(Telling.How(how), False)


def held_by_somebody_apart() -> QuerySet[Promise]:
    """Open promises whose holder must not know of the person they are about."""
    apart = KeptFrom.objects.filter(person=OuterRef("about_person"), user=OuterRef("holder__user"))
    return open_promises().filter(Exists(apart))


def home_team(organisation_id: UUID, place: Place) -> Team | None:
    """The organisation's own team for this place: the nearest at or above it, else any. None where it has nobody."""
    rows = Team.objects.filter(organisation_id=organisation_id, ended_at__isnull=True, partner_kind="")
    listed = DutyTurn.objects.filter(team=OuterRef("pk"), membership__ended_at__isnull=True)
    found = rows.filter(Exists(listed)).select_related("place__parent", "organisation").order_by("id")
    return max(found, key=lambda team: (team.place_id in place.path, len(team.place.path)), default=None)


def next_above(team: Team, of: UUID, place: Place, now: datetime) -> Team:
    """The next team up that may hear of an affair of this organisation. At the top: its own team, or the same again."""
    known, here = passing(now), team
    while (above := team_above(here)).id != here.id:
        if known.may(of, above.organisation_id, place, TO_HEAR):
            return above
        here = above
    if known.may(of, team.organisation_id, place, TO_HEAR):
        return team
    return home_team(of, place) or team


def team_above(team: Team) -> Team:
    """The duty team of the next place up that has one; the same team when there is none higher."""
    return accounts.team_above(team) or team


def waiting_at(address: str) -> DutyRing | None:
    """The newest ring of this phone that nobody has answered, for a reply of one word."""
    rings = DutyRing.objects.filter(address=address, acknowledged_at__isnull=True)
    return rings.select_related("team__place", "membership__user").order_by("-at", "-id").first()


def due_before(until: datetime | None) -> QuerySet[Promise]:
    """Open promises whose date comes before then."""
    found = Promise.objects.filter(state=lifecycle.OPEN)
    return found.filter(next_contact_by__lt=until) if until is not None else found.none()


def held_by_somebody_away(now: datetime) -> QuerySet[Promise]:
    """Open promises that fall due while their holder is away."""
    begun = Q(holder__away_from__isnull=True) | Q(holder__away_from__lte=now)
    away = Promise.objects.filter(begun, state=lifecycle.OPEN, holder__away_until__gt=now)
    return away.filter(next_contact_by__lt=F("holder__away_until"))


def asked_by_text(phone: str) -> HandOver | None:
    """The one hand-over somebody with this phone is asked about; None where there are two, because none is guessed."""
    rows = HandOver.objects.filter(asked__user__phone=phone, state=lifecycle.OFFERED)
    found = list(rows.select_related("asked__user", "giver__user")[:2])
    return found[0] if len(found) == 1 else None


def may_have(membership: Membership, promises: Iterable[Promise], now: datetime) -> bool:
    """Whether all of these may be passed on to somebody's organisation, where it is not the one they belong to."""
    known, taker = passing(now), membership.team.organisation_id
    return all(known.may(one.controller_id, taker, one.place, TO_DO) for one in promises)


def heir_of(
    leaver: Membership,
    now: datetime,
    *,
    must: bool = True,
    of: UUID | None = None,
    place: Place | None = None,
    but: frozenset[UUID] = frozenset(),
) -> Membership | None:
    """The next on the duty list of the same team who is there, else of the teams above, never the same human being.

    ``of`` is the organisation whose affair it is, about somebody in ``place``: teams nothing may be passed on to are
    left out, and its own team comes last. ``but`` are others who must not have it either. When everybody is away, the
    first of all those lists who could; ``must`` refuses (``NobodyAnswers``) nobody, and before that takes whoever
    answers above: an affair without anybody is worse.
    """
    everybody, never = list(_upwards(leaver.team)), {leaver.user_id, *but}
    teams = everybody if of is None else _may_have(everybody, of, place or leaver.team.place, now)
    for team in teams:
        here = on_duty_list(team).here(now).exclude(user_id__in=never).first()
        if here is not None:
            return here
    if not must:
        return None
    for team in (*teams, *(one for one in everybody if one not in teams)):
        away = on_duty_list(team).live(now).exclude(user_id__in=never).first()
        if away is not None:
            return away
    if but:
        return duty_holder((teams or everybody)[-1], now, but=frozenset(never))
    raise NobodyAnswers(
        str(_("Nobody else can hold what %(name)s holds. Add somebody to a duty list first."))
        % {"name": leaver.user.name}
    )


def _may_have(teams: list[Team], of: UUID, place: Place, now: datetime) -> list[Team]:
    """Those of these teams that may have an affair of this organisation; its own team where it is not among them."""
    known = passing(now)
    found = [team for team in teams if known.may(of, team.organisation_id, place, TO_DO)]
    if len(found) < len(teams) and not any(team.organisation_id == of for team in found):
        home = home_team(of, place)
        found += [home] if home is not None else []
    return found


def held_elsewhere(now: datetime) -> list[tuple[Promise, bool]]:
    """Open promises of one organisation held in another that nothing new may be passed on to.

    Each with whether what is open there runs off; where it does not, it has to come home.
    """
    known = Passing(now)
    rows = open_promises().filter(holder__isnull=False).exclude(controller=F("holder__team__organisation"))
    # What only its holder may read was given to them by name, and finds its own next reader.
    rows = rows.exclude(kind=Kind.PRIVATE)
    rows = rows.select_related("holder__team__place", "holder__user", "team", "place", "controller").order_by("id")
    found = []
    for one in rows:
        between = (one.controller_id, one.holder.team.organisation_id, one.place)  # type: ignore[union-attr]
        if not known.may(*between, TO_HEAR):
            found.append((one, known.may_go_on(*between, TO_HEAR)))
    return found


def _upwards(team: Team) -> Iterable[Team]:
    """This team, and those that answer above it."""
    yield team
    above = team_above(team)
    while above.id != team.id:
        yield above
        team, above = above, team_above(above)
