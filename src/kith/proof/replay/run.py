"""Tells a season: jumps from one due instant to the next, lets people act, then runs the sweeps that are due.

Every change goes through the ordinary actions and sweeps. What falls into the same five minutes is one
beat; the worker's own beats are shorter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from kith.asks import jobs as ask_jobs
from kith.asks import missed
from kith.demo.build import build
from kith.dispatch import jobs as dispatch_jobs
from kith.dispatch.pool import Pool
from kith.kit import ids, phones
from kith.outbox import jobs as outbox_jobs
from kith.outbox.channels import everything_to
from kith.outbox.models import Audience
from kith.promises import jobs as promise_jobs
from kith.proof.replay import absences, askers, neighbours, partners
from kith.proof.replay.colleagues import Desk
from kith.proof.replay.due import Due, due
from kith.proof.replay.nature import nature
from kith.proof.replay.scene import Neighbour, Scene
from kith.proof.replay.season import Season
from kith.proof.replay.world import World
from kith.volunteers.models import Volunteer

# Everybody acts, and every sweep looks, on five-minute beats; whoever waited for a beat had that wait.
BEAT = timedelta(minutes=5)
QUIET = ("21:00", "08:00")
SWEEP_EVERY = CHECK_EVERY = timedelta(hours=3)
# After the last ask the season goes on until its promises have ended, at most this long.
AFTERWARDS = timedelta(days=7)


# As in the worker's own schedule, with the one pool of the season handed to the search.
_SWEEPS: dict[str, Callable[[datetime, Scene], object]] = {
    "asks": lambda now, scene: ask_jobs.sweep(now),
    "dispatch": lambda now, scene: dispatch_jobs.sweep(now, scene.pool),
    "promises": lambda now, scene: promise_jobs.sweep(now),
    "duty": lambda now, scene: promise_jobs.ring(now),
}


@dataclass
class Told:
    """A season that has been told: what its people know, and what was found wherever the clock was stopped to look."""

    scene: Scene
    checks: int = 0
    missed: list[tuple[datetime, dict[str, list[str]]]] = field(default_factory=list)
    beats: int = 0


def tell(season: Season, tick: Callable[[], None]) -> Told:
    """The whole season, on the database that is connected now. ``tick`` is called once for each ask."""
    world = World(season.seed, season.start)
    with ids.repeatable(season.seed, lambda: world.now), _alone():
        scene = _people(season, world)
        told = Told(scene)
        with everything_to(scene.post.append):
            _Teller(told, tick).tell()
    return told


@contextmanager
def _alone() -> Iterator[None]:
    """Nothing of a throw-away database has to survive a power cut, and what is asked again and again is prepared."""
    options = connection.settings_dict["OPTIONS"]
    before = dict(options)
    connection.close()
    options |= {"server_side_binding": True, "prepare_threshold": 3}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET jit = off")
        connection.connection.prepared_max = 2_000
        yield
    finally:
        connection.close()
        options.clear()
        options |= before


def _people(season: Season, world: World) -> Scene:
    build(season.here, season.start, QUIET)
    scene = Scene(season, world, Pool(season.start))
    scene.at_first = dict(scene.pool.candidates)
    by_address = {phones.normalise(spec.phone) or spec.email: spec for spec in season.here.volunteers}
    rows = Volunteer.objects.select_related("person").prefetch_related("person__routes").order_by("id")
    for row in rows:
        spec = by_address[row.person.routes.all()[0].value]
        one = Neighbour(row.id, spec, nature(season.seed, spec.name, bool(spec.phone)))
        scene.neighbours[row.person_id] = scene.by_volunteer[row.id] = one
    partners.meet(scene)
    return scene


def _beat_after(moment: datetime) -> datetime:
    beats = int(moment.timestamp() // BEAT.total_seconds()) + 1
    return datetime.fromtimestamp(beats * BEAT.total_seconds(), UTC)


class _Teller:
    """One telling of one season."""

    def __init__(self, told: Told, tick: Callable[[], None]) -> None:
        self.told, self.scene, self.tick = told, told.scene, tick
        self.desk = Desk(told.scene)
        self.checked_at = self.scene.world.now
        self.swept_at = self.scene.world.now
        # What the sweeps wait for; None where something has happened since, and nobody has needed to know it yet.
        self.due: Due | None = Due()

    def tell(self) -> None:
        scene, world = self.scene, self.scene.world
        for spec in scene.season.asks:
            world.at(askers.moment_of(scene.season, spec), lambda now, spec=spec: self._asks(spec, now))  # type: ignore[misc]
        neighbours.plan_lives(scene)
        absences.plan_absences(scene)
        last = scene.season.end + AFTERWARDS
        while (moment := self._next()) is not None and moment < last:
            self._check_before(moment)
            self._beat(moment)
            self.told.beats += 1
        self._check(world.now)

    def _asks(self, spec: askers.AskSpec, now: datetime) -> None:
        askers.asks_for_help(self.scene, spec, now)
        self.tick()

    def _next(self) -> datetime | None:
        """The beat that holds the next instant at which anybody or any sweep has something to do; None at the end."""
        now = self.scene.world.now
        people, desk = self.scene.world.next_at, self.desk.wakes_at
        if people is not None and _beat_after(people) <= _beat_after(now):
            return _beat_after(now)
        self.due = self.due or due()
        if people is None and not self.due.open:
            return None
        moments = [moment for moment in (people, self.due.soonest, desk) if moment is not None]
        return _beat_after(max(min(moments), now))

    def _beat(self, moment: datetime) -> None:
        """People act; then the sweeps of the schedule in their order; then what was written leaves and is read."""
        if self.scene.world.act_until(moment) or self.due is None:
            self.due = due()
        swept = self._sweep(moment, self.due)
        if swept or (self.due.messages is not None and self.due.messages <= moment):
            outbox_jobs.sweep(moment)
            self._deliver()
            self.due = None
        self.desk.look()

    def _sweep(self, now: datetime, due: Due) -> bool:
        """Each sweep that has anything to do, and every sweep at least once in three hours. False when none had."""
        every = now - self.swept_at >= SWEEP_EVERY
        self.swept_at = now if every else self.swept_at
        ran = every
        for sweep, at in due.sweeps:
            if every or (at is not None and at <= now):
                _SWEEPS[sweep](now, self.scene)
                ran = True
        return ran

    def _deliver(self) -> None:
        post, self.scene.post[:] = list(self.scene.post), []
        for message in post:
            if message.audience == Audience.VOLUNTEER:
                neighbours.hears(self.scene, message)
            elif message.audience == Audience.PERSON:
                askers.reads(self.scene, message)
            elif message.audience == Audience.STAFF:
                self.desk.hears(message)
            elif message.audience == Audience.PARTNER:
                partners.hears(self.scene, message)

    def _check_before(self, moment: datetime) -> None:
        """Look once in three hours whether anybody is missed; nothing changes between two beats, so a long night
        is looked at as it ends, when whatever is overdue in it is overdue by most."""
        if moment - self.checked_at >= CHECK_EVERY:
            self._check(moment - BEAT)

    def _check(self, now: datetime) -> None:
        self.checked_at = now
        self.told.checks += 1
        if missed.counts(now).missed:
            self.told.missed.append((now, {name: found for name, found in missed.names(now).items() if found}))
