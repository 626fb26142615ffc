"""Welcoming a volunteer, and every way of being asked less. Offers themselves are made in ``dispatch``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kith.accounts.models import Organisation
from kith.kit.actor import Actor
from kith.kit.whole import put, whole
from kith.matching.eligible import CHECKS
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.people.models import Person, Safe
from kith.places.models import Place
from kith.trail import actions as trail
from kith.trail.verbs import Verb
from kith.volunteers.models import CheckLevel, Travel, Volunteer

FEWEST_A_WEEK = 1


class AboveEligibility(ValueError):
    """A higher check than may lawfully be asked for of what they do. Its text may be shown."""


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
    check_by: str = ""
    check_again_on: date | None = None
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
        check_by=help_.check_by[:120],
        check_again_on=help_.check_again_on,
        weekly_most=help_.weekly_most,
        created_at=now,
    )


@dataclass(frozen=True)
class Checked:
    """One check somebody has looked at: its level, its day, who looked, and when it is looked at again."""

    level: str
    on: date | None
    by: str
    again_on: date | None


def note_check(*, volunteer: Volunteer, checked: Checked, most: str, why: str, by: Actor, now: datetime) -> None:
    """Write down which check a volunteer holds: its level and days and who looked, never the paper. Records it.

    ``most`` is the highest that may be asked for of what they do. A higher one is refused (``AboveEligibility``) with
    ``why``. The database refuses a check without its date.
    """
    if CHECKS[checked.level] > CHECKS[most]:
        raise AboveEligibility(why)
    with whole():
        has = checked.level != CheckLevel.NONE
        volunteer.check_level = CheckLevel(checked.level).value
        volunteer.check_on = checked.on if has else None
        volunteer.check_by = checked.by[:120] if has else ""
        volunteer.check_again_on = checked.again_on if has else None
        put(volunteer, "check_level", "check_on", "check_by", "check_again_on")
        _noted(volunteer, Verb.VOLUNTEER_CHECK, by, now, {"level": volunteer.check_level})


def change(
    *,
    volunteer: Volunteer,
    kinds: Sequence[str],
    slots: Sequence[str],
    travel: str,
    reach_km: float,
    weekly_most: int,
    by: Actor,
    now: datetime,
) -> None:
    """Change what a volunteer does, when, how far and how often. Records it. What they hold stays with them.

    The database refuses a reach that is none.
    """
    with whole():
        volunteer.kinds, volunteer.slots = list(kinds), list(slots)
        volunteer.travel, volunteer.reach_km = Travel(travel).value, reach_km
        volunteer.weekly_most = max(FEWEST_A_WEEK, weekly_most)
        put(volunteer, "kinds", "slots", "travel", "reach_km", "weekly_most")
        _noted(volunteer, Verb.VOLUNTEER_CHANGED, by, now)


def name_buddy(*, volunteer: Volunteer, name: str, phone: str, by: Actor, now: datetime) -> None:
    """Keep whom a volunteer chose to be told when they are not out of a visit in time; an empty name ends it.

    Records it. The buddy agreed to be texted, so says the volunteer; STOP from that number ends it like any other.
    """
    with whole():
        name = " ".join(name.split())[:80]
        buddy = None
        if name and phone:
            about = About(name=name, reaches=(Reach(phone, safe=Safe.YES),))
            controller = volunteer.controller
            buddy = people.write_down(about=about, place=volunteer.home, controller=controller, by=by, now=now)
        volunteer.buddy, volunteer.buddy_name, volunteer.buddy_phone = (
            (buddy, name, phone) if buddy is not None else (None, "", "")
        )
        put(volunteer, "buddy", "buddy_name", "buddy_phone")
        _noted(volunteer, Verb.VOLUNTEER_CHANGED, by, now, {"buddy": buddy is not None})


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
