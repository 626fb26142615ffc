"""Welcoming a volunteer, and every way of being asked less. Offers themselves are made in ``dispatch``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.people import actions as people
from kith.people.models import Person
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.volunteers.models import CheckLevel, Travel, Volunteer

FEWEST_A_WEEK = 1


@dataclass(frozen=True)
class Help:
    """What somebody offers: ``kinds`` of ask, ``slots`` such as ``mon-morning``, ``reach_km``, asks a week at most."""

    kinds: tuple[str, ...]
    slots: tuple[str, ...]
    lat: float
    lon: float
    travel: str = Travel.FOOT
    reach_km: float = 2.0
    check_level: str = CheckLevel.NONE
    check_on: date | None = None
    weekly_most: int = 3
    languages: tuple[str, ...] = ("en",)


def welcome(*, person: Person, home: Place, help_: Help, by: Actor, now: datetime) -> Volunteer:
    """Make a person a volunteer. Records it. The database refuses a check without its date."""
    with whole():
        volunteer = _made(person, home, help_, now)
        volunteer.save(force_insert=True)
        _noted(volunteer, Verb.VOLUNTEER_JOINED, by, now)
    return volunteer


def welcome_many(
    *, rows: list[tuple[people.About, Place, Help]], controller: Organisation, by: Actor, now: datetime
) -> list[Volunteer]:
    """Welcome many volunteers from a register that already exists. Records one entry for them all."""
    with whole():
        persons = people.write_down_many(
            rows=[(about, home) for about, home, _help in rows], controller=controller, by=by, now=now
        )
        volunteers = [
            _made(person, home, help_, now) for person, (_about, home, help_) in zip(persons, rows, strict=True)
        ]
        Volunteer.objects.bulk_create(volunteers, batch_size=500)
        trail.record(
            verb=Verb.VOLUNTEER_JOINED,
            by=by,
            now=now,
            subject=("volunteer", None, f"{len(volunteers)} volunteers"),
            controller=controller.id,
        )
    return volunteers


def _made(person: Person, home: Place, help_: Help, now: datetime) -> Volunteer:
    return Volunteer(
        controller=person.controller,
        person=person,
        home=home,
        lat=help_.lat,
        lon=help_.lon,
        kinds=list(help_.kinds),
        slots=list(help_.slots),
        languages=list(help_.languages),
        travel=help_.travel,
        reach_km=help_.reach_km,
        check_level=help_.check_level,
        check_on=help_.check_on,
        weekly_most=help_.weekly_most,
        created_at=now,
    )


def ask_me_less(*, volunteer: Volunteer, by: Actor, now: datetime) -> None:
    """Halve how many asks a week we offer, never below one. Records it."""
    with whole():
        volunteer.weekly_most = max(FEWEST_A_WEEK, volunteer.weekly_most // 2)
        put(volunteer, "weekly_most")
        _noted(volunteer, Verb.VOLUNTEER_LESS, by, now, {"weekly_most": volunteer.weekly_most})


def not_this_week(*, volunteer: Volunteer, by: Actor, now: datetime) -> None:
    """Rest for seven days; being asked begins again by itself. Records it."""
    with whole():
        volunteer.resting_until = now + timedelta(days=7)
        put(volunteer, "resting_until")
        _noted(volunteer, Verb.VOLUNTEER_NOT_THIS_WEEK, by, now)


def stop_asking(*, volunteer: Volunteer, by: Actor, now: datetime) -> None:
    """Ask this volunteer nothing more, from this moment. Records it. What they already hold stays with them."""
    with whole():
        if volunteer.stopped_at is None:
            volunteer.stopped_at = now
            put(volunteer, "stopped_at")
        _noted(volunteer, Verb.VOLUNTEER_STOPPED, by, now)


def ask_again(*, volunteer: Volunteer, by: Actor, now: datetime) -> None:
    """Begin to ask a volunteer again, when they say so. Records it."""
    with whole():
        volunteer.stopped_at = None
        volunteer.resting_until = None
        put(volunteer, "stopped_at", "resting_until")
        _noted(volunteer, Verb.VOLUNTEER_RETURNED, by, now)


def _noted(volunteer: Volunteer, verb: Verb, by: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    trail.record(
        verb=verb,
        by=by,
        now=now,
        subject=("volunteer", volunteer.id, volunteer.name),
        place=(volunteer.home_id, ""),
        controller=volunteer.controller_id,
        detail=detail,
    )
