"""Begins an empty instance, welcomes one volunteer, keeps a worry: acts that are made of several packages' own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from kith.accounts import actions as accounts
from kith.accounts import queries
from kith.accounts.models import Organisation, User
from kith.accounts.queries import duty_team
from kith.directory.queries.shown import Shown
from kith.kit import phones
from kith.kit.actor import Actor
from kith.kit.languages import for_our_records
from kith.kit.whole import whole
from kith.outbox import actions as outbox
from kith.outbox.actions import Letter
from kith.outbox.models import LOOKED_UP, Message
from kith.outbox.words.raiser import looked_up
from kith.people import actions as people
from kith.people.actions import About, Reach
from kith.people.models import Safe
from kith.places import actions as places
from kith.places.files import StreetLine
from kith.places.models import Place
from kith.safeguarding import actions as safeguarding
from kith.safeguarding.carried import Carried
from kith.safeguarding.models import Concern
from kith.safeguarding.said import Said
from kith.volunteers import actions as volunteers
from kith.volunteers.actions import Help
from kith.volunteers.models import CheckLevel, Volunteer
from kith.web.queries import worried


@dataclass(frozen=True)
class Beginning:
    """What the first page asks for."""

    place: str
    district: str
    phone: str
    organisation: str
    team: str
    name: str
    email: str = ""
    mobile: str = ""
    streets: tuple[str, ...] = ()


@whole()
def begin_instance(*, beginning: Beginning, by: Actor, now: datetime) -> User:
    """Make the district, the place, its streets, the organisation, both duty teams and their first member.

    Recorded, each part by its own action. Refuses (NotPossible) an instance that has already begun, and whatever
    those actions refuse. The first member answers for the district too, until somebody else does.
    """
    if not queries.is_empty():
        raise accounts.NotPossible(_("This place is already set up. Sign in instead."))
    said: dict[str, Any] = {"by": by, "now": now}
    district = places.add_place(kind="district", name=beginning.district, phone=beginning.phone, **said)
    place = places.add_place(kind="community", name=beginning.place, parent=district, phone=beginning.phone, **said)
    if beginning.streets:
        places.load_streets(community=place, lines=[StreetLine(name) for name in beginning.streets], **said)
    organisation = accounts.create_organisation(name=beginning.organisation, **said)
    user = accounts.add_user(name=beginning.name, email=beginning.email, phone=beginning.mobile, **said)
    with for_our_records():
        of_district = _("%(place)s duty") % {"place": district.name}
    for where, name in ((place, beginning.team), (district, of_district)):
        accounts.add_place_team(
            place=where, organisation=organisation, name=name, duty=user, phone=beginning.phone, **said
        )
    return user


@dataclass(frozen=True)
class NewVolunteer:
    """Somebody who would like to help, as a colleague wrote it down. ``reach`` is a number or an e-mail address."""

    name: str
    reach: str
    home: Place
    lat: float
    lon: float
    kinds: tuple[str, ...]
    slots: tuple[str, ...]
    travel: str
    reach_km: float
    weekly_most: int
    check_level: str
    check_on: date | None


@whole()
def welcome_volunteer(*, new: NewVolunteer, controller: Organisation, by: Actor, now: datetime) -> Volunteer:
    """Write down who they are and make them a volunteer. Recorded, each part by its own action.

    They gave the number to be asked by, so it is safe to use. The database refuses a check without its date.
    """
    about = About(name=new.name, reaches=(Reach(new.reach, safe=Safe.YES),))
    person = people.write_down(about=about, place=new.home, controller=controller, by=by, now=now)
    help_ = Help(
        kinds=new.kinds,
        slots=new.slots,
        lat=new.lat,
        lon=new.lon,
        travel=new.travel,
        reach_km=new.reach_km,
        check_level=new.check_level,
        check_on=new.check_on if new.check_level != CheckLevel.NONE else None,
        weekly_most=new.weekly_most,
    )
    return volunteers.welcome(person=person, home=new.home, help_=help_, by=by, now=now)


def keep_worry(*, said: Said, carried: Carried | None, by: Actor, now: datetime) -> Concern:
    """Keep what somebody is worried about, with whom the page was about that they came from. Recorded as a concern.

    Whoever is worried is shown nothing of what is looked up. Refuses (``NobodyToRead``) where nobody could read it.
    """
    with whole():
        about, place = worried.about(carried)
        if place is None:
            raise safeguarding.NobodyToRead(_("There is nobody here yet who could read it."))
        return safeguarding.raise_concern(said=replace(said, about=about), place=place, by=by, now=now)


@whole()
def text_what_was_found(
    *, entry: Shown, to: str, link: str, with_name: bool, place: Place, by: Actor, now: datetime
) -> Message:
    """Text somebody what they looked up, at the number they said is safe, once for each number, entry and day.

    Writes one message. Recorded by the outbox. The name of the group stands in it only ``with_name``.
    """
    said = looked_up(
        link=link, phone=phones.said(entry.phone) if entry.phone else "", name=entry.name if with_name else ""
    )
    key = hashlib.sha256(f"{to} {entry.id} {now:%Y-%m-%d} {with_name}".encode()).hexdigest()
    letter = Letter(kind=LOOKED_UP, body=said.sms, subject=said.subject, key=f"{LOOKED_UP}:{key}", urgent=True)
    controller = duty_team(place).organisation
    return outbox.write_to_raiser(letter=letter, address=to, place=place, controller=controller, by=by, now=now)
