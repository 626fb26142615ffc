"""Which colleagues fall ill and which leave in a season, and when? By the ordinary actions; nobody is left behind.

What they held finds somebody else as they go. It costs nothing until somebody does.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Count

from kith.accounts import actions as accounts
from kith.accounts.models import Membership
from kith.accounts.queries import live_members, on_duty_list
from kith.kit.actor import Actor
from kith.kit.clock import local
from kith.outbox.models import Message
from kith.promises import actions as promises
from kith.promises.models import HandOver, Promise
from kith.promises.queries import heir_of
from kith.proof.replay.scene import Scene

HAND_OVER = "hand-over"
# So many in a week fall ill; one leaves, and one has a last day, in so many weeks. Somebody of each in any season.
ILL_A_WEEK, LEAVES_EVERY, LAST_DAY_EVERY = 0.8, 6, 8
SAYS_YES, SAYS_NO = 0.6, 0.25
TOLD_BEFORE = timedelta(days=2)


def plan_absences(scene: Scene) -> None:
    """Who falls ill and who leaves in this season, and when."""
    weeks = max(1, (scene.season.end - scene.season.start).days // 7)
    chance = scene.world.chance("absences")
    lists = _duty_lists()
    for number in range(max(2, round(weeks * ILL_A_WEEK))):
        one, busiest = chance.choice([chance.choice(line) for line in lists]), number % 2 == 0
        at, days = _moment(scene, chance), chance.randint(1, 5)
        scene.world.at(
            at,
            lambda now, one=one, busiest=busiest, days=days: _is_ill(  # type: ignore[misc]
                scene, _busiest() if busiest else one.id, days, now
            ),
        )
    leavers = _leavers(chance, lists)
    for _each in range(max(1, weeks // LEAVES_EVERY)):
        if leavers:
            leaver = leavers.pop()
            scene.world.at(_moment(scene, chance), lambda now, one=leaver: _leaves(scene, one.id, now))  # type: ignore[misc]
    for _each in range(max(1, weeks // LAST_DAY_EVERY)):
        if leavers:
            leaver, at = leavers.pop(), _moment(scene, chance)
            scene.world.at(at - TOLD_BEFORE, lambda now, one=leaver, at=at: _has_a_last_day(scene, one.id, at, now))  # type: ignore[misc]


def _duty_lists() -> list[list[Membership]]:
    """The duty lists of the teams of communities, neighbourhoods and the district, in the order they are rung."""
    rows = Membership.objects.live().filter(duty_turns__isnull=False, team__is_duty=True)
    rows = rows.exclude(team__place__kind="system").select_related("user", "team")
    lists: dict[str, list[Membership]] = defaultdict(list)
    for one in rows.order_by("team__name", "duty_turns__position"):
        lists[one.team.name].append(one)
    return list(lists.values())


def _leavers(chance: Random, lists: list[list[Membership]]) -> list[Membership]:
    """One of each list on which two others stay, mostly whoever is rung first; nobody with a part elsewhere."""
    parts: dict[UUID, int] = defaultdict(int)
    for line in lists:
        for one in line:
            parts[one.user_id] += 1
    found = [line[0] if chance.random() < 0.7 else line[1] for line in lists if len(line) > 2]
    found = [one for one in found if parts[one.user_id] == 1]
    chance.shuffle(found)
    return found


def _moment(scene: Scene, chance: Random) -> datetime:
    """Some working morning of the season, or some hour of its day."""
    length = scene.season.end - timedelta(days=3) - scene.season.start
    day = scene.season.start + timedelta(days=int(length.days * chance.uniform(0.05, 0.95)))
    hour = chance.uniform(-0.5, 1) if chance.random() < 0.6 else chance.uniform(1, 9)
    at = day.replace(second=0, microsecond=0) + timedelta(minutes=round(hour * 60))
    return max(at, scene.season.start + timedelta(hours=2))


def _busiest() -> UUID | None:
    """Whoever holds most just now: of those who fall ill every other one is, because then it matters most."""
    held = Promise.objects.filter(state="open", holder__away_until=None, holder__ended_at=None).values("holder")
    return held.annotate(n=Count("id")).order_by("-n", "holder__user__name").values_list("holder", flat=True).first()


def _is_ill(scene: Scene, membership_id: UUID | None, days: int, now: datetime) -> None:
    """They say that they are not well; a colleague of the team is asked for what falls due until they are back."""
    if membership_id is None:
        return
    one = _member(membership_id)
    if not one.is_live_at(now) or one.is_away(now):
        return
    # Whoever is on duty has it at once; another is asked to have it from there.
    heir = heir_of(one, now, must=False)
    here = [each for each in live_members(one.team) if each.is_live_at(now) and not each.is_away(now)]
    others = [each for each in here if each.user_id != one.user_id and each != heir]
    asked = scene.world.chance("asks a colleague", one.user.name, now).choice(others) if others else None
    until = (local(now) + timedelta(days=days)).replace(hour=8, minute=0)
    done = promises.off_sick(user=one.user, until=until, asked=asked, by=Actor.user(one.user), now=now)
    scene.ill += 1
    scene.rehomed += len(done.moved)


def _leaves(scene: Scene, membership_id: UUID, now: datetime) -> None:
    """They leave today, and whoever is next on the list has what was theirs."""
    one = _member(membership_id)
    by = Actor.user(on_duty_list(one.team).exclude(user=one.user)[0].user)
    scene.rehomed += promises.leave_team(membership=one, by=by, now=now)
    scene.left += 1


def _has_a_last_day(scene: Scene, membership_id: UUID, at: datetime, now: datetime) -> None:
    """Their last day is noted; what they hold when it is over is counted as it ends, by the clock."""
    one = _member(membership_id)
    accounts.end_on(membership=one, ends_at=at, by=Actor.user(one.user), now=now)
    scene.left += 1
    scene.world.at(at, lambda _now: _count(scene, membership_id))


def _count(scene: Scene, membership_id: UUID) -> None:
    scene.rehomed += Promise.objects.filter(holder=membership_id, state="open").count()


def hears(scene: Scene, message: Message) -> None:
    """A colleague is asked to have somebody's promises: most say yes, some no, some nothing."""
    chance = scene.world.chance("hand-over", message.person_id, message.key)
    luck, wait = chance.random(), timedelta(minutes=chance.expovariate(1 / 8))
    if luck < SAYS_YES + SAYS_NO:
        hand_over_id = UUID(message.key.split(":")[1])
        scene.world.at(scene.world.now + wait, lambda now: _answers(scene, hand_over_id, luck < SAYS_YES, now))


def _answers(scene: Scene, hand_over_id: UUID, yes: bool, now: datetime) -> None:
    row = HandOver.objects.select_related("asked__user").get(id=hand_over_id)
    by = Actor.user(row.asked.user)
    try:
        if yes:
            scene.handed_over += promises.say_yes(hand_over=row, by=by, now=now, how="link")
        else:
            promises.say_not_this_time(hand_over=row, by=by, now=now, how="link")
    except promises.AnswerIsOver:
        return


def _member(membership_id: UUID) -> Membership:
    return Membership.objects.select_related("user", "team__place", "team__organisation").get(id=membership_id)
